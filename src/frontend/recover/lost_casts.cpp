// See lost_casts.h.
#include "frontend/recover/lost_casts.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "llvm/ADT/StringRef.h"

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

int opens(clang::tok::TokenKind kind) {
    return kind == clang::tok::l_paren || kind == clang::tok::l_square || kind == clang::tok::l_brace;
}

int closes(clang::tok::TokenKind kind) {
    return kind == clang::tok::r_paren || kind == clang::tok::r_square || kind == clang::tok::r_brace;
}

/// The first of these at the depth of `first`; none where the brackets around it end before.
std::optional<std::size_t> next_at_depth(const Tokens& tokens, std::size_t first, clang::tok::TokenKind wanted) {
    int depth = 0;
    for (std::size_t at = first; at < tokens.size(); ++at) {
        const clang::tok::TokenKind kind = tokens[at].kind;
        if (depth == 0 && kind == wanted) return at;
        if (depth == 0 && (kind == clang::tok::semi || closes(kind))) return std::nullopt;
        depth += opens(kind) - closes(kind);
    }
    return std::nullopt;
}

/// `for (auto& each : all())`, without a statement in front of the declaration.
std::optional<CastWord> loop_at(const Tokens& tokens, std::size_t first) {
    if (first + 2 >= tokens.size() || tokens[first + 1].kind != clang::tok::l_paren) return std::nullopt;
    const std::optional<std::size_t> colon = next_at_depth(tokens, first + 2, clang::tok::colon);
    const std::optional<std::size_t> end =
        colon ? next_at_depth(tokens, *colon + 1, clang::tok::r_paren) : std::nullopt;
    if (!end) return std::nullopt;
    const std::uint32_t begin = tokens[first].offset;
    return CastWord{begin, tokens[*colon].end() - begin, tokens[*end].offset, "(void)", ';'};
}

/// `delete open();`, `delete[] open();`
std::optional<CastWord> deletion_at(const Tokens& tokens, std::size_t first) {
    const bool is_of_array = first + 2 < tokens.size() && tokens[first + 1].kind == clang::tok::l_square;
    const std::size_t operand = first + (is_of_array ? 3 : 1);
    const std::optional<std::size_t> end = next_at_depth(tokens, operand, clang::tok::semi);
    if (!end || *end == operand) return std::nullopt;
    const std::uint32_t begin = tokens[first].offset;
    return CastWord{begin, tokens[operand - 1].end() - begin, tokens[*end].offset};
}

/// `rows()[0]`, `numbers[load()]`: of a call that nothing provides, Clang keeps both operands.
std::optional<CastWord> subscript_at(const Tokens& tokens, std::size_t first) {
    const std::optional<std::size_t> end = next_at_depth(tokens, first + 1, clang::tok::r_square);
    if (!end || *end == first + 1) return std::nullopt;
    return CastWord{tokens[first].offset, 1, tokens[*end].offset, "(", ')'};
}

/// `while (load());` behind the body of its loop: in front of an operator the condition is rejected, and kept.
std::optional<CastWord> end_of_loop_at(const Tokens& tokens, std::size_t first) {
    const bool has_head = first + 1 < tokens.size() && tokens[first + 1].kind == clang::tok::l_paren;
    if (!has_head || tokens[first + 1].offset == tokens[first].end()) return std::nullopt;  // there is no room
    const std::uint32_t begin = tokens[first].end();
    return CastWord{begin, tokens[first + 1].end() - begin, closing(tokens, first + 1), "(!"};
}

/// `new lib::number<int>(load())`, `new int[load()]`.
std::optional<CastWord> making_at(const Tokens& tokens, std::size_t first) {
    using namespace clang::tok;
    std::size_t at = first + 1;
    for (; at < tokens.size() && tokens[at].kind != l_paren && tokens[at].kind != l_square; ++at) {
        const TokenKind kind = tokens[at].kind;
        if (kind != raw_identifier && kind != coloncolon && kind != less && kind != greater && kind != comma &&
            kind != star && kind != greatergreater)
            return std::nullopt;
    }
    if (at >= tokens.size() || at == first + 1) return std::nullopt;
    CastWord word = {tokens[first].offset, tokens[at].offset - tokens[first].offset, closing(tokens, at)};
    if (tokens[at].kind == l_square) {
        const std::optional<std::size_t> end = next_at_depth(tokens, at + 1, r_square);
        if (!end) return std::nullopt;
        word = {word.offset, word.length + 1, tokens[*end].offset, "(void)(", ')'};
    }
    return word.length < word.form.size() ? std::nullopt : std::optional(word);
}

/// `(int)load()`: an error stands at its parenthesis. `!` is as short as a cast may be, and Clang keeps its operand.
std::optional<CastWord> c_style_cast_at(const Tokens& tokens, std::size_t first) {
    const std::optional<std::size_t> end = next_at_depth(tokens, first + 1, clang::tok::r_paren);
    if (!end || *end == first + 1) return std::nullopt;
    const std::uint32_t begin = tokens[first].offset;
    return CastWord{begin, tokens[*end].end() - begin, begin, "!"};
}

/// `if (auto* door = open())`, up to what initialises the variable: what uses it would be rejected in any case.
std::optional<CastWord> condition_at(const Tokens& tokens, std::size_t first) {
    if (first + 2 >= tokens.size() || tokens[first + 1].kind != clang::tok::l_paren) return std::nullopt;
    const std::optional<std::size_t> equals = next_at_depth(tokens, first + 2, clang::tok::equal);
    const std::optional<std::size_t> end =
        equals ? next_at_depth(tokens, *equals + 1, clang::tok::r_paren) : std::nullopt;
    if (!end) return std::nullopt;
    const std::uint32_t begin = tokens[first].offset;
    return CastWord{begin, tokens[*equals].end() - begin, tokens[*end].offset, "(void)", ';'};
}

std::optional<CastWord> word_at(const Tokens& tokens, std::size_t first, std::string_view text) {
    if (tokens[first].is_word("for", text)) return loop_at(tokens, first);
    if (tokens[first].is_word("if", text)) return condition_at(tokens, first);
    if (tokens[first].is_word("while", text)) {
        const std::optional<CastWord> condition = condition_at(tokens, first);
        return condition ? condition : end_of_loop_at(tokens, first);
    }
    if (tokens[first].is_word("delete", text)) return deletion_at(tokens, first);
    if (tokens[first].is_word("new", text)) return making_at(tokens, first);
    if (tokens[first].kind == clang::tok::l_square) return subscript_at(tokens, first);
    if (tokens[first].kind == clang::tok::l_paren) return c_style_cast_at(tokens, first);
    const std::optional<std::size_t> open = operand_of(tokens, first, text);
    if (!open || *open >= tokens.size() || tokens[*open].kind != clang::tok::l_paren) return std::nullopt;
    const std::uint32_t begin = tokens[first].offset;
    return CastWord{begin, tokens[*open].offset - begin, closing(tokens, *open)};
}

constexpr llvm::StringRef said_of_cast = "without a conversion operator";

bool is_about_subscript(const Diagnostic& error) {
    const llvm::StringRef message(error.error.message);
    return message.contains("subscript") || message.contains("operator[]");
}

}  // namespace

std::vector<CastWord> casts_around(const std::string& file, std::string_view text,
                                   const std::vector<Diagnostic>& errors) {
    std::vector<CastWord> found;
    const RawTokens raw(text);
    const Tokens& tokens = raw.all();
    // Every parenthesis might be a cast's: what is said of casts is asked first.
    const auto is_about = [&](const Diagnostic& error, const CastWord& word) {
        if (error.places.empty() || error.places.front().file != file) return false;
        const std::uint32_t at = error.places.front().offset;
        if (word.form == "(" && !is_about_subscript(error)) return false;
        const bool is_of_cast = llvm::StringRef(error.error.message).ends_with(said_of_cast);
        return word.form == "!" ? is_of_cast && at == word.offset : at >= word.offset && at <= word.end_of_operand;
    };
    const bool are_casts_rejected = std::any_of(errors.begin(), errors.end(), [](const Diagnostic& error) {
        return llvm::StringRef(error.error.message).ends_with(said_of_cast);
    });
    for (std::size_t first = 0; first < tokens.size(); ++first) {
        if (tokens[first].kind == clang::tok::l_paren && !are_casts_rejected) continue;
        const std::optional<CastWord> word = word_at(tokens, first, text);
        const bool has_error = word && std::any_of(errors.begin(), errors.end(),
                                                   [&](const Diagnostic& error) { return is_about(error, *word); });
        if (has_error) found.push_back(*word);
    }
    return found;
}

}  // namespace awaitlint
