// See suppression_comments.h. The syntax is clang-tidy's, so that editors and people already know it.
#include "frontend/read/suppression_comments.h"

#include <cctype>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include "awaitlint/excerpt.h"

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

/// What people put between a suppression and its reason: `: why`, `-- why`, `// why`, `— why`, `because why`.
llvm::StringRef without_separator(llvm::StringRef text) {
    constexpr llvm::StringLiteral dashes[] = {"\xe2\x80\x94", "\xe2\x80\x93"};
    for (bool is_over = false; !is_over;) {
        text = text.ltrim(" \t:;,.-/*");
        is_over = !text.consume_front(dashes[0]) && !text.consume_front(dashes[1]);
    }
    return text;
}

/// `behind`: of the comment, from the parentheses to the next suppression.
std::string reason_in(llvm::StringRef behind) {
    llvm::StringRef line = behind.take_until([](char c) { return c == '\n' || c == '\r'; }).rtrim();
    if (line.consume_back("*/")) line = line.rtrim(" \t*");
    return excerpt(without_separator(line), most_source_bytes);
}

/// `// NOLINT(a) NOLINT(b): why` says why of both. No line needs more than a few; a stranger's may have thousands.
void share_reasons(std::vector<Suppression>& suppressions) {
    constexpr int most = 8;
    int shared = 0;
    for (std::size_t i = suppressions.size(); i-- > 1;) {
        Suppression& before = suppressions[i - 1];
        const bool may_share = before.reason.empty() && before.place.line == suppressions[i].place.line;
        shared = may_share ? shared + 1 : 0;
        if (may_share && shared < most) before.reason = suppressions[i].reason;
    }
}

}  // namespace

std::vector<Suppression> suppressions_in_comment(std::string_view comment, const Place& start) {
    std::vector<Suppression> found;
    std::size_t end = 0;  // of the last one that was found
    const auto explain_last = [&](std::size_t next) {
        if (!found.empty()) found.back().reason = reason_in(llvm::StringRef(comment).slice(end, next));
    };
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
        explain_last(at);
        end = comment.size() - rest.size() + close + 1;
        found.push_back(std::move(suppression));
    }
    explain_last(comment.size());
    share_reasons(found);
    return found;
}

}  // namespace awaitlint
