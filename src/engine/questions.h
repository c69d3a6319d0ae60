// A question to a worker, written: what is asked, and whether what the answer rests on is to be recorded.
//
// In: a request. Out: one line of JSON, which src/engine/workers/worker.cpp reads. A request that has cost a worker its
// life is asked again as if there were no preambles: what is wrong then is not theirs.
#pragma once

#include <string>

#include <fmt/format.h>

#include "awaitlint/facts_json.h"
#include "awaitlint/unit.h"
#include "engine/every_unit.h"

namespace awaitlint {

/// `question`: "reads", "analyse" or "prove".
template <class Request>
std::string question_line(const char* question, const Request& request, bool is_recorded) {
    return fmt::format("{{\"{}\":{},\"record\":{}}}", question, to_line(request), is_recorded);
}

/// What the unit includes, and nothing else.
inline std::string reads_question(const CompileCommand& command, const UserFiles& files, bool is_recorded) {
    UnitRequest request = reads_of_every_unit(files);
    request.command = command;
    return question_line("reads", request, is_recorded);
}

inline std::string analysis_question(UnitRequest request, bool is_again, bool is_recorded) {
    if (is_again) request.preambles.clear();
    return question_line("analyse", request, is_recorded);
}

inline std::string proof_question(ProofRequest request, bool is_again, bool is_recorded) {
    if (is_again) request.unit.preambles.clear();
    return question_line("prove", request, is_recorded);
}

}  // namespace awaitlint
