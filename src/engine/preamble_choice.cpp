// See preamble_choice.h. What is shared is counted for every leading include, by the digest of all up to it: so units
// that begin alike and go apart later still share what they begin with.
#include "engine/preamble_choice.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include "files/digest.h"
#include "frontend/read/flags.h"
#include "frontend/read/leading_includes.h"

namespace awaitlint {
namespace {

constexpr std::ptrdiff_t most_edited = 4;

/// The flags without what names the unit itself.
std::string flags_of(const CompileCommand& command) {
    auto arguments = driver_arguments(command, false);
    if (!arguments) {
        llvm::consumeError(arguments.takeError());
        return "";
    }
    arguments->argv.pop_back();
    std::string flags = command.directory;
    for (const std::string& argument : arguments->argv) (flags += '\0') += argument;
    return flags;
}

/// Ends of leading includes in the file, each with the digest of all includes up to there.
std::vector<std::pair<std::uint32_t, Digest>> include_ends(const CompileCommand& command, llvm::StringRef file) {
    std::vector<std::pair<std::uint32_t, Digest>> ends;
    const std::string flags = flags_of(command);
    if (flags.empty()) return ends;
    const LeadingIncludes includes = leading_includes(file);
    for (const LeadingIncludes::End& end : includes.ends) {
        std::string key = includes.text.substr(0, end.in_text);
        const bool is_quoted = key.find('"') != std::string::npos;
        (key += '\0') += flags;
        if (is_quoted) (key += '\0') += llvm::sys::path::parent_path(command.file);
        ends.emplace_back(end.in_file, digest_of(key));
    }
    return ends;
}

/// What a preamble of so many includes saves each of so many units, when building it costs two parses of them.
double gain(std::size_t includes, unsigned units) {
    return static_cast<double>(includes) * (1 - 2.0 / units);
}

/// For each unit how many leading bytes, up to the end of an include, are best precompiled: many includes that many
/// units (two others at least) begin with. 0 where there are none, or where the file does not mention coroutines.
std::vector<std::uint32_t> shared_includes(const std::vector<const CompileCommand*>& commands) {
    std::vector<std::vector<std::pair<std::uint32_t, Digest>>> ends(commands.size());
    std::unordered_map<Digest, unsigned, DigestHash> times;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const std::string& file = commands[i]->file;
        // This is the supervisor: nobody would end its waiting for a pipe.
        if (!llvm::sys::fs::is_regular_file(file)) continue;
        const auto text = llvm::MemoryBuffer::getFile(file, false, false, /*IsVolatile=*/true);
        if (!text || !(*text)->getBuffer().contains("co_")) continue;
        ends[i] = include_ends(*commands[i], (*text)->getBuffer());
        for (const auto& [end, digest] : ends[i]) ++times[digest];
    }
    std::vector<std::uint32_t> shared(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i) {
        double best = 0;
        for (std::size_t includes = 1; includes <= ends[i].size(); ++includes) {
            const auto& [end, digest] = ends[i][includes - 1];
            const double gained = gain(includes, times[digest]);
            if (gained > best) best = gained, shared[i] = end;
        }
    }
    return shared;
}

}  // namespace

std::vector<PreambleChoice> choose_preambles(const std::vector<const CompileCommand*>& commands,
                                             const std::vector<bool>& is_edited) {
    const std::vector<std::uint32_t> shared = shared_includes(commands);
    // After an edit of a header that many read, few of them will be edited next.
    const bool are_few = std::count(is_edited.begin(), is_edited.end(), true) <= most_edited;
    std::vector<PreambleChoice> choices;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const bool is_own = is_edited[i] && are_few;
        choices.push_back(is_own ? PreambleChoice{true, 0} : PreambleChoice{shared[i] > 0, shared[i]});
    }
    return choices;
}

}  // namespace awaitlint
