// The run: analyse all units, apply the rules, prove their suggestions, suppress, merge, and decide the exit status.
#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "awaitlint/facts_json.h"
#include "awaitlint/rule.h"
#include "engine/audit.h"
#include "engine/merge.h"
#include "engine/pool.h"
#include "engine/suppress.h"

namespace awaitlint {
namespace {

/// One unit on its way through the run.
struct Unit {
    UnitRequest request;
    UnitFacts facts;
    std::string failure;  // empty: it was analysed
    std::vector<Finding> findings;
    std::vector<Suggestion*> asked;  // of its findings: those to be proven
    double cost = 0;                 // expected, in seconds
    bool is_done = false;
};

constexpr const char* interrupted = "interrupted";

/// Without anything better: what is larger takes longer.
double expected_cost(const CompileCommand& command) {
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(command.file, unknown);
    return unknown ? 1 : 1 + static_cast<double>(bytes);
}

class Run {
public:
    explicit Run(const RunOptions& options) : options_(options), active_(active_rules(options)) {}

    Report go() {
        make_units();
        ask();
        Report report;
        report.version = options_.version;
        report.llvm_version = llvm_version();
        std::vector<UnitFindings> found;
        for (Unit& unit : units_) found.push_back({name_of(unit), std::move(unit.findings)});
        report.findings = merge(found);
        add_unused(report.findings);
        keep_selected_places(report.findings);
        add_audit(report);
        add_fingerprints(report.findings);
        add_units(report);
        std::set<std::string> files;
        for (const Unit& unit : units_) files.insert(unit.facts.user_files.begin(), unit.facts.user_files.end());
        report.files.assign(files.begin(), files.end());
        decide_exit(report);
        return report;
    }

private:
    std::string name_of(const Unit& unit) const {
        return relative_to_root(options_.user_files, unit.request.command.file);
    }

    void make_units() {
        std::vector<std::string> names;
        for (const FactoryPair& pair : options_.config.factories) {
            names.push_back(pair.sync);
            names.push_back(pair.async);
        }
        std::vector<std::string> symbols = options_.audit;
        for (const FactoryPair& pair : options_.config.factories)
            for (const std::string& symbol : options_.audit)
                if (pair.sync == symbol || pair.async == symbol)
                    symbols.push_back(pair.sync == symbol ? pair.async : pair.sync);
        for (const CompileCommand& command : options_.commands)
            units_.emplace_back().request = {command, options_.user_files, names, symbols, options_.full_parse};
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
        std::vector<Task> tasks;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            units_[i].cost = expected_cost(units_[i].request.command);
            total_cost_ += units_[i].cost;
            tasks.push_back({i, "{\"analyse\":" + to_line(units_[i].request) + "}", units_[i].cost});
        }
        Asker asker;
        asker.on_answer = [this](std::size_t id, const Answer& answer) {
            Unit& unit = units_[id % units_.size()];
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
        for (Unit& unit : units_)
            if (!unit.is_done) give_up(unit);
        report_progress();
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

    void read_facts(Unit& unit, const Answer& answer) const {
        unit.failure = without_root(answer.failure);
        if (!unit.failure.empty()) return;
        try {
            nlohmann::json json = nlohmann::json::parse(answer.line);
            if (json.contains("facts"))
                unit.facts = json.at("facts").get<UnitFacts>();
            else
                unit.failure = bytes_of_json_text(json.at("error").get<std::string>());
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
        if (!request.candidates.empty()) return {{id, "{\"prove\":" + to_line(request) + "}", unit.cost}};
        finish(unit);
        return {};
    }

    static Span body_around(const UnitFacts& facts, const Span& span) {
        for (const Await& await : facts.awaits)
            if (await.span == span) return await.enclosing.body;
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
                                              body_around(unit.facts, finding.span)});
            }
        }
        return request;
    }

    void read_proofs(Unit& unit, const Answer& answer) {
        finish(unit);
        const std::vector<Suggestion*>& suggestions = unit.asked;
        std::vector<Proof> proofs;
        std::string failure = without_root(answer.failure);
        if (failure.empty()) {
            try {
                const nlohmann::json json = nlohmann::json::parse(answer.line);
                if (json.contains("proofs"))
                    proofs = json.at("proofs").get<std::vector<Proof>>();
                else
                    failure = bytes_of_json_text(json.at("error").get<std::string>());
            } catch (const std::exception& broken) {
                failure = broken.what();
            }
        }
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

    UnitReport report_of(const Unit& unit) const {
        UnitReport report;
        report.file = name_of(unit);
        if (!unit.failure.empty()) {
            report.status = "failed";
            report.reason = unit.failure;
            return report;
        }
        report.status = unit.facts.errors.empty() ? "analyzed" : "failed";
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
