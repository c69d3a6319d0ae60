// See coverage.h. One walk over the folders below the root, sorted, so that the answer is the same everywhere.
#include "project/coverage.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "llvm/Support/Path.h"

#include "base/coroutine_words.h"
#include "project/build_folders.h"
#include "project/paths.h"
#include "project/text_file.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = std::uintmax_t{64} << 20;

template <std::size_t N>
bool has_ending(const std::string& path, const std::array<std::string_view, N>& endings) {
    const std::string ending = llvm::sys::path::extension(path).lower();
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// C's own ending is none of them: C has no coroutines.
bool is_source_name(const std::string& path) {
    static constexpr std::array<std::string_view, 12> endings = {".cc",   ".cp",  ".cpp",  ".cxx",  ".c++", ".mm",
                                                                 ".cppm", ".ccm", ".cxxm", ".c++m", ".ixx", ".cu"};
    return has_ending(path, endings) || path.ends_with(".C");
}

/// What a build wrote, or what keeps the history: not written by hand.
bool is_closed(const fs::path& folder) {
    static constexpr std::array<std::string_view, 3> histories = {".git", ".hg", ".svn"};
    if (std::find(histories.begin(), histories.end(), folder.filename().string()) != histories.end()) return true;
    return is_build_folder(folder.string());
}

class Walk {
public:
    Walk(const UserFiles& files, const Looked& looked) : files_(files), looked_(looked) {}

    std::vector<UnreadFile> go() {
        look_into(files_.root);
        std::sort(found_.begin(), found_.end(),
                  [](const UnreadFile& a, const UnreadFile& b) { return a.file < b.file; });
        return std::move(found_);
    }

private:
    void look_into(const fs::path& root) {
        std::vector<fs::path> waiting = {root};
        while (!waiting.empty()) {
            const fs::path folder = std::move(waiting.back());
            waiting.pop_back();
            std::error_code failure;
            for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
                std::error_code unknown;  // what an entry is, its folder says: no entry is asked itself
                if (at->is_symlink(unknown)) continue;
                if (at->is_directory(unknown) && !is_left_out(at->path()) && is_on_the_way(at->path().string()))
                    waiting.push_back(at->path());
                if (at->is_regular_file(unknown)) look_at(at->path().string());
            }
        }
    }

    bool is_left_out(const fs::path& folder) const {
        return is_closed(folder) || looked_.system_folders.count(folder.string()) != 0;
    }

    void look_at(const std::string& path) {
        const bool is_header = is_header_name(path);
        if (!is_header && !is_source_name(path)) return;
        std::string relative = relative_to_root(files_, path);
        if (looked_.read.count(relative) != 0) return;
        if (!is_users_file(files_, path) || !is_wanted(path)) return;
        const Result<std::string> text = read_text_file(path, largest_file);
        found_.push_back({std::move(relative), is_header, !text || does_mention_coroutines(*text)});
    }

    bool is_wanted(const std::string& path) const {
        const std::vector<std::string>& paths = looked_.paths;
        return paths.empty() || std::any_of(paths.begin(), paths.end(),
                                            [&](const std::string& wanted) { return is_at_or_below(path, wanted); });
    }

    /// Something that was asked about lies in the folder, or the folder in something that was.
    bool is_on_the_way(const std::string& folder) const {
        const std::vector<std::string>& paths = looked_.paths;
        return is_wanted(folder) || std::any_of(paths.begin(), paths.end(), [&](const std::string& wanted) {
                   return is_at_or_below(wanted, folder);
               });
    }

    const UserFiles& files_;
    const Looked& looked_;
    std::vector<UnreadFile> found_;
};

}  // namespace

bool is_header_name(const std::string& path) {
    static constexpr std::array<std::string_view, 10> endings = {".h",   ".hh",  ".hpp", ".hxx", ".h++",
                                                                 ".ipp", ".inl", ".tcc", ".tpp", ".inc"};
    return has_ending(path, endings);
}

std::set<std::string> system_folders(const std::vector<CompileCommand>& commands) {
    static constexpr std::array<std::string_view, 7> options = {
        "-isystem", "-idirafter", "-isystem-after", "-cxx-isystem", "-iframework", "-imsvc", "/external:I"};
    std::set<std::string> folders;
    for (const CompileCommand& command : commands)
        for (std::size_t at = 1; at < command.argv.size(); ++at)
            for (const std::string_view option : options) {
                std::string_view argument = command.argv[at];
                if (!argument.starts_with(option)) continue;
                argument.remove_prefix(option.size());
                if (argument.empty() && at + 1 < command.argv.size()) argument = command.argv[at + 1];
                if (!argument.empty())
                    folders.insert(real_path(absolute_path(std::string(argument), command.directory)));
            }
    return folders;
}

std::vector<UnreadFile> find_unread_files(const UserFiles& files, const Looked& looked) {
    return Walk(files, looked).go();
}

}  // namespace awaitlint
