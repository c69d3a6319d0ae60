// See columns.h.
#include "report/columns.h"

#include <algorithm>

#include "awaitlint/edits.h"
#include "awaitlint/render.h"
#include "base/utf8.h"

namespace awaitlint {
namespace {

// In a longer line nobody looks for a column, and counting to each of its findings would take its length squared.
constexpr std::size_t widest_line = 1 << 16;

std::string_view bytes_of(const std::string& file, std::uint64_t end, const SourceBytes& source) {
    const std::string_view bytes = source ? source(file) : "";
    return end <= bytes.size() ? bytes : std::string_view();
}

std::size_t line_begin(std::string_view bytes, std::size_t offset) {
    return offset == 0 ? 0 : bytes.rfind('\n', offset - 1) + 1;  // npos + 1 is 0
}

std::optional<std::uint32_t> utf16_column(std::string_view bytes, std::size_t offset) {
    const std::size_t begin = line_begin(bytes, offset);
    if (offset - begin > widest_line) return std::nullopt;
    return utf16_units(bytes.substr(begin, offset - begin)) + 1;
}

/// False where Clang has counted lines otherwise: it takes a lone carriage return for a line end.
bool is_at(std::string_view bytes, std::uint64_t offset, std::uint32_t line, std::uint32_t column) {
    if (offset > bytes.size()) return false;
    const Place place = place_in(bytes, static_cast<std::uint32_t>(offset));
    return place.line == line && place.column == column;
}

/// Of a place by its line alone.
std::optional<std::uint32_t> offset_at(std::string_view bytes, const Place& place) {
    std::size_t begin = 0;
    for (std::uint32_t line = 1; line < place.line; ++line) {
        begin = bytes.find('\n', begin) + 1;
        if (begin == 0) return std::nullopt;
    }
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    if (place.column == 0 || place.column - 1 > end - begin) return std::nullopt;
    return static_cast<std::uint32_t>(begin + place.column - 1);
}

}  // namespace

std::optional<std::uint32_t> offset_of(const Span& span, const SourceBytes& source) {
    const std::string_view bytes = bytes_of(span.file, 1, source);
    if (bytes.empty() || span.line == 0) return std::nullopt;
    if (is_at(bytes, span.offset, span.line, span.column)) return span.offset;
    // The place of a comment is a line and a column, and no more.
    return span.offset == 0 ? offset_at(bytes, span.place()) : std::nullopt;
}

std::optional<Stretch> in_utf16(const Span& span, const SourceBytes& source) {
    const auto offset = offset_of(span, source);
    if (!offset) return std::nullopt;
    const std::string_view bytes = source(span.file);
    if (!is_at(bytes, std::uint64_t{*offset} + span.length, span.end_line, span.end_column)) return std::nullopt;
    const auto column = utf16_column(bytes, *offset), end_column = utf16_column(bytes, *offset + span.length);
    if (!column || !end_column) return std::nullopt;
    return Stretch{span.line, *column, span.end_line, *end_column};
}

std::optional<Stretch> in_bytes(const Edit& edit, const SourceBytes& source) {
    const std::uint64_t end = std::uint64_t{edit.offset} + edit.length;
    const std::string_view bytes = bytes_of(edit.file, end, source);
    if (bytes.empty()) return std::nullopt;
    const Place from = place_in(bytes, edit.offset), to = place_in(bytes, static_cast<std::uint32_t>(end));
    return Stretch{from.line, from.column, to.line, to.column};
}

std::optional<Stretch> in_utf16(const Edit& edit, const SourceBytes& source) {
    auto stretch = in_bytes(edit, source);
    if (!stretch) return std::nullopt;
    const std::string_view bytes = source(edit.file);
    const auto column = utf16_column(bytes, edit.offset), end = utf16_column(bytes, edit.offset + edit.length);
    if (!column || !end) return std::nullopt;
    stretch->column = *column;
    stretch->end_column = *end;
    return stretch;
}

std::optional<Edit> as_one_edit(const std::vector<Edit>& edits, const SourceBytes& source) {
    if (edits.empty()) return std::nullopt;
    const std::string& file = edits.front().file;
    if (std::any_of(edits.begin(), edits.end(), [&](const Edit& edit) { return edit.file != file; }))
        return std::nullopt;
    if (edits.size() == 1) return edits.front();
    std::uint64_t begin = edits.front().offset, end = 0;
    for (const Edit& edit : edits) {
        begin = std::min<std::uint64_t>(begin, edit.offset);
        end = std::max(end, std::uint64_t{edit.offset} + edit.length);
    }
    const std::string_view bytes = bytes_of(file, end, source);
    if (bytes.empty()) return std::nullopt;
    std::vector<Edit> moved = edits;
    for (Edit& edit : moved) edit.offset -= static_cast<std::uint32_t>(begin);
    const auto edited = EditedText::apply(bytes.substr(begin, end - begin), std::move(moved));
    if (!edited) return std::nullopt;
    return Edit{file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin), edited->text()};
}

}  // namespace awaitlint
