// The run: analyse all units, apply the rules, prove their suggestions, suppress, merge, and decide the exit status.
#include <algorithm>
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
};

class Run {
public:
    explicit Run(const RunOptions& options) : options_(options), active_(active_rules(options)) {}

    Report go() {
        make_units();
        analyse();
        for (Unit& unit : units_) apply_rules(unit, {});
        prove_suggestions();
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
        std::vector<std::string> rules;
        for (const Rule* rule : all_rules()) rules.emplace_back(rule->info.id);
        for (const CompileCommand& command : options_.commands)
            units_.push_back({{command, options_.user_files, names, symbols, rules, options_.full_parse,
                               !options_.parse_all, options_.preambles, 0, getenv("AWAITLINT_BUILD") != nullptr},
                              {},
                              "",
                              {}});
    }

    void report_progress(const char* step, std::size_t done, std::size_t total) {
        if (options_.on_progress) options_.on_progress({done, total, found_, step});
    }

    void analyse() {
        std::vector<std::string> requests;
        for (const Unit& unit : units_) requests.push_back("{\"analyse\":" + to_line(unit.request) + "}");
        std::size_t done = 0;
        const std::vector<Answer> answers = ask_workers(requests, options_.limits, [&](std::size_t, const Answer&) {
            report_progress("analysing", ++done, requests.size());
        });
        for (std::size_t i = 0; i < units_.size(); ++i) read_facts(units_[i], answers[i]);
    }

    static void read_facts(Unit& unit, const Answer& answer) {
        unit.failure = answer.failure;
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

    void prove_suggestions() {
        std::vector<std::string> requests;
        std::vector<std::size_t> asked;
        std::vector<std::vector<Suggestion*>> suggestions;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            std::vector<Suggestion*> of_unit;
            const ProofRequest request = proof_request(units_[i], of_unit);
            if (request.candidates.empty()) continue;
            requests.push_back("{\"prove\":" + to_line(request) + "}");
            suggestions.push_back(std::move(of_unit));
        }
        std::size_t done = 0;
        const std::vector<Answer> answers = ask_workers(requests, options_.limits, [&](std::size_t, const Answer&) {
            report_progress("proving", ++done, requests.size());
        });
        for (std::size_t i = 0; i < answers.size(); ++i) read_proofs(answers[i], suggestions[i]);
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

    static void read_proofs(const Answer& answer, const std::vector<Suggestion*>& suggestions) {
        std::vector<Proof> proofs;
        std::string failure = answer.failure;
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
        if (!report.complete && !options_.allow_incomplete) report.exit_code = 3;
    }

    const RunOptions& options_;
    std::set<std::string> active_;
    std::vector<Unit> units_;
    std::size_t found_ = 0;
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
