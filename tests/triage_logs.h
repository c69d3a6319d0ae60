// What the tests of triage stand on: triage of some logs or of a text, and the lines that it tells of.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "temporary_folder.h"
#include "triage/triage.h"

namespace awaitlint {

inline const std::filesystem::path triage_fixtures = AWAITLINT_SOURCE_DIR "/fixtures/triage";

using Lines = std::set<std::pair<std::string, std::uint32_t>>;

inline TriageReport triage_of(const std::vector<std::string>& logs, const TriageOptions& options = {}) {
    auto report = triage(logs, options);
    EXPECT_TRUE(report) << (report ? "" : report.error().message);
    return report ? *report : TriageReport();
}

inline TriageReport triage_text_of(const std::string& text, const TriageOptions& options = {}) {
    const TemporaryFolder folder;
    return triage_of({folder.write("log", text)}, options);
}

inline Lines told_lines(const TriageReport& report) {
    Lines lines;
    for (const AwaitError& error : report.errors) lines.insert({error.place.file, error.place.line});
    return lines;
}

}  // namespace awaitlint
