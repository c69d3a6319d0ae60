// JSON of anybody's as a saved report, and text of anybody's as a history: what is refused is refused with a reason,
// and what is taken can be written in every format and says the same when it is read again.
#include "report/saved_report.h"

#include "awaitlint/render.h"
#include "fuzz.h"
#include "report/history.h"

using namespace awaitlint;

namespace {

void check_report(std::string_view text) {
    const auto document = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (document.is_discarded()) return;
    const auto report = report_of_json(document);
    if (!report) {
        fuzz::require(!report.error().message.empty(), "what is refused has a reason");
        return;
    }
    const SourceBytes bytes = [&](const std::string&) { return text; };
    for (const std::string& format : report_formats())
        fuzz::require(bool(render(format, *report, nullptr, bytes)), "all formats are made");
    const std::string once = *render("json", *report, nullptr);
    const auto again = report_of_json(nlohmann::json::parse(once, nullptr, /*allow_exceptions=*/false));
    fuzz::require(bool(again), "what we write is taken");
    fuzz::require(*render("json", *again, nullptr) == once, "read again, it says the same");
}

void check_history(std::string_view text) {
    const auto entries = history_of(text);
    if (!entries) {
        fuzz::require(!entries.error().message.empty(), "what is refused has a reason");
        return;
    }
    std::string lines;
    for (const HistoryEntry& entry : *entries) lines += history_line(entry);
    const auto again = history_of(lines);
    fuzz::require(again && again->size() == entries->size(), "what we write is taken");
    fuzz::require_fit_for_terminal(trend_of(*entries), "a trend is fit for a terminal");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    check_report(text);
    check_history(text);
    return 0;
}
