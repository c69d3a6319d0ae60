// What the local references, pointers, iterators and views of a coroutine refer to, step by step.
//
// In: steps of a coroutine in the order in which they run (coroutine_flow.h). Out: which locals refer to something that
// may be lost while the coroutine is suspended, and whether it has been since they were obtained. What is lost by a
// call of the coroutine itself is not its business.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include "frontend/around/shared_objects.h"
#include "frontend/collect/changes.h"
#include "frontend/collect/coroutine_flow.h"

namespace awaitlint {

struct View {
    const clang::Expr* obtained = nullptr;
    const clang::Expr* origin = nullptr;  // the same, or that of the local that it is made of
    ObjectPath object;
    std::string of_thread;
    bool is_iterator = false;
    const clang::CoawaitExpr* suspended = nullptr;  // since it was obtained, on some way
};

struct ViewState {
    std::map<const clang::VarDecl*, View> views;
    std::set<const clang::VarDecl*> guards;  // alive, on some way
    bool is_locked = false;                  // by hand, on some way
};

/// True if the other way has brought anything new.
bool add_way(ViewState& known, const ViewState& other);

class ViewFlow {
public:
    ViewFlow(clang::ASTContext& ast, Changes& changes, Suspensions& suspensions, const clang::FunctionDecl* coroutine)
        : ast_(ast), changes_(changes), suspensions_(suspensions), coroutine_(coroutine) {}

    /// None where nobody could lose it.
    std::optional<View> view_of(const clang::VarDecl* variable, const clang::Expr* init, const ViewState& state);

    /// `look` sees each step in front of what it changes.
    void pass(ViewState& state, const clang::CFGElement& element, llvm::function_ref<void(const clang::Stmt*)> look);

private:
    void pass(ViewState& state, const clang::Stmt* step);
    void set(ViewState& state, const clang::VarDecl* variable, const clang::Expr* init);
    void give_away(ViewState& state, const clang::ValueDecl* named);
    void look_again(ViewState& state, const clang::CallExpr* call);
    void suspend(ViewState& state, const clang::CoawaitExpr* await);

    clang::ASTContext& ast_;
    Changes& changes_;
    Suspensions& suspensions_;
    const clang::FunctionDecl* coroutine_;
};

struct Assignment {
    const clang::VarDecl* variable = nullptr;
    const clang::Expr* value = nullptr;
};

/// Of a local as a whole, which refers to something else from there on.
std::optional<Assignment> assignment_to_local(const clang::Stmt* step);

/// What gets it may set it anew: `refresh(found)`, `&found`.
bool is_given_away(clang::ASTContext& ast, const clang::DeclRefExpr* mention);

/// `units`, `lock`: it keeps others out for as long as it lives. A guess, by its name.
bool keeps_others_out(const clang::VarDecl* variable);

}  // namespace awaitlint
