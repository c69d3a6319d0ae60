// See fate.h. Templates are looked at as they are written, so most implicit nodes may be missing.
#include "frontend/around/fate.h"

#include <algorithm>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/Builtins.h"

#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

bool hands_on(const clang::CallExpr* call) {
    return is_move(call->getDirectCallee()) ||
           is_standard_function(call->getDirectCallee(), {"move", "forward", "move_if_noexcept"});
}

bool is_std_ignore(const clang::Expr* expression) {
    const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression->IgnoreParenImpCasts());
    return reference && reference->getDecl()->isInStdNamespace() &&
           reference->getDecl()->getDeclName().isIdentifier() && reference->getDecl()->getName() == "ignore";
}

std::string name_of(const clang::FunctionDecl* function) {
    return function ? function_name(written_pattern(function)) : "";
}

/// Nodes that change nothing about what becomes of their operand.
bool is_transparent(const clang::Stmt* statement) {
    if (llvm::isa<clang::ParenExpr, clang::FullExpr, clang::MaterializeTemporaryExpr, clang::CXXBindTemporaryExpr,
                  clang::ParenListExpr, clang::SubstNonTypeTemplateParmExpr>(statement))
        return true;
    if (const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(statement))
        return cast->getCastKind() != clang::CK_UserDefinedConversion;
    if (const auto* choice = llvm::dyn_cast<clang::GenericSelectionExpr>(statement)) return choice != nullptr;
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(statement)) return hands_on(call);
    return false;
}

class Walk {
public:
    Walk(clang::ASTContext& context, const std::set<const clang::Stmt*>& awaited)
        : context_(context), awaited_(awaited) {}

    FateOfValue from(const clang::Expr* value) {
        const clang::Stmt* child = value;
        while (!is_settled_) {
            if (awaited_.count(child)) {
                found_.is_awaited = true;
                break;
            }
            const clang::DynTypedNode parent = parent_of(child);
            const auto* statement = parent.get<clang::Stmt>();
            if (!statement) {
                in_declaration(parent);
                break;
            }
            step(statement, child);
            child = statement;
        }
        found_.is_unevaluated |= is_unevaluated(value);
        return found_;
    }

private:
    static bool evaluates_nothing(const clang::Expr* operation) {
        return llvm::isa<clang::CXXNoexceptExpr, clang::UnaryExprOrTypeTraitExpr, clang::RequiresExpr,
                         clang::CXXTypeidExpr, clang::ConceptSpecializationExpr>(operation);
    }

    /// `decltype(load(), void())`: whatever becomes of the value in its expression, nothing of that happens.
    bool is_unevaluated(const clang::Expr* expression) const {
        while (true) {
            const clang::DynTypedNode parent = parent_of(expression);
            if (parent.get<clang::TypeLoc>() || parent.get<clang::FunctionDecl>()) return true;
            expression = parent.get<clang::Expr>();
            if (!expression) return false;
            if (evaluates_nothing(expression)) return true;
        }
    }

    /// An initialiser list has two forms, and what is awaited is in two places too: any parent that decides, decides.
    clang::DynTypedNode parent_of(const clang::Stmt* child) const {
        const auto parents = context_.getParents(*child);
        for (const clang::DynTypedNode& parent : parents) {
            const auto* statement = parent.get<clang::Stmt>();
            if (statement && (awaited_.count(statement) || llvm::isa<clang::CoreturnStmt>(statement))) return parent;
        }
        return parents.empty() ? clang::DynTypedNode() : parents[0];
    }

    using Form = fate::Discarded::Form;

    void settle(Fate fate) {
        found_.fate = std::move(fate);
        is_settled_ = true;
    }

    /// By the form of a statement; what is an arm of `?:` there is told as such.
    void drop(Form form) { settle(fate::Discarded{is_arm_ ? Form::conditional_arm : form, {}}); }

    /// On purpose, as it seems: by a cast or an assignment.
    void drop_by(const clang::Expr* dropping, Form form) {
        found_.dropping = dropping;
        settle(fate::Discarded{form, {}});
    }

    void keep(const clang::VarDecl* variable, const clang::FieldDecl* field = nullptr) {
        found_.variable = variable;
        found_.field = field;
        settle(fate::Kept());
    }

    void in_declaration(const clang::DynTypedNode& parent) {
        if (const auto* variable = parent.get<clang::VarDecl>()) {
            if (variable->isInitCapture()) {
                found_.capture = variable;
                return settle(fate::Captured());
            }
            if (variable->isImplicit() && !variable->isCXXForRangeDecl()) {
                found_.is_awaited = true;  // the compiler's own: a coroutine's promise and result
                return settle(fate::Stored());
            }
            if (llvm::isa<clang::ParmVarDecl>(variable)) return settle(fate::Passed());
            found_.is_unpacked = llvm::isa<clang::DecompositionDecl>(variable);
            found_.is_unpacked_in_place = found_.is_unpacked && variable->getType()->isLValueReferenceType();
            if (!variable->hasLocalStorage() || found_.is_unpacked) return settle(fate::Stored());
            found_.is_sole_initialiser = !is_arm_;
            return keep(variable);
        }
        if (parent.get<clang::FieldDecl>() || parent.get<clang::CXXCtorInitializer>()) return settle(fate::Stored());
        settle(fate::Used());
    }

    void step(const clang::Stmt* parent, const clang::Stmt* child) {
        if (is_transparent(parent)) return;
        if (const auto* expression = llvm::dyn_cast<clang::Expr>(parent)) return in_expression(expression, child);
        in_statement(parent, child);
    }

    void in_statement(const clang::Stmt* parent, const clang::Stmt* child) {
        if (llvm::isa<clang::ReturnStmt, clang::CoreturnStmt>(parent)) return in_return(parent);
        if (const auto* coroutine = llvm::dyn_cast<clang::CoroutineBodyStmt>(parent)) {
            found_.is_awaited = coroutine->getBody() != child;
            return drop(Form::statement);
        }
        if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(parent)) {
            const auto parents = context_.getParents(*block);
            const bool is_value = !parents.empty() && parents[0].get<clang::StmtExpr>() && !block->body_empty() &&
                                  block->body_back() == child;
            return is_value ? settle(fate::Used()) : drop(Form::statement);
        }
        if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(parent))
            return in_control(child == branch->getCond(), "if");
        if (const auto* loop = llvm::dyn_cast<clang::WhileStmt>(parent))
            return in_control(child == loop->getCond(), "while");
        if (const auto* loop = llvm::dyn_cast<clang::DoStmt>(parent))
            return in_control(child == loop->getCond(), "while");
        if (const auto* loop = llvm::dyn_cast<clang::ForStmt>(parent))
            return in_control(child == loop->getCond(), "for");
        if (const auto* loop = llvm::dyn_cast<clang::CXXForRangeStmt>(parent))
            return child == loop->getBody() ? drop(Form::statement) : settle(fate::Used());
        if (llvm::isa<clang::SwitchCase, clang::LabelStmt, clang::AttributedStmt>(parent)) return drop(Form::statement);
        settle(fate::Used());
    }

    void in_return(const clang::Stmt* statement) {
        found_.returning = llvm::dyn_cast<clang::CoreturnStmt>(statement);
        settle(fate::Returned());
    }

    void in_control(bool is_condition, const char* keyword) {
        is_condition ? settle(fate::Tested{keyword}) : drop(Form::statement);
    }

    void in_expression(const clang::Expr* parent, const clang::Stmt* child) {
        if (const auto* choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(parent)) {
            if (child == choice->getCond()) return settle(fate::Tested{"?:"});
            found_.is_operand = false;
            is_arm_ = true;
            return;
        }
        if (const auto* operation = llvm::dyn_cast<clang::BinaryOperator>(parent))
            return in_operation(operation, child);
        if (const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(parent))
            return operation->getOpcode() == clang::UO_LNot        ? settle(fate::Tested{"!"})
                   : operation->getOpcode() == clang::UO_Extension ? void()
                                                                   : settle(fate::Used());
        if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(parent)) return in_cast(cast);
        if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(parent)) return in_member(member);
        if (const auto* member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(parent))
            return settle(fate::Accessed{member->getMember().getAsString()});
        if (const auto* call = llvm::dyn_cast<clang::CallExpr>(parent)) return in_call(call, child);
        if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(parent)) return in_constructor(made, child);
        if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(parent)) return in_list(list, child);
        if (const auto* named = llvm::dyn_cast<clang::DesignatedInitExpr>(parent)) return in_designated(named);
        if (llvm::isa<clang::LambdaExpr>(parent)) return settle(fate::Captured());
        if (llvm::isa<clang::RecoveryExpr>(parent)) {
            const clang::VarDecl* variable = initialised_by(parent);
            if (variable && variable->hasLocalStorage()) found_.variable = variable;
            found_.is_sole_initialiser = !is_arm_;
            return settle(fate::Misused());
        }
        if (llvm::isa<clang::CoyieldExpr>(parent)) return settle(fate::Yielded());
        if (llvm::isa<clang::CXXNewExpr, clang::CXXThrowExpr>(parent)) return settle(fate::Stored());
        if (llvm::isa<clang::CXXUnresolvedConstructExpr>(parent)) return settle(fate::Passed());
        settle(fate::Used());
    }

    void in_operation(const clang::BinaryOperator* operation, const clang::Stmt* child) {
        if (operation->getOpcode() == clang::BO_Comma) {
            if (child == operation->getLHS()) return drop(Form::comma_left);
            return;
        }
        if (operation->isLogicalOp()) return settle(fate::Tested{operation->getOpcodeStr().str()});
        if (!operation->isAssignmentOp()) return settle(fate::Used());
        is_std_ignore(operation->getLHS()) ? drop_by(operation, Form::std_ignore) : settle(fate::Stored());
    }

    void in_cast(const clang::CastExpr* cast) {
        if (cast->getType()->isVoidType())
            return drop_by(cast, llvm::isa<clang::CStyleCastExpr>(cast) ? Form::void_cast : Form::static_cast_to_void);
        // Behind the conversion function's call: the member that is used has said so already.
        if (llvm::isa<clang::ImplicitCastExpr>(cast)) return converted_to(cast->getType());
        const clang::QualType from = cast->getSubExpr()->getType().getNonReferenceType();
        const bool is_same = context_.hasSameUnqualifiedType(from, cast->getType().getNonReferenceType());
        if (!is_same) converted_to(cast->getType());
    }

    void converted_to(clang::QualType type) { settle(fate::Converted{type_as_written(context_, type)}); }

    void in_member(const clang::MemberExpr* member) {
        const auto* conversion = llvm::dyn_cast<clang::CXXConversionDecl>(member->getMemberDecl());
        if (!conversion) return settle(fate::Accessed{member->getMemberDecl()->getNameAsString()});
        in_conversion(member, conversion);
    }

    /// MemberExpr, its call, the implicit cast: then what wants the converted value.
    void in_conversion(const clang::MemberExpr* member, const clang::CXXConversionDecl* conversion) {
        const clang::QualType to = conversion->getConversionType();
        const clang::Stmt* child = member;
        bool is_implicit = false;
        for (clang::DynTypedNode parent = parent_of(child); parent.get<clang::Stmt>(); parent = parent_of(child)) {
            const auto* statement = parent.get<clang::Stmt>();
            const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(statement);
            is_implicit |= cast && cast->getCastKind() == clang::CK_UserDefinedConversion;
            if (cast || llvm::isa<clang::CXXMemberCallExpr, clang::ParenExpr, clang::FullExpr,
                                  clang::CXXBindTemporaryExpr, clang::MaterializeTemporaryExpr>(statement)) {
                child = statement;
                continue;
            }
            if (llvm::isa<clang::ExplicitCastExpr>(statement)) is_implicit = false;
            break;
        }
        if (!is_implicit || !to->isBooleanType()) return converted_to(to);
        tested(parent_of(child).get<clang::Stmt>());
    }

    void tested(const clang::Stmt* statement) {
        const auto* binary = llvm::dyn_cast_or_null<clang::BinaryOperator>(statement);
        const auto* unary = llvm::dyn_cast_or_null<clang::UnaryOperator>(statement);
        const bool is_of_if = statement && llvm::isa<clang::IfStmt>(statement);
        const bool is_of_while = statement && llvm::isa<clang::WhileStmt, clang::DoStmt>(statement);
        settle(fate::Tested{is_of_if                                            ? "if"
                            : is_of_while                                       ? "while"
                            : statement && llvm::isa<clang::ForStmt>(statement) ? "for"
                            : binary                                            ? binary->getOpcodeStr().str()
                            : unary                                             ? "!"
                            : statement && llvm::isa<clang::AbstractConditionalOperator>(statement) ? "?:"
                                                                                                    : ""});
    }

    void in_call(const clang::CallExpr* call, const clang::Stmt* child) {
        if (child == call->getCallee()) return settle(fate::Accessed{"operator()"});
        found_.taker = call->getDirectCallee();
        found_.passing = call;
        // Catch2 looks at what it tests a first time without evaluating it.
        found_.is_unevaluated |= found_.taker && found_.taker->getBuiltinID() == clang::Builtin::BI__builtin_constant_p;
        const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call);
        if (!operation) return settle(fate::Passed{name_of(found_.taker)});
        found_.is_operand = true;
        if (operation->getOperator() == clang::OO_Equal) {
            if (is_std_ignore(operation->getArg(0))) return drop_by(operation, Form::std_ignore);
            const auto* target = llvm::dyn_cast<clang::DeclRefExpr>(operation->getArg(0)->IgnoreParenImpCasts());
            const auto* variable = target ? llvm::dyn_cast<clang::VarDecl>(target->getDecl()) : nullptr;
            const bool is_kept =
                variable && variable->hasLocalStorage() && child != operation->getArg(0) &&
                context_.hasSameUnqualifiedType(variable->getType(), llvm::cast<clang::Expr>(child)->getType());
            if (!is_kept || llvm::isa<clang::ParmVarDecl>(variable)) return settle(fate::Stored());
            keep(variable);
            std::get<fate::Kept>(found_.fate).is_assigned = true;
            return;
        }
        if (operation->getOperator() == clang::OO_Call && child == operation->getArg(0))
            return settle(fate::Accessed{"operator()"});
        settle(fate::Passed{name_of(found_.taker)});
    }

    void in_constructor(const clang::CXXConstructExpr* made, const clang::Stmt* child) {
        const auto* argument = llvm::cast<clang::Expr>(child);
        const bool is_copy = made->getNumArgs() == 1 && context_.hasSameUnqualifiedType(
                                                            made->getType(), argument->getType().getNonReferenceType());
        if (is_copy) return;
        found_.taker = made->getConstructor();
        found_.passing = made;
        converted_to(made->getType());
    }

    const clang::VarDecl* initialised_by(const clang::Expr* expression) const {
        for (const clang::Stmt* child = expression;;) {
            const auto parents = context_.getParents(*child);
            if (parents.empty()) return nullptr;
            if (const auto* variable = parents[0].get<clang::VarDecl>()) return variable;
            child = parents[0].get<clang::Stmt>();
            if (!child || !is_transparent(child)) return nullptr;
        }
    }

    /// Itself, or a list that it stands in.
    bool is_rejected(const clang::InitListExpr* list) const {
        const clang::Expr* at = list;
        while (llvm::isa_and_nonnull<clang::InitListExpr, clang::DesignatedInitExpr>(at)) {
            const auto above = context_.getParents(*at);
            at = above.empty() ? nullptr : above[0].get<clang::Expr>();
        }
        return llvm::isa_and_nonnull<clang::RecoveryExpr>(at);
    }

    /// `pair both{.first = load(1)};`
    void in_designated(const clang::DesignatedInitExpr* named) {
        const auto above = context_.getParents(*named);
        const auto* list = above.empty() ? nullptr : above[0].get<clang::InitListExpr>();
        if (list && is_rejected(list)) return settle(fate::Misused());
        const clang::VarDecl* variable = list ? initialised_by(list) : nullptr;
        const bool is_field = named->size() == 1 && named->getDesignator(0)->isFieldDesignator();
        if (!is_field || !variable || !variable->hasLocalStorage()) return settle(fate::Stored());
        keep(variable, named->getDesignator(0)->getFieldDecl());
    }

    /// A member of a local aggregate is as local as the aggregate.
    void in_list(const clang::InitListExpr* list, const clang::Stmt* child) {
        if (is_rejected(list)) return settle(fate::Misused());
        if (!list->isSemanticForm() && list->getSemanticForm()) list = list->getSemanticForm();
        const auto* value = llvm::dyn_cast<clang::Expr>(child);
        // `task<> t{load()};` is initialised with the value itself.
        if (value && list->getNumInits() == 1 && context_.hasSameUnqualifiedType(list->getType(), value->getType()))
            return;
        const clang::VarDecl* variable = initialised_by(list);
        if (variable && variable->hasLocalStorage() && list->getType()->isConstantArrayType()) return keep(variable);
        const auto* record = list->getType()->getAsCXXRecordDecl();
        if (!variable || !record || !variable->hasLocalStorage() || record->getNumBases() != 0 || record->isUnion())
            return settle(fate::Stored());
        auto field = record->field_begin();
        for (const clang::Expr* element : list->inits()) {
            if (field == record->field_end()) break;
            const auto* standing_for = llvm::dyn_cast<clang::OpaqueValueExpr>(element);
            if ((standing_for ? standing_for->getSourceExpr() : element) == child) return keep(variable, *field);
            ++field;
        }
        settle(fate::Stored());
    }

    clang::ASTContext& context_;
    const std::set<const clang::Stmt*>& awaited_;
    FateOfValue found_;
    bool is_arm_ = false;  // of `?:`
    bool is_settled_ = false;
};

const clang::Stmt* parent_statement(clang::ASTContext& context, const clang::Stmt* child) {
    const auto parents = context.getParents(*child);
    return parents.empty() ? nullptr : parents[0].get<clang::Stmt>();
}

}  // namespace

FateOfValue fate_of(clang::ASTContext& context, const clang::Expr* value, const std::set<const clang::Stmt*>& awaited) {
    return Walk(context, awaited).from(value);
}

const clang::Expr* with_move(clang::ASTContext& context, const clang::Expr* mention) {
    const clang::Expr* whole = mention;
    for (const clang::Stmt* at = parent_statement(context, mention); at && is_transparent(at);
         at = parent_statement(context, at))
        if (const auto* call = llvm::dyn_cast<clang::CallExpr>(at)) whole = call;
    return whole;
}

bool is_idle_mention(clang::ASTContext& context, const clang::DeclRefExpr* mention,
                     const std::set<const clang::Stmt*>& awaited) {
    const FateOfValue fate = fate_of(context, mention, awaited);
    return fate.is<fate::Discarded>() && !fate.is_awaited;
}

bool is_overwritten_by(clang::ASTContext& context, const clang::DeclRefExpr* mention) {
    const clang::Stmt* child = mention;
    const clang::Stmt* parent = parent_statement(context, child);
    while (parent && llvm::isa<clang::ParenExpr>(parent)) {
        child = parent;
        parent = parent_statement(context, child);
    }
    const auto* operation = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(parent);
    return operation && operation->getOperator() == clang::OO_Equal && operation->getArg(0) == child;
}

}  // namespace awaitlint
