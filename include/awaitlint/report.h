// A report: everything that a format may print, as plain values. What formats make of it: render.h.
//
// Reports know findings, not facts. Paths are relative to the project root; nothing depends on the machine, the
// time or the folder, except `meta`, which the user hands in.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "awaitlint/baseline.h"
#include "awaitlint/finding.h"
#include "awaitlint/history.h"
#include "awaitlint/parses.h"
#include "awaitlint/result.h"
#include "awaitlint/shard.h"

namespace awaitlint {

struct UnitReport {
    std::string file;
    std::string status;  // "analyzed", "cached", "skipped" or "failed"
    std::string reason;  // why it was skipped or failed, what was worked around
    std::vector<Note> errors;
    bool is_cut_off = false;  // the run ended before it was done; not part of any format
};

/// A source file or header of the project that no unit read.
struct UnreadFile {
    std::string file;  // relative to the root
    bool is_header = false;
    bool mentions_coroutines = false;  // also where the file cannot be read: nobody knows that it does not
    friend bool operator==(const UnreadFile& a, const UnreadFile& b) = default;
};

/// One row of an audit: a use of the audited function or of one of its siblings.
struct AuditRow {
    Span span;
    std::string function;
    std::string context;  // as Finding::context
    std::string current;
    std::string callee;
    std::string verdict;  // "right", "wrong" or "maybe"
    std::string why;
    std::string should_be;  // equal to `current` where the verdict is "right"; empty if nothing can be said
    bool proven = false;
    std::string why_not;  // what it should be is not proven: why
};

/// An entry of the database that is no unit for us, and why.
struct LeftOut {
    std::string file;  // in a report as in Place, else absolute
    std::string why;   // "not C or C++ (.cu)"
    friend bool operator==(const LeftOut& a, const LeftOut& b) = default;
};

/// What a rule is about, for formats that explain it.
struct RuleText {
    std::string id;
    std::string summary;  // one sentence without a final stop
    Severity severity = Severity::error;
    std::string page;  // Markdown
};

/// A run that tells only of the lines that a change touches.
struct ChangedScope {
    std::string revision;  // as it was named
    std::string base;      // the commit that the files were compared with
    std::uint64_t files = 0;
    std::uint64_t other_findings = 0;  // on other lines of these files: not in the report
};

/// What took how long; nothing that a format may hold.
struct PhaseTime {
    std::string name;  // "read", "analyse" or "prove"
    std::uint64_t times = 0;
    double seconds = 0;
};
struct UnitTime {
    std::string file;
    double seconds = 0;  // that workers spent on it
    Parses parses;
};
struct RunTimes {
    double whole = 0;  // seconds
    std::vector<PhaseTime> phases;
    Parses parses;                  // of all units; those of a worker that was lost are not known
    std::vector<UnitTime> slowest;  // the slowest first
};

struct Report {
    std::string version;
    std::string llvm_version;
    bool complete = true;
    int exit_code = 0;
    std::string error;              // why nothing, or not what was asked for, was looked at; empty: it was
    std::vector<Finding> findings;  // ordered by place, then rule
    std::vector<UnitReport> units;  // ordered by file
    std::vector<LeftOut> left_out;  // in the order of the database
    std::optional<std::vector<UnreadFile>> unread;  // ordered by file; absent where nobody looked for them
    std::vector<std::string> looked_below;          // files and folders where unread files were looked for; empty: all
    // The user's files that the units read -> the digest of their bytes, empty where units read different ones. JSON
    // has those that findings are in.
    std::map<std::string, std::string> files;
    std::set<std::string> files_of_others;       // that units read which were not asked about; not part of any format
    std::vector<std::string> remarks;            // on the run itself; not part of any format
    std::vector<std::string> cache_differences;  // units whose cached results were wrong; not part of any format
    RunTimes times;                              // not part of any format
    std::optional<ChangedScope> changed;         // where only lines that a change touches count
    std::optional<BaselineOutcome> baseline;     // where one is in force
    bool is_audit = false;
    std::string audit_symbol;
    std::vector<AuditRow> audit;
    std::map<std::string, std::string> meta;  // what the user says of the run: its revision, the address of its build
    std::optional<ShardPart> shard;           // of a run of one shard; JSON alone has it
    std::vector<RuleText> rules;              // all that there are, by id; not part of the JSON
    std::vector<HistoryEntry> history;        // oldest first, this run last; HTML alone shows it
    // Functions that are called as the audited one and stand in other scopes: qualified names, sorted. Not part of any
    // format.
    std::vector<std::string> namesakes;
};

/// Suppressed findings count as `suppressed` only.
Counts count(const Report& report);

}  // namespace awaitlint
