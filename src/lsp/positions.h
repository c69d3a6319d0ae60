// Places in a text as the protocol counts them: lines from 0, columns in UTF-16 units, or in bytes if that was agreed.
//
// In: a text (UTF-8) and offsets, or lines and columns of findings (from 1, in bytes). Out: positions, and back. What
// lies behind the end of a line or of the text is at its end. Lines end as they do for Clang: \n, \r\n or \r.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "awaitlint/place.h"

namespace awaitlint::lsp {

enum class PositionEncoding { utf8, utf16 };

struct Position {
    std::uint32_t line = 0;
    std::uint32_t character = 0;
    friend auto operator<=>(const Position& a, const Position& b) = default;
};
struct Range {
    Position start, end;
    friend bool operator==(const Range& a, const Range& b) = default;
};

class TextLines {
public:
    /// The text must outlive it.
    TextLines(std::string_view text, PositionEncoding encoding);

    std::size_t offset_of(Position position) const;
    Position position_at(std::size_t offset) const;
    /// Of a line and column from 1 in bytes.
    Position position_of(std::uint32_t line, std::uint32_t column) const;
    Range range_of(const Span& span) const;
    Range range_of(const Edit& edit) const;

private:
    std::size_t begin_of(std::size_t line) const { return line < begins_.size() ? begins_[line] : text_.size(); }
    /// Without its end.
    std::string_view line_at(std::size_t line) const;

    std::string_view text_;
    PositionEncoding encoding_;
    std::vector<std::size_t> begins_;
};

nlohmann::json to_json_value(const Range& range);
/// Throws what the library throws on what is no range.
Range range_from(const nlohmann::json& json);
Position position_from(const nlohmann::json& json);

}  // namespace awaitlint::lsp
