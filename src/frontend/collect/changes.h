// Who else changes a shared object so that references or iterators into it lose what they refer to.
//
// In: the way to an object (shared_objects.h), the coroutine that asks. Out: the first such call in another function:
// of a member, in the other member functions of its class that are seen; of a variable, in the functions of the unit.
// Constructors and destructors do not count, nor what only the coroutine itself calls: that runs before it or in its
// own time. Asked seldom, so nothing is looked for in advance.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include "frontend/around/shared_objects.h"
#include "frontend/collect/values.h"

namespace awaitlint {

struct Change {
    const clang::CallExpr* call = nullptr;
    const clang::FunctionDecl* function = nullptr;
};

class Changes {
public:
    explicit Changes(const ValueContext& around) : around_(around) {}

    /// None where nothing of the kind is seen. What leaves references as they are counts for iterators only.
    std::optional<Change> find(const ObjectPath& object, bool of_iterators, const clang::FunctionDecl* coroutine);

private:
    const ValueContext& around_;
    std::map<std::pair<ObjectPath, bool>, std::map<const clang::FunctionDecl*, std::optional<Change>>> known_;
};

/// True if the function does something with the object, or if that is not seen.
bool may_mention(const clang::FunctionDecl* function, const ObjectPath& object);

}  // namespace awaitlint
