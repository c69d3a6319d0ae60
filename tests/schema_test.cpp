// The published JSON Schema against rendered reports, with Debian's validator: real reports fit, broken ones do not.
//
// The validator is a program of its own, so that a mistake of ours cannot agree with itself.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "awaitlint/render.h"
#include "awaitlint/report.h"
#include "sample_reports.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

const char* const schema_path = AWAITLINT_SOURCE_DIR "/docs/schema/report.schema.json";

struct Ran {
    int status;
    std::string output;
};

Ran run(const std::string& command, const fs::path& folder) {
    const fs::path output = folder / "output.txt";
    const int status = std::system((command + " >'" + output.string() + "' 2>&1").c_str());
    std::ostringstream text;
    text << std::ifstream(output).rdbuf();
    return {status, text.str()};
}

class Schema : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "awaitlint-schema-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        ASSERT_EQ(run("/usr/bin/python3 -c 'import jsonschema'", folder_).status, 0)
            << "the JSON Schema validator is missing: apt-get install python3-jsonschema";
    }
    void TearDown() override { fs::remove_all(folder_); }

    // One run of the validator over all texts. Says for each whether it fits; `output` is what the validator said.
    std::vector<bool> fits(const std::vector<std::string>& texts) {
        std::string instances;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            std::ofstream(path(i)) << texts[i];
            instances += " -i '" + path(i) + "'";
        }
        output = run("/usr/bin/python3 -W ignore -m jsonschema --output pretty" + instances + " '" + schema_path + "'",
                     folder_)
                     .output;
        std::vector<bool> verdicts;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const bool is_good = output.find("[SUCCESS]===(" + path(i) + ")") != std::string::npos;
            const bool is_bad = output.find("[ValidationError]===(" + path(i) + ")") != std::string::npos;
            EXPECT_NE(is_good, is_bad) << "no clear word on " << texts[i] << "\n" << output;
            verdicts.push_back(is_good);
        }
        return verdicts;
    }
    bool fits(const std::string& text) { return fits(std::vector{text}).front(); }

    std::string output;

private:
    std::string path(std::size_t i) const { return (folder_ / (std::to_string(i) + ".json")).string(); }
    fs::path folder_;
};

std::string json_of(const Report& report) {
    return *render("json", report, nullptr);
}

// Every object of a JSON value, as pointers.
void collect_objects(const Json& value, const Json::json_pointer& at, std::vector<Json::json_pointer>& found) {
    if (value.is_object()) found.push_back(at);
    if (value.is_object())
        for (const auto& [key, child] : value.items()) collect_objects(child, at / key, found);
    if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i) collect_objects(value[i], at / i, found);
}

Report everything() {
    Report report = samples::full();
    report.is_audit = true;
    report.audit_symbol = samples::audit().audit_symbol;
    report.audit = samples::audit().audit;
    report.findings[0].baseline_state = BaselineState::known;
    report.findings[1].baseline_state = BaselineState::added;
    report.baseline =
        BaselineOutcome{".awaitlint-baseline.json", 1, 1, {{"a.cpp", "discarded-awaitable", "f", "g()", 2}}, {}};
    report.changed = ChangedScope{"main", std::string(40, 'a'), 2, 1};
    return report;
}

TEST_F(Schema, IsItselfAValidSchema) {
    std::ifstream file(schema_path);
    ASSERT_TRUE(file) << schema_path;
    EXPECT_EQ(Json::parse(file)["$schema"], "http://json-schema.org/draft-07/schema#");
    fits("{}");
    EXPECT_EQ(output.find("SchemaError"), std::string::npos) << output;
}

TEST_F(Schema, RenderedReportsFit) {
    EXPECT_TRUE(fits(json_of(samples::empty()))) << output;
    EXPECT_TRUE(fits(json_of(samples::full()))) << output;
    EXPECT_TRUE(fits(json_of(samples::audit()))) << output;
    EXPECT_TRUE(fits(json_of(everything()))) << output;
    Report odd = samples::full();
    odd.findings[1].current = "\xff\x1b";
    odd.findings[1].severity = Severity::note;
    odd.findings[1].suggestions[0].proven = false;
    odd.findings[1].suggestions[0].why_not = "picks another overload";
    odd.findings[1].suggestions[0].edits.clear();
    EXPECT_TRUE(fits(json_of(odd))) << output;
}

TEST_F(Schema, AddedKeysFit) {
    Json json = Json::parse(json_of(everything()));
    std::vector<Json::json_pointer> objects;
    collect_objects(json, Json::json_pointer(), objects);
    for (const Json::json_pointer& object : objects) json[object]["later"] = 1;
    EXPECT_TRUE(fits(json.dump())) << output;
}

TEST_F(Schema, NoKeyMayBeMissingOrOfAnotherType) {
    const Json json = Json::parse(json_of(everything()));
    std::vector<Json::json_pointer> objects;
    collect_objects(json, Json::json_pointer(), objects);
    std::vector<std::string> broken, what;
    for (const Json::json_pointer& object : objects) {
        for (const auto& [key, value] : json[object].items()) {
            Json changed = json;
            changed[object][key] = value.is_array() ? Json::object() : Json::array();
            broken.push_back(changed.dump());
            what.push_back("another type: " + (object / key).to_string());
            if (key == "baseline" || key == "baseline_state" || key == "changed") continue;
            if (key == "audit" || key == "target_file" || key == "target_line") continue;
            if (key == "applicability" || key == "why_unsafe") continue;
            // Edits have always had them; places have them since they are read back.
            if ((key == "offset" || key == "length") && json[object].contains("end_line")) continue;
            if (key == "meta" || key == "paths" || key == "coverage" || key == "suppression_reason") continue;
            if (key == "baseline_reason") continue;
            if (object.to_string() == "/meta") continue;
            changed = json;
            changed[object].erase(key);
            broken.push_back(changed.dump());
            what.push_back("missing: " + (object / key).to_string());
        }
    }
    ASSERT_GT(broken.size(), 200u);
    const std::vector<bool> verdicts = fits(broken);
    for (std::size_t i = 0; i < broken.size(); ++i) EXPECT_FALSE(verdicts[i]) << what[i];
}

TEST_F(Schema, WrongValuesAreRefused) {
    const Json json = Json::parse(json_of(everything()));
    const std::pair<const char*, Json> wrong[] = {
        {"/schema", "awaitlint-report/2"},
        {"/tool/name", "another"},
        {"/tool/version", "new"},
        {"/tool/llvm", ""},
        {"/run/exit_code", 4},
        {"/run/complete", "yes"},
        {"/summary/units/total", -1},
        {"/summary/findings/total", 1.5},
        {"/findings/1/rule", "Await_On"},
        {"/findings/1/severity", "fatal"},
        {"/findings/1/severity", "off"},
        {"/findings/1/line", 0},
        {"/findings/1/context", "class"},
        {"/findings/1/file", ""},
        {"/findings/1/message", ""},
        {"/findings/1/suggestions/0/kind", "magic"},
        {"/findings/1/suggestions/0/why_not", "proven, and yet not"},
        {"/findings/1/suggestions/0/edits/0/offset", -1},
        {"/findings/0/notes/0/line", -1},
        {"/units/2/status", "crashed"},
        {"/units/2/reason", ""},
        {"/audit/symbol", ""},
        {"/audit/rows/0/verdict", "perhaps"},
        {"/audit/rows/0/column", 0},
    };
    std::vector<std::string> broken;
    for (const auto& [pointer, value] : wrong) {
        Json changed = json;
        changed.at(Json::json_pointer(pointer)) = value;
        broken.push_back(changed.dump());
    }
    const std::vector<bool> verdicts = fits(broken);
    for (std::size_t i = 0; i < broken.size(); ++i)
        EXPECT_FALSE(verdicts[i]) << wrong[i].first << " = " << wrong[i].second;
}

}  // namespace
}  // namespace awaitlint
