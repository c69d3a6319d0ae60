// See disk_files.h.
#include "frontend/read/disk_files.h"

#include <optional>
#include <system_error>
#include <utility>

#include <linux/magic.h>
#include <sys/vfs.h>

namespace awaitlint {
namespace {

namespace vfs = llvm::vfs;

enum class Refusal { not_regular = 1, too_large, made_up };

class Refusals : public std::error_category {
public:
    const char* name() const noexcept override { return "awaitlint files"; }
    std::string message(int value) const override {
        switch (static_cast<Refusal>(value)) {
            case Refusal::not_regular:
                return "it is not a regular file";
            case Refusal::too_large:
                return "it is larger than 64 MiB";
            case Refusal::made_up:
                return "it is not on disk, the kernel makes it up";
        }
        return "it is not read";
    }
};
static_assert(largest_source == std::uint64_t{64} << 20, "the message says so");

std::error_code because(Refusal refusal) {
    static const Refusals category;
    return {static_cast<int>(refusal), category};
}

/// Such files say that they are empty, whatever can be read from them.
bool is_made_up(const std::string& path) {
    struct ::statfs system;
    if (::statfs(path.c_str(), &system) != 0) return false;
    const auto kind = static_cast<unsigned long>(system.f_type);
    return kind == PROC_SUPER_MAGIC || kind == SYSFS_MAGIC || kind == DEBUGFS_MAGIC || kind == TRACEFS_MAGIC ||
           kind == CGROUP_SUPER_MAGIC || kind == CGROUP2_SUPER_MAGIC;
}

std::optional<Refusal> why_not(const vfs::Status& status, const std::string& path) {
    // Builds include it to say that nothing is included, and it ends at once.
    if (status.isDirectory() || path == "/dev/null") return std::nullopt;
    if (!status.isRegularFile()) return Refusal::not_regular;
    if (status.getSize() > largest_source) return Refusal::too_large;
    if ((status.getSize() == 0 || path.starts_with("/sys/")) && is_made_up(path)) return Refusal::made_up;
    return std::nullopt;
}

/// What an open file is in place of one that must not be opened.
class RefusedFile : public vfs::File {
public:
    RefusedFile(vfs::Status status, Refusal refusal) : status_(std::move(status)), refusal_(refusal) {}
    llvm::ErrorOr<vfs::Status> status() override { return status_; }
    std::error_code close() override { return {}; }
    llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine&, int64_t, bool, bool) override {
        return because(refusal_);
    }

private:
    vfs::Status status_;
    Refusal refusal_;
};

class FilesOnDisk : public vfs::ProxyFileSystem {
public:
    using ProxyFileSystem::ProxyFileSystem;
    llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const llvm::Twine& path) override {
        llvm::SmallString<256> absolute;
        path.toVector(absolute);
        if (const std::error_code error = makeAbsolute(absolute)) return error;
        if (auto found = status(path))
            if (const auto refusal = why_not(*found, std::string(absolute)))
                return std::make_unique<RefusedFile>(*found, *refusal);
        return ProxyFileSystem::openFileForRead(path);
    }
    llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForReadBinary(const llvm::Twine& path) override {
        return openFileForRead(path);
    }
};

}  // namespace

llvm::IntrusiveRefCntPtr<vfs::FileSystem> files_on_disk() {
    return llvm::makeIntrusiveRefCnt<FilesOnDisk>(vfs::createPhysicalFileSystem());
}

llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> read_source(const std::string& path) {
    return files_on_disk()->getBufferForFile(path, -1, /*RequiresNullTerminator=*/false);
}

}  // namespace awaitlint
