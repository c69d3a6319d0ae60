// The project's root, the nearest names and the user's selection: see project.h. Looks at the file system only.
#include "project/project.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

#include "llvm/ADT/StringRef.h"

#include "project/json_file.h"
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

/// What else is wrong with the file is said by who reads all of it.
bool ends_search(const fs::path& folder) {
    constexpr std::uintmax_t largest_config = std::uintmax_t{4} << 20;
    const auto config = read_json_file((folder / config_name).string(), largest_config, Writer::person);
    if (!config || !config->is_object()) return false;
    const auto root = config->find("root");
    return root != config->end() && root->is_boolean() && root->get<bool>();
}

}  // namespace

std::string find_marked_root(const std::string& start) {
    std::string root;
    for (fs::path folder = real_path(start);; folder = folder.parent_path()) {
        const bool has_config = has_entry(folder, config_name);
        const bool has_repository = has_entry(folder, ".git");
        if (has_config || (has_repository && root.empty())) root = folder.string();
        if (has_repository || (has_config && ends_search(folder)) || folder == folder.parent_path()) return root;
    }
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

std::vector<std::string> find_configs(const std::string& start) {
    std::vector<std::string> files;
    for (fs::path folder = real_path(start);; folder = folder.parent_path()) {
        const bool has_config = has_entry(folder, config_name);
        if (has_config) files.push_back((folder / config_name).string());
        if ((has_config && ends_search(folder)) || folder == folder.parent_path()) return files;
    }
}

std::vector<std::string> find_folder_configs(const UserFiles& files) {
    // What is included is a matter of files; a folder is left out by what excludes all that could be in it.
    const UserFiles all_included{files.root, {}, files.exclude, files.build_folders};
    std::vector<std::string> found;
    std::vector<fs::path> waiting = {files.root};
    while (!waiting.empty()) {
        const fs::path folder = std::move(waiting.back());
        waiting.pop_back();
        if (folder != files.root && has_entry(folder, config_name)) found.push_back((folder / config_name).string());
        std::error_code failure;
        for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
            std::error_code unknown;
            const bool is_folder = !at->is_symlink(unknown) && at->is_directory(unknown);
            if (is_folder && is_users_file(all_included, (at->path() / "any").string())) waiting.push_back(at->path());
        }
    }
    const auto is_outer = [](const std::string& a, const std::string& b) {
        const auto depth = [](const std::string& path) { return std::count(path.begin(), path.end(), '/'); };
        return std::pair(depth(a), a) < std::pair(depth(b), b);
    };
    std::sort(found.begin(), found.end(), is_outer);
    return found;
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
