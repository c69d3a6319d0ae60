// See unified_diff.h.
#include "fix/unified_diff.h"

#include <algorithm>

#include <fmt/format.h>

#include "awaitlint/edits.h"

namespace awaitlint {
namespace {

constexpr std::size_t context_lines = 3;

/// Lines with their ends; the last one may have none.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

/// Old lines [first, last) and the lines in their place.
struct Block {
    std::size_t first = 0;
    std::size_t last = 0;
    std::string text;
};

class Blocks {
public:
    Blocks(std::string_view before, const std::vector<Edit>& edits) : before_(before), lines_(lines_of(before)) {
        for (std::size_t offset = 0; const std::string_view line : lines_) {
            starts_.push_back(offset);
            offset += line.size();
        }
        for (std::size_t i = 0; i < edits.size();) i = add_block(edits, i);
        for (Block& block : blocks_) trim(block);
        std::erase_if(blocks_, [](const Block& block) { return block.first == block.last && block.text.empty(); });
    }

    const std::vector<std::string_view>& lines() const { return lines_; }
    const std::vector<Block>& blocks() const { return blocks_; }

private:
    std::size_t line_at(std::size_t offset) const {
        if (offset == before_.size() && (before_.empty() || before_.back() == '\n')) return lines_.size();
        return static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin()) - 1;
    }
    std::size_t start_of(std::size_t line) const { return line < starts_.size() ? starts_[line] : before_.size(); }

    /// The block that begins with an edit takes in all that touch its lines. The index of the first that does not.
    std::size_t add_block(const std::vector<Edit>& edits, std::size_t next) {
        Block block;
        block.first = block.last = line_at(edits[next].offset);
        std::size_t at = start_of(block.first);
        while (true) {
            for (; next < edits.size() && line_at(edits[next].offset) <= block.last; ++next) {
                const Edit& edit = edits[next];
                block.text.append(before_.substr(at, edit.offset - at)).append(edit.text);
                at = edit.offset + edit.length;
                block.last = std::max(block.last, edit.length ? line_at(at - 1) : line_at(edit.offset));
            }
            const std::size_t end = start_of(std::min(block.last + 1, lines_.size()));
            block.text.append(before_.substr(at, end - at));
            at = end;
            // A line end that was taken out joins the next line, or what is put in behind the last one.
            const bool has_more = end < before_.size() || next < edits.size();
            const bool is_joined = !block.text.empty() && block.text.back() != '\n' && has_more;
            if (!is_joined) break;
            ++block.last;
        }
        block.last = std::min(block.last + 1, lines_.size());
        blocks_.push_back(std::move(block));
        return next;
    }

    void trim(Block& block) const {
        std::vector<std::string_view> text = lines_of(block.text);
        std::size_t from = 0, to = text.size();
        while (from < to && block.first < block.last && text[from] == lines_[block.first]) ++from, ++block.first;
        while (from < to && block.first < block.last && text[to - 1] == lines_[block.last - 1]) --to, --block.last;
        std::string kept;
        for (std::size_t i = from; i < to; ++i) kept += text[i];
        block.text = std::move(kept);
    }

    std::string_view before_;
    std::vector<std::string_view> lines_;
    std::vector<std::size_t> starts_;
    std::vector<Block> blocks_;
};

void put(std::string& out, char mark, std::string_view line) {
    out += mark;
    out += line;
    if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

std::string range(std::size_t first, std::size_t count) {
    // An empty range is named by the line before it.
    const std::size_t start = count ? first + 1 : first;
    return count == 1 ? fmt::format("{}", start) : fmt::format("{},{}", start, count);
}

/// Blocks [begin, end) as one hunk. `shift`: how many lines the blocks before have added.
std::string hunk_of(const std::vector<std::string_view>& lines, const Block* begin, const Block* end,
                    std::ptrdiff_t& shift) {
    const std::size_t first = begin->first - std::min(begin->first, context_lines);
    const std::size_t last = std::min(lines.size(), (end - 1)->last + context_lines);
    std::string body;
    std::ptrdiff_t added = 0;
    std::size_t at = first;
    for (const Block* block = begin; block != end; ++block) {
        for (; at < block->first; ++at) put(body, ' ', lines[at]);
        for (; at < block->last; ++at) put(body, '-', lines[at]);
        const std::vector<std::string_view> text = lines_of(block->text);
        for (const std::string_view line : text) put(body, '+', line);
        added += static_cast<std::ptrdiff_t>(text.size()) - static_cast<std::ptrdiff_t>(block->last - block->first);
    }
    for (; at < last; ++at) put(body, ' ', lines[at]);
    const std::size_t count = last - first;
    const auto new_count = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(count) + added);
    const auto new_first = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(first) + shift);
    shift += added;
    return fmt::format("@@ -{} +{} @@\n", range(first, count), range(new_first, new_count)) + body;
}

/// As git writes names: quoted where they hold what would end or change a line.
std::string quoted(const std::string& name) {
    std::string text;
    bool is_plain = true;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_special = byte < 0x20 || byte == 0x7f || c == '"' || c == '\\';
        is_plain &= !is_special;
        if (!is_special)
            text += c;
        else if (c == '"' || c == '\\')
            text += {'\\', c};
        else
            text += fmt::format("\\{:03o}", byte);
    }
    return is_plain ? text : '"' + text + '"';
}

}  // namespace

std::string unified_diff(const std::string& name, std::string_view before, const std::vector<Edit>& edits) {
    const Blocks changed(before, edits);
    const std::vector<Block>& blocks = changed.blocks();
    if (blocks.empty()) return "";
    // One line may be taken away and a like one put elsewhere.
    if (const auto after = EditedText::apply(before, edits); after && after->text() == before) return "";
    const std::string from = quoted("a/" + name), to = quoted("b/" + name);
    // A tab ends a name with spaces in it.
    const char* const end = name.find(' ') == std::string::npos ? "" : "\t";
    std::string patch = fmt::format("diff --git {} {}\n--- {}{}\n+++ {}{}\n", from, to, from, end, to, end);
    std::ptrdiff_t shift = 0;
    for (std::size_t i = 0; i < blocks.size();) {
        std::size_t next = i + 1;
        while (next < blocks.size() && blocks[next].first - blocks[next - 1].last <= 2 * context_lines) ++next;
        patch += hunk_of(changed.lines(), blocks.data() + i, blocks.data() + next, shift);
        i = next;
    }
    return patch;
}

}  // namespace awaitlint
