// The golden path: awaitlint on the backend that does not compile reports exactly the twelve wrong places, its repairs
// make the repaired backend to the byte, there it reports nothing, and README.md shows what it really prints.
//
// The wrong places are read from the table in fixtures/golden_path/README.md, which people wrote.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path source = AWAITLINT_SOURCE_DIR;
const fs::path fixture = source / "fixtures/golden_path";
const char* const app = "netra_backend/app/";

struct Site {
    std::string place;  // below the project
    std::string wrong;
    std::string right;
    friend auto operator<=>(const Site& a, const Site& b) = default;
};
std::ostream& operator<<(std::ostream& stream, const Site& site) {
    return stream << "\n  " << site.place << ": " << site.wrong << " -> " << site.right;
}

/// Rows of four cells whose first, third and fourth are code.
std::vector<Site> sites_of_readme() {
    const std::regex row("\\| `([^`]+:\\d+:\\d+)` \\| [^|]+ \\| `([^`]+)` \\| `([^`]+)` \\|");
    const std::string text = text_of(fixture / "README.md");
    std::vector<Site> sites;
    for (std::sregex_iterator match(text.begin(), text.end(), row), end; match != end; ++match)
        sites.push_back({app + (*match)[1].str(), (*match)[2], (*match)[3]});
    std::sort(sites.begin(), sites.end());
    return sites;
}

/// One of the two projects in a folder of its own, configured, and what the commands say there. Each runs once.
class Backend {
public:
    explicit Backend(const char* state) {
        fs::copy(fixture / state, folder_.path(), fs::copy_options::recursive);
        const Ran cmake =
            run({.program = "/usr/bin/cmake",
                 .arguments = {"-S", ".", "-B", "build", "-G", "Ninja", "-DCMAKE_CXX_COMPILER=clang++-22"},
                 .folder = folder_.path(),
                 .standard_output = ""});
        EXPECT_EQ(cmake.status, 0) << cmake;
    }

    Ran awaitlint(std::vector<std::string> arguments) {
        return run({.arguments = std::move(arguments),
                    .folder = folder_.path(),
                    .standard_output = "",
                    .environment = {"AWAITLINT_CACHE_DIR=" + cache_.path()}});
    }
    const Ran& check() {
        if (!check_) check_ = awaitlint({"check", "--format", "json", "--output", "text:findings.txt"});
        return *check_;
    }
    std::string text() {
        check();
        return text_of(file("findings.txt"));
    }
    const Ran& audit() {
        if (!audit_) audit_ = awaitlint({"audit", "netra::get_websocket_manager", "--output", "json:audit.json"});
        return *audit_;
    }
    json audit_rows() {
        audit();
        return json::parse(text_of(file("audit.json")), nullptr, false)["audit"]["rows"];
    }
    fs::path file(const std::string& name) const { return folder_.path(name); }

private:
    TemporaryFolder folder_;
    TemporaryFolder cache_;
    std::optional<Ran> check_;
    std::optional<Ran> audit_;
};

class GoldenPath : public testing::Test {
protected:
    static void SetUpTestSuite() {
        before = std::make_unique<Backend>("before");
        after = std::make_unique<Backend>("after");
    }
    static void TearDownTestSuite() {
        before.reset();
        after.reset();
    }
    static json findings() { return before->check().json()["findings"]; }

    static std::unique_ptr<Backend> before, after;
};
std::unique_ptr<Backend> GoldenPath::before, GoldenPath::after;

std::string place_of(const json& value) {
    return value["file"].get<std::string>() + ":" + std::to_string(value["line"].get<int>()) + ":" +
           std::to_string(value["column"].get<int>());
}

TEST_F(GoldenPath, ExactlyTheWrongPlacesAndTheRightRepairFirst) {
    const std::vector<Site> expected = sites_of_readme();
    ASSERT_EQ(expected.size(), 12u);
    EXPECT_EQ(before->check().status, 1) << before->check().err;
    EXPECT_EQ(before->check().last_error_line(),
              "analysed 7/9 units (0 cached, 2 skipped, 0 failed): 12 findings (12 errors, 0 warnings, 0 suppressed)");
    EXPECT_EQ(schema_complaint(before->check().out), "");
    std::vector<Site> found;
    const json all = findings();
    for (const json& finding : all) {
        const json& suggestions = finding["suggestions"];
        const std::string right = suggestions.empty() ? "" : suggestions[0]["replacement"].get<std::string>();
        found.push_back({place_of(finding), finding["current"], right});
    }
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, expected);
}

TEST_F(GoldenPath, EveryRepairThatFitsIsProven) {
    std::size_t async = 0, sync = 0;
    const json all = findings();
    for (const json& finding : all) {
        EXPECT_EQ(finding["suggestions"][0]["proven"], true) << finding.dump(1);
        for (const json& suggestion : finding["suggestions"]) {
            const bool is_proven = suggestion["proven"];
            EXPECT_NE(is_proven, !suggestion["why_not"].get<std::string>().empty()) << suggestion.dump(1);
            if (suggestion["kind"] == "async") async += is_proven;
            if (suggestion["kind"] == "sync") sync += is_proven;
        }
    }
    EXPECT_EQ(async, 9u) << "within coroutines, where there is a sibling";
    EXPECT_EQ(sync, 12u) << "the plain call would compile at all twelve";
}

TEST_F(GoldenPath, TheFirstRepairsMakeTheRepairedProject) {
    std::map<std::string, std::map<std::size_t, json>> edits;
    const json all = findings();
    for (const json& finding : all)
        for (const json& edit : finding["suggestions"][0]["edits"]) edits[edit["file"]][edit["offset"]] = edit;
    for (const auto& [file, of_file] : edits) {
        std::string text = text_of(fixture / "before" / file);
        for (auto edit = of_file.rbegin(); edit != of_file.rend(); ++edit)
            text.replace(edit->first, edit->second["length"], edit->second["text"].get<std::string>());
        EXPECT_EQ(text, text_of(fixture / "after" / file)) << file;
    }
    EXPECT_EQ(edits.size(), 5u) << "files that differ between before/ and after/";
}

TEST_F(GoldenPath, NothingInTheRepairedProject) {
    EXPECT_EQ(after->check().status, 0) << after->check();
    EXPECT_EQ(after->text(), "");
    EXPECT_EQ(after->check().last_error_line(),
              "analysed 7/9 units (0 cached, 2 skipped, 0 failed): 0 findings (0 errors, 0 warnings, 0 suppressed)");
}

TEST_F(GoldenPath, TheAuditListsEveryUseOfTheFactoryAndItsSibling) {
    EXPECT_EQ(before->audit().status, 1) << before->audit();
    std::set<std::string> listed, wrong;
    const json rows = before->audit_rows();
    for (const json& row : rows) {
        listed.insert(row["file"].get<std::string>() + ":" + std::to_string(row["line"].get<int>()));
        if (row["verdict"] == "wrong") wrong.insert(place_of(row));
        if (row["verdict"] == "wrong") EXPECT_EQ(row["proven"], true) << row.dump(1);
        EXPECT_NE(row["verdict"], "maybe") << row.dump(1);
    }
    std::set<std::string> expected_wrong;
    for (const Site& site : sites_of_readme())
        if (contains(site.wrong, "get_websocket_manager(")) expected_wrong.insert(site.place);
    EXPECT_EQ(wrong, expected_wrong);

    // A use is a line that calls the function and neither declares nor defines it: all by grep, none by Clang.
    std::set<std::string> expected;
    const std::regex call("get_websocket_manager(_async)?\\("),
        declaration("^[A-Za-z:<>]+.*get_websocket_manager|^ *//|^#");
    for (const auto& entry : fs::recursive_directory_iterator(fixture / "before")) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
        std::istringstream text(text_of(entry.path()));
        std::string line;
        for (int number = 1; std::getline(text, line); ++number)
            if (std::regex_search(line, call) && !std::regex_search(line, declaration))
                expected.insert(fs::relative(entry.path(), fixture / "before").string() + ":" + std::to_string(number));
    }
    EXPECT_EQ(listed, expected);
}

TEST_F(GoldenPath, TheReadmeShowsWhatIsPrinted) {
    const std::string readme = text_of(source / "README.md");
    std::string printed = before->text() + before->check().err + before->audit().out;
    const Ran patch = before->awaitlint({"fix", "--diff"});  // of what check has kept
    EXPECT_EQ(patch.status, 1) << patch;
    printed += patch.out + patch.err;
    const std::regex block("```text\n([^`]*)```");
    std::size_t pieces = 0;
    for (std::sregex_iterator match(readme.begin(), readme.end(), block), end; match != end; ++match) {
        std::istringstream lines((*match)[1].str());
        std::string piece, line;
        const auto expect_printed = [&] {
            if (!piece.empty()) ++pieces;
            EXPECT_TRUE(contains(printed, piece)) << "README.md shows what is not printed:\n" << piece;
            piece.clear();
        };
        while (std::getline(lines, line)) {
            if (line == "..." || line.starts_with("$ "))
                expect_printed();
            else
                piece += line + "\n";
        }
        expect_printed();
    }
    EXPECT_GE(pieces, 3u) << "```text blocks of README.md show output; lines of `...` stand for what is left out";
    EXPECT_LT(readme.find("```text"), readme.find("./dev demo")) << "it opens with what awaitlint prints";
}

TEST_F(GoldenPath, TheReadmesTableOfRulesIsTheRegistrys) {
    const std::string readme = text_of(source / "README.md");
    const json rules = before->awaitlint({"rules", "--format", "json"}).json();
    ASSERT_FALSE(rules.empty());
    for (const json& rule : rules) {
        const std::string id = rule["id"];
        const std::string row = "| [`" + id + "`](docs/rules/" + id + ".md) | " + rule["severity"].get<std::string>() +
                                " | " + rule["summary"].get<std::string>() + " |\n";
        EXPECT_TRUE(contains(readme, row)) << "README.md lacks the row\n" << row;
        const std::string line = "`" + id + "`: " + rule["summary"].get<std::string>();
        EXPECT_TRUE(contains(text_of(source / "CHANGELOG.md"), line)) << "CHANGELOG.md lacks\n" << line;
    }
}

}  // namespace
}  // namespace awaitlint
