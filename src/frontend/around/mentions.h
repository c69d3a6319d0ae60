// Where variables are mentioned, and whether any of it is a use.
//
// In: the mentions that the collector meets, and the operands of the unit's awaits. Out: yes or no for a variable. A
// mention that only silences the compiler (`(void)x;`) is no use, nor is a move to another variable that nobody uses.
// Knows nothing of types.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace awaitlint {

/// In the body of a function and its lambdas, each once.
std::vector<const clang::DeclRefExpr*> mentions_in(const clang::FunctionDecl* function, const clang::VarDecl* variable);

class Mentions {
public:
    /// `awaited` may still grow; both live as long as this object.
    Mentions(clang::ASTContext& ast, const std::set<const clang::Stmt*>& awaited) : ast_(ast), awaited_(awaited) {}

    void add(const clang::DeclRefExpr* mention) { mentions_[mention->getDecl()].insert(mention); }

    const std::set<const clang::DeclRefExpr*>& of(const clang::ValueDecl* variable) { return mentions_[variable]; }
    /// Other than to silence the compiler.
    bool is_mentioned(const clang::ValueDecl* variable);
    /// Looked at after it was made: the variable, or the member of it that is asked about (null: all of it).
    bool is_used(const clang::VarDecl* variable, const clang::FieldDecl* field);
    /// Nothing is done with the variable but to call one of these members, whose result is dropped.
    bool is_only_called(const clang::VarDecl* variable, llvm::ArrayRef<llvm::StringRef> members);

private:
    bool is_idle(const clang::DeclRefExpr* mention) const;
    bool is_moved_to_unused(const clang::DeclRefExpr* mention);

    clang::ASTContext& ast_;
    const std::set<const clang::Stmt*>& awaited_;
    std::map<const clang::ValueDecl*, std::set<const clang::DeclRefExpr*>> mentions_;
    std::set<const clang::VarDecl*> asked_;  // of those moved to each other
};

}  // namespace awaitlint
