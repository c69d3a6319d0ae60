// SARIF 2.1.0: what code scanning of GitHub, of GitLab and of editors reads.
//
// In: a report, and the sources for columns (theirs are UTF-16 code units). Out: one run with all findings, the
// suppressed too, what the baseline names and is gone (`absent`), the rules that they are of, and a notification for
// each unit that nobody could look at. Names of files are relative to %SRCROOT%, which the reader knows and we do not.
// What is proven is a fix; what is not stays text. GitHub shows every result as an open alert, whatever stands in its
// `suppressions`, `baselineState` and `kind`: its log has those alone that are neither suppressed, known nor gone.
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "awaitlint/excerpt.h"
#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "base/utf8.h"
#include "report/columns.h"
#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_description = 1000;  // GitHub takes 1024 characters
constexpr const char* root_name = "%SRCROOT%";

Json text_json(std::string_view text) {
    return {{"text", excerpt(text, 4 * most_source_bytes)}};
}

/// SARIF's readers show sentences one after the other. `[text](target)` would be a link to them, and is a lambda to us.
Json sentence(std::string text) {
    for (std::size_t at = 0; (at = text.find("](", at)) != std::string::npos;) text.insert(at + 1, " ");
    const bool is_ended = text.ends_with('.') || text.ends_with('?') || text.ends_with('!');
    return text_json(is_ended ? text : text + ".");
}

Json artifact_json(const std::string& file) {
    if (file.starts_with('/')) return {{"uri", uri_of(file)}};
    return {{"uri", uri_of(file)}, {"uriBaseId", root_name}};
}

Json region_json(const Stretch& stretch) {
    return {{"startLine", stretch.line},
            {"startColumn", stretch.column},
            {"endLine", stretch.end_line},
            {"endColumn", stretch.end_column}};
}

Json physical_location(const std::string& file, std::uint32_t line, const std::optional<Stretch>& stretch) {
    Json location{{"artifactLocation", artifact_json(file)}};
    if (stretch)
        location["region"] = region_json(*stretch);
    else if (line != 0)
        location["region"] = {{"startLine", line}};
    return location;
}

Json location_of(const Finding& finding, const SourceBytes& source) {
    Json location{
        {"physicalLocation", physical_location(finding.span.file, finding.span.line, in_utf16(finding.span, source))}};
    if (!finding.function.empty())
        location["logicalLocations"] =
            Json::array({{{"fullyQualifiedName", excerpt(finding.function, most_source_bytes)}, {"kind", "function"}}});
    return location;
}

/// Notes without a place are part of the message.
Json related_locations(const Finding& finding) {
    Json related = Json::array();
    for (const Note& note : finding.notes) {
        if (!note.place.is_known()) continue;
        related.push_back({{"id", related.size()},
                           {"physicalLocation", physical_location(note.place.file, note.place.line, std::nullopt)},
                           {"message", sentence(note.message)}});
    }
    return related;
}

std::string message_of(const Finding& finding) {
    std::string message = finding.message;
    for (const Note& note : finding.notes)
        if (!note.place.is_known()) message += "; " + note.message;
    return message + repair_sentence(finding);
}

/// Nothing if a place of it is not known, or JSON has no way to say it: half a repair is none.
std::optional<Json> fix_json(const Suggestion& suggestion, const SourceBytes& source) {
    std::map<std::string, Json> replacements;
    for (const Edit& edit : suggestion.edits) {
        const auto stretch = in_utf16(edit, source);
        if (!stretch || !is_utf8(edit.text)) return std::nullopt;
        Json& of_file = replacements.try_emplace(edit.file, Json::array()).first->second;
        of_file.push_back({{"deletedRegion", region_json(*stretch)}, {"insertedContent", {{"text", edit.text}}}});
    }
    Json changes = Json::array();
    for (const auto& [file, list] : replacements)
        changes.push_back({{"artifactLocation", artifact_json(file)}, {"replacements", list}});
    return Json{{"description", sentence(suggestion.title)}, {"artifactChanges", changes}};
}

Json fixes_of(const Finding& finding, const SourceBytes& source) {
    Json fixes = Json::array();
    for (const Suggestion& suggestion : finding.suggestions) {
        if (!suggestion.proven || !suggestion.why_unsafe.empty() || suggestion.edits.empty()) continue;
        if (auto fix = fix_json(suggestion, source)) fixes.push_back(std::move(*fix));
    }
    return fixes;
}

/// What the baseline merely knows is a debt, and nobody has said that it may stay.
Json suppressions_of(const Finding& finding) {
    const bool is_agreed = !finding.suppressed && !finding.baseline_reason.empty();
    if (!finding.suppressed && !is_agreed) return Json::array();
    const std::string& reason = is_agreed ? finding.baseline_reason : finding.suppression_reason;
    Json suppression{{"kind", is_agreed ? "external" : "inSource"}};
    if (!reason.empty()) suppression["justification"] = reason;
    return Json::array({std::move(suppression)});
}

/// The rules of the report, and of its findings those that it does not explain, by their index.
class Rules {
public:
    explicit Rules(const Report& report) {
        for (const RuleText& rule : report.rules) add(rule);
    }

    std::size_t index_of(const std::string& rule, Severity severity) {
        const auto known = indices_.find(rule);
        return known != indices_.end() ? known->second : add({rule, rule, severity, ""});
    }

    Json take() { return std::move(list_); }

private:
    std::size_t add(const RuleText& rule) {
        const std::string page = rule.page.empty() ? rule.summary + "." : rule.page;
        list_.push_back({{"id", rule.id},
                         {"shortDescription", sentence(excerpt(rule.summary, most_description))},
                         {"fullDescription", sentence(excerpt(why(rule), most_description))},
                         {"help", {{"text", page}, {"markdown", page}}},
                         {"defaultConfiguration", {{"level", severity_name(rule.severity)}}},
                         {"properties",
                          {{"tags", Json::array({"correctness", "coroutines"})},
                           {"precision", "high"},
                           {"problem.severity", problem_severity(rule.severity)}}}});
        return indices_[rule.id] = list_.size() - 1;
    }

    /// What the page says first behind "## Why".
    static std::string why(const RuleText& rule) {
        constexpr std::string_view heading = "\n## Why\n\n";
        const std::size_t at = rule.page.find(heading);
        if (at == std::string::npos) return rule.summary;
        const std::size_t begin = at + heading.size();
        return one_line(rule.page.substr(begin, rule.page.find("\n\n", begin) - begin));
    }

    static const char* problem_severity(Severity severity) {
        return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "recommendation";
    }

    Json list_ = Json::array();
    std::map<std::string, std::size_t> indices_;
};

Json result_json(const Finding& finding, Rules& rules, const SourceBytes& source) {
    Json result{{"ruleId", finding.rule},
                {"ruleIndex", rules.index_of(finding.rule, finding.severity)},
                {"level", severity_name(finding.severity)},
                {"message", sentence(message_of(finding))},
                {"locations", Json::array({location_of(finding, source)})}};
    if (Json related = related_locations(finding); !related.empty()) result["relatedLocations"] = std::move(related);
    result["partialFingerprints"] = {{"awaitlint/v1", finding.fingerprint}};
    result["suppressions"] = suppressions_of(finding);
    if (finding.baseline_state != BaselineState::none)
        result["baselineState"] = finding.baseline_state == BaselineState::known ? "unchanged" : "new";
    if (Json fixes = fixes_of(finding, source); !fixes.empty()) result["fixes"] = std::move(fixes);
    return result;
}

/// An entry names code, and no line. The run has looked where it points: what it found there is a `pass`.
Json absent_json(const BaselineEntry& entry, Rules& rules) {
    Json location{{"physicalLocation", physical_location(entry.file, 0, std::nullopt)}};
    if (!entry.function.empty())
        location["logicalLocations"] =
            Json::array({{{"fullyQualifiedName", excerpt(entry.function, most_source_bytes)}, {"kind", "function"}}});
    const std::string times = entry.count == 1 ? "" : fmt::format(" ({} times)", entry.count);
    return {{"ruleId", entry.rule},
            {"ruleIndex", rules.index_of(entry.rule, Severity::error)},
            {"kind", "pass"},
            {"level", "none"},
            {"message", sentence(fmt::format("gone since the baseline was written: {}{}",
                                             excerpt(entry.code, most_source_bytes), times))},
            {"locations", Json::array({std::move(location)})},
            {"suppressions", Json::array()},
            {"baselineState", "absent"}};
}

/// Readers that keep only so many of them keep the first.
Json results_of(const Report& report, Rules& rules, const SourceBytes& source, SarifReader reader) {
    std::vector<Finding> findings = report.findings;
    if (reader == SarifReader::github)
        std::erase_if(findings, [](const Finding& finding) { return !is_told(finding); });
    const std::vector<Finding> uses = wrong_uses(report);
    findings.insert(findings.end(), uses.begin(), uses.end());
    Json results = Json::array();
    for (const Finding& finding : worst_first(findings)) results.push_back(result_json(finding, rules, source));
    if (!report.baseline || reader == SarifReader::github) return results;
    for (const BaselineEntry& entry : report.baseline->stale) results.push_back(absent_json(entry, rules));
    return results;
}

Json notification_json(const Finding& failure) {
    Json notification{{"descriptor", {{"id", failure.rule}}},
                      {"level", severity_name(failure.severity)},
                      {"message", sentence(failure.message)}};
    if (!failure.span.file.empty())
        notification["locations"] = Json::array(
            {{{"physicalLocation", physical_location(failure.span.file, failure.span.line, std::nullopt)}}});
    return notification;
}

Json invocation_json(const Report& report) {
    Json notifications = Json::array();
    for (const Finding& told : failures(report)) notifications.push_back(notification_json(told));
    return {{"executionSuccessful", report.complete && report.error.empty()},
            {"exitCode", report.exit_code},
            {"toolExecutionNotifications", notifications}};
}

Json failure_kind(const char* id, const char* text) {
    return {{"id", id},
            {"shortDescription", {{"text", text}}},
            {"fullDescription", {{"text", text}}},
            {"help", {{"text", text}}}};
}

Json driver_json(const Report& report, Rules& rules) {
    return {{"name", "awaitlint"},
            {"version", report.version},
            {"semanticVersion", report.version},
            {"rules", rules.take()},
            {"notifications", Json::array({failure_kind("run-failed", "Why the run failed."),
                                           failure_kind("not-analysed", "A unit that could not be analysed.")})}};
}

}  // namespace

std::string sarif_report(const Report& report, const SourceBytes& source, SarifReader reader) {
    Rules rules(report);
    Json results = results_of(report, rules, source, reader);
    Json run{{"tool", {{"driver", driver_json(report, rules)}}},
             {"invocations", Json::array({invocation_json(report)})},
             {"originalUriBaseIds", {{root_name, {{"description", {{"text", "The project's root."}}}}}}},
             {"columnKind", "utf16CodeUnits"},
             {"results", std::move(results)}};
    if (!report.meta.empty()) run["properties"] = {{"meta", report.meta}};
    const Json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({std::move(run)})}};
    return printable_json(log.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace awaitlint
