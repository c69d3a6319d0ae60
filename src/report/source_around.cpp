// See source_around.h.
#include "report/source_around.h"

#include <algorithm>

#include "awaitlint/excerpt.h"
#include "base/utf8.h"

namespace awaitlint {
namespace {

constexpr std::size_t lines_around = 4;
constexpr std::size_t most_lines = 60;          // of one piece
constexpr std::size_t most_line_bytes = 1000;   // shown of one line
constexpr std::size_t most_piece_bytes = 8192;  // shown as they are
constexpr std::size_t most_pieces = 8;

}  // namespace

std::vector<SourcePiece> SourceAround::of(const Finding& finding) {
    if (!source_ || finding.span.file.empty()) return {};
    if (file_ != finding.span.file) open(finding.span.file);
    std::vector<SourcePiece> pieces;
    for (const Lines& lines : wanted(finding))
        if (pieces.size() < most_pieces) pieces.push_back(piece_of(lines));
    return pieces;
}

void SourceAround::open(const std::string& file) {
    file_ = file;
    bytes_ = source_(file);
    starts_ = {0};
    for (std::size_t at = 0; (at = bytes_.find('\n', at)) != std::string_view::npos;) starts_.push_back(++at);
    if (starts_.back() != bytes_.size()) starts_.push_back(bytes_.size());
}

std::size_t SourceAround::line_at(std::size_t offset) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end() - 1, offset);
    return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

SourceAround::Lines SourceAround::around(std::size_t first, std::size_t last) const {
    const std::size_t from = first - std::min(first, lines_around);
    return {from, std::min({last + lines_around + 1, from + most_lines, starts_.size() - 1})};
}

std::vector<SourceAround::Lines> SourceAround::wanted(const Finding& finding) const {
    const Span& span = finding.span;
    std::vector<Lines> all;
    const std::size_t lines = starts_.size() - 1;
    if (span.line > 0 && span.line <= lines)
        all.push_back(around(span.line - 1, std::max(span.end_line, span.line) - 1));
    for (const Suggestion& suggestion : finding.suggestions)
        for (const Edit& edit : suggestion.edits)
            if (edit.file == file_ && std::size_t{edit.offset} + edit.length <= bytes_.size() && lines > 0)
                all.push_back(around(line_at(edit.offset), line_at(edit.offset + edit.length)));
    std::sort(all.begin(), all.end(), [](const Lines& a, const Lines& b) { return a.first < b.first; });
    std::vector<Lines> merged;
    for (const Lines& each : all) {
        const bool is_touching =
            !merged.empty() && each.first <= merged.back().end && each.end - merged.back().first <= most_lines;
        if (is_touching)
            merged.back().end = std::max(merged.back().end, each.end);
        else if (merged.empty() || each.end > merged.back().end)
            merged.push_back({merged.empty() ? each.first : std::max(each.first, merged.back().end), each.end});
    }
    return merged;
}

SourcePiece SourceAround::piece_of(Lines lines) const {
    SourcePiece piece;
    piece.line = static_cast<std::uint32_t>(lines.first + 1);
    const std::string_view text = bytes_.substr(starts_[lines.first], starts_[lines.end] - starts_[lines.first]);
    if (text.size() <= most_piece_bytes && is_utf8(text)) {
        piece.offset = static_cast<std::uint32_t>(starts_[lines.first]);
        piece.text = text;
        return piece;
    }
    for (std::size_t line = lines.first; line < lines.end; ++line) {
        const std::string_view bytes = bytes_.substr(starts_[line], starts_[line + 1] - starts_[line]);
        const bool has_end = bytes.ends_with('\n');
        piece.text += excerpt(bytes.substr(0, bytes.size() - (has_end ? 1 : 0)), most_line_bytes);
        if (has_end) piece.text += '\n';
    }
    return piece;
}

}  // namespace awaitlint
