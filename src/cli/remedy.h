// Remedies: of all errors of a unit that could not be analysed, the one that the others follow from, and what to do
// about it.
//
// In: a unit's errors in the compiler's words, and its compile command. Out: which error comes first, and one sentence
// of advice; no advice where none is certain to help, and never what the command or the run already follows. Reads no
// file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "awaitlint/report.h"
#include "awaitlint/unit.h"

namespace awaitlint {

/// What the run does already.
struct Followed {
    bool asks_compilers = false;  // --query-driver
    bool is_one_at_a_time = false;
};

struct Remedy {
    std::size_t cause = 0;      // index of the error that the others follow from
    std::string advice;         // one sentence without a final stop; empty: none is known
    bool explains_all = false;  // the other errors say nothing more
};

/// `errors` in the compiler's order. Without any, the first one is named and there is no advice.
Remedy remedy_for(const std::vector<Note>& errors, const CompileCommand& command, const Followed& followed = {});

/// The advice for a unit that failed before its code was looked at: a time-out, a lack of memory, a folder that is
/// gone; else empty.
std::string remedy_for_reason(const std::string& reason, const Followed& followed = {});

}  // namespace awaitlint
