// See file_states.h. One lstat per path, one more where it is a link; real paths folder by folder.
#include "files/file_states.h"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <vector>

#include <sys/stat.h>

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace awaitlint {

std::unique_ptr<llvm::MemoryBuffer> buffer_of_file(const std::string& path) {
    // Not mapped: a file that somebody makes shorter meanwhile would end this process.
    auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                              /*IsVolatile=*/true);
    return buffer ? std::move(*buffer) : nullptr;
}

std::optional<Digest> digest_of_file(const std::string& path) {
    const auto buffer = buffer_of_file(path);
    if (!buffer) return std::nullopt;
    return digest_of(buffer->getBuffer());
}

std::optional<Digest> digest_of_listing(const std::string& path) {
    std::vector<std::string> names;
    std::error_code failure;
    for (llvm::sys::fs::directory_iterator entry(path, failure, /*follow_symlinks=*/false), end;
         entry != end && !failure; entry.increment(failure))
        names.push_back(llvm::sys::path::filename(entry->path()).str() + '\0' +
                        static_cast<char>('a' + static_cast<int>(entry->type())));
    if (failure) return std::nullopt;
    std::sort(names.begin(), names.end());
    std::string all;
    for (const std::string& name : names) all += name + '\0';
    return digest_of(all);
}

FileStates::State& FileStates::state_of(const std::string& path) {
    const auto [entry, is_new] = states_.try_emplace(path);
    State& state = entry->second;
    if (!is_new) return state;
    struct ::stat status;
    if (::lstat(path.c_str(), &status) != 0) return state;
    state.is_link = S_ISLNK(status.st_mode);
    if (state.is_link && ::stat(path.c_str(), &status) != 0) return state;
    state.kind = S_ISREG(status.st_mode)   ? PathKind::file
                 : S_ISDIR(status.st_mode) ? PathKind::folder
                                           : PathKind::other;
    state.stamp = stamp_of(status);
    return state;
}

const std::optional<Digest>& FileStates::content(const std::string& path, State& state) {
    if (std::exchange(state.is_content_known, true)) return state.content;
    if (state.kind == PathKind::folder) state.content = digest_of_listing(path);
    if (state.kind != PathKind::file) return state.content;
    state.content = hashes_.find(state.stamp);
    if (state.content) return state.content;
    state.content = digest_of_file(path);
    if (state.content) hashes_.remember(state.stamp, *state.content, started_);
    return state.content;
}

std::optional<Digest> FileStates::content_of(const std::string& path) {
    return content(path, state_of(path));
}

const std::string& FileStates::real_path_of(const std::string& path) {
    State& state = state_of(path);
    if (state.real) return *state.real;
    const std::size_t slash = path.rfind('/');
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (slash == std::string::npos || state.is_link || name.empty() || name == "." || name == "..") {
        char real[PATH_MAX];
        state.real = ::realpath(path.c_str(), real) ? real : "";
    } else if (slash == 0) {
        state.real = path;
    } else {
        const std::string folder = real_path_of(path.substr(0, slash));
        state.real = (folder == "/" ? "" : folder) + "/" + name;
    }
    return *state.real;
}

bool FileStates::is_as_seen(const std::string& path, const PathSeen& seen) {
    State& state = state_of(path);
    if (state.kind != seen.kind) return false;
    if (seen.content && content(path, state) != seen.content) return false;
    return seen.real.empty() || real_path_of(path) == seen.real;
}

}  // namespace awaitlint
