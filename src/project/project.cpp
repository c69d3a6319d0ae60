// The project's root, the nearest names and the user's selection: see project.h. Looks at the file system only.
#include "project/project.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

#include "llvm/ADT/StringRef.h"

#include "project/paths.h"

namespace awaitlint {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view config_name = ".awaitlint.json";

/// True also for a dangling link: who made it wanted it to be used, and reading it will say what is wrong.
bool has_entry(const fs::path& folder, std::string_view name) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(folder / name, ignored));
}

/// The nearest folder upward for which `is_it` holds, or empty.
std::string nearest_folder(const std::string& start, const std::function<bool(const fs::path&)>& is_it) {
    for (fs::path folder = start;; folder = folder.parent_path()) {
        if (is_it(folder)) return folder.string();
        if (folder == folder.parent_path()) return {};
    }
}

}  // namespace

std::string find_marked_root(const std::string& start) {
    return nearest_folder(real_path(start), [](const fs::path& folder) {
        return has_entry(folder, config_name) || has_entry(folder, ".git");
    });
}

std::string find_project_root(const std::string& start) {
    const std::string root = find_marked_root(start);
    return root.empty() ? real_path(start) : root;
}

std::string common_folder(const std::vector<std::string>& paths) {
    std::string common;
    for (const std::string& path : paths) {
        std::error_code ignored;
        fs::path folder = fs::is_directory(path, ignored) ? fs::path(path) : fs::path(path).parent_path();
        if (common.empty()) common = folder.string();
        while (!is_at_or_below(common, folder.string())) folder = folder.parent_path();
        common = folder.string();
    }
    return common;
}

std::string find_config(const std::string& start) {
    const std::string folder =
        nearest_folder(real_path(start), [](const fs::path& at) { return has_entry(at, config_name); });
    return folder.empty() ? std::string() : (fs::path(folder) / config_name).string();
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& known) {
    // The bound that Clang uses for its own spelling corrections.
    const unsigned most = static_cast<unsigned>(name.size() + 2) / 3;
    const std::string* nearest = nullptr;
    unsigned nearest_distance = most + 1;
    for (const std::string& candidate : known) {
        const unsigned distance = llvm::StringRef(name).edit_distance_insensitive(candidate, true, most);
        if (distance >= nearest_distance) continue;
        nearest = &candidate;
        nearest_distance = distance;
    }
    return nearest ? fmt::format("Did you mean '{}'?", *nearest) : std::string();
}

bool Selection::covers(const std::string& absolute_path) const {
    return paths.empty() || std::any_of(paths.begin(), paths.end(),
                                        [&](const std::string& path) { return is_at_or_below(absolute_path, path); });
}

Result<Selection> select_paths(const std::vector<std::string>& paths, const std::string& working_directory) {
    Selection selection;
    if (paths.empty()) selection.paths.push_back(real_path(working_directory));
    std::string missing;
    for (const std::string& path : paths) {
        const std::string absolute = absolute_path(path, working_directory);
        std::error_code failure;
        if (path.empty() || !fs::exists(absolute, failure))
            missing += fmt::format("{}'{}': {}", missing.empty() ? "" : "\n", path,
                                   failure ? failure.message() : "no such file or folder");
        const std::string real = real_path(absolute);
        if (std::find(selection.paths.begin(), selection.paths.end(), real) == selection.paths.end())
            selection.paths.push_back(real);
    }
    if (!missing.empty()) return Error{std::move(missing)};
    return selection;
}

}  // namespace awaitlint
