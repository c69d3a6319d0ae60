// See baseline_in_force.h.
#include "cli/baseline_in_force.h"

#include <filesystem>

#include <fmt/format.h>

#include "baseline/baseline_file.h"
#include "project/paths.h"

namespace awaitlint {

namespace fs = std::filesystem;

std::string baseline_path(const Options& options, const Prepared& prepared) {
    if (options.baseline.empty()) return absolute_path(std::string(baseline_name), prepared.run.user_files.root);
    std::error_code ignored;
    return absolute_path(options.baseline, fs::current_path(ignored).string());
}

std::string baseline_shown(const Options& options, const Prepared& prepared) {
    const std::string path = baseline_path(options, prepared);
    const std::string inside = relative_to_root(prepared.run.user_files, path);
    return inside == path ? options.baseline : inside;
}

bool has_entry(const std::string& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

Result<bool> use_baseline(const Options& options, Prepared& prepared) {
    if (options.no_baseline) return true;
    const std::string path = baseline_path(options, prepared);
    if (!has_entry(path)) {
        if (options.baseline.empty()) return true;
        return Error{
            fmt::format("--baseline: there is no file '{}'\n  `awaitlint baseline write --baseline {}` makes it",
                        options.baseline, options.baseline)};
    }
    auto entries = read_baseline(path);
    if (!entries) return entries.error();
    prepared.run.baseline = Baseline{baseline_shown(options, prepared), std::move(*entries)};
    return true;
}

}  // namespace awaitlint
