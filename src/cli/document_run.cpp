// See document_run.h.
#include "cli/document_run.h"

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

// Of a header's likely readers, so many are looked at before all units are: a scan of a unit takes some 20 ms.
constexpr std::size_t likely_readers = 8;

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

std::optional<Report> run_by_reader(RunOptions& run, const std::string& file, const std::vector<std::string>& readers) {
    const std::vector<CompileCommand> all = std::exchange(run.others, {});
    if (auto known = known_reader(all, readers)) {
        run.commands = {*known};
        Report report = awaitlint::run(run);
        if (report.files.count(relative_to_root(run.user_files, file))) return report;
    }
    auto reader = search_reader(run, all, file);
    if (!reader) return std::nullopt;
    run.commands = {*reader};
    return awaitlint::run(run);
}

}  // namespace

std::optional<Report> run_on_document(RunOptions& run, const std::string& file,
                                      const std::vector<std::string>& readers) {
    if (run.commands.empty()) return run_by_reader(run, file, readers);
    run.others.clear();
    return awaitlint::run(run);
}

}  // namespace awaitlint
