// See make_report.h.
#include "engine/verdict/make_report.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "awaitlint/naming.h"
#include "baseline/match.h"
#include "engine/verdict/audit.h"
#include "engine/verdict/judge.h"
#include "engine/verdict/merge.h"
#include "engine/verdict/proof_request.h"
#include "engine/verdict/siblings_elsewhere.h"
#include "engine/verdict/sight.h"
#include "engine/verdict/suppress.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

/// Clang says places as absolute paths, and a report does not depend on the folder.
void take_out(const std::string& root, std::string& text) {
    for (std::size_t at = 0; (at = text.find(root, at)) != std::string::npos;) text.erase(at, root.size());
}

class ReportMaker {
public:
    ReportMaker(const RunOptions& options, const std::set<std::string>& active, const std::vector<std::string>& symbols,
                std::vector<UnitResult> units, const SiblingIndex& siblings, bool was_interrupted)
        : options_(options),
          active_(active),
          symbols_(symbols),
          units_(std::move(units)),
          siblings_(siblings),
          was_interrupted_(was_interrupted) {}

    Report go() {
        Report report;
        report.version = options_.version;
        report.llvm_version = llvm_version();
        std::vector<UnitFindings> found;
        for (UnitResult& unit : units_) found.push_back({name_of(unit), std::move(unit.findings)});
        const Reporters reporters = reporters_of(found);
        report.findings = merge(std::move(found));
        drop_unproven(report.findings, reporters);
        drop_told_by_proven(report.findings);
        if (!options_.shard) add_siblings_elsewhere(report.findings, siblings_, options_, units_);
        add_unused(report.findings);
        keep_selected_places(report.findings);
        add_audit(report);
        add_fingerprints(report.findings);
        apply_baseline(report);
        keep_changed_lines(report);
        add_units(report);
        add_files(report);
        take_out_root(report);
        decide_exit(report);
        return report;
    }

private:
    std::string name_of(const UnitResult& unit) const {
        return relative_to_root(options_.user_files, unit.command->file);
    }

    /// How many units report a finding that must be proven.
    using Reporters = std::map<FindingId, std::size_t>;

    static Reporters reporters_of(const std::vector<UnitFindings>& found) {
        Reporters reporters;
        for (const UnitFindings& unit : found) {
            std::set<FindingId> own;
            for (const Finding& finding : unit.findings)
                if (finding.must_be_proven) own.insert(id_of(finding));
            for (const FindingId& id : own) ++reporters[id];
        }
        return reporters;
    }

    /// How many units parsed each file with a finding that must be proven.
    std::map<std::string, std::size_t> readers_of(const std::vector<Finding>& findings) const {
        std::map<std::string, std::size_t> readers;
        for (const Finding& finding : findings)
            if (finding.must_be_proven) readers.emplace(finding.span.file, 0);
        if (readers.empty()) return readers;
        for (const UnitResult& unit : units_) {
            if (!unit.facts.skipped.empty()) continue;
            for (const std::string& file : unit.facts.user_files)
                if (const auto read = readers.find(file); read != readers.end()) ++read->second;
        }
        return readers;
    }

    /// A rule may be sure only when a repair is proven: in every unit that reads the place.
    void drop_unproven(std::vector<Finding>& findings, const Reporters& reporters) const {
        const std::map<std::string, std::size_t> readers = readers_of(findings);
        std::erase_if(findings, [&](const Finding& finding) {
            return finding.must_be_proven &&
                   (!is_proven(finding) || reporters.at(id_of(finding)) < readers.at(finding.span.file));
        });
    }

    /// What had to be proven, and is, says all that another rule, which has no repair, says of the same call.
    static void drop_told_by_proven(std::vector<Finding>& findings) {
        std::set<std::pair<SiteId, std::string>> told;
        for (const Finding& finding : findings)
            if (finding.must_be_proven) told.emplace(finding.span.site(), finding.callee);
        std::erase_if(findings, [&](const Finding& finding) {
            return !finding.must_be_proven && !finding.callee.empty() && finding.suggestions.empty() &&
                   told.count({finding.span.site(), finding.callee});
        });
    }

    /// Suppressions of files that some unit failed to analyse are not called unused: their finding may be there.
    void add_unused(std::vector<Finding>& findings) {
        if (options_.only_facts || options_.shard) return;
        const auto is_before = [](const Suppression& a, const Suppression& b) {
            return std::tie(a.place, a.kind, a.rules) < std::tie(b.place, b.kind, b.rules);
        };
        std::set<Suppression, decltype(is_before)> all;  // those of a header once, however many read it
        std::set<std::string> doubtful;
        bool any_blind = false;
        for (const UnitResult& unit : units_) {
            all.insert(unit.facts.suppressions.begin(), unit.facts.suppressions.end());
            any_blind |= !unit.failure.empty();
            if (!unit.facts.errors.empty()) doubtful.insert(unit.facts.user_files.begin(), unit.facts.user_files.end());
        }
        std::vector<Suppression> unused = suppress(findings, {all.begin(), all.end()}, active_);
        std::erase_if(unused, [&](const Suppression& suppression) {
            const std::string& file = suppression.place.file;
            return any_blind || doubtful.count(file) ||
                   !is_on(options_, config_of(options_, file), suppression.rules.front());
        });
        const std::vector<Finding> of_unused = judge(options_, active_, {}, unused);
        findings.insert(findings.end(), of_unused.begin(), of_unused.end());
        std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
            return std::tie(a.span.file, a.span.line, a.span.column, a.rule, a.message) <
                   std::tie(b.span.file, b.span.line, b.span.column, b.rule, b.message);
        });
    }

    void keep_selected_places(std::vector<Finding>& findings) const {
        std::erase_if(findings, [&](const Finding& finding) { return !is_wanted(options_, finding.span.file); });
    }

    void add_audit(Report& report) const {
        if (options_.audit.empty()) return;
        report.is_audit = true;
        report.audit_symbol = options_.audit.front();
        std::vector<const UnitFacts*> facts;
        for (const UnitResult& unit : units_) facts.push_back(&unit.facts);
        std::set<std::string> namesakes;
        for (const UnitFacts* unit : facts)
            for (const std::string& name : unit->declared)
                if (last_name(name) == last_name(report.audit_symbol)) namesakes.insert(name);
        report.namesakes.assign(namesakes.begin(), namesakes.end());
        Audit of_uses = audit(facts, report.findings, symbols_, options_.config);
        report.audit = std::move(of_uses.rows);
        std::erase_if(report.audit, [&](const AuditRow& row) { return !is_wanted(options_, row.span.file); });
        std::erase_if(report.findings, [&](const Finding& finding) { return !of_uses.findings.count(id_of(finding)); });
    }

    /// An audit is about every use.
    void apply_baseline(Report& report) const {
        if (!options_.baseline || report.is_audit) return;
        const BaselineSight sight(options_, active_, units_);
        report.baseline = match_baseline(*options_.baseline, report.findings,
                                         [&](const BaselineEntry& entry) { return sight.of(entry); });
    }

    /// Behind the baseline, which has to see all findings of a file to pair them with its entries.
    void keep_changed_lines(Report& report) const {
        if (!options_.changed || report.is_audit) return;
        const ChangedLines& changed = *options_.changed;
        const std::size_t found = report.findings.size();
        std::erase_if(report.findings, [&](const Finding& finding) {
            const Span& span = finding.span;
            return !changed.touches(span.file, span.line, std::max(span.line, span.end_line));
        });
        report.changed = {changed.revision, changed.base, changed.files.size(), found - report.findings.size()};
        if (!report.baseline) return;
        const auto with_state = [&](BaselineState state) {
            return static_cast<std::uint64_t>(
                std::count_if(report.findings.begin(), report.findings.end(),
                              [&](const Finding& finding) { return finding.baseline_state == state; }));
        };
        report.baseline->known = with_state(BaselineState::known);
        report.baseline->added = with_state(BaselineState::added);
    }

    /// By file; several commands of one file stay in the database's order.
    void add_units(Report& report) const {
        std::vector<std::pair<std::string, std::size_t>> order;
        for (std::size_t i = 0; i < units_.size(); ++i) order.emplace_back(name_of(units_[i]), i);
        std::sort(order.begin(), order.end());
        for (const auto& [file, index] : order) report.units.push_back(report_of(units_[index]));
    }

    void add_files(Report& report) const {
        for (const UnitResult& unit : units_)
            for (std::size_t i = 0; i < unit.facts.user_files.size() && i < unit.facts.digests.size(); ++i) {
                const std::string& digest = unit.facts.digests[i];
                const auto [entry, is_new] = report.files.emplace(unit.facts.user_files[i], digest);
                if (!is_new && entry->second != digest) entry->second.clear();
            }
    }

    UnitReport report_of(const UnitResult& unit) const {
        UnitReport report;
        report.file = name_of(unit);
        if (!unit.failure.empty()) {
            report.status = "failed";
            report.reason = unit.failure;
            report.is_cut_off = unit.is_cut_off;
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
        const auto bar_at = [&](const Span& span) { return config_of(options_, span.file).fail_on; };
        const bool fails = std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
            const Severity bar = bar_at(finding.span);
            return bar != Severity::off && is_told(finding) && finding.severity >= bar;
        });
        report.exit_code = fails ? 1 : 0;
        if (!report.complete && (was_interrupted_ || !options_.allow_incomplete)) report.exit_code = 3;
    }

    void take_out_root(Report& report) const {
        const std::string root = options_.user_files.root + "/";
        for (UnitReport& unit : report.units) {
            take_out(root, unit.reason);
            for (Note& error : unit.errors) take_out(root, error.message);
        }
        for (Finding& finding : report.findings) {
            take_out(root, finding.message);
            for (Note& note : finding.notes) take_out(root, note.message);
            for (Suggestion& suggestion : finding.suggestions) take_out(root, suggestion.why_not);
        }
        for (AuditRow& row : report.audit) {
            take_out(root, row.why);
            take_out(root, row.why_not);
        }
    }

    const RunOptions& options_;
    const std::set<std::string>& active_;
    const std::vector<std::string>& symbols_;
    std::vector<UnitResult> units_;
    const SiblingIndex& siblings_;
    bool was_interrupted_;
};

}  // namespace

bool is_wanted(const RunOptions& options, const std::string& relative_file) {
    if (options.changed && !options.changed->has_file(relative_to_root(options.user_files, relative_file)))
        return false;
    if (options.paths.empty()) return true;
    const std::string& root = options.user_files.root;
    const std::string file =
        relative_file.starts_with('/') ? relative_file : root + (root.ends_with('/') ? "" : "/") + relative_file;
    return std::any_of(options.paths.begin(), options.paths.end(),
                       [&](const std::string& path) { return is_at_or_below(file, path); });
}

Report make_report(const RunOptions& options, const std::set<std::string>& active,
                   const std::vector<std::string>& symbols, std::vector<UnitResult> units, const SiblingIndex& siblings,
                   bool was_interrupted) {
    return ReportMaker(options, active, symbols, std::move(units), siblings, was_interrupted).go();
}

}  // namespace awaitlint
