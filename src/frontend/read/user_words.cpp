// See user_words.h.
#include "frontend/read/user_words.h"

#include <utility>

#include "frontend/read/suppression_comments.h"

namespace awaitlint {

void UserWords::saw(const clang::Token& token) {
    // `operator co_await` names a function: it awaits nothing.
    const bool is_name = std::exchange(previous_, token.getKind()) == clang::tok::kw_operator;
    if (!is_name && token.isOneOf(clang::tok::kw_co_await, clang::tok::kw_co_yield, clang::tok::kw_co_return) &&
        unit_.is_users(token.getLocation()))
        unit_.keywords.push_back({token.getLocation(), token.getKind()});
}

bool UserWords::HandleComment(clang::Preprocessor& preprocessor, clang::SourceRange range) {
    if (!unit_.is_users(range.getBegin())) return false;
    const clang::SourceManager& sources = preprocessor.getSourceManager();
    const char* begin = sources.getCharacterData(range.getBegin());
    const char* end = sources.getCharacterData(range.getEnd());
    for (Suppression& found :
         suppressions_in_comment(std::string_view(begin, end - begin), unit_.place(range.getBegin())))
        unit_.suppressions.push_back(std::move(found));
    return false;
}

}  // namespace awaitlint
