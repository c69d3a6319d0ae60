// See new_file.h.
#include "base/new_file.h"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>

namespace awaitlint {
namespace {

// Names have at most 255 bytes.
constexpr std::size_t most_of_name = 200;

Error system_error() {
    return {std::strerror(errno)};
}

/// Hidden, and with no ending of a source file: nobody's build takes it for one. The cache drops what ends so.
std::string name_beside(const std::string& path) {
    std::uint64_t chance = 0;
    if (::getrandom(&chance, sizeof chance, 0) != sizeof chance) return "";
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    return fmt::format("{}.{}.awaitlint-{:016x}.tmp", folder, name.substr(0, most_of_name), chance);
}

}  // namespace

Result<NewFile> NewFile::beside(const std::string& path, mode_t mode) {
    std::string name = name_beside(path);
    if (name.empty()) return system_error();
    Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!file.is_open()) return system_error();
    return NewFile(std::move(name), std::move(file));
}

NewFile::NewFile(NewFile&& other) noexcept : name_(other.release()), file_(std::move(other.file_)) {}

NewFile::~NewFile() {
    const int why = errno;
    if (!name_.empty()) ::unlink(name_.c_str());
    errno = why;
}

Result<bool> NewFile::close() {
    if (!file_.close()) return system_error();
    return true;
}

Result<bool> NewFile::put_at(const std::string& path) {
    if (!file_.close() || std::rename(name_.c_str(), path.c_str()) != 0) return system_error();
    release();
    return true;
}

std::string NewFile::release() {
    return std::exchange(name_, "");
}

Result<bool> NewFile::write_to(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error();
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace awaitlint
