// Expands response files: see expand_response_files in command_line.h.
//
// As compilers do: `@file` is relative to the working directory, also inside another response file. Unlike
// llvm::cl::ExpansionContext, which stops at the first one that is missing, drops that one and goes on: CMake's
// `.modmap` files exist only after a build. Bounds depth and number of files, so that no database can blow it up.
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
constexpr std::size_t most_arguments = 1'000'000;

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

class Expansion {
public:
    Expansion(CompileCommand& command, Quoting quoting) : command_(command), quoting_(quoting) {}

    void take(const std::vector<std::string>& arguments, std::size_t depth) {
        for (const std::string& argument : arguments) {
            if (argument.size() > 1 && argument.starts_with('@'))
                take_file(argument.substr(1), depth + 1);
            else
                take_argument(argument);
        }
    }

    std::vector<std::string> result() { return std::move(expanded_); }

private:
    void take_argument(const std::string& argument) {
        if (expanded_.size() < most_arguments) return expanded_.push_back(argument);
        if (!is_full_) command_.remarks.push_back(fmt::format("dropped all arguments after {}", most_arguments));
        is_full_ = true;
    }

    void take_file(const std::string& name, std::size_t depth) {
        if (++files_ > most_files) {
            if (files_ == most_files + 1) drop(name, "and all after it: too many response files");
            return;
        }
        if (depth > deepest) return drop(name, "response files nest too deep, does it include itself?");
        const Result<std::string> text = read_text_file(absolute_path(name, command_.directory), largest_file);
        if (text) return take(split_response(*text, quoting_), depth);
        if (name.ends_with(".modmap"))
            drop(name, "it does not exist before a build; CMake writes it to scan for modules");
        else
            drop(name, text.error().message + "; build the project once if the build writes it");
    }

    void drop(const std::string& name, const std::string& why) {
        command_.remarks.push_back(fmt::format("dropped the response file @{}: {}", name, why));
    }

    CompileCommand& command_;
    Quoting quoting_;
    std::size_t files_ = 0;
    bool is_full_ = false;
    std::vector<std::string> expanded_;
};

}  // namespace

void expand_response_files(CompileCommand& command, Quoting quoting) {
    Expansion expansion(command, quoting);
    expansion.take(command.argv, 0);
    command.argv = expansion.result();
}

}  // namespace awaitlint
