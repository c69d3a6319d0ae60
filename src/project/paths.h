// Paths as the project layer compares them: absolute, and real (symbolic links resolved) where they exist.
//
// In: what users and databases write. Out: text that compares equal for the same file. Never fails: a path that does
// not exist is only made absolute. Paths of Windows ("C:\x") are left as they are.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace awaitlint {

/// True for "C:\x" and "C:/x".
bool is_windows_path(std::string_view path);

/// The path, below `base` if it is relative. Not normalised: `..` behind a symbolic link must stay.
std::string absolute_path(const std::string& path, const std::string& base);

/// Absolute, symbolic links resolved; for what does not exist, as far as it exists.
std::string real_path(const std::string& path);

/// Real paths of many files in few folders: asks the file system once per folder, and once per file for a link.
class RealPaths {
public:
    const std::string& of_folder(const std::string& path);
    std::string of_file(const std::string& path);

private:
    std::unordered_map<std::string, std::string> folders_;
};

/// True if the path is the folder or below it (both absolute): "/a/bc" is not below "/a/b".
bool is_at_or_below(std::string_view path, std::string_view folder);

}  // namespace awaitlint
