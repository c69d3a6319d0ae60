// See shared_operands.h.
#include "frontend/collect/shared_operands.h"

#include <algorithm>
#include <utility>

#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace awaitlint {
namespace {

class Parting : public clang::DynamicRecursiveASTVisitor {
public:
    // Without implicit code, the visitor itself takes the operand of an await only once.
    explicit Parting(clang::ASTContext& context) : context_(context) { ShouldVisitTemplateInstantiations = true; }

    // Before their children, so that what is parted here is not visited twice.
    bool VisitCoroutineSuspendExpr(clang::CoroutineSuspendExpr* suspend) override {
        bool is_operand = true;  // it is the first child; the call of await_transform may be nothing but the same again
        for (clang::Stmt*& child : suspend->children())
            if (!std::exchange(is_operand, false)) part(child, suspend->getOperand());
        return true;
    }
    bool VisitCoreturnStmt(clang::CoreturnStmt* statement) override {
        for (clang::Stmt*& child : statement->children())
            if (child != statement->getOperand()) part(child, statement->getOperand());
        return true;
    }

    // The written form comes first. What has nothing below it is cheap to visit twice: tables of numbers stay as they
    // are.
    bool VisitInitListExpr(clang::InitListExpr* list) override {
        clang::InitListExpr* const semantic = list->isSemanticForm() ? nullptr : list->getSemanticForm();
        if (!semantic) return true;
        const unsigned shared = std::min(list->getNumInits(), semantic->getNumInits());
        for (unsigned i = 0; i < shared; ++i) {
            clang::Expr* const written = list->getInit(i);
            if (!written || written->child_begin() == written->child_end()) continue;
            clang::Stmt* tree = semantic->getInit(i);
            part(tree, written);
            semantic->setInit(i, llvm::cast_or_null<clang::Expr>(tree));
        }
        return true;
    }

private:
    /// It, or what Clang made of it where it is a list in braces.
    static bool is_form_of(const clang::Stmt* statement, const clang::Expr* operand) {
        if (statement == operand) return true;
        const auto* list = llvm::dyn_cast<clang::InitListExpr>(statement);
        return list && list->getSyntacticForm() && list->getSyntacticForm() == operand;
    }

    /// Puts a stand-in where the operand is in this tree.
    void part(clang::Stmt*& tree, clang::Expr* operand) {
        if (!operand) return;
        std::vector<clang::Stmt**> open = {&tree};
        while (!open.empty()) {
            clang::Stmt*& statement = *open.back();
            open.pop_back();
            if (!statement) continue;
            if (is_form_of(statement, operand)) {
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
