// See suppression_comments.h. The syntax is clang-tidy's, so that editors and people already know it.
#include "frontend/read/suppression_comments.h"

#include <cctype>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace awaitlint {
namespace {

constexpr std::string_view marker = "NOLINT";

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

Suppression::Kind take_kind(llvm::StringRef& rest) {
    if (rest.consume_front("NEXTLINE")) return Suppression::Kind::next_line;
    if (rest.consume_front("BEGIN")) return Suppression::Kind::begin;
    if (rest.consume_front("END")) return Suppression::Kind::end;
    return Suppression::Kind::line;
}

Place place_at(std::string_view comment, std::size_t offset, Place place) {
    for (char c : comment.substr(0, offset)) {
        if (c == '\n') {
            ++place.line;
            place.column = 1;
        } else {
            ++place.column;
        }
    }
    return place;
}

}  // namespace

std::vector<Suppression> suppressions_in_comment(std::string_view comment, const Place& start) {
    std::vector<Suppression> found;
    for (std::size_t at = comment.find(marker); at != std::string_view::npos; at = comment.find(marker, at + 1)) {
        if (at > 0 && is_word(comment[at - 1])) continue;
        llvm::StringRef rest(comment.data() + at + marker.size(), comment.size() - at - marker.size());
        Suppression suppression;
        suppression.kind = take_kind(rest);
        if (!rest.consume_front("(")) continue;
        const std::size_t close = rest.find(')');
        if (close == llvm::StringRef::npos) continue;
        llvm::SmallVector<llvm::StringRef, 4> names;
        rest.take_front(close).split(names, ',');
        for (llvm::StringRef name : names)
            if (!name.trim().empty()) suppression.rules.push_back(name.trim().str());
        if (suppression.rules.empty()) continue;
        suppression.place = place_at(comment, at, start);
        found.push_back(std::move(suppression));
    }
    return found;
}

}  // namespace awaitlint
