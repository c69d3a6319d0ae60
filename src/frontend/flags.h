// Flags: from a compile command of any compiler to arguments that Clang's own driver accepts for parsing alone.
//
// In: a clean compile command. Out: driver arguments and a remark for each thing dropped. Flags that only GCC knows
// are dropped and counted; flags that write files, load plugins or use another compiler's precompiled headers are
// taken out (what a database says must not make us write or run anything). Refuses to run the compiler it names.
#pragma once

#include <string>
#include <vector>

#include "llvm/Support/Error.h"

#include "awaitlint/unit.h"

namespace awaitlint {

struct DriverArguments {
    std::vector<std::string> argv;
    std::vector<std::string> remarks;
};

/// `with_warnings` turns on the warnings that a proof looks at; otherwise all warnings are off.
llvm::Expected<DriverArguments> driver_arguments(const CompileCommand& command, bool with_warnings);

/// Clang's folder of builtin headers for our LLVM: beside the binary, else as configured, else asked of the library.
llvm::Expected<std::string> find_resource_dir();

}  // namespace awaitlint
