// Where the repairs of a proof stand, and whose doing a problem of the repaired unit is.
//
// In: the candidates and blanks of a request; problems in terms of the original text. Out: answers to questions about
// places. Knows of no parse; a candidate is named by its index in the request.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "awaitlint/unit.h"
#include "frontend/parse.h"

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

/// What stands around a repair counts, its body: that of its function, or the flagged text where there is none.
class Sites {
public:
    /// The request must outlive this.
    explicit Sites(const ProofRequest& request);

    const std::string& file_of(std::size_t index) const { return files_[index]; }
    /// The function around, by where its body begins.
    std::pair<std::string, std::uint32_t> function_of(std::size_t index) const;
    bool is_inside(const FileOffset& at, std::size_t index) const;
    bool is_in_body(const FileOffset& at, std::size_t index) const;

    /// A site's blank and its repair cause the same problem, if they do: an error anywhere in the function of a site
    /// under trial counts against it, also one in a library with a note that leads there, and a warning on its lines or
    /// at the function's end, wherever the baseline has them from.
    bool is_near(const Problem& problem, const std::vector<std::size_t>& group) const;
    /// Inside the expression of a site that is not under trial, or at its blank: not the doing of those that are.
    bool is_of_others(const Problem& problem, const std::vector<std::size_t>& group) const;
    /// In the function of a site, and of none that is under trial.
    bool is_in_body_of_others(const Problem& problem, const std::vector<std::size_t>& group) const;

private:
    const Candidate& candidate(std::size_t index) const { return request_.candidates[index]; }

    const ProofRequest& request_;
    std::vector<std::string> files_, body_files_;  // absolute, of each candidate
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

}  // namespace awaitlint
