// Runs a program and takes down what it says: without a shell, for a bounded time, to a bounded length.
//
// In: the program, its arguments and environment, the bytes of its standard input. Out: its status, its standard output
// and standard error. Both go to files that are gone at the end, so that no program waits for a reader. Which programs
// may be run, and what is kept from them, is the caller's to say: SECURITY.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/result.h"

namespace awaitlint {

struct ProgramCall {
    std::string program;                   // absolute
    std::vector<std::string> words;        // as it sees them; the first is its name
    std::vector<std::string> environment;  // NAME=VALUE, all of it
    std::string_view input = {};           // NOLINT(readability-redundant-member-init)
    unsigned seconds = 0;                  // to answer
    std::uintmax_t longest_answer = 0;     // bytes, of each of the two
};

struct ProgramAnswer {
    int status = 0;
    std::string out;
    std::string complaint;  // its standard error
    bool is_good() const { return status == 0; }
};

/// An error only if it cannot be run, is killed or does not end in time, or says too much. Its text goes on after the
/// program's name: "cannot be run: ...".
Result<ProgramAnswer> run_program(const ProgramCall& call);

}  // namespace awaitlint
