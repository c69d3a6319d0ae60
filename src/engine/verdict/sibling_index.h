// What all units' headers declare that could be awaited, and which of it a unit may have meant that does not see it.
//
// In: the AsyncFunction facts of units, in any order, each declaration as often as units read it. Out: for a
// synchronous function whose async sibling was not found in its unit, the one function of the whole code base that must
// be it; or nothing, as soon as there are two. Holds each declaration once, and a bounded number of them: with more, it
// knows nothing at all, so that the answer never depends on which came first. Reads no source and no header.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/finding.h"

namespace awaitlint {

class SiblingIndex {
public:
    /// Any number of bytes of memory per declaration times this is what it needs at most.
    static constexpr std::size_t most_functions = 200'000;

    explicit SiblingIndex(std::size_t most = most_functions) : most_(most) {}

    void add(std::vector<AsyncFunction> functions);
    bool is_too_full() const { return is_too_full_; }

private:
    friend class SiblingSearch;
    using Key = std::pair<std::string, std::string>;  // qualified name, parameters

    std::size_t most_;
    bool is_too_full_ = false;
    std::map<Key, AsyncFunction> functions_;  // of several declarations the first by place
};

/// A function that is declared elsewhere, and how it belongs to the one that was called.
struct SiblingElsewhere {
    enum class Relation {
        named,       // in the same scope, by a pattern of names that is known
        learnt,      // in the same scope, by one that other pairs of the code base have
        twin_scope,  // in a namespace for what is asynchronous
        twin_class,  // a member of the class's asynchronous twin
    };
    AsyncFunction function;
    Relation relation = Relation::named;
    std::string pattern = {};  // that was learnt. NOLINT(readability-redundant-member-init)
    std::size_t pairs = 0;     // that have it
};

/// Asked when all units have been added; the index stays with the caller.
class SiblingSearch {
public:
    explicit SiblingSearch(const SiblingIndex& index);

    /// `around`: the function in which it is called.
    std::optional<SiblingElsewhere> find(const WantedSibling& wanted, std::string_view around,
                                         const Config& config) const;

    /// How the pairs are named that stand side by side in headers: pattern -> how many, of those that occur often
    /// enough to be no accident.
    const std::map<std::string, std::size_t>& learnt() const { return learnt_; }

private:
    void learn(const SiblingIndex& index);
    std::optional<SiblingElsewhere> related(const WantedSibling& wanted, const AsyncFunction& function,
                                            const Config& config) const;
    bool are_named_as_siblings(const WantedSibling& wanted, const AsyncFunction& function, const Config& config) const;

    std::unordered_multimap<std::string, const AsyncFunction*> by_stem_;
    std::map<std::string, std::size_t> learnt_;
};

}  // namespace awaitlint
