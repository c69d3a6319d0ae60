// See file_recorder.h.
#include "frontend/read/file_recorder.h"

#include "llvm/Support/Errc.h"

namespace awaitlint {
namespace {

namespace vfs = llvm::vfs;

PathKind kind_of(const vfs::Status& status) {
    return status.isRegularFile() ? PathKind::file : status.isDirectory() ? PathKind::folder : PathKind::other;
}

/// Tells of the bytes when they are asked for, and of the real path, by which Clang knows files.
class WatchedFile : public vfs::File {
public:
    WatchedFile(std::unique_ptr<vfs::File> file, std::string path, vfs::Status opened, FileRecorder& recorder)
        : file_(std::move(file)), path_(std::move(path)), opened_(std::move(opened)), recorder_(recorder) {}

    llvm::ErrorOr<vfs::Status> status() override { return file_->status(); }
    llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
    std::error_code close() override { return file_->close(); }

    llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, int64_t size,
                                                                 bool is_terminated, bool is_volatile) override {
        auto buffer = file_->getBuffer(name, size, is_terminated, is_volatile);
        if (!buffer)
            recorder_.spoil("'" + path_ + "' could not be read");
        else if (opened_.isRegularFile())
            recorder_.saw_bytes(path_, (*buffer)->getBuffer(), &opened_);
        else
            recorder_.spoil("'" + path_ + "' is no regular file");
        return buffer;
    }

private:
    std::unique_ptr<vfs::File> file_;
    std::string path_;
    vfs::Status opened_;
    FileRecorder& recorder_;
};

class WatchedFiles : public vfs::ProxyFileSystem {
public:
    WatchedFiles(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files, FileRecorder& recorder)
        : ProxyFileSystem(std::move(files)), recorder_(recorder) {}

    llvm::ErrorOr<vfs::Status> status(const llvm::Twine& path) override {
        auto status = ProxyFileSystem::status(path);
        note(absolute(path), status);
        return status;
    }

    bool exists(const llvm::Twine& path) override { return static_cast<bool>(status(path)); }

    llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const llvm::Twine& path) override {
        return watched(path, ProxyFileSystem::openFileForRead(path));
    }

    llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForReadBinary(const llvm::Twine& path) override {
        return watched(path, getUnderlyingFS().openFileForReadBinary(path));
    }

    vfs::directory_iterator dir_begin(const llvm::Twine& folder, std::error_code& error) override {
        const std::string path = absolute(folder);
        if (auto found = status(folder); found && found->isDirectory()) {
            const auto names = digest_of_listing(path);
            if (names)
                recorder_.saw(path, {PathKind::folder, names, ""});
            else
                recorder_.spoil("'" + path + "' could not be listed");
        }
        return ProxyFileSystem::dir_begin(folder, error);
    }

    std::error_code getRealPath(const llvm::Twine& path, llvm::SmallVectorImpl<char>& real) override {
        const std::error_code error = ProxyFileSystem::getRealPath(path, real);
        if (auto found = status(path); found && !error)
            recorder_.saw(absolute(path), {kind_of(*found), std::nullopt, std::string(real.begin(), real.end())});
        return error;
    }

    std::error_code setCurrentWorkingDirectory(const llvm::Twine& path) override {
        status(path);
        return ProxyFileSystem::setCurrentWorkingDirectory(path);
    }

private:
    std::string absolute(const llvm::Twine& path) const {
        llvm::SmallString<256> text;
        path.toVector(text);
        if (makeAbsolute(text)) recorder_.spoil("there is no working directory");
        return std::string(text);
    }

    void note(const std::string& path, const llvm::ErrorOr<vfs::Status>& status) {
        if (status)
            recorder_.saw(path, {kind_of(*status), std::nullopt, ""});
        else
            note_error(path, status.getError());
    }

    void note_error(const std::string& path, std::error_code error) {
        if (error == llvm::errc::no_such_file_or_directory || error == llvm::errc::not_a_directory)
            recorder_.saw(path, {});
        else if (error == llvm::errc::is_a_directory)
            recorder_.saw(path, {PathKind::folder, std::nullopt, ""});
        else
            recorder_.spoil("'" + path + "' cannot be looked at: " + error.message());
    }

    llvm::ErrorOr<std::unique_ptr<vfs::File>> watched(const llvm::Twine& name,
                                                      llvm::ErrorOr<std::unique_ptr<vfs::File>> file) {
        const std::string path = absolute(name);
        if (!file) {
            note_error(path, file.getError());
            return file;
        }
        const auto status = (*file)->status();
        note(path, status);
        if (!status) return file;
        if (status->isRegularFile()) recorder_.saw_real_path(path);
        return std::make_unique<WatchedFile>(std::move(*file), path, *status, recorder_);
    }

    FileRecorder& recorder_;
};

}  // namespace

llvm::IntrusiveRefCntPtr<vfs::FileSystem> FileRecorder::watch(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files) {
    return llvm::makeIntrusiveRefCnt<WatchedFiles>(std::move(files), *this);
}

void FileRecorder::saw_real_path(const std::string& path) {
    files_.add(path, {PathKind::file, std::nullopt, links_.real_path_of(path)});
}

void FileRecorder::saw_bytes(const std::string& path, llvm::StringRef bytes, const vfs::Status* opened) {
    const auto stamp = stamp_at(path);
    const bool is_same_file = stamp && opened && opened->getUniqueID().getDevice() == stamp->device &&
                              opened->getUniqueID().getFile() == stamp->inode &&
                              opened->getLastModificationTime().time_since_epoch().count() == stamp->modified;
    if (!stamp || stamp->size != bytes.size() || (opened && !is_same_file))
        return spoil("'" + path + "' changed while it was analysed");
    std::optional<Digest> digest = opened ? hashes_.find(*stamp) : std::nullopt;
    if (!digest) {
        digest = digest_of(bytes);
        if (opened) hashes_.remember(*stamp, *digest, started_);
    }
    stamps_.try_emplace(path, *stamp);
    files_.add(path, {PathKind::file, digest, ""});
}

FilesRead FileRecorder::finish() {
    // Clang maps files into memory: what changes on disk changes under it.
    for (const auto& [path, stamp] : stamps_) {
        if (stamp_at(path) == stamp && is_settled(stamp, started_)) continue;
        if (digest_of_file(path) != files_.paths[path].content) spoil("'" + path + "' changed while it was analysed");
    }
    return files_;
}

}  // namespace awaitlint
