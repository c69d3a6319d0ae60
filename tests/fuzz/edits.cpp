// Edits of a text: applied as a plain second implementation does, with a way back; and the patch of them, which brings
// the old text to the new one and the new one to the old.
//
// Input: lines "OFFSET LENGTH TEXT", an empty line, the text. `\n` in TEXT is a line end.
#include "awaitlint/edits.h"

#include <algorithm>
#include <cstdlib>

#include "fix/unified_diff.h"
#include "fuzz.h"
#include "patch.h"

using namespace awaitlint;

namespace {

Edit edit_of(const std::string& line, std::size_t text_size) {
    char* end = nullptr;
    Edit edit;
    edit.file = "a.cpp";
    // Now and then outside the text.
    edit.offset = static_cast<std::uint32_t>(std::strtoul(line.c_str(), &end, 10) % (text_size + 3));
    edit.length = static_cast<std::uint32_t>(std::strtoul(end, &end, 10) % (text_size + 3));
    edit.text = *end == ' ' ? end + 1 : end;
    for (std::size_t at = 0; (at = edit.text.find("\\n", at)) != std::string::npos;) edit.text.replace(at, 2, "\n");
    return edit;
}

/// From the last edit to the first, as one would by hand; nothing where two of them touch the same bytes.
std::optional<std::string> applied_plainly(std::string text, std::vector<Edit> edits) {
    std::sort(edits.begin(), edits.end());
    edits.erase(std::unique(edits.begin(), edits.end()), edits.end());
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (std::size_t{edits[i].offset} + edits[i].length > text.size()) return std::nullopt;
        if (i == 0) continue;
        const Edit& before = edits[i - 1];
        if (before.offset + before.length > edits[i].offset) return std::nullopt;
        if (before.offset == edits[i].offset && before.length == 0 && edits[i].length == 0) return std::nullopt;
    }
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) text.replace(edit->offset, edit->length, edit->text);
    return text;
}

void check_way_back(const EditedText& edited, const std::string& before) {
    std::uint32_t last = 0;
    for (std::uint32_t offset = 0; offset <= edited.text().size(); ++offset) {
        const std::uint32_t original = edited.original_offset(offset);
        fuzz::require(original >= last && original <= before.size(), "the way back keeps the order");
        last = original;
    }
}

void check_patch(const std::string& before, const std::string& after, std::vector<Edit> edits) {
    std::sort(edits.begin(), edits.end());
    edits.erase(std::unique(edits.begin(), edits.end()), edits.end());
    const std::string patch = unified_diff("a.cpp", before, edits);
    fuzz::require(patch.empty() == (before == after), "there is a patch if something changes");
    fuzz::require(fuzz::patched(before, patch, fuzz::Direction::forward) == after, "the patch makes the new text");
    fuzz::require(fuzz::patched(after, patch, fuzz::Direction::back) == before, "reversed, it makes the old one");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string_view rest = fuzz::text_of(bytes, size);
    std::vector<std::string> lines;
    while (!rest.empty() && rest.front() != '\n') lines.emplace_back(fuzz::take_line(rest));
    fuzz::take_line(rest);
    const std::string before(rest);
    std::vector<Edit> edits;
    for (const std::string& line : lines) edits.push_back(edit_of(line, before.size()));
    const auto edited = EditedText::apply(before, edits);
    const auto plainly = applied_plainly(before, edits);
    fuzz::require(edited.has_value() == plainly.has_value(), "edits fit together or not");
    if (!edited) return 0;
    fuzz::require(edited->text() == *plainly, "each edit is where it belongs");
    check_way_back(*edited, before);
    check_patch(before, *plainly, edits);
    return 0;
}
