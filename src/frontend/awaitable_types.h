// Which types are there to be awaited: tasks, and operations that start when they are awaited.
//
// In: the type of a value. Out: what facts say of it (AwaitableType), asked of Sema once per type. By structure alone:
// a promise through coroutine_traits, a complete await protocol, attributes. A type that is awaitable only because a
// promise accepts anything, and one that only some await_transform takes, is not meant. Knows no library by name.
#pragma once

#include <map>
#include <optional>

#include "clang/AST/Type.h"

#include "awaitlint/facts.h"
#include "frontend/parse.h"
#include "frontend/protocol.h"

namespace awaitlint {

class AwaitableTypes {
public:
    AwaitableTypes(const ParsedUnit& unit, Prober& prober);

    /// None where values of the type are not meant to be awaited, or where that depends on a template parameter.
    const std::optional<AwaitableType>& find(clang::QualType type);
    /// What co_await makes of a value of the type; null where it is not known or the type is not meant to be awaited.
    clang::QualType result_of(clang::QualType type);
    /// False where no type can be: the unit has no coroutines at all.
    bool are_possible() const { return are_possible_; }

private:
    std::optional<AwaitableType> look_at(clang::QualType type);
    std::optional<AwaitableType> look_at_samples(clang::QualType dependent);

    const ParsedUnit& unit_;
    Prober& prober_;
    bool are_possible_ = false;
    std::map<void*, std::optional<AwaitableType>> known_;
};

/// True if the declaration is marked [[clang::annotate("awaitlint::may_discard")]].
bool is_marked_may_discard(const clang::Decl* decl);

}  // namespace awaitlint
