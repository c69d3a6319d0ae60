// See shared_includes.h. What is shared is counted for every line that ends in an include, by the digest of all that
// stands before it: so units that begin alike and go apart later still share what they begin with.
#include "engine/shared_includes.h"

#include <string>
#include <unordered_map>
#include <utility>

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include "files/digest.h"
#include "frontend/flags.h"

namespace awaitlint {
namespace {

constexpr unsigned enough = 3;

/// The flags without what names the unit itself.
std::string flags_of(const UnitRequest& request) {
    auto arguments = driver_arguments(request.command, false);
    if (!arguments) {
        llvm::consumeError(arguments.takeError());
        return "";
    }
    arguments->argv.pop_back();
    std::string flags = request.command.directory;
    for (const std::string& argument : arguments->argv) (flags += '\0') += argument;
    return flags;
}

/// Ends of leading lines that are includes, each with the digest of all before it. Leading are includes, comments that
/// are a line, and blank lines: what else a preamble may hold is seldom shared.
std::vector<std::pair<std::uint32_t, Digest>> include_ends(const UnitRequest& request, llvm::StringRef text) {
    std::vector<std::pair<std::uint32_t, Digest>> ends;
    const std::string flags = flags_of(request);
    if (flags.empty()) return ends;
    bool is_quoted = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const llvm::StringRef line = text.slice(at, end).trim();
        at = end;
        if (line.empty() || line.starts_with("//")) continue;
        if (!line.starts_with("#") || !line.drop_front().ltrim().starts_with("include")) break;
        is_quoted |= line.contains('"');
        std::string key = flags + '\0' + text.take_front(end).str();
        if (is_quoted) key += '\0' + llvm::sys::path::parent_path(request.command.file).str();
        ends.emplace_back(static_cast<std::uint32_t>(end), digest_of(key));
    }
    return ends;
}

}  // namespace

std::vector<std::uint32_t> shared_includes(const std::vector<const UnitRequest*>& requests) {
    std::vector<std::vector<std::pair<std::uint32_t, Digest>>> ends(requests.size());
    std::unordered_map<Digest, unsigned, DigestHash> times;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto text = llvm::MemoryBuffer::getFile(requests[i]->command.file, false, false);
        if (!text || !(*text)->getBuffer().contains("co_")) continue;
        ends[i] = include_ends(*requests[i], (*text)->getBuffer());
        for (const auto& [end, digest] : ends[i]) ++times[digest];
    }
    std::vector<std::uint32_t> shared(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i)
        for (const auto& [end, digest] : ends[i])
            if (times[digest] >= enough) shared[i] = end;
    return shared;
}

}  // namespace awaitlint
