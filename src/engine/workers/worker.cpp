// See worker.h.
#include "engine/workers/worker.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include <malloc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "llvm/Support/Alignment.h"
#include "llvm/Support/thread.h"

#include "awaitlint/engine.h"
#include "awaitlint/facts_json.h"
#include "base/sanitizers.h"
#include "base/write_permit.h"
#include "engine/cache/files_json.h"
#include "engine/workers/last_words.h"
#include "frontend/frontend.h"
#include "frontend/read/file_recorder.h"
#include "frontend/read/preamble.h"
#include "frontend/read/scan.h"
#include "frontend/read/standing_parse.h"

namespace awaitlint {
namespace {

constexpr std::optional<unsigned> stack_bytes = worker_stack_mib << 20;
constexpr std::uint64_t most_heap_mib = 192;
constexpr std::size_t large_page_bytes = 2 << 20;
constexpr std::size_t pages_of_any_parse = 20;
constexpr std::clock_t slow_page = CLOCKS_PER_SEC / 1000;  // the 512 faults that it saves cost as much
constexpr int most_mappings = 65536;                       // glibc's own

nlohmann::json failure(llvm::Error error) {
    return {{"error", json_text(llvm::toString(std::move(error)))}};
}

/// What a worker keeps from one request to the next.
struct Memory {
    ContentHashes hashes;
    std::unordered_set<Digest, DigestHash> told;  // pieces of records
    Scanner scanner;
    Preambles preambles{hashes};
    StandingParse standing;
    std::shared_ptr<void> remains;  // of the last parse: freed by the next request, if there is one
};

nlohmann::json answer_analyse(const nlohmann::json& request, const Workbench& workbench) {
    auto facts = analyse_unit(request.get<UnitRequest>(), workbench);
    return facts ? nlohmann::json{{"facts", *facts}} : failure(facts.takeError());
}

nlohmann::json answer_reads(const nlohmann::json& request, const Workbench& workbench) {
    auto reads = reads_of_unit(request.get<UnitRequest>(), workbench);
    return reads ? nlohmann::json{{"facts", *reads}} : failure(reads.takeError());
}

nlohmann::json answer_prove(const nlohmann::json& request, const Workbench& workbench) {
    auto proofs = prove(request.get<ProofRequest>(), workbench);
    return proofs ? nlohmann::json{{"proofs", *proofs}} : failure(proofs.takeError());
}

std::string root_of(const nlohmann::json& request) {
    const nlohmann::json& unit = request.contains("prove")   ? request.at("prove").at("unit")
                                 : request.contains("reads") ? request.at("reads")
                                                             : request.at("analyse");
    return unit.at("user_files").get<UserFiles>().root;
}

nlohmann::json answer(const std::string& line, Memory& memory) {
    try {
        const nlohmann::json request = nlohmann::json::parse(line);
        FileRecorder watching(memory.hashes);
        FileRecorder* recorder = request.value("record", false) ? &watching : nullptr;
        Parses parses;
        const std::uint32_t built_before = memory.preambles.builds();
        const Workbench workbench{recorder,         &memory.scanner, &memory.preambles,
                                  &memory.standing, &parses,         &memory.remains};
        const bool is_proof = request.contains("prove");
        if (!is_proof) {
            memory.standing.end();
            memory.remains.reset();  // behind the end of the process that shares it
        }
        nlohmann::json result = is_proof                    ? answer_prove(request.at("prove"), workbench)
                                : request.contains("reads") ? answer_reads(request.at("reads"), workbench)
                                                            : answer_analyse(request.at("analyse"), workbench);
        // After an analysis a proof may follow, which goes on from where it stood.
        if (is_proof) memory.standing.end();
        parses.preambles = memory.preambles.builds() - built_before;
        result["parses"] = parses;
        if (recorder && !result.contains("error")) {
            const FilesRead seen = recorder->finish();
            result["files"] = files_to_json(seen, root_of(request), memory.told);
            if (memory.standing.is_standing()) memory.standing.seen = seen;
        }
        return result;
    } catch (const std::exception& broken) {
        return {{"error", std::string("broken request: ") + broken.what()}};
    }
}

/// Has the first ones laid out, which any parse needs; the others are as they are needed. Where a large page is slow to
/// come, ordinary ones do: a virtual machine may have given its free memory back, and gets it from its host in pieces.
void ask_for_large_pages(char* begin, std::size_t pages) {
    ::madvise(begin, pages * large_page_bytes, MADV_HUGEPAGE);
    for (std::size_t page = 0; page < std::min(pages, pages_of_any_parse); ++page) {
        volatile char& first_byte = begin[page * large_page_bytes];
        const std::clock_t start = std::clock();
        first_byte = 0;
        if (std::clock() - start < slow_page) continue;
        ::madvise(begin + page * large_page_bytes, (pages - page) * large_page_bytes, MADV_NOHUGEPAGE);
        return;
    }
}

/// One thread of a worker allocates, and much. A heap of its own would grow page by page, and ordinary pages cost a
/// fault for every 4 KiB: all comes from one heap, in large pages where there are any. What is not needed takes no
/// memory, but all of it counts to a limit.
void prepare_heap(std::uint64_t memory_mib) {
    ::mallopt(M_ARENA_MAX, 1);
    ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    const std::size_t bytes = (memory_mib ? std::min(most_heap_mib, memory_mib / 4) : most_heap_mib) << 20;
    if (bytes < 2 * large_page_bytes) return;
    ::mallopt(M_MMAP_MAX, 0);
    char* const begin = static_cast<char*>(std::malloc(bytes));
    ::mallopt(M_MMAP_MAX, most_mappings);
    if (!begin) return;
    char* const page = begin + llvm::offsetToAlignedAddr(begin, llvm::Align(large_page_bytes));
    ask_for_large_pages(page, bytes / large_page_bytes - 1);
    std::free(begin);
}

}  // namespace

int run_worker(WorkerEnds ends, const WorkerLimits& limits) {
    if (!is_address_sanitized) prepare_heap(limits.memory_mib);
    prepare_last_words();
    // Cores that go to a program (systemd-coredump) know no limit of size.
    ::prctl(PR_SET_DUMPABLE, 0);
    ::umask(077);  // what it writes is nobody else's
    std::FILE* const in = ::fdopen(ends.requests, "r");
    std::FILE* const out = ::fdopen(ends.answers, "w");
    if (!in || !out) return 1;
    forbid_file_writes(/*for_good=*/limits.preambles.empty());
    if (limits.sandbox && !enter_sandbox(*limits.sandbox, limits.preambles)) {
        std::fprintf(stderr, "%s\n", std::strerror(errno));
        return not_confined_status;
    }
    Memory memory;
    char* line = nullptr;
    std::size_t capacity = 0;
    for (ssize_t length = 0; (length = ::getline(&line, &capacity, in)) > 0;) {
        const std::string request(line, static_cast<std::size_t>(length));
        nlohmann::json result;
        llvm::thread frontend(stack_bytes, [&] {
            const CrashStack crash_stack;
            result = answer(request, memory);
        });
        frontend.join();
        const std::string text = result.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
        if (std::fwrite(text.data(), 1, text.size(), out) != text.size() || std::fflush(out) != 0) return 1;
    }
    return 0;
}

}  // namespace awaitlint
