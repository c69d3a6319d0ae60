// Text edits on one file: applying them, and finding the way back from the edited text to the original.
//
// In: the bytes of a file and edits of that file. Out: the new bytes, or nothing when the edits overlap or reach
// outside. Equal edits are one. Insertions at the same place that differ are an overlap: their order would be a guess.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/place.h"

namespace awaitlint {

class EditedText {
public:
    /// The file names of the edits are not looked at.
    static std::optional<EditedText> apply(std::string_view original, std::vector<Edit> edits);

    const std::string& text() const { return text_; }
    /// The offset in the original of a byte of the new text; inside inserted text, where the edit begins.
    std::uint32_t original_offset(std::uint32_t offset) const;

private:
    /// Where an edit's text stands in the new text, and what it replaced in the original.
    struct Change {
        std::uint32_t begin, end;
        std::uint32_t original, original_end;
    };

    std::string text_;
    std::vector<Change> changes_;  // in order
};

/// 1-based line and column (bytes) of an offset.
Place place_in(std::string_view text, std::uint32_t offset);

}  // namespace awaitlint
