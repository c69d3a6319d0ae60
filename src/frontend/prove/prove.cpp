// Proving suggestions: apply their edits in memory, parse, and let the compiler decide.
//
// One candidate of each site is tried in one parse; sites that have none are neutral. Each problem is blamed on whose
// doing it is (sites.h). What failed is put aside, and what may have failed, or passed, only because of it is tried
// again without it. At the end all repairs that come first are parsed together: that decides.
#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "frontend/around/sites.h"
#include "frontend/frontend.h"
#include "frontend/prove/groups.h"
#include "frontend/prove/trials.h"
#include "frontend/read/brackets.h"
#include "frontend/recover/blanks.h"

namespace awaitlint {
namespace {

constexpr const char* overlapping = "its edits overlap with those of another repair";
constexpr const char* unbalanced = "it would leave a bracket without its other half";
constexpr const char* needless = "what is wrong here ends without it";
constexpr int most_final_parses = 4;

/// What a trial says of the candidates that were tried.
struct Verdicts {
    std::map<std::size_t, std::string> failed;
    std::set<std::size_t> is_by_ast_alone;  // of those: no problem is blamed on them
    struct Suspicion {
        std::set<std::size_t> suspects;  // one of them is guilty
        std::string why;
        bool is_anybodys = false;
    };
    std::vector<Suspicion> suspicions;
    bool may_hide_more = false;  // the compiler tells a problem in a library once: of the site that asks for it first
};

class Prover {
public:
    Prover(const ProofRequest& request, const Workbench& workbench, const std::map<std::string, std::string>& texts)
        : request_(request),
          texts_(texts),
          skip_bodies_(!request.unit.full_parse),
          sites_(request, texts),
          trials_(request, workbench, texts, sites_),
          known_(request.known_errors.begin(), request.known_errors.end()) {
        for (std::size_t index = 0; index < request.candidates.size(); ++index)
            for (const CompileError& error : candidate(index).errors) explainers_[error].push_back(index);
        reset();
    }

    llvm::Expected<std::vector<Proof>> run() {
        if (llvm::Error error = test_all()) return std::move(error);
        if (!request_.in_full || !skip_bodies_ || best_.empty()) return concluded();
        skip_bodies_ = false;
        unrelated_.reset();
        auto holds = holds_in_full();
        if (!holds) return holds.takeError();
        if (*holds) return concluded();
        // As if nothing had been tried, and with all bodies from now on.
        known_.insert(unrelated_->begin(), unrelated_->end());
        reset();
        if (llvm::Error error = test_all()) return std::move(error);
        return concluded();
    }

private:
    /// With what all proven repairs together end of what nothing explained.
    std::vector<Proof> concluded() {
        const std::vector<std::size_t> winners = with_neighbours({});
        const auto together = clean_.find({winners.begin(), winners.end()});
        if (!winners.empty() && together != clean_.end())
            for (std::uint32_t i = 0; i < request_.known_errors.size(); ++i)
                if (!together->second.count(request_.known_errors[i])) proofs_[winners[0]].ends.push_back(i);
        return std::move(proofs_);
    }

    static std::set<CompileError> errors_of(const Trial& trial) {
        std::set<CompileError> errors;
        for (const Problem& problem : trial.problems)
            if (!problem.is_warning) errors.insert(problem.error);
        return errors;
    }

    const Candidate& candidate(std::size_t index) const { return request_.candidates[index]; }

    void reset() {
        proofs_.assign(request_.candidates.size(), {});
        beside_.assign(request_.candidates.size(), {});
        best_.clear();
        clean_.clear();
    }

    /// Without its other half a bracket changes what everything behind it means: no error would tell whose doing it is.
    bool keeps_brackets(std::size_t index) const {
        return keep_brackets(candidate(index).edits, [&](const Edit& edit) -> std::string_view {
            return texts_.at(absolute(request_.unit.user_files, edit.file));
        });
    }

    llvm::Error test_all() {
        std::map<std::uint32_t, std::vector<std::size_t>> by_site;
        for (std::size_t i = 0; i < request_.candidates.size(); ++i) {
            if (keeps_brackets(i))
                by_site[candidate(i).site].push_back(i);
            else
                proofs_[i] = {false, unbalanced};
        }
        std::size_t most = 0;
        for (const auto& [site, ranked] : by_site) most = std::max(most, ranked.size());
        const auto test_rank = [&](std::size_t rank, const auto& is_wanted) {
            std::vector<std::size_t> group;
            for (const auto& [site, ranked] : by_site)
                if (rank < ranked.size() && is_wanted(ranked[rank])) group.push_back(ranked[rank]);
            return settle_apart(group);
        };
        for (std::size_t rank = 0; rank < most; ++rank)
            if (llvm::Error error = test_rank(rank, [](std::size_t) { return true; })) return error;
        for (std::size_t rank = 0; rank < most; ++rank)
            if (llvm::Error error = test_rank(rank, [&](std::size_t index) { return may_hold_now(index); }))
                return error;
        if (llvm::Error error = test_winners()) return error;
        return take_back_needless();
    }

    /// The candidates that are applied beside one, in its function.
    std::set<std::size_t> neighbours_of(std::size_t index, const std::vector<std::size_t>& applied) const {
        std::set<std::size_t> others;
        for (std::size_t other : applied)
            if (other != index && sites_.function_of(other) == sites_.function_of(index)) others.insert(other);
        return others;
    }

    /// What failed beside a neutral site, or a repair that failed as well, may hold beside that site's repair.
    bool may_hold_now(std::size_t index) const {
        if (best_.count(candidate(index).site) || proofs_[index].why_not == overlapping) return false;
        const std::set<std::size_t> now = neighbours_of(index, with_neighbours({}));
        return !now.empty() && now != beside_[index];
    }

    /// Whether nothing is wrong with all proven repairs together that is not wrong without any site.
    llvm::Expected<bool> holds_in_full() {
        const Tried winners(with_neighbours({}));
        auto trial = trials_.attempt(winners.all, skip_bodies_);
        if (!trial) return trial.takeError();
        std::set<CompileError> errors;
        for (const Problem& problem : trial->problems) {
            if (!explained_by(problem, winners).empty()) return false;
            if (!problem.is_warning && !known_.count(problem.error)) errors.insert(problem.error);
        }
        if (errors.empty()) return true;
        if (llvm::Error error = learn_unrelated()) return std::move(error);
        return std::includes(unrelated_->begin(), unrelated_->end(), errors.begin(), errors.end());
    }

    /// Problems that are there while all sites are neutral: of no candidate.
    llvm::Error learn_unrelated() {
        if (unrelated_) return llvm::Error::success();
        auto trial = trials_.attempt({}, skip_bodies_);
        if (!trial) return trial.takeError();
        unrelated_.emplace();
        for (const Problem& problem : trial->problems) unrelated_->insert(problem.error);
        return llvm::Error::success();
    }

    /// Sites outside the group that have a proven repair keep it: their neutral form may not even compile.
    std::vector<std::size_t> with_neighbours(const std::vector<std::size_t>& group) const {
        std::vector<std::size_t> all = group;
        std::set<std::uint32_t> tried;
        for (std::size_t index : group) tried.insert(candidate(index).site);
        for (const auto& [site, index] : best_)
            if (!tried.count(site)) all.push_back(index);
        return all;
    }

    /// What is wrong with a repair that edits other functions, too, may show at the sites of others: these come first,
    /// and are there as they were proven.
    llvm::Error settle_apart(const std::vector<std::size_t>& candidates) {
        for (const bool is_far : {false, true}) {
            std::vector<std::size_t> group;
            for (std::size_t index : candidates)
                if (sites_.is_reaching_far(index) == is_far) group.push_back(index);
            if (llvm::Error error = settle(by_function(group, sites_))) return error;
        }
        return llvm::Error::success();
    }

    llvm::Error settle(std::vector<Group> groups) {
        while (!groups.empty()) {
            std::vector<Group> round = take_round(groups, sites_);
            set_overlapping_aside(round, groups);
            auto again = test(round);
            if (!again) return again.takeError();
            groups.insert(groups.begin(), std::make_move_iterator(again->begin()),
                          std::make_move_iterator(again->end()));
        }
        return llvm::Error::success();
    }

    /// What cannot be written beside the others is tried later; what cannot be written at all has failed.
    void set_overlapping_aside(std::vector<Group>& round, std::vector<Group>& later) {
        std::vector<std::size_t> all;
        for (const Group& group : round) all.insert(all.end(), group.members.begin(), group.members.end());
        if (trials_.edited(with_neighbours(all))) return;
        std::vector<std::size_t> fitting;
        for (Group& group : round) {
            std::vector<std::size_t> members, others;
            for (std::size_t index : group.members) {
                fitting.push_back(index);
                if (trials_.edited(with_neighbours(fitting))) {
                    members.push_back(index);
                    continue;
                }
                fitting.pop_back();
                if (trials_.edited(with_neighbours({index})))
                    others.push_back(index);
                else
                    proofs_[index] = {false, overlapping};
            }
            group.members = std::move(members);
            if (!others.empty()) later.push_back({std::move(others), group.is_alone});
        }
        std::erase_if(round, [](const Group& group) { return group.members.empty(); });
    }

    /// Tries groups together. Out: what is to be tried again.
    llvm::Expected<std::vector<Group>> test(const std::vector<Group>& round) {
        std::vector<std::size_t> all;
        for (const Group& group : round) all.insert(all.end(), group.members.begin(), group.members.end());
        if (all.empty()) return std::vector<Group>();
        const std::vector<std::size_t> applied = with_neighbours(all);
        auto trial = trials_.attempt(applied, skip_bodies_);
        if (!trial) return trial.takeError();
        const Tried tried(all);
        auto verdicts = judge(*trial, tried);
        if (!verdicts) return verdicts.takeError();
        for (std::size_t index : all) beside_[index] = neighbours_of(index, applied);
        const bool is_clean = verdicts->failed.empty() && verdicts->suspicions.empty();
        if (is_clean) clean_.emplace(std::set(applied.begin(), applied.end()), errors_of(*trial));
        return conclude(all, tried, *verdicts);
    }

    bool is_at_any(const Problem& problem, const std::set<std::size_t>& sites) const {
        return !problem.original.empty() && std::any_of(sites.begin(), sites.end(), [&](std::size_t index) {
            const Span& span = candidate(index).span;
            const FileOffset& at = problem.original[0];
            return at.file == sites_.file_of(index) && at.offset >= span.offset && at.offset <= span.end_offset();
        });
    }

    /// Those of the tried whose findings say that it comes from them: a repair that leaves it is none, although it is
    /// there while all sites are neutral.
    std::set<std::size_t> explained_by(const Problem& problem, const Tried& tried) const {
        std::set<std::size_t> owners;
        if (problem.is_warning) return owners;
        const auto explainers = explainers_.find(problem.error);
        if (explainers == explainers_.end()) return owners;
        for (std::size_t index : explainers->second)
            if (tried.set.count(index)) owners.insert(index);
        return owners;
    }

    llvm::Expected<Verdicts> judge(const Trial& trial, const Tried& tried) {
        Verdicts verdicts;
        for (const auto& [index, why] : trial.failures)
            if (tried.set.count(index) && verdicts.failed.emplace(index, why).second)
                verdicts.is_by_ast_alone.insert(index);
        for (const Problem& problem : trial.problems) {
            const std::set<std::size_t> owners = explained_by(problem, tried);
            if (owners.empty() && known_.count(problem.error)) continue;
            const Culprits culprits = owners.empty() ? sites_.culprits(problem, tried) : Culprits{.suspects = owners};
            if (culprits.suspects.empty()) continue;
            // A warning at the site itself is what the repair is to end.
            if (owners.empty() && (!problem.is_warning || !is_at_any(problem, culprits.suspects))) {
                if (llvm::Error error = learn_unrelated()) return std::move(error);
                if (unrelated_->count(problem.error)) continue;
            }
            verdicts.may_hide_more |= culprits.is_by_note;
            if (culprits.suspects.size() == 1) {
                verdicts.is_by_ast_alone.erase(*culprits.suspects.begin());
                verdicts.failed.emplace(*culprits.suspects.begin(), problem.error.message);
            } else
                verdicts.suspicions.push_back({culprits.suspects, problem.error.message, culprits.is_anybodys});
        }
        return verdicts;
    }

    /// Accepts and refutes what can be told apart; out: what is to be tried again. A failure is final unless another
    /// candidate that was tried in its function has a part in its type; a success, unless one that failed has.
    std::vector<Group> conclude(const std::vector<std::size_t>& all, const Tried& tried, const Verdicts& verdicts) {
        std::set<std::size_t> suspects;
        bool is_anybodys = false;
        for (const Verdicts::Suspicion& suspicion : verdicts.suspicions) {
            suspects.insert(suspicion.suspects.begin(), suspicion.suspects.end());
            is_anybodys |= suspicion.is_anybodys;
        }
        std::map<std::size_t, std::set<std::size_t>> dependences;
        if (!verdicts.failed.empty()) dependences = sites_.dependences(tried);
        const auto depends_on_failed = [&](std::size_t index) {
            const auto on = dependences.find(index);
            return on != dependences.end() && std::any_of(on->second.begin(), on->second.end(), [&](std::size_t other) {
                       return verdicts.failed.count(other) != 0;
                   });
        };
        const bool hides_more = verdicts.may_hide_more && !verdicts.failed.empty();
        std::vector<std::size_t> again, suspected;
        bool is_any_settled = false;
        for (std::size_t index : all) {
            const auto failed = verdicts.failed.find(index);
            const bool is_failed = failed != verdicts.failed.end();
            const bool is_final = is_failed && !dependences.count(index) && !may_be_hollow(index, verdicts);
            if (is_final) {
                proofs_[index] = {false, failed->second};
                is_any_settled = true;
            } else if (!is_failed && suspects.count(index) && verdicts.failed.empty()) {
                suspected.push_back(index);
            } else if (is_failed || suspects.count(index) || hides_more || depends_on_failed(index)) {
                again.push_back(index);
            } else {
                accept(index);
                is_any_settled = true;
            }
        }
        if (!is_any_settled)
            for (const auto& [function, index] : first_of_functions(verdicts.failed)) {
                proofs_[index] = {false, verdicts.failed.at(index)};
                std::erase(again, index);
            }
        std::vector<Group> groups = by_function(again, sites_);
        for (Group& half : halves_of(suspected, is_anybodys, sites_)) groups.push_back(std::move(half));
        return groups;
    }

    /// Only the AST speaks against it, which may lack what another failure of the function has spoilt.
    bool may_be_hollow(std::size_t index, const Verdicts& verdicts) const {
        if (!verdicts.is_by_ast_alone.count(index)) return false;
        return std::any_of(verdicts.failed.begin(), verdicts.failed.end(), [&](const auto& failed) {
            return !verdicts.is_by_ast_alone.count(failed.first) &&
                   sites_.function_of(failed.first) == sites_.function_of(index);
        });
    }

    std::map<std::size_t, std::size_t> first_of_functions(const std::map<std::size_t, std::string>& failed) const {
        std::map<std::size_t, std::size_t> first;
        for (const auto& [index, why] : failed) {
            const auto [entry, is_new] = first.emplace(sites_.function_of(index), index);
            if (!is_new && candidate(index).span.offset < candidate(entry->second).span.offset) entry->second = index;
        }
        return first;
    }

    void accept(std::size_t index) {
        proofs_[index] = {true, ""};
        best_.emplace(candidate(index).site, index);
    }

    /// What was accepted in different parses has to hold together.
    llvm::Error test_winners() {
        for (int parse = 0; parse < most_final_parses && !best_.empty(); ++parse) {
            const std::vector<std::size_t> winners = with_neighbours({});
            if (clean_.count({winners.begin(), winners.end()})) return llvm::Error::success();
            auto trial = trials_.attempt(winners, skip_bodies_);
            if (!trial) return trial.takeError();
            auto verdicts = judge(*trial, Tried(winners));
            if (!verdicts) return verdicts.takeError();
            if (verdicts->failed.empty() && verdicts->suspicions.empty()) {
                clean_.emplace(std::set(winners.begin(), winners.end()), errors_of(*trial));
                return llvm::Error::success();
            }
            std::vector<std::size_t> doubtful;
            for (const auto& [index, why] : verdicts->failed) doubtful.push_back(index);
            for (const auto& suspicion : verdicts->suspicions)
                doubtful.insert(doubtful.end(), suspicion.suspects.begin(), suspicion.suspects.end());
            std::sort(doubtful.begin(), doubtful.end());
            doubtful.erase(std::unique(doubtful.begin(), doubtful.end()), doubtful.end());
            for (std::size_t index : doubtful) take_back(index);
            if (llvm::Error error = settle_apart(doubtful)) return error;
        }
        return llvm::Error::success();
    }

    /// Of several operands of one call it may be one alone that was not meant as it is: another's repair is proven
    /// beside that one's, and ends nothing.
    llvm::Error take_back_needless() {
        const std::map<std::uint32_t, std::size_t> proven = best_;
        for (const auto& [site, index] : proven) {
            if (!shares_call(index)) continue;
            best_.erase(site);
            const std::vector<std::size_t> others = with_neighbours({});
            auto trial = trials_.attempt(others, skip_bodies_);
            if (!trial) return trial.takeError();
            auto verdicts = judge(*trial, Tried(others));
            if (!verdicts) return verdicts.takeError();
            const std::set<CompileError> errors = errors_of(*trial);
            const bool is_needed = !verdicts->failed.empty() || !verdicts->suspicions.empty() ||
                                   std::any_of(candidate(index).errors.begin(), candidate(index).errors.end(),
                                               [&](const CompileError& error) { return errors.count(error) != 0; });
            if (is_needed) {
                best_.emplace(site, index);
                continue;
            }
            clean_.emplace(std::set(others.begin(), others.end()), errors);
            for (std::size_t other = 0; other < proofs_.size(); ++other)
                if (candidate(other).site == site) proofs_[other] = {false, needless};
        }
        return llvm::Error::success();
    }

    /// With a proven candidate of another site: both explain an error, and no statement ends between them.
    bool shares_call(std::size_t index) const {
        const auto is_beside = [&](std::size_t other) {
            const auto best = best_.find(candidate(other).site);
            if (best == best_.end() || best->second != other || candidate(other).site == candidate(index).site)
                return false;
            const bool is_first = candidate(index).span.offset < candidate(other).span.offset;
            const Span& first = candidate(is_first ? index : other).span;
            const Span& last = candidate(is_first ? other : index).span;
            if (first.file != last.file || first.end_offset() > last.offset) return false;
            const std::string_view text = texts_.at(absolute(request_.unit.user_files, first.file));
            return text.substr(first.end_offset(), last.offset - first.end_offset()).find(';') ==
                   std::string_view::npos;
        };
        return std::any_of(candidate(index).errors.begin(), candidate(index).errors.end(), [&](const CompileError& e) {
            const std::vector<std::size_t>& all = explainers_.at(e);
            return std::any_of(all.begin(), all.end(), is_beside);
        });
    }

    /// The next one that is proven takes its place.
    void take_back(std::size_t index) {
        proofs_[index] = {};
        best_.erase(candidate(index).site);
        for (std::size_t other = 0; other < proofs_.size(); ++other)
            if (proofs_[other].proven && candidate(other).site == candidate(index).site)
                best_.emplace(candidate(index).site, other);
    }

    const ProofRequest& request_;
    const std::map<std::string, std::string>& texts_;  // bytes on disk of all files with candidates, by absolute path
    bool skip_bodies_;
    Sites sites_;
    Trials trials_;
    std::set<CompileError> known_;
    std::map<CompileError, std::vector<std::size_t>> explainers_;  // candidates whose findings explain it
    std::optional<std::set<CompileError>> unrelated_;  // of what `skip_bodies_` lets be seen; empty: not asked yet
    std::map<std::uint32_t, std::size_t> best_;        // site -> its proven candidate
    // What was applied together with nothing wrong, and the errors that were there nevertheless.
    std::map<std::set<std::size_t>, std::set<CompileError>> clean_;
    std::vector<std::set<std::size_t>> beside_;  // what each was last tried beside, in its function
    std::vector<Proof> proofs_;
};

}  // namespace

llvm::Expected<std::vector<Proof>> prove(const ProofRequest& request, const Workbench& workbench) {
    std::map<std::string, std::string> texts;
    std::set<std::string> files = {request.unit.command.file};
    for (const Candidate& candidate : request.candidates) {
        files.insert(absolute(request.unit.user_files, candidate.span.file));
        if (candidate.body.length) files.insert(absolute(request.unit.user_files, candidate.body.file));
        for (const Edit& edit : candidate.edits) files.insert(absolute(request.unit.user_files, edit.file));
    }
    for (const std::string& file : files) {
        auto bytes = read_bytes(request.unit, file, workbench.recorder);
        if (!bytes) return bytes.takeError();
        texts.emplace(file, std::move(*bytes));
    }
    return Prover(request, workbench, texts).run();
}

}  // namespace awaitlint
