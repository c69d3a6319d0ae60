// One parse as a question and an answer: which bytes, what to look for; what was found.
//
// In: questions about one unit. Out: answers, by a parse from the first byte or, where one stands before what is
// different (standing_parse.h), by going on from there: nobody can tell by the answer. Both are plain values, since
// they may have to cross a pipe. Draws no conclusions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "llvm/Support/Error.h"

#include "awaitlint/unit.h"
#include "frontend/collect/collect.h"
#include "frontend/frontend.h"
#include "frontend/read/parse.h"

namespace awaitlint {

/// A co_await that may hold what is wrong: from its keyword to the end of its operand.
struct AwaitRange {
    TokenKey key;
    std::uint32_t end = 0;
};

/// A site with a repair, in the bytes before the edits.
struct SiteToLookAt {
    std::size_t index = 0;
    std::string file;  // absolute
    Span span;
    bool adds_await = false;
    std::string target_usr;
};

struct ParseQuestion {
    std::map<std::string, std::string> texts;        // absolute path -> bytes to parse; of edited files: before
    std::map<std::string, std::vector<Edit>> edits;  // of those
    std::optional<std::uint32_t> first_change;  // of the main file: nothing before differs from question to question
    bool is_first = false;                      // of the unit: most have no mistake, and ask nothing more
    bool is_proof = false;                      // look at sites, and keep warnings; else collect
    std::vector<SiteToLookAt> sites;
    std::map<std::string, std::string> originals;  // as in CollectOptions
    bool with_values = false;
    bool is_last = false;  // of CollectOptions
    std::set<FileOffset> lost_returns, lost_casts;
    std::optional<std::vector<Diagnostic>> told;  // diagnostics of an earlier parse, to be explained in this one
};

struct ParseAnswer {
    Collected collected;
    std::vector<Diagnostic> diagnostics;
    std::vector<AwaitRange> ranges;  // where there are errors
    std::map<std::string, std::string> user_files;
    std::map<std::size_t, std::string> failures;  // site -> why, where the AST tells
    std::set<std::size_t> strangers;              // sites where no call is of the function that was meant
};

class Asking {
public:
    /// All must outlive this.
    Asking(const UnitRequest& unit, const Workbench& workbench) : unit_(unit), workbench_(workbench) {}

    llvm::Expected<ParseAnswer> ask(const ParseQuestion& question, bool skip_bodies);

private:
    void count(const ParseQuestion& question, bool is_resumed);
    std::optional<ParseAnswer> ask_standing(const ParseQuestion& question, bool skip_bodies);
    /// Nothing where there is no such preamble, or where what stands in it may be what is wrong.
    std::optional<ParseAnswer> ask_behind_library(const ParseQuestion& question, ParseOptions options);
    /// Lets the parse stand where it may.
    void let_stand(const ParseQuestion& question, ParseOptions& options);

    const UnitRequest& unit_;
    const Workbench& workbench_;
    int parses_ = 0;  // that nobody stood still for
    int answers_ = 0;
    bool is_own_ = false;  // the standing parse is one of ours: its record is in our recorder
};

}  // namespace awaitlint
