// See open_file.h.
#include "fix/open_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/descriptor.h"

namespace awaitlint {

Error system_error(const std::string& path, const char* what) {
    return {fmt::format("'{}' {}: {}", path, what, std::strerror(errno))};
}

Result<OpenedFile> OpenedFile::open(const std::string& path) {
    // Without O_NONBLOCK a pipe would keep us waiting for its writer.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file.is_open()) return system_error(path, "cannot be opened");
    OpenedFile opened;
    if (::fstat(file.number(), &opened.status) != 0 || !S_ISREG(opened.status.st_mode))
        return Error{fmt::format("'{}' is no plain file", path)};
    auto bytes = read_to_end(file.number(), opened.bytes.max_size());
    if (!bytes) return system_error(path, "cannot be read");
    opened.bytes = std::move(*bytes);
    return opened;
}

bool is_same_state(const struct ::stat& a, const struct ::stat& b) {
    const auto is_same_time = [](const timespec& x, const timespec& y) {
        return x.tv_sec == y.tv_sec && x.tv_nsec == y.tv_nsec;
    };
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
           is_same_time(a.st_mtim, b.st_mtim) && is_same_time(a.st_ctim, b.st_ctim);
}

}  // namespace awaitlint
