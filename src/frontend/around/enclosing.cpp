// See enclosing.h.
#include "frontend/around/enclosing.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/StmtCXX.h"

#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

clang::DynTypedNode parent_of(clang::ASTContext& context, const clang::DynTypedNode& node) {
    const auto parents = context.getParents(node);
    return parents.empty() ? clang::DynTypedNode() : parents[0];
}

/// The white space that a line starts with, if nothing else stands before the offset; none otherwise.
std::optional<std::string> indent_before(std::string_view text, std::uint32_t offset) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t line = before.find_last_of('\n') == std::string_view::npos ? 0 : before.find_last_of('\n') + 1;
    const std::string_view space = before.substr(line);
    if (space.find_first_not_of(" \t") != std::string_view::npos) return std::nullopt;
    return std::string(space);
}

/// How the line before that of the offset ends, or the nearest one after it.
std::string line_end_around(std::string_view text, std::uint32_t offset) {
    std::size_t end = text.substr(0, offset).rfind('\n');
    if (end == std::string_view::npos) end = text.find('\n', offset);
    const bool has_return = end != std::string_view::npos && end > 0 && text[end - 1] == '\r';
    return has_return ? "\r\n" : "\n";
}

/// The function that the node is, or that is around it.
const clang::FunctionDecl* function_by_first_parents(clang::ASTContext& context, clang::DynTypedNode at) {
    for (; !at.getNodeKind().isNone(); at = parent_of(context, at)) {
        if (const auto* function = at.get<clang::FunctionDecl>()) return function;
        if (const auto* record = at.get<clang::CXXRecordDecl>(); record && !record->isLambda()) return nullptr;
        if (at.get<clang::ParmVarDecl>()) return nullptr;  // a default argument is evaluated by the caller
    }
    return nullptr;
}

}  // namespace

const clang::Stmt* written_body(const clang::FunctionDecl* function) {
    const clang::Stmt* body = function->getBody();
    const auto* coroutine = llvm::dyn_cast_or_null<clang::CoroutineBodyStmt>(body);
    if (!coroutine) return body;
    const clang::CompoundStmt* block = coroutine->getBody();
    // `task<> run() try { ... } catch (...) { ... }`: nobody wrote a block around that.
    const bool is_around_try = block && block->getBeginLoc().isInvalid() && block->size() == 1;
    return is_around_try ? block->body_front() : block;
}

const clang::Stmt* parent_of(clang::ASTContext& context, const clang::Stmt* child) {
    const auto parents = context.getParents(*child);
    return parents.empty() ? nullptr : parents[0].get<clang::Stmt>();
}

const clang::FunctionDecl* function_around(clang::ASTContext& context, clang::DynTypedNode node) {
    const clang::FunctionDecl* first = function_by_first_parents(context, parent_of(context, node));
    if (!first || !is_in_instantiation(first)) return first;
    // An instance has what does not depend on its arguments in common with what was written: that counts.
    for (clang::DynTypedNode at = node; !at.getNodeKind().isNone(); at = parent_of(context, at)) {
        const clang::DynTypedNodeList parents = context.getParents(at);
        for (std::size_t i = 1; i < parents.size(); ++i) {
            const clang::FunctionDecl* other = function_by_first_parents(context, parents[i]);
            if (other && !is_in_instantiation(other)) return other;
        }
    }
    return first;
}

bool is_in_instantiation(const clang::FunctionDecl* function) {
    for (const clang::DeclContext* scope = function; scope; scope = scope->getParent()) {
        if (const auto* outer = llvm::dyn_cast<clang::FunctionDecl>(scope); outer && outer->isTemplateInstantiation())
            return true;
        if (const auto* record = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(scope);
            record && !record->isExplicitSpecialization())
            return true;
    }
    return false;
}

const clang::LambdaExpr* lambda_around(clang::ASTContext& context, const clang::Expr* expression) {
    for (clang::DynTypedNode at = parent_of(context, clang::DynTypedNode::create(*expression));
         !at.getNodeKind().isNone(); at = parent_of(context, at))
        if (const auto* lambda = at.get<clang::LambdaExpr>()) return lambda;
    return nullptr;
}

void FunctionBodies::add(const clang::FunctionDecl* function) {
    const clang::Stmt* body = written_body(function);
    if (!body || body->getBeginLoc().isInvalid()) return;
    Body entry;
    entry.begin = unit_.file_offset(body->getBeginLoc());
    const FileOffset end = unit_.file_offset(body->getEndLoc());
    if (entry.begin.file.empty() || end.file != entry.begin.file) return;
    entry.end = end.offset + 1;
    entry.span = text_.span(body->getSourceRange()).value_or(Span{});
    if (!body->getEndLoc().isMacroID()) entry.brace = text_.token_span(body->getEndLoc());
    const std::string_view text = text_.bytes(end.file);
    entry.brace_indent = indent_before(text, end.offset);
    entry.line_end = line_end_around(text, end.offset);
    if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(body); block && !block->body_empty())
        entry.body_indent =
            indent_before(text, unit_.file_offset(block->body_front()->getBeginLoc()).offset).value_or("");
    bodies_.emplace(entry.begin, entry);
}

void FunctionBodies::add_return(const clang::Stmt* statement) {
    add_return(unit_.file_offset(statement->getBeginLoc()));
}

void FunctionBodies::add_keyword(const TokenKey& key, clang::tok::TokenKind kind) {
    keywords_.emplace(key, kind);
    forget();
}

const FunctionBodies::Body* FunctionBodies::innermost(const FileOffset& at) const {
    const Body* best = nullptr;
    // Bodies nest: the last one that begins at or before the place and still holds it is the innermost.
    for (auto it = bodies_.upper_bound(at); it != bodies_.begin();) {
        --it;
        if (it->first.file != at.file) break;
        if (it->second.end > at.offset) {
            best = &it->second;
            break;
        }
    }
    return best;
}

const FunctionBodies::Body* FunctionBodies::body_of(const clang::FunctionDecl* function) const {
    const clang::Stmt* body = written_body(function);
    if (!body) return nullptr;
    const auto found = bodies_.find(unit_.file_offset(body->getBeginLoc()));
    return found == bodies_.end() ? nullptr : &found->second;
}

const FunctionBodies::Counts& FunctionBodies::counts_of(const Body* body) const {
    if (!counts_) {
        counts_.emplace();
        for (const auto& [key, kind] : keywords_) {
            // A keyword of a macro's argument belongs where the macro is used: both lie in the same body.
            Counts& counts = (*counts_)[innermost(key.expansion)];
            ++(rejected_.count(key) ? counts.rejected_keywords : counts.sound_keywords);
        }
        for (const FileOffset& at : returns_) ++(*counts_)[innermost(at)].returns;
    }
    return (*counts_)[body];
}

std::uint32_t FunctionBodies::coroutine_count() const {
    std::set<const Body*> coroutines;
    for (const auto& [key, kind] : keywords_)
        if (const Body* body = innermost(key.expansion)) coroutines.insert(body);
    return static_cast<std::uint32_t>(coroutines.size());
}

const Enclosing& FunctionBodies::describe(const clang::FunctionDecl* function, Prober& prober) const {
    const auto [entry, is_new] = described_.try_emplace(function);
    if (is_new) entry->second = described(function, prober);
    return entry->second;
}

std::uint32_t FunctionBodies::refer_to(const clang::FunctionDecl* function, Prober& prober) const {
    describe(function, prober);
    const auto [entry, is_new] = numbers_.try_emplace(function, static_cast<std::uint32_t>(referred_.size()));
    if (is_new) referred_.push_back(function);
    return entry->second;
}

std::vector<Enclosing> FunctionBodies::referred_to() const {
    std::vector<Enclosing> functions;
    for (const clang::FunctionDecl* function : referred_) functions.push_back(described_.at(function));
    return functions;
}

Enclosing FunctionBodies::described(const clang::FunctionDecl* function, Prober& prober) const {
    Enclosing enclosing;
    if (!function) {
        enclosing.why_not_coroutine = "no function is around it";
        return enclosing;
    }
    enclosing.qualified_name = function_name(function);
    enclosing.is_lambda = is_lambda_call_operator(function);
    if (const auto* named = function->getTypeSourceInfo(); named && enclosing.is_lambda) {
        const auto written = named->getTypeLoc().getAsAdjusted<clang::FunctionTypeLoc>();
        enclosing.has_parameter_list = !written || written.getLParenLoc() != written.getRParenLoc();
    }
    if (!function->getReturnType()->isUndeducedType()) {
        enclosing.return_type = type_as_written(unit_.context(), function->getReturnType());
        enclosing.task_type = class_name(function->getReturnType());
    }
    const PromiseLookup& promise = prober.promise_of(function);
    enclosing.can_be_coroutine = promise.state != PromiseLookup::State::none;
    enclosing.why_not_coroutine = promise.why_not;
    if (promise.state == PromiseLookup::State::known)
        enclosing.promise_type = type_fully_qualified(unit_.context(), promise.promises.front());
    enclosing.promise_has_return_void = prober.promise_has_return_void(function);
    const Body* body = body_of(function);
    if (!body) return enclosing;
    const Counts& counts = counts_of(body);
    enclosing.is_coroutine = counts.sound_keywords + counts.rejected_keywords > 0;
    enclosing.sound_keywords = counts.sound_keywords;
    enclosing.has_return_statement = counts.returns > 0;
    enclosing.body = body->span;
    enclosing.closing_brace = body->brace;
    enclosing.closing_brace_is_alone = body->brace_indent.has_value();
    enclosing.closing_brace_indent = body->brace_indent.value_or("");
    enclosing.body_indent = body->body_indent;
    enclosing.line_end = body->line_end;
    return enclosing;
}

std::string why_no_await_at(clang::ASTContext& context, const clang::Expr* place) {
    clang::DynTypedNode at = clang::DynTypedNode::create(*place);
    while (true) {
        const auto parents = context.getParents(at);
        if (parents.empty()) return "";
        at = parents[0];
        if (at.get<clang::CXXCatchStmt>()) return "no co_await may stand in a catch handler";
        if (at.get<clang::ParmVarDecl>()) return "no co_await may stand in a default argument";
        if (const auto* variable = at.get<clang::VarDecl>(); variable && variable->isStaticLocal())
            return "no co_await may initialise a static variable";
        // A class in `decltype` or `typeof` is written there; what is made of it elsewhere is not.
        if (at.get<clang::UnaryExprOrTypeTraitExpr>() || at.get<clang::CXXNoexceptExpr>() || at.get<clang::TypeLoc>() ||
            at.get<clang::RequiresExpr>())
            return "no co_await may stand where nothing is evaluated";
        if (at.get<clang::FunctionDecl>() || at.get<clang::LambdaExpr>()) return "";
    }
}

}  // namespace awaitlint
