// See awaitlint/edits.h.
#include "awaitlint/edits.h"

#include <algorithm>
#include <iterator>

namespace awaitlint {

std::optional<EditedText> EditedText::apply(std::string_view original, std::vector<Edit> edits) {
    for (Edit& edit : edits) edit.file.clear();
    std::sort(edits.begin(), edits.end());
    edits.erase(std::unique(edits.begin(), edits.end()), edits.end());
    EditedText result;
    std::size_t at = 0;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const Edit& edit = edits[i];
        const bool same_place =
            i > 0 && edits[i - 1].offset == edit.offset && edits[i - 1].length == 0 && edit.length == 0;
        if (edit.offset < at || same_place || edit.offset + std::size_t{edit.length} > original.size())
            return std::nullopt;
        result.text_.append(original.substr(at, edit.offset - at));
        at = edit.offset + edit.length;
        const auto begin = static_cast<std::uint32_t>(result.text_.size());
        result.text_.append(edit.text);
        result.changes_.push_back(
            {begin, static_cast<std::uint32_t>(result.text_.size()), edit.offset, static_cast<std::uint32_t>(at)});
    }
    result.text_.append(original.substr(at));
    return result;
}

std::uint32_t EditedText::original_offset(std::uint32_t offset) const {
    const auto behind = std::upper_bound(changes_.begin(), changes_.end(), offset,
                                         [](std::uint32_t at, const Change& change) { return at < change.begin; });
    if (behind == changes_.begin()) return offset;
    const Change& before = *std::prev(behind);
    return offset < before.end ? before.original : before.original_end + (offset - before.end);
}

Place place_in(std::string_view text, std::uint32_t offset) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return {"", static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n')),
            static_cast<std::uint32_t>(1 + before.size() - line_start)};
}

}  // namespace awaitlint
