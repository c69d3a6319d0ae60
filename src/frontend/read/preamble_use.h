// A parse that begins behind a preamble: the compiler is given the precompiled bytes, and the unit what they stand for.
//
// In: a preamble that fits the unit (preamble.h). Out: an invocation and a file system that begin behind it; afterwards
// the user's files and declarations that the parse itself did not see. Writes no file: the bytes are in memory.
#pragma once

#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "frontend/read/parsed_unit.h"
#include "frontend/read/preamble.h"

namespace awaitlint {

/// Lets the parse begin behind a preamble. Out: a file system that has the precompiled file.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> use_preamble(
    const FittingPreamble& fitting, clang::CompilerInvocation& invocation,
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files);

/// What the parse did not see because the preamble stands for it.
void add_preamble(ParsedUnit& unit, const Preamble& preamble);

}  // namespace awaitlint
