// See changes.h.
#include "frontend/collect/changes.h"

#include <set>
#include <vector>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

#include "frontend/around/parts.h"
#include "frontend/ask/containers.h"

namespace awaitlint {
namespace {

/// That of the function; of a lambda, that of the function around.
const clang::FunctionDecl* named_around(const clang::FunctionDecl* function) {
    for (const clang::DeclContext* scope = function; scope; scope = scope->getParent())
        if (const auto* outer = llvm::dyn_cast<clang::FunctionDecl>(scope)) {
            const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(outer);
            if (!method || !method->getParent()->isLambda()) return outer->getCanonicalDecl();
        }
    return function->getCanonicalDecl();
}

const clang::Stmt* body_of(const clang::FunctionDecl* function) {
    const clang::FunctionDecl* definition = nullptr;
    return function->hasBody(definition) ? definition->getBody() : nullptr;
}

bool calls(const clang::FunctionDecl* caller, const clang::FunctionDecl* callee) {
    return has_part_or_in_lambda(body_of(caller), [&](const clang::Stmt* part) {
        const auto* member = llvm::dyn_cast<clang::MemberExpr>(part);
        const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(part);
        const clang::ValueDecl* named = member ? member->getMemberDecl() : mention ? mention->getDecl() : nullptr;
        return named && named->getCanonicalDecl() == callee->getCanonicalDecl();
    });
}

/// Whether a member function may run while a coroutine waits that does not run it itself.
class RunsElsewhere {
public:
    explicit RunsElsewhere(const clang::FunctionDecl* coroutine) : coroutine_(named_around(coroutine)) {}

    bool operator()(const clang::FunctionDecl* function) {
        if (llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(function)) return false;
        if (function->getCanonicalDecl() == coroutine_ || !asked_.insert(function->getCanonicalDecl()).second)
            return false;
        const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
        if (!method || method->getAccess() != clang::AS_private || method->isVirtual()) return true;
        for (const clang::CXXMethodDecl* other : method->getParent()->methods())
            if (other->getCanonicalDecl() != method->getCanonicalDecl() && calls(other, method) && (*this)(other))
                return true;
        return false;
    }

private:
    const clang::FunctionDecl* coroutine_;
    std::set<const clang::FunctionDecl*> asked_;
};

Loses lost_of(const clang::CallExpr* call, const ObjectPath& object) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (!callee) return Loses::nothing;
    if (erases_from_first(callee))
        return call->getNumArgs() > 0 && path_to(call->getArg(0)) == object ? Loses::all : Loses::nothing;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
    const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call);
    const Loses lost = method ? lost_by(method) : Loses::nothing;
    if (lost == Loses::nothing) return lost;
    const clang::Expr* on = member ? member->getImplicitObjectArgument() : call->getArg(0);
    return path_to(on) == object ? lost : Loses::nothing;
}

/// The first call in the function that loses so much.
const clang::CallExpr* change_in(const clang::FunctionDecl* function, const ObjectPath& object, bool of_iterators) {
    const clang::CallExpr* found = nullptr;
    has_part_or_in_lambda(body_of(function), [&](const clang::Stmt* part) {
        const auto* call = llvm::dyn_cast<clang::CallExpr>(part);
        const Loses lost = call ? lost_of(call, object) : Loses::nothing;
        if (lost == Loses::all || (of_iterators && lost == Loses::iterators)) found = call;
        return found != nullptr;
    });
    return found;
}

}  // namespace

std::optional<Change> Changes::find(const ObjectPath& object, bool of_iterators, const clang::FunctionDecl* coroutine) {
    const auto [known, is_new] = known_[{object, of_iterators}].try_emplace(named_around(coroutine));
    if (!is_new) return known->second;
    std::vector<const clang::FunctionDecl*> others;
    if (const auto* field = llvm::dyn_cast<clang::FieldDecl>(object.front())) {
        const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(field->getParent());
        if (record && around_.unit.is_users(record->getLocation()))
            others.assign(record->method_begin(), record->method_end());
    } else {
        others = around_.functions;
    }
    for (const clang::FunctionDecl* other : others) {
        const clang::CallExpr* call = change_in(other, object, of_iterators);
        // What starts the coroutine changes it before that, or when it has ended.
        if (call && !calls(other, named_around(coroutine)) && RunsElsewhere(coroutine)(other))
            return known->second = Change{call, other};
    }
    return std::nullopt;
}

bool may_mention(const clang::FunctionDecl* function, const ObjectPath& object) {
    const clang::Stmt* body = body_of(function);
    return !body || has_part_or_in_lambda(body, [&](const clang::Stmt* part) {
        const auto* mention = llvm::dyn_cast<clang::Expr>(part);
        return mention && llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(mention) && path_to(mention) == object;
    });
}

}  // namespace awaitlint
