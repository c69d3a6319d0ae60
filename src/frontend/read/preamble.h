// Preambles: the leading includes of a unit, parsed once and kept, so that the next parse begins behind them. So are
// those that its flags force (`-include`, and what stands for a precompiled header of another compiler).
//
// In: a unit and the bytes of its file. Out: a precompiled preamble (Clang's, built with skipped bodies) that gives the
// parse the very same declarations, macros and facts; or none, when it cannot be used safely: its includes have
// errors, or a keyword in one of its files is blanked. What only the preprocessor sees of the user's headers is kept
// beside it. There are several sorts (`Reach`): a user's header with a coroutine keyword is what is edited and what is
// blanked, and what is built without it stays. Kept as files in a folder, named by everything that they depend on but
// the files that they read; those are recorded beside them and compared before use, and are sealed: nobody but who has
// the unit's preamble_key can have put them there. The idea is clangd's.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"

#include "awaitlint/unit.h"
#include "files/content_hashes.h"
#include "files/files_read.h"
#include "frontend/read/library_headers.h"

namespace clang {
struct PreambleBounds;
}

namespace awaitlint {

/// What a parse collects of the user's headers, in the numbers that Clang gives places and declarations there.
struct OfHeaders {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> keywords;  // places and kinds of tokens
    std::vector<Suppression> suppressions;
    std::vector<std::uint64_t> declarations;  // top-level ones
};

/// What is in a preamble: all leading includes, without the library's function bodies or with them; the includes up to
/// the first user's header with a coroutine keyword; or headers of the standard library that a unit comes to later.
enum class Reach { all_headers, all_bodies, silent_headers, library_headers };

struct Preamble {
    std::string path;  // of the precompiled file
    // Its bytes: the file may be evicted, or replaced by another run, at any time.
    std::unique_ptr<llvm::MemoryBuffer> precompiled;
    FileStamp stamp;           // of that file, if its record knows it
    std::uint32_t length = 0;  // bytes of the text that it was built from
    bool ends_at_start_of_line = false;
    std::uint32_t counter = 0;                      // what __COUNTER__ gives next
    std::map<std::string, std::string> user_files;  // relative -> digest, among those that it read
    std::set<std::string> files;                    // absolute, real: all that it read
    OfHeaders of_headers;
    FilesRead seen;
};

/// A preamble that stands for the first bytes of a certain file.
struct FittingPreamble {
    const Preamble* preamble = nullptr;  // null: there is none
    std::uint32_t length = 0;            // bytes of the unit's file that it stands for
    bool ends_at_start_of_line = false;

    explicit operator bool() const { return preamble != nullptr; }
};

struct LeadingText;
class Scanner;

class Preambles {
public:
    explicit Preambles(ContentHashes& hashes) : hashes_(hashes) {}

    /// A preamble for a unit whose file has these bytes, while `overlays` (path -> bytes) stand for others, if there
    /// is one that fits. Builds it if `may_build`. Lives as long as this object.
    FittingPreamble find(const UnitRequest& unit, llvm::StringRef text,
                         const std::map<std::string, std::string>& overlays, bool skip_bodies, bool may_build);

    /// One that stands in front of the unit's first byte, with what units of its kind have in common of the standard
    /// library (library_headers.h): for a parse that is done again without where it meets an error.
    FittingPreamble find_of_library(const UnitRequest& unit, Scanner& scanner);

    /// How many includes were parsed to build one, in vain or not.
    std::uint32_t builds() const { return builds_; }

private:
    FittingPreamble find_reaching(Reach reach, const UnitRequest& unit, llvm::StringRef text,
                                  const std::map<std::string, std::string>& overlays, bool may_build);
    /// Null if there is none.
    const Preamble* kept_or_built(const UnitRequest& unit, const std::string& stem, bool may_build,
                                  llvm::function_ref<std::unique_ptr<Preamble>()> build_it);
    std::unique_ptr<Preamble> load(const UnitRequest& unit, const std::string& stem);
    std::unique_ptr<Preamble> build(Reach reach, const UnitRequest& unit, const LeadingText& leading,
                                    const std::string& stem);
    std::unique_ptr<Preamble> build_and_keep(Reach reach, const UnitRequest& unit, llvm::StringRef text,
                                             clang::PreambleBounds bounds, const std::string& stem);
    std::unique_ptr<Preamble> build_of_library(const UnitRequest& unit, llvm::StringRef includes,
                                               const std::string& stem);
    const std::vector<LibraryHeaders>& shared_of_library(const UnitRequest& unit, Scanner& scanner);

    ContentHashes& hashes_;
    std::map<std::string, std::unique_ptr<Preamble>> known_;         // by stem; null: not there
    std::set<std::string> refused_;                                  // stems of those that cannot be built
    std::map<std::string, std::vector<LibraryHeaders>> of_library_;  // what units have in common, by flags
    std::uint32_t builds_ = 0;
};

struct ParseOptions;

/// The preamble for one parse of a unit with these options, if there is one.
FittingPreamble preamble_for(const UnitRequest& unit, Preambles* preambles, const ParseOptions& options,
                             bool may_build);

}  // namespace awaitlint
