// See asked_paths.h.
#include "cli/asked_paths.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "cli/output.h"
#include "project/coverage.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

/// "compile_commands.json" as messages name it; with `-- FLAGS` there is none.
std::string database_of(const Prepared& prepared) {
    return prepared.database.empty() ? "the command line" : fmt::format("'{}'", prepared.database);
}

/// Advice that nobody has followed yet.
std::string other_places(const Options& options) {
    std::vector<std::string> advice;
    if (options.root.empty()) advice.emplace_back("name the project's root with --root");
    if (!options.has_flags)
        advice.emplace_back(options.build_dir.empty() ? "name its database with -p" : "name another database with -p");
    return fmt::format("{}", fmt::join(advice, ", or "));
}

/// The same for a database of another folder, and what to do.
std::string told_of_other_folder(const std::string& folder, const Options& options, const Prepared& prepared) {
    std::error_code ignored;
    const bool is_there = fs::is_directory(folder, ignored);
    return fmt::format(
        "{} is of another folder: its units lie below '{}', which {}: nothing to analyse in '{}'\n  {}, or {}",
        database_of(prepared), folder, is_there ? "is another project" : "does not exist", prepared.run.user_files.root,
        is_there ? "check that one" : "configure the build again where the project is now", other_places(options));
}

/// A command should compile it; headers and folders are read through what includes them.
bool is_source_file(const std::string& path) {
    std::error_code ignored;
    return !fs::is_directory(path, ignored) && !is_header_name(path) && fs::path(path).has_extension();
}

/// Why no unit reads the PATH, and what to do.
std::string why_unread(const std::string& path, const Options& options, const Prepared& prepared) {
    if (const std::string folder = folder_of_others(prepared); !folder.empty())
        return told_of_other_folder(folder, options, prepared);
    const std::size_t units = prepared.run.commands.size() + prepared.run.others.size();
    if (!prepared.has_paths)
        return fmt::format(
            "none of the {} units of {} reads a file of the project below '{}' (or `include` and `exclude` leave "
            "none): "
            "nothing to analyse\n  run awaitlint inside the project, or name its files; {}",
            units, database_of(prepared), path, other_places(options));
    if (!is_source_file(path))
        return fmt::format(
            "no analysed unit reads '{}' (or it is excluded, or a system header): nothing to "
            "analyse there\n  include it in a source file of the project, or name the files to check",
            path);
    constexpr std::size_t most = 5;
    std::vector<std::string> names;
    for (const auto* commands : {&prepared.run.commands, &prepared.run.others})
        for (const CompileCommand& command : *commands)
            if (names.size() <= most && fs::path(command.file).filename() == fs::path(path).filename())
                names.push_back(command.file);
    if (names.size() > most) names.back() = std::string("others");
    const std::string others = names.empty() ? "" : fmt::format(" (it has {})", fmt::join(names, ", "));
    return fmt::format(
        "'{}' is not in {}{}\n  add it to the build and configure again, or give its flags: "
        "awaitlint check {} -- -std=c++20 ...",
        path, database_of(prepared), others, path);
}

}  // namespace

std::string folder_of_others(const Prepared& prepared) {
    const std::string& root = prepared.run.user_files.root;
    if (prepared.database.empty() || !prepared.run.commands.empty() || prepared.run.others.empty()) return "";
    fs::path common = fs::path(prepared.run.others.front().file).parent_path();
    for (const CompileCommand& command : prepared.run.others) {
        if (is_at_or_below(command.file, root)) return "";
        while (!is_at_or_below(command.file, common.string())) common = common.parent_path();
    }
    return is_at_or_below(root, common.string()) ? "" : common.string();
}

std::string why_nothing_was_analysed(const Report& report, const Options& options, const Prepared& prepared) {
    // A change that touches no code needs no unit.
    if (!report.units.empty() || prepared.run.changed) return "";
    std::string all;
    for (const std::string& path : prepared.run.paths) {
        if (prepared.has_paths && !is_source_file(path)) return "";
        all += fmt::format("{}{}", all.empty() ? "" : "\n", why_unread(path, options, prepared));
    }
    return all;
}

void refuse_unread_paths(Report& report, const Options& options, const Prepared& prepared) {
    const std::string& root = prepared.run.user_files.root;
    std::vector<std::string> complaints;
    for (const auto& [path, why] : prepared.refused_paths)
        complaints.push_back(fmt::format("'{}' is not looked at: {}", path, why));
    std::size_t looked_at = 0;
    for (const std::string& path : prepared.run.paths) {
        if (prepared.run.changed) break;  // most of it was not to be read
        const auto is_there = [&](const std::string& file) { return is_at_or_below(absolute_path(file, root), path); };
        const bool is_read = std::any_of(report.files.begin(), report.files.end(),
                                         [&](const auto& file) { return is_there(file.first); }) ||
                             std::any_of(report.units.begin(), report.units.end(),
                                         [&](const UnitReport& unit) { return is_there(unit.file); });
        looked_at += is_read;
        if (!is_read) complaints.push_back(why_unread(path, options, prepared));
    }
    if (complaints.empty()) return;
    refuse(report, fmt::format("{}", fmt::join(complaints, "\n")));
    if (looked_at != 0) report.exit_code = exit_incomplete;
}

}  // namespace awaitlint
