// Faults of the machine and of what lies around the code: full disks, closed streams, folders that cannot be read,
// files that change, kills, names and sizes that nobody expects. Nothing gets lost, nothing hangs, the status is the
// right one.
//
// Units that crash or hang: cli_mishaps_test.cpp. Faults of the cache's files: cli_cache_test.cpp. Of `fix`:
// fix_write_test.cpp and cli_fix_files_test.cpp. docs/reliability.md has them all in one table.
#include <atomic>
#include <csignal>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::set<std::string> files_below(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) names.insert(entry.path().string());
    return names;
}

class Faults : public testing::Test {
protected:
    /// `awaitlint` with these words by a shell, which can close its streams and limit it.
    Ran by_shell(const std::string& script, std::vector<std::string> words = {}) const {
        words.insert(words.begin(), {"-c", script, AWAITLINT_BINARY});
        return run({.program = "/bin/sh", .arguments = words, .folder = project.path(), .standard_output = ""});
    }

    /// By somebody whom files can be kept from, which root is not. Status 77 where that cannot be had.
    Ran by_ordinary_user(const std::string& words) const {
        if (::geteuid() != 0) return by_shell("exec \"$0\" " + words);
        const std::string as = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
        return by_shell(as + "\"$0\" --version >/dev/null 2>&1 || exit 77; exec " + as + "\"$0\" " + words);
    }

    static void expect_one_finding(const Ran& ran) {
        EXPECT_EQ(ran.status, 1) << ran;
        EXPECT_TRUE(contains(ran.last_error_line(), ": 1 findings (1 errors")) << ran;
    }

    CliProject project;
};

TEST_F(Faults, AReportThatDoesNotFitOnTheDiskLeavesNeitherHalfOfItNorAnOldOne) {
    project.only_unit("a.cpp", one_mistake);
    const std::set<std::string> before = files_below(project.path());
    const std::string report = project.write("report.json", "the old report");
    const Ran ran = run({.arguments = {"check", "--no-cache", "--quiet", "--output", "json:report.json"},
                         .folder = project.path(),
                         .standard_output = "/dev/null",
                         .most_file_bytes = 400});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "cannot write 'report.json': File too large")) << ran;
    EXPECT_EQ(files_below(project.path()), before) << "an old report would pass for this run's";
}

TEST_F(Faults, AClosedStandardOutputIsToldAndPassesNoGate) {
    project.only_unit("a.cpp", no_mistake);
    const Ran ran = by_shell("exec \"$0\" check --format json --cache-dir cache >&-");
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "cannot write to standard output: Bad file descriptor")) << ran;
}

/// What is opened next gets the number of a closed stream: no report may end in it.
TEST_F(Faults, WithAllStreamsClosedTheCacheIsWhatItWouldBe) {
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(by_shell("exec \"$0\" check --cache-dir cache <&- >&- 2>&-").status, 2);
    const Ran cached = by_shell("exec \"$0\" check --format json --cache-dir cache");
    expect_one_finding(cached);
    EXPECT_FALSE(contains(cached.err, "damaged")) << cached;
    EXPECT_EQ(cached.json()["findings"], by_shell("exec \"$0\" check --format json --no-cache").json()["findings"]);
}

TEST_F(Faults, AReaderThatGoesAwayEndsTheRun) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = by_shell("{ \"$0\" check --no-cache; echo $? >status; } | true");
    const int status = std::atoi(text_of(project.path("status")).c_str());
    EXPECT_TRUE(status == 2 || status == 128 + SIGPIPE) << status << ran;
}

TEST_F(Faults, FoldersAndFilesThatCannotBeRead) {
    fs::permissions(project.path(), fs::perms::others_all, fs::perm_options::add);
    fs::permissions(project.path("lib"), fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
    project.write("secret/b.h", "");
    project.write("b.cpp", "#include \"secret/b.h\"\n" + std::string(one_mistake));
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    fs::permissions(project.path("secret"), fs::perms::none);
    const Ran folder = by_ordinary_user("check --no-cache");
    if (folder.status == 77) GTEST_SKIP() << "nobody else can run " AWAITLINT_BINARY " here";
    EXPECT_EQ(folder.status, 3) << folder;
    EXPECT_TRUE(contains(folder.err, "failed: b.cpp: ")) << folder;
    EXPECT_TRUE(contains(folder.out, "a.cpp:4:31: error: ")) << "the other unit is analysed\n" << folder;
    fs::permissions(project.path("b.cpp"), fs::perms::none);
    EXPECT_EQ(by_ordinary_user("check --no-cache").status, 3);
    fs::permissions(project.path("compile_commands.json"), fs::perms::none);
    const Ran database = by_ordinary_user("check --no-cache");
    EXPECT_EQ(database.status, 2) << database;
    EXPECT_TRUE(contains(database.err, "compile_commands.json: cannot be read: Permission denied")) << database;
    fs::permissions(project.path(".awaitlint.json"), fs::perms::none);
    EXPECT_EQ(by_ordinary_user("check --no-cache").status, 2);
}

TEST_F(Faults, TheCacheOfSomebodyElseIsLeftAlone) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can make a folder of somebody else's";
    fs::permissions(project.path(), fs::perms::others_all, fs::perm_options::add);
    fs::permissions(project.path("lib"), fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
    project.only_unit("a.cpp", one_mistake);
    expect_one_finding(project.check({"--cache-dir", project.path("cache")}));
    fs::permissions(project.path("cache"), fs::perms(0755));
    const std::set<std::string> before = files_below(project.path("cache"));
    const Ran ran = by_ordinary_user("check --cache-dir cache");
    if (ran.status == 77) GTEST_SKIP() << "nobody else can run " AWAITLINT_BINARY " here";
    expect_one_finding(ran);
    EXPECT_TRUE(contains(ran.err, "belongs to somebody else")) << ran;
    EXPECT_TRUE(contains(ran.last_error_line(), "(0 cached")) << ran;
    EXPECT_EQ(files_below(project.path("cache")), before);
}

/// Each unit sees the header before or after the change, and what is kept of it holds.
TEST_F(Faults, AHeaderThatChangesDuringTheAnalysis) {
    constexpr int units = 6, runs = 5;
    const std::string sync = "#pragma once\nint get(int id);\ntask<int> get_async(int id);\n";
    const std::string async = "#pragma once\ntask<int> get(int id);\ntask<int> get_async(int id);\n";
    project.write("api.h", sync);
    std::vector<Entry> entries;
    for (int i = 0; i < units; ++i) {
        entries.push_back({"u" + std::to_string(i) + ".cpp"});
        project.write(entries.back().file,
                      "#include \"task.h\"\n#include \"api.h\"\ntask<int> f() { co_return co_await get(1); }\n");
    }
    project.write_database(entries);
    std::atomic<bool> is_over = false;
    std::thread editor([&] {
        // As editors do it: a new file in the place of the old one.
        for (bool is_sync = false; !is_over; is_sync = !is_sync) {
            std::ofstream(project.path("api.new")) << (is_sync ? sync : async);
            fs::rename(project.path("api.new"), project.path("api.h"));
            std::this_thread::sleep_for(std::chrono::milliseconds(3));
        }
    });
    for (int i = 0; i < runs; ++i) {
        const Ran ran = project.check({"--format", "json", "--cache-dir", project.path("cache")});
        EXPECT_TRUE(ran.status == 0 || ran.status == 1 || ran.status == 3) << ran;
        EXPECT_LE(ran.json()["findings"].size(), std::size_t{units}) << ran;
    }
    is_over = true;
    editor.join();
    for (const std::string& header : {sync, async}) {
        project.write("api.h", header);
        const Ran cached = project.check({"--format", "json", "--cache-dir", project.path("cache")});
        const Ran fresh = project.check({"--format", "json", "--no-cache"});
        EXPECT_EQ(cached.json()["findings"], fresh.json()["findings"]) << "what was kept meanwhile is wrong now";
        EXPECT_EQ(fresh.status, header == sync ? 1 : 0) << fresh;
    }
}

TEST_F(Faults, AHundredThousandEntries) {
    constexpr int entries = 100'000;
    json database = json::array();
    for (int i = 0; i < entries; ++i)
        database.push_back({{"directory", project.path()},
                            {"file", "absent" + std::to_string(i) + ".cpp"},
                            {"arguments", {"c++", "-c", "absent" + std::to_string(i) + ".cpp"}}});
    database.push_back({{"directory", project.path()},
                        {"file", "a.cpp"},
                        {"arguments", {"c++", "-std=c++20", "-nostdinc++", "-isystem", "lib", "-c", "a.cpp"}}});
    project.write("compile_commands.json", database.dump());
    project.write("a.cpp", one_mistake);
    expect_one_finding(project.check({"a.cpp"}));
}

TEST_F(Faults, ASourceOf50Megabytes) {
    std::string code = one_mistake;
    const std::string line = "// " + std::string(96, '-') + "\n";
    code.reserve(51'000'000);
    while (code.size() < 50'000'000) code += line;
    project.only_unit("a.cpp", code + "task<int> last() { co_return co_await get_user(2); }\n");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.last_error_line(), "analysed 1/1 units (0 cached, 0 skipped, 0 failed): 2 findings"))
        << ran;
}

TEST_F(Faults, APathOfFourThousandBytes) {
    std::string name = "deep";
    while (project.path().size() + name.size() < 3700) name += "/" + std::string(200, 'd');
    name += "/" + std::string(4000 - project.path().size() - name.size() - 8, 'd') + "/a.cpp";
    project.write(name, one_mistake);
    ASSERT_EQ(project.path(name).size(), 4000u);
    const Ran ran = project.check(with_flags({name}));
    expect_one_finding(ran);
    EXPECT_TRUE(contains(ran.out, name + ":4:31: error: ")) << ran;
    const Ran too_long = project.check(with_flags({name + std::string(5000, 'x') + ".cpp"}));
    EXPECT_EQ(too_long.status, 2) << too_long;
    project.write_database({Entry{"b" + std::string(5000, 'x') + ".cpp"}});
    EXPECT_EQ(project.check().status, 3);
}

TEST_F(Faults, NamesThatAreNoNames) {
    for (const std::string name : {"two\nlines.cpp", "quotes'\"`.cpp", "\x1b[31mred\x9b.cpp", "latin\xe9\xff.cpp",
                                   "::error file=x::y.cpp", "|<b>&amp;|.cpp", "\u202eppc.a.cpp", "-o.cpp"}) {
        project.write(name, one_mistake);
        const Ran ran = project.check(with_flags({"./" + name, "--no-cache"}));
        expect_one_finding(ran);
        for (const std::string* stream : {&ran.out, &ran.err})
            for (const char* raw : {"\x1b", "\x9b", "\xe9", "\xff", "\u202e", "two\nlines"})
                EXPECT_FALSE(contains(*stream, raw)) << name << ran;
        const Ran as_json = project.check(with_flags({"./" + name, "--no-cache", "--format", "json"}));
        EXPECT_EQ(schema_complaint(as_json.out), "") << as_json;
        EXPECT_EQ(as_json.json()["findings"].size(), 1u) << as_json;
        const Ran fixed = project.awaitlint(with_flags({"fix", "./" + name, "--no-cache"}));
        EXPECT_EQ(fixed.status, 0) << name << fixed;
        EXPECT_TRUE(contains(text_of(project.path(name)), "get_user_async(1)")) << name;
        fs::remove(project.path(name));
    }
}

TEST_F(Faults, AnEndlessDeviceAsASource) {
    project.write("a.cpp", one_mistake);
    EXPECT_EQ(project.check({"/dev/zero", "--", "-x", "c++"}).status, 2);
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp", {"-include", "/dev/zero"}}});
    project.write("b.cpp", "// co_await\n");
    const Ran ran = project.check({"--timeout", "20", "--memory", "1000"});
    EXPECT_TRUE(ran.status == 1 || ran.status == 3) << "it is empty to Clang, or an error\n" << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:4:31: error: ")) << ran;
}

TEST_F(Faults, TenThousandFindingsInOneFile) {
    constexpr int mistakes = 10'000;
    std::string code = "#include \"task.h\"\nint get(int id);\ntask<int> get_async(int id);\n";
    for (int i = 0; i < mistakes; ++i)
        code += "task<int> f" + std::to_string(i) + "() { co_return co_await get(" + std::to_string(i) + "); }\n";
    project.only_unit("a.cpp", code);
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 1) << ran.last_error_line();
    const json findings = ran.json()["findings"];
    ASSERT_EQ(findings.size(), std::size_t{mistakes});
    for (const json& finding : findings) EXPECT_TRUE(finding["suggestions"][0]["proven"]) << finding.dump();
    EXPECT_LT(ran.out.size(), 4000u * mistakes);
}

/// Processes that work for a supervisor that is gone: workers whose folder is the project's.
int workers_left(const std::string& folder) {
    int left = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
        std::error_code unreadable;
        const fs::path at = fs::read_symlink(entry.path() / "cwd", unreadable);
        if (!unreadable && at == folder) ++left;
    }
    return left;
}

class FaultsKilled : public Faults {
protected:
    static constexpr int units = 6;

    FaultsKilled() {
        for (int i = 0; i < units; ++i) {
            entries.push_back({"u" + std::to_string(i) + ".cpp"});
            project.write(entries.back().file, one_mistake);
        }
        project.write_database(entries);
    }

    /// Starts it and kills it after a while that is another one each time.
    void start_and_kill(const std::vector<std::string>& arguments) {
        Running running({.arguments = arguments, .folder = project.path(), .standard_output = "/dev/null"});
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds(chance)));
        ::kill(running.pid(), SIGKILL);
        running.finish();
    }
    void expect_no_worker_left() const {
        for (int i = 0; i < 1000 && workers_left(project.path()) > 0; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        EXPECT_EQ(workers_left(project.path()), 0);
    }

    std::vector<Entry> entries;
    TemporaryFolder caches;
    std::mt19937 chance{13};
    std::uniform_int_distribution<int> milliseconds{0, 600};
};

TEST_F(FaultsKilled, AtAnyMomentACheckLeavesNothingThatIsWrong) {
    const std::set<std::string> before = files_below(project.path());
    const Ran fresh = project.check({"--format", "json", "--no-cache"});
    for (int i = 0; i < 15; ++i) {
        start_and_kill({"check", "-j2", "--cache-dir", caches.path("cache")});
        expect_no_worker_left();
        EXPECT_EQ(files_below(project.path()), before) << "nothing is left in the user's folder";
        if (i % 5 != 4) continue;
        const Ran ran = project.check({"--format", "json", "--cache-dir", caches.path("cache")});
        EXPECT_EQ(ran.status, 1) << ran;
        EXPECT_FALSE(contains(ran.err, "cache in")) << "no file of the cache is half\n" << ran;
        EXPECT_EQ(ran.json()["findings"], fresh.json()["findings"]);
    }
    const Ran ran = project.check({"--cache-dir", caches.path("cache")});
    EXPECT_TRUE(contains(ran.last_error_line(), "(6 cached")) << ran;
}

TEST_F(FaultsKilled, AtAnyMomentAFixLeavesTheOldFileOrTheNewOne) {
    std::string repaired = one_mistake;
    repaired.replace(repaired.find("get_user(1)"), 8, "get_user_async");
    for (int i = 0; i < 10; ++i) {
        start_and_kill({"fix", "-j2", "--quiet", "--cache-dir", caches.path("cache")});
        expect_no_worker_left();
        for (const Entry& entry : entries) {
            const std::string text = text_of(project.path(entry.file));
            EXPECT_TRUE(text == one_mistake || text == repaired) << entry.file << ":\n" << text;
        }
    }
    const Ran ran = project.awaitlint({"fix", "--quiet", "--cache-dir", caches.path("cache")});
    EXPECT_EQ(ran.status, 0) << ran;
    for (const Entry& entry : entries) EXPECT_EQ(text_of(project.path(entry.file)), repaired) << entry.file;
}

}  // namespace
}  // namespace awaitlint
