// The cache as a user meets it: what is a hit, what is none, and what must never become a wrong report.
//
// Each test runs the program on a small project, changes something, and runs it again.
#include <chrono>
#include <fstream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli_project.h"
#include "files/secret.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

struct Counts {
    int analysed = -1, units = -1, cached = -1, findings = -1;
};

Counts counts_of(const Ran& ran) {
    std::smatch numbers;
    const std::string line = ran.last_error_line();
    EXPECT_TRUE(std::regex_match(line, numbers, std::regex(summary_pattern))) << ran;
    if (numbers.empty()) return {};
    return {std::stoi(numbers[1]), std::stoi(numbers[2]), std::stoi(numbers[3]), std::stoi(numbers[6])};
}

/// What a report says less the words "cached" and "analyzed" and their counts.
std::string without_status(std::string report) {
    report = std::regex_replace(report, std::regex("\"status\": \"cached\""), "\"status\": \"analyzed\"");
    return std::regex_replace(report, std::regex("\"(cached|analyzed)\": [0-9]+"), "\"$1\": N");
}

class CacheTest : public testing::Test {
protected:
    /// first/ is searched before second/, which holds api.h.
    CacheTest() {
        project.write("second/api.h", "int get_user(int id);\ntask<int> get_user_async(int id);\n");
        project.make_folder("first");
        write_unit("task<int> greet() { co_return co_await get_user(1); }\n");
    }

    void write_unit(const std::string& rest) {
        project.write("unit.cpp", "#include \"task.h\"\n#include <api.h>\n" + rest);
        project.write_database({Entry{"unit.cpp", {"-Ifirst", "-Isecond"}}});
    }

    Ran check(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "check");
        return awaitlint(std::move(arguments));
    }
    Ran awaitlint(std::vector<std::string> arguments) { return run(process(std::move(arguments))); }

    /// All runs of a test share one cache.
    Process process(std::vector<std::string> arguments) const {
        Process process{
            .program = program, .arguments = std::move(arguments), .folder = project.path(), .standard_output = ""};
        process.environment = environment;
        process.environment.push_back("AWAITLINT_CACHE_DIR=" + cache());
        return process;
    }
    std::string cache() const { return caches.path("cache"); }

    /// Whether the unit comes from the cache, in a run whose report is what one without a cache says.
    bool is_hit() {
        const Ran ran = check({"--format", "json"});
        const Ran fresh = check({"--format", "json", "--no-cache"});
        EXPECT_EQ(without_status(ran.out), without_status(fresh.out)) << ran.err;
        EXPECT_EQ(ran.status, fresh.status);
        EXPECT_EQ(counts_of(fresh).cached, 0);
        return counts_of(ran).cached == 1;
    }

    std::vector<fs::path> cached_files(std::string_view extension) const {
        std::vector<fs::path> files;
        for (const auto& entry : fs::recursive_directory_iterator(cache()))
            if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path());
        return files;
    }

    CliProject project;
    TemporaryFolder caches;
    std::vector<std::string> environment;
    std::string program = AWAITLINT_BINARY;
};

TEST_F(CacheTest, ACopyOfTheProjectElsewhereHits) {
    // A lambda's type is named by its absolute path, and so is a header that is not there.
    write_unit("task<int> greet() { co_await [] { return 1; }; co_return co_await get_user(1); }\n");
    const TemporaryFolder elsewhere;
    fs::copy(project.path(), elsewhere.path("copy"), fs::copy_options::recursive);
    const std::string database = elsewhere.path("copy/compile_commands.json");
    elsewhere.write("copy/compile_commands.json",
                    std::regex_replace(text_of(database), std::regex(project.path()), elsewhere.path("copy")));
    EXPECT_FALSE(is_hit());
    const auto check_there = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"check", "--format", "json"});
        Process there = process(std::move(arguments));
        there.folder = elsewhere.path("copy");
        return run(there);
    };
    const Ran ran = check_there({});
    EXPECT_EQ(counts_of(ran).cached, 1) << ran;
    const Ran fresh = check_there({"--no-cache"});
    EXPECT_EQ(without_status(ran.out), without_status(fresh.out));
    EXPECT_FALSE(contains(ran.out, project.path())) << ran.out;
    EXPECT_EQ(counts_of(check_there({"--cache-verify"})).findings, counts_of(fresh).findings);
    elsewhere.write("copy/second/api.h", "task<int> get_user(int id);\n");
    EXPECT_EQ(counts_of(check_there({})).cached, 0) << "it has other bytes there";
    EXPECT_TRUE(is_hit()) << "and here it has not";
}

TEST_F(CacheTest, TheSameAgainIsAHitAndTheSameReport) {
    const Ran cold = check({"--format", "json"});
    EXPECT_EQ(cold.status, 1) << cold;
    EXPECT_EQ(counts_of(cold).cached, 0);
    const Ran warm = check({"--format", "json"});
    EXPECT_EQ(warm.status, 1) << warm;
    EXPECT_EQ(counts_of(warm).cached, 1);
    EXPECT_EQ(counts_of(warm).analysed, 1);
    EXPECT_EQ(without_status(cold.out), without_status(warm.out));
    EXPECT_EQ(warm.json()["units"][0]["status"], "cached");
    EXPECT_TRUE(warm.json()["findings"][0]["suggestions"][0]["proven"]) << "proofs are kept as well";
    EXPECT_EQ(schema_complaint(warm.out), "");
    EXPECT_EQ(cached_files(".proofs").size(), 1u);
}

TEST_F(CacheTest, WithoutOneUnitsShareAPreambleThatIsGoneAfterwards) {
    std::vector<Entry> entries;
    for (const char* name : {"a.cpp", "b.cpp", "c.cpp", "d.cpp"}) {
        project.write(
            name, "#include \"task.h\"\n#include <api.h>\n#include <plain.h>\ntask<int> greet() { co_return 1; }\n");
        entries.push_back({name, {"-Ifirst", "-Isecond"}});
    }
    project.write("second/plain.h", "#pragma once\ninline int twice(int x) { return x + x; }\n");
    project.write_database(entries);
    const TemporaryFolder temporary;
    Process without = process({"check", "--no-cache", "--stats", "-j1"});
    without.environment.push_back("TMPDIR=" + temporary.path());
    const Ran ran = run(without);
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.err, "parses: 4 to analyse, 1 of leading includes")) << ran;
    EXPECT_TRUE(fs::is_empty(temporary.path()));
    without.environment.back() = "TMPDIR=" + temporary.path() + "/there/is/none";
    const Ran plain = run(without);
    EXPECT_EQ(plain.status, 0) << plain;
    EXPECT_TRUE(contains(plain.err, "parses: 4 to analyse\n")) << plain;
}

TEST_F(CacheTest, AnEditedFileIsParsedBehindItsIncludes) {
    const std::string unit =
        "#include <plain.h>\n#include \"task.h\"\n#include <api.h>\n"
        "task<int> greet() { co_return co_await get_user(twice(1)); }\n";
    project.write("second/plain.h", "#pragma once\ninline int twice(int x) { return x + x; }\n");
    project.write("unit.cpp", unit);
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(cached_files(".pch").size(), 1u) << "for the proofs, which parse it again";
    fs::remove_all(cache() + "/preambles");
    for (const char* edit : {"int a;\n", "int b;\n"}) {
        project.write("unit.cpp", unit + edit);
        EXPECT_FALSE(is_hit());
        EXPECT_EQ(cached_files(".pch").size(), 1u);
    }
}

TEST_F(CacheTest, AnEditedFileWithoutFindingsIsParsedBehindItsIncludes) {
    const std::string unit = "#include <plain.h>\n#include \"task.h\"\ntask<int> greet() { co_return twice(1); }\n";
    project.write("second/plain.h", "#pragma once\ninline int twice(int x) { return x + x; }\n");
    project.write("unit.cpp", unit);
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(cached_files(".pch").size(), 0u) << "a unit that is seen for the first time";
    project.write("unit.cpp", unit + "int a;\n");
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(cached_files(".pch").size(), 1u) << "what was edited once will be edited again";
}

TEST_F(CacheTest, NoCacheNeitherUsesNorKeeps) {
    check({"--no-cache"});
    EXPECT_FALSE(fs::exists(cache()));
    check();
    EXPECT_EQ(counts_of(check({"--no-cache"})).cached, 0);
}

TEST_F(CacheTest, TouchedButUnchangedIsAHit) {
    EXPECT_FALSE(is_hit());
    for (const char* file : {"unit.cpp", "second/api.h"})
        fs::last_write_time(project.path(file), fs::file_time_type::clock::now() + std::chrono::hours(1));
    EXPECT_TRUE(is_hit());
    fs::rename(project.path("second"), project.path("third"));
    fs::copy(project.path("third"), project.path("second"));
    EXPECT_TRUE(is_hit()) << "other files with the same bytes";
}

TEST_F(CacheTest, AChangedHeaderIsNoHit) {
    EXPECT_FALSE(is_hit());
    project.write("second/api.h", "task<int> get_user(int id);\n");
    EXPECT_FALSE(is_hit());
    EXPECT_TRUE(is_hit());
    EXPECT_EQ(counts_of(check()).findings, 0);
}

TEST_F(CacheTest, AHeaderThatShadowsAnotherIsNoHit) {
    EXPECT_FALSE(is_hit());
    project.write("first/api.h", "task<int> get_user(int id);\n");
    EXPECT_FALSE(is_hit());
    fs::remove(project.path("first/api.h"));
    EXPECT_TRUE(is_hit()) << "as at first";
}

TEST_F(CacheTest, ABranchThatIsCheckedOutAgainIsWarm) {
    const std::string with_async = "int get_user(int id);\ntask<int> get_user_async(int id);\n";
    EXPECT_FALSE(is_hit());
    for (const char* header : {"task<int> get_user(int id);\n", "int get_user(int id);\n"}) {
        project.write("second/api.h", header);
        EXPECT_FALSE(is_hit());
        project.write("second/api.h", with_async);
        EXPECT_TRUE(is_hit());
        EXPECT_TRUE(is_hit());
        project.write("second/api.h", header);
        EXPECT_TRUE(is_hit());
    }
    project.write("second/api.h", with_async);
    EXPECT_TRUE(is_hit());
    EXPECT_TRUE(check({"--format", "json"}).json()["findings"][0]["suggestions"][0]["proven"]);
}

TEST_F(CacheTest, AHeaderWithOtherCommentsIsTheSame) {
    const std::string header =
        "#include \"task.h\"\nint get_user(int id);\ntask<int> get_user_async(int id);\n"
        "inline task<int> again() {\n    co_return co_await get_user(2);\n}\n";
    project.write("second/api.h", header);
    EXPECT_FALSE(is_hit());
    std::string in_a_body = header;
    in_a_body.insert(in_a_body.find("    co_return"), "    // Again.\n");
    for (const std::string& edited :
         {"// Users.\n\n" + header, header + "\n// The end.\n", "/* a\n b\n c */\n" + header, in_a_body, header}) {
        project.write("second/api.h", edited);
        EXPECT_TRUE(is_hit()) << edited;
        EXPECT_EQ(counts_of(check()).findings, 2) << edited;
    }
    std::string spaced = header;
    spaced.insert(spaced.find("get_user(2)"), "/* two */ ");
    project.write("second/api.h", spaced);
    EXPECT_FALSE(is_hit()) << "what is flagged has other bytes";
    for (const std::string& edited :
         {header + "int more();\n", "// NOLINTBEGIN\n" + header, header + "/* open", "//\\\n" + header}) {
        project.write("second/api.h", edited);
        EXPECT_FALSE(is_hit()) << edited;
    }
}

TEST_F(CacheTest, AHeaderWithOtherCommentsIsVerified) {
    EXPECT_FALSE(is_hit());
    project.write("second/api.h", "// Users.\nint get_user(int id);\n// Later.\ntask<int> get_user_async(int id);\n");
    const Ran ran = check({"--cache-verify"});
    EXPECT_EQ(ran.status, 1) << ran;
}

TEST_F(CacheTest, ALambdaThatIsNamedByItsPlaceIsAnalysedAnew) {
    project.write("second/api.h", "inline auto make = [](int id) { return id; };\n");
    write_unit("task<int> greet() { co_return co_await make; }\n");
    EXPECT_FALSE(is_hit());
    project.write("second/api.h", "\n\ninline auto make = [](int id) { return id; };\n");
    is_hit();
}

TEST_F(CacheTest, AFolderThatIsCalledLikeAHeaderHidesNothing) {
    project.make_folder("first/api.h");
    EXPECT_FALSE(is_hit());
    EXPECT_TRUE(is_hit()) << "as a folder `concepts` in an include path, before <concepts>";
    fs::remove(project.path("first/api.h"));
    EXPECT_FALSE(is_hit());
    project.write("first/api.h", "task<int> get_user(int id);\n");
    EXPECT_FALSE(is_hit());
}

TEST_F(CacheTest, HasIncludeThatTurnsIsNone) {
    write_unit(
        "#if __has_include(<option.h>)\n#define GET get_user_async\n#else\n#define GET get_user\n#endif\n"
        "task<int> greet() { co_return co_await GET(1); }\n");
    EXPECT_FALSE(is_hit());
    EXPECT_TRUE(is_hit());
    project.write("second/option.h", "");
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(counts_of(check()).findings, 0);
}

TEST_F(CacheTest, FlagsCountInTheirOrder) {
    EXPECT_FALSE(is_hit());
    project.write_database({Entry{"unit.cpp", {"-Isecond", "-Ifirst"}}});
    EXPECT_FALSE(is_hit());
    project.write_database({Entry{"unit.cpp", {"-Isecond", "-Ifirst", "-DX"}}});
    EXPECT_FALSE(is_hit());
    project.write_database({Entry{"unit.cpp", {"-Ifirst", "-Isecond"}}});
    EXPECT_TRUE(is_hit()) << "as it was";
}

TEST_F(CacheTest, TheEnvironmentThatClangReadsCounts) {
    EXPECT_FALSE(is_hit());
    environment = {"UNRELATED=1"};
    EXPECT_TRUE(is_hit());
    environment = {"CPATH=" + project.path("third")};
    project.write("third/api.h", "task<int> get_user(int id);\n");
    project.write_database({Entry{"unit.cpp", {}}});
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(counts_of(check()).findings, 0);
    environment = {"CPATH=" + project.path("second")};
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(counts_of(check()).findings, 1);
}

TEST_F(CacheTest, AnotherBuildOfTheProgramHasItsOwnResults) {
    EXPECT_FALSE(is_hit());
    const TemporaryFolder folder;
    program = folder.path("awaitlint");
    fs::copy_file(AWAITLINT_BINARY, program);
    EXPECT_TRUE(is_hit()) << "the same bytes in another place";
    std::ofstream(program, std::ios::app) << "another build";
    EXPECT_FALSE(is_hit());
}

TEST_F(CacheTest, ALinkThatLeadsElsewhereIsNone) {
    fs::rename(project.path("second"), project.path("one"));
    // The same bytes, but not the user's file.
    fs::copy(project.path("one"), project.path("two"));
    project.write(".awaitlint.json", R"({"exclude": ["two/**"]})");
    project.make_link("second", project.path("one"));
    EXPECT_FALSE(is_hit());
    EXPECT_TRUE(is_hit());
    fs::remove(project.path("second"));
    project.make_link("second", project.path("two"));
    EXPECT_FALSE(is_hit());
}

TEST_F(CacheTest, AChangedSuppressionIsNone) {
    const std::string line = "task<int> greet() { co_return co_await get_user(1); }";
    write_unit(line + " // NOLINT(await-on-non-awaitable)\n");
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(counts_of(check()).findings, 0);
    write_unit(line + " // NOLINT(something-else)\n");
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(counts_of(check()).findings, 1);
}

TEST_F(CacheTest, AChangedConfigurationUsesTheSameFacts) {
    EXPECT_FALSE(is_hit());
    project.write(".awaitlint.json", R"({"rules": {"await-on-non-awaitable": "off"}})");
    const Ran ran = check();
    EXPECT_EQ(counts_of(ran).cached, 1);
    EXPECT_EQ(counts_of(ran).findings, 0);
    project.write(".awaitlint.json", R"({"prefer": "sync"})");
    EXPECT_TRUE(is_hit());
    project.write(".awaitlint.json", R"({"exclude": ["second/**"]})");
    EXPECT_FALSE(is_hit()) << "whose file it is, is a fact";
}

TEST_F(CacheTest, AnAuditHasResultsOfItsOwn) {
    check();
    const std::vector<std::string> audit = {"audit", "get_user", "--format", "json"};
    const Ran cold = awaitlint(audit);
    EXPECT_EQ(counts_of(cold).cached, 0);
    const Ran warm = awaitlint(audit);
    EXPECT_EQ(counts_of(warm).cached, 1);
    EXPECT_EQ(without_status(cold.out), without_status(warm.out));
    EXPECT_EQ(counts_of(awaitlint({"audit", "get_user_async"})).cached, 0);
}

TEST_F(CacheTest, AUnitWithErrorsIsKeptAndStaysFailed) {
    write_unit(broken_code);
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(cached_files(".facts").size(), 1u);
    const Ran ran = check();
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(ran.err, "undeclared_name")) << ran;
}

TEST_F(CacheTest, ASkippedUnitIsKeptAndStaysSkipped) {
    project.write("second/plain.h", "int plain();\n");
    project.write("plain.cpp", "#include <plain.h>\n#include \"second/plain.h\"\n");
    project.write_database({Entry{"plain.cpp", {"-Ifirst", "-Isecond"}}});
    const Ran cold = check({"--format", "json"});
    EXPECT_EQ(cold.json()["units"][0]["status"], "skipped") << cold;
    EXPECT_EQ(cached_files(".facts").size(), 1u);
    EXPECT_EQ(check({"--format", "json"}).out, cold.out);
    EXPECT_EQ(check({"--cache-verify"}).status, 0);
    project.write("first/plain.h", "task<int> f() { co_return co_await 1; }\n");
    EXPECT_NE(check({"--format", "json"}).json()["units"][0]["status"], "skipped");
}

TEST_F(CacheTest, WhatCouldNotBeAnalysedIsNotKept) {
    project.write_database({Entry{"unit.cpp", {"-Ifirst", "-Isecond", "--target=nonsense-nonsense"}}});
    EXPECT_EQ(check().status, 3);
    EXPECT_TRUE(cached_files(".facts").empty());
}

TEST_F(CacheTest, DamageIsToldAndIsAMiss) {
    check();
    for (const char* extension : {".facts", ".files", ".proofs", ".hashes"}) {
        const std::vector<fs::path> files = cached_files(extension);
        if (files.empty()) continue;
        {
            std::fstream file(files[0], std::ios::in | std::ios::out | std::ios::binary);
            file.seekg(-1, std::ios::end);
            const int byte = file.get();
            file.seekp(-1, std::ios::end);
            file.put(static_cast<char>(byte ^ 0x10));
        }
        const Ran ran = check();
        EXPECT_TRUE(contains(ran.err, "1 damaged file of the cache")) << extension << "\n" << ran;
        EXPECT_EQ(ran.status, 1) << ran;
        EXPECT_EQ(counts_of(ran).findings, 1) << ran;
        EXPECT_FALSE(contains(check().err, "damaged")) << "it was dropped";
    }
    fs::resize_file(cached_files(".facts").at(0), 5);
    EXPECT_TRUE(contains(check().err, "1 damaged file of the cache"));
    EXPECT_TRUE(is_hit());
}

TEST_F(CacheTest, ARemovedPieceIsAMissAndComesBack) {
    check();
    fs::remove(cached_files(".files").at(0));
    const Ran ran = check();
    EXPECT_EQ(counts_of(ran).cached, 0);
    EXPECT_FALSE(contains(ran.err, "damaged")) << ran;
    EXPECT_TRUE(is_hit());
}

TEST_F(CacheTest, AFullDiskIsToldOnceAndTheRunGoesOn) {
    project.write("other.cpp", one_mistake);
    project.write_database({Entry{"unit.cpp", {"-Ifirst", "-Isecond"}}, Entry{"other.cpp"}});
    // The cache's tag fits, results do not.
    Process checking = process({"check"});
    checking.most_file_bytes = 512;
    checking.standard_output = "/dev/null";
    const Ran ran = run(checking);
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(counts_of(ran).analysed, 2);
    const std::string told = "cannot be written (File too large): this run keeps no further results";
    EXPECT_TRUE(contains(ran.err, told)) << ran;
    EXPECT_EQ(ran.err.find(told), ran.err.rfind(told)) << "once";
    EXPECT_TRUE(cached_files(".facts").empty());
    EXPECT_TRUE(cached_files(".tmp").empty());
    EXPECT_EQ(counts_of(check()).cached, 0);
    EXPECT_EQ(counts_of(check()).cached, 2);
}

TEST_F(CacheTest, ACacheThatCannotBeWrittenCanStillBeRead) {
    check();
    const Ran warm = check({"--format", "json"});
    // Nobody, root included, can make files in what is no folder.
    project.write_database({Entry{"unit.cpp", {"-Ifirst", "-Isecond", "-DX"}}});
    for (int i = 0; i < 256; ++i) {
        char name[3];
        std::snprintf(name, sizeof name, "%02x", i);
        const fs::path folder = fs::path(cache()) / name;
        if (!fs::exists(folder)) std::ofstream(folder) << "";
    }
    fs::remove_all(cache() + "/prune.lock");
    const Ran ran = check();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(counts_of(ran).findings, 1);
    EXPECT_TRUE(contains(ran.err, "cannot be written (Not a directory)")) << ran;
    project.write_database({Entry{"unit.cpp", {"-Ifirst", "-Isecond"}}});
    EXPECT_EQ(without_status(check({"--format", "json"}).out), without_status(warm.out));
    EXPECT_EQ(counts_of(check()).cached, 1);
}

TEST_F(CacheTest, ManyRunsAtATimeShareOneCache) {
    for (int i = 0; i < 4; ++i) project.write("u" + std::to_string(i) + ".cpp", one_mistake);
    project.write_database({Entry{"u0.cpp"}, Entry{"u1.cpp"}, Entry{"u2.cpp"}, Entry{"u3.cpp"}});
    {
        std::vector<std::unique_ptr<Running>> runs;
        for (int i = 0; i < 4; ++i) runs.push_back(std::make_unique<Running>(process({"check", "-j", "1"})));
        for (const auto& running : runs) {
            const Ran ran = running->finish();
            EXPECT_EQ(counts_of(ran).findings, 4) << ran;
            EXPECT_FALSE(contains(ran.err, "cache in")) << ran;
        }
    }
    EXPECT_EQ(counts_of(check()).cached, 4);
    EXPECT_TRUE(cached_files(".tmp").empty());
}

TEST_F(CacheTest, VerifyComparesAndTellsADifference) {
    check();
    const Ran right = check({"--cache-verify"});
    EXPECT_EQ(right.status, 1) << right;
    EXPECT_EQ(counts_of(right).cached, 0) << "it was analysed";

    // As if something that matters had been left out of the key: facts of other code, with a seal that fits.
    constexpr std::size_t seal_at = 16 + sizeof(Digest), value_at = seal_at + sizeof(Digest);
    const fs::path file = cached_files(".facts").at(0);
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    std::string value = bytes.str().substr(value_at);
    const std::size_t name = value.find("get_user(1)");
    ASSERT_NE(name, std::string::npos);
    value.replace(name, 8, "got_user");
    const std::string name_of_value = file.parent_path().filename().string() + file.stem().string();
    std::string sealed_text("facts\0", 6);
    for (std::size_t i = 0; i < name_of_value.size(); i += 2)
        sealed_text += static_cast<char>(std::stoul(name_of_value.substr(i, 2), nullptr, 16));
    const Digest seal = sealed(secret_of("the same for all tests"), sealed_text + value);
    const std::string changed = bytes.str().substr(0, seal_at) + std::string(bytes_of(seal)) + value;
    std::ofstream(file, std::ios::binary) << changed;
    const Ran wrong = check({"--cache-verify", "--format", "json"});
    EXPECT_EQ(wrong.status, 3) << wrong;
    EXPECT_EQ(wrong.json()["run"]["exit_code"], 3);
    EXPECT_TRUE(contains(wrong.err, "error: the cached results of 'unit.cpp' were wrong")) << wrong;
    EXPECT_FALSE(contains(wrong.out, "got_user")) << "what was computed is reported";
    EXPECT_EQ(check({"--cache-verify"}).status, 1) << "and kept";
    EXPECT_EQ(check({"--cache-verify", "--no-cache"}).status, 2);
}

TEST_F(CacheTest, PermissionsKeepOthersOut) {
    check();
    for (const auto& entry : fs::recursive_directory_iterator(cache())) {
        struct ::stat status;
        ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
        const bool is_open_to_all = entry.path().filename() == "CACHEDIR.TAG";
        if (!is_open_to_all) EXPECT_EQ(status.st_mode & 077, 0u) << entry.path();
    }
    fs::permissions(cache(), fs::perms::group_write, fs::perm_options::add);
    const Ran ran = check();
    EXPECT_EQ(counts_of(ran).cached, 0);
    EXPECT_TRUE(contains(ran.err, "others may write to the cache folder")) << ran;
    EXPECT_EQ(ran.status, 1) << ran;
}

TEST_F(CacheTest, AFolderThatIsNoCacheIsLeftAlone) {
    const TemporaryFolder folder;
    folder.write("precious/data.txt", "mine");
    fs::permissions(folder.path(), fs::perms::owner_all);
    const Ran ran = check({"--cache-dir", folder.path()});
    EXPECT_TRUE(contains(ran.err, "is not empty and no cache of awaitlint")) << ran;
    EXPECT_EQ(ran.status, 1) << ran;
    const Ran clean = awaitlint({"cache", "clean", "--cache-dir", folder.path()});
    EXPECT_EQ(clean.status, 2) << clean;
    EXPECT_TRUE(fs::exists(folder.path("precious/data.txt")));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST_F(CacheTest, StatAndClean) {
    const Ran none = awaitlint({"cache", "stat"});
    EXPECT_EQ(none.status, 0) << none;
    EXPECT_TRUE(contains(none.out, "units   0\n")) << none;
    EXPECT_FALSE(fs::exists(cache())) << "looking makes nothing";
    check();
    EXPECT_TRUE(contains(awaitlint({"cache", "stat"}).out, "units   1\nproofs  1\n"));
    EXPECT_EQ(awaitlint({"cache", "clean"}).status, 0);
    EXPECT_TRUE(contains(awaitlint({"cache", "stat"}).out, "files   0\n"));
    EXPECT_FALSE(is_hit());
    EXPECT_EQ(awaitlint({"cache", "wash"}).status, 2);
}

TEST_F(CacheTest, ItStaysWithinItsBounds) {
    environment = {"AWAITLINT_CACHE_LIMIT=1"};
    check();
    const fs::path old = fs::path(cache()) / "00";
    fs::create_directories(old);
    std::ofstream(old / "ballast.facts") << std::string(3 << 20, 'x');
    fs::last_write_time(old / "ballast.facts", fs::file_time_type::clock::now() - std::chrono::hours(100));
    std::ofstream(old / "1-1.tmp") << "left by a run that was killed";
    fs::last_write_time(old / "1-1.tmp", fs::file_time_type::clock::now() - std::chrono::hours(100));
    const fs::path preambles = fs::path(cache()) / "preambles";
    std::ofstream(preambles / "old.pch") << std::string(3 << 20, 'x');
    fs::last_write_time(preambles / "old.pch", fs::file_time_type::clock::now() - std::chrono::hours(100));
    fs::remove(cache() + "/prune.lock");
    EXPECT_TRUE(is_hit());
    EXPECT_TRUE(fs::exists(old / "ballast.facts")) << "a run that keeps nothing new does not look";
    write_unit("task<int> greet() { co_return co_await get_user_async(1); }\n");
    EXPECT_FALSE(is_hit());
    EXPECT_FALSE(fs::exists(old / "ballast.facts"));
    EXPECT_FALSE(fs::exists(old / "1-1.tmp"));
    EXPECT_FALSE(fs::exists(preambles / "old.pch"));
    EXPECT_TRUE(is_hit());
    environment = {"AWAITLINT_CACHE_LIMIT=plenty"};
    EXPECT_EQ(check().status, 2);
}

TEST_F(CacheTest, OnAReadOnlyFileSystemItIsReadAndTheReasonIsTold) {
    check();
    Process checking = process({"-rm", "/bin/sh", "-c",
                                "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" || exit 77; "
                                "exec \"$0\" check --cache-dir \"$1\"",
                                AWAITLINT_BINARY, cache()});
    checking.program = "/usr/bin/unshare";
    const Ran warm = run(checking);
    if (warm.status == 77 || !contains(warm.err, "analysed")) GTEST_SKIP() << "no mounts here: " << warm;
    EXPECT_EQ(counts_of(warm).cached, 1);
    EXPECT_FALSE(contains(warm.err, "written")) << "nothing was to be written";
    write_unit("task<int> greet() { co_return co_await get_user(2); }\n");
    const Ran edited = run(checking);
    EXPECT_EQ(edited.status, 1) << edited;
    EXPECT_EQ(counts_of(edited).findings, 1);
    EXPECT_TRUE(contains(edited.err, "cannot be written (Read-only file system): this run keeps no further results"))
        << edited;
}

TEST_F(CacheTest, WithoutAHomeItIsOffAndSaysSo) {
    Process checking = process({"check"});
    checking.environment = {"AWAITLINT_CACHE_DIR=", "XDG_CACHE_HOME=", "HOME="};
    const Ran ran = run(checking);
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "there is no home folder to keep results in")) << ran;
    checking.environment = {"AWAITLINT_CACHE_DIR=", "XDG_CACHE_HOME=", "HOME=" + project.path("home")};
    run(checking);
    EXPECT_TRUE(fs::exists(project.path("home/.cache/awaitlint/CACHEDIR.TAG")));
    checking.environment = {"AWAITLINT_CACHE_DIR=", "XDG_CACHE_HOME=" + project.path("xdg"), "HOME=/nowhere"};
    run(checking);
    EXPECT_EQ(counts_of(run(checking)).cached, 1);
    EXPECT_TRUE(fs::exists(project.path("xdg/awaitlint/CACHEDIR.TAG")));
}

TEST_F(CacheTest, AnAuditOfAnotherSymbolAnalysesWhatMentionsItAlone) {
    project.write("other.cpp", "#include \"task.h\"\nint count();\ntask<int> f() { co_return count(); }\n");
    project.write("plain.cpp", "int twice(int x) { return 2 * x; }\n");
    project.write_database({Entry{"unit.cpp", {"-Ifirst", "-Isecond"}}, Entry{"other.cpp"}, Entry{"plain.cpp"}});
    EXPECT_EQ(counts_of(awaitlint({"audit", "get_user"})).cached, 0);
    const Ran second = awaitlint({"audit", "count"});
    EXPECT_TRUE(contains(second.err, "1 skipped")) << second;
    EXPECT_TRUE(contains(second.out, "other.cpp:3")) << second;
    EXPECT_EQ(counts_of(awaitlint({"audit", "nobody"})).cached, 2)
        << "each has been analysed without mentioning a symbol";
    EXPECT_EQ(counts_of(awaitlint({"audit", "get_user_async"})).cached, 1) << "a sibling is mentioned by its name";
    EXPECT_EQ(counts_of(check()).cached, 2) << "and a check has use of it";
    EXPECT_EQ(awaitlint({"audit", "twice"}).status, 2) << "declared, and never used";
}

}  // namespace
}  // namespace awaitlint
