// The run: asks the cache and the workers for the facts of all units, applies the rules to each as soon as it has them,
// has their suggestions proven, and hands all of it to make_report.h. Of units that were not asked about it finds out
// first what they read: those that read what was asked about belong to the run, the others are dropped.
#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "llvm/Support/FileSystem.h"

#include "awaitlint/engine.h"
#include "engine/answers.h"
#include "engine/audited_symbols.h"
#include "engine/cache/cache.h"
#include "engine/cache/costs.h"
#include "engine/every_unit.h"
#include "engine/pace.h"
#include "engine/preambles_of_run.h"
#include "engine/questions.h"
#include "engine/shards/shard_part.h"
#include "engine/unit_in_run.h"
#include "engine/verdict/doubts.h"
#include "engine/verdict/finding_count.h"
#include "engine/verdict/judge.h"
#include "engine/verdict/make_report.h"
#include "engine/verdict/proof_request.h"
#include "engine/verdict/sibling_index.h"
#include "engine/verdict/unclear_units.h"
#include "engine/workers/pool.h"

namespace awaitlint {
namespace {

/// What is fetched for them from a server, all at once, lies in memory.
constexpr std::size_t units_at_once = 256;

class Run {
public:
    explicit Run(const RunOptions& options)
        : options_(options),
          active_(active_rules(options)),
          cache_(options.cache, options.user_files.root),
          costs_(cache_.is_on() ? options.cache.folder : "") {}

    Report go() {
        make_units();
        ask();
        std::vector<UnitTime> spent;
        for (const Unit& unit : units_)
            if (unit.seconds > 0) spent.push_back({name_of(unit), unit.seconds, unit.parses});
        const RunTimes times = pace_.times(std::move(spent));
        std::vector<UnitResult> results;
        std::set<std::string> files_of_others;
        for (Unit& unit : units_) {
            if (unit.is_dropped)
                files_of_others.insert(unit.facts.user_files.begin(), unit.facts.user_files.end());
            else
                results.push_back(std::move(unit));
        }
        std::vector<std::string> differing;
        for (const UnitResult& unit : results)
            if (unit.differs) differing.push_back(name_of(unit));
        std::vector<std::string> doubts = find_doubts(options_, results);
        Report report =
            make_report(options_, active_, every_unit_.symbols, std::move(results), siblings_, !asked_.is_complete);
        if (options_.shard) report.shard = shard_part();
        cache_.finish(asked_.is_complete);
        report.times = times;
        report.remarks = cache_.remarks();
        report.remarks.insert(report.remarks.end(), doubts.begin(), doubts.end());
        report.files_of_others = std::move(files_of_others);
        if (unclear_.is_any()) report.remarks.push_back(unclear_.told());
        report.cache_differences = std::move(differing);
        return report;
    }

private:
    void make_units() {
        EveryUnit every = every_unit_of(options_, active_);
        if (!options_.audit.empty()) symbols_.emplace(every.request.symbols, every.naming, options_.user_files.root);
        every_unit_ = std::move(every.request);
        question_ = CacheKeys::of_question(every_unit_);
        question_without_symbols_ = CacheKeys::of_question(without_symbols(every_unit_));
        reads_question_ = CacheKeys::of_question(reads_of_every_unit(options_.user_files));
        units_.resize(options_.commands.size() + options_.others.size());
        for (std::size_t i = 0; i < units_.size(); ++i) {
            units_[i].is_open = i >= options_.commands.size();
            units_[i].command =
                units_[i].is_open ? &options_.others[i - options_.commands.size()] : &options_.commands[i];
        }
    }

    /// Most of it is the same for all units, which may be many: it is put together when it is asked.
    UnitRequest request_of(const Unit& unit) {
        UnitRequest request = every_unit_;
        request.command = *unit.command;
        request.build_preamble = unit.preamble.is_built;
        request.preamble_bytes = unit.preamble.bytes;
        if (unit.preamble.relatives) request.relatives = *unit.preamble.relatives;
        if (own_preambles_ && is_shared(unit.preamble)) {
            request.preambles = own_preambles_->folder();
            request.preamble_key = own_preambles_->key();
        } else if (!request.preambles.empty()) {
            request.preamble_key = cache_.preamble_key(*unit.command);
        }
        return request;
    }

    void report_progress() const {
        if (!options_.on_progress) return;
        options_.on_progress({done_, units_.size() - dropped_, found_.count(), pace_.seconds_left()});
    }

    void finish(Unit& unit) {
        unit.is_done = true;
        if (options_.shard) keep_for_merge(unit, options_.user_files.root);
        explain_ended(unit.facts, unit.answer.proofs);
        found_.add(options_, active_, unit);
        ++done_;
        pace_.has_done(unit.cost);
        unit.proofs.reset();
        if (!options_.shard) siblings_.add(unit.facts.async_functions);
        if (!options_.on_facts) drop_judged(unit.facts);
    }

    ShardPart shard_part() {
        ShardPart part = part_without_units(options_, every_unit_);
        for (Unit& unit : units_) {
            if (unit.is_dropped) keep_for_merge(unit, options_.user_files.root);
            part.units.push_back({name_of(unit), std::move(unit.kept)});
        }
        return part;
    }

    /// Analyses all units, and proves the suggestions of each as soon as its facts are there.
    void ask() {
        std::vector<Task> tasks;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            Unit& unit = units_[i];
            if (i % units_at_once == 0) find_keys(i, std::min(i + units_at_once, units_.size()));
            if (!is_time_over(options_.limits)) take_from_cache(unit, i, tasks);
            if (!unit.is_done) unit.cost = costs_.expected(*unit.command);
            if (!unit.is_done && !unit.is_open) pace_.expects(unit.cost);
        }
        pace_.start();
        choose_preambles();
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (units_[i].is_open)
                tasks.push_back(reads_of(units_[i], i));
            else if (!units_[i].is_cached && !units_[i].is_done)
                tasks.push_back(analysis_of(units_[i], i));
        }
        Asker asker;
        asker.on_answer = [&](std::size_t id, const Answer& answer) { return take_answer(id, answer); };
        asker.on_wait = [this] { report_progress(); };
        Interrupts interrupts;
        asked_ = ask_workers(std::move(tasks), options_.limits, writable_folder(), interrupts, asker);
        costs_.keep();
        const std::string why = interrupts.has_come() ? "interrupted" : time_is_over();
        for (Unit& unit : units_)
            if (!unit.is_done) give_up(unit, why);
        for (const Unit& unit : units_)
            if (options_.on_facts && unit.failure.empty() && !unit.is_dropped) options_.on_facts(unit.facts);
        report_progress();
    }

    /// Out: what is to be asked next. An id is that of a unit, and by how often all of them go into it, a phase.
    std::vector<Task> take_answer(std::size_t id, const Answer& answer) {
        const std::size_t index = id % units_.size();
        const auto phase = static_cast<Phase>(id / units_.size());
        Unit& unit = units_[index];
        unit.seconds += answer.seconds;
        pace_.has_spent(phase, answer.seconds);
        if (phase == Phase::read) return analysis_if_wanted(unit, index, answer);
        if (answer.failure.empty()) costs_.add(*unit.command, answer.seconds);
        if (phase == Phase::prove) {
            read_proofs(unit, answer);
            return {};
        }
        read_facts(unit, answer);
        apply_rules(unit);
        return proof_of(unit, id + units_.size());
    }

    void take_from_cache(Unit& unit, std::size_t index, std::vector<Task>& tasks) {
        if (take_cached(unit)) {
            if (unit.is_open) settle_whether_wanted(unit, unit.facts);
            if (unit.is_dropped) return;
            if (options_.only_reads) return finish(unit);
            apply_rules(unit);
            for (Task& task : proof_of(unit, index + units_.size())) tasks.push_back(std::move(task));
        } else if (unit.is_open && !llvm::sys::fs::is_regular_file(unit.command->file)) {
            is_unclear(unit, "there is no such file");
            drop(unit);
        } else if (unit.is_open && cache_.is_on()) {
            unit.reads_key = cache_.key_of_reads(*unit.command, reads_question_);
            const auto reads = options_.cache.verify ? std::nullopt : cache_.find_facts(unit.reads_key);
            if (reads) settle_by_reads(unit, *reads);
        }
    }

    /// `reads`: of this unit, facts or what reads_of_unit says.
    void settle_whether_wanted(Unit& unit, const UnitFacts& reads) {
        unit.is_open = false;
        unit.is_dropped = std::none_of(reads.user_files.begin(), reads.user_files.end(),
                                       [&](const std::string& file) { return is_wanted(options_, file); });
        if (!unit.is_dropped) return;
        unit.facts.user_files = reads.user_files;
        drop(unit);
    }

    void settle_by_reads(Unit& unit, const UnitFacts& reads) {
        settle_whether_wanted(unit, reads);
        if (unit.is_dropped && !reads.remarks.empty()) is_unclear(unit, reads.remarks.front());
        if (unit.is_dropped || !options_.only_reads) return;
        unit.facts = reads;
        finish(unit);
    }

    std::string name_of(const UnitResult& unit) const {
        return relative_to_root(options_.user_files, unit.command->file);
    }

    void drop(Unit& unit) {
        unit.is_open = false;
        unit.is_dropped = unit.is_done = true;
        ++dropped_;
    }

    /// Nobody knows all that it reads.
    void is_unclear(Unit& unit, const std::string& why) {
        unclear_.add(name_of(unit), why);
        unit.answer.failure = why;
    }

    /// First, as what comes of it takes longest.
    Task reads_of(const Unit& unit, std::size_t index) {
        constexpr double before_all = 1e9;
        return {index + 2 * units_.size(),
                [this, &unit](bool) { return reads_question(*unit.command, options_.user_files, cache_.is_on()); },
                unit.cost + before_all};
    }

    std::vector<Task> analysis_if_wanted(Unit& unit, std::size_t index, const Answer& answer) {
        std::optional<UnitFacts> reads;
        const std::string failure = read(unit, answer, [&](const nlohmann::json& json) {
            reads = json.at("facts").get<UnitFacts>();
            if (const auto files = files_of(json)) cache_.keep(unit.reads_key, *reads, *files);
        });
        if (!reads) {
            is_unclear(unit, failure);
            drop(unit);
            return {};
        }
        settle_by_reads(unit, *reads);
        if (unit.is_done) return {};
        pace_.expects(unit.cost);
        return {analysis_of(unit, index)};
    }

    /// Where workers keep preambles: the one place where they may write.
    std::string writable_folder() const { return own_preambles_ ? own_preambles_->folder() : every_unit_.preambles; }

    /// Whose leading includes are precompiled.
    void choose_preambles() {
        if (options_.full_parse) return;
        if (cache_.is_on()) every_unit_.preambles = cache_.preamble_folder();
        if (cache_.is_on() && every_unit_.preambles.empty()) return;
        std::vector<Unit*> units;
        std::vector<const CompileCommand*> commands;
        std::vector<bool> is_edited;
        for (Unit& unit : units_) {
            if (unit.is_cached || unit.is_open || unit.is_dropped) continue;
            units.push_back(&unit);
            commands.push_back(unit.command);
            // What is gone with this run is of no use after an edit.
            is_edited.push_back(cache_.is_on() && (options_.expects_edits || costs_.is_known(*unit.command)));
        }
        const std::vector<PreambleChoice> choices = awaitlint::choose_preambles(commands, is_edited);
        for (std::size_t i = 0; i < units.size(); ++i) units[i]->preamble = choices[i];
        if (!cache_.is_on() && std::any_of(choices.begin(), choices.end(), is_shared))
            own_preambles_ = PreamblesOfRun::make();
    }

    /// With other units of this run.
    static bool is_shared(const PreambleChoice& choice) { return choice.is_built || choice.relatives; }

    Task analysis_of(const Unit& unit, std::size_t id) {
        return {id,
                [this, &unit](bool is_again) { return analysis_question(request_of(unit), is_again, keeps_answers()); },
                unit.cost};
    }

    Task asked_proof_of(const Unit& unit, std::size_t id) {
        return {id, [this, &unit](bool is_again) { return proof_question(*unit.proofs, is_again, keeps_answers()); },
                unit.cost};
    }

    /// What rests on unsaved files is of use to nobody else.
    bool keeps_answers() const { return cache_.is_on() && options_.unsaved.empty(); }

    /// The keys of some units, and from a server what it has for them, with one wait for all.
    void find_keys(std::size_t begin, std::size_t end) {
        if (!keeps_answers() || is_time_over(options_.limits)) return;
        std::vector<Digest> keys;
        for (std::size_t i = begin; i < end; ++i)
            keys.push_back(units_[i].facts_key = cache_.key_of(*units_[i].command, question_));
        cache_.fetch_facts(keys);
    }

    bool take_cached(Unit& unit) {
        if (!keeps_answers()) return false;
        auto facts = cache_.find_facts(unit.facts_key);
        if (!facts && symbols_) {
            facts = cache_.find_facts(key_without_symbols(unit));
            if (facts && symbols_->may_be_in(*facts)) facts.reset();
        }
        if (!facts) return false;
        if (options_.cache.verify) {
            unit.cached_facts = std::move(facts);
            return false;
        }
        unit.facts = std::move(*facts);
        unit.is_cached = true;
        return true;
    }

    /// What a run that is no audit would ask.
    Digest key_without_symbols(const Unit& unit) { return cache_.key_of(*unit.command, question_without_symbols_); }

    std::string time_is_over() const {
        return fmt::format("not done within the {} s of the whole run (--total-timeout)",
                           options_.limits.total.count());
    }

    /// What an interruption has left: a unit without facts, or with suggestions that nobody has looked at.
    void give_up(Unit& unit, const std::string& why) {
        unit.failure = why;
        unit.is_cut_off = true;
        give_up_proofs(unit.asked, why);
        finish(unit);
    }

    static std::string read(Unit& unit, const Answer& answer, const std::function<void(const nlohmann::json&)>& take) {
        return read_answer(answer, [&](const nlohmann::json& json) {
            unit.parses += parses_of(json);
            take(json);
        });
    }

    void read_facts(Unit& unit, const Answer& answer) {
        unit.failure = read(unit, answer, [&](const nlohmann::json& json) {
            unit.facts = json.at("facts").get<UnitFacts>();
            unit.differs |= unit.cached_facts && *unit.cached_facts != unit.facts;
            const auto files = files_of(json);
            if (!files) return;
            cache_.keep(unit.facts_key, unit.facts, *files);
            // A unit without coroutines is skipped by others, and parsed here where it may mention a symbol.
            const bool is_for_all = unit.facts.coroutines > 0 || !unit.facts.skipped.empty();
            if (symbols_ && is_for_all && !symbols_->may_be_in(unit.facts))
                cache_.keep(key_without_symbols(unit), unit.facts, *files);
        });
    }

    void apply_rules(Unit& unit) {
        if (!unit.failure.empty() || !unit.facts.skipped.empty() || options_.only_facts) return;
        unit.findings = judge(options_, active_, unit.facts, {});
    }

    std::vector<Task> proof_of(Unit& unit, std::size_t id) {
        if (unit.findings.empty()) {
            finish(unit);
            return {};
        }
        ProofRequest request = proof_request(request_of(unit), unit.facts, unit.findings, unit.asked);
        request.in_full = options_.prove_in_full;
        if (request.candidates.empty()) {
            finish(unit);
            return {};
        }
        if (options_.shard) unit.answer.asked = digest_of_candidates(request);
        unit.proofs_key = cache_.key_of(request);
        auto proofs = cache_.find_proofs(unit.proofs_key);
        if (proofs && !options_.cache.verify) {
            settle(unit, *proofs, "");
            return {};
        }
        unit.cached_proofs = std::move(proofs);
        unit.proofs = std::move(request);
        if (unit.cost == 0) unit.cost = costs_.expected(*unit.command);  // its facts were cached
        return {asked_proof_of(unit, id)};
    }

    void read_proofs(Unit& unit, const Answer& answer) {
        std::vector<Proof> proofs;
        const std::string failure = read(unit, answer, [&](const nlohmann::json& json) {
            proofs = json.at("proofs").get<std::vector<Proof>>();
            unit.differs |= unit.cached_proofs && *unit.cached_proofs != proofs;
            if (const auto files = files_of(json)) cache_.keep(unit.proofs_key, proofs, *files);
        });
        if (!failure.empty()) unit.failure = why_unit_failed(failure);
        settle(unit, proofs, failure);
    }

    void settle(Unit& unit, const std::vector<Proof>& proofs, const std::string& failure) {
        take_proofs(unit.asked, proofs, failure);
        unit.asked.clear();
        drop_misblamed(unit.findings, unit.facts);
        unit.answer.proofs = proofs;
        unit.answer.proof_failure = failure;
        finish(unit);
    }

    const RunOptions& options_;
    std::set<std::string> active_;
    Cache cache_;
    std::unique_ptr<const PreamblesOfRun> own_preambles_;  // where no cache is on, and they pay
    Costs costs_;
    UnitRequest every_unit_;                                       // what is the same for all of them
    Digest question_, question_without_symbols_, reads_question_;  // of it, for the cache's keys
    std::vector<Unit> units_;                                      // tasks point to them
    FindingCount found_;
    SiblingIndex siblings_;
    std::optional<AuditedSymbols> symbols_;
    std::size_t done_ = 0;
    std::size_t dropped_ = 0;
    UnclearUnits unclear_;
    Pace pace_;
    AskedAll asked_;
};

}  // namespace

Report run(const RunOptions& options) {
    return Run(options).go();
}

}  // namespace awaitlint
