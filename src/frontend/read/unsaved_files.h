// Files that are open in an editor: their bytes there in place of those on disk, for all that the front end reads.
//
// In: a unit's request, a file system. Out: the same file system, in which the unsaved files have their own bytes and
// sizes, by whatever name (or link) they are opened. A record of what was read (file_recorder.h) belongs below: it is
// about the disk, and never hears of these bytes. What is not on disk at all is not there.
#pragma once

#include <memory>
#include <string>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/ErrorOr.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "awaitlint/unit.h"

namespace awaitlint {

/// Of the file with this absolute, real path; null: those on disk count.
const std::string* unsaved_bytes(const UnitRequest& unit, const std::string& path);

/// The unit must outlive it.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> with_unsaved_files(
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, const UnitRequest& unit);

/// The bytes of the unit's own file.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> read_main_file(const UnitRequest& unit);

}  // namespace awaitlint
