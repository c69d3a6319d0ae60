// See other_root.h.
#include "engine/cache/other_root.h"

#include <exception>
#include <utility>

#include <nlohmann/json.hpp>

#include "awaitlint/facts_json.h"

namespace awaitlint {
namespace {

void replace_in_texts(nlohmann::json& value, std::string_view root, std::string_view other_root) {
    if (value.is_string()) {
        auto text = value.get<std::string>();
        replace_root(text, root, other_root);
        value = std::move(text);
    } else if (value.is_structured()) {
        for (nlohmann::json& part : value) replace_in_texts(part, root, other_root);
    }
}

/// In every text that there is in it, whatever members it has or will get.
template <class Value>
std::optional<Value> with_other_root(const Value& value, std::string_view root, std::string_view other_root) {
    if (root == other_root) return value;
    try {
        nlohmann::json json = value;
        replace_in_texts(json, root, other_root);
        return json.get<Value>();
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace

void replace_root(std::string& text, std::string_view root, std::string_view other_root) {
    constexpr std::string_view of_a_name = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    if (root.empty()) return;
    for (std::size_t at = 0; (at = text.find(root, at)) != std::string::npos;) {
        const std::size_t end = at + root.size();
        const bool is_whole = end == text.size() || of_a_name.find(text[end]) == std::string_view::npos;
        if (is_whole) text.replace(at, root.size(), other_root);
        at += is_whole ? other_root.size() : root.size();
    }
}

CompileCommand in_any_root(CompileCommand command, const std::string& root) {
    for (auto* texts : {&command.argv, &command.remarks})
        for (std::string& text : *texts) replace_root(text, root, any_root);
    for (std::string* text : {&command.directory, &command.file}) replace_root(*text, root, any_root);
    return command;
}

ProofRequest in_any_root(ProofRequest request) {
    const std::string root = std::exchange(request.unit.user_files.root, "");
    request.unit.command = in_any_root(std::move(request.unit.command), root);
    for (CompileError& error : request.known_errors) replace_root(error.message, root, any_root);
    for (Candidate& candidate : request.candidates)
        for (CompileError& error : candidate.errors) replace_root(error.message, root, any_root);
    return request;
}

std::optional<UnitFacts> in_other_root(const UnitFacts& facts, const std::string& root, const std::string& other_root) {
    return with_other_root(facts, root, other_root);
}

std::optional<std::vector<Proof>> in_other_root(const std::vector<Proof>& proofs, const std::string& root,
                                                const std::string& other_root) {
    return with_other_root(proofs, root, other_root);
}

}  // namespace awaitlint
