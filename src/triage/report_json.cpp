// The JSON of a triage, `awaitlint-triage/1`: docs/schema/triage.schema.json describes it.
//
// Keys stand in this order and are always there; what is not known is null or empty. A finding has the form that it has
// in `awaitlint-report/1`. Bytes that are not UTF-8 become U+FFFD.
#include <nlohmann/json.hpp>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "awaitlint/report.h"
#include "triage/triage.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;

Json time_json(const std::optional<Seconds>& time) {
    return time ? Json(time_text(*time)) : Json(nullptr);
}

Json place_json(const Place& place) {
    if (!place.is_known()) return nullptr;
    return {{"file", place.file}, {"line", place.line}, {"column", place.column}};
}

/// Reports own the form of findings.
Json finding_json(const Finding& finding) {
    Report report;
    report.findings.push_back(finding);
    const auto text = render("json", report, nullptr);
    return text ? Json::parse(*text)["findings"][0] : Json(nullptr);
}

Json services_json(const std::map<std::string, std::uint64_t>& services) {
    Json counts = Json::array();
    for (const auto& [service, count] : services) counts.push_back({{"service", service}, {"count", count}});
    return counts;
}

/// Parts of the window of which the logs show nothing.
Json uncovered_json(const TriageReport& report) {
    Json parts = Json::array();
    for (const Uncovered& part : report.uncovered)
        parts.push_back({{"from", time_text(part.from)}, {"to", time_text(part.to)}, {"why", part.why}});
    return parts;
}

Json doubts_json(const TriageReport& report) {
    const auto count = [&](Doubt doubt) { return report.doubts[static_cast<std::size_t>(doubt)].count; };
    return {{"unread", count(Doubt::unread)},
            {"broken_records", count(Doubt::broken) + report.broken.size()},
            {"cut_lines", count(Doubt::cut_line)},
            {"cut_tracebacks", count(Doubt::cut_traceback)},
            {"other_language", count(Doubt::language)}};
}

Json error_json(const AwaitError& error) {
    Json hours = Json::array();
    for (const auto& [start, count] : error.hours) hours.push_back({{"hour", time_text(start)}, {"count", count}});
    return {{"source", error.source},
            {"reason", error.reason},
            {"message", error.message},
            {"place", place_json(error.place)},
            {"inside", place_json(error.inside)},
            {"logged_there", error.is_where_logged},
            {"type", error.type},
            {"function", error.function},
            {"count", error.count},
            {"first", time_json(error.first)},
            {"last", time_json(error.last)},
            {"hours", hours},
            {"units", error.units},
            {"services", services_json(error.services)},
            {"analysed", error.is_analysed},
            {"finding", error.finding ? finding_json(*error.finding) : Json(nullptr)}};
}

}  // namespace

std::string triage_json(const TriageReport& report) {
    Json errors = Json::array();
    for (const AwaitError& error : report.errors) errors.push_back(error_json(error));
    const Json json{
        {"schema", "awaitlint-triage/1"},
        {"tool", {{"name", "awaitlint"}, {"version", report.version}}},
        {"run",
         {{"complete", report.problems.empty()}, {"exit_code", report.exit_code}, {"problems", report.problems}}},
        {"logs", report.logs},
        {"window",
         {{"since", time_json(report.since)},
          {"now", time_json(report.now)},
          {"oldest", time_json(report.oldest)},
          {"newest", time_json(report.newest)},
          {"uncovered", uncovered_json(report)}}},
        {"summary",
         {{"bytes", report.bytes},
          {"await_errors", report.sightings},
          {"places", report.errors.size()},
          {"without_time", report.without_time},
          {"outside_window", report.outside_window},
          {"left_out", report.left_out},
          {"other_errors", report.other_errors},
          {"unclear", report.unclear},
          {"services", services_json(report.services)},
          {"not_understood", doubts_json(report)}}},
        {"errors", errors}};
    return printable_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace awaitlint
