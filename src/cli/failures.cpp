// See failures.h.
#include "cli/failures.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "cli/output.h"
#include "cli/remedy.h"
#include "cli/shown_paths.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_errors_shown = 3;

/// As a shell takes it.
std::string quoted(const std::string& word) {
    const bool is_plain = !word.empty() && word.find_first_not_of(
                                               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                               "0123456789_-+=./,:@%") == std::string::npos;
    if (is_plain) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

/// The command that does the same to this unit alone.
std::string reproduction(const UnitReport& unit, const Options& options, const Prepared& prepared) {
    std::vector<std::string> words = {"awaitlint", "check",
                                      ShownPaths(Options(), prepared.run.user_files.root).of(unit.file)};
    const auto add = [&](const char* option, const std::string& value) { words.insert(words.end(), {option, value}); };
    if (!options.root.empty()) add("--root", options.root);
    if (!options.build_dir.empty()) add("-p", options.build_dir);
    for (const std::string& argument : options.extra_arguments_before)
        words.push_back("--extra-arg-before=" + argument);
    for (const std::string& argument : options.extra_arguments) words.push_back("--extra-arg=" + argument);
    for (const std::string& glob : options.query_driver) add("--query-driver", glob);
    if (!options.config.empty()) add("--config", options.config);
    if (options.timeout != Options().timeout) add("--timeout", std::to_string(options.timeout));
    if (options.memory) add("--memory", std::to_string(options.memory));
    if (options.sandbox == Sandbox::off) add("--sandbox", "off");
    if (options.full_parse) words.emplace_back("--full-parse");
    if (options.has_flags) words.emplace_back("--");
    words.insert(words.end(), options.flags.begin(), options.flags.end());
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : " ") + quoted(word);
    return line;
}

/// The commands of a run by the names of their units: those of many units may be asked for.
class CommandsOfUnits {
public:
    explicit CommandsOfUnits(const Prepared& prepared) {
        // Of several commands for one file, the first.
        for (const auto* commands : {&prepared.run.commands, &prepared.run.others})
            for (const CompileCommand& command : *commands)
                commands_.try_emplace(relative_to_root(prepared.run.user_files, command.file), &command);
    }
    CompileCommand of(const UnitReport& unit) const {
        const auto found = commands_.find(unit.file);
        return found == commands_.end() ? CompileCommand() : *found->second;
    }

private:
    std::unordered_map<std::string, const CompileCommand*> commands_;
};

bool has_failed(const Report& report) {
    return std::any_of(report.units.begin(), report.units.end(),
                       [](const UnitReport& unit) { return unit.status == "failed"; });
}

void say_failed(const UnitReport& unit, const CommandsOfUnits& commands, const Options& options,
                const Prepared& prepared, const ShownPaths& shown) {
    say(fmt::format("failed: {}: {}", shown.of(unit.file), unit.reason));
    if (const std::string advice = remedy_for_reason(unit.reason, followed_by(options)); !advice.empty())
        say("  remedy: " + advice);
    if (unit.errors.empty() && !unit.is_cut_off)
        say(fmt::format("  to see it again: {}", reproduction(unit, options, prepared)));
    if (unit.errors.empty()) return;
    const auto say_error_of_unit = [&](const Note& error) {
        const Place& place = error.place;
        say(place.is_known()
                ? fmt::format("  {}:{}:{}: error: {}", shown.of(place.file), place.line, place.column, error.message)
                : fmt::format("  error: {}", error.message));
    };
    const Remedy remedy = remedy_for(unit.errors, commands.of(unit), followed_by(options));
    if (remedy.explains_all) return;  // the reason is the remedy, explain_failures has seen to that
    say_error_of_unit(unit.errors[remedy.cause]);
    if (!remedy.advice.empty()) say("  remedy: " + remedy.advice);
    std::size_t told = 1;
    for (std::size_t i = 0; i < unit.errors.size() && told < most_errors_shown; ++i) {
        if (i == remedy.cause) continue;
        say_error_of_unit(unit.errors[i]);
        ++told;
    }
    if (unit.errors.size() > told) say(fmt::format("  and {} more", unit.errors.size() - told));
}

}  // namespace

void say_failures(const Report& report, const Options& options, const Prepared& prepared) {
    if (!has_failed(report)) return;
    const CommandsOfUnits commands(prepared);
    const ShownPaths shown(options, prepared.run.user_files.root);
    const UnitReport* first = nullptr;
    std::size_t cut_off = 0;
    for (const UnitReport& unit : report.units) {
        if (unit.status == "failed" && !unit.is_cut_off) say_failed(unit, commands, options, prepared, shown);
        if (!unit.is_cut_off) continue;
        if (!first) first = &unit;
        ++cut_off;
    }
    if (cut_off == 1) say_failed(*first, commands, options, prepared, shown);
    if (cut_off > 1)
        say(fmt::format("failed: {} units (first: {}): {}", cut_off, shown.of(first->file), first->reason));
}

void explain_failures(Report& report, const Options& options, const Prepared& prepared) {
    if (!has_failed(report)) return;
    const CommandsOfUnits commands(prepared);
    for (UnitReport& unit : report.units) {
        if (unit.errors.empty()) continue;
        const Remedy remedy = remedy_for(unit.errors, commands.of(unit), followed_by(options));
        // What was dropped on the way stays told behind it.
        const std::size_t rest = std::min(unit.reason.find("; "), unit.reason.size());
        if (remedy.explains_all) unit.reason.replace(0, rest, remedy.advice);
    }
}

}  // namespace awaitlint
