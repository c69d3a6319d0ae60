// See fixture_run.h.
#include "fixture_run.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "awaitlint/rule.h"
#include "fixture_check.h"
#include "project/project.h"
#include "temporary_folder.h"

namespace awaitlint::fixtures {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> arguments_of(const Settings& settings, const std::string& library) {
    std::vector<std::string> arguments = {"-std=" + settings.standard};
    if (!settings.has_real_headers) arguments.push_back("-nostdinc++");
    arguments.insert(arguments.end(), {"-isystem", library});
    arguments.insert(arguments.end(), settings.arguments.begin(), settings.arguments.end());
    return arguments;
}

CompileCommand command_of(const Fixture& fixture, const std::string& folder) {
    CompileCommand command;
    command.directory = folder;
    command.file = folder + "/" + fixture.unit();
    command.argv = {"clang++"};
    for (std::string& argument : arguments_of(fixture.settings, AWAITLINT_SOURCE_DIR "/fixtures/lib"))
        command.argv.push_back(std::move(argument));
    command.argv.push_back(command.file);
    return command;
}

/// The engine takes one configuration per run: fixtures of equal configuration share one.
Config read_config_of(const std::string& text, const TemporaryFolder& folder) {
    if (text.empty()) return default_config();
    std::vector<std::string> ids;
    for (const Rule* rule : all_rules()) ids.emplace_back(rule->info.id);
    // Profiles are as far away as in the source.
    for (const auto& entry : std::filesystem::directory_iterator(AWAITLINT_SOURCE_DIR "/fixtures/lib")) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream profile(entry.path());
        folder.write("lib/" + entry.path().filename().string(),
                     std::string(std::istreambuf_iterator<char>(profile), {}));
    }
    const auto config = read_config(folder.write("rules/any/config.json", text), ids);
    EXPECT_TRUE(config) << config.error().message;
    return config ? *config : default_config();
}

void name_as_in_fixture(std::string& file, const std::string& prefix) {
    if (file.starts_with(prefix)) file.erase(0, prefix.size());
}

/// A fixture is a program of its own: what another one declares is no sibling of what it calls.
bool is_of_another_fixture(const Suggestion& suggestion, const std::string& prefix) {
    const std::string& file = suggestion.target_place.file;
    return !file.empty() && !fs::path(file).is_absolute() && !file.starts_with(prefix);
}

/// A finding with file names as the fixture has them.
Finding named_as_in_fixture(Finding finding, const std::string& prefix) {
    std::erase_if(finding.suggestions,
                  [&](const Suggestion& suggestion) { return is_of_another_fixture(suggestion, prefix); });
    name_as_in_fixture(finding.span.file, prefix);
    for (Note& note : finding.notes) name_as_in_fixture(note.place.file, prefix);
    for (Suggestion& suggestion : finding.suggestions) {
        name_as_in_fixture(suggestion.target_place.file, prefix);
        for (Edit& edit : suggestion.edits) name_as_in_fixture(edit.file, prefix);
    }
    return finding;
}

Outcome outcome_of(const Report& report, const Fixture& fixture, const std::string& prefix) {
    Outcome outcome;
    for (const Finding& finding : report.findings)
        if (finding.span.file.starts_with(prefix)) outcome.findings.push_back(named_as_in_fixture(finding, prefix));
    for (const UnitReport& unit : report.units)
        if (unit.file == prefix + fixture.unit()) outcome.unit = unit;
    for (Note& error : outcome.unit.errors) name_as_in_fixture(error.place.file, prefix);
    return outcome;
}

/// Fixtures may have equal names (variants of one): folders are numbered.
std::string prefix_of(std::size_t index) {
    return fmt::format("{}/", index);
}

/// One run of the engine for fixtures of equal configuration.
void run_together(const std::vector<Fixture>& fixtures, const std::vector<std::size_t>& members,
                  std::vector<Outcome>& outcomes) {
    if (members.empty()) return;
    const TemporaryFolder root;
    RunOptions options;
    options.config = read_config_of(fixtures[members.front()].config, root);
    options.user_files.root = root.path();
    options.parse_all = true;  // a fixture without a coroutine shows that nothing is found, not that nothing is parsed
    for (std::size_t i : members) {
        for (const auto& [file, text] : fixtures[i].files) root.write(prefix_of(i) + file, text);
        options.commands.push_back(command_of(fixtures[i], root.path(fmt::format("{}", i))));
    }
    const Report report = run(options);
    for (std::size_t i : members) outcomes[i] = outcome_of(report, fixtures[i], prefix_of(i));
}

}  // namespace

std::string Fixture::unit() const {
    return fs::path(name).filename().string();
}

Fixture load_fixture(const fs::path& folder, const std::string& name) {
    Fixture fixture;
    fixture.name = name;
    const fs::path beside = (folder / name).parent_path();
    std::vector<std::string> open = {fixture.unit()};
    while (!open.empty()) {
        const std::string file = open.back();
        open.pop_back();
        if (fixture.files.count(file) || !fs::is_regular_file(beside / file)) continue;
        const std::string& text = fixture.files[file] = text_of(beside / file);
        for (const std::string& include : quoted_includes(text)) open.push_back(include);
    }
    fixture.settings = read_fixture(fixture.files[fixture.unit()]).settings;
    if (!fixture.settings.config.empty()) fixture.config = text_of(beside / fixture.settings.config);
    return fixture;
}

std::vector<Outcome> run_fixtures(const std::vector<Fixture>& fixtures) {
    std::map<std::string, std::vector<std::size_t>> by_config;
    for (std::size_t i = 0; i < fixtures.size(); ++i) by_config[fixtures[i].config].push_back(i);
    std::vector<Outcome> outcomes(fixtures.size());
    for (const auto& [config, members] : by_config) {
        run_together(fixtures, members, outcomes);
        std::vector<std::size_t> sound;
        for (std::size_t i : members)
            if (outcomes[i].unit.status == "analyzed" || !outcomes[i].unit.errors.empty()) sound.push_back(i);
        // After a crash the engine calls no suppression unused: that must not spread to other fixtures.
        if (sound.size() != members.size()) run_together(fixtures, sound, outcomes);
    }
    return outcomes;
}

std::string flags_of(const Settings& settings) {
    return fmt::format("{}", fmt::join(arguments_of(settings, "fixtures/lib"), " "));
}

std::vector<std::string> complaints(const Fixture& fixture, const Outcome& outcome) {
    const std::string folder = "fixtures/rules/" + fs::path(fixture.name).parent_path().string();
    std::vector<std::string> all;
    std::vector<Finding> found;
    std::copy_if(outcome.findings.begin(), outcome.findings.end(), std::back_inserter(found),
                 [](const Finding& finding) { return !finding.suppressed; });
    for (const auto& [file, text] : fixture.files) {
        std::vector<Finding> of_file;
        for (const Finding& finding : found)
            if (finding.span.file == file) of_file.push_back(finding);
        for (const Complaint& complaint : check_file(text, file == fixture.unit(), of_file))
            all.push_back(fmt::format("{}/{}:{}: {}", folder, file, complaint.line, complaint.message));
    }
    if (fixture.config.empty() && !fixture.settings.config.empty())
        all.push_back(fmt::format("{}/{}: it has no configuration beside it", folder, fixture.settings.config));
    for (std::string& complaint : check_unit(fixture.settings, outcome.unit))
        all.push_back(fmt::format("{}/{}: {}", folder, fixture.unit(), complaint));
    if (all.empty()) return all;
    const std::string config = fixture.config.empty() ? "" : " --config " + folder + "/" + fixture.settings.config;
    all.push_back(fmt::format("  reproduce: build/awaitlint check {}/{}{} -- {}", folder, fixture.unit(), config,
                              flags_of(fixture.settings)));
    return all;
}

}  // namespace awaitlint::fixtures
