// Looks for compile_commands.json: see find_database in database.h. Lists folders, opens no file.
#include <algorithm>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

#include "project/build_folders.h"
#include "project/database.h"
#include "project/paths.h"

namespace awaitlint {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view database_name = "compile_commands.json";

/// The direct subfolders whose names are admitted, sorted. A folder that cannot be listed has none.
std::vector<fs::path> subfolders(const fs::path& folder, const std::function<bool(const std::string&)>& admits) {
    std::vector<fs::path> found;
    std::error_code failure;
    std::error_code ignored;
    for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure))
        if (admits(at->path().filename().string()) && at->is_directory(ignored)) found.push_back(at->path());
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<fs::path> subfolders(const fs::path& folder) {
    return subfolders(folder, [](const std::string&) { return true; });
}

/// The folders in and below `base` that may hold a database, in order. Those of one kind are equally likely.
struct LikelyFolders {
    std::vector<fs::path> likely;  // `base` and its build folders
    std::vector<fs::path> others;  // below the build folders: one per configuration, or of what the build downloads
};

LikelyFolders likely_folders(const fs::path& base) {
    LikelyFolders folders{{base}, {}};
    const auto add = [](std::vector<fs::path>& to, const std::vector<fs::path>& some) {
        to.insert(to.end(), some.begin(), some.end());
    };
    const auto add_group = [&](const std::function<bool(const std::string&)>& admits) {
        const std::vector<fs::path> group = subfolders(base, admits);
        add(folders.likely, group);
        for (const fs::path& folder : group) add(folders.others, subfolders(folder));
    };
    add_group([](const std::string& name) { return name.starts_with("build"); });
    add_group([](const std::string& name) { return name.starts_with("cmake-build-"); });
    add_group([](const std::string& name) { return name == "out"; });
    add(folders.others, subfolders(base / "out" / "build"));  // where CMake presets of Visual Studio build
    return folders;
}

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

/// What is found where the database should be, for a message.
std::string state_of(const fs::path& database) {
    std::error_code ignored;
    if (fs::is_directory(database, ignored)) return "is a folder";
    if (fs::is_symlink(database, ignored) && !fs::exists(database, ignored))
        return fmt::format("links to '{}', which does not exist", fs::read_symlink(database, ignored).string());
    return {};
}

struct Search {
    std::vector<std::string> found;
    std::vector<std::string> looked_in;
    std::vector<std::string> oddities;
    fs::path base;  // where the last look was from

    void look_in(const std::vector<fs::path>& folders) {
        for (const fs::path& folder : folders) {
            const fs::path database = folder / database_name;
            if (is_file(database)) found.push_back(database.string());
            if (const std::string odd = state_of(database); !odd.empty())
                oddities.push_back(fmt::format("{} {}", database.string(), odd));
            looked_in.push_back(folder.string());
        }
    }

    /// Upward from `start`, until the first folder with a database in or below it.
    void look_upward(fs::path start) {
        for (; found.empty(); start = start.parent_path()) {
            base = start;
            const LikelyFolders folders = likely_folders(start);
            look_in(folders.likely);
            if (found.empty()) look_in(folders.others);
            if (start == start.parent_path()) return;
        }
    }

    /// Several names of one file, by links, are one.
    void drop_same_files() {
        std::vector<std::string> different;
        for (const std::string& database : found) {
            const bool is_known = std::any_of(different.begin(), different.end(), [&](const std::string& other) {
                std::error_code unknown;
                return fs::equivalent(database, other, unknown);
            });
            if (!is_known) different.push_back(database);
        }
        found = std::move(different);
    }
};

std::string some_of(const std::vector<std::string>& lines) {
    constexpr std::size_t most = 10;
    std::string text;
    for (std::size_t at = 0; at < std::min(most, lines.size()); ++at) text += fmt::format("\n  {}", lines[at]);
    if (lines.size() > most) text += fmt::format("\n  and {} more", lines.size() - most);
    return text;
}

/// One of them may be of yesterday, or come with the code of somebody else: nobody but the user knows which.
Error choice_among(const std::vector<std::string>& databases, const std::string& here) {
    std::vector<std::string> choices;
    for (const std::string& database : databases) {
        const fs::path folder = fs::path(database).parent_path();
        choices.push_back("-p " + folder.lexically_proximate(real_path(here)).string());
    }
    return Error{fmt::format("several compilation databases were found; say which one is meant:{}", some_of(choices))};
}

Result<FoundDatabase> database_upward(const std::string& start, const std::string& here) {
    Search search;
    search.look_upward(real_path(start));
    if (search.found.empty() && !is_at_or_below(real_path(start), real_path(here))) search.look_upward(real_path(here));
    search.drop_same_files();
    if (search.found.size() > 1) return choice_among(search.found, here);
    if (!search.found.empty()) {
        const bool is_inside = is_build_folder(search.base.string());
        return FoundDatabase{search.found.front(), (is_inside ? search.base.parent_path() : search.base).string()};
    }
    std::string odd = search.oddities.empty() ? "" : "\nOf these cannot be used:" + some_of(search.oddities);
    return Error{
        fmt::format("no compilation database found; looked for {} in:{}{}\n{}\n"
                    "  or name its folder: -p BUILD_DIR\n"
                    "  or do without one: awaitlint check FILE... -- -std=c++20 -Iinclude",
                    database_name, some_of(search.looked_in), odd, how_to_make_a_database)};
}

/// What the user may have meant, when `named` holds no database.
std::vector<std::string> databases_near(const fs::path& named, const std::string& start) {
    fs::path existing = named;
    std::error_code ignored;
    while (!fs::is_directory(existing, ignored) && existing != existing.parent_path())
        existing = existing.parent_path();
    Search search;
    for (const fs::path& folder : {existing, existing.parent_path()}) {
        const LikelyFolders folders = likely_folders(folder);
        search.look_in(folders.likely);
        search.look_in(folders.others);
        search.look_in(subfolders(folder));
    }
    Search from_start;
    from_start.look_upward(real_path(start));
    for (const std::string& database : from_start.found) search.found.push_back(database);
    std::sort(search.found.begin(), search.found.end());
    search.found.erase(std::unique(search.found.begin(), search.found.end()), search.found.end());
    return search.found;
}

Result<std::string> database_in(const std::string& build_dir, const std::string& start) {
    const fs::path named = real_path(absolute_path(build_dir, real_path(start)));
    std::error_code ignored;
    if (is_file(named)) return named.string();
    if (is_file(named / database_name)) return (named / database_name).string();

    std::string what = fmt::format("'{}' does not exist", build_dir);
    if (fs::exists(named, ignored)) what = fmt::format("'{}' is neither a folder nor a file", build_dir);
    if (fs::is_directory(named, ignored)) {
        const std::string odd = state_of(named / database_name);
        what = odd.empty() ? fmt::format("'{}' holds no {}", build_dir, database_name)
                           : fmt::format("in '{}' {} {}", build_dir, database_name, odd);
    }
    const std::vector<std::string> near = databases_near(named, start);
    const std::string hint =
        near.empty() ? "" : fmt::format("\nNearby there {}:{}", near.size() == 1 ? "is" : "are", some_of(near));
    return Error{fmt::format("no compilation database: {}{}\n{}", what, hint, how_to_make_a_database)};
}

Error cannot_look(const std::exception& failure) {
    return {fmt::format("the compilation database cannot be looked for: {}", failure.what())};
}

}  // namespace

Result<std::string> find_database(const std::string& build_dir, const std::string& start) {
    try {
        if (!build_dir.empty()) return database_in(build_dir, start);
    } catch (const std::exception& failure) {
        return cannot_look(failure);
    }
    auto found = search_database(start, start);
    if (!found) return found.error();
    return std::move(found->path);
}

Result<FoundDatabase> search_database(const std::string& start, const std::string& here) {
    try {
        return database_upward(start, here);
    } catch (const std::exception& failure) {
        return cannot_look(failure);
    }
}

}  // namespace awaitlint
