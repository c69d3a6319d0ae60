// The text of a triage: one line per await error, as compilers write places; below it when it happened, and the repair.
//
// Everything that comes from a log goes through `printable`. Findings are printed as `check` prints them.
#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "awaitlint/report.h"
#include "triage/triage.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_hours_shown = 24;
constexpr std::size_t most_units_shown = 3;
constexpr std::size_t most_services_shown = 8;

std::string shown(std::string_view text) {
    std::string line(text);
    for (char& c : line)
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    return printable(line);
}

std::string place_text(const Place& place) {
    if (!place.is_known()) return "(no place in the log)";
    if (place.column == 0) return fmt::format("{}:{}", shown(place.file), place.line);
    return fmt::format("{}:{}:{}", shown(place.file), place.line, place.column);
}

std::string times(std::uint64_t count) {
    return count == 1 ? "once" : fmt::format("{} times", count);
}

std::string units_text(const AwaitError& error) {
    if (error.units.size() == 1 && (error.units[0] == error.place.file || error.units[0] == error.inside.file))
        return "";
    std::string text;
    for (std::size_t i = 0; i < error.units.size() && i < most_units_shown; ++i)
        text += fmt::format("{}{}", i == 0 ? "" : ", ", shown(error.units[i]));
    if (error.units.size() > most_units_shown)
        text += fmt::format(" and {} more", error.units.size() - most_units_shown);
    return text;
}

/// "web 5, worker 2"
std::string services_text(const AwaitError& error) {
    std::string text;
    std::size_t shown_services = 0;
    for (const auto& [service, count] : error.services) {
        if (shown_services++ == most_services_shown)
            return text + fmt::format(" and {} more services", error.services.size() - most_services_shown);
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", shown(service), count);
    }
    return text;
}

/// What the log adds to the sentence: how often, from where.
std::string remarks(const AwaitError& error) {
    std::string text;
    const auto add = [&](const std::string& remark) { text += (text.empty() ? "" : "; ") + remark; };
    if (error.is_where_logged) add("logged there");
    if (error.inside.is_known()) add("reported inside " + place_text(error.inside));
    if (error.source == "build") {
        if (const std::string units = units_text(error); !units.empty()) add("compiling " + units);
    } else {
        add(times(error.count));
        if (error.last) add("last " + time_text(*error.last));
        if (const std::string services = services_text(error); !services.empty()) add(services);
    }
    return text.empty() ? "" : fmt::format(" ({})", text);
}

std::string hours_text(const AwaitError& error) {
    std::string text;
    const std::size_t skipped = error.hours.size() > most_hours_shown ? error.hours.size() - most_hours_shown : 0;
    if (skipped > 0) text += fmt::format("  {} earlier hours\n", skipped);
    std::size_t i = 0;
    for (const auto& [start, count] : error.hours)
        if (i++ >= skipped) text += fmt::format("  {}  {}\n", time_text(start).substr(0, 13) + ":00Z", times(count));
    return text;
}

/// What `check` would print below the first line of the finding.
std::string finding_lines(const Finding& finding) {
    Report report;
    report.findings.push_back(finding);
    report.findings[0].notes.clear();  // they say again why: one line has to do
    const auto text = render("text", report, nullptr);
    return text ? text->substr(std::min(text->find('\n') + 1, text->size())) : "";
}

std::string error_text(const AwaitError& error) {
    std::string text;
    if (error.finding) {
        const Place place = error.finding->span.place();
        text = fmt::format("{}: {}: {} [{}]{}\n", place_text(place), severity_name(error.finding->severity),
                           shown(error.finding->message), shown(error.finding->rule), remarks(error));
        text += finding_lines(*error.finding);
    } else {
        const std::string in =
            error.function.empty() || error.source == "build" ? "" : fmt::format(" in '{}'", shown(error.function));
        text = fmt::format("{}: error:{} {} [{}]{}\n", place_text(error.place), in.empty() ? "" : in + ":",
                           shown(error.message), error.reason, remarks(error));
        if (error.is_analysed) text += "  analysis: nothing is wrong at this place now\n";
    }
    return text + hours_text(error);
}

}  // namespace

std::string triage_text(const TriageReport& report) {
    std::string text;
    for (const AwaitError& error : report.errors) text += error_text(error);
    return printable_lines(text);
}

std::string triage_summary(const TriageReport& report) {
    std::string text = fmt::format("triaged {} {} ({} bytes): {} await {} at {} {}", report.logs.size(),
                                   report.logs.size() == 1 ? "log" : "logs", report.bytes, report.sightings,
                                   report.sightings == 1 ? "error" : "errors", report.errors.size(),
                                   report.errors.size() == 1 ? "place" : "places");
    if (report.left_out > 0) text += fmt::format(" ({} more at further places)", report.left_out);
    if (report.since)
        text += fmt::format(" since {}, {} outside the window", time_text(*report.since), report.outside_window);
    return text +
           fmt::format("; {} other compile {}", report.other_errors, report.other_errors == 1 ? "error" : "errors");
}

}  // namespace awaitlint
