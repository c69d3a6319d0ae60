// Which files are the user's: globs of `include` and `exclude` against paths below the root.
//
// The globs are those of .gitignore, as far as unit.h names them:
//   src/**        everything in src; a pattern with a slash is relative to the root
//   third_party   no slash: a file or folder of that name at any depth (`/third_party`: at the root alone)
//   build/        a folder, not a file
// A pattern that fits a folder covers everything below it. `*` and `?` stop at a slash; `**` as a whole step stands
// for any number of folders, none included. Negation (`!`) and sets (`[a-z]`) mean nothing special. Looks at names
// only: reads no disk, resolves no link.
#include "base/user_files.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "awaitlint/unit.h"
#include "base/utf8.h"

namespace awaitlint {
namespace {

// Wildcard matching over any sequence: characters in a name, names in a path. When a step fits nothing, the last
// wildcard swallows one element more; that never needs a look at the wildcards before it.
template <class Pattern, class Text, class IsWildcard, class Fits>
bool matches(const Pattern& pattern, const Text& text, IsWildcard is_wildcard, Fits fits) {
    auto step = pattern.begin();
    auto element = text.begin();
    auto after_wildcard = pattern.end();
    auto retry_from = text.end();
    while (element != text.end()) {
        if (step != pattern.end() && is_wildcard(*step)) {
            after_wildcard = ++step;
            retry_from = element;
        } else if (step != pattern.end() && fits(*step, *element)) {
            ++step;
            ++element;
        } else if (retry_from != text.end()) {
            step = after_wildcard;
            element = ++retry_from;
        } else {
            return false;
        }
    }
    return std::all_of(step, pattern.end(), is_wildcard);
}

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(1, first_utf8_character(text).length);
        found.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return found;
}

std::vector<std::string_view> steps(std::string_view path) {
    std::vector<std::string_view> found;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        if (end != 0 && path.substr(0, end) != ".") found.push_back(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return found;
}

bool name_matches(std::string_view pattern, std::string_view name) {
    if (pattern.find_first_of("*?") == std::string_view::npos) return pattern == name;
    return matches(
        characters(pattern), characters(name), [](std::string_view step) { return step == "*"; },
        [](std::string_view step, std::string_view character) { return step == "?" || step == character; });
}

bool path_matches(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path) {
    return matches(pattern, path, [](std::string_view step) { return step == "**"; }, name_matches);
}

bool covers(std::string_view glob, const std::vector<std::string_view>& path) {
    std::vector<std::string_view> pattern = steps(glob);
    if (pattern.empty()) return false;
    const bool names_folder = glob.ends_with('/');
    const bool is_anywhere = glob.substr(0, glob.size() - (names_folder ? 1 : 0)).find('/') == std::string_view::npos;
    if (is_anywhere) pattern.insert(pattern.begin(), "**");
    std::vector<std::string_view> folders;
    for (const std::string_view step : path) {
        folders.push_back(step);
        const bool is_folder = folders.size() < path.size();
        if ((is_folder || !names_folder) && path_matches(pattern, folders)) return true;
    }
    return false;
}

bool any_covers(const std::vector<std::string>& globs, const std::vector<std::string_view>& path) {
    return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) { return covers(glob, path); });
}

/// What version control keeps to itself. To change it is to change what the tools of the repository do.
bool is_of_version_control(const std::vector<std::string_view>& path) {
    return std::any_of(path.begin(), path.end(),
                       [](std::string_view step) { return step == ".git" || step == ".hg" || step == ".svn"; });
}

bool is_built(const UserFiles& files, std::string_view relative) {
    return std::any_of(files.build_folders.begin(), files.build_folders.end(), [&](const std::string& folder) {
        return relative.starts_with(folder) && (relative.size() == folder.size() || relative[folder.size()] == '/');
    });
}

bool is_below(std::string_view root, std::string_view path) {
    if (root.empty() || !path.starts_with(root)) return false;
    return root.ends_with('/') ? path.size() > root.size() : path.substr(root.size()).starts_with('/');
}

}  // namespace

bool does_name_folder(const std::string& glob, const std::string& folder) {
    const std::vector<std::string_view> pattern = steps(glob);
    const std::vector<std::string_view> path = steps(folder);
    const std::size_t shared = std::min(pattern.size(), path.size());
    for (std::size_t at = 0; at < shared; ++at)
        if (pattern[at] == "**" || !name_matches(pattern[at], path[at])) return false;
    return shared != 0;
}

bool is_users_file(const UserFiles& files, const std::string& absolute_path) {
    if (!is_below(files.root, absolute_path)) return false;
    const std::string_view relative = std::string_view(absolute_path).substr(files.root.size());
    const std::vector<std::string_view> path = steps(relative);
    if (is_of_version_control(path) || is_built(files, relative_to_root(files, absolute_path))) return false;
    const bool is_included = files.include.empty() || any_covers(files.include, path);
    return is_included && !any_covers(files.exclude, path);
}

std::string relative_to_root(const UserFiles& files, const std::string& absolute_path) {
    if (!is_below(files.root, absolute_path)) return absolute_path;
    const std::size_t separator = files.root.ends_with('/') ? 0 : 1;
    return absolute_path.substr(files.root.size() + separator);
}

}  // namespace awaitlint
