// The worker's end of the pipe: one request a line in, one answer a line out, until standard input closes.
//
// In: {"analyse": UnitRequest} or {"prove": ProofRequest}. Out: {"facts": ...}, {"proofs": [...]} or {"error": "..."}.
// With "record": true in the request, the answer has "files": what it rests on (files_json.h).
// The front end runs on a thread with a large stack: nested code is deep recursion in Clang. Standard output belongs
// to the protocol alone.
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <unordered_set>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/thread.h"

#include "awaitlint/engine.h"
#include "awaitlint/facts_json.h"
#include "engine/files_json.h"
#include "engine/last_words.h"
#include "frontend/file_recorder.h"
#include "frontend/frontend.h"
#include "frontend/preamble.h"
#include "frontend/scan.h"

namespace awaitlint {
namespace {

constexpr std::optional<unsigned> stack_bytes = worker_stack_mib << 20;

nlohmann::json failure(llvm::Error error) {
    return {{"error", json_text(llvm::toString(std::move(error)))}};
}

/// What a worker keeps from one request to the next.
struct Memory {
    ContentHashes hashes;
    std::unordered_set<Digest, DigestHash> told;  // pieces of records
    Scanner scanner;
    Preambles preambles{hashes};
};

nlohmann::json answer_analyse(const nlohmann::json& request, const Workbench& workbench) {
    auto facts = analyse_unit(request.get<UnitRequest>(), workbench);
    return facts ? nlohmann::json{{"facts", *facts}} : failure(facts.takeError());
}

nlohmann::json answer_prove(const nlohmann::json& request, const Workbench& workbench) {
    auto proofs = prove(request.get<ProofRequest>(), workbench);
    return proofs ? nlohmann::json{{"proofs", *proofs}} : failure(proofs.takeError());
}

nlohmann::json answer(const std::string& line, Memory& memory) {
    try {
        const nlohmann::json request = nlohmann::json::parse(line);
        FileRecorder watching(memory.hashes);
        FileRecorder* recorder = request.value("record", false) ? &watching : nullptr;
        const Workbench workbench{recorder, &memory.scanner, &memory.preambles};
        nlohmann::json result = request.contains("analyse") ? answer_analyse(request.at("analyse"), workbench)
                                                            : answer_prove(request.at("prove"), workbench);
        if (recorder && !result.contains("error")) result["files"] = files_to_json(recorder->finish(), memory.told);
        return result;
    } catch (const std::exception& broken) {
        return {{"error", std::string("broken request: ") + broken.what()}};
    }
}

/// Takes it away from all other code of this process: some compile commands (`--help`) make Clang print.
std::FILE* take_standard_output() {
    const int own = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (own < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return nullptr;
    return ::fdopen(own, "w");
}

}  // namespace

int run_worker() {
    prepare_last_words();
    // Cores that go to a program (systemd-coredump) know no limit of size.
    ::prctl(PR_SET_DUMPABLE, 0);
    ::umask(077);  // what it writes is nobody else's
    std::FILE* const answers = take_standard_output();
    if (!answers) return 1;
    Memory memory;
    for (std::string line; std::getline(std::cin, line);) {
        nlohmann::json result;
        llvm::thread frontend(stack_bytes, [&] {
            const CrashStack crash_stack;
            result = answer(line, memory);
        });
        frontend.join();
        const std::string text = result.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
        if (std::fwrite(text.data(), 1, text.size(), answers) != text.size() || std::fflush(answers) != 0) return 1;
    }
    return 0;
}

std::string llvm_version() {
    return LLVM_VERSION_STRING;
}

}  // namespace awaitlint
