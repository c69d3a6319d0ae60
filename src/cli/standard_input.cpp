// See standard_input.h.
#include "cli/standard_input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

constexpr const char* dash = "-";
constexpr std::size_t most_bytes = std::size_t{64} << 20;

/// Empty: nothing.
std::string what_is_wrong_with(const Options& options) {
    if (std::find(options.paths.begin(), options.paths.end(), dash) == options.paths.end())
        return "--stdin-filename names the file that standard input stands for: give `-` as the PATH";
    if (options.paths.size() > 1) return "`-` is standard input, and stands alone: check other PATHs by themselves";
    if (options.stdin_filename.empty())
        return "`-` is source text on standard input: say with --stdin-filename FILE in whose place it is analysed";
    if (!options.diff_base.empty())
        return "--diff-base compares the files on disk, and `-` is none of them: leave one of the two out";
    return "";
}

Result<std::string> all_of_standard_input() {
    auto bytes = read_to_end(STDIN_FILENO, most_bytes);
    if (!bytes) return Error{fmt::format("standard input cannot be read: {}", std::strerror(errno))};
    if (bytes->size() > most_bytes)
        return Error{fmt::format("standard input has more than {} MiB: no source file has", most_bytes >> 20)};
    return std::move(*bytes);
}

}  // namespace

bool is_about_standard_input(const Options& options) {
    return !options.stdin_filename.empty() ||
           std::find(options.paths.begin(), options.paths.end(), dash) != options.paths.end();
}

Result<UnsavedFile> read_standard_input(const Options& options) {
    if (std::string wrong = what_is_wrong_with(options); !wrong.empty()) return Error{std::move(wrong)};
    std::error_code unknown;
    const std::string path = real_path(absolute_path(options.stdin_filename, fs::current_path(unknown).string()));
    if (!fs::is_regular_file(path, unknown))
        return Error{
            fmt::format("--stdin-filename: there is no file '{}'\n  standard input is analysed in the place of a file "
                        "that is on disk: save it once",
                        options.stdin_filename)};
    auto bytes = all_of_standard_input();
    if (!bytes) return bytes.error();
    return UnsavedFile{path, std::move(*bytes)};
}

std::string why_no_repair_of_standard_input() {
    return "fix writes to files, and `-` is none\n"
           "  `awaitlint check - --stdin-filename FILE --format rdjsonl` says what to change, or save the file and fix "
           "that";
}

}  // namespace awaitlint
