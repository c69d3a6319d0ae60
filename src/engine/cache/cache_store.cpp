// See cache_store.h.
#include "engine/cache/cache_store.h"

#include <cerrno>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "base/ignored_signal.h"
#include "base/new_file.h"
#include "engine/cache/cache_folder.h"

namespace awaitlint {
namespace {

// A value's file: these bytes (the last one is the version of this layout), which key it was sealed with, the seal, the
// value.
constexpr std::string_view magic = "awaitlint cache\2";
constexpr std::size_t seal_at = magic.size() + sizeof(Digest::bytes);
constexpr std::size_t header_size = seal_at + sizeof(Digest::bytes);
constexpr off_t most_value_bytes = off_t{1} << 30;
constexpr std::time_t use_is_noted_after = 3600;

bool is_written(const std::string& path, std::string_view whole) {
    const Descriptor out(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    return out.is_open() && static_cast<bool>(NewFile::write_to(out.number(), whole));
}

/// Makes it if need be; if it cannot, errno says why. A link there would lead out of the cache.
bool has_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0) return true;
    const int why = errno;
    struct ::stat status;
    if (::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return true;
    errno = why == EEXIST ? ENOTDIR : why;
    return false;
}

/// Empty if the file is not there; no value if it cannot be read whole.
std::optional<std::string> read_whole(const std::string& path, bool& exists) {
    const Descriptor in(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    exists = in.is_open() || errno != ENOENT;
    struct ::stat status;
    if (!in.is_open() || ::fstat(in.number(), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size > most_value_bytes)
        return std::nullopt;
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t count = ::read(in.number(), bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::nullopt;
        done += static_cast<std::size_t>(count);
    }
    // The oldest by this time goes first when room is needed.
    if (status.st_mtime + use_is_noted_after < std::time(nullptr)) ::futimens(in.number(), nullptr);
    return bytes;
}

}  // namespace

Result<CacheStore> CacheStore::open(const std::string& folder, const Secret& secret) {
    if (auto made = make_cache_folder(folder); !made) return made.error();
    return CacheStore(folder, secret);
}

Digest CacheStore::seal_of(std::string_view kind, const Digest& name, std::string_view bytes) const {
    std::string whole(kind);
    whole += '\0';
    whole += bytes_of(name);
    whole += bytes;
    return sealed(secret_, whole);
}

std::string CacheStore::folder_of(const Digest& name) const {
    return folder_ + "/" + to_hex(name).substr(0, 2);
}

std::string CacheStore::path_of(std::string_view kind, const Digest& name) const {
    return fmt::format("{}/{}.{}", folder_of(name), to_hex(name).substr(2), kind);
}

std::optional<std::string> CacheStore::read(std::string_view kind, const Digest& name) {
    bool exists = false;
    std::optional<std::string> bytes = read_whole(path_of(kind, name), exists);
    if (!exists) return std::nullopt;
    const std::string_view whole = bytes ? std::string_view(*bytes) : std::string_view();
    if (whole.size() >= header_size && whole.starts_with(magic)) {
        if (whole.substr(magic.size(), sizeof(Digest::bytes)) != bytes_of(key_name_)) {
            ++foreign_;  // not damaged: its owner may want it back
            return std::nullopt;
        }
        const Digest seal = seal_of(kind, name, whole.substr(header_size));
        if (whole.substr(seal_at, sizeof(Digest::bytes)) == bytes_of(seal)) {
            bytes->erase(0, header_size);
            return bytes;
        }
    }
    drop_damaged(kind, name);
    return std::nullopt;
}

bool CacheStore::has(std::string_view kind, const Digest& name) const {
    return ::access(path_of(kind, name).c_str(), F_OK) == 0;
}

void CacheStore::drop_damaged(std::string_view kind, const Digest& name) {
    ++damaged_;
    ::unlink(path_of(kind, name).c_str());
}

std::string CacheStore::written_beside(const std::string& folder, std::string_view whole) {
    for (;;) {
        std::string path = fmt::format("{}/{}-{}.tmp", folder, ::getpid(), temporaries_++);
        if (is_written(path, whole)) return path;
        // One of this number may lie there: process ids repeat, between containers and after a kill.
        if (errno == EEXIST) continue;
        const int why = errno;
        ::unlink(path.c_str());
        errno = why;
        return "";
    }
}

void CacheStore::write(std::string_view kind, const Digest& name, std::string_view bytes) {
    if (!write_failure_.empty()) return;
    // Where file sizes are limited (`ulimit -f`).
    const IgnoredSignal too_large(SIGXFSZ);
    const std::string folder = folder_of(name);
    std::string whole(magic);
    whole += bytes_of(key_name_);
    whole += bytes_of(seal_of(kind, name, bytes));
    whole += bytes;
    std::string beside;
    if (has_folder(folder)) beside = written_beside(folder, whole);
    if (!beside.empty() && ::rename(beside.c_str(), path_of(kind, name).c_str()) == 0) {
        written_ += bytes.size();
        return;
    }
    write_failure_ = std::strerror(errno);
    if (!beside.empty()) ::unlink(beside.c_str());
}

void CacheStore::prune(std::uint64_t most_bytes) {
    if (written_) prune_cache_folder(folder_, most_bytes, written_);
}

std::vector<std::string> CacheStore::remarks() const {
    std::vector<std::string> all;
    if (damaged_)
        all.push_back(fmt::format("{} damaged {} of the cache in '{}' dropped", damaged_,
                                  damaged_ == 1 ? "file" : "files", folder_));
    if (foreign_)
        all.push_back(fmt::format("{} {} in the cache '{}' sealed with another key: not used (see AWAITLINT_CACHE_KEY)",
                                  foreign_, foreign_ == 1 ? "file is" : "files are", folder_));
    if (!write_failure_.empty())
        all.push_back(fmt::format("the cache in '{}' cannot be written ({}): this run keeps no further results",
                                  folder_, write_failure_));
    return all;
}

}  // namespace awaitlint
