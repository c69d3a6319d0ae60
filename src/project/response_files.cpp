// Expands response files: see ResponseFiles in command_line.h.
//
// As compilers do: `@file` is relative to the working directory, also inside another response file. Unlike
// llvm::cl::ExpansionContext, which stops at the first one that is missing, drops that one and goes on: CMake's
// `.modmap` files exist only after a build. Bounds depth, number of files and the arguments of all commands, so that
// no database can blow it up.
#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"

#include "project/command_line.h"
#include "project/paths.h"
#include "project/text_file.h"

namespace awaitlint {
namespace {

constexpr std::size_t deepest = 20;
constexpr std::size_t most_files = 500;
constexpr std::size_t largest_file = std::size_t{64} << 20;
constexpr std::size_t most_kept_bytes = std::size_t{256} << 20;

std::vector<std::string> split_response(const std::string& text, Quoting quoting) {
    llvm::BumpPtrAllocator memory;
    llvm::StringSaver saver(memory);
    llvm::SmallVector<const char*> words;
    if (quoting == Quoting::windows)
        llvm::cl::TokenizeWindowsCommandLine(text, saver, words);
    else
        llvm::cl::TokenizeGNUCommandLine(text, saver, words);
    return {words.begin(), words.end()};
}

}  // namespace

const ResponseFiles::Contents& ResponseFiles::contents_of(const std::string& path, Quoting quoting) {
    const auto [known, is_new] = read_.try_emplace({path, quoting});
    Contents& contents = known->second;
    if (!is_new) return contents;
    const Result<std::string> text = read_text_file(path, largest_file);
    if (!text)
        contents.failure = text.error().message + "; build the project once if the build writes it";
    else if (text->find('\0') != std::string::npos)
        contents.failure = "it holds a NUL byte";
    else
        contents.arguments = split_response(*text, quoting);
    for (const std::string& argument : contents.arguments) kept_bytes_ += sizeof(std::string) + argument.size();
    return contents;
}

class Expansion {
public:
    Expansion(ResponseFiles& files, CompileCommand& command, Quoting quoting)
        : files_(files), command_(command), quoting_(quoting) {}

    void take(const std::vector<std::string>& arguments, std::size_t depth) {
        for (const std::string& argument : arguments) {
            if (files_.is_full()) return;
            if (argument.size() > 1 && argument.starts_with('@')) {
                take_file(argument.substr(1), depth + 1);
                continue;
            }
            if (depth > 0) files_.bytes_ += sizeof(std::string) + argument.size();
            expanded_.push_back(argument);
        }
    }

    std::vector<std::string> result() {
        expanded_.shrink_to_fit();
        return std::move(expanded_);
    }

private:
    void take_file(const std::string& name, std::size_t depth) {
        if (++count_ > most_files) {
            if (count_ == most_files + 1) drop(name, "and all after it: too many response files");
            return;
        }
        if (depth > deepest) return drop(name, "response files nest too deep, does it include itself?");
        const ResponseFiles::Contents& contents = files_.contents_of(absolute_path(name, command_.directory), quoting_);
        if (contents.failure.empty()) return take(contents.arguments, depth);
        if (name.ends_with(".modmap"))
            drop(name, "it does not exist before a build; CMake writes it to scan for modules");
        else
            drop(name, contents.failure);
    }

    void drop(const std::string& name, const std::string& why) {
        command_.remarks.push_back(fmt::format("dropped the response file @{}: {}", name, why));
    }

    ResponseFiles& files_;
    CompileCommand& command_;
    Quoting quoting_;
    std::size_t count_ = 0;
    std::vector<std::string> expanded_;
};

void ResponseFiles::expand(CompileCommand& command, Quoting quoting) {
    // Most databases have one for each entry: what was read long ago is not worth its memory.
    if (kept_bytes_ > most_kept_bytes) {
        read_.clear();
        kept_bytes_ = 0;
    }
    const auto is_file = [](const std::string& argument) { return argument.size() > 1 && argument.starts_with('@'); };
    if (std::none_of(command.argv.begin(), command.argv.end(), is_file)) return;
    Expansion expansion(*this, command, quoting);
    expansion.take(command.argv, 0);
    command.argv = expansion.result();
}

}  // namespace awaitlint
