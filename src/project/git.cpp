// See git.h.
#include "project/git.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

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

/// A file with a name that nobody foresees, gone at the end.
class Scratch {
public:
    Scratch() { is_there_ = !llvm::sys::fs::createTemporaryFile("awaitlint-git", "txt", path_); }
    ~Scratch() {
        if (is_there_) ::unlink(path_.c_str());
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    llvm::StringRef path() const { return path_; }
    bool is_there() const { return is_there_; }
    bool write(std::string_view bytes) const {
        std::error_code failure;
        llvm::raw_fd_ostream file(path_, failure);
        if (!failure) file << llvm::StringRef(bytes);
        file.close();
        const bool is_written = !failure && !file.has_error();
        file.clear_error();
        return is_written;
    }
    std::optional<std::string> read() const {
        auto buffer = llvm::MemoryBuffer::getFile(path_, /*IsText=*/false, /*RequiresNullTerminator=*/false);
        if (!buffer || (*buffer)->getBufferSize() > longest_answer) return std::nullopt;
        return (*buffer)->getBuffer().str();
    }

private:
    llvm::SmallString<128> path_;
    bool is_there_ = false;
};

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

Result<GitAnswer> Git::ask(const std::vector<std::string>& arguments, std::string_view input) const {
    std::vector<std::string> words = {"git", "--no-pager", "-C", folder_};
    for (const std::string_view setting : settings) words.insert(words.end(), {"-c", std::string(setting)});
    words.insert(words.end(), arguments.begin(), arguments.end());
    return run(words, safe_environment(), input);
}

Result<GitAnswer> Git::compare_folders(const std::string& parent, const std::string& before,
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

Result<GitAnswer> Git::run(const std::vector<std::string>& words, const std::vector<std::string>& environment,
                           std::string_view input) const {
    const Scratch in, out, err;
    if (!in.is_there() || !out.is_there() || !err.is_there() || !in.write(input))
        return Error{"git cannot be run: no temporary file can be made"};
    const llvm::SmallVector<llvm::StringRef> arguments(words.begin(), words.end());
    const llvm::SmallVector<llvm::StringRef> variables(environment.begin(), environment.end());
    const std::array<std::optional<llvm::StringRef>, 3> streams = {in.path(), out.path(), err.path()};
    std::string why;
    const int status = llvm::sys::ExecuteAndWait(program_, arguments, llvm::ArrayRef<llvm::StringRef>(variables),
                                                 streams, seconds_to_answer, 0, &why);
    if (status < 0) return Error{fmt::format("git cannot be run: {}", why)};
    auto printed = out.read(), complaint = err.read();
    if (!printed || !complaint) return Error{"git printed more than 1 GiB"};
    return GitAnswer{status, std::move(*printed), std::move(*complaint)};
}

}  // namespace awaitlint
