// The files that `awaitlint fix` writes: which ones it may, what of them stays as it was, and headers that many units
// read. The writing itself, byte by byte and call by call, is tested in fix_write_test.cpp.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const std::string mistake = "task<int> greet() { co_return co_await get_user(1); }\n";
const std::string repaired = "task<int> greet() { co_return co_await get_user_async(1); }\n";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
    return text;
}

class FixFiles : public testing::Test {
protected:
    Ran fix(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"fix", "--quiet"});
        return project.awaitlint(arguments);
    }
    std::string text(const std::string& file = "a.cpp") const { return text_of(project.path(file)); }

    /// A file with these bytes is fixed, and is then the same but for the repair.
    void expect_only_the_repair(const std::string& code, const std::string& expected,
                                const std::vector<std::string>& arguments = {}) const {
        project.only_unit("a.cpp", code);
        const Ran ran = fix(arguments);
        EXPECT_EQ(ran.status, 0) << ran;
        EXPECT_EQ(text(), expected);
    }

    CliProject project;
};

TEST_F(FixFiles, BytesThatAreNotRepairedStay) {
    const std::string bom = "\xef\xbb\xbf", latin = "// caf\xe9 \xff\xfe\n";
    const std::string code = bom + latin + declarations + mistake + latin;
    expect_only_the_repair(code, replaced(code, mistake, repaired));
    const std::string open_end = code + "// no line end";
    expect_only_the_repair(open_end, replaced(open_end, mistake, repaired));
    const std::string crlf = replaced(code, "\n", "\r\n");
    expect_only_the_repair(crlf, replaced(crlf, "get_user(1)", "get_user_async(1)"));
    const std::string mixed = crlf + replaced(mistake, "greet", "other") + "\n\r\n" + latin;
    expect_only_the_repair(mixed, replaced(mixed, "get_user(1)", "get_user_async(1)"));
}

TEST_F(FixFiles, LinesThatComeInEndAsTheOthersDo) {
    const std::string code = declarations + "task<> close() {\n    co_await get_user(1);\n}\n";
    const std::string expected = declarations + "task<> close() {\n    get_user(1);\n    co_return;\n}\n";
    expect_only_the_repair(code, expected, {"--prefer", "sync"});
    expect_only_the_repair(replaced(code, "\n", "\r\n"), replaced(expected, "\n", "\r\n"), {"--prefer", "sync"});
    const std::string first_part = declarations + "// above: LF, below: CRLF\n";
    const auto mixed = [&](const std::string& text) {
        return first_part + replaced(text.substr(declarations.size()), "\n", "\r\n");
    };
    expect_only_the_repair(mixed(code), mixed(expected), {"--prefer", "sync"});
}

TEST_F(FixFiles, TheModeStays) {
    project.only_unit("a.cpp", declarations + mistake);
    ASSERT_EQ(::chmod(project.path("a.cpp").c_str(), 0755), 0);
    EXPECT_EQ(fix().status, 0);
    struct ::stat status = {};
    ASSERT_EQ(::stat(project.path("a.cpp").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0755u);
}

TEST_F(FixFiles, WritesThroughSymbolicLinks) {
    project.write("real/b.cpp", declarations + mistake);
    project.make_link("a.cpp", project.path("real/b.cpp"));
    project.make_link("folder", project.path("real"));
    project.write_database({Entry{"a.cpp"}, Entry{"folder/b.cpp"}, Entry{"real/b.cpp"}});
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(text("real/b.cpp"), declarations + repaired) << "once, though three units compile it";
    EXPECT_TRUE(fs::is_symlink(project.path("a.cpp")));
    EXPECT_TRUE(fs::is_symlink(project.path("folder")));
}

/// Git refuses patches that go through links.
TEST_F(FixFiles, ThePatchNamesTheFileBehindTheLink) {
    project.write("real/b.cpp", declarations + mistake);
    project.make_link("a.cpp", project.path("real/b.cpp"));
    project.make_link("folder", project.path("real"));
    project.write_database({Entry{"a.cpp"}, Entry{"folder/b.cpp"}});
    const Ran diff = fix({"--diff"});
    EXPECT_EQ(diff.status, 1) << diff;
    const Ran git = run({.program = "/usr/bin/git",
                         .arguments = {"apply", project.write("patch", diff.out)},
                         .folder = project.path(),
                         .standard_output = ""});
    EXPECT_EQ(git.status, 0) << git << diff;
    EXPECT_EQ(text("real/b.cpp"), declarations + repaired) << diff;
    EXPECT_TRUE(fs::is_symlink(project.path("a.cpp")));
}

TEST_F(FixFiles, HardLinksAreRefusedWithAReason) {
    project.only_unit("a.cpp", declarations + mistake);
    fs::create_hard_link(project.path("a.cpp"), project.path("copy.cpp"));
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "has 2 hard links, and writing it would split them")) << ran;
    EXPECT_TRUE(contains(ran.err, "repaired 0 of 1 finding in 0 files\n")) << ran;
    EXPECT_EQ(text(), declarations + mistake);
    EXPECT_EQ(fs::hard_link_count(project.path("a.cpp")), 2u);
}

TEST_F(FixFiles, TwoHardLinksThatAreBothCompiledAreOneFile) {
    project.write("a.cpp", declarations + mistake);
    fs::create_hard_link(project.path("a.cpp"), project.path("b.cpp"));
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    const Ran diff = fix({"--diff"});
    EXPECT_EQ(diff.status, 1);
    EXPECT_TRUE(contains(diff.err, "would repair 2 of 2 findings in 1 file\n")) << diff;
}

TEST_F(FixFiles, ReadOnlyFilesAreRefusedWithAReason) {
    project.only_unit("a.cpp", declarations + mistake);
    ASSERT_EQ(::chmod(project.path("a.cpp").c_str(), 0444), 0);
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "is read-only\n")) << ran;
    EXPECT_EQ(text(), declarations + mistake);
}

TEST_F(FixFiles, AnEditBetweenAnalysisAndRepairIsNotOverwritten) {
    project.only_unit("a.cpp", declarations + mistake);
    // While it asks, the analysis is done and nothing is written yet.
    const Ran ran = run({.program = "/bin/sh",
                         .arguments = {"-c",
                                       "mkfifo answers && { \"$0\" fix --quiet --interactive <answers 2>said & } && "
                                       "exec 3>answers && until grep -q 'asking: ' said; do sleep 0.05; done && "
                                       "echo '// typed meanwhile' >>a.cpp && echo y >&3 && exec 3>&- && wait $!; "
                                       "status=$?; cat said; exit $status",
                                       AWAITLINT_BINARY},
                         .folder = project.path(),
                         .standard_output = ""});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "'a.cpp' changed after it was analysed: run awaitlint again\n")) << ran;
    EXPECT_EQ(text(), declarations + mistake + "// typed meanwhile\n");
    EXPECT_EQ(fix().status, 0);
    EXPECT_EQ(text(), declarations + repaired + "// typed meanwhile\n");
}

/// None of the two undoes what the other one did, and each tells of its own repairs only.
TEST_F(FixFiles, TwoRunsAtOnceShareTheWork) {
    std::vector<Entry> entries;
    for (int i = 0; i < 40; ++i) {
        entries.push_back({"a" + std::to_string(i) + ".cpp"});
        project.write(entries.back().file, declarations + mistake);
    }
    project.write_database(entries);
    const Process process{
        .arguments = {"fix", "--quiet", "--no-cache", "-j1"}, .folder = project.path(), .standard_output = ""};
    Running other(process);
    const Ran ran = run(process), others = other.finish();
    std::size_t told = 0;
    for (const Ran& of : {ran, others})
        for (const std::string& line : of.error_lines()) told += line.starts_with("repaired a");
    EXPECT_EQ(told, entries.size()) << ran << others;
    for (const Entry& entry : entries) EXPECT_EQ(text(entry.file), declarations + repaired) << entry.file;
}

TEST_F(FixFiles, AFileThatIsTooLargeForTheDiskStays) {
    const std::string code = declarations + mistake + "// " + std::string(40000, 'x') + "\n";
    project.only_unit("a.cpp", code);
    const Ran ran = run({.arguments = {"fix", "--quiet", "--no-cache"},
                         .folder = project.path(),
                         .standard_output = "",
                         .most_file_bytes = 20000});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "cannot be written: File too large\n")) << ran;
    EXPECT_TRUE(contains(ran.err, "repaired 0 of 1 finding in 0 files\n")) << ran;
    EXPECT_EQ(text(), code);
    for (const auto& entry : fs::directory_iterator(project.path()))
        EXPECT_FALSE(contains(entry.path().string(), "awaitlint-") && contains(entry.path().string(), ".a.cpp"))
            << entry.path();
}

TEST_F(FixFiles, MacroBodiesAreLeftAlone) {
    const std::string code = declarations +
                             "#define GREET(id) co_await get_user(id)\n"
                             "task<int> first() { co_return GREET(1); }\n"
                             "task<int> second() { co_return GREET(2); }\n";
    project.only_unit("a.cpp", code);
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "written in the body of macro 'GREET'")) << ran;
    EXPECT_EQ(text(), code);
}

TEST_F(FixFiles, WhatIsWrittenAsAMacrosArgumentIsTheCallers) {
    const std::string code = declarations +
                             "#define AGAIN(call) ((call) + (call))\n"
                             "task<int> greet() { co_return AGAIN(co_await get_user(1)); }\n";
    expect_only_the_repair(code, replaced(code, "get_user(1)", "get_user_async(1)"));
}

TEST_F(FixFiles, FilesOfOthersAreLeftAlone) {
    const std::string header = "inline task<int> greet() { co_return co_await get_user(1); }\n";
    for (const char* folder : {"system", "third_party", "build/_deps"})
        project.write(std::string(folder) + "/greet.h", header);
    const TemporaryFolder outside;
    outside.write("greet.h", header);
    project.make_link("linked.h", outside.path("greet.h"));
    project.write(".awaitlint.json", "{\"exclude\": [\"third_party/**\"]}");
    project.write("a.cpp",
                  declarations +
                      "namespace a {\n#include <greet.h>\n}\nnamespace b {\n#include \"third_party/greet.h\"\n}\n"
                      "namespace c {\n#include \"build/_deps/greet.h\"\n}\nnamespace d {\n#include \"linked.h\"\n}\n" +
                      mistake);
    project.write_database({Entry{"a.cpp", {"-isystem", "system"}}});
    const Ran ran = fix({"--allow-incomplete"});
    EXPECT_TRUE(contains(ran.err, "repaired 1 of 1 finding in 1 file\n")) << ran;
    EXPECT_TRUE(contains(text(), repaired));
    for (const char* folder : {"system", "third_party", "build/_deps"})
        EXPECT_EQ(text(std::string(folder) + "/greet.h"), header) << folder;
    EXPECT_EQ(text_of(outside.path("greet.h")), header);
}

const std::string header_with_mistake =
    "#pragma once\n" + declarations + "inline task<int> greet() { co_return co_await get_user(ID); }\n";

TEST_F(FixFiles, AHeaderIsRepairedOnceForAllUnits) {
    project.write("greet.h", header_with_mistake);
    project.write("a.cpp", "#define ID 1\n#include \"greet.h\"\n");
    project.write("b.cpp", "#define ID 2\n#include \"greet.h\"\n");
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.err, "repaired 1 of 1 finding in 1 file\n")) << ran;
    EXPECT_EQ(text("greet.h"), replaced(header_with_mistake, "get_user(ID)", "get_user_async(ID)"));
}

TEST_F(FixFiles, AHeaderIsRepairedAlsoWhereAUnitCannotBeAnalysed) {
    project.write("greet.h", header_with_mistake);
    project.write("a.cpp", "#define ID 1\n#include \"greet.h\"\n");
    project.write("crashes.cpp", "#pragma clang __debug crash\n#define ID 1\n#include \"greet.h\"\n");
    project.write("lacks.cpp", "#include \"lacking.h\"\n#define ID 1\n#include \"greet.h\"\n");
    project.write_database({Entry{"a.cpp"}, Entry{"crashes.cpp"}, Entry{"lacks.cpp"}});
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 3) << "what was not analysed is not proven either" << ran;
    EXPECT_EQ(text("greet.h"), replaced(header_with_mistake, "get_user(ID)", "get_user_async(ID)"));
    EXPECT_TRUE(contains(ran.err, "analysed 1/3 units (0 cached, 0 skipped, 2 failed): 0 findings")) << ran;
}

/// In b.cpp the sibling takes something else.
class FixHeaderThatDiffers : public FixFiles {
protected:
    void SetUp() override {
        header = replaced(header_with_mistake, "get_user_async(int id)", "get_user_async(KEY id)");
        project.write("src/greet.h", header);
        project.write("src/a.cpp", "#define ID 1\n#define KEY int\n#include \"greet.h\"\n");
        project.write("other/b.cpp", "#define ID 2\n#define KEY const char*\n#include \"../src/greet.h\"\n");
        project.write_database({Entry{"src/a.cpp"}, Entry{"other/b.cpp"}});
    }
    std::string header;
};

TEST_F(FixHeaderThatDiffers, TheRepairIsTheOneThatIsProvenInAllUnits) {
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(text("src/greet.h"), replaced(header, "co_await get_user(ID)", "get_user(ID)"));
}

TEST_F(FixHeaderThatDiffers, UnitsThatNoPathSelectsCountToo) {
    const Ran ran = fix({"src"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(text("src/greet.h"), replaced(header, "co_await get_user(ID)", "get_user(ID)"));
    EXPECT_TRUE(contains(ran.err, "analysed 2/2 units")) << ran;
}

}  // namespace
}  // namespace awaitlint
