// What is kept beside a precompiled preamble: what it stands for, what it rests on, and what its own bytes must be.
//
// In: a preamble. Out: bytes, and from such bytes the preamble again; nothing where they, or those of the precompiled
// file, are damaged. Whether the files that it rests on are as they were is asked of `FileStates`, by their stamps as
// far as these were kept, so that a fresh worker reads none of them. Refuses to read or write files of its own.
#pragma once

#include <optional>
#include <string>

#include "files/content_hashes.h"
#include "files/secret.h"
#include "frontend/read/preamble.h"

namespace awaitlint {

/// Whose record it is, and of which preamble: Clang reads a precompiled file without suspicion.
struct RecordSeal {
    Secret secret;
    std::string name;
};

/// `preamble.precompiled` counts by its digest alone. `hashes` knows the stamps of what was read.
std::string to_record(const Preamble& preamble, ContentHashes& hashes, const RecordSeal& seal);

/// Everything but the path, for a preamble whose precompiled file has these bytes and this stamp: many megabytes, which
/// are looked through only where the stamp is not the one of the record, and `stamp` is left empty then. What `hashes`
/// did not know yet of the files that it rests on is added.
std::optional<Preamble> from_record(llvm::StringRef record, std::unique_ptr<llvm::MemoryBuffer> precompiled,
                                    const FileStamp& stamp, ContentHashes& hashes, const RecordSeal& seal);

}  // namespace awaitlint
