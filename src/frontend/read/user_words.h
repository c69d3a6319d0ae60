// The words of the user's files that only the preprocessor sees: coroutine keywords and suppressions.
//
// In: its tokens and comments, in their order. Out: the keywords and suppressions of the ParsedUnit. What a library's
// file holds counts where the user's file uses it. Judges nothing.
#pragma once

#include "clang/Lex/Preprocessor.h"

#include "frontend/read/parsed_unit.h"

namespace awaitlint {

class UserWords : public clang::CommentHandler {
public:
    explicit UserWords(ParsedUnit& unit) : unit_(unit) {}

    void saw(const clang::Token& token);
    bool HandleComment(clang::Preprocessor& preprocessor, clang::SourceRange range) override;

private:
    ParsedUnit& unit_;
    clang::tok::TokenKind previous_ = clang::tok::unknown;
};

}  // namespace awaitlint
