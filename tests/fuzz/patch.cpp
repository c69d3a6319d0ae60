// See patch.h.
#include "patch.h"

#include <cstdio>
#include <string>

#include "fuzz.h"

namespace awaitlint::fuzz {
namespace {

/// The next line with its end, which is taken off the text too.
std::string_view take_whole_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    text.remove_prefix(line.size());
    return line;
}

/// The lines of one side of a hunk: "@@ -FIRST,COUNT +FIRST,COUNT @@".
struct Range {
    unsigned long first = 0, count = 1;
};

Range range_after(std::string_view header, char mark) {
    Range range;
    const std::string text(header.substr(header.find(mark) + 1));
    const int numbers = std::sscanf(text.c_str(), "%lu,%lu", &range.first, &range.count);
    require(numbers >= 1, "a hunk says where it is");
    return range;
}

}  // namespace

std::string patched(std::string_view text, std::string_view patch, Direction direction) {
    const char out_mark = direction == Direction::forward ? '-' : '+', in_mark = out_mark == '-' ? '+' : '-';
    std::string result;
    unsigned long next_line = 1;
    while (!patch.empty() && !patch.starts_with("@@ ")) take_whole_line(patch);
    while (!patch.empty()) {
        const std::string_view header = take_whole_line(patch);
        const Range old_range = range_after(header, out_mark), new_range = range_after(header, in_mark);
        const unsigned long first = old_range.first + (old_range.count == 0 ? 1 : 0);
        for (; next_line < first; ++next_line) result += take_whole_line(text);
        unsigned long old_lines = 0, new_lines = 0;
        while (old_lines < old_range.count || new_lines < new_range.count) {
            const std::string_view line = take_whole_line(patch);
            require(!line.empty(), "a hunk does not end early");
            std::string_view own = line.substr(1);
            if (patch.starts_with("\\ ")) {
                take_whole_line(patch);
                own.remove_suffix(1);
            }
            if (line[0] != in_mark) {
                require(take_whole_line(text) == own, "what the patch takes out is there");
                ++next_line;
                ++old_lines;
            }
            if (line[0] != out_mark) {
                result += own;
                ++new_lines;
            }
        }
        require(old_lines == old_range.count && new_lines == new_range.count, "a hunk has as many lines as it says");
    }
    return result + std::string(text);
}

}  // namespace awaitlint::fuzz
