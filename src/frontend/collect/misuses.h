// What does not compile because a value's result was meant: here, or where the variable that keeps it is used.
//
// In: values with their fates, one after the other, in a unit that may have errors (errors_about.h says which are about
// a value). Out: the fate Misused, with the way and the errors that this explains. Remembers what it has explained, so
// that one mistake is told once.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/StmtCXX.h"

#include "awaitlint/facts.h"
#include "frontend/around/fate.h"
#include "frontend/around/mentions.h"
#include "frontend/ask/awaitable_types.h"
#include "frontend/collect/values.h"

namespace awaitlint {

class Misuses {
public:
    /// All of them live as long as this object.
    Misuses(const ValueContext& around, AwaitableTypes& types, Mentions& mentions,
            const std::set<const clang::Stmt*>& awaited)
        : around_(around), ast_(around.unit.context()), types_(types), mentions_(mentions), awaited_(awaited) {}

    /// Changes the fate of the value, if it is misused or only seemed to be.
    void find(Value& value, const clang::Expr* expression, const FateOfValue& fate);

    /// What is wrong with the variable is told where it is initialised.
    bool is_explained(const clang::ValueDecl* variable) const { return explained_.count(variable) != 0; }

private:
    bool is_lost_with(const FateOfValue& fate) const;
    bool find_in_returns_of_variable(Value& value, const FateOfValue& fate);
    void find_in_return(Value& value, const clang::Expr* returned) const;
    void find_in_cast(Value& value, const clang::Expr* cast) const;
    bool is_returned_as_value(const clang::Expr* expression, const clang::CoreturnStmt* statement);
    bool is_in_coroutine_within(const clang::DeclRefExpr* mention, const clang::VarDecl* variable);
    bool may_have_member(const clang::Expr* expression, const std::string& member);
    std::vector<CompileError> errors_of(const AwaitableType& type, const clang::Expr* expression,
                                        const FateOfValue& fate, bool in_library);
    std::vector<CompileError> errors_of_return(const AwaitableType& type, const clang::Expr* returned,
                                               const clang::CoreturnStmt* statement);
    std::vector<CompileError> shared_errors(const clang::FunctionDecl* taker, std::vector<CompileError> errors);
    void add_errors_of_mentions(std::vector<CompileError>& known, const AwaitableType& type,
                                const clang::VarDecl* variable);

    const ValueContext& around_;
    clang::ASTContext& ast_;
    AwaitableTypes& types_;
    Mentions& mentions_;
    const std::set<const clang::Stmt*>& awaited_;
    std::set<const clang::ValueDecl*> explained_;
    std::map<const clang::FunctionDecl*, std::vector<CompileError>> rejected_by_;  // by instances of templates
};

}  // namespace awaitlint
