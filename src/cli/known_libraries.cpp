// See known_libraries.h.
#include "cli/known_libraries.h"

namespace awaitlint {

void KnownLibraries::look_at(const UnitFacts& facts, const Config& config) {
    if (!facts.toolchain.empty()) ++toolchains[facts.toolchain];
    std::set<const LibraryProfile*> seen;
    for (const Await& await : facts.awaits) {
        const Enclosing& enclosing = facts.around(await.site);
        for (const std::string& type : {enclosing.task_type, await.operand_type_full})
            if (const LibraryProfile* library = find_library_of_type(config, type)) seen.insert(library);
        const bool is_task = enclosing.can_be_coroutine && !enclosing.task_type.empty();
        if (is_task && !find_library_of_type(config, enclosing.task_type)) unknown_tasks.insert(enclosing.task_type);
    }
    for (const LibraryProfile* library : seen) ++units[library];
}

}  // namespace awaitlint
