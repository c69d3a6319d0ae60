// See awaitlint/edits.h.
#include "awaitlint/edits.h"

#include <algorithm>

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
        result.text_.append(edit.text);
        at = edit.offset + edit.length;
    }
    result.text_.append(original.substr(at));
    result.edits_ = std::move(edits);
    return result;
}

std::uint32_t EditedText::original_offset(std::uint32_t offset) const {
    std::int64_t shift = 0;  // new minus original, before the edit at hand
    for (const Edit& edit : edits_) {
        const std::int64_t begin = edit.offset + shift;
        if (offset < begin) break;
        if (offset < begin + static_cast<std::int64_t>(edit.text.size())) return edit.offset;
        shift += static_cast<std::int64_t>(edit.text.size()) - edit.length;
    }
    return static_cast<std::uint32_t>(offset - shift);
}

Place place_in(std::string_view text, std::uint32_t offset) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return {"", static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n')),
            static_cast<std::uint32_t>(1 + before.size() - line_start)};
}

}  // namespace awaitlint
