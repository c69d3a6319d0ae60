// See changes.h.
#include "frontend/collect/changes.h"

#include <iterator>
#include <set>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/parts.h"
#include "frontend/ask/containers.h"
#include "frontend/ask/names.h"

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

/// Whether a function may run while a coroutine waits that does not wait for it: it is no step of the same sequence.
class RunsElsewhere {
public:
    RunsElsewhere(Calls& calls, const clang::FunctionDecl* coroutine) : calls_(calls), coroutine_(coroutine) {}

    bool operator()(const clang::FunctionDecl* function) {
        if (llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(function) || function->isMain())
            return false;
        if (!asked_.insert(function->getCanonicalDecl()).second || leads_to_coroutine(function)) return false;
        const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
        if (!method) return true;
        bool is_called = method->getAccess() == clang::AS_private && !method->isVirtual();
        for (const clang::CXXMethodDecl* other : method->getParent()->methods()) {
            if (other->getCanonicalDecl() == method->getCanonicalDecl() || !calls_(other, method)) continue;
            if ((*this)(other)) return true;
            is_called = true;
        }
        // By whom it is called otherwise is not seen.
        return !is_called;
    }

private:
    /// It is the coroutine, or runs it: what it does stands in front of that, or behind its end.
    bool leads_to_coroutine(const clang::FunctionDecl* function) {
        if (function->getCanonicalDecl() == coroutine_ || calls_(function, coroutine_)) return true;
        const auto* step = llvm::dyn_cast<clang::CXXMethodDecl>(coroutine_);
        return step && llvm::any_of(step->getParent()->methods(), [&](const clang::CXXMethodDecl* between) {
                   return between->getCanonicalDecl() != function->getCanonicalDecl() && calls_(between, coroutine_) &&
                          calls_(function, between);
               });
    }

    Calls& calls_;
    const clang::FunctionDecl* coroutine_;  // or the function with a name around it
    std::set<const clang::FunctionDecl*> asked_;
};

/// `use(middleware)`: a container that is filled before anything runs. A guess, by the function's name.
bool is_preparation(const clang::FunctionDecl* function) {
    static constexpr llvm::StringRef words[] = {"regist", "init",       "setup",  "set_up", "config",
                                                "route",  "middleware", "plugin", "option", "handler"};
    const llvm::StringRef name = function->getDeclName().isIdentifier() ? function->getName() : "";
    return name == "use" || contains_any_of(name, words);
}

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
        const auto* method = call ? llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call->getDirectCallee()) : nullptr;
        if (method && puts_in(method) && is_preparation(function)) return false;
        if (lost == Loses::all || (of_iterators && lost == Loses::iterators)) found = call;
        return found != nullptr;
    });
    return found;
}

}  // namespace

bool Calls::operator()(const clang::FunctionDecl* caller, const clang::FunctionDecl* callee) {
    const auto [known, is_new] = callees_.try_emplace(caller->getCanonicalDecl());
    if (is_new)
        has_part_or_in_lambda(body_of(caller), [&](const clang::Stmt* part) {
            const auto* member = llvm::dyn_cast<clang::MemberExpr>(part);
            const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(part);
            const clang::ValueDecl* named = member ? member->getMemberDecl() : mention ? mention->getDecl() : nullptr;
            if (named && llvm::isa<clang::FunctionDecl>(named)) known->second.insert(named->getCanonicalDecl());
            return false;
        });
    return known->second.count(callee->getCanonicalDecl()) != 0;
}

const std::vector<Change>& Changes::all(const ObjectPath& object, bool of_iterators) {
    const auto [known, is_new] = all_.try_emplace({object, of_iterators});
    if (!is_new) return known->second;
    std::vector<const clang::FunctionDecl*> functions;
    if (const auto* field = llvm::dyn_cast<clang::FieldDecl>(object.front())) {
        const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(field->getParent());
        if (record && around_.unit.is_users(record->getLocation()))
            functions.assign(record->method_begin(), record->method_end());
    } else {
        llvm::copy_if(around_.functions, std::back_inserter(functions),
                      [&](const clang::FunctionDecl* function) { return around_.looks_at(function->getLocation()); });
    }
    for (const clang::FunctionDecl* function : functions)
        if (const clang::CallExpr* call = change_in(function, object, of_iterators))
            known->second.push_back({call, function});
    return known->second;
}

std::optional<Change> Changes::find(const ObjectPath& object, bool of_iterators, const clang::FunctionDecl* coroutine) {
    const clang::FunctionDecl* named = named_around(coroutine);
    const auto [known, is_new] = found_.try_emplace({object, of_iterators, named});
    if (is_new)
        for (const Change& change : all(object, of_iterators))
            if (RunsElsewhere(calls_, named)(change.function)) {
                known->second = change;
                break;
            }
    return known->second;
}

bool may_mention(const clang::FunctionDecl* function, const ObjectPath& object) {
    const clang::Stmt* body = body_of(function);
    return !body || has_part_or_in_lambda(body, [&](const clang::Stmt* part) {
        const auto* mention = llvm::dyn_cast<clang::Expr>(part);
        return mention && llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(mention) && path_to(mention) == object;
    });
}

}  // namespace awaitlint
