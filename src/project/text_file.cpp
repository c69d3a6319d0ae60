// Reads a whole text file: see text_file.h. Refuses to open what is not a regular file.
#include "project/text_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace awaitlint {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

std::string missing_file(const std::string& path) {
    std::error_code ignored;
    if (!fs::is_symlink(path, ignored)) return fmt::format("{}: no such file", path);
    return fmt::format("{}: a symbolic link to '{}', which does not exist", path,
                       fs::read_symlink(path, ignored).string());
}

/// What keeps the file from being read, or empty.
std::string obstacle(const std::string& path, std::uintmax_t max_bytes) {
    std::error_code failure;
    const fs::file_status status = fs::status(path, failure);
    if (status.type() == fs::file_type::not_found) return missing_file(path);
    if (status.type() == fs::file_type::none) return fmt::format("{}: cannot be read: {}", path, failure.message());
    if (fs::is_directory(status)) return fmt::format("{}: a folder, but a file is needed", path);
    if (!fs::is_regular_file(status)) return fmt::format("{}: not a regular file", path);
    const std::uintmax_t size = fs::file_size(path, failure);
    if (failure) return fmt::format("{}: cannot be read: {}", path, failure.message());
    if (size > max_bytes)
        return fmt::format("{}: too large ({} MiB, at most {} MiB are read)", path, size >> 20, max_bytes >> 20);
    return {};
}

}  // namespace

Result<std::string> read_text_file(const std::string& path, std::uintmax_t max_bytes) {
    if (std::string why_not = obstacle(path, max_bytes); !why_not.empty()) return Error{std::move(why_not)};

    errno = 0;
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return Error{fmt::format("{}: cannot be read: {}", path, std::strerror(errno))};
    // The file may have grown or shrunk since it was looked at.
    const std::streamoff size = file.tellg();
    if (size < 0 || static_cast<std::uintmax_t>(size) > max_bytes)
        return Error{fmt::format("{}: changed while it was read, try again", path)};
    std::string text(static_cast<std::size_t>(size), '\0');
    file.seekg(0);
    file.read(text.data(), size);
    if (file.bad()) return Error{fmt::format("{}: cannot be read: {}", path, std::strerror(errno))};
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.starts_with(utf8_mark)) text.erase(0, utf8_mark.size());
    return text;
}

}  // namespace awaitlint
