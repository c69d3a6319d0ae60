// Which types are there to be awaited: tasks, and operations that start when they are awaited.
//
// In: the type of a value. Out: what facts say of it (AwaitableType), asked of Sema once per type. By structure alone:
// a promise through coroutine_traits, a complete await protocol, attributes; in one function, also what its promise
// takes by name, and what it takes of the types that the request names (library profiles). A type that is awaitable
// only because a promise accepts anything is not meant. Knows no library by name.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "clang/AST/Stmt.h"
#include "clang/AST/Type.h"

#include "awaitlint/facts.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"

namespace awaitlint {

class AwaitableTypes {
public:
    AwaitableTypes(const ParsedUnit& unit, Prober& prober);

    /// None where values of the type are not meant to be awaited, or where that depends on a template parameter.
    const std::optional<AwaitableType>& find(clang::QualType type);
    /// The same in this function, whose promise may give a meaning to tags that have none elsewhere.
    const std::optional<AwaitableType>& find_in(const clang::FunctionDecl* function, clang::QualType type);
    /// Something of the unit awaits a value of the type: in a function whose promise takes it, such values are there to
    /// be awaited. To be called before anything is asked.
    void add_awaited(clang::QualType type);
    /// What co_await makes of a value of the type; null where it is not known or the type is not meant to be awaited.
    clang::QualType result_of(clang::QualType type);
    /// It is the call of something that makes a sender, and is given nothing that it could have started instead: no
    /// other awaitable, nothing to call.
    bool is_unstarted_sender(const clang::Expr* made);
    /// False where no type can be: the unit has no coroutines at all.
    bool are_possible() const { return are_possible_; }

private:
    AwaitableType described(const clang::CXXRecordDecl* record, clang::QualType type) const;
    /// It says so itself, by [exec.snd] or as before it. Promises take it: it has no await protocol of its own.
    bool is_sender(clang::QualType type);
    bool is_result(clang::QualType type);
    bool is_made_awaitable(const clang::FunctionDecl* function, clang::QualType type);
    std::optional<AwaitableType> look_at(clang::QualType type);
    std::optional<AwaitableType> look_at_samples(clang::QualType dependent);
    std::optional<AwaitableType> look_at_tag(const clang::FunctionDecl* function, clang::QualType type);

    const ParsedUnit& unit_;
    Prober& prober_;
    bool are_possible_ = false;
    std::set<std::string> awaited_;  // names of classes and class templates
    std::map<void*, std::optional<AwaitableType>> known_;
    std::map<std::pair<const clang::FunctionDecl*, void*>, std::optional<AwaitableType>> tags_;
};

/// `return true;` or `return false;`, and nothing else. Null says nothing.
bool only_returns(const clang::CompoundStmt* body, bool truth);

/// Its await_ready says `return false;` and nothing else, where that is seen: each await of it resumes the coroutine
/// behind it, finished or not.
bool is_never_ready(const clang::CXXRecordDecl* awaiter);

/// A generator rather than a task, if it can be awaited at all: what yields and is iterated over.
bool is_iterated(Prober& prober, clang::QualType type);

/// True if the declaration is marked [[clang::annotate("awaitlint::may_discard")]].
bool is_marked_may_discard(const clang::Decl* decl);

}  // namespace awaitlint
