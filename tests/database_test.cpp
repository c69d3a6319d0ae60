// compile_commands.json (or `-- FLAGS`) -> clean compile commands, and every way in which one can be broken.
#include "project/database.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

struct DatabaseTest : testing::Test {
    TemporaryFolder folder;

    Result<Database> read_text(std::string_view text) {
        return read_database(folder.write("compile_commands.json", text));
    }
    Result<Database> read(const json& entries) { return read_text(entries.dump()); }

    /// The message of a broken database, which always says what to do.
    std::string text_error(std::string_view text) {
        const auto database = read_text(text);
        if (database) return "no error";
        EXPECT_NE(database.error().message.find("-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"), std::string::npos);
        EXPECT_NE(database.error().message.find("bear"), std::string::npos);
        return database.error().message;
    }
    std::string error(const json& entries) { return text_error(entries.dump()); }

    json entry(const std::string& file, const Words& argv) {
        return {{"directory", folder.path()}, {"file", file}, {"arguments", argv}};
    }
};

void expect_mentions(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
}

// What cannot be used.

TEST_F(DatabaseTest, AMissingFileIsAnError) {
    const auto database = read_database(folder.path("none/compile_commands.json"));
    ASSERT_FALSE(database);
    expect_mentions(database.error().message, folder.path("none/compile_commands.json") + ": no such file");
    expect_mentions(database.error().message, "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON");
}

TEST_F(DatabaseTest, ADanglingLinkIsAnErrorThatNamesItsTarget) {
    const auto database = read_database(folder.make_link("compile_commands.json", "build/compile_commands.json"));
    ASSERT_FALSE(database);
    expect_mentions(database.error().message, "a symbolic link to 'build/compile_commands.json', which does not exist");
}

TEST_F(DatabaseTest, WhatIsNoFileIsAnError) {
    const auto a_folder = read_database(folder.make_folder("compile_commands.json"));
    ASSERT_FALSE(a_folder);
    expect_mentions(a_folder.error().message, "a folder, but a file is needed");

    ASSERT_EQ(mkfifo(folder.path("fifo").c_str(), 0600), 0);
    const auto fifo = read_database(folder.path("fifo"));
    ASSERT_FALSE(fifo);
    expect_mentions(fifo.error().message, "not a regular file");
}

TEST_F(DatabaseTest, AnUnreadableFileIsAnError) {
    if (geteuid() == 0) GTEST_SKIP() << "root may read every file";
    const std::string path = folder.write("compile_commands.json", "[]");
    ASSERT_EQ(chmod(path.c_str(), 0), 0);
    const auto database = read_database(path);
    ASSERT_FALSE(database);
    expect_mentions(database.error().message, "Permission denied");
}

TEST_F(DatabaseTest, AHugeFileIsAnErrorAndIsNotRead) {
    const std::string path = folder.write("compile_commands.json", "[");
    std::filesystem::resize_file(path, std::uintmax_t{3} << 30);  // sparse
    const auto database = read_database(path);
    ASSERT_FALSE(database);
    expect_mentions(database.error().message, "too large (3072 MiB");
}

TEST_F(DatabaseTest, BrokenJsonIsAnErrorWithLineAndColumn) {
    const std::string path = folder.path("compile_commands.json");
    expect_mentions(text_error(""), path + ":1:1: not valid JSON");
    expect_mentions(text_error("[\n  {\"file\": \"a.cpp\"},\n  {\"fi"), path + ":3:7: not valid JSON");
    expect_mentions(text_error("[{}\n,]"), path + ":2:2: not valid JSON");
    expect_mentions(text_error("[{}\n,]"), "a comma before the closing bracket is not allowed");
    expect_mentions(text_error("[{\"file\": \"a\",\n}]"), "a comma before the closing bracket is not allowed");
    expect_mentions(text_error("// comment\n[]"), ":1:1: not valid JSON");
    expect_mentions(text_error("[\"\xFF\"]"), "not valid JSON");
    expect_mentions(text_error("\xFF\xFE[\0]\0"), "UTF-16");
    expect_mentions(text_error("[] []"), "not valid JSON");
    expect_mentions(text_error(std::string(100'000, '[')), ":1:101: nested deeper than 100 levels");
    EXPECT_LT(text_error("[\"" + std::string(100'000, 'a')).size(), 1000u);
}

TEST_F(DatabaseTest, WhatIsNoArrayOfEntriesIsAnError) {
    expect_mentions(text_error("{}"), "must be an array of compile commands, not an object");
    expect_mentions(text_error("null"), "not null");
    expect_mentions(text_error("7"), "not a number");
    expect_mentions(text_error("[]"), "is empty");
    expect_mentions(text_error("[[]]"), "entry 0 (counted from 0) must be an object, not an array");
}

TEST_F(DatabaseTest, ABrokenEntryIsAnErrorWithItsIndex) {
    const json good = entry("a.cpp", {"g++", "-c", "a.cpp"});
    const auto second = [&](json entry) { return error(json::array({good, std::move(entry)})); };
    const std::string path = folder.path("compile_commands.json");
    expect_mentions(second(nullptr), path + ": entry 1 (counted from 0) must be an object, not null");
    expect_mentions(second(json::object()), path + ": entry 1 (counted from 0) has no 'file'");
    expect_mentions(second({{"file", ""}, {"command", "g++"}}), "entry 1 (counted from 0) has no 'file'");
    expect_mentions(second({{"file", 7}, {"command", "g++"}}), "'file' must be a string, not a number");
    expect_mentions(second({{"file", "b.cpp"}, {"directory", true}, {"command", "g++"}}),
                    "'directory' must be a string, not a boolean");
    expect_mentions(second({{"file", "b.cpp"}}), "has neither 'command' nor 'arguments'");
    expect_mentions(second({{"file", "b.cpp"}, {"command", {"g++"}}}), "'command' must be a string, not an array");
    expect_mentions(second({{"file", "b.cpp"}, {"arguments", "g++"}}), "'arguments' must be an array, not a string");
    expect_mentions(second({{"file", "b.cpp"}, {"arguments", {"g++", 1}}}), "'arguments[1]' must be a string");
    expect_mentions(second({{"file", "b.cpp"}, {"command", "  "}}), "has an empty command");
    expect_mentions(second({{"file", "b.cpp"}, {"arguments", json::array()}}), "has an empty command");
    expect_mentions(second({{"file", "b.cpp"}, {"arguments", {""}}}), "has an empty command");
}

TEST_F(DatabaseTest, WithoutCOrCppItIsAnError) {
    const std::string message =
        error(json::array({entry("a.S", {"gcc", "-c", "a.S"}), entry("b.cu", {"nvcc", "b.cu"})}));
    expect_mentions(message, "no C or C++ in 2 file(s)");
    expect_mentions(message, folder.path("a.S") + "': not C or C++ (.s)");
}

// What is read.

TEST_F(DatabaseTest, ReadsCommandAndArguments) {
    folder.write("b.cpp", "");
    const auto database = read(json::array({entry("b.cpp", {"g++", "-DX=a b", "-c", "b.cpp"}),
                                            {{"directory", folder.path()},
                                             {"file", folder.path("a.cpp")},
                                             {"output", "a.o"},
                                             {"command", "ccache g++ \"-DX=a b\" -c a.cpp"}}}));
    ASSERT_TRUE(database) << database.error().message;
    ASSERT_EQ(database->commands.size(), 2u);
    const CompileCommand first{folder.path(), folder.path("b.cpp"), {"g++", "-DX=a b", "-c", "b.cpp"}, {}};
    const CompileCommand second{folder.path(), folder.path("a.cpp"), {"g++", "-DX=a b", "-c", "a.cpp"}, {}};
    EXPECT_EQ(database->commands[0], first);
    EXPECT_EQ(database->commands[1], second);
    EXPECT_EQ(database->path, folder.path("compile_commands.json"));
}

TEST_F(DatabaseTest, PrefersArgumentsToCommand) {
    json both = entry("a.cpp", {"g++", "-DFROM_ARGUMENTS"});
    both["command"] = "g++ -DFROM_COMMAND";
    const auto database = read(json::array({both}));
    ASSERT_TRUE(database);
    EXPECT_EQ(database->commands[0].argv[1], "-DFROM_ARGUMENTS");
}

TEST_F(DatabaseTest, ToleratesAByteOrderMark) {
    const auto database = read_text("\xEF\xBB\xBF" + json::array({entry("a.cpp", {"g++"})}).dump());
    ASSERT_TRUE(database) << database.error().message;
}

TEST_F(DatabaseTest, RelativeDirectoriesStartAtTheDatabase) {
    folder.write("src/a.cpp", "");
    folder.make_folder("build/sub");
    const std::string text =
        json::array({{{"directory", "sub"}, {"file", "../../src/a.cpp"}, {"command", "g++ -c x"}}}).dump();
    const auto database = read_database(folder.write("build/compile_commands.json", text));
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands[0].directory, folder.path("build/sub"));
    EXPECT_EQ(database->commands[0].file, folder.path("src/a.cpp"));

    // Reached through a link, the same database means the same.
    const auto linked =
        read_database(folder.make_link("compile_commands.json", folder.path("build/compile_commands.json")));
    ASSERT_TRUE(linked) << linked.error().message;
    EXPECT_EQ(linked->commands, database->commands);
}

TEST_F(DatabaseTest, AMissingDirectoryIsTheDatabasesAndTold) {
    const auto database = read(json::array({{{"file", "a.cpp"}, {"command", "g++ -c a.cpp"}}}));
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands[0].directory, folder.path());
    EXPECT_EQ(database->commands[0].file, folder.path("a.cpp"));
    EXPECT_EQ(database->commands[0].remarks, Words{"has no 'directory', took the folder of the database"});
}

TEST_F(DatabaseTest, SymbolicLinksAreResolved) {
    folder.write("real/src/a.cpp", "");
    folder.make_link("link", folder.path("real/src"));
    const auto database = read(json::array({entry("link/a.cpp", {"g++"}), entry("link/../x.cpp", {"g++"})}));
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands[0].file, folder.path("real/src/a.cpp"));
    EXPECT_EQ(database->commands[1].file, folder.path("real/x.cpp"));
}

TEST_F(DatabaseTest, SeveralCommandsPerFileAreKeptAndDuplicatesMerged) {
    folder.write("a.cpp", "");
    folder.make_link("link.cpp", "a.cpp");
    const auto database = read(
        json::array({entry("a.cpp", {"g++", "-DDEBUG"}), entry("a.cpp", {"g++", "-DRELEASE"}), entry("b.cpp", {"g++"}),
                     entry("a.cpp", {"g++", "-DDEBUG"}), entry("./link.cpp", {"ccache", "g++", "-DRELEASE"})}));
    ASSERT_TRUE(database) << database.error().message;
    ASSERT_EQ(database->commands.size(), 3u);
    EXPECT_EQ(database->commands[0].argv, (Words{"g++", "-DDEBUG"}));
    EXPECT_EQ(database->commands[1].argv, (Words{"g++", "-DRELEASE"}));
    EXPECT_EQ(database->commands[2].file, folder.path("b.cpp"));
}

TEST_F(DatabaseTest, TheSameArgumentsInAnotherFolderAreAnotherCommand) {
    json elsewhere = entry(folder.path("a.cpp"), {"g++", "-I."});
    elsewhere["directory"] = folder.make_folder("other");
    const auto database = read(json::array({entry("a.cpp", {"g++", "-I."}), elsewhere}));
    ASSERT_TRUE(database);
    EXPECT_EQ(database->commands.size(), 2u);
}

TEST_F(DatabaseTest, ManyCommandsOfOneFileAreReadInGoodTime) {
    json entries = json::array();
    for (int at = 0; at < 10'000; ++at)
        entries.push_back(entry("a.cpp", {"g++", "-DAT=" + std::to_string(at % 5'000)}));
    const auto database = read(entries);  // comparing all pairs would take a minute
    ASSERT_TRUE(database);
    EXPECT_EQ(database->commands.size(), 5'000u);
}

TEST_F(DatabaseTest, WhatIsNotCOrCppIsLeftOutAndTold) {
    const auto database = read(json::array(
        {entry("boot.S", {"gcc"}), entry("a.cpp", {"g++"}), entry("kernel.cu", {"nvcc"}), entry("app.rc", {"rc"}),
         entry("boot.S", {"gcc", "-DX"}), entry("k.cpp", {"clang++", "-x", "cuda"}), entry("Makefile", {"x"})}));
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands.size(), 1u);
    const std::vector<LeftOut> expected = {{folder.path("boot.S"), "not C or C++ (.s)"},
                                           {folder.path("kernel.cu"), "not C or C++ (.cu)"},
                                           {folder.path("app.rc"), "not C or C++ (.rc)"},
                                           {folder.path("k.cpp"), "not C or C++ (-x cuda)"},
                                           {folder.path("Makefile"), "not C or C++ (no extension)"}};
    EXPECT_EQ(database->left_out, expected);
}

TEST_F(DatabaseTest, AnExplicitLanguageOutranksTheExtension) {
    folder.write("lang.rsp", "-x c++");
    const auto database = read(json::array(
        {entry("a.inc", {"g++", "-xc++"}), entry("b.inc", {"g++", "-x", "c++"}), entry("c.inc", {"g++", "@lang.rsp"}),
         entry("d.inc", {"cl", "/TP"}), entry("e.inc", {"clang", "--language=c++"}), entry("f.cpp", {"icpc", "-xHost"}),
         entry("g.cpp", {"g++", "-x", "none"}), entry("H.C", {"g++"}), entry("m.cppm", {"g++"}),
         entry("p.hxx", {"g++", "-xc++-header"})}));
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands.size(), 10u);
    EXPECT_TRUE(database->left_out.empty());
}

TEST_F(DatabaseTest, EmptyArgumentsAreDropped) {
    const auto database = read(json::array({entry("a.cpp", {"g++", "", "-c", "a.cpp", ""})}));
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands[0].argv, (Words{"g++", "-c", "a.cpp"}));
    EXPECT_EQ(database->commands[0].remarks, Words{"dropped 2 empty argument(s)"});
}

TEST_F(DatabaseTest, ANulCharacterIsAnErrorThatNamesItsPlace) {
    const auto complaint = [&](const json& broken) {
        const auto database = read(json::array({entry("a.cpp", {"g++", "-c", "a.cpp"}), broken}));
        return database ? "no error" : database.error().message;
    };
    const std::string nul("x\0y", 3);
    EXPECT_NE(complaint(entry("b.cpp", {"g++", nul})).find("entry 1 (counted from 0) 'arguments[1]' holds a NUL"),
              std::string::npos);
    for (const char* key : {"file", "directory", "command"}) {
        json broken = {{"file", "b.cpp"}, {"directory", folder.path()}, {"command", "g++ -c b.cpp"}};
        broken[key] = nul;
        EXPECT_NE(complaint(broken).find(std::string("'") + key + "' holds a NUL"), std::string::npos) << key;
    }
}

TEST_F(DatabaseTest, WindowsCommandsAreKeptAsTheyAre) {
    const auto database = read(json::array({{{"directory", R"(C:\build)"},
                                             {"file", R"(C:\src\a.cpp)"},
                                             {"command", R"(C:\VS\cl.exe /nologo -IC:\inc /c C:\src\a.cpp)"}}}));
    ASSERT_TRUE(database) << database.error().message;
    const CompileCommand expected{
        R"(C:\build)", R"(C:\src\a.cpp)", {R"(C:\VS\cl.exe)", "/nologo", R"(-IC:\inc)", "/c", R"(C:\src\a.cpp)"}, {}};
    EXPECT_EQ(database->commands[0], expected);
}

TEST_F(DatabaseTest, ResponseFilesAreRelativeToTheEntry) {
    folder.write("build/flags.rsp", "-std=c++20 -DX");
    json command = entry("../a.cpp", {"ccache", "g++", "@flags.rsp", "@a.modmap"});
    command["directory"] = "build";
    const auto database = read(json::array({command}));
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands[0].argv, (Words{"g++", "-std=c++20", "-DX"}));
    ASSERT_EQ(database->commands[0].remarks.size(), 1u);
    expect_mentions(database->commands[0].remarks[0], "dropped the response file @a.modmap");
}

TEST_F(DatabaseTest, LaunchersMayMoveTheCommand) {
    folder.write("sub/flags.rsp", "-DX");
    const auto database = read(json::array({entry("a.cpp", {"env", "-C", "sub", "g++", "@flags.rsp"})}));
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands[0].directory, folder.path("sub"));
    EXPECT_EQ(database->commands[0].file, folder.path("a.cpp"));
    EXPECT_EQ(database->commands[0].argv, (Words{"g++", "-DX"}));
}

// Without a database: `-- FLAGS`.

TEST_F(DatabaseTest, FlagsMakeOneCommandPerFile) {
    folder.write("src/a.cpp", "");
    folder.write("-b.cpp", "");
    const auto database = database_from_flags({"src/a.cpp", "-b.cpp", folder.path("src/a.cpp")},
                                              {"-std=c++20", "-I", "inc"}, folder.path());
    ASSERT_TRUE(database) << database.error().message;
    ASSERT_EQ(database->commands.size(), 2u);
    const CompileCommand first{folder.path(),
                               folder.path("src/a.cpp"),
                               {"clang++", "-std=c++20", "-I", "inc", "-c", folder.path("src/a.cpp")},
                               {}};
    EXPECT_EQ(database->commands[0], first);
    EXPECT_EQ(database->commands[1].argv.back(), folder.path("-b.cpp"));
    EXPECT_EQ(database->path, "");
}

TEST_F(DatabaseTest, FlagsMayComeFromAResponseFile) {
    folder.write("a.cpp", "");
    folder.write("flags.rsp", "-DX");
    const auto database = database_from_flags({"a.cpp"}, {"@flags.rsp"}, folder.path());
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(database->commands[0].argv[1], "-DX");
}

TEST_F(DatabaseTest, FlagsNeedFilesThatExist) {
    folder.make_folder("src");
    folder.write("a.cpp", "");
    folder.write("a.txt", "");
    const auto message = [&](const Words& files, const Words& flags) {
        const auto database = database_from_flags(files, flags, folder.path());
        return database ? std::string("no error") : database.error().message;
    };
    expect_mentions(message({}, {}), "no file to check");
    expect_mentions(message({"a.cpp", "none.cpp"}, {}), "'none.cpp': no such file");
    expect_mentions(message({"src"}, {}), "'src': not a file");
    expect_mentions(message({""}, {}), "empty");
    expect_mentions(message({"a.txt"}, {}), "'a.txt': not C or C++ (.txt)");
    expect_mentions(message({"a.cpp"}, {"b.cpp", "-c"}), "'b.cpp' is neither a compiler's flag nor a compiler");
    EXPECT_EQ(message({"a.txt"}, {"-xc++"}), "no error");
}

TEST_F(DatabaseTest, WhatMadeAPrecompiledHeaderStandsForIt) {
    // As Meson writes it for GCC: the header is in no include folder, what was made of it is.
    const auto entry = [&](const std::string& file, const Words& flags) {
        nlohmann::json arguments = {"g++"};
        for (const std::string& flag : flags) arguments.push_back(flag);
        arguments.push_back(file);
        return nlohmann::json{{"directory", folder.path("build")}, {"file", file}, {"arguments", arguments}};
    };
    folder.make_folder("build");
    folder.write("pch/app.hpp", "");
    const nlohmann::json database = {entry("../pch/app.hpp", {"-x", "c++-header", "-o", "app.p/app.hpp.gch", "-c"}),
                                     entry("../a.cpp", {"-Iapp.p", "-include", "app.hpp", "-c"}),
                                     entry("../b.cpp", {"-include-pch", "app.p/app.hpp.gch", "-c"}),
                                     entry("../c.cpp", {"-Iother", "-include", "app.hpp", "-c"})};
    folder.write("build/compile_commands.json", database.dump());
    const auto read = read_database(folder.path("build/compile_commands.json"));
    ASSERT_TRUE(read) << read.error().message;
    const std::string header = folder.path("pch/app.hpp");
    EXPECT_EQ(read->commands[1].argv, (Words{"g++", "-Iapp.p", "-include", header, "-c", "../a.cpp"}));
    EXPECT_EQ(read->commands[1].remarks, Words{"the precompiled header 'app.hpp' is replaced by its source"});
    EXPECT_EQ(read->commands[2].argv, (Words{"g++", "-include", header, "-c", "../b.cpp"}));
    EXPECT_EQ(read->commands[3].argv, (Words{"g++", "-Iother", "-include", "app.hpp", "-c", "../c.cpp"}));
}

}  // namespace
}  // namespace awaitlint
