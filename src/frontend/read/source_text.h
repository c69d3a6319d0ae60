// Source locations as bytes, lines and text of the files as they are on disk.
//
// In: Clang's locations, possibly inside macros and in files whose keywords are blanked. Out: Spans and the original
// text. A keyword in a macro's argument counts where it is written; in a macro's body, where the macro is used.
// Refuses to give a text that is not contiguous in one file: the Span is then that of the macro's use.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "clang/AST/Expr.h"
#include "clang/Basic/SourceLocation.h"

#include "awaitlint/place.h"
#include "frontend/read/parse.h"
#include "frontend/read/raw_tokens.h"

namespace awaitlint {

/// One coroutine keyword: where its text stands, and where it takes effect (they differ in macros).
struct TokenKey {
    FileOffset spelling;
    FileOffset expansion;
    friend bool operator==(const TokenKey& a, const TokenKey& b) = default;
    friend bool operator<(const TokenKey& a, const TokenKey& b) {
        return std::tie(a.spelling, a.expansion) < std::tie(b.spelling, b.expansion);
    }
};

class SourceText {
public:
    /// `originals` holds the bytes on disk of the files that were parsed with others.
    SourceText(const ParsedUnit& unit, const std::map<std::string, std::string>& originals)
        : unit_(unit), originals_(originals) {}

    TokenKey key(clang::SourceLocation location) const;
    /// The `co_await` that an operator at this place stands for; invalid when the operator is the user's own.
    clang::SourceLocation blanked_token(clang::SourceLocation operation) const;
    /// The macro whose body the token stands in, else empty.
    std::string macro_body(clang::SourceLocation location) const;

    std::optional<Span> span(clang::SourceRange tokens) const;
    Span token_span(clang::SourceLocation location) const;
    Span macro_use(clang::SourceLocation location) const;
    /// The location is the first of what a macro, at any depth, stands for.
    bool begins_macro(clang::SourceLocation location) const;
    std::string text(const Span& span) const;
    /// The same for a fact: an excerpt where it is long, since what is nested is in the text of all around it.
    std::string shown(const Span& span) const;
    /// The co_await that stands right in front of the span, on its line; none where there is no such.
    std::optional<Span> await_before(const Span& span) const;
    /// True if a co_await that is blanked is written in front of it. A file that is read several times in a unit may be
    /// right in one place and wrong in another: what is blanked in it is blanked for all.
    bool is_behind_blank(const Span& span) const;
    /// The bytes of a file on disk, by absolute path.
    std::string_view bytes(const std::string& path) const;
    /// Their tokens. The neighbours of a place are looked up in these, so that comments do not count.
    const RawTokens& tokens(const std::string& path) const;
    /// Of a span, for the two above.
    std::string path_of(const Span& span) const;

private:
    std::string_view view(const Span& span) const;
    std::string_view parsed_bytes(const std::string& path) const;
    Span span_of(clang::FileID file, unsigned begin, unsigned end) const;

    const ParsedUnit& unit_;
    const std::map<std::string, std::string>& originals_;
    mutable std::map<std::string, RawTokens> tokens_;  // by absolute path, of the files that were asked about
};

}  // namespace awaitlint
