// What an analysis sees of the file system, recorded where Clang asks for it: below everything that it does with files.
//
// In: any file system. Out: the same one, watched, and at the end the record (files/files_read.h) of all parses that
// used it: what was there with the digests of the bytes that Clang was given, and what was looked for and absent. No
// way to read a file escapes it, so none has to be thought of. Refuses nothing and changes nothing of what is read.
#pragma once

#include <string>
#include <unordered_map>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "files/content_hashes.h"
#include "files/file_states.h"
#include "files/files_read.h"

namespace awaitlint {

class FileRecorder {
public:
    explicit FileRecorder(ContentHashes& hashes) : hashes_(hashes), links_(hashes), started_(file_clock_now()) {}

    /// The file system, watched for as long as this recorder lives.
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> watch(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files);

    void saw(const std::string& path, const PathSeen& seen) { files_.add(path, seen); }
    /// Something that cannot be recorded: nothing drawn from this analysis may be kept.
    void spoil(const std::string& why) { files_.spoil(why); }
    /// That it matters where links lead, for a regular file.
    void saw_real_path(const std::string& path);
    /// The bytes of a regular file as they are used. `opened`: the file that they come from, where it is known.
    void saw_bytes(const std::string& path, llvm::StringRef bytes, const llvm::vfs::Status* opened = nullptr);
    /// What another recorder saw, of a parse whose results are used here.
    void merge(const FilesRead& other) { files_.merge(other); }

    /// The record so far. Looks at every file again: one that changed since it was read makes it unfit.
    FilesRead finish();

private:
    ContentHashes& hashes_;
    FileStates links_;
    std::int64_t started_;
    FilesRead files_;
    std::unordered_map<std::string, FileStamp> stamps_;
};

}  // namespace awaitlint
