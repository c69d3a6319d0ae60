// See missing_returns.h.
#include "frontend/collect/missing_returns.h"

#include <algorithm>
#include <optional>
#include <set>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "frontend/around/errors_about.h"
#include "frontend/ask/awaitable_types.h"
#include "frontend/ask/names.h"
#include "frontend/read/return_words.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

/// `panic()`, `unreachable()`, `not_implemented()`, `FatalMessage()`: not every such function is marked [[noreturn]].
bool is_named_as_end(const clang::NamedDecl* callee) {
    static constexpr llvm::StringRef words[] = {"panic", "abort", "fatal",       "unreachable", "terminate",
                                                "exit",  "fail",  "implemented", "throw",       "raise"};
    return contains_any_of(callee->getNameAsString(), words);
}

/// Control may end here in another way than at the closing brace, or nobody can tell.
bool may_end(const clang::Stmt* statement) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement)) return false;
    if (llvm::isa<clang::ReturnStmt, clang::CoreturnStmt, clang::CXXThrowExpr, clang::GotoStmt, clang::AsmStmt,
                  clang::WhileStmt, clang::DoStmt, clang::RecoveryExpr>(statement))
        return true;
    if (const auto* loop = llvm::dyn_cast<clang::ForStmt>(statement); loop && !loop->getCond()) return true;
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(statement)) {
        const clang::FunctionDecl* callee = call->getDirectCallee();
        if (!callee || callee->isNoReturn() || is_named_as_end(callee)) return true;
    }
    // `LOG(FATAL) << text`: the message ends the program when it goes.
    if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(statement)) {
        const clang::CXXRecordDecl* record = made->getConstructor()->getParent();
        if (record->isAnyDestructorNoReturn() || is_named_as_end(record)) return true;
    }
    // `static_assert(never<T>, "not for these")`: a template that nobody is to instantiate.
    if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(statement);
        declares && std::any_of(declares->decl_begin(), declares->decl_end(),
                                [](const clang::Decl* decl) { return llvm::isa<clang::StaticAssertDecl>(decl); }))
        return true;
    const auto children = statement->children();
    return std::any_of(children.begin(), children.end(), may_end);
}

constexpr llvm::StringRef said_of_return = "return statement not allowed in coroutine";

/// What the compiler says of a plain `return`, and of nothing else.
bool is_about_return(const std::string& message) {
    const llvm::StringRef text(message);
    return text.starts_with(said_of_return) || text.contains("returned value") || text.contains("return object") ||
           text.starts_with("no viable conversion from") || text.starts_with("no matching constructor");
}

class ReturnCollector : public match::MatchFinder::MatchCallback {
public:
    explicit ReturnCollector(const ValueContext& context)
        : around_(context), ast_(context.unit.context()), types_(context.unit, context.prober) {}

    bool is_needed() const { return types_.are_possible(); }

    void run(const match::MatchFinder::MatchResult& result) override {
        const auto* function = result.Nodes.getNodeAs<clang::FunctionDecl>("function");
        const clang::Stmt* body = function->getBody();
        if (!body || !around_.looks_at(function->getLocation()) || is_in_instantiation(function) ||
            function->isDefaulted() || function->getReturnType()->isUndeducedType())
            return;
        const std::optional<AwaitableType>& type = types_.find(function->getReturnType());
        if (!type || !type->is_task) return;
        const Enclosing& enclosing = around_.bodies.describe(function, around_.prober);
        if (!enclosing.can_be_coroutine) return;
        if (enclosing.is_coroutine)
            add_plain_returns(function, body, *type);
        else if (!enclosing.has_return_statement)
            add_returnless(function, body, *type);
    }

    std::vector<MissingReturn> take() {
        std::sort(found_.begin(), found_.end(), [](const MissingReturn& a, const MissingReturn& b) {
            return a.site.span.site() < b.site.span.site();
        });
        return std::move(found_);
    }

private:
    MissingReturn missing_at(const Span& span, const clang::FunctionDecl* function, const AwaitableType& type) const {
        MissingReturn missing;
        missing.site.span = span;
        missing.site.text = around_.text.shown(span);
        missing.site.function = around_.bodies.refer_to(function, around_.prober);
        missing.type = type;
        return missing;
    }

    void add_returnless(const clang::FunctionDecl* function, const clang::Stmt* body, const AwaitableType& type) {
        if (may_end(body) || body->getBeginLoc().isMacroID() || has_error_within(around_.unit, body->getSourceRange()))
            return;
        found_.push_back(missing_at(around_.text.token_span(function->getLocation()), function, type));
    }

    void add_plain_returns(const clang::FunctionDecl* function, const clang::Stmt* body, const AwaitableType& type) {
        const FileOffset begin = around_.unit.file_offset(body->getBeginLoc());
        const FileOffset end = around_.unit.file_offset(body->getEndLoc());
        std::vector<Diagnostic> said;
        for (const Diagnostic& error : around_.unit.diagnostics)
            if (!error.is_warning && !error.places.empty() && error.places[0].file == begin.file &&
                error.places[0].offset > begin.offset && error.places[0].offset < end.offset &&
                is_about_return(error.error.message))
                said.push_back(error);
        const bool is_told = std::any_of(said.begin(), said.end(), [](const Diagnostic& error) {
            return llvm::StringRef(error.error.message).starts_with(said_of_return);
        });
        if (!is_told || body->getBeginLoc().isMacroID()) return;
        note_returns(body, begin.file);
        const std::string_view text = around_.text.bytes(begin.file);
        for (const ReturnWord& word : return_words(text)) {
            const bool is_plain = word.offset > begin.offset && word.offset < end.offset && text[word.offset] == 'r';
            if (!is_plain || around_.bodies.begin_of_body({begin.file, word.offset}) != begin.offset) continue;
            MissingReturn missing = plain_return(function, body, word, said, type);
            // What the preprocessor left out is in neither.
            const bool is_compiled = returns_.count({begin.file, word.offset}) || !missing.errors.empty();
            if (is_compiled) found_.push_back(std::move(missing));
        }
    }

    /// Plain returns by where they stand, and those of tasks: their operand is to be awaited.
    void note_returns(const clang::Stmt* statement, const std::string& file) {
        if (!statement || llvm::isa<clang::LambdaExpr>(statement)) return;
        if (const auto* end = llvm::dyn_cast<clang::ReturnStmt>(statement)) {
            const FileOffset at = around_.unit.file_offset(end->getBeginLoc());
            if (at.file == file) returns_.insert(at);
            const clang::Expr* value = end->getRetValue() ? end->getRetValue()->IgnoreImplicit() : nullptr;
            if (value && types_.find(value->getType())) awaitable_returns_.insert(at);
        }
        for (const clang::Stmt* child : statement->children()) note_returns(child, file);
    }

    Span span_in(const clang::Stmt* body, std::uint32_t begin, std::uint32_t end) const {
        const clang::SourceManager& sources = around_.unit.sources();
        const clang::FileID file = sources.getFileID(sources.getFileLoc(body->getBeginLoc()));
        Span span =
            around_.text.token_span(sources.getLocForStartOfFile(file).getLocWithOffset(static_cast<int>(begin)));
        span.length = end - begin;
        span.end_line = sources.getLineNumber(file, end);
        span.end_column = sources.getColumnNumber(file, end);
        return span;
    }

    MissingReturn plain_return(const clang::FunctionDecl* function, const clang::Stmt* body, const ReturnWord& word,
                               const std::vector<Diagnostic>& said, const AwaitableType& type) const {
        MissingReturn missing = missing_at(span_in(body, word.offset, word.end_of_operand), function, type);
        missing.site.keyword = span_in(body, word.offset, word.offset + word.length);
        missing.gives_awaitable =
            awaitable_returns_.count({around_.unit.file_offset(body->getBeginLoc()).file, word.offset}) != 0;
        for (const Diagnostic& error : said)
            if (error.places[0].offset >= word.offset && error.places[0].offset <= word.end_of_operand)
                missing.errors.push_back(error.error);
        return missing;
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    AwaitableTypes types_;
    std::set<FileOffset> returns_;
    std::set<FileOffset> awaitable_returns_;
    std::vector<MissingReturn> found_;
};

}  // namespace

std::vector<MissingReturn> collect_missing_returns(const ValueContext& context) {
    ReturnCollector collector(context);
    if (!collector.is_needed()) return {};
    match::MatchFinder finder;
    finder.addMatcher(match::functionDecl(match::isDefinition()).bind("function"), &collector);
    finder.matchAST(context.unit.context());
    return collector.take();
}

}  // namespace awaitlint
