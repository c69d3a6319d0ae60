// See positions.h.
#include "lsp/positions.h"

#include <algorithm>

#include "base/utf8.h"

namespace awaitlint::lsp {
namespace {

/// Of the characters that end within so many bytes.
std::uint32_t units_within(std::string_view text, std::size_t bytes) {
    std::uint32_t units = 0;
    for (std::size_t at = 0; at < bytes;) {
        const Utf16Character character = first_utf16_character(text.substr(at));
        at += character.length;
        if (at <= bytes) units += character.units;
    }
    return units;
}

/// How many bytes so many units take; as many as there are, where they end before. Never half a character.
std::size_t bytes_of_utf16(std::string_view text, std::uint32_t units) {
    std::size_t bytes = 0;
    while (bytes < text.size()) {
        const Utf16Character character = first_utf16_character(text.substr(bytes));
        if (character.units > units) break;
        units -= character.units;
        bytes += character.length;
    }
    return bytes;
}

}  // namespace

TextLines::TextLines(std::string_view text, PositionEncoding encoding) : text_(text), encoding_(encoding) {
    begins_.push_back(0);
    for (std::size_t at = text.find_first_of("\r\n"); at != std::string_view::npos;
         at = text.find_first_of("\r\n", begins_.back()))
        begins_.push_back(at + (text.substr(at).starts_with("\r\n") ? 2 : 1));
}

std::string_view TextLines::line_at(std::size_t line) const {
    const std::string_view whole = text_.substr(begin_of(line), begin_of(line + 1) - begin_of(line));
    return whole.substr(0, whole.find_first_of("\r\n"));
}

std::size_t TextLines::offset_of(Position position) const {
    if (position.line >= begins_.size()) return text_.size();
    const std::string_view line = line_at(position.line);
    const std::size_t bytes = encoding_ == PositionEncoding::utf8
                                  ? std::min<std::size_t>(position.character, line.size())
                                  : bytes_of_utf16(line, position.character);
    return begins_[position.line] + bytes;
}

Position TextLines::position_at(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto behind = std::upper_bound(begins_.begin(), begins_.end(), offset);
    const auto line = static_cast<std::uint32_t>(behind - begins_.begin() - 1);
    const std::string_view text = line_at(line);
    const std::size_t bytes = std::min(offset - begins_[line], text.size());
    return {line, encoding_ == PositionEncoding::utf8 ? static_cast<std::uint32_t>(bytes) : units_within(text, bytes)};
}

Position TextLines::position_of(std::uint32_t line, std::uint32_t column) const {
    if (line == 0) return {};
    const std::size_t bytes = std::min<std::size_t>(column > 0 ? column - 1 : 0, line_at(line - 1).size());
    return position_at(begin_of(line - 1) + bytes);
}

Range TextLines::range_of(const Span& span) const {
    return {position_of(span.line, span.column), position_of(span.end_line, span.end_column)};
}

Range TextLines::range_of(const Edit& edit) const {
    return {position_at(edit.offset), position_at(std::size_t{edit.offset} + edit.length)};
}

nlohmann::json to_json_value(const Range& range) {
    const auto position = [](const Position& at) {
        return nlohmann::json{{"line", at.line}, {"character", at.character}};
    };
    return {{"start", position(range.start)}, {"end", position(range.end)}};
}

Position position_from(const nlohmann::json& json) {
    return {json.at("line").get<std::uint32_t>(), json.at("character").get<std::uint32_t>()};
}

Range range_from(const nlohmann::json& json) {
    return {position_from(json.at("start")), position_from(json.at("end"))};
}

}  // namespace awaitlint::lsp
