// Takes the flags out of Clang's configuration files: see ConfigFiles in command_line.h.
//
// Only a file that the command names is read. Clang would also read one beside the compiler, which a stranger may have
// put there: it is told of and not read. Unlike Clang, a configuration file includes no other file.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"

#include "project/command_line.h"
#include "project/paths.h"
#include "project/text_file.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = std::uintmax_t{1} << 20;
constexpr std::string_view own_folder = "<CFGDIR>";

void drop(CompileCommand& command, const std::string& name, const std::string& why) {
    command.remarks.push_back(fmt::format("dropped the configuration file {}: {}", name, why));
}

/// Names the folder of the file as the file would.
std::string with_folder(std::string word, const std::string& folder) {
    for (std::size_t at = word.find(own_folder); at != std::string::npos;
         at = word.find(own_folder, at + folder.size()))
        word.replace(at, own_folder.size(), folder);
    return word;
}

std::vector<std::string> flags_in(CompileCommand& command, const std::string& name) {
    if (name.find('/') == std::string::npos) {
        drop(command, name, "folders of configurations are not searched, name the file by its path");
        return {};
    }
    const std::string path = absolute_path(name, command.directory);
    const Result<std::string> text = read_text_file(path, largest_file);
    if (!text) {
        drop(command, name, text.error().message);
        return {};
    }
    llvm::BumpPtrAllocator memory;
    llvm::StringSaver saver(memory);
    llvm::SmallVector<const char*> words;
    llvm::cl::tokenizeConfigFile(*text, saver, words);
    std::vector<std::string> flags;
    for (const std::string word : words) {
        if (word.starts_with('@') || word.starts_with("--config"))
            drop(command, word, fmt::format("a file that '{}' names in its turn", name));
        else if (!word.starts_with('$'))  // for the linker
            flags.push_back(with_folder(word, fs::path(path).parent_path().string()));
    }
    return flags;
}

bool names_config(const std::string& argument) {
    return argument == "--config" || argument.starts_with("--config=");
}

}  // namespace

const std::string& ConfigFiles::default_beside(const std::string& compiler) {
    const auto [known, is_new] = defaults_.try_emplace(compiler);
    if (!is_new) return known->second;
    const fs::path path(compiler);
    for (const std::string& name : {path.filename().string(), std::string("clang++"), std::string("clang")}) {
        std::error_code ignored;
        const std::string file = fmt::format("{}/{}.cfg", path.parent_path().string(), name);
        if (known->second.empty() && fs::exists(file, ignored)) known->second = file;
    }
    return known->second;
}

void ConfigFiles::expand(CompileCommand& command) {
    if (command.argv.empty()) return;
    if (const std::string& compiler = command.argv.front(); compiler.find('/') != std::string::npos)
        if (const std::string& file = default_beside(absolute_path(compiler, command.directory)); !file.empty())
            command.remarks.push_back(fmt::format("did not read '{}': give its flags in the command", file));
    if (std::none_of(command.argv.begin(), command.argv.end(), names_config)) return;
    std::vector<std::string> configured;
    std::vector<std::string> rest;
    for (std::size_t i = 1; i < command.argv.size(); ++i) {
        const std::string& argument = command.argv[i];
        const bool is_separate = argument == "--config" && i + 1 < command.argv.size();
        if (!is_separate && !argument.starts_with("--config=")) {
            rest.push_back(argument);
            continue;
        }
        const std::string name = is_separate ? command.argv[++i] : argument.substr(9);
        const std::vector<std::string> flags = flags_in(command, name);
        configured.insert(configured.end(), flags.begin(), flags.end());
    }
    command.argv.resize(1);
    command.argv.insert(command.argv.end(), configured.begin(), configured.end());
    command.argv.insert(command.argv.end(), rest.begin(), rest.end());
}

}  // namespace awaitlint
