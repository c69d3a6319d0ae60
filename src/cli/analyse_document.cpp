// See analyse_document.h.
#include "cli/analyse_document.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "cli/baseline_in_force.h"
#include "cli/document_run.h"
#include "cli/remedy.h"
#include "cli/setup.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

lsp::Analysis failed(const std::string& why, bool is_for_user) {
    lsp::Analysis analysis;
    analysis.failure = why;
    analysis.is_for_user = is_for_user;
    return analysis;
}

/// Paths of a report are relative to the root; a client knows files by their absolute paths.
class AbsolutePlaces {
public:
    explicit AbsolutePlaces(const std::string& root) : root_(root) {}

    void make_absolute(std::string& file) const {
        if (!file.empty()) file = absolute_path(file, root_);
    }
    void make_absolute(Finding& finding) const {
        make_absolute(finding.span.file);
        for (Note& note : finding.notes) make_absolute(note.place.file);
        for (Suggestion& suggestion : finding.suggestions) {
            make_absolute(suggestion.target_place.file);
            for (Edit& edit : suggestion.edits) make_absolute(edit.file);
        }
    }

private:
    const std::string& root_;
};

/// What kept a unit from being analysed to its end: the error that the others follow from.
Note obstacle_of(const UnitReport& unit, const CompileCommand& command) {
    if (unit.errors.empty()) return {fmt::format("not analysed: {}", unit.reason), {}};
    const Remedy remedy = remedy_for(unit.errors, command);
    Note obstacle = unit.errors[remedy.cause];
    obstacle.message =
        fmt::format("not fully analysed: {}{}{}", obstacle.message, remedy.advice.empty() ? "" : "; ", remedy.advice);
    return obstacle;
}

lsp::Analysis analysis_of(const Report& report, const RunOptions& run) {
    const AbsolutePlaces places(run.user_files.root);
    lsp::Analysis analysis;
    for (Finding finding : report.findings) {
        if (finding.suppressed) continue;
        places.make_absolute(finding);
        analysis.findings.push_back(std::move(finding));
    }
    for (const UnitReport& unit : report.units) {
        if (unit.status != "failed") continue;
        Note obstacle = obstacle_of(unit, run.commands.front());
        places.make_absolute(obstacle.place.file);
        if (std::find(analysis.obstacles.begin(), analysis.obstacles.end(), obstacle) == analysis.obstacles.end())
            analysis.obstacles.push_back(std::move(obstacle));
    }
    analysis.was_kept = std::any_of(report.units.begin(), report.units.end(),
                                    [](const UnitReport& unit) { return unit.status == "cached"; });
    for (const auto& [file, digest] : report.files) analysis.read.push_back(absolute_path(file, run.user_files.root));
    return analysis;
}

}  // namespace

lsp::Analysis analyse_document(const Options& options, const lsp::AnalysisRequest& request) {
    std::error_code failure;
    fs::current_path(request.folder, failure);
    if (!fs::is_regular_file(request.file, failure))
        return failed(fmt::format("'{}' is not on disk yet: it is analysed once it is saved", request.file), false);
    Options of_document = options;
    of_document.paths = {request.file};
    of_document.keeps_refused_paths = true;
    auto prepared = prepare(of_document);
    if (!prepared) return failed(prepared.error().message, true);
    for (const auto& [path, why] : prepared->refused_paths)
        return failed(fmt::format("'{}' is not looked at: {}", path, why), false);
    if (auto used = use_baseline(options, *prepared); !used) return failed(used.error().message, true);
    RunOptions& run = prepared->run;
    run.cache.remote.reset();  // who types waits for no network
    run.unsaved = request.unsaved;
    run.expects_edits = true;
    const bool is_unit = !run.commands.empty();
    const auto report = run_on_document(run, request.file, request.readers);
    if (!report)
        return failed(fmt::format("'{}' is not analysed: no unit of '{}' reads it", request.file, prepared->database),
                      false);
    lsp::Analysis analysis = analysis_of(*report, run);
    if (!is_unit) analysis.reader = run.commands.front().file;
    return analysis;
}

}  // namespace awaitlint
