// See build_folders.h.
#include "project/build_folders.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>

#include "base/user_files.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

bool has_any(const fs::path& folder, std::initializer_list<const char*> names) {
    std::error_code ignored;
    return std::any_of(names.begin(), names.end(),
                       [&](const char* name) { return fs::exists(folder / name, ignored); });
}

/// What is built from. (A Makefile may be either.)
bool has_build_description(const fs::path& folder) {
    return has_any(folder, {"CMakeLists.txt", "meson.build", ".git"});
}

/// Where a database lies that some other tool has put there: by what builds leave behind, or by the names that people
/// give to such folders. A folder of sources may hold a database as well.
bool is_folder_of_database(const fs::path& folder) {
    if (has_build_description(folder)) return false;
    if (has_any(folder, {"build.ninja", ".ninja_log", "CMakeFiles", "config.status"})) return true;
    const std::string name = folder.filename().string();
    const auto begins = [&](std::string_view with) { return name.starts_with(with); };
    return begins("build") || begins("cmake-build-") || begins("_build") || begins(".build") || name == "out" ||
           name == "obj";
}

class Search {
public:
    explicit Search(const UserFiles& files) : files_(files) {}

    /// All that are above the folder, itself included.
    void look_above(std::string folder) {
        while (is_at_or_below(folder, files_.root) && folder != files_.root) {
            if (!seen_.insert(folder).second) return;
            if (is_build_folder(folder)) found_.insert(folder);
            folder.resize(folder.rfind('/'));
        }
    }

    void look_at_database(const fs::path& folder) {
        if (is_at_or_below(folder.string(), files_.root) && folder != files_.root && is_folder_of_database(folder))
            found_.insert(folder.string());
    }

    std::vector<std::string> found() const {
        std::vector<std::string> outermost;
        for (const std::string& folder : found_) {  // sorted: the outer ones first
            const std::string relative = relative_to_root(files_, folder);
            const bool is_named =
                std::any_of(files_.include.begin(), files_.include.end(),
                            [&](const std::string& glob) { return does_name_folder(glob, relative); });
            const bool is_inside = std::any_of(outermost.begin(), outermost.end(), [&](const std::string& outer) {
                return is_at_or_below(relative, outer);
            });
            if (!is_named && !is_inside) outermost.push_back(relative);
        }
        return outermost;
    }

private:
    const UserFiles& files_;
    std::set<std::string> seen_;
    std::set<std::string> found_;
};

}  // namespace

bool is_build_folder(const std::string& folder) {
    return has_any(folder, {"CMakeCache.txt", "meson-info"}) && !has_build_description(folder);
}

std::vector<std::string> find_build_folders(const UserFiles& files, const Database& database) {
    Search search(files);
    for (const CompileCommand& command : database.commands) {
        search.look_above(command.directory);
        search.look_above(command.file.substr(0, command.file.rfind('/')));
    }
    if (!database.path.empty()) {
        const fs::path folder = fs::path(real_path(database.path)).parent_path();
        search.look_above(folder.string());
        search.look_at_database(folder);
    }
    return search.found();
}

}  // namespace awaitlint
