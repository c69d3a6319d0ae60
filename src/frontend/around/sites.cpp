// See sites.h.
#include "frontend/around/sites.h"

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

Sites::Sites(const ProofRequest& request, const std::map<std::string, std::string>& texts) : request_(request) {
    for (const auto& [file, text] : texts) texts_.emplace(file, Statements(text));
    // By their beginning, the longest first: what a body stands in comes before it.
    std::vector<Function> bodies;
    for (const Candidate& candidate : request.candidates) {
        files_.push_back(absolute(request.unit.user_files, candidate.span.file));
        const Span& body = body_around(candidate);
        bodies.push_back({absolute(request.unit.user_files, body.file), body.offset, body.end_offset()});
    }
    std::vector<Function> sorted = bodies;
    std::sort(sorted.begin(), sorted.end(), [](const Function& a, const Function& b) {
        return std::tie(a.file, a.begin, b.end) < std::tie(b.file, b.begin, a.end);
    });
    for (const Function& body : sorted) {
        const bool is_within = !function_list_.empty() && function_list_.back().file == body.file &&
                               body.begin < function_list_.back().end;
        if (!is_within) function_list_.push_back(body);
    }
    for (std::size_t index = 0; index < bodies.size(); ++index) {
        const auto after = std::upper_bound(
            function_list_.begin(), function_list_.end(), bodies[index],
            [](const Function& a, const Function& b) { return std::tie(a.file, a.begin) < std::tie(b.file, b.begin); });
        functions_.push_back(static_cast<std::size_t>(after - function_list_.begin()) - 1);
        statements_.push_back(texts_.at(files_[index]).around(candidate(index).span.offset));
        by_statement_[{files_[index], statements_[index]}].push_back(index);
        by_place_.add(files_[index], candidate(index).span, index);
        for (const Edit& edit : candidate(index).edits)
            if (!is_in_function({absolute(request.unit.user_files, edit.file), edit.offset}, index)) {
                reaching_far_.insert(index);
                break;
            }
    }
}

bool Sites::is_in_function(const FileOffset& at, std::size_t index) const {
    const Function& function = function_list_[functions_[index]];
    return at.offset >= function.begin && at.offset <= function.end && at.file == function.file;
}

/// Beside an edit of a candidate that is not in its function.
bool Sites::is_at_far_edit(const FileOffset& at, std::size_t index) const {
    for (const Edit& edit : candidate(index).edits) {
        const FileOffset place = {absolute(request_.unit.user_files, edit.file), edit.offset};
        if (place.file != at.file || is_in_function(place, index)) continue;
        const auto text = texts_.find(at.file);
        if (text != texts_.end() && text->second.around(at.offset) == text->second.around(place.offset)) return true;
    }
    return false;
}

void Sites::add_reaching_far(const Tried& tried, Culprits& culprits) const {
    for (std::size_t index : reaching_far_)
        if (tried.set.count(index)) culprits.suspects.insert(index);
}

const std::map<std::size_t, std::set<std::size_t>>& Sites::flows(std::size_t function, const Tried& tried) const {
    const auto [entry, is_new] = tried.flows.try_emplace(function);
    const Function& around = function_list_[function];
    const auto text = texts_.find(around.file);
    if (!is_new || text == texts_.end()) return entry->second;
    std::vector<Statements::Source> sources;
    for (std::size_t index : tried.all)
        if (functions_[index] == function) sources.push_back({candidate(index).span.offset, index});
    return entry->second = text->second.flows(around.begin, around.end, sources);
}

std::optional<std::size_t> Sites::innermost(const FileOffset& at) const {
    std::optional<std::size_t> best;
    by_place_.around(at, [&](std::size_t index) {
        if (!best || candidate(index).span.length < candidate(*best).span.length) best = index;
    });
    return best;
}

bool Sites::is_blamed(const FileOffset& at, const Tried& tried, Culprits& culprits) const {
    const auto add_tried = [&](const std::vector<std::size_t>& indices, std::optional<std::uint32_t> site) {
        for (std::size_t index : indices)
            if (tried.set.count(index) && site.value_or(candidate(index).site) == candidate(index).site)
                culprits.suspects.insert(index);
    };
    const auto text = texts_.find(at.file);
    if (text == texts_.end()) return false;
    const std::size_t statement = text->second.around(at.offset);
    if (const auto inside = innermost(at)) {
        add_tried(by_statement_.at({at.file, statements_[*inside]}), candidate(*inside).site);
        return true;
    }
    for (std::size_t index : reaching_far_)
        if (tried.set.count(index) && is_at_far_edit(at, index)) culprits.suspects.insert(index);
    culprits.is_at_far_edit = !culprits.suspects.empty();
    if (culprits.is_at_far_edit) return true;
    if (const auto here = by_statement_.find({at.file, statement}); here != by_statement_.end()) {
        add_tried(here->second, std::nullopt);
        if (!culprits.suspects.empty()) return true;
        const auto& in = flows(functions_[here->second.front()], tried);
        if (const auto flowing = in.find(statement); flowing != in.end()) culprits.suspects = flowing->second;
        return true;
    }
    for (std::size_t index : tried.all) {
        if (!is_in_function(at, index)) continue;
        const auto& in = flows(functions_[index], tried);
        if (const auto here = in.find(statement); here != in.end()) culprits.suspects = here->second;
        if (!culprits.suspects.empty()) return true;
        for (std::size_t other : tried.all)
            if (functions_[other] == functions_[index]) culprits.suspects.insert(other);
        return true;
    }
    return false;
}

Culprits Sites::culprits(const Problem& problem, const Tried& tried) const {
    Culprits culprits;
    if (problem.is_warning) {
        std::vector<std::size_t> warned;
        for (std::size_t index : tried.all)
            if (is_warned_of(problem, index)) warned.push_back(index);
        if (!warned.empty() && !is_blamed(problem.original[0], Tried(warned), culprits))
            culprits.suspects.insert(warned.begin(), warned.end());
        return culprits;
    }
    for (const FileOffset& at : problem.original) {
        const bool is_known = is_blamed(at, tried, culprits);
        // A repair may have changed what is declared elsewhere.
        if (is_known && !culprits.is_at_far_edit) add_reaching_far(tried, culprits);
        if (is_known) return culprits;
        culprits.is_by_note = true;
    }
    culprits.is_anybodys = true;
    culprits.suspects = tried.set;
    return culprits;
}

std::map<std::size_t, std::set<std::size_t>> Sites::dependences(const Tried& tried) const {
    std::map<std::size_t, std::set<std::size_t>> result;
    for (std::size_t index : tried.all) {
        const auto& in = flows(functions_[index], tried);
        const auto here = in.find(statements_[index]);
        if (here == in.end()) continue;
        std::set<std::size_t> others = here->second;
        others.erase(index);
        if (!others.empty()) result.emplace(index, std::move(others));
    }
    return result;
}

bool Sites::is_warned_of(const Problem& warning, std::size_t index) const {
    if (warning.original.empty()) return false;
    const FileOffset& at = warning.original[0];
    const Span& body = body_around(candidate(index));
    if (at.file != files_[index] || at.offset < body.offset || at.offset > body.end_offset()) return false;
    const Span& span = candidate(index).span;
    const std::uint32_t line = warning.error.place.line;
    return at.offset + 1 >= body.end_offset() || (line >= span.line && line <= span.end_line);
}

}  // namespace awaitlint
