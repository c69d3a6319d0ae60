// A unit and what can be asked about it: the requests that go to the front end and the answers that come back.
//
// Plain values that cross the pipe to a worker as JSON (facts_json.h). A unit is one source file with one compile
// command. Nothing here runs anything.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/place.h"

namespace awaitlint {

/// One entry of a compilation database, cleaned: response files expanded, launchers gone, `argv[0]` the compiler.
struct CompileCommand {
    std::string directory;  // absolute
    std::string file;       // absolute
    std::vector<std::string> argv;
    std::vector<std::string> remarks;  // what was dropped on the way, one plain line each
    friend bool operator==(const CompileCommand& a, const CompileCommand& b) = default;
};

/// Which files are the user's: those below `root` that `include` admits and no `exclude` names, and that no build has
/// written. (Files that the compiler reads as system headers never are, nor what lies in a folder `.git`, `.hg` or
/// `.svn`.) Globs are relative to the root: `*` stays within a folder, `**` crosses folders, `?` is one character.
struct UserFiles {
    std::string root;  // absolute, real path
    std::vector<std::string> include;
    std::vector<std::string> exclude;
    std::vector<std::string> build_folders = {};  // relative to the root. NOLINT(readability-redundant-member-init)
    friend bool operator==(const UserFiles& a, const UserFiles& b) = default;
};

/// True if the file (absolute, real path) is below the root and the globs admit it.
bool is_users_file(const UserFiles& files, const std::string& absolute_path);

/// The path relative to the root with '/', or unchanged when it is not below the root.
std::string relative_to_root(const UserFiles& files, const std::string& absolute_path);

/// A file that is open in an editor and has other bytes there than on disk: those of the editor count.
struct UnsavedFile {
    std::string path;  // absolute, real; of a file that is on disk
    std::string bytes;
    friend bool operator==(const UnsavedFile& a, const UnsavedFile& b) = default;
};

struct UnitRequest {
    CompileCommand command;
    UserFiles user_files;
    std::vector<UnsavedFile> unsaved;
    std::vector<std::string> names;     // qualified names whose declarations siblings may come from (explicit pairs)
    std::vector<std::string> naming;    // patterns of async siblings' names, for Call facts; empty: there are none
    std::vector<std::string> tokens;    // qualified names of completion tokens, best first (library profiles)
    std::vector<std::string> types;     // names of types that are there to be awaited (library profiles)
    std::vector<std::string> blocking;  // qualified names of functions that block (profiles), for BlockingCall facts
    bool held_locks = false;            // HeldLock facts are wanted
    std::vector<std::string> awaited_locks;  // qualified names of locks that coroutines await (profiles), best first
    bool stale_views = false;                // StaleView facts are wanted
    std::vector<std::string> symbols;        // qualified names whose uses are recorded (audit)
    std::vector<std::string> rules;          // ids of rules: a NOLINT that names one of them has to be seen
    bool full_parse = false;                 // parse every function body
    bool may_skip = false;                   // a unit that has nothing to do with coroutines need not be parsed
    std::string preambles;                   // absolute folder where preambles are kept; empty: none are used
    std::uint32_t preamble_bytes = 0;  // of the file at most; 0: all leading includes, 1: only what the flags include
    std::string preamble_key;          // what they depend on besides the unit: this build, the environment
    bool build_preamble = false;       // others will need the same one: build it before the first parse
    // Files of other units with the same flags: what most of these reach of the standard library is precompiled for
    // units that begin with headers of their own. Empty: this is not wanted.
    std::vector<std::string> relatives;
    friend bool operator==(const UnitRequest& a, const UnitRequest& b) = default;
};

/// A suggestion to be proven. `site` names the finding (same for its alternatives: they are never tried together).
struct Candidate {
    std::uint32_t site = 0;
    Blank blank;  // the site's blanked keyword, to be restored before the edits; no file: it has none
    Span span;    // of the flagged expression
    std::vector<Edit> edits;
    std::string target_usr;   // what the call at the site must resolve to; empty: anything
    bool adds_await = false;  // the edits put a co_await in front of the flagged expression: it must be accepted
    Span body;                // of the function around the site: problems there are the candidate's own
    std::vector<CompileError> errors;  // that its finding explains: with the repair they have to be gone
    friend bool operator==(const Candidate& a, const Candidate& b) = default;
};

struct ProofRequest {
    UnitRequest unit;
    std::vector<Blank> blanks;               // as found by the analysis of the unit
    std::vector<CompileError> known_errors;  // unexplained ones: these may remain
    std::vector<Candidate> candidates;
    bool in_full = false;  // compile the repaired unit with all function bodies, too
    friend bool operator==(const ProofRequest& a, const ProofRequest& b) = default;
};

struct Proof {
    bool proven = false;
    std::string why_not;
    // Of one proven candidate, for all of them: which of the request's known errors are gone with all proven repairs.
    std::vector<std::uint32_t> ends = {};  // NOLINT(readability-redundant-member-init): may be left out
    friend bool operator==(const Proof& a, const Proof& b) = default;
};

}  // namespace awaitlint
