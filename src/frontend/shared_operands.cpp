// See shared_operands.h.
#include "frontend/shared_operands.h"

#include <utility>

#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"

namespace awaitlint {
namespace {

class Parting : public clang::RecursiveASTVisitor<Parting> {
public:
    explicit Parting(clang::ASTContext& context) : context_(context) {}

    // Without implicit code, the visitor itself takes the operand of an await only once.
    bool shouldVisitTemplateInstantiations() const { return true; }

    // Before their children, so that what is parted here is not visited twice.
    bool VisitCoroutineSuspendExpr(clang::CoroutineSuspendExpr* suspend) {
        bool is_operand = true;  // it is the first child; the call of await_transform may be nothing but the same again
        for (clang::Stmt*& child : suspend->children())
            if (!std::exchange(is_operand, false)) part(child, suspend->getOperand());
        return true;
    }
    bool VisitCoreturnStmt(clang::CoreturnStmt* statement) {
        for (clang::Stmt*& child : statement->children())
            if (child != statement->getOperand()) part(child, statement->getOperand());
        return true;
    }

private:
    /// Puts a stand-in where the operand is in this tree.
    void part(clang::Stmt*& tree, clang::Expr* operand) {
        if (!operand) return;
        std::vector<clang::Stmt**> open = {&tree};
        while (!open.empty()) {
            clang::Stmt*& statement = *open.back();
            open.pop_back();
            if (!statement) continue;
            if (statement == operand) {
                statement =
                    new (context_) clang::OpaqueValueExpr(operand->getExprLoc(), operand->getType(),
                                                          operand->getValueKind(), operand->getObjectKind(), operand);
                return;
            }
            for (clang::Stmt*& child : statement->children()) open.push_back(&child);
        }
    }

    clang::ASTContext& context_;
};

}  // namespace

void part_shared_operands(clang::ASTContext& context, const std::vector<clang::Decl*>& declarations) {
    Parting parting(context);
    for (clang::Decl* declaration : declarations) parting.TraverseDecl(declaration);
}

}  // namespace awaitlint
