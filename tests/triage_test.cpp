// Triage on real compilers' output: fixtures/triage/logs, made of fixtures/triage/programs, whose wrong lines say so.
#include "triage/triage.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const fs::path fixtures = AWAITLINT_SOURCE_DIR "/fixtures/triage";

using Lines = std::set<std::pair<std::string, std::uint32_t>>;

/// The lines of the programs that end with "// wrong".
Lines wrong_lines() {
    Lines lines;
    for (const auto& entry : fs::directory_iterator(fixtures / "programs")) {
        std::ifstream in(entry.path());
        std::string text;
        for (std::uint32_t line = 1; std::getline(in, text); ++line)
            if (text.ends_with("// wrong")) lines.insert({entry.path().filename().string(), line});
    }
    return lines;
}

TriageReport triage_of(const std::vector<std::string>& logs, const TriageOptions& options = {}) {
    auto report = triage(logs, options);
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : TriageReport();
}

Lines told_lines(const TriageReport& report) {
    Lines lines;
    for (const AwaitError& error : report.errors) lines.insert({error.place.file, error.place.line});
    return lines;
}

class RealLogs : public testing::TestWithParam<std::string> {
protected:
    std::string path() const { return (fixtures / "logs" / GetParam()).string(); }
};

TEST_P(RealLogs, TellTheWrongLinesAndNoOthers) {
    const TriageReport report = triage_of({path()});
    EXPECT_EQ(told_lines(report), wrong_lines());
    EXPECT_EQ(report.other_errors, 6u) << "programs/broken.cpp has six errors, and none is of an await";
    EXPECT_EQ(report.unclear, 0u);
}

std::vector<std::string> compiler_logs() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(fixtures / "logs"))
        if (entry.path().filename().string().find("++") != std::string::npos)
            names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(Compilers, RealLogs, testing::ValuesIn(compiler_logs()), [](const auto& info) {
    std::string name = info.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
});

TEST(Triage, KnowsSeveralCompilers) {
    EXPECT_EQ(compiler_logs().size(), 10u);
}

}  // namespace
}  // namespace awaitlint
