// See lost_casts.h.
#include "frontend/recover/lost_casts.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "frontend/around/assertions.h"
#include "frontend/read/raw_tokens.h"

namespace awaitlint {
namespace {

using Tokens = std::vector<RawTokens::Token>;

constexpr std::size_t shortest = std::string_view("(void)").size();

/// The parenthesis behind `static_cast<...>`.
std::optional<std::size_t> behind_type(const Tokens& tokens, std::size_t first) {
    int depth = 0;
    for (std::size_t at = first; at < tokens.size(); ++at) {
        const clang::tok::TokenKind kind = tokens[at].kind;
        if (kind == clang::tok::semi || kind == clang::tok::l_brace) return std::nullopt;
        depth += (kind == clang::tok::less) - (kind == clang::tok::greater) - 2 * (kind == clang::tok::greatergreater);
        if (depth <= 0) return at + 1;
    }
    return std::nullopt;
}

/// The parenthesis of the operand, where such a word begins at this token.
std::optional<std::size_t> operand_of(const Tokens& tokens, std::size_t first, std::string_view text) {
    const RawTokens::Token& word = tokens[first];
    if (word.is_word("static_cast", text)) return behind_type(tokens, first + 1);
    if (word.kind != clang::tok::raw_identifier || word.length < shortest) return std::nullopt;
    const bool is_member =
        first > 0 && (tokens[first - 1].kind == clang::tok::period || tokens[first - 1].kind == clang::tok::arrow ||
                      tokens[first - 1].kind == clang::tok::coloncolon);
    const std::string_view name = text.substr(word.offset, word.length);
    const bool is_assertion = name != "static_assert" && is_named_as_assertion(name);
    return is_member || !is_assertion ? std::nullopt : std::optional(first + 1);
}

std::uint32_t closing(const Tokens& tokens, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < tokens.size(); ++at) {
        depth += (tokens[at].kind == clang::tok::l_paren) - (tokens[at].kind == clang::tok::r_paren);
        if (depth == 0) return tokens[at].offset;
    }
    return tokens.back().end();
}

}  // namespace

std::vector<CastWord> casts_around(const std::string& file, std::string_view text,
                                   const std::vector<Diagnostic>& errors) {
    std::vector<CastWord> found;
    const RawTokens raw(text);
    const Tokens& tokens = raw.all();
    for (std::size_t first = 0; first < tokens.size(); ++first) {
        const std::optional<std::size_t> open = operand_of(tokens, first, text);
        if (!open || *open >= tokens.size() || tokens[*open].kind != clang::tok::l_paren) continue;
        const std::uint32_t begin = tokens[first].offset;
        const CastWord word = {begin, tokens[*open].offset - begin, closing(tokens, *open)};
        const bool has_error = std::any_of(errors.begin(), errors.end(), [&](const Diagnostic& error) {
            if (error.places.empty()) return false;
            const FileOffset& at = error.places.front();
            return at.file == file && at.offset >= word.offset && at.offset <= word.end_of_operand;
        });
        if (has_error) found.push_back(word);
    }
    return found;
}

}  // namespace awaitlint
