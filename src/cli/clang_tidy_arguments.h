// clang-tidy's spelling of arguments, for build tools that know how to call it (CMAKE_CXX_CLANG_TIDY).
//
// In: arguments without a command, the first of them no command's name, that name a file which is there. Out: the same
// as `check` or `fix` takes them, and what of it has no meaning here. A check that is none of awaitlint's rules is
// somebody else's; all else that is unknown stays as it is, and is refused where it is read.
#pragma once

#include <string>
#include <vector>

namespace awaitlint {

struct TidyArguments {
    std::vector<std::string> arguments;  // with a command in front
    std::vector<std::string> ignored;
};

/// Whether the arguments are meant so. `commands`: the names of awaitlint's own.
bool are_clang_tidys(const std::vector<std::string>& arguments, const std::vector<std::string>& commands);

TidyArguments from_clang_tidys(const std::vector<std::string>& arguments);

/// A compile command as CMake writes it names the source and the output: what is left are flags.
std::vector<std::string> without_inputs(const std::vector<std::string>& command,
                                        const std::vector<std::string>& sources);

}  // namespace awaitlint
