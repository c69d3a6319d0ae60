// The run: analyse all units, apply the rules, prove their suggestions, suppress, merge, and decide the exit status.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "awaitlint/facts_json.h"
#include "awaitlint/rule.h"
#include "awaitlint/suggest.h"
#include "engine/audit.h"
#include "engine/cache.h"
#include "engine/costs.h"
#include "engine/merge.h"
#include "engine/pool.h"
#include "engine/shared_includes.h"
#include "engine/suppress.h"

namespace awaitlint {
namespace {

constexpr unsigned most_edited = 4;

/// One unit on its way through the run.
struct Unit {
    UnitRequest request;
    UnitFacts facts;
    std::string failure;  // empty: it was analysed
    std::vector<Finding> findings;
    std::vector<Suggestion*> asked;  // of its findings: those to be proven
    double cost = 0;                 // expected, in seconds
    bool is_done = false;
    bool is_cached = false;
    Digest facts_key, proofs_key;
    // To be compared with what is computed.
    std::optional<UnitFacts> cached_facts;
    std::optional<std::vector<Proof>> cached_proofs;
    bool differs = false;
};

constexpr const char* interrupted = "interrupted";

class Run {
public:
    explicit Run(const RunOptions& options)
        : options_(options), active_(active_rules(options)), cache_(options.cache, options.user_files.root) {}

    Report go() {
        make_units();
        ask();
        Report report;
        report.version = options_.version;
        report.llvm_version = llvm_version();
        std::vector<UnitFindings> found;
        for (Unit& unit : units_) found.push_back({name_of(unit), std::move(unit.findings)});
        report.findings = merge(found);
        drop_unproven(report.findings, found);
        add_unused(report.findings);
        keep_selected_places(report.findings);
        add_audit(report);
        add_fingerprints(report.findings);
        add_units(report);
        add_files(report);
        decide_exit(report);
        cache_.finish(!was_interrupted_);
        report.remarks = cache_.remarks();
        for (const Unit& unit : units_)
            if (unit.differs) report.cache_differences.push_back(name_of(unit));
        return report;
    }

private:
    std::string name_of(const Unit& unit) const {
        return relative_to_root(options_.user_files, unit.request.command.file);
    }

    void make_units() {
        std::vector<std::string> names, tokens;
        const auto add_names = [&](const std::vector<FactoryPair>& pairs) {
            for (const FactoryPair& pair : pairs) names.insert(names.end(), {pair.sync, pair.async});
        };
        add_names(options_.config.factories);
        for (const LibraryProfile& profile : options_.config.profiles) {
            add_names(profile.siblings);
            tokens.insert(tokens.end(), profile.tokens.begin(), profile.tokens.end());
        }
        std::vector<std::string> symbols = options_.audit;
        for (const FactoryPair& pair : options_.config.factories)
            for (const std::string& symbol : options_.audit)
                if (pair.sync == symbol || pair.async == symbol)
                    symbols.push_back(pair.sync == symbol ? pair.async : pair.sync);
        std::vector<std::string> rules;
        for (const Rule* rule : all_rules()) rules.emplace_back(rule->info.id);
        for (const CompileCommand& command : options_.commands)
            units_.emplace_back().request = {.command = command,
                                             .user_files = options_.user_files,
                                             .names = names,
                                             .naming = active_.count("sync-call-in-coroutine")
                                                           ? async_namings(options_.config)
                                                           : std::vector<std::string>(),
                                             .tokens = tokens,
                                             .symbols = symbols,
                                             .rules = rules,
                                             .full_parse = options_.full_parse,
                                             .may_skip = !options_.parse_all,
                                             .preambles = "",
                                             .preamble_key = ""};
    }

    void report_progress() const {
        if (!options_.on_progress) return;
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - started_;
        std::optional<double> left;
        if (done_cost_ > 0) left = spent.count() * (total_cost_ - done_cost_) / done_cost_;
        options_.on_progress({done_, units_.size(), found_, left});
    }

    void finish(Unit& unit) {
        unit.is_done = true;
        ++done_;
        done_cost_ += unit.cost;
    }

    /// Analyses all units, and proves the suggestions of each as soon as its facts are there.
    void ask() {
        Costs costs(cache_.is_on() ? options_.cache.folder : "");
        std::vector<Task> tasks;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            Unit& unit = units_[i];
            unit.cost = costs.expected(unit.request.command);
            if (take_cached(unit)) {
                apply_rules(unit, {});
                for (Task& task : proof_of(unit, i + units_.size())) tasks.push_back(std::move(task));
            }
            if (!unit.is_done) total_cost_ += unit.cost;
        }
        done_cost_ = 0;  // what was cached says nothing about how long the others take
        choose_preambles(costs);
        for (std::size_t i = 0; i < units_.size(); ++i)
            if (!units_[i].is_cached) tasks.push_back(task("analyse", units_[i].request, i, units_[i].cost));
        Asker asker;
        asker.on_answer = [&](std::size_t id, const Answer& answer) {
            Unit& unit = units_[id % units_.size()];
            if (answer.failure.empty()) costs.add(unit.request.command, answer.seconds);
            if (id >= units_.size()) {
                read_proofs(unit, answer);
                return std::vector<Task>();
            }
            read_facts(unit, answer);
            apply_rules(unit, {});
            return proof_of(unit, id + units_.size());
        };
        asker.on_wait = [this] { report_progress(); };
        Interrupts interrupts;
        was_interrupted_ = !ask_workers(std::move(tasks), options_.limits, interrupts, asker);
        costs.keep();
        for (Unit& unit : units_)
            if (!unit.is_done) give_up(unit);
        for (const Unit& unit : units_)
            if (options_.on_facts && unit.failure.empty()) options_.on_facts(unit.facts);
        report_progress();
    }

    /// Whose leading includes are worth being precompiled: what was edited will be edited again, and what begins like
    /// others is needed again in this very run.
    void choose_preambles(const Costs& costs) {
        const std::string folder = cache_.preamble_folder();
        if (folder.empty() || options_.full_parse) return;
        std::vector<UnitRequest*> requests;
        unsigned edited = 0;
        for (Unit& unit : units_) {
            unit.request.preambles = folder;
            unit.request.preamble_key = cache_.preamble_key(unit.request.command);
            if (unit.is_cached) continue;
            requests.push_back(&unit.request);
            edited += unit.request.build_preamble = costs.is_known(unit.request.command);
        }
        const std::vector<std::uint32_t> shared = shared_includes({requests.begin(), requests.end()});
        for (std::size_t i = 0; i < requests.size(); ++i) {
            // After an edit of a header that many read, few of them will be edited next.
            if (requests[i]->build_preamble && edited <= most_edited) continue;
            requests[i]->build_preamble = shared[i] > 0;
            requests[i]->preamble_bytes = shared[i];
        }
    }

    static UnitRequest& unit_of(UnitRequest& request) { return request; }
    static UnitRequest& unit_of(ProofRequest& request) { return request.unit; }

    /// Once tried in vain, it is tried as if there were no preambles: whatever is wrong is not theirs then.
    template <class Request>
    Task task(const char* question, const Request& request, std::size_t id, double cost) const {
        Request plain = request;
        unit_of(plain).preambles.clear();
        return {id, request_line(question, request), request_line(question, plain), cost};
    }

    template <class Request>
    std::string request_line(const char* question, const Request& request) const {
        return fmt::format("{{\"{}\":{},\"record\":{}}}", question, to_line(request), cache_.is_on());
    }

    bool take_cached(Unit& unit) {
        if (!cache_.is_on()) return false;
        unit.facts_key = cache_.key_of(unit.request);
        auto facts = cache_.find_facts(unit.facts_key);
        if (!facts) return false;
        if (options_.cache.verify) {
            unit.cached_facts = std::move(facts);
            return false;
        }
        unit.facts = std::move(*facts);
        unit.is_cached = true;
        return true;
    }

    /// What an interruption has left: a unit without facts, or with suggestions that nobody has looked at.
    void give_up(Unit& unit) {
        finish(unit);
        unit.failure = interrupted;
        for (Suggestion* suggestion : unit.asked) suggestion->why_not = fmt::format("the proof was {}", interrupted);
    }

    /// Where it crashed is said as an absolute path, and a report does not depend on the folder.
    std::string without_root(std::string text) const {
        const std::string root = options_.user_files.root + "/";
        for (std::size_t at = 0; (at = text.find(root, at)) != std::string::npos;) text.erase(at, root.size());
        return text;
    }

    void read_facts(Unit& unit, const Answer& answer) {
        unit.failure = without_root(answer.failure);
        if (!unit.failure.empty()) return;
        try {
            nlohmann::json json = nlohmann::json::parse(answer.line);
            if (!json.contains("facts")) {
                unit.failure = bytes_of_json_text(json.at("error").get<std::string>());
                return;
            }
            unit.facts = json.at("facts").get<UnitFacts>();
            unit.differs |= unit.cached_facts && *unit.cached_facts != unit.facts;
            if (const auto files = files_from_json(json.value("files", nlohmann::json())))
                cache_.keep(unit.facts_key, unit.facts, *files);
        } catch (const std::exception& broken) {
            unit.failure = fmt::format("the worker's answer cannot be read: {}", broken.what());
        }
    }

    void apply_rules(Unit& unit, const std::vector<Suppression>& unused) {
        if (!unit.failure.empty()) return;
        for (const Rule* rule : all_rules()) {
            if (!active_.count(std::string(rule->info.id))) continue;
            for (Finding& finding : rule->check({unit.facts, options_.config, unused})) {
                // Selected by name on the command line although the configuration turns it off.
                if (finding.severity == Severity::off) finding.severity = rule->info.severity;
                unit.findings.push_back(std::move(finding));
            }
        }
        found_ += unit.findings.size();
    }

    std::vector<Task> proof_of(Unit& unit, std::size_t id) {
        const ProofRequest request = proof_request(unit, unit.asked);
        if (request.candidates.empty()) {
            finish(unit);
            return {};
        }
        unit.proofs_key = cache_.key_of(request);
        auto proofs = cache_.find_proofs(unit.proofs_key);
        if (proofs && !options_.cache.verify) {
            take_proofs(unit, *proofs, "");
            return {};
        }
        unit.cached_proofs = std::move(proofs);
        return {task("prove", request, id, unit.cost)};
    }

    /// A rule may be sure only when a repair is proven: in every unit that reads the place.
    void drop_unproven(std::vector<Finding>& findings, const std::vector<UnitFindings>& found) const {
        std::erase_if(findings, [&](const Finding& finding) {
            return finding.must_be_proven &&
                   (std::none_of(finding.suggestions.begin(), finding.suggestions.end(),
                                 [](const Suggestion& suggestion) { return suggestion.proven; }) ||
                    !is_found_by_all(finding, found));
        });
    }

    bool is_found_by_all(const Finding& finding, const std::vector<UnitFindings>& found) const {
        for (std::size_t i = 0; i < units_.size(); ++i) {
            const UnitFacts& facts = units_[i].facts;
            const auto& read = facts.user_files;
            if (!facts.skipped.empty() || std::find(read.begin(), read.end(), finding.span.file) == read.end())
                continue;
            const auto& own = found[i].findings;
            if (std::none_of(own.begin(), own.end(), [&](const Finding& other) {
                    return other.rule == finding.rule && other.span == finding.span;
                }))
                return false;
        }
        return true;
    }

    /// Where nothing can be tried, what is wrong stays wrong, beside whatever is tried elsewhere.
    static void add_hopeless(ProofRequest& request, const UnitFacts& facts) {
        for (const Value& value : facts.values) {
            const bool is_tried = std::any_of(request.candidates.begin(), request.candidates.end(),
                                              [&](const Candidate& candidate) { return candidate.span == value.span; });
            if (!is_tried)
                request.known_errors.insert(request.known_errors.end(), value.errors.begin(), value.errors.end());
        }
    }

    static Span body_around(const UnitFacts& facts, const Span& span) {
        for (const Await& await : facts.awaits)
            if (await.span == span) return await.enclosing.body;
        for (const Value& value : facts.values)
            if (value.span == span && value.enclosing.body.length != 0) return value.enclosing.body;
        for (const Call& call : facts.calls)
            if (call.span == span) return call.enclosing.body;
        return {};
    }

    static ProofRequest proof_request(Unit& unit, std::vector<Suggestion*>& suggestions) {
        ProofRequest request;
        request.unit = unit.request;
        request.unit.symbols.clear();
        request.unit.full_parse |= unit.facts.was_fully_parsed;
        request.blanks = unit.facts.blanks;
        request.known_errors = unit.facts.errors;
        for (std::size_t site = 0; site < unit.findings.size(); ++site) {
            Finding& finding = unit.findings[site];
            for (Suggestion& suggestion : finding.suggestions) {
                if (!suggestion.why_not.empty() || suggestion.edits.empty()) continue;
                suggestions.push_back(&suggestion);
                request.candidates.push_back({static_cast<std::uint32_t>(site),
                                              {finding.span.file, finding.span.offset},
                                              finding.span,
                                              suggestion.edits,
                                              suggestion.target_usr,
                                              suggestion.kind == "await",
                                              body_around(unit.facts, finding.span)});
            }
        }
        add_hopeless(request, unit.facts);
        return request;
    }

    void read_proofs(Unit& unit, const Answer& answer) {
        std::vector<Proof> proofs;
        std::string failure = without_root(answer.failure);
        if (failure.empty()) {
            try {
                const nlohmann::json json = nlohmann::json::parse(answer.line);
                if (json.contains("proofs"))
                    proofs = json.at("proofs").get<std::vector<Proof>>();
                else
                    failure = bytes_of_json_text(json.at("error").get<std::string>());
                unit.differs |= unit.cached_proofs && failure.empty() && *unit.cached_proofs != proofs;
                if (const auto files = files_from_json(json.value("files", nlohmann::json())))
                    cache_.keep(unit.proofs_key, proofs, *files);
            } catch (const std::exception& broken) {
                failure = broken.what();
            }
        }
        take_proofs(unit, proofs, failure);
    }

    void take_proofs(Unit& unit, const std::vector<Proof>& proofs, const std::string& failure) {
        finish(unit);
        const std::vector<Suggestion*>& suggestions = unit.asked;
        for (std::size_t i = 0; i < suggestions.size(); ++i) {
            suggestions[i]->proven = i < proofs.size() && proofs[i].proven;
            if (suggestions[i]->proven) continue;
            suggestions[i]->why_not = i < proofs.size() ? proofs[i].why_not : "the proof did not end: " + failure;
        }
    }

    /// Suppressions of files that some unit failed to analyse are not called unused: their finding may be there.
    void add_unused(std::vector<Finding>& findings) {
        std::vector<Suppression> all;
        std::set<std::string> doubtful;
        bool any_blind = false;
        for (const Unit& unit : units_) {
            all.insert(all.end(), unit.facts.suppressions.begin(), unit.facts.suppressions.end());
            any_blind |= !unit.failure.empty();
            if (!unit.facts.errors.empty()) doubtful.insert(unit.facts.user_files.begin(), unit.facts.user_files.end());
        }
        std::vector<Suppression> unused = suppress(findings, all, active_);
        std::erase_if(unused, [&](const Suppression& suppression) {
            return any_blind || doubtful.count(suppression.place.file);
        });
        Unit none;
        apply_rules(none, unused);
        findings.insert(findings.end(), none.findings.begin(), none.findings.end());
        std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
            return std::tuple(a.span.file, a.span.line, a.span.column, a.rule, a.message) <
                   std::tuple(b.span.file, b.span.line, b.span.column, b.rule, b.message);
        });
    }

    bool is_selected(const std::string& relative_file) const {
        const std::string file = options_.user_files.root + "/" + relative_file;
        return options_.paths.empty() ||
               std::any_of(options_.paths.begin(), options_.paths.end(), [&](const std::string& path) {
                   return file == path || path == "/" || file.starts_with(path + "/");
               });
    }

    void keep_selected_places(std::vector<Finding>& findings) const {
        std::erase_if(findings, [&](const Finding& finding) { return !is_selected(finding.span.file); });
    }

    void add_audit(Report& report) const {
        if (options_.audit.empty()) return;
        report.is_audit = true;
        report.audit_symbol = options_.audit.front();
        std::vector<UnitFacts> facts;
        for (const Unit& unit : units_) facts.push_back(unit.facts);
        report.audit = audit_rows(facts, report.findings, units_.empty() ? options_.audit : units_[0].request.symbols,
                                  options_.config);
        std::erase_if(report.audit, [&](const AuditRow& row) { return !is_selected(row.span.file); });
        std::erase_if(report.findings, [&](const Finding& finding) {
            return std::none_of(report.audit.begin(), report.audit.end(), [&](const AuditRow& row) {
                return row.verdict == "wrong" && row.span.file == finding.span.file &&
                       row.span.offset >= finding.span.offset && row.span.end_offset() <= finding.span.end_offset() &&
                       row.callee == finding.callee;
            });
        });
    }

    /// By file; several commands of one file stay in the database's order.
    void add_units(Report& report) const {
        std::vector<std::pair<std::string, std::size_t>> order;
        for (std::size_t i = 0; i < units_.size(); ++i) order.emplace_back(name_of(units_[i]), i);
        std::sort(order.begin(), order.end());
        for (const auto& [file, index] : order) report.units.push_back(report_of(units_[index]));
    }

    void add_files(Report& report) const {
        for (const Unit& unit : units_)
            for (std::size_t i = 0; i < unit.facts.user_files.size() && i < unit.facts.digests.size(); ++i) {
                const std::string& digest = unit.facts.digests[i];
                const auto [entry, is_new] = report.files.emplace(unit.facts.user_files[i], digest);
                if (!is_new && entry->second != digest) entry->second.clear();
            }
    }

    UnitReport report_of(const Unit& unit) const {
        UnitReport report;
        report.file = name_of(unit);
        if (!unit.failure.empty()) {
            report.status = "failed";
            report.reason = unit.failure;
            return report;
        }
        report.status = !unit.facts.errors.empty() ? "failed" : unit.is_cached ? "cached" : "analyzed";
        if (!unit.facts.skipped.empty()) {
            report.status = "skipped";
            report.reason = unit.facts.skipped;
        }
        for (const CompileError& error : unit.facts.errors) report.errors.push_back({error.message, error.place});
        if (!unit.facts.errors.empty()) report.reason = "it has errors that no finding explains";
        for (const std::string& remark : unit.facts.remarks)
            report.reason += (report.reason.empty() ? "" : "; ") + remark;
        return report;
    }

    void decide_exit(Report& report) const {
        report.complete = std::none_of(report.units.begin(), report.units.end(),
                                       [](const UnitReport& unit) { return unit.status == "failed"; });
        const Severity bar = options_.config.fail_on;
        const bool fails =
            bar != Severity::off &&
            (std::any_of(report.findings.begin(), report.findings.end(),
                         [&](const Finding& finding) { return !finding.suppressed && finding.severity >= bar; }) ||
             std::any_of(report.audit.begin(), report.audit.end(),
                         [](const AuditRow& row) { return row.verdict == "wrong"; }));
        report.exit_code = fails ? 1 : 0;
        if (!report.complete && (was_interrupted_ || !options_.allow_incomplete)) report.exit_code = 3;
    }

    const RunOptions& options_;
    std::set<std::string> active_;
    Cache cache_;
    std::vector<Unit> units_;
    std::size_t found_ = 0;
    std::size_t done_ = 0;
    double done_cost_ = 0;
    double total_cost_ = 0;
    bool was_interrupted_ = false;
    const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace

std::set<std::string> active_rules(const RunOptions& options) {
    const auto is_named = [](const std::vector<std::string>& names, std::string_view id) {
        return std::find(names.begin(), names.end(), id) != names.end();
    };
    std::set<std::string> active;
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->info.id);
        if (!options.select.empty() && !is_named(options.select, id)) continue;
        if (is_named(options.ignore, id)) continue;
        const auto severity = options.config.rules.find(id);
        const bool is_off = severity != options.config.rules.end() && severity->second == Severity::off;
        if (!is_off || is_named(options.select, id)) active.insert(id);
    }
    return active;
}

Report run(const RunOptions& options) {
    return Run(options).go();
}

}  // namespace awaitlint
