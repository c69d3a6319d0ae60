// Proving suggestions: apply their edits in memory, parse, and let the compiler decide.
//
// All candidates of equal rank go into one parse; only when something is wrong is the group split, first by where the
// errors are, then by halves. Sites that are not being tried keep their proven repair, or stay blanked.
#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "awaitlint/edits.h"
#include "frontend/blanks.h"
#include "frontend/collect.h"
#include "frontend/frontend.h"
#include "frontend/names.h"
#include "frontend/parse.h"
#include "frontend/preamble.h"
#include "frontend/sites.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

/// What one parse with edits showed.
struct Trial {
    std::vector<Problem> problems;
    std::map<std::size_t, std::string> failures;  // candidate -> why, where the AST tells
};

class CallsAtSites : public match::MatchFinder::MatchCallback {
public:
    explicit CallsAtSites(const std::function<void(const clang::CallExpr*)>& on_call) : on_call_(on_call) {}
    void run(const match::MatchFinder::MatchResult& result) override {
        on_call_(result.Nodes.getNodeAs<clang::CallExpr>("call"));
    }

private:
    const std::function<void(const clang::CallExpr*)>& on_call_;
};

class Prover {
public:
    Prover(const ProofRequest& request, const Workbench& workbench)
        : request_(request),
          recorder_(workbench.recorder),
          preambles_(workbench.preambles),
          skip_bodies_(!request.unit.full_parse),
          sites_(request),
          known_(request.known_errors.begin(), request.known_errors.end()) {
        proofs_.resize(request.candidates.size());
    }

    llvm::Expected<std::vector<Proof>> run() {
        if (llvm::Error error = test_all()) return std::move(error);
        if (!request_.in_full || !skip_bodies_ || best_.empty()) return std::move(proofs_);
        skip_bodies_ = false;
        unrelated_.reset();
        auto holds = holds_in_full();
        if (!holds) return holds.takeError();
        if (*holds) return std::move(proofs_);
        // As if nothing had been tried, and with all bodies from now on.
        known_.insert(unrelated_->begin(), unrelated_->end());
        proofs_.assign(request_.candidates.size(), {});
        best_.clear();
        best_baseline_known_ = false;
        if (llvm::Error error = test_all()) return std::move(error);
        return std::move(proofs_);
    }

private:
    const Candidate& candidate(std::size_t index) const { return request_.candidates[index]; }

    llvm::Error test_all() {
        std::map<std::uint32_t, std::vector<std::size_t>> by_site;
        for (std::size_t i = 0; i < request_.candidates.size(); ++i) by_site[request_.candidates[i].site].push_back(i);
        std::size_t most = 0;
        for (const auto& [site, ranked] : by_site) most = std::max(most, ranked.size());
        for (std::size_t rank = 0; rank < most; ++rank) {
            std::vector<std::size_t> group;
            for (const auto& [site, ranked] : by_site)
                if (rank < ranked.size()) group.push_back(ranked[rank]);
            if (llvm::Error error = test(group)) return error;
        }
        return test_again();
    }

    /// Whether nothing is wrong with all proven repairs together that is not wrong without any site.
    llvm::Expected<bool> holds_in_full() {
        auto trial = attempt(with_neighbours({}));
        if (!trial) return trial.takeError();
        std::set<CompileError> errors;
        for (const Problem& problem : trial->problems)
            if (!problem.is_warning && !known_.count(problem.error)) errors.insert(problem.error);
        if (errors.empty()) return true;
        if (llvm::Error error = learn_unrelated()) return std::move(error);
        return std::includes(unrelated_->begin(), unrelated_->end(), errors.begin(), errors.end());
    }

    /// Problems that no site has a part in: they stay, whatever a site's type is.
    llvm::Error learn_unrelated() {
        if (unrelated_) return llvm::Error::success();
        auto problems = problems_with({}, BlankForm::anything);
        if (!problems) return problems.takeError();
        unrelated_ = std::move(*problems);
        return llvm::Error::success();
    }

    llvm::Expected<std::set<CompileError>> problems_with(const std::vector<std::size_t>& applied, BlankForm others) {
        auto trial = attempt(applied, others);
        if (!trial) return trial.takeError();
        std::set<CompileError> problems;
        for (const Problem& problem : trial->problems) problems.insert(problem.error);
        return problems;
    }

    /// Sites outside the group that have a proven repair keep it: their blanks may not even compile.
    std::vector<std::size_t> with_neighbours(const std::vector<std::size_t>& group) const {
        std::vector<std::size_t> all = group;
        for (const auto& [site, index] : best_) {
            const bool is_tried = std::any_of(group.begin(), group.end(),
                                              [&](std::size_t tried) { return candidate(tried).site == site; });
            if (!is_tried) all.push_back(index);
        }
        return all;
    }

    llvm::Error test(const std::vector<std::size_t>& group) {
        auto trial = attempt(with_neighbours(group));
        if (!trial) return trial.takeError();
        std::map<std::size_t, std::string> failed;
        bool is_clean = true;
        std::set<std::size_t> suspected;
        for (const auto& [index, why] : trial->failures)
            if (std::find(group.begin(), group.end(), index) != group.end()) failed.emplace(index, why);
        std::set<CompileError> ambiguous;
        std::vector<const Problem*> fresh;
        for (const Problem& problem : trial->problems)
            if (!known_.count(problem.error)) fresh.push_back(&problem);
        if (!fresh.empty() && !best_baseline_known_) {
            if (llvm::Error error = learn_baseline()) return error;
        }
        for (const Problem* problem : fresh) {
            std::optional<std::size_t> blamed;
            for (std::size_t index : group)
                if (std::any_of(problem->original.begin(), problem->original.end(),
                                [&](const FileOffset& at) { return sites_.is_inside(at, index); }))
                    blamed = index;
            // A blank's error can silence warnings elsewhere: a warning counts only where a candidate could cause it.
            const bool is_elsewhere = !sites_.is_near(*problem, group) || sites_.is_of_others(*problem, group);
            if (!blamed && is_elsewhere && (problem->is_warning || baseline_.count(problem->error))) {
                if (!problem->is_warning && !sites_.is_in_body_of_others(*problem, group))
                    ambiguous.insert(problem->error);
                continue;
            }
            is_clean = false;
            std::vector<std::size_t> near;
            for (std::size_t index : group)
                if (sites_.is_near(*problem, {index})) near.push_back(index);
            suspected.insert(near.begin(), near.end());
            if (!blamed && near.size() == 1) blamed = near[0];
            if (blamed || group.size() == 1) failed.emplace(blamed.value_or(group[0]), problem->error.message);
        }
        if (is_clean && failed.empty() && !ambiguous.empty()) {
            auto own = errors_without_others(group, ambiguous);
            if (!own) return own.takeError();
            is_clean = own->empty();
            if (!is_clean && group.size() == 1) failed.emplace(group[0], own->begin()->message);
        }
        if (is_clean && failed.empty()) {
            for (std::size_t index : group) accept(index);
            return llvm::Error::success();
        }
        if (failed.size() == group.size()) return refute(failed);
        if (!failed.empty() && failed.size() < group.size()) suspected.clear();
        for (const auto& [index, why] : failed) suspected.insert(index);
        return split(group, suspected);
    }

    /// Each has something against it that is its own. Within a function the first may have caused what is wrong with
    /// the others: they are tried again without it.
    llvm::Error refute(const std::map<std::size_t, std::string>& failed) {
        std::map<std::pair<std::string, std::uint32_t>, std::size_t> first;
        for (const auto& [index, why] : failed) {
            const auto [entry, is_new] = first.emplace(sites_.function_of(index), index);
            if (!is_new && candidate(index).span.offset < candidate(entry->second).span.offset) entry->second = index;
        }
        std::vector<std::size_t> others;
        for (const auto& [index, why] : failed) {
            if (first.at(sites_.function_of(index)) == index)
                proofs_[index] = {false, why};
            else
                others.push_back(index);
        }
        return others.empty() ? llvm::Error::success() : test(others);
    }

    /// First those that nothing is known against; else by halves, and functions as a whole while there are several,
    /// since repairs in one may need each other.
    llvm::Error split(const std::vector<std::size_t>& group, const std::set<std::size_t>& suspected) {
        std::vector<std::size_t> first, second;
        const bool is_telling = !suspected.empty() && suspected.size() < group.size();
        std::map<std::pair<std::string, std::uint32_t>, std::size_t> functions;
        for (std::size_t index : group) functions.emplace(sites_.function_of(index), functions.size());
        for (std::size_t i = 0; i < group.size(); ++i) {
            const bool goes_first = is_telling ? !suspected.count(group[i])
                                    : functions.size() > 1
                                        ? functions.at(sites_.function_of(group[i])) < functions.size() / 2
                                        : i < group.size() / 2;
            (goes_first ? first : second).push_back(group[i]);
        }
        if (llvm::Error error = test(first)) return error;
        return test(second);
    }

    /// What failed beside a blank may hold beside that site's repair, now that it is known.
    llvm::Error test_again() {
        if (best_.empty()) return llvm::Error::success();
        for (std::size_t index = 0; index < proofs_.size(); ++index) {
            if (best_.count(candidate(index).site)) continue;
            const bool has_neighbour = std::any_of(best_.begin(), best_.end(), [&](const auto& best) {
                return candidate(best.second).body == candidate(index).body;
            });
            if (!has_neighbour) continue;
            if (llvm::Error error = test({index})) return error;
        }
        return llvm::Error::success();
    }

    void accept(std::size_t index) {
        proofs_[index] = {true, ""};
        if (best_.emplace(candidate(index).site, index).second) best_baseline_known_ = false;
    }

    /// Errors that the blanks of sites without a proven repair cause by themselves.
    llvm::Error learn_baseline() {
        auto problems = problems_with(with_neighbours({}), BlankForm::plain);
        if (!problems) return problems.takeError();
        baseline_ = std::move(*problems);
        best_baseline_known_ = true;
        return llvm::Error::success();
    }

    /// What is wrong in an instantiation is told once, of whoever asks for it first: a blank elsewhere, or a repair
    /// that is tried. Out: which of these errors stay where the other blanks fit anything.
    llvm::Expected<std::set<CompileError>> errors_without_others(const std::vector<std::size_t>& group,
                                                                 const std::set<CompileError>& ambiguous) {
        auto problems = problems_with(with_neighbours(group), BlankForm::anything);
        if (!problems) return problems.takeError();
        if (llvm::Error error = learn_unrelated()) return std::move(error);
        std::set<CompileError> own;
        for (const CompileError& error : ambiguous)
            if (problems->count(error) && !unrelated_->count(error)) own.insert(error);
        return own;
    }

    llvm::Expected<Trial> attempt(const std::vector<std::size_t>& applied, BlankForm others = BlankForm::plain) {
        std::map<std::string, std::vector<Edit>> edits;
        std::set<Blank> restored;
        for (std::size_t index : applied) {
            for (const Edit& edit : candidate(index).edits)
                edits[absolute(request_.unit.user_files, edit.file)].push_back(edit);
            restored.insert(candidate(index).blank);
        }
        Blanks blanks;
        for (const Blank& blank : request_.blanks)
            if (!restored.count(blank))
                blanks.add({absolute(request_.unit.user_files, blank.file), blank.offset},
                           blank.fits_anything ? BlankForm::anything : others);
        auto texts = blanks.texts(recorder_);
        if (!texts) return texts.takeError();
        std::map<std::string, EditedText> edited;
        for (auto& [file, of_file] : edits) {
            if (!texts->overlays.count(file)) {
                auto bytes = read_bytes(file, recorder_);
                if (!bytes) return bytes.takeError();
                texts->overlays[file] = std::move(*bytes);
            }
            auto result = EditedText::apply(texts->overlays[file], of_file);
            if (!result) {
                Trial overlap;
                for (std::size_t index : applied)
                    overlap.failures[index] = "its edits overlap with those of another repair";
                return overlap;
            }
            edited.emplace(file, std::move(*result));
        }
        ParseOptions options;
        options.unit = &request_.unit;
        options.recorder = recorder_;
        options.skip_bodies = skip_bodies_;
        options.with_warnings = true;
        for (const auto& [file, bytes] : texts->overlays) options.overlays[file] = bytes;
        for (const auto& [file, text] : edited) options.overlays[file] = text.text();
        options.preamble =
            preamble_for(request_.unit, preambles_, options, request_.unit.build_preamble || parses_++ > 0);
        Trial trial;
        llvm::Error error = parse(options, [&](ParsedUnit& unit) {
            look_at_sites(unit, edited, applied, trial);
            for (const Diagnostic& diagnostic : unit.diagnostics)
                trial.problems.push_back(translate(diagnostic, edited));
        });
        if (error) return std::move(error);
        return trial;
    }

    FileOffset original(const FileOffset& at, const std::map<std::string, EditedText>& edited) const {
        const auto text = edited.find(at.file);
        return text == edited.end() ? at : FileOffset{at.file, text->second.original_offset(at.offset)};
    }

    Problem translate(const Diagnostic& diagnostic, const std::map<std::string, EditedText>& edited) const {
        Problem problem{diagnostic.error, {}, diagnostic.is_warning};
        for (const FileOffset& at : diagnostic.places) problem.original.push_back(original(at, edited));
        if (!diagnostic.places.empty() && edited.count(diagnostic.places[0].file)) {
            if (auto bytes = read_bytes(diagnostic.places[0].file, recorder_)) {
                const Place place = place_in(*bytes, problem.original[0].offset);
                problem.error.place.line = place.line;
                problem.error.place.column = place.column;
            } else {
                llvm::consumeError(bytes.takeError());
            }
        }
        return problem;
    }

    /// The AST must agree: no await at the site is rejected any more, and the call there is the one that was meant.
    void look_at_sites(ParsedUnit& unit, const std::map<std::string, EditedText>& edited,
                       const std::vector<std::size_t>& applied, Trial& trial) const {
        const Collected collected = collect(unit, {{}, skip_bodies_, false, {}});
        SitesByPlace sites;
        for (std::size_t index : applied) sites.add(sites_.file_of(index), candidate(index).span, index);
        std::set<std::size_t> awaited;
        for (const Await& await : collected.facts.awaits) {
            const FileOffset at =
                original({absolute(request_.unit.user_files, await.span.file), await.span.offset}, edited);
            sites.around(at, [&](std::size_t index) {
                if (at.offset != candidate(index).span.offset) return;
                awaited.insert(index);
                if (await.outcome == Outcome::accepted) return;
                trial.failures[index] = await.outcome == Outcome::dependent
                                            ? "whether it is awaitable depends on a template parameter"
                                        : await.protocol.failure.empty() ? "it is still not awaitable here"
                                                                         : await.protocol.failure;
            });
        }
        for (std::size_t index : applied)
            if (candidate(index).adds_await && !awaited.count(index))
                trial.failures.emplace(index, "it cannot be awaited here");
        std::map<std::size_t, std::set<std::string>> called;
        const std::function<void(const clang::CallExpr*)> on_call = [&](const clang::CallExpr* call) {
            const clang::FunctionDecl* callee = call->getDirectCallee();
            if (!callee) return;
            sites.around(original(unit.file_offset(call->getBeginLoc()), edited),
                         [&](std::size_t index) { called[index].insert(usr_of(written_pattern(callee))); });
        };
        CallsAtSites calls(on_call);
        match::MatchFinder finder;
        finder.addMatcher(match::callExpr().bind("call"), &calls);
        finder.matchAST(unit.context());
        for (std::size_t index : applied) {
            const std::string& target = candidate(index).target_usr;
            if (!target.empty() && !called[index].count(target) && unit.diagnostics.empty())
                trial.failures.emplace(index, "the call would pick another function");
        }
    }

    const ProofRequest& request_;
    FileRecorder* recorder_;
    Preambles* preambles_;
    bool skip_bodies_;
    int parses_ = 0;
    Sites sites_;
    std::set<CompileError> known_;
    std::set<CompileError> baseline_;
    std::optional<std::set<CompileError>> unrelated_;  // of what `skip_bodies_` lets be seen; empty: not asked yet
    bool best_baseline_known_ = false;
    std::map<std::uint32_t, std::size_t> best_;  // site -> its proven candidate
    std::vector<Proof> proofs_;
};

}  // namespace

llvm::Expected<std::vector<Proof>> prove(const ProofRequest& request, const Workbench& workbench) {
    return Prover(request, workbench).run();
}

}  // namespace awaitlint
