// The rules' pages do what they say: each bad example makes a finding of its rule (and of the reason in whose section
// it stands), no good example makes any; and pages, fixtures, README and CHANGELOG name the same rules.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "awaitlint/rule.h"
#include "fixture_run.h"

namespace awaitlint::fixtures {
namespace {

namespace fs = std::filesystem;

const fs::path root = AWAITLINT_SOURCE_DIR;

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::set<std::string> rule_ids() {
    std::set<std::string> ids;
    for (const Rule* rule : all_rules()) ids.emplace(rule->info.id);
    return ids;
}

/// One fenced block of C++ in a page.
struct Example {
    std::string rule;
    std::string mark;     // what follows ```cpp: "bad", "good"
    std::string section;  // the nearest heading before it, without its marks
    std::uint32_t line = 0;
    std::string text;
};

std::string place_of(const Example& example) {
    return fmt::format("docs/rules/{}.md:{}", example.rule, example.line);
}

std::vector<Example> examples_in(const std::string& rule, const std::string& page) {
    std::vector<Example> examples;
    std::istringstream lines(page);
    std::string section;
    std::uint32_t number = 0;
    bool is_inside = false;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (is_inside) {
            is_inside = line != "```";
            if (is_inside) examples.back().text += line + "\n";
        } else if (line.starts_with("```cpp")) {
            is_inside = true;
            const std::size_t mark = std::min(line.size(), line.find_first_not_of(' ', 6));
            examples.push_back({rule, line.substr(mark), section, number, ""});
        } else if (line.starts_with("#")) {
            section = line.substr(line.find_first_not_of("# "));
        }
    }
    return examples;
}

const std::vector<Example>& all_examples() {
    static const std::vector<Example> all = [] {
        std::vector<Example> examples;
        for (const std::string& id : rule_ids())
            for (Example& example : examples_in(id, text_of(root / "docs" / "rules" / (id + ".md"))))
                examples.push_back(std::move(example));
        return examples;
    }();
    return all;
}

Fixture fixture_of(const Example& example) {
    Fixture fixture;
    fixture.name = example.rule + "/example.cpp";
    fixture.files["example.cpp"] = example.text;
    return fixture;
}

/// What is wrong with one example; empty if it does what it says.
std::string complaint_about(const Example& example, const Outcome& outcome) {
    if (outcome.unit.status != "analyzed") {
        std::string why = outcome.unit.reason;
        for (const Note& error : outcome.unit.errors) why += "; " + error.message;
        return "it cannot be analysed: " + why;
    }
    const auto is_meant = [&](const Finding& finding) {
        const auto reasons = find_rule(example.rule)->info.reasons;
        const bool has_reason = std::find(reasons.begin(), reasons.end(), example.section) != reasons.end();
        return finding.rule == example.rule && !finding.suppressed &&
               (!has_reason || finding.reason == example.section);
    };
    std::string found;
    for (const Finding& finding : outcome.findings) found += fmt::format(" {} {};", finding.rule, finding.reason);
    if (example.mark == "bad") {
        if (std::any_of(outcome.findings.begin(), outcome.findings.end(), is_meant)) return "";
        return fmt::format("a bad example of '{}', but found is:{}", example.section, found);
    }
    if (example.mark == "good") return outcome.findings.empty() ? "" : "a good example, but found is:" + found;
    return "it is marked neither 'bad' nor 'good'";
}

TEST(Docs, ExamplesDoWhatTheySay) {
    std::vector<Fixture> fixtures;
    for (const Example& example : all_examples()) fixtures.push_back(fixture_of(example));
    const std::vector<Outcome> outcomes = run_fixtures(fixtures);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        EXPECT_EQ(complaint_about(all_examples()[i], outcomes[i]), "") << place_of(all_examples()[i]);
}

TEST(Docs, EachPageHasBadAndGoodExamples) {
    for (const std::string& id : rule_ids())
        for (const char* mark : {"bad", "good"})
            EXPECT_TRUE(std::any_of(all_examples().begin(), all_examples().end(),
                                    [&](const Example& example) { return example.rule == id && example.mark == mark; }))
                << id << " has no " << mark << " example";
}

TEST(Docs, WrongExamplesAreSeen) {
    const std::string id = "await-on-non-awaitable";
    const std::string start =
        "#include \"task.h\"\nint get();\ntask<int> load();\ntask<int> run() { co_return co_await ";
    const auto complaint = [&](const std::string& mark, const std::string& section, const std::string& operand) {
        const Example example{id, mark, section, 1, start + operand + "; }\n"};
        return complaint_about(example, run_fixtures({fixture_of(example)}).front());
    };
    EXPECT_EQ(complaint("bad", "Flagged", "get()"), "");
    EXPECT_EQ(complaint("bad", "sync-call", "get()"), "");
    EXPECT_EQ(complaint("good", "Instead", "load()"), "");
    EXPECT_EQ(complaint("bad", "not-called", "get()"),
              "a bad example of 'not-called', but found is: await-on-non-awaitable sync-call;");
    EXPECT_EQ(complaint("bad", "Flagged", "load()"), "a bad example of 'Flagged', but found is:");
    EXPECT_EQ(complaint("good", "Instead", "get()"), "a good example, but found is: await-on-non-awaitable sync-call;");
    EXPECT_EQ(complaint("", "Flagged", "load()"), "it is marked neither 'bad' nor 'good'");
    EXPECT_NE(complaint("good", "Instead", "lost()").find("use of undeclared identifier 'lost'"), std::string::npos);
}

TEST(Docs, ExamplesAreReadFromPages) {
    const auto examples =
        examples_in("r", "# r\n\n### why\n```cpp bad\nint x;\n# no heading\n```\n```text\n```\n```cpp\n```\n");
    ASSERT_EQ(examples.size(), 2u);
    EXPECT_EQ(examples[0].mark, "bad");
    EXPECT_EQ(examples[0].section, "why");
    EXPECT_EQ(examples[0].line, 4u);
    EXPECT_EQ(examples[0].text, "int x;\n# no heading\n");
    EXPECT_EQ(examples[1].mark, "");
}

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().stem().string());
    return names;
}

/// The rules whose pages the rows of Markdown tables link.
std::set<std::string> rules_in_tables(const std::string& text) {
    constexpr std::string_view link = "docs/rules/";
    std::set<std::string> rules;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("|")) continue;
        for (std::size_t at = line.find(link); at != std::string::npos; at = line.find(link, at + 1)) {
            const std::size_t begin = at + link.size();
            const std::size_t end = line.find(".md", begin);
            if (end != std::string::npos) rules.insert(line.substr(begin, end - begin));
        }
    }
    return rules;
}

bool is_id_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
}

bool mentions(const std::string& text, const std::string& id) {
    for (std::size_t at = text.find(id); at != std::string::npos; at = text.find(id, at + 1)) {
        const bool opens = at == 0 || !is_id_character(text[at - 1]);
        const std::size_t end = at + id.size();
        if (opens && (end == text.size() || !is_id_character(text[end]))) return true;
    }
    return false;
}

TEST(Docs, PagesAndFixturesAreThereForTheSameRules) {
    EXPECT_EQ(names_in(root / "docs" / "rules"), rule_ids());
    EXPECT_EQ(names_in(root / "fixtures" / "rules"), rule_ids());
}

TEST(Docs, TheReadmeHasATableOfAllRules) {
    EXPECT_EQ(rules_in_tables(text_of(root / "README.md")), rule_ids())
        << "README.md needs one table row per rule that links docs/rules/<id>.md";
    EXPECT_EQ(rules_in_tables("text docs/rules/a.md\n| [`b`](docs/rules/b.md) | it |\n|---|\n| c |\n"),
              std::set<std::string>{"b"});
}

TEST(Docs, TheChangelogMentionsAllRules) {
    const std::string changelog = text_of(root / "CHANGELOG.md");
    for (const std::string& id : rule_ids()) EXPECT_TRUE(mentions(changelog, id)) << "CHANGELOG.md lacks " << id;
    EXPECT_TRUE(mentions("- `a-b`: it", "a-b"));
    EXPECT_FALSE(mentions("xa-b a-b-c a-b_", "a-b"));
}

/// The cells of a row of a Markdown table, without white space and backquotes around them.
std::vector<std::string> cells_of(const std::string& row) {
    std::vector<std::string> cells;
    std::istringstream parts(row);
    std::string cell;
    std::getline(parts, cell, '|');
    while (std::getline(parts, cell, '|')) {
        const std::size_t begin = cell.find_first_not_of(" `");
        const std::size_t end = cell.find_last_not_of(" `");
        cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end + 1 - begin));
    }
    return cells;
}

/// Between the comment that names a bug's change and the next function's comment stands what must be found.
TEST(Docs, EachBugOfTheHistoryIsInItsFixture) {
    std::istringstream lines(text_of(root / "docs" / "history.md"));
    std::size_t bugs = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> cells = cells_of(line);
        if (cells.size() < 6 || cells[0].find_first_not_of("0123456789") != std::string::npos) continue;
        EXPECT_EQ(cells[0], std::to_string(++bugs));
        const std::string fixture = text_of(root / "fixtures" / "rules" / cells[5]);
        const std::string rule = cells[5].substr(0, cells[5].find('/'));
        EXPECT_TRUE(mentions(cells[4], rule)) << line;
        const std::size_t at = fixture.find(cells[1]);
        ASSERT_NE(at, std::string::npos) << cells[5] << " does not name " << cells[1];
        const std::size_t end = fixture.find("\n}", at);
        const std::size_t expected = fixture.find("// expect: " + rule, at);
        EXPECT_LT(expected, std::min(end, fixture.find("\n    // ", fixture.find('\n', at)))) << cells[1];
    }
    EXPECT_EQ(bugs, 24u);
}

}  // namespace
}  // namespace awaitlint::fixtures
