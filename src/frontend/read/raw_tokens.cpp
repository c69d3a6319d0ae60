// See raw_tokens.h.
#include "frontend/read/raw_tokens.h"

#include <algorithm>
#include <string>

#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"

namespace awaitlint {

void each_raw_token(std::string_view text,
                    llvm::function_ref<bool(const clang::Token& token, std::uint32_t offset)> visit) {
    clang::LangOptions options;
    options.CPlusPlus = options.CPlusPlus11 = options.CPlusPlus14 = options.CPlusPlus17 = options.CPlusPlus20 = true;
    options.LineComment = options.RawStringLiterals = true;
    const std::string bytes(text);  // a lexer reads on to the terminating zero
    clang::Lexer lexer(clang::SourceLocation(), options, bytes.data(), bytes.data(), bytes.data() + bytes.size());
    clang::Token token;
    for (bool at_end = false; !at_end;) {
        at_end = lexer.LexFromRawLexer(token);
        const auto end = static_cast<std::uint32_t>(lexer.getBufferLocation() - bytes.data());
        if (!visit(token, end - token.getLength())) return;
    }
}

RawTokens::RawTokens(std::string_view text) {
    each_raw_token(text, [&](const clang::Token& token, std::uint32_t offset) {
        if (token.isNot(clang::tok::eof)) tokens_.push_back({offset, token.getLength(), token.getKind()});
        return true;
    });
}

std::size_t RawTokens::from(std::uint32_t offset) const {
    const auto found =
        std::partition_point(tokens_.begin(), tokens_.end(), [&](const Token& token) { return token.offset < offset; });
    return static_cast<std::size_t>(found - tokens_.begin());
}

}  // namespace awaitlint
