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

/// Units of the same text are compiled alike, as far as that can be told without asking Clang, which takes time for
/// each of many; empty where nothing can be read in front of what they include: their flags include files, or modules.
std::string kind_of(const CompileCommand& command) {
    const auto names_module = [](llvm::StringRef argument) { return argument.starts_with("-fmodule"); };
    if (may_force_includes(command) || std::any_of(command.argv.begin(), command.argv.end(), names_module)) return "";
    std::string text = command.directory;
    for (std::size_t i = 0; i < command.argv.size(); ++i) {
        const llvm::StringRef argument = command.argv[i];
        const bool names_output = argument == "-o" || argument == "-MF" || argument == "-MT" || argument == "-MQ";
        i += names_output;
        if (!names_output && !llvm::StringRef(command.file).ends_with(argument)) (text += '\0') += argument;
    }
    return text;
}

/// What is known of a unit by its flags and its own file.
struct Beginning {
    std::vector<Prefix> prefixes;
    bool does_mention = false;
};

/// A file that does not mention coroutines may not be parsed at all: only what its flags include is known to be needed
/// as soon as it is, and is not built before.
Beginning beginning_of(const CompileCommand& command, llvm::StringRef file) {
    Beginning beginning;
    beginning.does_mention = file.contains("co_");
    if (!beginning.does_mention && !may_force_includes(command)) return beginning;
    const Flags flags = flags_of(command);
    if (flags.text.empty()) return beginning;
    double weight = 0;
    if (flags.force_includes)
        beginning.prefixes.push_back({only_forced, digest_of(flags.text), weight = weight_of_forced});
    if (!beginning.does_mention) return beginning;
    const LeadingIncludes includes = leading_includes(file);
    std::uint32_t begin = 0;
    for (const LeadingIncludes::End& end : includes.ends) {
        std::string key = includes.text.substr(0, end.in_text);
        weight += weight_of(llvm::StringRef(key).substr(begin));
        begin = end.in_text;
        const bool is_quoted = key.find('"') != std::string::npos;
        (key += '\0') += flags.text;
        if (is_quoted) (key += '\0') += llvm::sys::path::parent_path(command.file);
        beginning.prefixes.push_back({end.in_file, digest_of(key), weight});
    }
    return beginning;
}

Beginning beginning_of(const CompileCommand& command) {
    // This is the supervisor: nobody would end its waiting for a pipe.
    if (!llvm::sys::fs::is_regular_file(command.file)) return {};
    const auto text = llvm::MemoryBuffer::getFile(command.file, false, false, /*IsVolatile=*/true);
    return text ? beginning_of(command, (*text)->getBuffer()) : Beginning();
}

/// Beginnings that several units have in common, as a tree: what is behind a node goes on from it.
class Beginnings {
public:
    explicit Beginnings(const std::vector<Beginning>& units) {
        for (const Beginning& unit : units)
            for (const Prefix& prefix : unit.prefixes) ++times_[prefix.text];
        nodes_.emplace_back();
        for (const Beginning& unit : units) add(unit.prefixes);
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
std::vector<std::uint32_t> shared_includes(const std::vector<Beginning>& units) {
    const std::unordered_set<Digest, DigestHash> chosen = Beginnings(units).chosen();
    std::vector<std::uint32_t> shared(units.size());
    for (std::size_t i = 0; i < units.size(); ++i)
        for (const Prefix& prefix : units[i].prefixes)
            if (chosen.count(prefix.text)) shared[i] = prefix.end;
    return shared;
}

/// Units that are compiled alike and share nothing which they begin with: for each, the same few of them, those first
/// that are sure to be parsed.
void choose_relatives(const std::vector<const CompileCommand*>& commands, const std::vector<Beginning>& beginnings,
                      std::vector<PreambleChoice>& choices) {
    constexpr std::size_t fewest = 6, most_looked_at = 16;
    std::map<std::string, std::vector<std::size_t>> by_kind;
    for (std::size_t i = 0; i < choices.size(); ++i)
        if (!choices[i].is_built) by_kind[kind_of(*commands[i])].push_back(i);
    by_kind.erase("");
    for (const auto& [kind, units] : by_kind) {
        if (units.size() < fewest) continue;
        std::vector<std::size_t> known;
        for (const std::size_t unit : units)
            if (beginnings[unit].does_mention) known.push_back(unit);
        const std::vector<std::size_t>& looked_at = known.size() < fewest ? units : known;
        std::vector<std::string> sample;
        const std::size_t count = std::min(most_looked_at, looked_at.size());
        for (std::size_t i = 0; i < count; ++i)
            sample.push_back(commands[looked_at[i * looked_at.size() / count]]->file);
        const auto shared = std::make_shared<const std::vector<std::string>>(std::move(sample));
        for (const std::size_t unit : units) choices[unit].relatives = shared;
    }
}

}  // namespace

std::vector<PreambleChoice> choose_preambles(const std::vector<const CompileCommand*>& commands,
                                             const std::vector<bool>& is_edited) {
    std::vector<Beginning> beginnings;
    for (const CompileCommand* command : commands) beginnings.push_back(beginning_of(*command));
    const std::vector<std::uint32_t> shared = shared_includes(beginnings);
    // After an edit of a header that many read, few of them will be edited next.
    const bool are_few = std::count(is_edited.begin(), is_edited.end(), true) <= most_edited;
    std::vector<PreambleChoice> choices;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const bool is_own = is_edited[i] && are_few;
        choices.push_back(is_own ? PreambleChoice{true, 0, nullptr}
                                 : PreambleChoice{shared[i] > 0, shared[i], nullptr});
    }
    choose_relatives(commands, beginnings, choices);
    return choices;
}

}  // namespace awaitlint
