// The run: asks the cache and the workers for the facts of all units, applies the rules to each as soon as it has them,
// has their suggestions proven, and hands all of it to make_report.h. Of units that were not asked about it finds out
// first what they read: those that read what was asked about belong to the run, the others are dropped.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include "awaitlint/engine.h"
#include "awaitlint/facts_json.h"
#include "awaitlint/naming.h"
#include "awaitlint/rule.h"
#include "awaitlint/suggest.h"
#include "engine/answers.h"
#include "engine/cache/cache.h"
#include "engine/cache/costs.h"
#include "engine/shared_includes.h"
#include "engine/verdict/doubts.h"
#include "engine/verdict/finding_count.h"
#include "engine/verdict/judge.h"
#include "engine/verdict/make_report.h"
#include "engine/verdict/proof_request.h"
#include "engine/verdict/unclear_units.h"
#include "engine/workers/pool.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

constexpr unsigned most_edited = 4;

/// One unit on its way through the run.
struct Unit : UnitResult {
    std::vector<Suggestion*> asked;      // of its findings: those to be proven
    std::optional<ProofRequest> proofs;  // what is asked of them, until there is an answer
    double cost = 0;                     // expected, in seconds
    double seconds = 0;                  // that workers have spent
    bool is_done = false;
    bool is_open = false;     // nobody knows yet whether it reads anything that was asked about
    bool is_dropped = false;  // it does not
    bool build_preamble = false;
    std::uint32_t preamble_bytes = 0;
    Digest facts_key, proofs_key, reads_key;
    // To be compared with what is computed.
    std::optional<UnitFacts> cached_facts;
    std::optional<std::vector<Proof>> cached_proofs;
};

class Run {
public:
    explicit Run(const RunOptions& options)
        : options_(options), active_(active_rules(options)), cache_(options.cache, options.user_files.root) {}

    Report go() {
        make_units();
        ask();
        const RunTimes times = times_of_units();
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
        Report report = make_report(options_, active_, every_unit_.symbols, std::move(results), !asked_.is_complete);
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
        UnitRequest& every = every_unit_;
        std::set<std::pair<std::string, std::string>> seen_profiles;
        std::vector<std::string> naming;
        const auto add_names = [&](const std::vector<FactoryPair>& pairs) {
            for (const FactoryPair& pair : pairs) every.names.insert(every.names.end(), {pair.sync, pair.async});
        };
        every.symbols = options_.audit;
        bool wants_calls = false;
        for (const Rule* rule : all_rules()) {
            every.rules.emplace_back(rule->info.id);
            wants_calls |= rule->info.needs == Need::calls && active_.count(every.rules.back()) != 0;
        }
        for (const Config* config : all_configs(options_)) {
            add_names(config->factories);
            for (const LibraryProfile& profile : config->profiles) {
                // Those of outer folders and the built-in ones hold in many configurations.
                if (!seen_profiles.insert({profile.file, profile.name}).second) continue;
                add_names(profile.siblings);
                every.tokens.insert(every.tokens.end(), profile.tokens.begin(), profile.tokens.end());
                for (const TaskType& type : profile.types) every.types.push_back(type.name);
            }
            for (const FactoryPair& pair : config->factories)
                for (const std::string& symbol : options_.audit)
                    if (pair.sync == symbol || pair.async == symbol)
                        every.symbols.push_back(pair.sync == symbol ? pair.async : pair.sync);
            for (std::string& pattern : async_namings(*config))
                if (std::find(naming.begin(), naming.end(), pattern) == naming.end())
                    naming.push_back(std::move(pattern));
        }
        if (!options_.audit.empty()) symbols_.emplace(every.symbols, naming);
        if (wants_calls) every.naming = std::move(naming);
        every.user_files = options_.user_files;
        every.unsaved = options_.unsaved;
        every.full_parse = options_.full_parse;
        every.may_skip = !options_.parse_all;
        question_ = CacheKeys::of_question(every);
        question_without_symbols_ = CacheKeys::of_question(without_symbols(every));
        reads_question_ = CacheKeys::of_question(reads_of_each());
        units_.resize(options_.commands.size() + options_.others.size());
        for (std::size_t i = 0; i < units_.size(); ++i) {
            units_[i].is_open = i >= options_.commands.size();
            units_[i].command =
                units_[i].is_open ? &options_.others[i - options_.commands.size()] : &options_.commands[i];
        }
    }

    static UnitRequest without_symbols(UnitRequest every) {
        every.symbols.clear();
        return every;
    }

    /// What a unit reads depends on no more than this and its command.
    UnitRequest reads_of_each() const {
        UnitRequest every;
        every.user_files = options_.user_files;
        return every;
    }

    /// Most of it is the same for all units, which may be many: it is put together when it is asked.
    UnitRequest request_of(const Unit& unit) {
        UnitRequest request = every_unit_;
        request.command = *unit.command;
        request.build_preamble = unit.build_preamble;
        request.preamble_bytes = unit.preamble_bytes;
        if (!request.preambles.empty()) request.preamble_key = cache_.preamble_key(*unit.command);
        return request;
    }

    void report_progress() const {
        if (!options_.on_progress) return;
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - started_;
        std::optional<double> left;
        if (done_cost_ > 0) left = spent.count() * (total_cost_ - done_cost_) / done_cost_;
        options_.on_progress({done_, units_.size() - dropped_, found_.count(), left});
    }

    void finish(Unit& unit) {
        unit.is_done = true;
        found_.add(options_, active_, unit);
        ++done_;
        done_cost_ += unit.cost;
        unit.proofs.reset();
        if (!options_.on_facts) drop_what_is_judged(unit.facts);
    }

    /// Of many units, this would be most of the memory.
    static void drop_what_is_judged(UnitFacts& facts) {
        facts.awaits = {};
        facts.values = {};
        facts.calls = {};
        facts.spent = {};
        facts.missing_returns = {};
        if (facts.uses.empty()) facts.functions = {};
        facts.blanks = {};
        facts.first_errors = {};
    }

    /// Analyses all units, and proves the suggestions of each as soon as its facts are there.
    void ask() {
        Costs costs(cache_.is_on() ? options_.cache.folder : "");
        std::vector<Task> tasks;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            Unit& unit = units_[i];
            unit.cost = costs.expected(*unit.command);
            if (!is_time_over(options_.limits)) take_from_cache(unit, i, tasks);
            if (!unit.is_done && !unit.is_open) total_cost_ += unit.cost;
        }
        done_cost_ = 0;  // what was cached says nothing about how long the others take
        choose_preambles(costs);
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (units_[i].is_open)
                tasks.push_back(reads_of(units_[i], i));
            else if (!units_[i].is_cached && !units_[i].is_done)
                tasks.push_back(analysis_of(units_[i], i));
        }
        Asker asker;
        asker.on_answer = [&](std::size_t id, const Answer& answer) {
            const std::size_t index = id % units_.size();
            Unit& unit = units_[index];
            unit.seconds += answer.seconds;
            ++phases_[id / units_.size()].times;
            phases_[id / units_.size()].seconds += answer.seconds;
            if (id >= 2 * units_.size()) return analysis_if_wanted(unit, index, answer);
            if (answer.failure.empty()) costs.add(*unit.command, answer.seconds);
            if (id >= units_.size()) {
                read_proofs(unit, answer);
                return std::vector<Task>();
            }
            read_facts(unit, answer);
            apply_rules(unit);
            return proof_of(unit, id + units_.size());
        };
        asker.on_wait = [this] { report_progress(); };
        Interrupts interrupts;
        asked_ = ask_workers(std::move(tasks), options_.limits, writable_folder(), interrupts, asker);
        costs.keep();
        const std::string why = interrupts.has_come() ? "interrupted" : time_is_over();
        for (Unit& unit : units_)
            if (!unit.is_done) give_up(unit, why);
        for (const Unit& unit : units_)
            if (options_.on_facts && unit.failure.empty() && !unit.is_dropped) options_.on_facts(unit.facts);
        report_progress();
    }

    void take_from_cache(Unit& unit, std::size_t index, std::vector<Task>& tasks) {
        if (take_cached(unit)) {
            if (unit.is_open) settle_whether_wanted(unit, unit.facts);
            if (unit.is_dropped) return;
            if (options_.only_reads) return finish(unit);
            apply_rules(unit);
            for (Task& task : proof_of(unit, index + units_.size())) tasks.push_back(std::move(task));
        } else if (unit.is_open && !llvm::sys::fs::is_regular_file(unit.command->file)) {
            unclear_.add(name_of(unit), "there is no such file");
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
        if (unit.is_dropped && !reads.remarks.empty()) unclear_.add(name_of(unit), reads.remarks.front());
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

    /// First, as what comes of it takes longest.
    Task reads_of(const Unit& unit, std::size_t index) {
        constexpr double before_all = 1e9;
        return {index + 2 * units_.size(),
                [this, &unit](bool) {
                    UnitRequest plain = reads_of_each();
                    plain.command = *unit.command;
                    return request_line("reads", plain, cache_.is_on());
                },
                unit.cost + before_all};
    }

    std::vector<Task> analysis_if_wanted(Unit& unit, std::size_t index, const Answer& answer) {
        std::optional<UnitFacts> reads;
        const std::string failure = read_answer(answer, [&](const nlohmann::json& json) {
            reads = json.at("facts").get<UnitFacts>();
            if (const auto files = files_of(json)) cache_.keep(unit.reads_key, *reads, *files);
        });
        if (!reads) {
            unclear_.add(name_of(unit), failure);
            drop(unit);
            return {};
        }
        settle_by_reads(unit, *reads);
        if (unit.is_done) return {};
        total_cost_ += unit.cost;
        return {analysis_of(unit, index)};
    }

    /// Where workers keep preambles: the one place where they may write.
    std::string writable_folder() const { return options_.full_parse ? "" : cache_.preamble_folder(); }

    /// Whose leading includes are worth being precompiled: what was edited will be edited again, and what begins like
    /// others is needed again in this very run.
    void choose_preambles(const Costs& costs) {
        const std::string folder = writable_folder();
        if (folder.empty()) return;
        every_unit_.preambles = folder;
        std::vector<Unit*> units;
        std::vector<const CompileCommand*> commands;
        unsigned edited = 0;
        for (Unit& unit : units_) {
            if (unit.is_cached || unit.is_open || unit.is_dropped) continue;
            units.push_back(&unit);
            commands.push_back(unit.command);
            edited += unit.build_preamble = options_.expects_edits || costs.is_known(*unit.command);
        }
        const std::vector<std::uint32_t> shared = shared_includes(commands);
        for (std::size_t i = 0; i < units.size(); ++i) {
            // After an edit of a header that many read, few of them will be edited next.
            if (units[i]->build_preamble && edited <= most_edited) continue;
            units[i]->build_preamble = shared[i] > 0;
            units[i]->preamble_bytes = shared[i];
        }
    }

    RunTimes times_of_units() const {
        constexpr std::size_t most = 5;
        RunTimes times;
        times.whole = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
        for (const PhaseTime& phase : phases_)
            if (phase.times != 0) times.phases.push_back(phase);
        for (const Unit& unit : units_)
            if (unit.seconds > 0) times.slowest.emplace_back(name_of(unit), unit.seconds);
        std::sort(times.slowest.begin(), times.slowest.end(), [](const auto& a, const auto& b) {
            return std::tie(b.second, a.first) < std::tie(a.second, b.first);
        });
        times.slowest.resize(std::min(times.slowest.size(), most));
        return times;
    }

    /// Once tried in vain, it is tried as if there were no preambles: whatever is wrong is not theirs then.
    Task analysis_of(const Unit& unit, std::size_t id) {
        return {id,
                [this, &unit](bool is_again) {
                    UnitRequest request = request_of(unit);
                    if (is_again) request.preambles.clear();
                    return request_line("analyse", request, keeps_answers());
                },
                unit.cost};
    }

    Task asked_proof_of(const Unit& unit, std::size_t id) {
        return {id,
                [this, &unit](bool is_again) {
                    ProofRequest request = *unit.proofs;
                    if (is_again) request.unit.preambles.clear();
                    return request_line("prove", request, keeps_answers());
                },
                unit.cost};
    }

    template <class Request>
    static std::string request_line(const char* question, const Request& request, bool is_recorded) {
        return fmt::format("{{\"{}\":{},\"record\":{}}}", question, to_line(request), is_recorded);
    }

    /// What rests on unsaved files is of use to nobody else.
    bool keeps_answers() const { return cache_.is_on() && options_.unsaved.empty(); }

    bool take_cached(Unit& unit) {
        if (!keeps_answers()) return false;
        unit.facts_key = cache_.key_of(*unit.command, question_);
        auto facts = cache_.find_facts(unit.facts_key);
        if (!facts && symbols_) {
            facts = cache_.find_facts(key_without_symbols(unit));
            if (facts && may_mention_symbols(*facts)) facts.reset();
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

    /// Where no file of the unit does, an audit of any other symbol, or a check, has the same facts of it.
    bool may_mention_symbols(const UnitFacts& facts) {
        return std::any_of(facts.user_files.begin(), facts.user_files.end(), [&](const std::string& file) {
            const auto [entry, is_new] = mentioning_.try_emplace(file, true);
            if (!is_new) return entry->second;
            const auto text = llvm::MemoryBuffer::getFile(absolute_path(file, options_.user_files.root));
            if (text) entry->second = symbols_->may_mention((*text)->getBuffer());
            return entry->second;
        });
    }

    std::string time_is_over() const {
        return fmt::format("not done within the {} s of the whole run (--total-timeout)",
                           options_.limits.total.count());
    }

    /// What an interruption has left: a unit without facts, or with suggestions that nobody has looked at.
    void give_up(Unit& unit, const std::string& why) {
        finish(unit);
        unit.failure = why;
        unit.is_cut_off = true;
        for (Suggestion* suggestion : unit.asked) suggestion->why_not = "the proof was " + why;
    }

    void read_facts(Unit& unit, const Answer& answer) {
        unit.failure = read_answer(answer, [&](const nlohmann::json& json) {
            unit.facts = json.at("facts").get<UnitFacts>();
            unit.differs |= unit.cached_facts && *unit.cached_facts != unit.facts;
            const auto files = files_of(json);
            if (!files) return;
            cache_.keep(unit.facts_key, unit.facts, *files);
            // A unit without coroutines is skipped by others, and parsed here where it may mention a symbol.
            const bool is_for_all = unit.facts.coroutines > 0 || !unit.facts.skipped.empty();
            if (symbols_ && is_for_all && !may_mention_symbols(unit.facts))
                cache_.keep(key_without_symbols(unit), unit.facts, *files);
        });
    }

    void apply_rules(Unit& unit) {
        if (!unit.failure.empty() || options_.only_facts) return;
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
        unit.proofs_key = cache_.key_of(request);
        auto proofs = cache_.find_proofs(unit.proofs_key);
        if (proofs && !options_.cache.verify) {
            settle(unit, *proofs, "");
            return {};
        }
        unit.cached_proofs = std::move(proofs);
        unit.proofs = std::move(request);
        return {asked_proof_of(unit, id)};
    }

    void read_proofs(Unit& unit, const Answer& answer) {
        std::vector<Proof> proofs;
        const std::string failure = read_answer(answer, [&](const nlohmann::json& json) {
            proofs = json.at("proofs").get<std::vector<Proof>>();
            unit.differs |= unit.cached_proofs && *unit.cached_proofs != proofs;
            if (const auto files = files_of(json)) cache_.keep(unit.proofs_key, proofs, *files);
        });
        // A finding may stand or fall with its repairs: without them, the unit is not done.
        if (!failure.empty()) unit.failure = "when its repairs were tried: " + failure;
        settle(unit, proofs, failure);
    }

    void settle(Unit& unit, const std::vector<Proof>& proofs, const std::string& failure) {
        take_proofs(unit.asked, proofs, failure);
        finish(unit);
    }

    const RunOptions& options_;
    std::set<std::string> active_;
    Cache cache_;
    UnitRequest every_unit_;                                       // what is the same for all of them
    Digest question_, question_without_symbols_, reads_question_;  // of it, for the cache's keys
    std::vector<Unit> units_;                                      // tasks point to them
    std::array<PhaseTime, 3> phases_ = {PhaseTime{"analyse"}, PhaseTime{"prove"}, PhaseTime{"read"}};  // by tasks' ids
    FindingCount found_;
    std::optional<NameSearch> symbols_;       // of an audit
    std::map<std::string, bool> mentioning_;  // by file: may it mention one of them
    std::size_t done_ = 0;
    std::size_t dropped_ = 0;
    UnclearUnits unclear_;
    double done_cost_ = 0;
    double total_cost_ = 0;
    AskedAll asked_;
    const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace

Report run(const RunOptions& options) {
    return Run(options).go();
}

}  // namespace awaitlint
