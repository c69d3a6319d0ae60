// See preamble_choice.h. What is shared is counted for every leading include, by the digest of all up to it: so units
// that begin alike and go apart later still share what they begin with, and a longer preamble for some of them is built
// only where these save more by it than it costs.
#include "engine/preamble_choice.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
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

struct Flags {
    std::string text;  // without what names the unit itself; empty: they cannot be used
    bool force_includes = false;
};

Flags flags_of(const CompileCommand& command) {
    auto arguments = driver_arguments(command, false);
    if (!arguments) {
        llvm::consumeError(arguments.takeError());
        return {};
    }
    Flags flags{command.directory, has_forced_includes(*arguments)};
    arguments->argv.pop_back();
    for (const std::string& argument : arguments->argv) (flags.text += '\0') += argument;
    return flags;
}

/// One leading include of a unit, with all that come before it.
struct Prefix {
    std::uint32_t end = 0;  // in the file
    Digest text;            // of all includes up to there, and the flags
    double weight = 0;      // of all includes up to there
};

/// What a header costs compared with others. Those of the C++ standard library are read by nearly all others.
double weight_of(llvm::StringRef include) {
    const bool is_of_standard = include.contains('<') && !include.contains('/') && !include.contains('.');
    return is_of_standard ? 0.1 : 1;
}

constexpr std::uint32_t only_forced = 1;  // of the unit's own file nothing, as no include ends there
constexpr double weight_of_forced = 5;    // most stand for a precompiled header, which is one because it costs much

bool may_force_includes(const CompileCommand& command) {
    return std::any_of(command.argv.begin(), command.argv.end(), [](llvm::StringRef argument) {
        return argument.contains("-include") || argument.starts_with("/FI") || argument.starts_with("-FI");
    });
}

/// A file that does not mention coroutines may not be parsed at all: only what its flags include is known to be needed
/// as soon as it is, and is not built before.
std::vector<Prefix> prefixes_of(const CompileCommand& command, llvm::StringRef file) {
    std::vector<Prefix> prefixes;
    const bool does_mention = file.contains("co_");
    if (!does_mention && !may_force_includes(command)) return prefixes;
    const Flags flags = flags_of(command);
    if (flags.text.empty()) return prefixes;
    double weight = 0;
    if (flags.force_includes) prefixes.push_back({only_forced, digest_of(flags.text), weight = weight_of_forced});
    if (!does_mention) return prefixes;
    const LeadingIncludes includes = leading_includes(file);
    std::uint32_t begin = 0;
    for (const LeadingIncludes::End& end : includes.ends) {
        std::string key = includes.text.substr(0, end.in_text);
        weight += weight_of(llvm::StringRef(key).substr(begin));
        begin = end.in_text;
        const bool is_quoted = key.find('"') != std::string::npos;
        (key += '\0') += flags.text;
        if (is_quoted) (key += '\0') += llvm::sys::path::parent_path(command.file);
        prefixes.push_back({end.in_file, digest_of(key), weight});
    }
    return prefixes;
}

/// Beginnings that several units have in common, as a tree: what is behind a node goes on from it.
class Beginnings {
public:
    explicit Beginnings(const std::vector<std::vector<Prefix>>& units) {
        for (const std::vector<Prefix>& unit : units)
            for (const Prefix& prefix : unit) ++times_[prefix.text];
        nodes_.emplace_back();
        for (const std::vector<Prefix>& unit : units) add(unit);
    }

    /// Which of them are best precompiled: so that the units save more than it costs to build these.
    std::unordered_set<Digest, DigestHash> chosen() {
        std::unordered_set<Digest, DigestHash> chosen;
        for (const std::size_t node : nodes_[0].next) choose(node, best(node, 0), 0, chosen);
        return chosen;
    }

private:
    struct Node {
        Digest text;
        unsigned units = 0;
        double weight = 0;
        std::vector<std::size_t> next;
    };

    static constexpr double build_cost = 2;  // in parses of it
    static constexpr unsigned fewest = 3;    // fewer units save less than it costs
    static constexpr std::size_t deepest = 16;

    /// Only where units go apart: up to there, more is always better.
    void add(const std::vector<Prefix>& unit) {
        std::size_t at = 0, depth = 0;
        for (std::size_t i = 0; i < unit.size() && depth < deepest; ++i) {
            const unsigned units = times_[unit[i].text];
            if (units < fewest) break;
            if (i + 1 < unit.size() && times_[unit[i + 1].text] == units) continue;
            ++depth;
            const auto [known, is_new] = by_text_.try_emplace(unit[i].text, nodes_.size());
            if (is_new) {
                nodes_.push_back({unit[i].text, units, unit[i].weight, {}});
                nodes_[at].next.push_back(known->second);
            }
            at = known->second;
        }
    }

    double gain(const Node& node, double has) const {
        return node.units * (node.weight - has) - build_cost * node.weight;
    }

    struct Best {
        double gained = 0;
        bool is_chosen = false;
    };

    /// Of a node and all behind it, where the units have so much precompiled already.
    Best best(std::size_t at, double has) {
        const auto known = known_.find({at, has});
        if (known != known_.end()) return known->second;
        const Node& node = nodes_[at];
        Best without, with{gain(node, has), true};
        for (const std::size_t next : node.next) {
            without.gained += best(next, has).gained;
            with.gained += best(next, node.weight).gained;
        }
        return known_[{at, has}] = with.gained > without.gained ? with : without;
    }

    void choose(std::size_t at, Best best_of_it, double has, std::unordered_set<Digest, DigestHash>& chosen) {
        const Node& node = nodes_[at];
        if (best_of_it.is_chosen) chosen.insert(node.text), has = node.weight;
        for (const std::size_t next : node.next) choose(next, best(next, has), has, chosen);
    }

    std::unordered_map<Digest, unsigned, DigestHash> times_;
    std::unordered_map<Digest, std::size_t, DigestHash> by_text_;
    std::vector<Node> nodes_;
    std::map<std::pair<std::size_t, double>, Best> known_;
};

/// For each unit how many leading bytes, up to the end of an include, are best precompiled: many includes that many
/// units (two others at least) begin with. 0 where there are none.
std::vector<std::uint32_t> shared_includes(const std::vector<const CompileCommand*>& commands) {
    std::vector<std::vector<Prefix>> prefixes(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const std::string& file = commands[i]->file;
        // This is the supervisor: nobody would end its waiting for a pipe.
        if (!llvm::sys::fs::is_regular_file(file)) continue;
        const auto text = llvm::MemoryBuffer::getFile(file, false, false, /*IsVolatile=*/true);
        if (!text) continue;
        prefixes[i] = prefixes_of(*commands[i], (*text)->getBuffer());
    }
    const std::unordered_set<Digest, DigestHash> chosen = Beginnings(prefixes).chosen();
    std::vector<std::uint32_t> shared(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i)
        for (const Prefix& prefix : prefixes[i])
            if (chosen.count(prefix.text)) shared[i] = prefix.end;
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
