// See audited_symbols.h.
#include "engine/audited_symbols.h"

#include <algorithm>

#include "llvm/Support/MemoryBuffer.h"

#include "project/paths.h"

namespace awaitlint {

bool AuditedSymbols::may_be_in(const UnitFacts& facts) {
    return std::any_of(facts.user_files.begin(), facts.user_files.end(), [&](const std::string& file) {
        const auto [entry, is_new] = may_.try_emplace(file, true);
        if (!is_new) return entry->second;
        const auto text = llvm::MemoryBuffer::getFile(absolute_path(file, root_));
        if (text) entry->second = names_.may_mention((*text)->getBuffer());
        return entry->second;
    });
}

}  // namespace awaitlint
