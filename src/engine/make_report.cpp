// See make_report.h.
#include "engine/make_report.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/audit.h"
#include "engine/judge.h"
#include "engine/merge.h"
#include "engine/suppress.h"

namespace awaitlint {
namespace {

/// Clang says places as absolute paths, and a report does not depend on the folder.
void take_out(const std::string& root, std::string& text) {
    for (std::size_t at = 0; (at = text.find(root, at)) != std::string::npos;) text.erase(at, root.size());
}

class ReportMaker {
public:
    ReportMaker(const RunOptions& options, const std::set<std::string>& active, std::vector<UnitResult> units,
                bool was_interrupted)
        : options_(options), active_(active), units_(std::move(units)), was_interrupted_(was_interrupted) {}

    Report go() {
        Report report;
        report.version = options_.version;
        report.llvm_version = llvm_version();
        std::vector<UnitFindings> found;
        for (UnitResult& unit : units_) found.push_back({name_of(unit), std::move(unit.findings)});
        report.findings = merge(found);
        drop_unproven(report.findings, found);
        add_unused(report.findings);
        keep_selected_places(report.findings);
        add_audit(report);
        add_fingerprints(report.findings);
        add_units(report);
        add_files(report);
        take_out_root(report);
        decide_exit(report);
        return report;
    }

private:
    std::string name_of(const UnitResult& unit) const {
        return relative_to_root(options_.user_files, unit.request.command.file);
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

    /// Suppressions of files that some unit failed to analyse are not called unused: their finding may be there.
    void add_unused(std::vector<Finding>& findings) {
        if (options_.only_facts) return;
        std::vector<Suppression> all;
        std::set<std::string> doubtful;
        bool any_blind = false;
        for (const UnitResult& unit : units_) {
            all.insert(all.end(), unit.facts.suppressions.begin(), unit.facts.suppressions.end());
            any_blind |= !unit.failure.empty();
            if (!unit.facts.errors.empty()) doubtful.insert(unit.facts.user_files.begin(), unit.facts.user_files.end());
        }
        std::vector<Suppression> unused = suppress(findings, all, active_);
        std::erase_if(unused, [&](const Suppression& suppression) {
            return any_blind || doubtful.count(suppression.place.file);
        });
        const std::vector<Finding> of_unused = judge(options_, active_, {}, unused);
        findings.insert(findings.end(), of_unused.begin(), of_unused.end());
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
        for (const UnitResult& unit : units_) facts.push_back(unit.facts);
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
    }

    const RunOptions& options_;
    const std::set<std::string>& active_;
    std::vector<UnitResult> units_;
    bool was_interrupted_;
};

}  // namespace

Report make_report(const RunOptions& options, const std::set<std::string>& active, std::vector<UnitResult> units,
                   bool was_interrupted) {
    return ReportMaker(options, active, std::move(units), was_interrupted).go();
}

}  // namespace awaitlint
