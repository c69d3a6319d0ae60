// From a "command" string or a raw argument list to the arguments of the compiler.
//
// In: what a database holds. Out: CompileCommand::argv with the compiler first. Four steps, each usable alone:
//
//   split_command -> remove_launchers -> ResponseFiles::expand -> ConfigFiles::expand
//
// Executes nothing and expands no variable. Knows no compiler flag but --config.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/unit.h"

namespace awaitlint {

/// Who would have split the command line: a POSIX shell, or a Windows program (cl.exe) itself.
enum class Quoting { posix, windows };

/// Windows if a word in front of the first option is a Windows path or ends in ".exe".
Quoting quoting_of(std::string_view command);

/// Splits as that shell would, without expanding anything.
std::vector<std::string> split_command(std::string_view command, Quoting quoting);

/// Drops them (told in remarks).
void drop_empty_arguments(CompileCommand& command);

/// Removes ccache, distcc, `env A=B`, `cmake -E env` and the like from the front, several in a row too. `env -C DIR`
/// moves the command's directory; a variable that compilers read is told in remarks.
void remove_launchers(CompileCommand& command);

/// The response files of a whole database. Each is read once, and what they stand for in all commands together is
/// bounded: one large file may be named by any number of entries.
class ResponseFiles {
public:
    static constexpr std::size_t gibibyte = std::size_t{1} << 30;
    explicit ResponseFiles(std::size_t most_bytes = gibibyte) : most_bytes_(most_bytes) {}

    /// Replaces each `@file` (relative to the command's directory) by the arguments in it, nested ones too. One that
    /// cannot be read, or holds a NUL, is dropped and told in remarks.
    void expand(CompileCommand& command, Quoting quoting);

    /// The bound is exceeded: the last command is not whole.
    bool is_full() const { return bytes_ > most_bytes_; }

private:
    friend class Expansion;
    struct Contents {
        std::vector<std::string> arguments;
        std::string failure;  // empty: it was read
    };
    const Contents& contents_of(const std::string& path, Quoting quoting);

    std::size_t most_bytes_;
    std::map<std::pair<std::string, Quoting>, Contents> read_;
    std::size_t kept_bytes_ = 0;  // of memory, for read_
    std::size_t bytes_ = 0;       // of memory, for all arguments out of response files
};

/// What to say then, behind the name of the entry.
inline constexpr std::string_view too_many_arguments =
    "names response files that stand, with those of the entries before it, for more than 1 GiB of arguments";

/// Clang's configuration files, for the commands of a whole database.
class ConfigFiles {
public:
    /// Replaces each `--config=FILE` by the flags in that file, in front of the others; what is not read is told.
    void expand(CompileCommand& command);

private:
    const std::string& default_beside(const std::string& compiler);

    std::map<std::string, std::string> defaults_;  // by the compiler's path; empty: it has none
};

}  // namespace awaitlint
