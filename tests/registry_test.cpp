// The registry: what every rule says of itself, and that rules/, the list and docs/rules/ are the same set.
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "awaitlint/rule.h"
#include "awaitlint/site.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const fs::path root = AWAITLINT_SOURCE_DIR;

bool is_kebab_case(std::string_view id) {
    if (id.empty() || id.front() == '-' || id.back() == '-' || id.find("--") != std::string_view::npos) return false;
    for (const char c : id) {
        if (!std::islower(static_cast<unsigned char>(c)) && c != '-') return false;
    }
    return true;
}

/// What is wrong with how a rule presents itself; empty if nothing is.
std::string complaint_about(const RuleInfo& rule) {
    if (!is_kebab_case(rule.id)) return "its id is not kebab-case";
    for (const char* start : {"no-", "avoid-", "prefer-", "always-", "use-"}) {
        if (rule.id.starts_with(start) && !rule.id.starts_with("use-after-")) return "its id does not name the problem";
    }
    if (rule.summary.empty()) return "it has no summary";
    if (std::isupper(static_cast<unsigned char>(rule.summary.front()))) return "its summary starts in upper case";
    if (rule.summary.ends_with('.')) return "its summary ends with a stop";
    if (rule.summary.find('\n') != std::string_view::npos) return "its summary is longer than a line";
    if (rule.severity == Severity::off) return "it is off by default";
    std::set<std::string_view> seen;
    for (const std::string_view reason : rule.reasons) {
        if (!is_kebab_case(reason)) return "a reason is not kebab-case";
        if (!seen.insert(reason).second) return "a reason is there twice";
    }
    return "";
}

std::set<std::string> listed_ids() {
    std::set<std::string> ids;
    for (const Rule* rule : all_rules()) ids.emplace(rule->info.id);
    return ids;
}

std::set<std::string> file_names(const fs::path& folder, const std::string& extension) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == extension) names.insert(entry.path().stem().string());
    }
    return names;
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(Registry, IsSortedWithoutDuplicates) {
    std::string_view last;
    for (const Rule* rule : all_rules()) {
        EXPECT_LT(last, rule->info.id);
        last = rule->info.id;
        EXPECT_NE(rule->check, nullptr);
    }
    EXPECT_EQ(all_rules().size(), listed_ids().size());
}

TEST(Registry, FindsEachRuleById) {
    for (const Rule* rule : all_rules()) EXPECT_EQ(find_rule(rule->info.id), rule);
    EXPECT_EQ(find_rule("await-on-non-awaitables"), nullptr);
    EXPECT_EQ(find_rule(""), nullptr);
}

TEST(Registry, RulesPresentThemselvesWell) {
    for (const Rule* rule : all_rules()) EXPECT_EQ(complaint_about(rule->info), "") << rule->info.id;
}

TEST(Registry, BadPresentationsAreSeen) {
    const RuleInfo good{"lost-await", "an await is lost", Severity::error, {}};
    ASSERT_EQ(complaint_about(good), "");
    const auto changed = [&](auto change) {
        RuleInfo info = good;
        change(info);
        return complaint_about(info);
    };
    static constexpr std::string_view twice[] = {"a", "a"}, upper[] = {"A"};
    EXPECT_NE(changed([](RuleInfo& info) { info.id = "Lost_await"; }), "");
    EXPECT_NE(changed([](RuleInfo& info) { info.id = "lost--await"; }), "");
    EXPECT_NE(changed([](RuleInfo& info) { info.id = "no-lost-await"; }), "");
    EXPECT_NE(changed([](RuleInfo& info) { info.summary = ""; }), "");
    EXPECT_NE(changed([](RuleInfo& info) { info.summary = "an await is lost."; }), "");
    EXPECT_NE(changed([](RuleInfo& info) { info.summary = "An await is lost"; }), "");
    EXPECT_NE(changed([](RuleInfo& info) { info.severity = Severity::off; }), "");
    EXPECT_NE(changed([](RuleInfo& info) { info.reasons = twice; }), "");
    EXPECT_NE(changed([](RuleInfo& info) { info.reasons = upper; }), "");
}

TEST(Registry, HasOneSourceFileAndOnePagePerRule) {
    auto sources = file_names(root / "rules", ".cpp");
    EXPECT_EQ(sources.erase("all_rules"), 1u);
    EXPECT_EQ(sources, listed_ids());
    EXPECT_EQ(file_names(root / "docs" / "rules", ".md"), listed_ids());
}

TEST(Registry, ListsEachReasonOfAFault) {
    std::set<std::string_view> named;
    for (int fault = 0; fault <= static_cast<int>(Fault::not_awaitable); ++fault) {
        named.insert(reason_name(static_cast<Fault>(fault)));
    }
    EXPECT_EQ(named.erase(""), 1u) << "await-outside-coroutine has no reasons";
    const auto reasons = find_rule("await-on-non-awaitable")->info.reasons;
    EXPECT_EQ(std::set<std::string_view>(reasons.begin(), reasons.end()), named);
}

TEST(Pages, OpenWithTitleAndSummary) {
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->info.id);
        const std::string opening = "# " + id + "\n\n" + std::string(rule->info.summary) + "\n\n";
        EXPECT_EQ(text_of(root / "docs" / "rules" / (id + ".md")).substr(0, opening.size()), opening);
    }
}

TEST(Pages, HaveTheirSectionsInOrder) {
    for (const Rule* rule : all_rules()) {
        const std::string page = text_of(root / "docs" / "rules" / (std::string(rule->info.id) + ".md"));
        std::size_t at = 0;
        for (const char* heading :
             {"\n## Why\n", "\n## Flagged\n", "\n## Instead\n", "\n## When not to use\n", "\n## Known misses\n"}) {
            const std::size_t found = page.find(heading, at);
            ASSERT_NE(found, std::string::npos) << rule->info.id << " lacks" << heading << "or has it out of order";
            at = found;
        }
    }
}

TEST(Pages, ShowABadAndAGoodExampleOfEachReason) {
    for (const Rule* rule : all_rules()) {
        const std::string page = text_of(root / "docs" / "rules" / (std::string(rule->info.id) + ".md"));
        for (const std::string_view reason : rule->info.reasons) {
            const std::size_t begin = page.find("\n### " + std::string(reason) + "\n");
            ASSERT_NE(begin, std::string::npos) << rule->info.id << " lacks a section on " << reason;
            const std::string section = page.substr(begin + 1, page.find("\n##", begin + 1) - begin);
            EXPECT_NE(section.find("\n```cpp bad\n"), std::string::npos) << reason;
            EXPECT_NE(section.find("\n```cpp good\n"), std::string::npos) << reason;
        }
    }
}

}  // namespace
}  // namespace awaitlint
