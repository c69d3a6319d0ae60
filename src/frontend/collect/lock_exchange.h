// Whether a lock of a thread could be one that coroutines await.
//
// In: a guard that is held where its coroutine waits, and the locks that profiles name. Out: where the lock's type
// stands, what could stand there, and each declaration that takes the lock. Nothing unless all is seen: the lock is
// declared in the unit's main file, where nobody else reaches it, and whatever mentions it there is a guard of it alone
// in a coroutine. Whether it compiles is not asked.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "clang/AST/Decl.h"

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

class LockExchanges {
public:
    /// `around` lives as long as this object.
    explicit LockExchanges(const ValueContext& around)
        : around_(around), coroutines_(around.coroutines.begin(), around.coroutines.end()) {}

    std::optional<LockExchange> of(const clang::VarDecl* guard);

private:
    std::optional<LockExchange> found(const clang::DeclaratorDecl* lock) const;
    std::optional<LockTaking> taking_at(const clang::Expr* mention) const;

    const ValueContext& around_;
    std::set<const clang::FunctionDecl*> coroutines_;
    std::map<const clang::DeclaratorDecl*, std::optional<LockExchange>> known_;
};

}  // namespace awaitlint
