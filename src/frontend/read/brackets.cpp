// See brackets.h.
#include "frontend/read/brackets.h"

#include "frontend/read/raw_tokens.h"

namespace awaitlint {

OpenBrackets open_brackets(std::string_view text) {
    OpenBrackets open = {};
    each_raw_token(text, [&](const clang::Token& token, std::uint32_t) {
        open[0] += token.is(clang::tok::l_paren) - token.is(clang::tok::r_paren);
        open[1] += token.is(clang::tok::l_square) - token.is(clang::tok::r_square);
        open[2] += token.is(clang::tok::l_brace) - token.is(clang::tok::r_brace);
        return true;
    });
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
