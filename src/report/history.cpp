// See history.h.
#include "report/history.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "awaitlint/printable.h"
#include "report/formats.h"
#include "report/report_json.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* schema = "awaitlint-history/1";
constexpr std::size_t most_shown = 10;

std::string change_from(const HistoryEntry* before, const HistoryEntry& entry) {
    if (!before) return "";
    const auto was = static_cast<std::int64_t>(before->counts.findings);
    const auto is = static_cast<std::int64_t>(entry.counts.findings);
    return is == was ? " (as before)" : fmt::format(" ({:+})", is - was);
}

std::string line_of(const HistoryEntry& entry, const HistoryEntry* before) {
    std::string line =
        fmt::format("{}{}: {}, {}, {} with a proven repair, {} suppressed", counted(entry.counts.findings, "finding"),
                    change_from(before, entry), counted(entry.counts.errors, "error"),
                    counted(entry.counts.warnings, "warning"), entry.proven, entry.counts.suppressed);
    if (entry.known != 0) line += fmt::format(", {} known to the baseline", entry.known);
    if (!entry.complete)
        line += fmt::format("; incomplete, {} of {} units failed", entry.counts.failed, entry.counts.units);
    for (const auto& [key, value] : entry.meta) line += fmt::format("; {}: {}", brief(key), brief(value));
    return line;
}

/// Deep enough nesting ends the parser's stack, and a line of ours nests twice.
bool is_nested_too_deeply(std::string_view line) {
    constexpr std::size_t deepest = 8;
    std::size_t depth = 0;
    for (const char c : line) {
        if ((c == '{' || c == '[') && ++depth > deepest) return true;
        if ((c == '}' || c == ']') && depth > 0) --depth;
    }
    return false;
}

std::uint64_t number_in(const nlohmann::json& object, const char* key) {
    const auto value = object.find(key);
    return value != object.end() && value->is_number_unsigned() ? value->get<std::uint64_t>() : 0;
}

template <class Value>
std::map<std::string, Value> map_in(const nlohmann::json& object, const char* key,
                                    bool (nlohmann::json::*is_kind)() const noexcept) {
    std::map<std::string, Value> values;
    if (!object.contains(key) || !object[key].is_object()) return values;
    for (const auto& [name, value] : object[key].items())
        if ((value.*is_kind)()) values[name] = value.template get<Value>();
    return values;
}

bool fits(const nlohmann::json& line) {
    const auto has = [&](const char* key, bool (nlohmann::json::*is_kind)() const noexcept) {
        return line.contains(key) && (line[key].*is_kind)();
    };
    return line.is_object() && has("schema", &nlohmann::json::is_string) && line["schema"] == schema &&
           has("findings", &nlohmann::json::is_object) && has("units", &nlohmann::json::is_object) &&
           has("complete", &nlohmann::json::is_boolean) && has("exit_code", &nlohmann::json::is_number_unsigned);
}

HistoryEntry entry_of(const nlohmann::json& line) {
    HistoryEntry entry;
    entry.counts.findings = number_in(line["findings"], "total");
    entry.counts.errors = number_in(line["findings"], "error");
    entry.counts.warnings = number_in(line["findings"], "warning");
    entry.counts.notes = number_in(line["findings"], "note");
    entry.counts.suppressed = number_in(line["findings"], "suppressed");
    entry.proven = number_in(line["findings"], "proven");
    entry.known = number_in(line["findings"], "known");
    entry.counts.units = number_in(line["units"], "total");
    entry.counts.failed = number_in(line["units"], "failed");
    entry.complete = line["complete"].get<bool>();
    entry.exit_code = static_cast<int>(std::min<std::uint64_t>(line["exit_code"].get<std::uint64_t>(), 3));
    entry.rules = map_in<std::uint64_t>(line, "rules", &nlohmann::json::is_number_unsigned);
    entry.meta = map_in<std::string>(line, "meta", &nlohmann::json::is_string);
    return entry;
}

}  // namespace

HistoryEntry history_entry(const Report& report) {
    HistoryEntry entry;
    entry.counts = count(report);
    entry.complete = report.complete;
    entry.exit_code = report.exit_code;
    entry.meta = report.meta;
    for (const Finding& finding : report.findings) {
        if (finding.suppressed) continue;
        ++entry.rules[finding.rule];
        if (!is_told(finding)) ++entry.known;
        const Suggestion* repair = best_repair(finding);
        if (repair && repair->proven) ++entry.proven;
    }
    return entry;
}

nlohmann::ordered_json history_json(const HistoryEntry& entry) {
    const Counts& counts = entry.counts;
    return {{"schema", schema},
            {"complete", entry.complete},
            {"exit_code", entry.exit_code},
            {"findings",
             {{"total", counts.findings},
              {"error", counts.errors},
              {"warning", counts.warnings},
              {"note", counts.notes},
              {"suppressed", counts.suppressed},
              {"proven", entry.proven},
              {"known", entry.known}}},
            {"units", {{"total", counts.units}, {"failed", counts.failed}}},
            {"rules", entry.rules},
            {"meta", entry.meta}};
}

std::string history_line(const HistoryEntry& entry) {
    return printable_json(history_json(entry).dump(-1, ' ', false, Json::error_handler_t::replace)) + "\n";
}

Result<std::vector<HistoryEntry>> history_of(std::string_view bytes) {
    std::vector<HistoryEntry> entries;
    for (std::size_t number = 1; !bytes.empty(); ++number) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) return Error{fmt::format("line {} is cut off: take it out", number)};
        const std::string_view text = bytes.substr(0, end);
        const auto line = is_nested_too_deeply(text) ? nlohmann::json()
                                                     : nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
        if (!fits(line))
            return Error{
                fmt::format("line {} is no run of a history of awaitlint ('{}'): name another file", number, schema)};
        entries.push_back(entry_of(line));
        bytes.remove_prefix(end + 1);
    }
    return entries;
}

std::string trend_of(const std::vector<HistoryEntry>& entries) {
    std::string trend;
    const std::size_t first = entries.size() - std::min(entries.size(), most_shown);
    for (std::size_t i = first; i < entries.size(); ++i)
        trend += (trend.empty() ? "" : "\n") + line_of(entries[i], i == 0 ? nullptr : &entries[i - 1]);
    return trend;
}

}  // namespace awaitlint
