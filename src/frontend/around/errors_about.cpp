// See errors_about.h.
#include "frontend/around/errors_about.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

namespace awaitlint {
namespace {

bool is_name_part(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

bool has_word(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !is_name_part(text[at - 1])) && (end == text.size() || !is_name_part(text[end]))) return true;
    }
    return false;
}

/// "task" of "lib::task<int>", and of "lib::task<int>::type": that name is everybody's.
std::string_view last_name(std::string_view type) {
    type = type.substr(0, type.find('<'));
    if (type.ends_with("::type")) type.remove_suffix(std::string_view("::type").size());
    const std::size_t colons = type.rfind("::");
    return colons == std::string_view::npos ? type : type.substr(colons + 2);
}

bool names_type(const Diagnostic& error, const AwaitableType& type) {
    const auto is_named_in = [&](const std::string& text) {
        return has_word(text, last_name(type.template_name)) || has_word(text, last_name(type.name));
    };
    return is_named_in(error.error.message) || std::any_of(error.notes.begin(), error.notes.end(), is_named_in);
}

/// `static_assert(std::is_same_v<int, A>)`, where A is this type, whose result is an int.
bool is_about_result(const Diagnostic& error, const AwaitableType& type) {
    const llvm::StringRef message(error.error.message);
    if (!message.starts_with("static assertion failed") || !message.contains("is_same") || type.result.empty())
        return false;
    const auto is_argument = [&](const char* before, const char* behind) {
        return message.contains(before + type.result + behind);
    };
    return is_argument("<", ", ") || is_argument(", ", ">") || is_argument("(", ", ") || is_argument(", ", ")");
}

/// Whatever a coroutine returns: what it may return by its own type.
bool is_about_promise(const Diagnostic& error) {
    return llvm::StringRef(error.error.message).starts_with("no member named 'return_value' in");
}

/// What a control statement does, and not whether: its errors are its own.
bool is_body(const clang::Stmt* parent, const clang::Stmt* child) {
    if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(parent))
        return child == branch->getThen() || child == branch->getElse();
    if (const auto* loop = llvm::dyn_cast<clang::WhileStmt>(parent)) return child == loop->getBody();
    if (const auto* loop = llvm::dyn_cast<clang::DoStmt>(parent)) return child == loop->getBody();
    if (const auto* loop = llvm::dyn_cast<clang::ForStmt>(parent)) return child == loop->getBody();
    return false;
}

/// The statement of the value, or the head of the control statement whose condition it is in.
clang::SourceRange blamed_range(clang::ASTContext& context, const clang::Expr* value) {
    const clang::Stmt* child = value;
    while (true) {
        const auto parents = context.getParents(*child);
        if (parents.empty()) return child->getSourceRange();
        const auto* parent = parents[0].get<clang::Stmt>();
        if (!parent) {
            const auto* decl = parents[0].get<clang::Decl>();
            if (!decl) return child->getSourceRange();
            const auto above = context.getParents(*decl);
            const auto* statement = above.empty() ? nullptr : above[0].get<clang::DeclStmt>();
            return statement ? statement->getSourceRange() : decl->getSourceRange();
        }
        if (is_body(parent, child)) return child->getSourceRange();
        if (llvm::isa<clang::IfStmt, clang::WhileStmt, clang::DoStmt, clang::ForStmt, clang::SwitchStmt>(parent))
            return {std::min(parent->getBeginLoc(), child->getBeginLoc()), child->getEndLoc()};
        if (llvm::isa<clang::CoreturnStmt, clang::ReturnStmt>(parent)) return parent->getSourceRange();
        if (!llvm::isa<clang::Expr>(parent)) return child->getSourceRange();
        child = parent;
    }
}

/// The bodies of lambdas in the value's full expression, unless they capture the value: what is wrong there is theirs.
std::vector<clang::SourceRange> bodies_beside(clang::ASTContext& context, const clang::Expr* value) {
    std::set<const clang::Stmt*> around;
    const clang::Stmt* top = value;
    for (const clang::Expr* parent = value; parent;) {
        top = parent;
        around.insert(top);
        const auto parents = context.getParents(*top);
        parent = parents.empty() ? nullptr : parents[0].get<clang::Expr>();
    }
    around.erase(value);  // it may be a lambda itself
    std::vector<clang::SourceRange> bodies;
    std::vector<const clang::Stmt*> open = {top};
    while (!open.empty()) {
        const clang::Stmt* at = open.back();
        open.pop_back();
        if (!at) continue;
        const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(at);
        if (lambda && !around.count(lambda))
            bodies.push_back(lambda->getBody()->getSourceRange());
        else
            for (const clang::Stmt* child : at->children()) open.push_back(child);
    }
    return bodies;
}

/// As SourceManager::getFileLoc, but of what a macro's body ends: where its use ends.
clang::SourceLocation file_end(const clang::SourceManager& sources, clang::SourceLocation end) {
    while (end.isMacroID())
        end = sources.isMacroArgExpansion(end) ? sources.getImmediateSpellingLoc(end)
                                               : sources.getImmediateExpansionRange(end).getEnd();
    return end;
}

}  // namespace

std::vector<CompileError> errors_about(const ParsedUnit& unit, const clang::Expr* value, const AwaitableType& type,
                                       bool in_library) {
    std::vector<CompileError> errors;
    if (unit.diagnostics.empty()) return errors;
    const clang::SourceRange range = blamed_range(unit.context(), value);
    const FileOffset begin = unit.file_offset(range.getBegin());
    const clang::SourceLocation last = clang::Lexer::getLocForEndOfToken(file_end(unit.sources(), range.getEnd()), 0,
                                                                         unit.sources(), unit.compiler.getLangOpts());
    const FileOffset end = unit.file_offset(last);
    if (begin.file.empty() || begin.file != end.file) return errors;
    const std::vector<clang::SourceRange> others = bodies_beside(unit.context(), value);
    const auto is_inside = [&](const FileOffset& at) {
        return at.file == begin.file && at.offset >= begin.offset && at.offset <= end.offset &&
               std::none_of(others.begin(), others.end(), [&](clang::SourceRange body) {
                   return unit.file_offset(body.getBegin()) < at && at < unit.file_offset(body.getEnd());
               });
    };
    for (const Diagnostic& error : unit.diagnostics) {
        if (error.is_warning || error.places.empty() || is_about_promise(error) || !names_type(error, type)) continue;
        const bool is_here = is_inside(error.places[0]);
        // A template in a header of the user's own may be a library's, too: many keep a copy of theirs.
        // One that compares the type of what it is given is in the file of its tests, as often as not.
        const bool is_elsewhere = error.places[0].file != begin.file || is_about_result(error, type);
        const bool leads_here =
            !is_here && is_elsewhere && std::any_of(error.places.begin(), error.places.end(), is_inside);
        if (in_library ? leads_here : is_here || leads_here) errors.push_back(error.error);
    }
    return errors;
}

std::vector<CompileError> errors_beside_name(const ParsedUnit& unit, const SourceText& source,
                                             const clang::VarDecl* variable, const AwaitableType& type) {
    std::vector<CompileError> errors;
    const auto* function = llvm::dyn_cast_or_null<clang::FunctionDecl>(variable->getParentFunctionOrMethod());
    const FileOffset begin = unit.file_offset(variable->getLocation());
    if (!function || !function->hasBody() || begin.file.empty() || !variable->getDeclName().isIdentifier())
        return errors;
    const FileOffset end = unit.file_offset(function->getBody()->getEndLoc());
    const std::string_view text = source.bytes(begin.file);
    const std::string_view name = variable->getName();
    for (const Diagnostic& error : unit.diagnostics) {
        if (error.is_warning || error.places.empty() || !names_type(error, type)) continue;
        const auto is_beside_name = [&](const FileOffset& at) {
            if (at.file != begin.file || at.offset <= begin.offset || at.offset >= end.offset) return false;
            const std::vector<RawTokens::Token>& tokens = source.tokens(begin.file).all();
            const std::size_t behind = source.tokens(begin.file).from(at.offset);
            if (behind > 0 && tokens[behind - 1].is_word(name, text)) return true;
            // `for (auto& part : x)` is rejected at its colon.
            return behind + 1 < tokens.size() && tokens[behind].kind == clang::tok::colon &&
                   tokens[behind + 1].is_word(name, text);
        };
        if (std::any_of(error.places.begin(), error.places.end(), is_beside_name)) errors.push_back(error.error);
    }
    return errors;
}

std::vector<CompileError> errors_of_valueless_return(const ParsedUnit& unit, const clang::Expr* returned) {
    std::vector<CompileError> errors;
    const FileOffset keyword = unit.file_offset(returned->getBeginLoc());
    for (const Diagnostic& error : unit.diagnostics)
        if (!error.is_warning && !error.places.empty() && error.places[0] == keyword &&
            llvm::StringRef(error.error.message).starts_with("no member named 'return_value' in"))
            errors.push_back(error.error);
    return errors;
}

std::vector<CompileError> errors_of_index(const ParsedUnit& unit, const clang::Expr* index) {
    std::vector<CompileError> errors;
    const FileOffset begin = unit.file_offset(index->getBeginLoc());
    for (const Diagnostic& error : unit.diagnostics)
        if (!error.is_warning && !error.places.empty() && error.notes.empty() && error.places[0].file == begin.file &&
            error.places[0].offset + 1 == begin.offset &&
            llvm::StringRef(error.error.message).starts_with("no viable overloaded operator[] for type"))
            errors.push_back(error.error);
    return errors;
}

bool has_error_within(const ParsedUnit& unit, clang::SourceRange range) {
    const FileOffset begin = unit.file_offset(range.getBegin());
    const FileOffset end = unit.file_offset(range.getEnd());
    return !begin.file.empty() &&
           std::any_of(unit.diagnostics.begin(), unit.diagnostics.end(), [&](const Diagnostic& error) {
               return !error.is_warning && !error.places.empty() && error.places[0].file == begin.file &&
                      error.places[0].offset >= begin.offset && error.places[0].offset <= end.offset;
           });
}

namespace {

/// Its own body says what it returns, and that body, or one that it hands on, does not compile.
bool is_result_unknown(const ParsedUnit& unit, const clang::FunctionDecl* function, unsigned depth) {
    constexpr unsigned deepest = 8;
    if (!function || depth > deepest) return false;
    if (const clang::FunctionDecl* pattern = function->getTemplateInstantiationPattern()) function = pattern;
    if (!function->getDeclaredReturnType()->getContainedAutoType()) return false;
    const clang::FunctionDecl* definition = nullptr;
    if (!function->hasBody(definition)) return false;
    if (has_error_within(unit, definition->getSourceRange())) return true;
    std::vector<const clang::Stmt*> open = {definition->getBody()};
    while (!open.empty()) {
        const clang::Stmt* statement = open.back();
        open.pop_back();
        if (!statement) continue;
        if (const auto* call = llvm::dyn_cast<clang::CallExpr>(statement))
            if (is_result_unknown(unit, call->getDirectCallee(), depth + 1)) return true;
        if (const auto* named = llvm::dyn_cast<clang::OverloadExpr>(statement))
            for (const clang::NamedDecl* decl : named->decls())
                if (is_result_unknown(unit, decl->getUnderlyingDecl()->getAsFunction(), depth + 1)) return true;
        for (const clang::Stmt* child : statement->children()) open.push_back(child);
    }
    return false;
}

}  // namespace

bool is_deduced_from_errors(const ParsedUnit& unit, const clang::Expr* value) {
    if (unit.diagnostics.empty()) return false;
    const auto* call = llvm::dyn_cast<clang::CallExpr>(value->IgnoreImplicit()->IgnoreParens()->IgnoreImplicit());
    return call && is_result_unknown(unit, call->getDirectCallee(), 0);
}

bool is_broken(const ParsedUnit& unit, clang::QualType type) {
    const auto* record = type.isNull() ? nullptr : type.getNonReferenceType()->getAsCXXRecordDecl();
    if (!record || unit.diagnostics.empty()) return false;
    if (record->isInvalidDecl()) return true;
    if (const clang::CXXRecordDecl* pattern = record->getTemplateInstantiationPattern()) record = pattern;
    return has_error_within(unit, record->getSourceRange());
}

}  // namespace awaitlint
