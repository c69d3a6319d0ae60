// From findings to the new texts of files: which repair of each finding, and which of them fit together.
//
// In: the findings of a run, and a way to open the files that their edits name. Out: what each file becomes, which
// repairs that is, and what was left and why. A finding's edits are in all or not at all. Files are told apart by
// what they are, not by what they are called. Writes nothing; refuses what no compiler has proven.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "awaitlint/finding.h"
#include "awaitlint/result.h"

namespace awaitlint {

struct Repair {
    Finding finding;
    Suggestion suggestion;
};

/// A finding that stays, and why.
struct LeftFinding {
    Finding finding;
    std::string why;
    bool is_unsafe = false;  // its repair is proven, and not applicable
};

struct ChosenRepairs {
    std::vector<Repair> repairs;
    std::vector<LeftFinding> left;
};

/// What may be applied: unsafe repairs change what runs at the same time, which is for a person to decide.
enum class Applicable { safe, safe_and_unsafe };

/// The best proven suggestion of each finding; where that is not applicable, none. Suppressed findings are nobody's
/// business.
ChosenRepairs choose_repairs(const std::vector<Finding>& findings, Applicable applicable = Applicable::safe);

/// A file as it was analysed. Two names of one file have equal identities.
struct SourceFile {
    std::string path;  // absolute, real
    std::string identity;
    std::string bytes;
};
using OpenFile = std::function<Result<SourceFile>(const std::string& file)>;

struct FileChange {
    std::string file;  // as the first finding names it
    std::string path;
    std::string before;
    std::string after;
    std::vector<Edit> edits;           // sorted, each once
    std::vector<std::size_t> repairs;  // which ones of the plan's change it
};

struct RepairPlan {
    std::vector<Repair> repairs;
    std::vector<FileChange> changes;  // by name
    std::vector<LeftFinding> left;
};

/// Equal edits become one; repairs with different edits that overlap are all left.
RepairPlan plan_repairs(std::vector<Repair> repairs, const OpenFile& open);

/// FILE:LINE:COLUMN of a finding.
std::string place_of(const Finding& finding);

}  // namespace awaitlint
