// Every fixture below fixtures/rules: it says what is found in it, and what is found after it was edited follows.
//
// Four tests per fixture: as it stands, suppressed, repaired, without awaits. All selected fixtures are analysed
// together, once per variant. The laws of the fixture language are tested in fixture_laws_test.cpp.
#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "awaitlint/rule.h"
#include "fixture_run.h"
#include "fixture_variants.h"

namespace awaitlint::fixtures {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(AWAITLINT_SOURCE_DIR) / "fixtures" / "rules";

/// Overlapping repairs take a round each.
constexpr int most_rounds = 4;

std::vector<std::string> names_of_fixtures() {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".cpp") names.push_back(fs::relative(entry.path(), folder).string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string test_name(const std::string& fixture) {
    std::string name = fs::path(fixture).replace_extension().string();
    std::replace_if(name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
    return name;
}

using Complaints = std::vector<std::string>;

/// What was found in one fixture and in its variants.
struct Results {
    Fixture fixture;
    Outcome outcome;
    Complaints suppressed_on_line, suppressed_before, repaired, without_awaits;
};

void add(Complaints& to, const Complaints& more) {
    to.insert(to.end(), more.begin(), more.end());
}

struct UnderRepair {
    Results* results;
    Fixture fixture;
    Outcome outcome;
};

/// Applies what is proven. Out: those that changed and are still as they should be.
std::vector<UnderRepair> repair_once(std::vector<UnderRepair> open) {
    std::vector<UnderRepair> changed;
    std::vector<Repaired> repairs;
    std::vector<Fixture> fixtures;
    for (UnderRepair& one : open) {
        Repaired repair = repaired(one.fixture, one.outcome);
        if (!repair.changed()) continue;
        fixtures.push_back(repair.fixture);
        repairs.push_back(std::move(repair));
        changed.push_back(std::move(one));
    }
    const std::vector<Outcome> outcomes = run_fixtures(fixtures);
    for (std::size_t i = 0; i < changed.size(); ++i) {
        UnderRepair& one = changed[i];
        add(one.results->repaired, complaints_when_repaired(one.outcome, repairs[i], outcomes[i]));
        one.fixture = fixtures[i];
        one.outcome = outcomes[i];
    }
    std::erase_if(changed, [](const UnderRepair& one) { return !one.results->repaired.empty(); });
    return changed;
}

void repair_all(std::vector<Results>& all) {
    std::vector<UnderRepair> open;
    for (Results& results : all) open.push_back({&results, results.fixture, results.outcome});
    for (int round = 0; round < most_rounds && !open.empty(); ++round) open = repair_once(std::move(open));
    for (const UnderRepair& one : open)
        if (repaired(one.fixture, one.outcome).changed())
            one.results->repaired.push_back("repairs do not come to rest");
}

/// Real headers take seconds, and change nothing about comments and keywords: the cheap variants are not made of them.
std::vector<Results*> on_stand_ins(std::vector<Results>& all) {
    std::vector<Results*> members;
    for (Results& results : all)
        if (!results.fixture.settings.has_real_headers) members.push_back(&results);
    return members;
}

void suppress_all(std::vector<Results>& all, SuppressedBy by) {
    const std::vector<Results*> members = on_stand_ins(all);
    std::vector<Fixture> variants;
    for (const Results* results : members) variants.push_back(suppressed(results->fixture, results->outcome, by));
    const std::vector<Outcome> outcomes = run_fixtures(variants);
    for (std::size_t i = 0; i < members.size(); ++i) {
        Results& results = *members[i];
        (by == SuppressedBy::same_line ? results.suppressed_on_line : results.suppressed_before) =
            complaints_when_suppressed(results.outcome, outcomes[i]);
    }
}

void remove_all_awaits(std::vector<Results>& all) {
    const std::vector<Results*> members = on_stand_ins(all);
    std::vector<Fixture> variants;
    for (const Results* results : members) variants.push_back(without_awaits(results->fixture));
    const std::vector<Outcome> outcomes = run_fixtures(variants);
    for (std::size_t i = 0; i < members.size(); ++i)
        members[i]->without_awaits = complaints_without_awaits(outcomes[i]);
}

std::vector<Results> results_of(const std::vector<std::string>& names) {
    std::vector<Fixture> fixtures;
    for (const std::string& name : names) fixtures.push_back(load_fixture(folder, name));
    const std::vector<Outcome> outcomes = run_fixtures(fixtures);
    std::vector<Results> all;
    for (std::size_t i = 0; i < fixtures.size(); ++i) all.push_back({fixtures[i], outcomes[i], {}, {}, {}, {}});
    suppress_all(all, SuppressedBy::same_line);
    suppress_all(all, SuppressedBy::line_before);
    remove_all_awaits(all);
    repair_all(all);
    return all;
}

/// The fixtures that some selected test asks for.
std::vector<std::string> selected_fixtures() {
    std::vector<std::string> selected;
    const testing::UnitTest& program = *testing::UnitTest::GetInstance();
    for (const std::string& name : names_of_fixtures()) {
        const std::string suffix = "/" + test_name(name);
        bool is_selected = false;
        for (int suite = 0; suite < program.total_test_suite_count(); ++suite)
            for (int test = 0; test < program.GetTestSuite(suite)->total_test_count(); ++test) {
                const testing::TestInfo& info = *program.GetTestSuite(suite)->GetTestInfo(test);
                is_selected |= info.should_run() && std::string_view(info.name()).ends_with(suffix);
            }
        if (is_selected) selected.push_back(name);
    }
    return selected;
}

const Results& results_of_fixture(const std::string& name) {
    static const std::vector<Results> all = results_of(selected_fixtures());
    return *std::find_if(all.begin(), all.end(), [&](const Results& results) { return results.fixture.name == name; });
}

class FixtureTest : public testing::TestWithParam<std::string> {
protected:
    void expect_none(const Complaints& complaints, const std::string& variant) const {
        if (complaints.empty()) return;
        ADD_FAILURE() << "fixtures/rules/" << GetParam() << variant << "\n"
                      << fmt::format("{}", fmt::join(complaints, "\n"));
    }
    const Results& results() const { return results_of_fixture(GetParam()); }
};

TEST_P(FixtureTest, IsAsItSays) {
    expect_none(complaints(results().fixture, results().outcome), "");
}

TEST_P(FixtureTest, CanBeSuppressed) {
    expect_none(results().suppressed_on_line, " with NOLINT added");
    expect_none(results().suppressed_before, " with NOLINTNEXTLINE added");
}

TEST_P(FixtureTest, CanBeRepaired) {
    expect_none(results().repaired, " with proven suggestions applied");
}

TEST_P(FixtureTest, IsSilentWithoutAwaits) {
    expect_none(results().without_awaits, " without co_await");
}

INSTANTIATE_TEST_SUITE_P(Fixtures, FixtureTest, testing::ValuesIn(names_of_fixtures()),
                         [](const testing::TestParamInfo<std::string>& info) { return test_name(info.param); });

std::string bytes_of(const fs::path& file) {
    const Fixture alone = load_fixture(file.parent_path(), file.filename().string());
    return alone.files.at(alone.unit());
}

/// The expectations of every file below fixtures/rules.
std::vector<Expectation> all_expectations() {
    std::vector<Expectation> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            for (Expectation& expectation : read_fixture(bytes_of(entry.path())).expectations)
                all.push_back(std::move(expectation));
    return all;
}

TEST(Fixtures, AreThereForEachRuleAndReason) {
    std::set<std::string> expected;
    for (const Expectation& expectation : all_expectations())
        if (expectation.kind == Expectation::Kind::expect) expected.insert(expectation.rule + " " + expectation.reason);
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->info.id);
        if (rule->info.reasons.empty()) EXPECT_TRUE(expected.count(id + " ")) << "no fixture expects " << id;
        for (const std::string_view reason : rule->info.reasons)
            EXPECT_TRUE(expected.count(id + " " + std::string(reason))) << "no fixture expects " << id << " " << reason;
    }
}

TEST(Fixtures, ShowEachKindOfSuggestion) {
    std::set<std::string> proven, unproven;
    for (const Expectation& expectation : all_expectations())
        for (const WantedSuggestion& wanted : expectation.suggestions)
            (wanted.form == WantedSuggestion::Form::proven ? proven : unproven).insert(wanted.kind);
    for (const char* kind : {"async", "sync", "await", "call", "move", "using", "group", "type", "co_return", "spawn",
                             "at_once", "name", "value", "await_first", "unlock", "coroutine_lock"})
        EXPECT_TRUE(proven.count(kind)) << "no fixture has a proven suggestion of kind " << kind;
    for (const char* kind : {"async", "sync", "await", "using"})
        EXPECT_TRUE(unproven.count(kind)) << "no fixture has an unproven suggestion of kind " << kind;
}

TEST(Fixtures, EachRuleHasAFolderAndEachFolderARule) {
    std::set<std::string> folders, rules;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_directory()) folders.insert(entry.path().filename().string());
    for (const Rule* rule : all_rules()) rules.emplace(rule->info.id);
    EXPECT_EQ(folders, rules);
}

TEST(Fixtures, NoHeaderIsForgotten) {
    std::set<fs::path> read;
    for (const std::string& name : names_of_fixtures())
        for (const auto& [file, text] : load_fixture(folder, name).files)
            read.insert((folder / name).parent_path() / file);
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() != ".json")
            EXPECT_TRUE(read.count(entry.path())) << entry.path() << " is included by no fixture";
}

}  // namespace
}  // namespace awaitlint::fixtures
