// See replace_file.h.
#include "fix/replace_file.h"

#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/new_file.h"
#include "fix/open_file.h"

namespace awaitlint {
namespace {

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == 0 ? "/" : path.substr(0, slash);
}

// The system gives a new file its labels, and lets nobody else do so.
bool is_of_system(std::string_view attribute) {
    return attribute.starts_with("security.") || attribute.starts_with("trusted.");
}

/// What the folder gave the new file, such as its default access list, is not the old file's.
bool take_attributes_away(int file) {
    std::vector<char> names(1 << 16);
    const ssize_t length = ::flistxattr(file, names.data(), names.size());
    for (const char* name = names.data(); name < names.data() + length; name += std::strlen(name) + 1)
        if (!is_of_system(name) && ::fremovexattr(file, name) != 0) return false;
    return true;
}

/// Access lists, security labels and whatever else is attached to a file.
Result<bool> copy_attributes(const std::string& from, int to) {
    if (!take_attributes_away(to)) return system_error(from, "would get attributes of its folder");
    std::vector<char> names(1 << 16), value(1 << 16);
    const ssize_t length = ::llistxattr(from.c_str(), names.data(), names.size());
    if (length < 0) {
        if (errno == ENOTSUP) return true;
        return system_error(from, "has attributes that cannot be read");
    }
    for (const char* name = names.data(); name < names.data() + length; name += std::strlen(name) + 1) {
        const ssize_t size = ::lgetxattr(from.c_str(), name, value.data(), value.size());
        if (size >= 0 && ::fsetxattr(to, name, value.data(), static_cast<std::size_t>(size), 0) == 0) continue;
        if (is_of_system(name)) continue;
        return system_error(from, "has attributes that cannot be kept");
    }
    return true;
}

Result<bool> fill(int file, const std::string& path, const struct ::stat& old, std::string_view bytes) {
    if (!NewFile::write_to(file, bytes)) return system_error(path, "cannot be written");
    struct ::stat made = {};
    if (::fstat(file, &made) != 0) return system_error(path, "cannot be written");
    const bool has_same_owner = made.st_uid == old.st_uid && made.st_gid == old.st_gid;
    if (!has_same_owner && ::fchown(file, old.st_uid, old.st_gid) != 0)
        return Error{fmt::format("'{}' belongs to somebody else, and would not after writing it", path)};
    if (auto copied = copy_attributes(path, file); !copied) return copied;
    if (::fchmod(file, old.st_mode & 07777) != 0) return system_error(path, "has a mode that cannot be kept");
    if (::fsync(file) != 0) return system_error(path, "cannot be written");
    return true;
}

Error changed(const std::string& path) {
    return {fmt::format("'{}' changed after it was analysed: run awaitlint again", path)};
}

void bring_to_disk(const std::string& folder_path) {
    const int folder = ::open(folder_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    ::fsync(folder);
    ::close(folder);
}

bool change_places(const std::string& a, const std::string& b) {
    return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

/// Some file systems and sandboxes know no exchange.
bool knows_no_exchange(int error) {
    return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP || error == EPERM;
}

}  // namespace

Result<StagedFile> StagedFile::stage(const std::string& path, std::string_view before, std::string_view after) {
    auto old = OpenedFile::open(path);
    if (!old) return old.error();
    if (old->bytes != before) return changed(path);
    if (old->status.st_nlink > 1)
        return Error{fmt::format(
            "'{}' has {} hard links, and writing it would split them: change it by hand with an editor that "
            "writes in place",
            path, old->status.st_nlink)};
    // Renaming would replace it all the same: what is read-only, even for root, is so for a reason.
    if ((old->status.st_mode & 0222) == 0 || ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0)
        return Error{fmt::format("'{}' is read-only", path)};
    auto made = NewFile::beside(path, S_IRUSR | S_IWUSR);
    if (!made) return system_error(path, "needs a new file beside it, which cannot be made");
    if (auto filled = fill(made->descriptor(), path, old->status, after); !filled) return filled.error();
    if (!made->close()) return system_error(path, "cannot be written");
    StagedFile staged(path, made->release());
    staged.old_ = std::move(*old);
    return staged;
}

StagedFile::StagedFile(StagedFile&& other) noexcept
    : path_(std::move(other.path_)), beside_(std::exchange(other.beside_, "")), old_(std::move(other.old_)) {}

StagedFile::~StagedFile() {
    if (!beside_.empty()) ::unlink(beside_.c_str());
}

Result<bool> StagedFile::put_in_place() {
    struct ::stat now = {};
    if (::lstat(path_.c_str(), &now) != 0) return system_error(path_, "has gone");
    if (!is_same_state(old_.status, now)) return changed(path_);
    if (change_places(beside_, path_)) {
        if (auto looked = look_at_old(); !looked) return looked;
    } else {
        if (!knows_no_exchange(errno) || ::rename(beside_.c_str(), path_.c_str()) != 0)
            return system_error(path_, "cannot be replaced");
        beside_.clear();
    }
    bring_to_disk(folder_of(path_));
    return true;
}

// What was written between the look at the old file and the exchange went to the file beside it, or is that file.
// (Its inode and times say nothing: an overlay's change by themselves.)
Result<bool> StagedFile::look_at_old() {
    const auto taken = OpenedFile::open(beside_);
    if (taken && taken->bytes == old_.bytes && taken->status.st_nlink == 1 &&
        taken->status.st_mode == old_.status.st_mode) {
        ::unlink(beside_.c_str());
        beside_.clear();
        return true;
    }
    if (change_places(beside_, path_)) return changed(path_);
    return Error{fmt::format("'{}' changed while it was written: what it was then is '{}' now", path_,
                             std::exchange(beside_, ""))};
}

UninterruptedWriting::UninterruptedWriting() {
    sigset_t waiting;
    sigemptyset(&waiting);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ, SIGPIPE}) sigaddset(&waiting, signal);
    ::pthread_sigmask(SIG_BLOCK, &waiting, &before_);
}

UninterruptedWriting::~UninterruptedWriting() {
    // One that came from a write of ours has been dealt with.
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, SIGXFSZ);
    const timespec at_once = {};
    ::sigtimedwait(&ours, nullptr, &at_once);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace awaitlint
