// See merge_reports.h.
#include "engine/verdict/merge_reports.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "engine/verdict/merge.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

using Place = std::tuple<std::string, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, std::string>;

Place place_of(const Span& span, const std::string& what) {
    return {span.file, span.line, span.column, span.end_line, span.end_column, what};
}

constexpr std::string_view unused_suppression = "unused-suppression";

/// A comment that one report calls unused silences something in another. `silenced`: rules by file.
bool is_used_elsewhere(const Finding& unused, const std::map<std::string, std::set<std::string>>& silenced) {
    const auto rules = silenced.find(unused.span.file);
    return rules != silenced.end() &&
           std::any_of(rules->second.begin(), rules->second.end(),
                       [&](const std::string& rule) { return unused.current.find(rule) != std::string::npos; });
}

std::vector<Finding> merged_findings(std::vector<NamedReport>& reports) {
    std::map<Place, Severity> severities;
    std::set<Place> counted, added;
    std::map<std::string, std::set<std::string>> silenced;
    std::vector<UnitFindings> units;
    for (NamedReport& named : reports) {
        for (const Finding& finding : named.report.findings) {
            const Place place = place_of(finding.span, finding.rule);
            Severity& severity = severities.try_emplace(place, finding.severity).first->second;
            severity = std::max(severity, finding.severity);
            if (!finding.suppressed) counted.insert(place);
            if (finding.baseline_state == BaselineState::added) added.insert(place);
            if (finding.suppressed) silenced[finding.span.file].insert(finding.rule);
        }
        units.push_back({named.name, std::move(named.report.findings)});
    }
    std::vector<Finding> findings = merge(std::move(units));
    std::erase_if(findings, [&](const Finding& finding) {
        return finding.rule == unused_suppression && is_used_elsewhere(finding, silenced);
    });
    for (Finding& finding : findings) {
        const Place place = place_of(finding.span, finding.rule);
        finding.severity = severities.at(place);
        finding.suppressed = counted.count(place) == 0;
        if (!finding.suppressed) finding.suppression_reason.clear();
        if (added.count(place) == 0) continue;
        finding.baseline_state = BaselineState::added;
        finding.baseline_reason.clear();
    }
    std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.span.file, a.span.line, a.span.column, a.rule, a.message) <
               std::tie(b.span.file, b.span.line, b.span.column, b.rule, b.message);
    });
    return findings;
}

/// The worst first.
int rank_of(const UnitReport& unit) {
    const std::string_view states[] = {"failed", "analyzed", "cached", "skipped"};
    return static_cast<int>(std::find(std::begin(states), std::end(states), unit.status) - std::begin(states));
}

/// A unit of several reports is one. A file with several commands is as many units as one report has of it.
std::vector<UnitReport> merged_units(const std::vector<NamedReport>& reports) {
    std::map<std::string, std::vector<UnitReport>> merged;
    for (const NamedReport& named : reports) {
        std::map<std::string, std::vector<UnitReport>> own;
        for (const UnitReport& unit : named.report.units) own[unit.file].push_back(unit);
        for (auto& [file, units] : own) {
            std::sort(units.begin(), units.end(),
                      [](const UnitReport& a, const UnitReport& b) { return rank_of(a) < rank_of(b); });
            std::vector<UnitReport>& known = merged[file];
            for (std::size_t i = 0; i < units.size(); ++i)
                if (i >= known.size())
                    known.push_back(units[i]);
                else if (rank_of(units[i]) < rank_of(known[i]))
                    known[i] = units[i];
        }
    }
    std::vector<UnitReport> units;
    for (auto& [file, list] : merged) units.insert(units.end(), list.begin(), list.end());
    return units;
}

bool has_looked_at(const Report& report, const std::string& file) {
    if (!report.unread) return false;
    return report.looked_below.empty() ||
           std::any_of(report.looked_below.begin(), report.looked_below.end(),
                       [&](const std::string& path) { return is_at_or_below(file, path); });
}

/// A file is unread if every report that looked there says so.
void merge_coverage(const std::vector<NamedReport>& reports, Report& merged) {
    std::map<std::string, UnreadFile> unread;
    std::set<std::string> read, looked_below;
    bool is_everywhere = false;
    merged.unread.reset();
    for (const NamedReport& named : reports) {
        if (!named.report.unread) continue;
        for (const UnreadFile& file : *named.report.unread) {
            UnreadFile& known = unread.try_emplace(file.file, file).first->second;
            known.mentions_coroutines |= file.mentions_coroutines;
        }
        is_everywhere |= named.report.looked_below.empty();
        looked_below.insert(named.report.looked_below.begin(), named.report.looked_below.end());
        merged.unread.emplace();
    }
    if (!merged.unread) return;
    for (const NamedReport& named : reports) {
        std::set<std::string> own;
        for (const UnreadFile& file : named.report.unread.value_or(std::vector<UnreadFile>())) own.insert(file.file);
        for (const auto& [name, file] : unread)
            if (has_looked_at(named.report, name) && own.count(name) == 0) read.insert(name);
    }
    for (const auto& [name, file] : unread)
        if (read.count(name) == 0) merged.unread->push_back(file);
    merged.looked_below.clear();
    if (!is_everywhere) merged.looked_below.assign(looked_below.begin(), looked_below.end());
}

void merge_left_out(const std::vector<NamedReport>& reports, Report& merged) {
    std::set<std::pair<std::string, std::string>> known;
    for (const NamedReport& named : reports)
        for (const LeftOut& entry : named.report.left_out)
            if (known.emplace(entry.file, entry.why).second) merged.left_out.push_back(entry);
}

/// Wrong in one is wrong.
void merge_audit(const std::vector<NamedReport>& reports, Report& merged) {
    const auto doubt = [](const AuditRow& row) { return row.verdict == "wrong" ? 2 : row.verdict == "maybe" ? 1 : 0; };
    std::map<Place, AuditRow> rows;
    for (const NamedReport& named : reports)
        for (const AuditRow& row : named.report.audit) {
            const auto [entry, is_new] = rows.try_emplace(place_of(row.span, row.callee), row);
            const bool is_proven = entry->second.proven && row.proven;
            if (doubt(row) > doubt(entry->second)) entry->second = row;
            if (!is_new) entry->second.proven = is_proven;
        }
    merged.audit.clear();
    for (const auto& [place, row] : rows) merged.audit.push_back(row);
}

/// Of files that the reports know with different bytes, nobody knows what the places mean.
void merge_files(const std::vector<NamedReport>& reports, Report& merged) {
    for (const NamedReport& named : reports)
        for (const auto& [file, digest] : named.report.files) {
            const auto [entry, is_new] = merged.files.emplace(file, digest);
            if (!is_new && entry->second != digest) entry->second.clear();
        }
}

/// Known only if it is in each; stale only what each calls so, as none of them says what it has not looked at.
void merge_baseline(const std::vector<NamedReport>& reports, Report& merged) {
    const auto without_count = [](BaselineEntry entry) {
        entry.count = 0;
        return entry;
    };
    std::map<BaselineEntry, std::uint64_t> stale;
    for (const NamedReport& named : reports) {
        if (!named.report.baseline) continue;
        std::map<BaselineEntry, std::uint64_t> own;
        for (const BaselineEntry& entry : named.report.baseline->stale) own[without_count(entry)] += entry.count;
        if (!merged.baseline) stale = own;
        if (!merged.baseline) merged.baseline = BaselineOutcome{named.report.baseline->file, 0, 0, {}, {}};
        std::erase_if(stale, [&](const auto& entry) { return own.count(entry.first) == 0; });
        for (auto& [entry, count] : stale) count = std::min(count, own.at(entry));
    }
    if (!merged.baseline) return;
    for (const auto& [entry, count] : stale) {
        merged.baseline->stale.push_back(entry);
        merged.baseline->stale.back().count = count;
    }
    for (const Finding& finding : merged.findings) {
        if (finding.baseline_state == BaselineState::known) ++merged.baseline->known;
        if (finding.baseline_state == BaselineState::added) ++merged.baseline->added;
    }
}

void merge_run(const std::vector<NamedReport>& reports, Report& merged) {
    std::set<std::string> doubtful;
    for (const NamedReport& named : reports) {
        const Report& report = named.report;
        merged.complete &= report.complete;
        if (merged.changed) merged.changed->files = std::max(merged.changed->files, report.changed->files);
        if (merged.changed)
            merged.changed->other_findings = std::max(merged.changed->other_findings, report.changed->other_findings);
        merged.exit_code = std::max(merged.exit_code, report.exit_code);
        if (merged.error.empty() && !report.error.empty()) merged.error = named.name + ": " + report.error;
        for (const auto& [key, value] : report.meta)
            if (!merged.meta.emplace(key, value).second && merged.meta[key] != value) doubtful.insert(key);
    }
    for (const std::string& key : doubtful) {
        merged.meta.erase(key);
        merged.remarks.push_back(fmt::format("the reports do not agree on '{}' (--meta): it is left out", key));
    }
}

/// The commit to which the lines are new that a report tells of; empty: all lines.
std::string base_of(const Report& report) {
    return report.changed ? report.changed->base : "";
}

}  // namespace

Result<Report> merge_reports(std::vector<NamedReport> reports) {
    if (reports.size() == 1) return std::move(reports.front().report);
    const Report& first = reports.front().report;
    for (const NamedReport& other : reports) {
        if (other.report.is_audit == first.is_audit && other.report.audit_symbol == first.audit_symbol) continue;
        return Error{
            fmt::format("'{}' and '{}' are no reports of one kind: merge runs of `check`, or audits of one function",
                        reports.front().name, other.name)};
    }
    for (const NamedReport& other : reports) {
        if (base_of(other.report) == base_of(first)) continue;
        return Error{fmt::format("'{}' and '{}' do not tell of the same lines (--diff-base): merge runs with one base",
                                 reports.front().name, other.name)};
    }
    Report merged;
    merged.version = first.version;
    merged.changed = first.changed;
    merged.llvm_version = first.llvm_version;
    merged.is_audit = first.is_audit;
    merged.audit_symbol = first.audit_symbol;
    merge_run(reports, merged);
    merge_files(reports, merged);
    merge_coverage(reports, merged);
    merge_left_out(reports, merged);
    merge_audit(reports, merged);
    merged.units = merged_units(reports);
    merged.findings = merged_findings(reports);
    merge_baseline(reports, merged);
    const bool is_wrong = std::any_of(merged.audit.begin(), merged.audit.end(),
                                      [](const AuditRow& row) { return row.verdict == "wrong"; });
    const bool is_found = std::any_of(merged.findings.begin(), merged.findings.end(), is_told);
    // What one of them had found may be explained by another.
    if (merged.exit_code == 1 && !is_wrong && !is_found) merged.exit_code = 0;
    return merged;
}

}  // namespace awaitlint
