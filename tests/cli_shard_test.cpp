// Shards: a run cut into parts, each analysed for itself, and merged into what one run says, to the byte. What is
// missing, torn, stale or of other options is told by name.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

/// Units with findings of their own, one of all of them in a header, a comment that only one unit uses, one that nobody
/// uses, and a unit that does not compile.
void write_project(const CliProject& project) {
    project.write("src/shared.h", "#pragma once\n" + declarations +
                                      "inline task<int> shared() { co_return co_await get_user(1); }\n"
                                      "#ifdef WITH_LIMITS\n"
                                      "inline task<int> limited() { co_return co_await get_user(2); }"
                                      "  // NOLINT(await-on-non-awaitable): of one unit\n"
                                      "#endif\n");
    project.write("src/a.cpp", "#include \"shared.h\"\ntask<int> a() { co_return co_await get_user(3); }\n");
    project.write("src/b.cpp", "#include \"shared.h\"\nvoid get_user_async(int, int);\n");
    project.write("src/c.cpp", "#include \"shared.h\"\nint c;  // NOLINT(await-on-non-awaitable): nobody's\n");
    project.write("src/d.cpp", "int main() {}\n");
    project.write("src/e.cpp", broken_code);
    project.write("src/unread.cpp", "#include \"shared.h\"\n");
    project.write_database({Entry{"src/a.cpp"}, Entry{"src/b.cpp"}, Entry{"src/c.cpp", {"-DWITH_LIMITS"}},
                            Entry{"src/d.cpp"}, Entry{"src/e.cpp"}, Entry{"src/a.cpp", {"-DAGAIN"}}});
}

class Shards : public testing::Test {
protected:
    void SetUp() override { write_project(project); }

    static std::string name_of(unsigned number) { return "shard-" + std::to_string(number) + ".json"; }

    /// Runs them all; the names of their files.
    static Strings run_shards(const CliProject& project, unsigned of, const Strings& options = {}) {
        Strings files;
        for (unsigned number = 1; number <= of; ++number) {
            files.push_back(name_of(number));
            Strings arguments = {"--shard", std::to_string(number) + "/" + std::to_string(of), "--output",
                                 "json:" + files.back()};
            arguments.insert(arguments.end(), options.begin(), options.end());
            project.check(arguments);
            EXPECT_TRUE(std::filesystem::exists(project.path(files.back())));
        }
        return files;
    }
    static Ran merge(const CliProject& project, const Strings& files, const Strings& options = {}) {
        Strings arguments = {"merge"};
        arguments.insert(arguments.end(), files.begin(), files.end());
        arguments.insert(arguments.end(), options.begin(), options.end());
        return project.awaitlint(arguments);
    }

    /// Of what a file holds in JSON.
    static json read(const CliProject& project, const std::string& file) {
        return json::parse(text_of(project.path(file)));
    }

    /// `paths` are what the shards look at; the merge knows them from the shards.
    void expect_merged_is_whole(const Strings& options, int status, const Strings& paths = {}) {
        Strings with_paths = paths;
        with_paths.insert(with_paths.end(), options.begin(), options.end());
        std::vector<Ran> wholes;
        for (const char* format : {"text", "json", "sarif"}) {
            Strings arguments = with_paths;
            arguments.insert(arguments.end(), {"--format", format});
            wholes.push_back(project.check(arguments));
            EXPECT_EQ(wholes.back().status, status) << wholes.back();
        }
        for (const unsigned of : {1U, 3U, 9U}) {
            const Strings files = run_shards(project, of, with_paths);
            auto whole = wholes.begin();
            for (const char* format : {"text", "json", "sarif"}) {
                Strings arguments = options;
                arguments.insert(arguments.end(), {"--format", format});
                const Ran merged = merge(project, files, arguments);
                EXPECT_EQ(merged.status, whole->status) << merged;
                EXPECT_EQ(merged.out, whole->out) << of << " shards, " << format;
                EXPECT_EQ(merged.err, whole->err) << of << " shards, " << format;
                ++whole;
            }
        }
    }

    CliProject project;
};

TEST_F(Shards, MergedAreOneRunToTheByte) {
    expect_merged_is_whole({}, 3);
}

TEST_F(Shards, SoAreThoseOfARunThatIsClean) {
    for (const char* file : {"src/a.cpp", "src/b.cpp", "src/c.cpp", "src/e.cpp"}) project.write(file, no_mistake);
    expect_merged_is_whole({}, 0);
}

TEST_F(Shards, SoAreThoseWithPathsRulesAndASeverity) {
    expect_merged_is_whole({"--fail-on", "never", "--allow-incomplete"}, 0, {"src/b.cpp", "src/shared.h"});
    expect_merged_is_whole({"--select", "unused-suppression,await-on-non-awaitable", "--allow-incomplete"}, 1);
}

TEST_F(Shards, SoAreThoseWithABaseline) {
    project.check({"src/a.cpp"});
    EXPECT_EQ(project.awaitlint({"baseline", "write", "src/a.cpp"}).status, 0);
    expect_merged_is_whole({"--allow-incomplete"}, 1);
}

TEST_F(Shards, EachUnitIsInOne) {
    std::map<std::string, unsigned> times;
    for (const std::string& file : run_shards(project, 3)) {
        const json report = read(project, file);
        for (const json& unit : report["units"]) ++times[unit["file"]];
    }
    EXPECT_EQ(times, (std::map<std::string, unsigned>{
                         {"src/a.cpp", 2}, {"src/b.cpp", 1}, {"src/c.cpp", 1}, {"src/d.cpp", 1}, {"src/e.cpp", 1}}));
}

TEST_F(Shards, AShardSaysNothingThatOnlyAllCanSay) {
    for (const std::string& file : run_shards(project, 6)) {
        const json report = read(project, file);
        EXPECT_FALSE(report.contains("coverage")) << file;
        for (const json& finding : report["findings"]) EXPECT_NE(finding["rule"], "unused-suppression") << file;
    }
}

TEST_F(Shards, AnotherCopyElsewhereGivesTheSame) {
    CliProject copy;
    write_project(copy);
    const Ran whole = project.check({"--format", "json"});
    Strings files = run_shards(project, 2);
    for (std::string& file : run_shards(copy, 2)) {
        std::filesystem::copy_file(copy.path(file), project.path("other-" + file));
        file = "other-" + file;
    }
    const Ran merged = merge(project, {"shard-1.json", "other-shard-2.json"}, {"--format", "json"});
    EXPECT_EQ(merged.out, whole.out);
    EXPECT_EQ(merged.status, whole.status);
    EXPECT_FALSE(contains(merged.out, copy.path()));
}

TEST_F(Shards, AMissingOneIsTold) {
    run_shards(project, 3);
    for (const auto& [files, told] : {std::pair{Strings{"shard-1.json", "shard-3.json"}, "shard 2 of 3 is missing"},
                                      {Strings{"shard-2.json"}, "shards 1, 3 of 3 are missing"}}) {
        const Ran ran = merge(project, files);
        EXPECT_EQ(ran.status, 3) << ran;
        EXPECT_TRUE(contains(ran.err, told)) << ran;
    }
    EXPECT_EQ(merge(project, {"shard-1.json", "shard-3.json"}, {"--allow-incomplete"}).status, 3);
    const Ran none = merge(project, {"nowhere.json"}, {"--output", "json:merged.json"});
    EXPECT_EQ(none.status, 3) << none;
    EXPECT_TRUE(contains(none.err, "nowhere.json")) << none;
    EXPECT_EQ(read(project, "merged.json")["run"]["exit_code"], 3);
}

TEST_F(Shards, AnEmptyOneIsMissedAsWell) {
    project.only_unit("src/a.cpp", no_mistake);
    std::filesystem::remove(project.path("src/unread.cpp"));
    run_shards(project, 3);
    EXPECT_EQ(merge(project, {"shard-1.json", "shard-2.json", "shard-3.json"}).status, 0);
    EXPECT_EQ(merge(project, {"shard-1.json", "shard-2.json"}).status, 3);
}

TEST_F(Shards, ATornOneIsTold) {
    const Strings files = run_shards(project, 2);
    const std::string whole = text_of(project.path(files[1]));
    for (const std::size_t length : {std::size_t{0}, whole.size() / 2, whole.size() - 3}) {
        project.write(files[1], whole.substr(0, length));
        const Ran ran = merge(project, files);
        EXPECT_EQ(ran.status, 3) << ran;
        EXPECT_TRUE(contains(ran.err, files[1])) << ran;
        EXPECT_TRUE(contains(ran.err, "shard 2 of 2 is missing")) << ran;
    }
}

TEST_F(Shards, AnEditedAnswerIsTold) {
    const Strings files = run_shards(project, 1);
    json report = read(project, files[0]);
    auto answer = report["shard"]["units"][0]["answer"].get<std::string>();
    answer[answer.size() / 2] = answer[answer.size() / 2] == 'A' ? 'B' : 'A';
    report["shard"]["units"][0]["answer"] = answer;
    project.write(files[0], report.dump());
    const Ran ran = merge(project, files);
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(ran.err, "what 'shard-1.json' holds of it is damaged")) << ran;
}

TEST_F(Shards, OtherBytesOtherOptionsOtherUnitsAreTold) {
    const Strings files = run_shards(project, 2);
    const Ran other_flags = merge(project, files, {"--extra-arg=-DX"});
    EXPECT_EQ(other_flags.status, 3) << other_flags;
    EXPECT_TRUE(contains(other_flags.err, "has analysed it with other flags")) << other_flags;
    const Ran other_rules = merge(project, files, {"--select", "sync-call-in-coroutine"});
    EXPECT_EQ(other_rules.status, 3) << other_rules;
    project.write("src/shared.h", text_of(project.path("src/shared.h")) + "// edited\n");
    const Ran stale = merge(project, files);
    EXPECT_EQ(stale.status, 3) << stale;
    EXPECT_TRUE(contains(stale.err, "has read other bytes of 'src/shared.h' than are here")) << stale;
    project.write("src/f.cpp", no_mistake);
    project.write_database({Entry{"src/d.cpp"}, Entry{"src/f.cpp"}});
    const Ran grown = merge(project, files);
    EXPECT_EQ(grown.status, 3) << grown;
    EXPECT_TRUE(contains(grown.err, "src/f.cpp: no shard has it")) << grown;
}

TEST_F(Shards, UnitsThatLackForOneReasonAreOneLine) {
    for (int i = 0; i < 20; ++i) project.write("many/" + std::to_string(i) + ".cpp", no_mistake);
    std::vector<Entry> entries;
    for (int i = 0; i < 20; ++i) entries.push_back(Entry{"many/" + std::to_string(i) + ".cpp"});
    project.write_database(entries);
    run_shards(project, 2);
    const Ran ran = merge(project, {"shard-1.json"});
    EXPECT_TRUE(contains(ran.err, "failed: 10 units (first: ")) << ran;
    EXPECT_LT(ran.error_lines().size(), 10U) << ran;
}

TEST_F(Shards, OneTwiceOrOfAnotherCutIsTold) {
    run_shards(project, 2);
    std::filesystem::copy_file(project.path("shard-1.json"), project.path("twin.json"));
    EXPECT_FALSE(contains(merge(project, {"shard-1.json", "twin.json", "shard-2.json"}).err, "twin.json"));
    project.check({"--shard", "3/3", "--output", "json:of-three.json"});
    const Ran mixed = merge(project, {"shard-1.json", "shard-2.json", "of-three.json"});
    EXPECT_EQ(mixed.status, 3) << mixed;
    EXPECT_TRUE(contains(mixed.err, "of-three.json: is of 3 shards, and shard-1.json of 2")) << mixed;
    project.check({"--output", "json:whole.json"});
    EXPECT_TRUE(contains(merge(project, {"whole.json"}).err, "whole.json: is no report of a shard"));
}

TEST_F(Shards, WrongNumbersAreRefused) {
    for (const char* wrong : {"0/2", "3/2", "2", "1/", "/2", "a/b", "1/2/3", "1/99999999999", ""}) {
        const Ran ran = project.check({"--shard", wrong});
        EXPECT_EQ(ran.status, 2) << ran;
        EXPECT_TRUE(contains(ran.err, "--shard") && contains(ran.err, "1/4")) << ran;
    }
    EXPECT_EQ(project.check(with_flags({"src/a.cpp", "--shard", "1/2"})).status, 2);
}

TEST_F(Shards, APlanIsKeptToTheUnit) {
    const Ran table = project.awaitlint({"plan", "--shards", "2", "--output", "json:plan.json"});
    EXPECT_EQ(table.status, 0) << table;
    EXPECT_TRUE(contains(table.out, "1/2") && contains(table.out, "2/2")) << table;
    const json plan = read(project, "plan.json");
    EXPECT_EQ(plan["shards"].size(), 2U);
    run_shards(project, 2, {"--plan", "plan.json"});
    for (unsigned number = 1; number <= 2; ++number) {
        std::set<std::string> files;
        const json report = read(project, name_of(number));
        for (const json& unit : report["units"]) files.insert(unit["file"]);
        EXPECT_EQ(json(files), plan["shards"][number - 1]["files"]);
    }
    EXPECT_EQ(merge(project, {"shard-1.json", "shard-2.json"}, {"--format", "json"}).out,
              project.check({"--format", "json"}).out);
}

TEST_F(Shards, APlanGoesByWhatUnitsTookBefore) {
    const TemporaryFolder cache;
    const Strings with_cache = {"--cache-dir", cache.path("c")};
    const auto known = [&] {
        const json plan =
            project.awaitlint({"plan", "--shards", "2", "--format", "json", with_cache[0], with_cache[1]}).json();
        std::size_t sum = 0;
        for (const json& shard : plan["shards"]) sum += shard["known"].get<std::size_t>();
        return sum;
    };
    EXPECT_EQ(known(), 0U);
    project.check(with_cache);
    EXPECT_EQ(known(), 5U);
}

TEST_F(Shards, APlanOfAnotherDatabaseIsRefused) {
    project.awaitlint({"plan", "--shards", "2", "--output", "json:plan.json"});
    EXPECT_TRUE(contains(project.check({"--shard", "1/3", "--plan", "plan.json"}).err, "is a plan of 2 shards"));
    project.write("src/f.cpp", no_mistake);
    project.write_database({Entry{"src/d.cpp"}, Entry{"src/f.cpp"}});
    const Ran ran = project.check({"--shard", "1/2", "--plan", "plan.json"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "does not have 'src/f.cpp'")) << ran;
    for (const char* broken : {"", "{}", "[]", R"({"schema": "awaitlint-plan/1", "shards": [1, 2]})"}) {
        project.write("plan.json", broken);
        EXPECT_EQ(project.check({"--shard", "1/2", "--plan", "plan.json"}).status, 2) << broken;
    }
}

}  // namespace
}  // namespace awaitlint
