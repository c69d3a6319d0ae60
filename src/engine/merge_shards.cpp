// `merge_shards` of awaitlint/engine.h: judges what shards have found out as a run of its own would.
//
// In: the options of such a run, and the shards. Out: its report. Nobody is asked and nothing is parsed: a unit that no
// usable shard has fails, and says why. Units are judged one after the other, so that only one has all of its facts in
// memory.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "awaitlint/engine.h"
#include "engine/every_unit.h"
#include "engine/shards/shard_answers.h"
#include "engine/shards/shard_part.h"
#include "engine/verdict/doubts.h"
#include "engine/verdict/judge.h"
#include "engine/verdict/make_report.h"
#include "engine/verdict/proof_request.h"
#include "engine/verdict/sibling_index.h"
#include "engine/verdict/unclear_units.h"

namespace awaitlint {
namespace {

class Merge {
public:
    Merge(const RunOptions& options, const std::vector<SavedShard>& shards)
        : options_(options),
          active_(active_rules(options)),
          every_(every_unit_of(options, active_).request),
          answers_(shards, options.user_files, part_without_units(options, every_)) {}

    Report go() {
        for (const CompileCommand& command : options_.commands) take(command, /*is_open=*/false);
        for (const CompileCommand& command : options_.others) take(command, /*is_open=*/true);
        const std::vector<std::string> doubts = find_doubts(options_, results_);
        Report report =
            make_report(options_, active_, every_.symbols, std::move(results_), siblings_, was_interrupted_);
        report.remarks = doubts;
        report.files_of_others = std::move(files_of_others_);
        if (unclear_.is_any()) report.remarks.push_back(unclear_.told());
        return report;
    }

private:
    /// `is_open`: it belongs to the run only if it reads what was asked about, which its shard has found out.
    void take(const CompileCommand& command, bool is_open) {
        UnitResult unit;
        unit.command = &command;
        const std::string name = relative_to_root(options_.user_files, command.file);
        auto answer = answers_.next_of(command);
        if (!answer && is_open) return unclear_.add(name, answer.error().message);
        if (answer && answer->is_dropped) return drop(name, *answer);
        if (answer)
            judge_unit(unit, std::move(*answer));
        else
            give_up(unit, answer.error().message);
        results_.push_back(std::move(unit));
    }

    /// As if the run had ended before it: thousands may lack for one reason.
    void give_up(UnitResult& unit, const std::string& why) {
        unit.failure = why;
        unit.is_cut_off = was_interrupted_ = true;
    }

    void drop(const std::string& name, const UnitAnswer& answer) {
        if (!answer.failure.empty()) unclear_.add(name, answer.failure);
        files_of_others_.insert(answer.facts.user_files.begin(), answer.facts.user_files.end());
    }

    void judge_unit(UnitResult& unit, UnitAnswer answer) {
        unit.facts = std::move(answer.facts);
        unit.is_cached = answer.is_cached;
        unit.is_cut_off = answer.is_cut_off;
        unit.failure = answer.failure;
        was_interrupted_ |= answer.is_cut_off;
        if (unit.failure.empty() || unit.is_cut_off) unit.findings = judge(options_, active_, unit.facts, {});
        std::vector<Suggestion*> asked;
        const ProofRequest request = proof_request(every_, unit.facts, unit.findings, asked);
        if (unit.is_cut_off)
            give_up_proofs(asked, unit.failure);
        else if (digest_of_candidates(request) != answer.asked && unit.failure.empty())
            unit.failure =
                "its shard has tried other repairs than are asked for here: use the same options and configuration for "
                "all shards and their merge";
        else {
            take_proofs(asked, answer.proofs, answer.proof_failure);
            drop_misblamed(unit.findings, unit.facts);
            explain_ended(unit.facts, answer.proofs);
        }
        if (!answer.proof_failure.empty()) unit.failure = why_unit_failed(answer.proof_failure);
        siblings_.add(unit.facts.async_functions);
        drop_judged(unit.facts);
    }

    const RunOptions& options_;
    const std::set<std::string> active_;
    const UnitRequest every_;
    ShardAnswers answers_;
    std::vector<UnitResult> results_;
    SiblingIndex siblings_;
    std::set<std::string> files_of_others_;
    UnclearUnits unclear_;
    bool was_interrupted_ = false;
};

}  // namespace

Report merge_shards(const RunOptions& options, const std::vector<SavedShard>& shards) {
    return Merge(options, shards).go();
}

}  // namespace awaitlint
