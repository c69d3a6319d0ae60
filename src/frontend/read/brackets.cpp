// See brackets.h.
#include "frontend/read/brackets.h"

#include <string>

#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"

namespace awaitlint {

OpenBrackets open_brackets(std::string_view text) {
    clang::LangOptions options;
    options.CPlusPlus = options.CPlusPlus11 = options.CPlusPlus14 = options.CPlusPlus17 = options.CPlusPlus20 = true;
    options.LineComment = options.RawStringLiterals = true;
    const std::string bytes(text);
    clang::Lexer lexer(clang::SourceLocation(), options, bytes.data(), bytes.data(), bytes.data() + bytes.size());
    OpenBrackets open = {};
    clang::Token token;
    for (bool at_end = false; !at_end;) {
        at_end = lexer.LexFromRawLexer(token);
        open[0] += token.is(clang::tok::l_paren) - token.is(clang::tok::r_paren);
        open[1] += token.is(clang::tok::l_square) - token.is(clang::tok::r_square);
        open[2] += token.is(clang::tok::l_brace) - token.is(clang::tok::r_brace);
    }
    return open;
}

bool keep_brackets(const std::vector<Edit>& edits, const std::function<std::string_view(const Edit&)>& text_of) {
    OpenBrackets balance = {};
    for (const Edit& edit : edits) {
        const std::string_view text = text_of(edit);
        const OpenBrackets before =
            edit.offset < text.size() ? open_brackets(text.substr(edit.offset, edit.length)) : OpenBrackets();
        const OpenBrackets after = open_brackets(edit.text);
        for (std::size_t kind = 0; kind < balance.size(); ++kind) balance[kind] += after[kind] - before[kind];
    }
    return balance == OpenBrackets();
}

}  // namespace awaitlint
