// See shared_objects.h.
#include "frontend/around/shared_objects.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Analysis/Analyses/LifetimeSafety/LifetimeAnnotations.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/lenders.h"
#include "frontend/ask/containers.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

using clang::lifetimes::isGslPointerType;

std::optional<Borrowed> by_reference(const clang::Expr* glvalue);
std::optional<Borrowed> by_value(const clang::Expr* value);

/// What it refers to, where it is the local itself that is named.
std::optional<Borrowed> behind(std::optional<Borrowed> borrowed) {
    if (borrowed) borrowed->is_iterator = false;
    return borrowed;
}

std::optional<Borrowed> of_local(const clang::ValueDecl* named) {
    Borrowed borrowed;
    borrowed.view = local_named(named);
    if (!borrowed.view) return std::nullopt;
    borrowed.is_iterator = true;
    return borrowed;
}

std::optional<Borrowed> of_thread(std::string name) {
    Borrowed borrowed;
    borrowed.of_thread = std::move(name);
    return borrowed;
}

std::optional<Borrowed> by_mention(const clang::ValueDecl* named) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(named);
    if (variable && variable->getTLSKind() != clang::VarDecl::TLS_None)
        return variable->getType().isConstQualified() ? std::nullopt : of_thread(variable->getNameAsString());
    const clang::VarDecl* local = local_named(named);
    return local && local->getType()->isReferenceType() ? behind(of_local(local)) : std::nullopt;
}

/// Of a function that does nothing but give one: `int& depth() { thread_local int d; return d; }`
std::optional<Borrowed> by_accessor(const clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    const clang::FunctionDecl* definition = nullptr;
    if (!callee) return std::nullopt;
    const bool is_named = callee->getDeclName().isIdentifier();
    static constexpr llvm::StringRef of_errno[] = {"__errno_location", "___errno", "__error", "_errno"};
    if (is_named && callee->isExternC() && llvm::is_contained(of_errno, callee->getName())) return of_thread("errno");
    const auto* body = callee->hasBody(definition) && !definition->isDependentContext()
                           ? llvm::dyn_cast_or_null<clang::CompoundStmt>(definition->getBody())
                           : nullptr;
    const auto* end = body && !body->body_empty() ? llvm::dyn_cast<clang::ReturnStmt>(body->body_back()) : nullptr;
    if (!end || !end->getRetValue() ||
        !llvm::all_of(llvm::drop_end(body->body()), [](const auto* part) { return llvm::isa<clang::DeclStmt>(part); }))
        return std::nullopt;
    const bool gives_reference = definition->getReturnType()->isReferenceType();
    const auto borrowed = gives_reference                                ? by_reference(end->getRetValue())
                          : definition->getReturnType()->isPointerType() ? by_value(end->getRetValue())
                                                                         : std::nullopt;
    return borrowed && !borrowed->of_thread.empty() ? borrowed : std::nullopt;
}

/// A part of the object, or what a view refers to as well.
std::optional<Borrowed> out_of(const clang::Expr* object, bool gives_iterator) {
    Borrowed borrowed;
    borrowed.object = path_to(object);
    borrowed.is_iterator = gives_iterator;
    if (!borrowed.object.empty()) return borrowed;
    return isGslPointerType(object->getType()) ? behind(by_value(object)) : by_reference(object);
}

/// `*found`, `found->second` of an iterator.
bool looks_through_iterator(const clang::CXXOperatorCallExpr* call) {
    const bool is_access =
        call->getOperator() == clang::OO_Arrow || (call->getOperator() == clang::OO_Star && call->getNumArgs() == 1);
    return is_access && isGslPointerType(call->getArg(0)->getType());
}

/// `std::find(items_.begin(), items_.end(), item)`, `std::next(found)`: another one into the same.
const clang::Expr* moved_iterator(const clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    const bool is_such = callee && callee->isInStdNamespace() && !llvm::isa<clang::CXXMethodDecl>(callee) &&
                         call->getNumArgs() > 0 && !call->getType()->isReferenceType();
    return is_such && call->getType().getCanonicalType().getUnqualifiedType() ==
                          call->getArg(0)->getType().getCanonicalType().getUnqualifiedType()
               ? call->getArg(0)
               : nullptr;
}

/// No element is there, and mostly nothing is lost.
bool is_end(const clang::FunctionDecl* callee) {
    static constexpr llvm::StringRef words[] = {"end", "cend", "rend", "crend"};
    return callee && callee->getDeclName().isIdentifier() && llvm::is_contained(words, callee->getName());
}

/// Not the object itself, as `std::move(sessions_)`, nor what only its author knows.
bool gives_part(const clang::FunctionDecl* callee) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
    if (method) return method->getParent()->isInStdNamespace();
    return callee->isInStdNamespace() &&
           !is_standard_function(callee, {"move", "forward", "as_const", "move_if_noexcept", "addressof"});
}

std::optional<Borrowed> by_call(const clang::CallExpr* call) {
    const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call);
    if (operation && looks_through_iterator(operation)) return behind(by_value(operation->getArg(0)));
    const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call);
    const clang::CXXMethodDecl* method = member ? member->getMethodDecl() : nullptr;
    const bool gives_iterator = call->isPRValue() && call->getType()->isRecordType() &&
                                !llvm::isa_and_nonnull<clang::CXXConversionDecl>(method);
    if (method && gives_new_element(method)) return out_of(member->getImplicitObjectArgument(), gives_iterator);
    if (const clang::Expr* moved = moved_iterator(call)) return by_value(moved);
    const clang::Expr* object = is_end(call->getDirectCallee()) ? nullptr : handed_on(call);
    if (!object) return by_accessor(call);
    if (!object->isGLValue()) return by_value(object);
    return gives_part(call->getDirectCallee()) ? out_of(object, gives_iterator) : by_reference(object);
}

std::optional<Borrowed> by_reference(const clang::Expr* glvalue) {
    glvalue = glvalue->IgnoreParens();
    if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(glvalue)) return by_mention(mention->getDecl());
    if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(glvalue)) return by_value(made);
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(glvalue)) {
        if (llvm::isa<clang::VarDecl>(member->getMemberDecl())) return by_mention(member->getMemberDecl());
        if (member->getMemberDecl()->getType()->isReferenceType() ||
            !llvm::isa<clang::FieldDecl>(member->getMemberDecl()))
            return std::nullopt;
        return member->isArrow() ? behind(by_value(member->getBase())) : by_reference(member->getBase());
    }
    if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(glvalue))
        return cast->getSubExpr()->isGLValue() ? by_reference(cast->getSubExpr()) : std::nullopt;
    if (const auto* element = llvm::dyn_cast<clang::ArraySubscriptExpr>(glvalue))
        return behind(by_value(element->getBase()));
    if (const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(glvalue))
        return operation->getOpcode() == clang::UO_Deref ? behind(by_value(operation->getSubExpr())) : std::nullopt;
    const auto* call = llvm::dyn_cast<clang::CallExpr>(glvalue);
    return call ? by_call(call) : std::nullopt;
}

/// `auto [found, is_new] = sessions_.try_emplace(id);`
bool is_pair_of_insertion(clang::QualType type) {
    return is_standard_class(type, "pair");
}

/// `std::string_view(name_)`, a copy of an iterator, a const_iterator out of an iterator.
std::optional<Borrowed> by_construction(const clang::CXXConstructExpr* made) {
    if (made->getNumArgs() == 0 || !isGslPointerType(made->getType())) return std::nullopt;
    const clang::Expr* first = made->getArg(0);
    if (isGslPointerType(first->getType()) || !first->isGLValue()) return by_value(first);
    return clang::lifetimes::isGslOwnerType(first->getType()) ? out_of(first, false) : std::nullopt;
}

/// A pointer, an iterator or a view that is a local or is made there. What one refers to that is an element itself
/// lives elsewhere.
std::optional<Borrowed> by_value(const clang::Expr* value) {
    value = value->IgnoreParens();
    if (const auto* whole = llvm::dyn_cast<clang::FullExpr>(value)) return by_value(whole->getSubExpr());
    if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(value)) return by_value(made->getSubExpr());
    if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(value)) return by_value(bound->getSubExpr());
    if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(value))
        return cast->getCastKind() == clang::CK_ArrayToPointerDecay ? by_reference(cast->getSubExpr())
                                                                    : by_value(cast->getSubExpr());
    if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(value))
        return mention->getDecl()->getType()->isReferenceType() ? std::nullopt : of_local(mention->getDecl());
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(value))  // `sessions_.emplace(id).first`
        return !member->isArrow() && is_pair_of_insertion(member->getBase()->getType()) ? by_value(member->getBase())
                                                                                        : std::nullopt;
    if (const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(value))
        return operation->getOpcode() == clang::UO_AddrOf ? by_reference(operation->getSubExpr()) : std::nullopt;
    if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(value)) return by_construction(made);
    const auto* call = llvm::dyn_cast<clang::CallExpr>(value);
    return call && (call->isPRValue() || call->isCallToStdMove()) ? by_call(call) : std::nullopt;
}

/// `sessions_` of the function's object or of what a parameter refers to.
bool is_shared_base(const clang::MemberExpr* member) {
    const clang::Expr* base = member->getBase()->IgnoreParenImpCasts();
    if (llvm::isa<clang::CXXThisExpr>(base)) return true;
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(base);
    const auto* parameter = mention ? llvm::dyn_cast<clang::ParmVarDecl>(mention->getDecl()) : nullptr;
    return parameter &&
           (member->isArrow() ? parameter->getType()->isPointerType() : parameter->getType()->isLValueReferenceType());
}

}  // namespace

ObjectPath path_to(const clang::Expr* expression) {
    expression = expression->IgnoreParenImpCasts();
    const auto* member = llvm::dyn_cast<clang::MemberExpr>(expression);
    if (member && llvm::isa<clang::FieldDecl>(member->getMemberDecl())) {
        if (is_shared_base(member)) return {member->getMemberDecl()};
        ObjectPath path = member->isArrow() ? ObjectPath() : path_to(member->getBase());
        if (!path.empty()) path.push_back(member->getMemberDecl());
        return path;
    }
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(expression);
    const auto* variable = llvm::dyn_cast_or_null<clang::VarDecl>(member    ? member->getMemberDecl()
                                                                  : mention ? mention->getDecl()
                                                                            : nullptr);
    if (!variable) return {};
    if (variable->hasGlobalStorage()) {
        const bool is_shared = !variable->isStaticLocal() && variable->getTLSKind() == clang::VarDecl::TLS_None;
        return is_shared ? ObjectPath{variable->getCanonicalDecl()} : ObjectPath();
    }
    const bool is_other_name =
        variable->getType()->isReferenceType() && variable->getInit() && !llvm::isa<clang::ParmVarDecl>(variable);
    return is_other_name ? path_to(variable->getInit()) : ObjectPath();
}

const clang::VarDecl* local_named(const clang::ValueDecl* named) {
    const auto* binding = llvm::dyn_cast<clang::BindingDecl>(named);
    const auto* variable = llvm::dyn_cast_or_null<clang::VarDecl>(binding ? binding->getDecomposedDecl() : named);
    return variable && variable->hasLocalStorage() ? variable : nullptr;
}

std::string name_of(const ObjectPath& path) {
    std::string name;
    for (const clang::ValueDecl* part : path) name += (name.empty() ? "" : ".") + part->getNameAsString();
    return name;
}

std::optional<Borrowed> borrowed_by(clang::QualType variable, const clang::Expr* init) {
    if (init->isInstantiationDependent()) return std::nullopt;
    if (const auto* whole = llvm::dyn_cast<clang::FullExpr>(init)) init = whole->getSubExpr();
    if (variable->isReferenceType()) return by_reference(init);
    const bool refers = variable->isPointerType() || isGslPointerType(variable) || is_pair_of_insertion(variable);
    return refers ? by_value(init) : std::nullopt;
}

}  // namespace awaitlint
