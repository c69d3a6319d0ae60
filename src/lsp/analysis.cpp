// See analysis.h. JSON, with the conversions that facts have.
#include "lsp/analysis.h"

#include <exception>

#include <nlohmann/json.hpp>

#include "awaitlint/facts_json.h"

namespace awaitlint::lsp {
namespace {

using nlohmann::json;

json texts(const std::vector<std::string>& all) {
    json array = json::array();
    for (const std::string& text : all) array.push_back(json_text(text));
    return array;
}

std::string text_at(const json& object, const char* key) {
    return bytes_of_json_text(object.at(key).get<std::string>());
}

json json_of(const Suggestion& suggestion) {
    return {{"kind", suggestion.kind},
            {"title", json_text(suggestion.title)},
            {"replacement", json_text(suggestion.replacement)},
            {"proven", suggestion.proven},
            {"why_not", json_text(suggestion.why_not)},
            {"target", json_text(suggestion.target)},
            {"target_place", suggestion.target_place},
            {"edits", suggestion.edits}};
}

Suggestion suggestion_from(const json& from) {
    Suggestion suggestion;
    suggestion.kind = from.at("kind");
    suggestion.title = text_at(from, "title");
    suggestion.replacement = text_at(from, "replacement");
    suggestion.proven = from.at("proven");
    suggestion.why_not = text_at(from, "why_not");
    suggestion.target = text_at(from, "target");
    suggestion.target_place = from.at("target_place").get<Place>();
    suggestion.edits = from.at("edits").get<std::vector<Edit>>();
    return suggestion;
}

json json_of(const Finding& finding) {
    json suggestions = json::array();
    for (const Suggestion& suggestion : finding.suggestions) suggestions.push_back(json_of(suggestion));
    return {{"rule", finding.rule},
            {"is_known", finding.baseline_state == BaselineState::known},
            {"severity", severity_name(finding.severity)},
            {"message", json_text(finding.message)},
            {"span", finding.span},
            {"current", json_text(finding.current)},
            {"suggestions", std::move(suggestions)},
            {"notes", finding.notes}};
}

Finding finding_from(const json& from) {
    Finding finding;
    finding.rule = from.at("rule");
    finding.severity = severity_named(from.at("severity").get<std::string>()).value_or(Severity::error);
    if (from.at("is_known").get<bool>()) finding.baseline_state = BaselineState::known;
    finding.message = text_at(from, "message");
    finding.span = from.at("span").get<Span>();
    finding.current = text_at(from, "current");
    for (const json& suggestion : from.at("suggestions")) finding.suggestions.push_back(suggestion_from(suggestion));
    finding.notes = from.at("notes").get<std::vector<Note>>();
    return finding;
}

}  // namespace

std::string text_of(const Analysis& analysis) {
    json findings = json::array();
    for (const Finding& finding : analysis.findings) findings.push_back(json_of(finding));
    const json all = {{"failure", json_text(analysis.failure)}, {"is_for_user", analysis.is_for_user},
                      {"findings", std::move(findings)},        {"obstacles", analysis.obstacles},
                      {"read", texts(analysis.read)},           {"was_kept", analysis.was_kept},
                      {"reader", json_text(analysis.reader)}};
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Analysis> analysis_from(const std::string& text) {
    if (text.empty()) return Error{"the analysis ended without an answer"};
    try {
        const json all = json::parse(text);
        Analysis analysis;
        analysis.failure = text_at(all, "failure");
        analysis.is_for_user = all.at("is_for_user");
        for (const json& finding : all.at("findings")) analysis.findings.push_back(finding_from(finding));
        analysis.obstacles = all.at("obstacles").get<std::vector<Note>>();
        for (const json& file : all.at("read")) analysis.read.push_back(bytes_of_json_text(file.get<std::string>()));
        analysis.reader = text_at(all, "reader");
        analysis.was_kept = all.at("was_kept");
        return analysis;
    } catch (const std::exception& broken) {
        return Error{std::string("the answer of an analysis cannot be read: ") + broken.what()};
    }
}

}  // namespace awaitlint::lsp
