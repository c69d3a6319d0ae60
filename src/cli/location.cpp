// See location.h.
#include "cli/location.h"

#include <filesystem>

#include <fmt/format.h>

#include "project/paths.h"
#include "project/project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

Result<std::string> folder_of_root(const Options& options, const std::string& here) {
    const std::string root = real_path(absolute_path(options.root, here));
    std::error_code ignored;
    if (!fs::is_directory(root, ignored)) return Error{fmt::format("--root: '{}' is no folder", options.root)};
    return root;
}

/// Of several projects, that of the first PATH: the others are outside it, which is told.
std::string start_of(const std::vector<std::string>& paths) {
    std::string common = common_folder(paths);
    if (!find_marked_root(common).empty()) return common;
    std::string first = common_folder({paths.front()});
    return common == "/" || !find_marked_root(first).empty() ? first : common;
}

}  // namespace

Result<Location> locate(const Options& options) {
    std::error_code failure;
    Location location;
    location.here = real_path(fs::current_path(failure).string());
    if (failure) return Error{fmt::format("the working directory cannot be read: {}", failure.message())};
    if (!options.paths.empty()) {
        auto selection = select_paths(options.paths, location.here);
        if (!selection) return selection.error();
        location.paths = std::move(selection->paths);
    }
    location.start = location.paths.empty() ? location.here : start_of(location.paths);
    if (!options.root.empty()) {
        auto root = folder_of_root(options, location.here);
        if (!root) return root.error();
        location.start = std::move(*root);
    }
    const std::string marked = options.root.empty() ? find_marked_root(location.start) : location.start;
    location.configuration =
        options.config.empty() ? find_config(marked.empty() ? location.start : marked) : options.config;
    return location;
}

Result<LocatedDatabase> locate_database(const Options& options, const Location& location) {
    LocatedDatabase located;
    Result<Database> database = Error{""};
    if (options.has_flags) {
        if (options.paths.empty()) return Error{"`-- CLANG_FLAGS` needs the files to analyse before it"};
        database = database_from_flags(options.paths, options.flags, location.here);
    } else if (!options.build_dir.empty()) {
        auto path = find_database(options.build_dir, location.here);
        if (!path) return path.error();
        database = read_database(*path);
    } else {
        auto found = search_database(location.start, location.here);
        if (!found) return found.error();
        located.base = found->base;
        database = read_database(found->path);
    }
    if (!database) return database.error();
    located.database = std::move(*database);
    return located;
}

std::string locate_root(const Options& options, const Location& location, const LocatedDatabase& database) {
    if (!options.root.empty()) return location.start;
    std::string marked = find_marked_root(location.start);
    if (!marked.empty()) return marked;
    const bool is_searched = !database.base.empty();
    const bool is_anywhere = location.here == "/";
    if (!is_searched && !is_anywhere && is_at_or_below(location.start, location.here)) return location.here;
    std::vector<std::string> all = {location.start};
    if (is_searched) all.push_back(database.base);
    if (!is_searched && !database.database.path.empty()) all.push_back(database.database.path);
    const std::string common = common_folder(all);
    return common == "/" ? location.start : common;
}

}  // namespace awaitlint
