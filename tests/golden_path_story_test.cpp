// The incident from beginning to end, with real parts: two compilers refuse the backend, awaitlint finds every wrong
// place and repairs it, both compilers build what it made, clients that are not ours talk to the server, and the logs
// of it all tell of no await error any more.
//
// One test, since each step stands on the one before; the backend is built once per compiler, without optimisation.
#include <algorithm>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const fs::path fixture = fs::path(AWAITLINT_SOURCE_DIR) / "fixtures/golden_path";

/// All texts of a group in all matches.
std::set<std::string> matches(const std::string& text, const std::string& pattern) {
    const std::regex expression(pattern);
    std::set<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match)
        found.insert((*match)[1]);
    return found;
}

/// The first column of the table in fixtures/golden_path/README.md.
std::set<std::string> wrong_places() {
    return matches(text_of(fixture / "README.md"), "\\| `([^`]+:\\d+:\\d+)` \\|");
}

std::set<std::string> units_of(const std::set<std::string>& places) {
    std::set<std::string> units;
    for (const std::string& place : places)
        if (const std::string file = place.substr(0, place.find(':')); file.ends_with(".cpp")) units.insert(file);
    return units;
}

class Story : public testing::Test {
protected:
    Ran in_folder(const std::string& program, std::vector<std::string> arguments) const {
        return run(
            {.program = program, .arguments = std::move(arguments), .folder = folder.path(), .standard_output = ""});
    }
    Ran awaitlint(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--quiet", "-p", "build-clang++-22"});
        return in_folder(AWAITLINT_BINARY, std::move(arguments));
    }
    /// Builds as much as can be built.
    Ran build(const std::string& compiler) const {
        return in_folder("/usr/bin/ninja", {"-C", "build-" + compiler, "-k", "0"});
    }

    /// Each file of the project that differs from the one in after/, or is in one of them only.
    std::set<std::string> differences() const {
        std::set<std::string> files, different;
        for (const std::string& top : {folder.path(), (fixture / "after").string()})
            for (const auto& entry : fs::recursive_directory_iterator(top + "/netra_backend"))
                if (entry.is_regular_file()) files.insert(fs::relative(entry.path(), top).string());
        for (const std::string& file : files)
            if (text_of(folder.path(file)) != text_of(fixture / "after" / file)) different.insert(file);
        return different;
    }

    const TemporaryFolder folder;
};

TEST_F(Story, FromTheIncidentToARunningServer) {
    const std::vector<std::string> compilers = {"g++", "clang++-22"};
    fs::copy(fixture / "before", folder.path(), fs::copy_options::recursive);
    folder.write(".awaitlint.json", "{}");
    const std::set<std::string> places = wrong_places();
    ASSERT_EQ(places.size(), 12u);

    // Reproduce: each compiler refuses the units with a wrong place, and no other. (A template's is in a header.)
    for (const std::string& compiler : compilers) {
        const Ran cmake = in_folder("/usr/bin/cmake", {"-S", ".", "-B", "build-" + compiler, "-G", "Ninja",
                                                       "-DCMAKE_CXX_COMPILER=" + compiler});
        ASSERT_EQ(cmake.status, 0) << cmake;
        const Ran refused = build(compiler);
        folder.write("before-" + compiler + ".log", refused.out + refused.err);
        EXPECT_NE(refused.status, 0) << compiler << " builds the incident";
        EXPECT_EQ(matches(refused.out, "FAILED: \\S*/netra_backend/app/(\\S+)\\.o"), units_of(places)) << compiler;
    }

    // Find: exactly the known places.
    const Ran check = awaitlint({"check"});
    EXPECT_EQ(check.status, 1) << check;
    EXPECT_EQ(matches(check.out, "(?:^|\n)netra_backend/app/(\\S+:\\d+:\\d+): error: "), places);

    // Repair: every one of them, and then nothing is left to say.
    const Ran fix = awaitlint({"fix"});
    EXPECT_EQ(fix.status, 0) << fix;
    EXPECT_EQ(matches(fix.err, "repaired netra_backend/app/(\\S+:\\d+:\\d+): "), places);
    EXPECT_TRUE(contains(fix.err, "repaired 12 of 12 findings in 5 files\n")) << fix;
    EXPECT_EQ(fix.out, "");

    // Verify: what people wrote, byte for byte; both compilers build it; the gate is open.
    EXPECT_EQ(differences(), std::set<std::string>{});
    for (const std::string& compiler : compilers) {
        const Ran built = build(compiler);
        folder.write("after-" + compiler + ".log", built.out + built.err);
        ASSERT_EQ(built.status, 0) << built;
        EXPECT_FALSE(contains(built.out, "warning:")) << built;
    }
    const Ran gate = awaitlint({"check"});
    EXPECT_EQ(gate.status, 0) << gate;

    // Run: logins, streamed answers, fifty clients at once, a wrong login, a clean end (all in try_server.py).
    for (const std::string& compiler : compilers) {
        const Ran served = in_folder(
            "/usr/bin/python3",
            {(fixture / "try_server.py").string(), "build-" + compiler + "/netra_backend", "netra_backend/users.txt"});
        folder.write("server-" + compiler + ".log", served.out + served.err);
        EXPECT_EQ(served.status, 0) << served << "(the client is Debian's: apt-get install python3-websockets)";
        EXPECT_TRUE(contains(served.out, "fifty clients at once: ")) << served;
        EXPECT_TRUE(contains(served.out, "the server stopped cleanly\n")) << served;
        EXPECT_TRUE(contains(served.err, "netra: ")) << "the server's own lines are in its log" << served;
    }

    // Watch: the logs from before tell of await errors, at known places only; those from after of none.
    // Of the two functions that cannot be coroutines, Clang shows the name and not the await.
    std::set<std::string> known = places;
    known.insert({"routes/presence.cpp:10:6", "routes/presence.cpp:21:6"});
    std::vector<std::string> triage = {"triage", "--quiet", "--fail-on", "error"};
    for (const std::string& compiler : compilers) {
        const Ran told = in_folder(AWAITLINT_BINARY, {"triage", "before-" + compiler + ".log"});
        EXPECT_EQ(told.status, 1) << told;
        const auto told_places = matches(told.out, "(?:^|\n)\\S*netra_backend/app/(\\S+:\\d+:\\d+): error: ");
        EXPECT_GE(told_places.size(), 7u) << told;
        for (const std::string& place : told_places) EXPECT_TRUE(known.count(place)) << place;
        for (const char* log : {"after-", "server-"}) triage.push_back(log + compiler + ".log");
    }
    const Ran watched = in_folder(AWAITLINT_BINARY, triage);
    EXPECT_EQ(watched.status, 0) << watched;
    EXPECT_EQ(watched.out, "");
    EXPECT_TRUE(contains(watched.err, "triaged 4 logs (")) << watched;
    EXPECT_TRUE(contains(watched.err, ": 0 await errors at 0 places; 0 other compile errors\n")) << watched;
    triage.push_back("before-g++.log");
    EXPECT_EQ(in_folder(AWAITLINT_BINARY, triage).status, 1) << "the same watch, with one log from before";
}

}  // namespace
}  // namespace awaitlint
