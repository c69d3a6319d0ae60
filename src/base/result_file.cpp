// See result_file.h.
#include "base/result_file.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "base/ignored_signal.h"
#include "base/new_file.h"

namespace awaitlint {
namespace {

Error cannot_write(const std::string& path, const std::string& why) {
    return {fmt::format("cannot write '{}': {}", path, why)};
}

/// The descriptor of this process that the path is a name of. Opening it anew would begin at the file's first byte.
std::optional<int> own_descriptor(std::string_view path) {
    if (path == "/dev/stdout") return STDOUT_FILENO;
    if (path == "/dev/stderr") return STDERR_FILENO;
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (!path.starts_with(folder)) continue;
        const std::string_view number = path.substr(folder.size());
        int descriptor = -1;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), descriptor);
        if (error == std::errc() && end == number.data() + number.size() && descriptor >= 0) return descriptor;
    }
    return std::nullopt;
}

/// Neither a file nor a folder nor a link, which replacing would do away with.
bool is_written_to_as_it_is(const struct ::stat& status) {
    return S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode);
}

Result<bool> write_to_special(const std::string& path, std::string_view bytes) {
    const Descriptor special(::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC));
    struct ::stat status = {};
    if (!special.is_open() || ::fstat(special.number(), &status) != 0) return Error{std::strerror(errno)};
    if (!is_written_to_as_it_is(status)) return Error{"it has changed meanwhile"};
    return NewFile::write_to(special.number(), bytes);
}

Result<bool> write(const std::string& path, std::string_view bytes, mode_t mode) {
    if (const auto descriptor = own_descriptor(path)) return NewFile::write_to(*descriptor, bytes);
    struct ::stat status = {};
    if (::lstat(path.c_str(), &status) == 0 && is_written_to_as_it_is(status)) return write_to_special(path, bytes);
    auto file = NewFile::beside(path, mode);
    if (!file) return file.error();
    if (auto written = file->write(bytes); !written) return written;
    return file->put_at(path);
}

}  // namespace

Result<bool> write_result(const std::string& path, std::string_view bytes, mode_t mode) {
    // Over a limit of size (`ulimit -f`), or into a pipe that nobody reads.
    const IgnoredSignal too_large(SIGXFSZ), broken_pipe(SIGPIPE);
    const auto written = write(path, bytes, mode);
    if (!written) return cannot_write(path, written.error().message);
    return true;
}

bool is_replaced_by_result(const std::string& path) {
    struct ::stat status = {};
    return !own_descriptor(path) && (::lstat(path.c_str(), &status) != 0 || !is_written_to_as_it_is(status));
}

void remove_result(const std::string& path) {
    if (is_replaced_by_result(path)) ::unlink(path.c_str());
}

}  // namespace awaitlint
