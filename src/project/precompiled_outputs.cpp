// See precompiled_outputs.h.
#include "project/precompiled_outputs.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "project/paths.h"

namespace awaitlint {
namespace {

std::string whole(const std::string& path, const CompileCommand& command) {
    return std::filesystem::path(absolute_path(path, command.directory)).lexically_normal().string();
}

bool is_precompiled(std::string_view path) {
    return path.ends_with(".gch") || path.ends_with(".pch");
}

/// The value of an option that stands alone or joined with it: `-o x`, `-ox`.
std::optional<std::string> value_at(const std::vector<std::string>& argv, std::size_t at, std::string_view option) {
    const std::string_view argument = argv[at];
    if (argument == option) return at + 1 < argv.size() ? std::optional(argv[at + 1]) : std::nullopt;
    if (argument.starts_with(option)) return std::string(argument.substr(option.size()));
    return std::nullopt;
}

using Sources = std::map<std::string, std::string>;  // what was made -> what it was made of

Sources sources_of_outputs(const std::vector<CompileCommand>& commands) {
    Sources sources;
    for (const CompileCommand& command : commands)
        for (std::size_t at = 1; at < command.argv.size(); ++at)
            if (const auto output = value_at(command.argv, at, "-o"); output && is_precompiled(*output))
                sources.emplace(whole(*output, command), command.file);
    return sources;
}

/// Where the compiler looks for the N of `-include N`.
std::vector<std::string> include_folders(const CompileCommand& command) {
    std::vector<std::string> folders = {command.directory};
    for (std::size_t at = 1; at < command.argv.size(); ++at)
        for (const std::string_view option : {"-I", "-iquote", "-isystem"})
            if (const auto folder = value_at(command.argv, at, option)) folders.push_back(whole(*folder, command));
    return folders;
}

/// The first folder with either the header or what was made of it decides, as for the compiler.
const std::string* source_of_included(const std::string& name, const CompileCommand& command, const Sources& sources) {
    for (const std::string& folder : include_folders(command))
        for (const char* ending : {".gch", ".pch"}) {
            const std::filesystem::path path = std::filesystem::path(folder) / (name + ending);
            const auto made = sources.find(path.lexically_normal().string());
            if (made != sources.end()) return &made->second;
        }
    return nullptr;
}

void replace_in(CompileCommand& command, const Sources& sources) {
    // What is handed on behind -Xclang has a -Xclang before its value, too.
    const auto value_of = [&](std::size_t at) {
        const bool is_wrapped = at + 2 < command.argv.size() && command.argv[at + 1] == "-Xclang";
        return is_wrapped ? at + 2 : at + 1;
    };
    for (std::size_t at = 1; at + 1 < command.argv.size(); ++at) {
        const std::size_t value = value_of(at);
        const std::string used = command.argv[value];
        const std::string* source = nullptr;
        if (command.argv[at] == "-include-pch") {
            const auto made = sources.find(whole(used, command));
            if (made != sources.end()) source = &made->second;
        } else if (command.argv[at] == "-include" && !used.starts_with('/')) {
            source = source_of_included(used, command, sources);
        }
        if (!source || whole(used, command) == *source) continue;
        command.argv[at] = "-include";
        command.argv[value] = *source;
        command.remarks.push_back(fmt::format("the precompiled header '{}' is replaced by its source", used));
    }
}

}  // namespace

void replace_precompiled_outputs(std::vector<CompileCommand>& commands) {
    const Sources sources = sources_of_outputs(commands);
    if (sources.empty()) return;
    for (CompileCommand& command : commands) replace_in(command, sources);
}

}  // namespace awaitlint
