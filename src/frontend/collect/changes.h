// Who else changes a shared object so that references or iterators into it lose what they refer to.
//
// In: the way to an object (shared_objects.h), the coroutine that asks. Out: the first such call in another function:
// of a member, in the other member functions of its class that are seen; of a variable, in the functions of the unit.
// Constructors and destructors do not count, nor what is only a step of the same sequence: what leads to the coroutine,
// or is called by nothing but that and the coroutine itself. Nor what fills the container before anything runs, as far
// as its name says so. Asked seldom, so nothing is looked for in advance.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include "frontend/around/shared_objects.h"
#include "frontend/collect/values.h"

namespace awaitlint {

struct Change {
    const clang::CallExpr* call = nullptr;
    const clang::FunctionDecl* function = nullptr;
};

/// Which functions a function mentions.
class Calls {
public:
    bool operator()(const clang::FunctionDecl* caller, const clang::FunctionDecl* callee);

private:
    std::map<const clang::FunctionDecl*, std::set<const clang::Decl*>> callees_;
};

class Changes {
public:
    explicit Changes(const ValueContext& around) : around_(around) {}

    /// None where nothing of the kind is seen. What leaves references as they are counts for iterators only.
    std::optional<Change> find(const ObjectPath& object, bool of_iterators, const clang::FunctionDecl* coroutine);

private:
    /// One for each function.
    const std::vector<Change>& all(const ObjectPath& object, bool of_iterators);

    const ValueContext& around_;
    Calls calls_;
    std::map<std::pair<ObjectPath, bool>, std::vector<Change>> all_;
    std::map<std::tuple<ObjectPath, bool, const clang::FunctionDecl*>, std::optional<Change>> found_;
};

/// True if the function does something with the object, or if that is not seen.
bool may_mention(const clang::FunctionDecl* function, const ObjectPath& object);

}  // namespace awaitlint
