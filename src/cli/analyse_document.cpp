// See analyse_document.h.
#include "cli/analyse_document.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "cli/baseline_in_force.h"
#include "cli/remedy.h"
#include "cli/setup.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

// Of a header's likely readers, so many are looked at before all units are: a scan of a unit takes some 20 ms.
constexpr std::size_t likely_readers = 8;

lsp::Analysis failed(const std::string& why, bool is_for_user) {
    lsp::Analysis analysis;
    analysis.failure = why;
    analysis.is_for_user = is_for_user;
    return analysis;
}

/// How near a unit is to a header: of the same name, then by how many letters of their folders they share.
std::pair<bool, std::size_t> nearness(const CompileCommand& command, const std::string& header) {
    const bool is_namesake = fs::path(command.file).stem() == fs::path(header).stem();
    const auto [end, ignored] = std::mismatch(command.file.begin(), command.file.end(), header.begin(), header.end());
    return {is_namesake, static_cast<std::size_t>(end - command.file.begin())};
}

/// A unit that reads the file on disk, the nearest one of them first. `commands`: in their order of likelihood.
std::optional<CompileCommand> first_reader(RunOptions run, std::vector<CompileCommand> commands) {
    run.commands.clear();
    run.others = std::move(commands);
    run.unsaved.clear();
    run.only_reads = true;
    const Report report = awaitlint::run(run);
    for (const CompileCommand& command : run.others) {
        const std::string name = relative_to_root(run.user_files, command.file);
        const bool is_reader = std::any_of(report.units.begin(), report.units.end(),
                                           [&](const UnitReport& unit) { return unit.file == name; });
        if (is_reader) return command;
    }
    return std::nullopt;
}

std::optional<CompileCommand> search_reader(const RunOptions& run, std::vector<CompileCommand> all,
                                            const std::string& header) {
    std::sort(all.begin(), all.end(), [&](const CompileCommand& a, const CompileCommand& b) {
        const auto near_a = nearness(a, header), near_b = nearness(b, header);
        return near_a != near_b ? near_b < near_a : std::tie(a.file, a.argv) < std::tie(b.file, b.argv);
    });
    const std::size_t count = std::min(all.size(), likely_readers);
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(count);
    if (auto found = first_reader(run, {all.begin(), middle})) return found;
    return first_reader(run, {middle, all.end()});
}

std::optional<CompileCommand> known_reader(const std::vector<CompileCommand>& all,
                                           const std::vector<std::string>& readers) {
    for (const std::string& reader : readers)
        for (const CompileCommand& command : all)
            if (command.file == reader) return command;
    return std::nullopt;
}

/// A header may be included by hundreds: one unit says what is wrong with it. The report is empty where none does.
std::optional<Report> analyse_by_reader(RunOptions& run, const lsp::AnalysisRequest& request) {
    const std::vector<CompileCommand> all = std::exchange(run.others, {});
    const std::string name = relative_to_root(run.user_files, request.file);
    if (auto known = known_reader(all, request.readers)) {
        run.commands = {*known};
        Report report = awaitlint::run(run);
        if (report.files.count(name)) return report;
    }
    auto reader = search_reader(run, all, request.file);
    if (!reader) return std::nullopt;
    run.commands = {*reader};
    return awaitlint::run(run);
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
    run.unsaved = request.unsaved;
    run.expects_edits = true;
    if (!run.commands.empty()) {
        run.others.clear();
        return analysis_of(awaitlint::run(run), run);
    }
    const auto report = analyse_by_reader(run, request);
    if (!report)
        return failed(fmt::format("'{}' is not analysed: no unit of '{}' reads it", request.file, prepared->database),
                      false);
    lsp::Analysis analysis = analysis_of(*report, run);
    analysis.reader = run.commands.front().file;
    return analysis;
}

}  // namespace awaitlint
