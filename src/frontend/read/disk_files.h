// Files on disk, as far as a compiler should read them: regular ones of bounded size.
//
// What else an include leads to (a pipe, a device, a file that the kernel makes up, a gigabyte) has a status but no
// bytes: reading it is an error that says why. Nothing here waits for a writer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/ErrorOr.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace awaitlint {

inline constexpr std::uint64_t largest_source = std::uint64_t{64} << 20;  // bytes

/// With a working directory of its own.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_on_disk();

/// The bytes of one such file.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> read_source(const std::string& path);

}  // namespace awaitlint
