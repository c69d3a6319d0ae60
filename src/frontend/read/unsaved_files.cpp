// See unsaved_files.h. Files are told apart by device and inode, as one may be opened by many names.
#include "frontend/read/unsaved_files.h"

#include <algorithm>
#include <map>
#include <utility>

#include "llvm/Support/FileSystem.h"

#include "frontend/read/disk_files.h"

namespace awaitlint {
namespace {

namespace vfs = llvm::vfs;

/// Everything of the file on disk but its bytes.
class UnsavedBytes : public vfs::File {
public:
    UnsavedBytes(std::unique_ptr<vfs::File> file, vfs::Status status, const std::string& bytes)
        : file_(std::move(file)), status_(std::move(status)), bytes_(bytes) {}

    llvm::ErrorOr<vfs::Status> status() override { return status_; }
    llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
    std::error_code close() override { return file_->close(); }
    llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, int64_t, bool,
                                                                 bool) override {
        return llvm::MemoryBuffer::getMemBufferCopy(bytes_, name);
    }

private:
    std::unique_ptr<vfs::File> file_;
    vfs::Status status_;
    const std::string& bytes_;
};

class WithUnsavedFiles : public vfs::ProxyFileSystem {
public:
    WithUnsavedFiles(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files, const UnitRequest& unit)
        : ProxyFileSystem(std::move(files)) {
        for (const UnsavedFile& file : unit.unsaved) {
            llvm::sys::fs::UniqueID id;
            if (!llvm::sys::fs::getUniqueID(file.path, id)) bytes_.emplace(id, &file.bytes);
        }
    }

    llvm::ErrorOr<vfs::Status> status(const llvm::Twine& path) override {
        auto status = ProxyFileSystem::status(path);
        const std::string* bytes = status ? bytes_of(*status) : nullptr;
        return bytes ? vfs::Status::copyWithNewSize(*status, bytes->size()) : status;
    }

    llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const llvm::Twine& path) override {
        return with_own_bytes(ProxyFileSystem::openFileForRead(path));
    }
    llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForReadBinary(const llvm::Twine& path) override {
        return with_own_bytes(getUnderlyingFS().openFileForReadBinary(path));
    }

private:
    const std::string* bytes_of(const vfs::Status& status) const {
        const auto found = bytes_.find(status.getUniqueID());
        return found == bytes_.end() ? nullptr : found->second;
    }

    llvm::ErrorOr<std::unique_ptr<vfs::File>> with_own_bytes(llvm::ErrorOr<std::unique_ptr<vfs::File>> file) const {
        if (!file) return file;
        const auto status = (*file)->status();
        const std::string* bytes = status ? bytes_of(*status) : nullptr;
        if (!bytes) return file;
        return std::make_unique<UnsavedBytes>(std::move(*file), vfs::Status::copyWithNewSize(*status, bytes->size()),
                                              *bytes);
    }

    std::map<llvm::sys::fs::UniqueID, const std::string*> bytes_;
};

}  // namespace

const std::string* unsaved_bytes(const UnitRequest& unit, const std::string& path) {
    const auto found = std::find_if(unit.unsaved.begin(), unit.unsaved.end(),
                                    [&](const UnsavedFile& file) { return file.path == path; });
    return found == unit.unsaved.end() ? nullptr : &found->bytes;
}

llvm::IntrusiveRefCntPtr<vfs::FileSystem> with_unsaved_files(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files,
                                                             const UnitRequest& unit) {
    if (unit.unsaved.empty()) return files;
    return llvm::makeIntrusiveRefCnt<WithUnsavedFiles>(std::move(files), unit);
}

llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> read_main_file(const UnitRequest& unit) {
    if (const std::string* bytes = unsaved_bytes(unit, unit.command.file))
        return llvm::MemoryBuffer::getMemBufferCopy(*bytes, unit.command.file);
    return read_source(unit.command.file);
}

}  // namespace awaitlint
