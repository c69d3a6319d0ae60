// See query_driver.h.
#include "project/query_driver.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/GlobPattern.h"

#include "project/paths.h"
#include "project/run_program.h"
#include "project/source_language.h"

namespace awaitlint {
namespace {

constexpr unsigned seconds_to_answer = 10;
constexpr std::uintmax_t longest_answer = std::uintmax_t{1} << 20;

using Steps = llvm::SmallVector<llvm::StringRef>;

Steps steps_of(const std::string& path) {
    Steps steps;
    llvm::StringRef(path).split(steps, '/', -1, /*KeepEmpty=*/false);
    return steps;
}

bool step_matches(llvm::StringRef glob, llvm::StringRef step) {
    auto pattern = llvm::GlobPattern::create(glob);
    if (pattern) return pattern->match(step);
    llvm::consumeError(pattern.takeError());
    return false;
}

bool steps_match(llvm::ArrayRef<llvm::StringRef> glob, llvm::ArrayRef<llvm::StringRef> path) {
    if (glob.empty()) return path.empty();
    if (glob.front() == "**")
        return steps_match(glob.drop_front(), path) || (!path.empty() && steps_match(glob, path.drop_front()));
    return !path.empty() && step_matches(glob.front(), path.front()) &&
           steps_match(glob.drop_front(), path.drop_front());
}

/// Flags on which the answer depends, with relative folders made absolute: the compiler is run in our own folder.
std::vector<std::string> flags_that_matter(const CompileCommand& command) {
    constexpr std::array<std::string_view, 7> alone = {"-nostdinc", "-nostdinc++",          "-m16", "-m32", "-m64",
                                                       "-mx32",     "-no-standard-includes"};
    constexpr std::array<std::string_view, 4> joined = {"--target=", "-stdlib=", "-mfloat-abi=", "-march="};
    std::vector<std::string> flags;
    for (std::size_t i = 1; i < command.argv.size(); ++i) {
        const std::string& flag = command.argv[i];
        const auto begins = [&](std::string_view start) { return flag.starts_with(start); };
        if (std::find(alone.begin(), alone.end(), flag) != alone.end() ||
            std::any_of(joined.begin(), joined.end(), begins))
            flags.push_back(flag);
        for (const std::string_view folder : {"--sysroot", "-isysroot", "--gcc-toolchain"}) {
            if (flag.starts_with(std::string(folder) + "="))
                flags.push_back(
                    fmt::format("{}={}", folder, absolute_path(flag.substr(folder.size() + 1), command.directory)));
            else if (flag == folder && i + 1 < command.argv.size())
                flags.insert(flags.end(), {flag, absolute_path(command.argv[i + 1], command.directory)});
        }
        if (flag == "-target" && i + 1 < command.argv.size()) flags.insert(flags.end(), {flag, command.argv[i + 1]});
    }
    return flags;
}

bool is_c(const CompileCommand& command) {
    const auto c = std::find(command.argv.begin(), command.argv.end(), "-xc");
    return c != command.argv.end() || command.file.ends_with(".c");
}

std::vector<std::string> environment_in_english() {
    std::vector<std::string> all = {"LC_ALL=C"};
    for (char** variable = environ; *variable; ++variable)
        if (!llvm::StringRef(*variable).starts_with("LC_ALL=")) all.emplace_back(*variable);
    return all;
}

Result<CompilerAnswer> ask(const std::vector<std::string>& words) {
    auto said = run_program({words.front(), words, environment_in_english(), "", seconds_to_answer, longest_answer});
    if (!said) return Error{"it " + said.error().message};
    if (!said->is_good()) return Error{fmt::format("it exited with {}", said->status)};
    CompilerAnswer answer = read_answer(said->complaint);
    if (!answer.has_folders) return Error{"it printed no list of include folders"};
    return answer;
}

/// A compiler's own headers are for its own builtins: Clang's stand in for them.
bool holds_builtin_headers(const std::string& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder + "/stddef.h", ignored) &&
           std::filesystem::exists(folder + "/float.h", ignored) &&
           !std::filesystem::exists(folder + "/stdio.h", ignored);
}

bool has_target(const CompileCommand& command) {
    return std::any_of(command.argv.begin(), command.argv.end(), [](const std::string& flag) {
        return flag.starts_with("--target=") || flag == "-target" || flag == "--target";
    });
}

void add_answer(CompileCommand& command, const CompilerAnswer& answer) {
    std::vector<std::string> flags;
    if (!answer.target.empty() && !has_target(command)) flags.push_back("--target=" + answer.target);
    for (const std::string& folder : answer.folders)
        if (!holds_builtin_headers(folder)) flags.insert(flags.end(), {"-isystem", folder});
    // Behind "--" stand inputs only.
    command.argv.insert(std::find(command.argv.begin(), command.argv.end(), "--"), flags.begin(), flags.end());
}

}  // namespace

bool is_allowed_compiler(const std::vector<std::string>& globs, const std::string& compiler) {
    if (!compiler.starts_with('/')) return false;
    const Steps path = steps_of(compiler);
    if (std::find(path.begin(), path.end(), "..") != path.end()) return false;
    return std::any_of(globs.begin(), globs.end(),
                       [&](const std::string& glob) { return steps_match(steps_of(glob), path); });
}

CompilerAnswer read_answer(std::string_view printed) {
    CompilerAnswer answer;
    llvm::SmallVector<llvm::StringRef> lines;
    llvm::StringRef(printed).split(lines, '\n');
    bool is_in_list = false;
    for (llvm::StringRef line : lines) {
        line = line.trim();
        if (line.starts_with("#include <...> search starts here")) {
            is_in_list = answer.has_folders = true;
        } else if (line.starts_with("End of search list")) {
            is_in_list = false;
        } else if (is_in_list && !line.ends_with("(framework directory)")) {
            if (line.starts_with("/")) answer.folders.push_back(line.str());
        } else if (line.consume_front("Target: ") && answer.target.empty()) {
            answer.target = line.str();
        }
    }
    return answer;
}

Result<bool> query_drivers(std::vector<CompileCommand>& commands, const std::vector<std::string>& globs) {
    for (const std::string& glob : globs)
        if (!glob.starts_with('/'))
            return Error{
                fmt::format("--query-driver '{}': name the compilers by an absolute path, as '/usr/bin/*g++*'", glob)};
    std::map<std::vector<std::string>, Result<CompilerAnswer>> answers;
    for (CompileCommand& command : commands) {
        if (globs.empty() || !is_allowed_compiler(globs, command.argv.front())) continue;
        std::vector<std::string> words = {command.argv.front()};
        const std::vector<std::string> flags = flags_that_matter(command);
        words.insert(words.end(), flags.begin(), flags.end());
        words.insert(words.end(), {"-E", "-v", "-x", is_c(command) ? "c" : "c++", "/dev/null"});
        auto known = answers.find(words);
        if (known == answers.end()) known = answers.emplace(words, ask(words)).first;
        if (known->second)
            add_answer(command, *known->second);
        else
            command.remarks.push_back(fmt::format("'{}' did not say where its headers are (--query-driver): {}",
                                                  command.argv.front(), known->second.error().message));
    }
    return true;
}

}  // namespace awaitlint
