// See return_words.h.
#include "frontend/read/return_words.h"

#include <algorithm>
#include <utility>

#include "frontend/read/raw_tokens.h"

namespace awaitlint {

std::vector<ReturnWord> return_words(std::string_view text) {
    std::vector<ReturnWord> words;
    std::vector<std::pair<std::size_t, int>> open;  // words whose operand has not ended, with their depth
    int depth = 0;
    each_raw_token(text, [&](const clang::Token& token, std::uint32_t offset) {
        depth += token.isOneOf(clang::tok::l_paren, clang::tok::l_square, clang::tok::l_brace) -
                 token.isOneOf(clang::tok::r_paren, clang::tok::r_square, clang::tok::r_brace);
        while (!open.empty() &&
               (depth < open.back().second || (token.is(clang::tok::semi) && depth == open.back().second))) {
            words[open.back().first].end_of_operand = offset;
            open.pop_back();
        }
        if (token.isNot(clang::tok::raw_identifier)) return true;
        const std::string_view word = text.substr(offset, token.getLength());
        if (word != "return" && word != "co_return") return true;
        open.emplace_back(words.size(), depth);
        words.push_back({offset, token.getLength(), offset});
        return true;
    });
    return words;
}

std::vector<FileOffset> returns_around(const std::string& file, std::string_view text,
                                       const std::vector<Diagnostic>& errors) {
    std::vector<FileOffset> found;
    for (const ReturnWord& word : return_words(text)) {
        const bool has_error = std::any_of(errors.begin(), errors.end(), [&](const Diagnostic& error) {
            return std::any_of(error.places.begin(), error.places.end(), [&](const FileOffset& at) {
                return at.file == file && at.offset >= word.offset && at.offset <= word.end_of_operand;
            });
        });
        if (has_error) found.push_back({file, word.offset});
    }
    return found;
}

}  // namespace awaitlint
