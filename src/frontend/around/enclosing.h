// What is around an expression: the function, its coroutine keywords, and what forbids a co_await there.
//
// In: a parsed unit (parents known), an AST node. Out: the innermost function (a lambda's call operator counts), and
// its Enclosing facts. Keywords are owned by source ranges, so that rejected ones, which have no AST node, are counted
// too.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/Stmt.h"

#include "awaitlint/facts.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// The function whose body (or constructor initialiser) holds the node, or null at namespace or class scope.
const clang::FunctionDecl* function_around(clang::ASTContext& context, clang::DynTypedNode node);
/// The next statement outward; null where a declaration or nothing is around it.
const clang::Stmt* parent_of(clang::ASTContext& context, const clang::Stmt* child);

/// The body of a function as its author wrote it, without what the compiler makes of a coroutine's; or null.
const clang::Stmt* written_body(const clang::FunctionDecl* function);

/// True for an instantiation and what lies in one: it repeats what its pattern says.
bool is_in_instantiation(const clang::FunctionDecl* function);

/// The innermost lambda around an expression, or null.
const clang::LambdaExpr* lambda_around(clang::ASTContext& context, const clang::Expr* expression);

/// Why no co_await may stand at this place whatever the function is; empty where one may.
std::string why_no_await_at(clang::ASTContext& context, const clang::Expr* place);

/// The functions with bodies in the user's files, by source range.
class FunctionBodies {
public:
    FunctionBodies(const ParsedUnit& unit, const SourceText& text) : unit_(unit), text_(text) {}
    void add(const clang::FunctionDecl* function);
    void add_return(const clang::Stmt* statement);
    void add_return(const FileOffset& at) {
        returns_.push_back(at);
        forget();
    }
    void add_keyword(const TokenKey& key, clang::tok::TokenKind kind);
    /// To be called once per co_await that the compiler rejects.
    void mark_rejected(const TokenKey& key) {
        rejected_.insert(key);
        forget();
    }

    std::uint32_t coroutine_count() const;
    /// Where the innermost body around a place begins; the place itself where there is none.
    std::uint32_t begin_of_body(const FileOffset& at) const {
        const Body* body = innermost(at);
        return body ? body->begin.offset : at.offset;
    }
    /// Null stands for no function at all.
    const Enclosing& describe(const clang::FunctionDecl* function, Prober& prober) const;
    /// Its place in UnitFacts::functions, which holds those that were referred to.
    std::uint32_t refer_to(const clang::FunctionDecl* function, Prober& prober) const;
    std::vector<Enclosing> referred_to() const;

private:
    struct Body {
        FileOffset begin;
        std::uint32_t end = 0;
        Span span;
        Span brace;
        std::optional<std::string> brace_indent;  // none: something else stands before it on its line
        std::string body_indent;
        std::string line_end;
    };
    struct Counts {
        std::uint32_t sound_keywords = 0;
        std::uint32_t rejected_keywords = 0;
        std::uint32_t returns = 0;
    };
    const Body* innermost(const FileOffset& at) const;
    const Counts& counts_of(const Body* body) const;
    const Body* body_of(const clang::FunctionDecl* function) const;
    Enclosing described(const clang::FunctionDecl* function, Prober& prober) const;
    /// What was known of keywords and returns is no longer so.
    void forget() {
        counts_.reset();
        described_.clear();
    }

    const ParsedUnit& unit_;
    const SourceText& text_;
    std::map<FileOffset, Body> bodies_;
    std::vector<FileOffset> returns_;
    std::map<TokenKey, clang::tok::TokenKind> keywords_;
    std::set<TokenKey> rejected_;
    // As of the last question.
    mutable std::optional<std::map<const Body*, Counts>> counts_;
    mutable std::map<const clang::FunctionDecl*, Enclosing> described_;
    mutable std::map<const clang::FunctionDecl*, std::uint32_t> numbers_;
    mutable std::vector<const clang::FunctionDecl*> referred_;
};

}  // namespace awaitlint
