// See moved_code.h. Texts are lexed without a preprocessor, and compared token by token and gap by gap.
#include "frontend/read/moved_code.h"

#include <algorithm>
#include <iterator>

#include "clang/Lex/Token.h"

#include "frontend/read/raw_tokens.h"

namespace awaitlint {
namespace {

/// A token and the gap between it and the one before: white space and comments.
struct Lexed {
    std::uint32_t gap = 0;  // where that begins
    std::uint32_t offset = 0, length = 0;
    clang::tok::TokenKind kind = clang::tok::unknown;
    bool is_first_on_line = false, has_space_before = false;

    std::string_view text(std::string_view file) const { return file.substr(offset, length); }
    std::string_view space(std::string_view file) const { return file.substr(gap, offset - gap); }
};

/// With one token more at the end, which closes the last gap; nothing where a comment would swallow it.
std::optional<std::vector<Lexed>> lexed(std::string_view file) {
    const std::string closed = std::string(file) + "\n;";
    std::vector<Lexed> tokens;
    std::uint32_t gap = 0;
    each_raw_token(closed, [&](const clang::Token& token, std::uint32_t offset) {
        if (token.is(clang::tok::eof)) return false;
        tokens.push_back(
            {gap, offset, token.getLength(), token.getKind(), token.isAtStartOfLine(), token.hasLeadingSpace()});
        gap = offset + token.getLength();
        return true;
    });
    if (tokens.empty() || tokens.back().offset != closed.size() - 1) return std::nullopt;
    tokens.back().offset = static_cast<std::uint32_t>(file.size());
    tokens.back().length = 0;
    if (tokens.back().gap > file.size()) return std::nullopt;
    return tokens;
}

enum class LineEnds { unix_only, windows_only, mixed };

LineEnds line_ends(std::string_view text) {
    const auto all = std::count(text.begin(), text.end(), '\n');
    const auto returns = std::count(text.begin(), text.end(), '\r');
    std::ptrdiff_t both = 0;
    for (std::size_t at = text.find("\r\n"); at != std::string_view::npos; at = text.find("\r\n", at + 2)) ++both;
    if (returns == 0) return LineEnds::unix_only;
    return both == all && both == returns ? LineEnds::windows_only : LineEnds::mixed;
}

std::string_view last_line(std::string_view text) {
    return text.substr(text.rfind('\n') + 1);
}
std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

/// A comment that somebody reads, or in front of which a line may not end where it seems to.
bool says_something(std::string_view gap) {
    return gap.find("NOLINT") != std::string_view::npos || gap.find("?\?/") != std::string_view::npos;
}

/// What the compiler makes of the lines' numbers.
bool is_about_lines(std::string_view word) {
    return word == "__LINE__" || word == "__builtin_LINE" || word == "__builtin_source_location" ||
           word == "source_location";
}

/// Where the space inside matters, and for those that do not take tokens the rest of the line, too.
class Directive {
public:
    void next(const Lexed& token, std::string_view file) {
        const std::string_view text = token.text(file);
        if (token.is_first_on_line)
            at_ = text == "#" ? At::hash : At::none;
        else if (at_ == At::hash)
            at_ = takes_tokens(text) ? At::tokens : At::text;
    }
    bool is_open() const { return at_ != At::none; }
    bool is_text() const { return at_ == At::text; }

private:
    enum class At { none, hash, tokens, text };

    static bool takes_tokens(std::string_view name) {
        static constexpr std::string_view names[] = {"define", "undef",   "if",       "ifdef", "ifndef",
                                                     "elif",   "elifdef", "elifndef", "else",  "endif"};
        return std::find(std::begin(names), std::end(names), name) != std::end(names);
    }

    At at_ = At::none;
};

std::vector<std::uint32_t> line_starts(std::string_view text) {
    std::vector<std::uint32_t> starts = {0};
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        starts.push_back(static_cast<std::uint32_t>(at + 1));
    return starts;
}

/// 1-based.
std::uint32_t line_of(const std::vector<std::uint32_t>& starts, std::uint32_t offset) {
    return static_cast<std::uint32_t>(std::upper_bound(starts.begin(), starts.end(), offset) - starts.begin());
}

void set_point(const std::vector<std::uint32_t>& starts, std::uint32_t offset, std::uint32_t& line,
               std::uint32_t& column) {
    line = line_of(starts, offset);
    column = offset - starts[line - 1] + 1;
}

}  // namespace

std::optional<MovedCode> MovedCode::between(std::string_view before, std::string_view after) {
    const LineEnds ends = line_ends(before);
    if (ends == LineEnds::mixed || ends != line_ends(after)) return std::nullopt;
    const auto old_tokens = lexed(before), new_tokens = lexed(after);
    if (!old_tokens || !new_tokens || old_tokens->size() != new_tokens->size()) return std::nullopt;
    MovedCode moved;
    moved.lines_before_ = line_starts(before);
    moved.lines_after_ = line_starts(after);
    Directive directive;
    for (std::size_t i = 0; i < old_tokens->size(); ++i) {
        const Lexed &was = (*old_tokens)[i], &is = (*new_tokens)[i];
        const std::string_view text = was.text(before);
        const std::string_view old_gap = was.space(before), new_gap = is.space(after);
        if (was.kind != is.kind || text != is.text(after) || was.is_first_on_line != is.is_first_on_line ||
            was.has_space_before != is.has_space_before)
            return std::nullopt;
        if (old_gap == new_gap) {
            moved.add_run(was.gap, was.offset - was.gap, is.gap);
        } else {
            const bool is_in_directive = directive.is_open() && !was.is_first_on_line;
            const bool ends_text = directive.is_text() && first_line(old_gap) != first_line(new_gap);
            const bool is_indented_anew =
                was.is_first_on_line && i + 1 < old_tokens->size() && last_line(old_gap) != last_line(new_gap);
            if (is_in_directive || ends_text || is_indented_anew || says_something(old_gap) || says_something(new_gap))
                return std::nullopt;
        }
        if (is_about_lines(text) && line_of(moved.lines_before_, was.offset) != line_of(moved.lines_after_, is.offset))
            return std::nullopt;
        moved.add_run(was.offset, was.length, is.offset);
        directive.next(was, before);
    }
    return moved;
}

void MovedCode::add_run(std::uint32_t from, std::uint32_t length, std::uint32_t to) {
    if (length == 0) return;
    if (!runs_.empty() && runs_.back().from + runs_.back().length == from &&
        runs_.back().to + runs_.back().length == to)
        runs_.back().length += length;
    else
        runs_.push_back({from, length, to});
}

/// The one that holds the byte there; of a byte that none holds, the one that ends there.
const MovedCode::Run* MovedCode::run_at(std::uint32_t offset) const {
    auto next = std::partition_point(runs_.begin(), runs_.end(), [&](const Run& run) { return run.from <= offset; });
    if (next == runs_.begin()) return nullptr;
    const Run& run = *std::prev(next);
    return offset <= run.from + run.length ? &run : nullptr;
}

bool MovedCode::move(std::uint32_t& offset, std::uint32_t length) const {
    const Run* run = run_at(offset);
    if (!run || offset + length > run->from + run->length) return false;
    offset = offset - run->from + run->to;
    return true;
}

bool MovedCode::move(Span& span) const {
    std::uint32_t offset = span.offset;
    if (!move(offset, span.length)) return false;
    place(span, offset, offset + span.length);
    return true;
}

bool MovedCode::move_ends(Span& span) const {
    if (span.length == 0) return move(span);
    std::uint32_t begin = span.offset, last = span.end_offset() - 1;
    if (!move(begin, 1) || !move(last, 1)) return false;
    place(span, begin, last + 1);
    return true;
}

void MovedCode::place(Span& span, std::uint32_t begin, std::uint32_t end) const {
    span.offset = begin;
    span.length = end - begin;
    set_point(lines_after_, begin, span.line, span.column);
    set_point(lines_after_, end, span.end_line, span.end_column);
}

bool MovedCode::move(Place& place) const {
    if (!place.is_known() || place.line > lines_before_.size() || place.column == 0) return false;
    std::uint32_t offset = lines_before_[place.line - 1] + place.column - 1;
    if (line_of(lines_before_, offset) != place.line || !move(offset, 0)) return false;
    set_point(lines_after_, offset, place.line, place.column);
    return true;
}

}  // namespace awaitlint
