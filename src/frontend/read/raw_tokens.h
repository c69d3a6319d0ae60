// The tokens of a text, without a preprocessor: comments, strings and raw strings are none of its words.
//
// In: bytes as C++20. Out: each token with its offset in bytes, the end of the text (tok::eof) included; or all of
// them, to be asked which are beside a place. What the preprocessor leaves out (`#if 0`) is among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "clang/Lex/Token.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace awaitlint {

/// Until `visit` says false.
void each_raw_token(std::string_view text,
                    llvm::function_ref<bool(const clang::Token& token, std::uint32_t offset)> visit);

/// The tokens of a text in their order, without its end.
class RawTokens {
public:
    explicit RawTokens(std::string_view text);

    struct Token {
        std::uint32_t offset = 0, length = 0;
        clang::tok::TokenKind kind = clang::tok::unknown;

        std::uint32_t end() const { return offset + length; }
        bool is_word(std::string_view word, std::string_view text) const {
            return kind == clang::tok::raw_identifier && text.substr(offset, length) == word;
        }
    };
    const std::vector<Token>& all() const { return tokens_; }
    /// The index of the first one that begins at the offset or behind it.
    std::size_t from(std::uint32_t offset) const;

private:
    std::vector<Token> tokens_;
};

}  // namespace awaitlint
