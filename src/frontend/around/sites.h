// Where the repairs of a proof stand, and whose doing a problem of the repaired unit is.
//
// In: the candidates of a request; problems in terms of the original text. Out: who is to blame: the innermost site
// whose statement holds the problem, else those of its function, else anybody. Knows of no parse; a candidate is named
// by its index in the request.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "awaitlint/unit.h"
#include "frontend/read/parse.h"
#include "frontend/read/statements.h"

namespace awaitlint {

/// A relative name of a request, in the root of the user's files.
std::string absolute(const UserFiles& files, const std::string& file);

/// Something wrong with an edited unit, in terms of the original text.
struct Problem {
    CompileError error;
    std::vector<FileOffset>
        original;  // offsets in the original files; the first is the problem's own, others its notes'
    bool is_warning = false;
};

/// Whose doing a problem is.
struct Culprits {
    std::set<std::size_t> suspects;  // one of these; empty: of no candidate that is tried
    bool is_anybodys = false;        // it stands in no function of a candidate: all that are tried are suspects
    bool is_at_far_edit = false;     // it stands where the suspects edit something outside their functions
    bool is_by_note = false;         // only a note of it leads there: others may have caused it, too
};

/// Which sites a place is inside of, of many: their expressions may stand within each other.
class SitesByPlace {
public:
    void add(const std::string& file, const Span& span, std::size_t index) {
        longest_ = std::max(longest_, span.length);
        sites_.emplace(FileOffset{file, span.offset}, Site{span.end_offset(), index});
    }

    template <class Visit>
    void around(const FileOffset& at, const Visit& visit) const {
        const FileOffset earliest = {at.file, at.offset - std::min(at.offset, longest_)};
        for (auto site = sites_.lower_bound(earliest); site != sites_.end() && !(at < site->first); ++site)
            if (at.offset < site->second.end) visit(site->second.index);
    }

private:
    struct Site {
        std::uint32_t end;
        std::size_t index;
    };
    std::uint32_t longest_ = 0;
    std::multimap<FileOffset, Site> sites_;
};

/// The candidates of one trial.
struct Tried {
    explicit Tried(const std::vector<std::size_t>& indices) : all(indices), set(indices.begin(), indices.end()) {}

    const std::vector<std::size_t> all;
    const std::set<std::size_t> set;
    mutable std::map<std::size_t, std::map<std::size_t, std::set<std::size_t>>> flows;  // by function, as far as asked
};

class Sites {
public:
    /// The request must outlive this. `texts`: the bytes of the files with candidates, by absolute path.
    Sites(const ProofRequest& request, const std::map<std::string, std::string>& texts);

    const std::string& file_of(std::size_t index) const { return files_[index]; }
    /// The function around, a number: lambdas with candidates belong to the function that they stand in.
    std::size_t function_of(std::size_t index) const { return functions_[index]; }
    /// It edits something outside its function, too: what goes wrong then may stand anywhere.
    bool is_reaching_far(std::size_t index) const { return reaching_far_.count(index) != 0; }

    /// Which of the candidates that are tried has caused a problem.
    Culprits culprits(const Problem& problem, const Tried& tried) const;
    /// For each candidate the others of the tried whose declared types its own type may come from.
    std::map<std::size_t, std::set<std::size_t>> dependences(const Tried& tried) const;
    /// A warning counts on the lines of a candidate, and at the end of its function.
    bool is_warned_of(const Problem& warning, std::size_t index) const;

private:
    struct Function {
        std::string file;
        std::uint32_t begin = 0, end = 0;
    };

    const Candidate& candidate(std::size_t index) const { return request_.candidates[index]; }
    bool is_in_function(const FileOffset& at, std::size_t index) const;
    bool is_at_far_edit(const FileOffset& at, std::size_t index) const;
    void add_reaching_far(const Tried& tried, Culprits& culprits) const;
    bool is_blamed(const FileOffset& at, const Tried& tried, Culprits& culprits) const;
    /// A candidate of the site whose expression is the shortest around a place.
    std::optional<std::size_t> innermost(const FileOffset& at) const;
    /// Of a function: what flows from the tried candidates in it, by statement.
    const std::map<std::size_t, std::set<std::size_t>>& flows(std::size_t function, const Tried& tried) const;

    const ProofRequest& request_;
    std::vector<std::string> files_;                   // absolute, of each candidate
    std::vector<std::size_t> functions_, statements_;  // of each candidate
    std::vector<Function> function_list_;
    std::map<std::string, Statements> texts_;
    SitesByPlace by_place_;
    std::map<std::pair<std::string, std::size_t>, std::vector<std::size_t>> by_statement_;
    std::set<std::size_t> reaching_far_;
};

}  // namespace awaitlint
