// See json_rpc.h.
#include "lsp/json_rpc.h"

#include <stdexcept>
#include <utility>

namespace awaitlint::lsp {
namespace {

/// Deeper than any message of the protocol, and far from the end of the stack of code that copies a value.
constexpr int most_levels = 64;

/// Throws what the parser throws.
Json parsed(std::string_view text) {
    return Json::parse(text, [](int depth, Json::parse_event_t, const Json&) {
        if (depth > most_levels) throw std::length_error("it is nested too deeply");
        return true;
    });
}

bool is_id(const Json& id) {
    return id.is_number_integer() || id.is_string();
}

/// The id of whatever it is, to be answered to.
Json id_of(const Json& message) {
    const auto id = message.is_object() ? message.find("id") : message.end();
    return message.is_object() && id != message.end() && is_id(*id) ? *id : Json();
}

const char* complaint_about(const Json& message) {
    if (!message.is_object()) return "a message is an object";
    if (message.value("jsonrpc", Json()) != "2.0") return "\"jsonrpc\" is not \"2.0\"";
    if (message.contains("id") && !is_id(message["id"]) && !message["id"].is_null())
        return "\"id\" is neither a number nor a string";
    const Json method = message.value("method", Json());
    if (method.is_null())
        return message.contains("result") || message.contains("error") ? nullptr : "there is no \"method\"";
    if (!method.is_string() || method.get_ref<const std::string&>().empty()) return "\"method\" is no name";
    const Json params = message.value("params", Json());
    return params.is_structured() || params.is_null() ? nullptr : "\"params\" are neither an object nor an array";
}

}  // namespace

ParsedMessage parse_message(std::string_view text) {
    Json json;
    try {
        json = parsed(text);
    } catch (const std::exception& broken) {
        return {std::nullopt, error_response(nullptr, Code::parse_error, broken.what())};
    }
    if (const char* why = complaint_about(json))
        return {std::nullopt, error_response(id_of(json), Code::invalid_request, why)};
    Message message;
    if (const Json method = json.value("method", Json()); method.is_string()) message.method = method;
    message.id = id_of(json);
    message.params = json.value("params", Json());
    message.error = json.value("error", Json());
    return {std::move(message), nullptr};
}

Json request(const Json& id, std::string_view method, Json params) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

Json notification(std::string_view method, Json params) {
    return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

Json response(const Json& id, Json result) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Json error_response(const Json& id, Code code, std::string_view message) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", static_cast<int>(code)}, {"message", message}}}};
}

std::string text_of(const Json& message) {
    return message.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace awaitlint::lsp
