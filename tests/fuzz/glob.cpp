// Globs of the user's files: what they cover, by a second implementation that is slow and plain.
//
// Input: a glob, a line end, a path. The second opinion follows the opening comment of src/base/user_files.cpp.
#include <algorithm>

#include "awaitlint/unit.h"
#include "base/utf8.h"
#include "fuzz.h"

using namespace awaitlint;

namespace {

using Parts = std::vector<std::string>;

Parts characters(std::string_view text) {
    Parts found;
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(1, first_utf8_character(text).length);
        found.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return found;
}

Parts steps(std::string_view path) {
    Parts found;
    std::string step;
    const auto end_step = [&] {
        if (!step.empty() && step != ".") found.push_back(step);
        step.clear();
    };
    for (const char c : path)
        if (c == '/')
            end_step();
        else
            step += c;
    end_step();
    return found;
}

/// can[i][j]: the first i parts of the pattern fit the first j of the text.
template <class IsWildcard, class Fits>
bool is_fit(const Parts& pattern, const Parts& text, IsWildcard is_wildcard, Fits fits) {
    std::vector<std::vector<bool>> can(pattern.size() + 1, std::vector<bool>(text.size() + 1));
    can[0][0] = true;
    for (std::size_t i = 1; i <= pattern.size(); ++i)
        for (std::size_t j = 0; j <= text.size(); ++j)
            can[i][j] = is_wildcard(pattern[i - 1]) ? can[i - 1][j] || (j > 0 && can[i][j - 1])
                                                    : j > 0 && can[i - 1][j - 1] && fits(pattern[i - 1], text[j - 1]);
    return can[pattern.size()][text.size()];
}

bool is_name_fit(const std::string& pattern, const std::string& name) {
    return is_fit(
        characters(pattern), characters(name), [](const std::string& part) { return part == "*"; },
        [](const std::string& part, const std::string& character) { return part == "?" || part == character; });
}

bool is_covered(const std::string& glob, const std::string& path) {
    Parts pattern = steps(glob), whole = steps(path);
    if (pattern.empty()) return false;
    const bool names_folder = glob.ends_with('/');
    const std::string without_end = names_folder ? glob.substr(0, glob.size() - 1) : glob;
    if (without_end.find('/') == std::string::npos) pattern.insert(pattern.begin(), "**");
    for (std::size_t length = 1; length <= whole.size(); ++length) {
        if (names_folder && length == whole.size()) continue;
        const Parts start(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        if (is_fit(pattern, start, [](const std::string& part) { return part == "**"; }, is_name_fit)) return true;
    }
    return false;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::size_t longest = 200;  // the second opinion takes the square of it
    std::string_view rest = fuzz::text_of(bytes, std::min(size, longest));
    const std::string glob(fuzz::take_line(rest)), path(rest);
    const UserFiles excluding{"/top", {}, {glob}}, including{"/top", {glob}, {}};
    const std::string absolute = "/top/" + path;
    const bool is_own = is_users_file({"/top", {}, {}}, absolute);
    fuzz::require(is_users_file(excluding, absolute) == (is_own && !is_covered(glob, path)),
                  "exclude as it is written");
    fuzz::require(is_users_file(including, absolute) == (is_own && is_covered(glob, path)), "include as it is written");
    fuzz::require("/top/" + relative_to_root(excluding, absolute) == absolute, "the relative path leads back");
    return 0;
}
