// See logs.h.
#include "logs.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "fuzz.h"
#include "triage/triage.h"

namespace awaitlint::fuzz {
namespace {

constexpr Seconds some_day = 1'795'000'000;  // in November 2026, as in the seeds

void check_errors(const TriageReport& report, std::size_t lines) {
    std::uint64_t sightings = 0;
    for (const AwaitError& error : report.errors) {
        sightings += error.count;
        std::uint64_t in_hours = 0;
        for (const auto& [hour, count] : error.hours) in_hours += count;
        require(in_hours <= error.count, "hours count what is counted");
        require(error.first.has_value() == error.last.has_value() && error.first <= error.last, "first is before last");
    }
    require(sightings + report.left_out == report.sightings, "what is seen is told, or counted as left out");
    require(report.errors.size() <= 4 * lines + 4, "no more errors than lines that could tell of them");
}

void check_json(const std::string& text, const TriageReport& report) {
    require(is_utf8(text), "JSON is UTF-8");
    const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    require(json.is_object() && json["errors"].size() == report.errors.size(), "JSON holds all errors");
}

}  // namespace

void check_triage(std::string_view log) {
    TriageOptions options;
    options.folder = "/home/me/app";
    options.clock.now = some_day;
    for (const bool has_window : {false, true}) {
        if (has_window) options.since = some_day - 86400;
        const auto report = triage({file_with("log", log)}, options);
        if (!report) return require(!report.error().message.empty(), "an error says what is wrong");
        require(report->bytes == log.size(), "the log is read as a whole");
        const auto lines = static_cast<std::size_t>(std::count(log.begin(), log.end(), '\n')) + 1;
        check_errors(*report, lines);
        const std::string text = triage_text(*report), json = triage_json(*report);
        require_fit_for_terminal(text, "a report is fit for a terminal");
        require_fit_for_terminal(triage_summary(*report), "so is the summary");
        check_json(json, *report);
        // A path of a make folder, or a message, can be in each error that follows it.
        require_linear(text.size(), log.size(), 64 + 16 * report->errors.size(), "a report is bounded by the log");
        require_linear(json.size(), log.size(), 64 + 32 * report->errors.size(), "so is its JSON");
    }
}

}  // namespace awaitlint::fuzz
