// JSON-RPC 2.0 as the language server protocol uses it: one message at a time, no batches.
//
// In: the text of a message. Out: a request, a notification or a response as a value; or the response that says what is
// wrong with it. And the other way round. Knows no method.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace awaitlint::lsp {

using Json = nlohmann::json;

/// Codes of JSON-RPC and of the protocol.
enum class Code {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    server_not_initialized = -32002,
    request_failed = -32803,
    request_cancelled = -32800
};

struct Message {
    std::string method;  // empty: a response
    Json id;             // null: a notification
    Json params;         // an object or an array, or null
    Json error;          // of a response; null where it has a result

    bool is_request() const { return !method.empty() && !id.is_null(); }
};

struct ParsedMessage {
    std::optional<Message> message;
    Json refusal;  // where there is none: what to answer
};
ParsedMessage parse_message(std::string_view text);

Json request(const Json& id, std::string_view method, Json params);
Json notification(std::string_view method, Json params);
Json response(const Json& id, Json result);
Json error_response(const Json& id, Code code, std::string_view message);

/// As text. What is not UTF-8 becomes U+FFFD.
std::string text_of(const Json& message);

}  // namespace awaitlint::lsp
