// See shown_paths.h.
#include "cli/shown_paths.h"

#include <filesystem>
#include <utility>

#include "project/paths.h"
#include "project/project.h"

namespace awaitlint {

namespace fs = std::filesystem;

ShownPaths::ShownPaths(const Options& options, std::string root) : root_(std::move(root)) {
    if (options.path_style == "root") base_ = root_;
    if (options.path_style != "working") return;
    std::error_code failure;
    const std::string here = real_path(fs::current_path(failure).string());
    // From nowhere near, a way of nothing but `..` helps nobody.
    const bool is_near = !failure && (is_at_or_below(root_, here) || common_folder({here, root_}) != "/");
    if (is_near) base_ = here;
}

std::string ShownPaths::of(const std::string& file) const {
    if (file.empty() || file.starts_with('/')) return file;
    const fs::path absolute = fs::path(root_) / file;
    return base_.empty() ? absolute.string() : absolute.lexically_proximate(base_).string();
}

Report ShownPaths::in(Report report) const {
    if (base_ == root_) return report;
    const auto rename = [&](std::string& file) { file = of(file); };
    for (Finding& finding : report.findings) {
        rename(finding.span.file);
        for (Note& note : finding.notes) rename(note.place.file);
        for (Suggestion& suggestion : finding.suggestions) {
            rename(suggestion.target_place.file);
            for (Edit& edit : suggestion.edits) rename(edit.file);
        }
    }
    for (UnitReport& unit : report.units) {
        rename(unit.file);
        for (Note& error : unit.errors) rename(error.place.file);
    }
    for (AuditRow& row : report.audit) rename(row.span.file);
    for (LeftOut& entry : report.left_out) rename(entry.file);
    if (report.unread)
        for (UnreadFile& file : *report.unread) rename(file.file);
    return report;
}

}  // namespace awaitlint
