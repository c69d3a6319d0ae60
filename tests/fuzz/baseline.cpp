// Baselines: an error that begins with the file, or entries that are written and read again as they were, and that know
// as many findings as they count and no more.
#include "awaitlint/baseline.h"

#include <algorithm>

#include "baseline/baseline_file.h"
#include "baseline/entry.h"
#include "baseline/match.h"
#include "fuzz.h"

using namespace awaitlint;

namespace {

/// One finding per entry, as far as an entry's code is what its finding's would be.
std::vector<Finding> findings_of_each(const std::vector<BaselineEntry>& entries) {
    std::vector<Finding> findings;
    for (const BaselineEntry& entry : entries) {
        Finding finding;
        finding.rule = entry.rule;
        finding.span.file = entry.file;
        finding.function = entry.function;
        finding.current = entry.code;
        if (entry_of(finding).code == entry.code) findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(fuzz::text_of(bytes, size));
    const std::string code = normalised_code(text);
    fuzz::require(fuzz::is_utf8(code) && code.size() <= 200, "code is UTF-8 and bounded");
    fuzz::require(normalised_code("/* a */ \\\n\t" + text) == code, "what means nothing changes nothing");

    const std::string path = fuzz::file_with(".awaitlint-baseline.json", text);
    const auto read = read_baseline(path);
    if (!read) {
        fuzz::require(read.error().message.starts_with(path), "an error begins with the file");
        fuzz::require_linear(read.error().message.size(), size, 400, "an error is bounded");
        return 0;
    }
    const std::string again = fuzz::file_with("again.json", baseline_text(*read));
    const auto entries = read_baseline(again);
    fuzz::require(entries && *entries == *read, "written and read again, it is the same");

    std::vector<Finding> findings = findings_of_each(*read);
    const auto outcome = match_baseline({"b", *read}, findings, [](const BaselineEntry&) { return Sight::looked_at; });
    fuzz::require(outcome.known + outcome.added == findings.size(), "each finding is known or new");
    fuzz::require(outcome.known + awaitlint::findings_of(outcome.stale) == awaitlint::findings_of(*read),
                  "each entry is used as often as it counts");
    return 0;
}
