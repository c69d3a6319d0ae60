// Scan: what a unit reads, and whether any of it has to do with coroutines, without parsing it.
//
// In: a unit. Out: the user's files among those that its preprocessor directives lead to, and whether one of all the
// files mentions a coroutine. Only directives are lexed (Clang's dependency scan), and files are read once for all
// units of a scanner, so that a scan costs some 20 ms where a parse costs seconds. Knows nothing of declarations.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include "awaitlint/unit.h"
#include "frontend/read/library_headers.h"
#include "frontend/read/preamble.h"

namespace awaitlint {

class FileRecorder;

struct Scan {
    std::map<std::string, std::string> user_files;  // relative -> digest of the bytes
    bool mentions_coroutines = false;               // any file that the unit reads, of the user or not, or its flags
    bool mentions_suppressions = false;             // a NOLINT in a user's file that names one of UnitRequest::rules
    bool mentions_symbols = false;                  // a user's file may speak of one of UnitRequest::symbols
    bool has_errors = false;                        // a file was not found, a directive is malformed
    std::string first_error;
};

/// What was read, as the facts of a unit that is not parsed, with the reason for that.
UnitFacts facts_of(const UnitRequest& request, const Scan& scan, std::string why_skipped);

class Scanner {
public:
    Scanner();
    ~Scanner();
    Scanner(const Scanner&) = delete;
    Scanner& operator=(const Scanner&) = delete;

    /// A unit whose own file mentions a coroutine is not looked at any further: the rest of the answer is empty.
    llvm::Expected<Scan> scan(const UnitRequest& request, FileRecorder* recorder = nullptr);
    /// All of it, whatever its own file mentions.
    llvm::Expected<Scan> scan_whole(const UnitRequest& request, FileRecorder* recorder = nullptr);
    /// How much of the unit's text can stand in a preamble: up to the first include that leads to an unsaved file or to
    /// a user's file with a coroutine keyword, or to the first of these in the text itself. Over all headers, such a
    /// file is none where it was not edited lately, or where the preamble is for many units.
    std::uint32_t reachable_length(Reach reach, const UnitRequest& request, llvm::StringRef text);
    /// None where the command cannot be used.
    LibraryHeaders library_headers(const UnitRequest& request);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace awaitlint
