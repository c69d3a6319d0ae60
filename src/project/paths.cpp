// Paths: see paths.h. Asks the file system, changes nothing in it.
#include "project/paths.h"

#include <filesystem>

#include "llvm/Support/Path.h"

namespace awaitlint {
namespace fs = std::filesystem;

bool is_windows_path(std::string_view path) {
    return path.size() > 2 && path[1] == ':' &&
           llvm::sys::path::is_absolute(llvm::StringRef(path), llvm::sys::path::Style::windows);
}

std::string absolute_path(const std::string& path, const std::string& base) {
    if (path.starts_with('/') || base.empty() || is_windows_path(path)) return path;
    return base.ends_with('/') ? base + path : base + "/" + path;
}

std::string real_path(const std::string& path) {
    if (is_windows_path(path)) return path;
    std::error_code failure;
    fs::path absolute = fs::absolute(path, failure);
    if (failure) return path;
    fs::path real = fs::weakly_canonical(absolute, failure);
    if (failure) real = absolute.lexically_normal();
    std::string text = real.string();
    while (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text;
}

const std::string& RealPaths::of_folder(const std::string& path) {
    const auto [known, is_new] = folders_.try_emplace(path);
    if (is_new) known->second = real_path(path);
    return known->second;
}

std::string RealPaths::of_file(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const bool is_plain = slash != path.npos && slash != 0 && !is_windows_path(path);
    const std::string name = is_plain ? path.substr(slash + 1) : std::string();
    std::error_code ignored;
    if (name.empty() || name == "." || name == ".." || fs::is_symlink(path, ignored)) return real_path(path);
    const std::string& folder = of_folder(path.substr(0, slash));
    return folder == "/" ? folder + name : folder + "/" + name;
}

bool is_at_or_below(std::string_view path, std::string_view folder) {
    if (folder.ends_with('/')) return path.starts_with(folder);
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace awaitlint
