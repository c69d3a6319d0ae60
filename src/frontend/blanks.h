// Blanked keywords: the bytes of files in which some co_await are replaced, offsets unchanged.
//
// In: where keywords are spelled. Out: overlays for a parse and the bytes on disk. Refuses to blank anything that is
// not `co_await` on disk: a file that changed under us is an error, not a guess.
#pragma once

#include <map>
#include <string>

#include "llvm/Support/Error.h"

#include "frontend/parse.h"

namespace awaitlint {

/// The bytes of a file on disk.
llvm::Expected<std::string> read_bytes(const std::string& path);

class Blanks {
public:
    /// `as_statement` uses the form that keeps `co_await T(v);` an expression.
    void add(const FileOffset& at, bool as_statement = false) { at_[at] = as_statement; }
    void remove(const FileOffset& at) { at_.erase(at); }
    bool holds(const FileOffset& at) const { return at_.count(at) != 0; }
    bool holds_as_statement(const FileOffset& at) const { return holds(at) && at_.at(at); }
    bool is_empty() const { return at_.empty(); }
    const std::map<FileOffset, bool>& all() const { return at_; }

    struct Texts {
        std::map<std::string, std::string> overlays;   // path -> bytes with blanks
        std::map<std::string, std::string> originals;  // path -> bytes on disk
    };
    llvm::Expected<Texts> texts() const;

private:
    std::map<FileOffset, bool> at_;
};

}  // namespace awaitlint
