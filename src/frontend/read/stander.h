// Stops a parse at its stand, and puts the bytes of a trial in the place of those that it would have read next.
//
// In: every token as it comes out of the preprocessor. Out: nothing; in a trial (standing_parse.h), the rest of the
// main file has other bytes from there on. Does nothing where the place does not come up, or not in the main file
// itself.
#pragma once

#include "clang/Lex/Token.h"

#include "frontend/read/parse.h"

namespace awaitlint {

class Stander {
public:
    /// Both must outlive this.
    Stander(ParsedUnit& unit, const Standing& standing) : unit_(unit), standing_(standing) {}

    void saw(const clang::Token& token) {
        if (standing_.parse && !has_stood_ && token.getLocation().isFileID()) look_at(token.getLocation());
    }

private:
    void look_at(clang::SourceLocation token);
    void put(const std::string& bytes);
    void warn_from(clang::SourceLocation place);

    ParsedUnit& unit_;
    const Standing& standing_;
    clang::SourceLocation begin_;  // of the main file, once it is known
    bool has_stood_ = false;
};

}  // namespace awaitlint
