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

}  // namespace

std::string text_of(const Analysis& analysis) {
    const json all = {{"failure", json_text(analysis.failure)}, {"is_for_user", analysis.is_for_user},
                      {"findings", analysis.findings},          {"obstacles", analysis.obstacles},
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
        analysis.findings = all.at("findings").get<std::vector<Finding>>();
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
