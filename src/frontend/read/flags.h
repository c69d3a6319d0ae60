// Flags: from a compile command of any compiler to arguments that Clang's own driver accepts for parsing alone.
//
// In: a clean compile command. Out: driver arguments, rebuilt from what is allowed (allowed_flags.h), and a remark for
// what was dropped. Whatever a command wraps (-Wp, -Xclang, /clang:, configuration files) passes the same list. What a
// database says must not make us write, run or load anything, and the driver gets no folder to look for tools in.
#pragma once

#include <string>
#include <vector>

#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "awaitlint/unit.h"

namespace awaitlint {

struct DriverArguments {
    std::vector<std::string> argv;
    std::vector<std::string> remarks;
    std::string lacks;  // what keeps the unit from being understood as a whole; empty: nothing
};

/// The warnings that a proof looks at, by what is written behind -W.
const std::vector<std::string>& warnings_of_a_proof();

/// `files`: where the sources of precompiled headers are looked for; null: on disk. `with_warnings` turns on the
/// warnings that a proof looks at; otherwise all warnings are off. An error for a command that compiles for a GPU.
llvm::Expected<DriverArguments> driver_arguments(const CompileCommand& command, bool with_warnings,
                                                 llvm::vfs::FileSystem* files = nullptr);

/// True if these arguments include a file before all that the unit's own file includes.
bool has_forced_includes(const DriverArguments& arguments);

/// Clang's folder of builtin headers for our LLVM: beside the binary, else as configured, else asked of the library.
llvm::Expected<std::string> find_resource_dir();

}  // namespace awaitlint
