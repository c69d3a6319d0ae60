// See sites.h.
#include "frontend/sites.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace awaitlint {
namespace {

const Span& body_around(const Candidate& candidate) {
    return candidate.body.length ? candidate.body : candidate.span;
}

}  // namespace

std::string absolute(const UserFiles& files, const std::string& file) {
    if (llvm::sys::path::is_absolute(file)) return file;
    llvm::SmallString<256> path(files.root);
    llvm::sys::path::append(path, file);
    return std::string(path);
}

Sites::Sites(const ProofRequest& request) : request_(request) {
    for (const Candidate& candidate : request.candidates) {
        files_.push_back(absolute(request.unit.user_files, candidate.span.file));
        body_files_.push_back(absolute(request.unit.user_files, body_around(candidate).file));
    }
}

std::pair<std::string, std::uint32_t> Sites::function_of(std::size_t index) const {
    return {body_files_[index], body_around(candidate(index)).offset};
}

bool Sites::is_inside(const FileOffset& at, std::size_t index) const {
    const Span& span = candidate(index).span;
    return at.offset >= span.offset && at.offset < span.end_offset() && at.file == files_[index];
}

bool Sites::is_in_body(const FileOffset& at, std::size_t index) const {
    const Span& body = body_around(candidate(index));
    return at.offset >= body.offset && at.offset <= body.end_offset() && at.file == body_files_[index];
}

bool Sites::is_near(const Problem& problem, const std::vector<std::size_t>& group) const {
    if (problem.original.empty()) return true;
    const FileOffset& at = problem.original[0];
    return std::any_of(group.begin(), group.end(), [&](std::size_t index) {
        if (!problem.is_warning)
            return std::any_of(problem.original.begin(), problem.original.end(),
                               [&](const FileOffset& place) { return is_in_body(place, index); });
        const Span& span = candidate(index).span;
        const std::uint32_t line = problem.error.place.line;
        return is_in_body(at, index) && (at.offset + 1 >= body_around(candidate(index)).end_offset() ||
                                         (line >= span.line && line <= span.end_line));
    });
}

bool Sites::is_of_others(const Problem& problem, const std::vector<std::size_t>& group) const {
    if (problem.original.empty()) return false;
    const FileOffset& at = problem.original[0];
    for (std::size_t index : group)
        if (is_inside(at, index)) return false;
    const auto is_blank = [&](const Blank& blank) {
        return blank.offset == at.offset && absolute(request_.unit.user_files, blank.file) == at.file;
    };
    if (std::any_of(request_.blanks.begin(), request_.blanks.end(), is_blank)) return true;
    for (std::size_t index = 0; index < request_.candidates.size(); ++index)
        if (is_inside(at, index)) return true;
    return false;
}

bool Sites::is_in_body_of_others(const Problem& problem, const std::vector<std::size_t>& group) const {
    if (problem.original.empty()) return false;
    const FileOffset& at = problem.original[0];
    const auto is_around = [&](std::size_t index) { return is_in_body(at, index); };
    if (std::any_of(group.begin(), group.end(), is_around)) return false;
    for (std::size_t index = 0; index < request_.candidates.size(); ++index)
        if (is_around(index)) return true;
    return false;
}

}  // namespace awaitlint
