// The await protocol, asked of Sema: would this operand be awaitable in this coroutine, and if not, which step fails?
//
// In: a parsed unit whose Sema is still alive, a function, the type and value category of an operand. Out: answers
// by the compiler's own rules ([expr.await]): promise.await_transform, then operator co_await, then await_ready,
// await_suspend, await_resume. Probing leaves no diagnostic behind. What depends on a template parameter is answered
// with witnesses (the promise of `task<T>` for T = int and T = void): all must agree, else the answer is `maybe`.
// In five files: protocol.cpp tries the steps, promises.cpp finds the promise, explain.cpp says why not, defects.cpp
// what is wrong with a member, and trial_calls.cpp what a call would give.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/Sema/Scope.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include "awaitlint/facts.h"
#include "frontend/read/parse.h"

namespace awaitlint {

/// What promise a function would have as a coroutine.
struct PromiseLookup {
    enum class State { none, known, witnesses, unknown } state = State::unknown;
    std::vector<clang::QualType> promises;  // one when known, one or more witnesses
    std::string why_not;                    // state none: in plain words
    bool is_forbidden_by_kind = false;      // state none whatever the return type: main, a constructor, ...
};

/// An operand as the compiler sees it, without the expression itself.
struct OperandShape {
    clang::QualType type;
    clang::ExprValueKind category = clang::VK_PRValue;
};

/// True if an await_transform took an operand only because it converts to one of the library's own tags: Asio's
/// `this_coro::throw_if_cancelled(bool)` silently takes any number or pointer, and sets a flag in place of waiting.
bool is_taken_as_tag(const clang::Expr* argument, clang::QualType operand);

/// True if a promise's function is a template and takes a bare parameter of it: any type at all fits.
bool takes_bare_parameter(const clang::FunctionDecl* function);
/// `T`, `const T&` or `T&&` of a function template.
bool is_of_any_type(const clang::ParmVarDecl* parameter);

class Prober {
public:
    explicit Prober(ParsedUnit& unit);
    ~Prober();
    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;

    const PromiseLookup& promise_of(const clang::FunctionDecl* function);
    bool promise_has_return_void(const clang::FunctionDecl* function);

    /// Awaitable in this function as a coroutine; where it cannot be one: awaitable anywhere at all.
    Certainty is_awaitable(const clang::FunctionDecl* function, OperandShape operand);
    /// This promise lets through a value of a type that nobody has heard of.
    Certainty accepts_anything(const clang::FunctionDecl* function);
    /// A type that a coroutine may return or that has an await protocol of its own.
    bool is_task_like(clang::QualType type);
    /// An await_transform of this function's promise takes this very class: Asio's `this_coro::executor_t`. Templates
    /// count by the template that they take.
    bool is_taken_by_name(const clang::FunctionDecl* function, clang::QualType type);
    /// The operand by itself (operator co_await, then the three members), without any promise.
    bool has_own_protocol(const clang::FunctionDecl* function, OperandShape operand);

    /// The promise of a coroutine that returns this type, whatever its parameters; null when there is none.
    clang::QualType promise_of_result(clang::QualType result) { return promise_type(result, {}); }
    /// What co_await asks await_ready of, for a value of this type in a coroutine that returns the same type or, where
    /// there is none, in any; null where it cannot be awaited. Values of all types do not count (pass-through).
    clang::QualType awaiter_of(clang::QualType type);
    /// What co_await makes of the operand in this function; null where it is not known or not awaitable there.
    clang::QualType awaited_type(const clang::FunctionDecl* function, OperandShape operand);
    /// What a member function returns when it is called without arguments; null when it cannot be called.
    clang::QualType member_result(clang::QualType object, llvm::StringRef member);
    /// What operator-> gives; null where there is none.
    clang::QualType arrow_result(clang::QualType object);
    /// `T(operand)` would compile.
    bool is_constructible(clang::QualType type, OperandShape operand);
    bool has_member(clang::QualType type, llvm::StringRef name);
    std::vector<std::string> awaiter_members(clang::QualType type);
    /// It has all three of them.
    bool is_awaiter(clang::QualType type);
    /// A dependent specialisation with sample arguments (int, void) in place of the unknown ones.
    std::vector<clang::QualType> sample_types(clang::QualType dependent);
    /// `task<void>` of `task<int>`; a type without template arguments as it is, null where that cannot be.
    clang::QualType with_first_argument(clang::QualType type, clang::QualType first);

    Protocol explain(const clang::FunctionDecl* function, OperandShape operand, const clang::Expr* written);

    /// Result of calling a function expression with arguments of these shapes; null type when it cannot be called.
    clang::QualType call_result(const clang::FunctionDecl* from, clang::NamedDecl* function,
                                std::vector<OperandShape> arguments, const clang::FunctionDecl*& target,
                                const OperandShape* object = nullptr,
                                const clang::TemplateArgumentListInfo* template_arguments = nullptr);

private:
    struct Attempt {
        bool accepted = false;
        clang::QualType tag;      // a library's tag type that the operand converted to
        clang::QualType awaiter;  // after await_transform and operator co_await, when it got so far
        std::string failed_step;
        std::string defect;    // what is wrong with the member that failed, in words that follow its name
        std::string sentence;  // of a static_assert: what the library itself says of it
        bool has_transform = false;
        bool transform_accepts = false;
    };
    /// Asked once for each combination: what an instantiation reported it does not report again.
    const Attempt& attempt(const clang::FunctionDecl* function, clang::QualType promise, OperandShape operand);
    Attempt try_steps(const clang::FunctionDecl* function, clang::QualType promise, OperandShape operand);
    /// What the promise's await_transform makes of the operand; null where it does not take it as what it is.
    clang::Expr* try_transform(const clang::FunctionDecl* function, clang::QualType promise, OperandShape operand,
                               Attempt& attempt);
    /// Whether there is an awaiter of what was transformed, with operator co_await or without.
    bool try_operator(const clang::FunctionDecl* function, clang::QualType promise, clang::Expr* transformed,
                      Attempt& attempt);
    /// All steps at once, as the compiler takes them.
    bool try_whole(const clang::FunctionDecl* function, clang::QualType promise, OperandShape operand);
    PromiseLookup look_up_promise(const clang::FunctionDecl* function);
    clang::QualType promise_type(clang::QualType result, llvm::ArrayRef<clang::QualType> parameters);
    std::vector<clang::QualType> witnesses(clang::QualType result);
    /// `instantiates`: also the bodies that the work needs, as at the end of the unit.
    bool probe(const clang::FunctionDecl* function, clang::QualType promise, llvm::function_ref<bool()> work,
               bool instantiates = false);
    clang::Expr* opaque(OperandShape operand);
    clang::DeclarationName coawait_name() const {
        return context_.DeclarationNames.getCXXOperatorName(clang::OO_Coawait);
    }
    clang::Expr* operator_lookup(const clang::FunctionDecl* function, const clang::NamedDecl* only = nullptr);
    const clang::NamedDecl* find_hidden_operator(const clang::FunctionDecl* function, OperandShape operand);
    /// Awaitable where no promise interferes, or in a coroutine that returns the operand's own type.
    bool is_awaitable_elsewhere(const clang::FunctionDecl* function, OperandShape operand);
    /// What the callee gives without arguments; null where it cannot be called so.
    clang::QualType result_when_called(const clang::FunctionDecl* function, clang::QualType promise,
                                       clang::Expr* callee);
    std::string step_in_words(const Attempt& attempt, clang::QualType promise, clang::QualType operand);
    Certainty is_awaitable_by_witnesses(const clang::FunctionDecl* function, const PromiseLookup& lookup,
                                        OperandShape operand);
    const clang::FunctionDecl* context_of(const clang::FunctionDecl* function);
    /// std::coroutine_handle of this promise; null where there is none.
    clang::QualType handle_of(clang::QualType promise);
    /// What a member gives when this function calls it; null where it cannot.
    clang::QualType member_call(const clang::FunctionDecl* function, clang::QualType object,
                                clang::DeclarationName member, const std::vector<OperandShape>& arguments);
    std::string member_defect(clang::QualType object, clang::DeclarationName member, unsigned arguments);
    void find_defect(const clang::FunctionDecl* function, clang::QualType promise, Attempt& attempt);
    std::vector<const clang::FunctionDecl*> rival_operators(const clang::FunctionDecl* function, OperandShape operand);
    /// The class has an operator co_await, or one anywhere takes it by name.
    bool has_own_operator(clang::QualType type);
    /// Every operator co_await of a namespace.
    const std::vector<const clang::NamedDecl*>& all_operators();
    void explain_operators(Protocol& protocol, const clang::FunctionDecl* function, OperandShape operand);

    ParsedUnit& unit_;
    clang::Sema& sema_;
    clang::ASTContext& context_;
    clang::Scope top_scope_;        // Sema gives its own up at the end of the unit, and looks builtins up in it
    clang::FunctionDecl* neutral_;  // a plain function at namespace scope: the context for what is not written anywhere
    clang::QualType plain_promise_;
    std::optional<std::vector<const clang::NamedDecl*>> all_operators_;
    std::map<const clang::FunctionDecl*, PromiseLookup> promises_;
    std::map<std::tuple<const clang::FunctionDecl*, void*, void*, int>, Attempt> attempts_;
    std::string sentence_;  // of the first static_assert that a probe of this attempt ran into
};

}  // namespace awaitlint
