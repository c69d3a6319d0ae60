// See git.h.
#include "project/git.h"

#include <array>
#include <cerrno>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Program.h"

namespace awaitlint {
namespace {

constexpr unsigned seconds_to_answer = 120;
constexpr std::uintmax_t longest_answer = std::uintmax_t{1} << 30;

/// What a repository could name a program by, for commands that do not write. Each outranks what it says.
constexpr std::array<std::string_view, 8> settings = {
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat",     "core.sshCommand=false",
    "core.askPass=",        "diff.external=",           "credential.helper=", "safe.bareRepository=explicit"};

/// The user's configuration is the user's word. All else of Git's would point it elsewhere.
bool is_kept(llvm::StringRef variable) {
    if (!variable.starts_with("GIT_")) return !variable.starts_with("LC_ALL=") && !variable.starts_with("LANGUAGE=");
    return variable.starts_with("GIT_CONFIG_") || variable.starts_with("GIT_CEILING_DIRECTORIES=") ||
           variable.starts_with("GIT_DISCOVERY_ACROSS_FILESYSTEM=");
}

std::vector<std::string> safe_environment() {
    std::vector<std::string> all = {"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
                                    "GIT_NO_REPLACE_OBJECTS=1",
                                    // No connection is of this kind, so none is made: not for missing objects either.
                                    "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_ATTR_NOSYSTEM=1"};
    for (char** variable = environ; *variable; ++variable)
        if (is_kept(*variable)) all.emplace_back(*variable);
    return all;
}

}  // namespace

Result<Git> Git::in_folder(const std::string& folder) {
    const char* const path = std::getenv("PATH");
    llvm::SmallVector<llvm::StringRef> folders;
    llvm::StringRef(path ? path : "/usr/local/bin:/usr/bin:/bin").split(folders, ':', -1, /*KeepEmpty=*/false);
    // A relative one is below the folder that awaitlint is run in, which is a stranger's.
    llvm::erase_if(folders, [](llvm::StringRef at) { return !at.starts_with("/"); });
    // Without folders, LLVM would look into PATH itself.
    const auto program = folders.empty() ? std::error_code(ENOENT, std::generic_category())
                                         : llvm::sys::findProgramByName("git", folders);
    if (!program) return Error{"there is no program 'git' in PATH: install it"};
    return Git(*program, folder);
}

Result<ProgramAnswer> Git::ask(const std::vector<std::string>& arguments, std::string_view input) const {
    std::vector<std::string> words = {"git", "--no-pager", "-C", folder_};
    for (const std::string_view setting : settings) words.insert(words.end(), {"-c", std::string(setting)});
    words.insert(words.end(), arguments.begin(), arguments.end());
    return run(words, safe_environment(), input);
}

Result<ProgramAnswer> Git::compare_folders(const std::string& parent, const std::string& before,
                                           const std::string& now) const {
    std::vector<std::string> environment = safe_environment();
    llvm::erase_if(environment, [](llvm::StringRef variable) { return variable.starts_with("GIT_C"); });
    environment.insert(environment.end(), {"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
                                           fmt::format("GIT_CEILING_DIRECTORIES={}", parent)});
    return run({"git", "--no-pager", "-C", parent, "diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-color",
                "--text", "--unified=0", "--find-renames", "-l2000", "--ignore-cr-at-eol",
                "--src-prefix=", "--dst-prefix=", "--", before, now},
               environment, "");
}

Result<ProgramAnswer> Git::run(const std::vector<std::string>& words, const std::vector<std::string>& environment,
                               std::string_view input) const {
    auto answer = run_program({program_, words, environment, input, seconds_to_answer, longest_answer});
    if (!answer) return Error{"git " + answer.error().message};
    return answer;
}

}  // namespace awaitlint
