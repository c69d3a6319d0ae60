// What the members of facts and requests are called in JSON: one table per type, one list of names per enum and per sum
// type.
//
// Adding a member to a struct means adding its name here; `is_complete_table` fails to hold until that is done, so
// that a new fact cannot get lost between two processes. Tables only: reading and writing is facts_json.cpp's.
#pragma once

#include <array>
#include <cstddef>
#include <tuple>
#include <utility>
#include <variant>

#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/parses.h"
#include "awaitlint/unit.h"

namespace awaitlint {

template <class T, class Member>
struct Field {
    const char* name;
    Member T::* member;
};
template <class T, class Member>
constexpr Field<T, Member> field(const char* name, Member T::* member) {
    return {name, member};
}

template <class T>
inline constexpr std::tuple<> fields;

#define AWAITLINT_FIELDS(type, ...)           \
    template <>                               \
    inline constexpr auto fields<type> = [] { \
        using Owner = type;                   \
        return std::tuple{__VA_ARGS__};       \
    }();
#define F(name) field(#name, &Owner::name)

AWAITLINT_FIELDS(Place, F(file), F(line), F(column))
AWAITLINT_FIELDS(Span, F(file), F(line), F(column), F(end_line), F(end_column), F(offset), F(length))
AWAITLINT_FIELDS(SiteId, F(file), F(offset), F(length))
AWAITLINT_FIELDS(Note, F(message), F(place))
AWAITLINT_FIELDS(Edit, F(file), F(offset), F(length), F(text))
AWAITLINT_FIELDS(Symbol, F(usr), F(name), F(qualified_name), F(return_type), F(declared), F(is_deprecated))
AWAITLINT_FIELDS(Sibling, F(symbol), F(spelling), F(is_awaitable), F(awaited_type), F(extra_argument),
                 F(is_enclosing_function), F(replaces_qualifier), F(replaces_last_argument))
AWAITLINT_FIELDS(Enclosing, F(qualified_name), F(return_type), F(task_type), F(is_lambda), F(is_coroutine),
                 F(can_be_coroutine), F(why_not_coroutine), F(promise_type), F(promise_has_return_void),
                 F(has_return_statement), F(sound_keywords), F(body), F(closing_brace), F(has_parameter_list),
                 F(closing_brace_is_alone), F(closing_brace_indent), F(body_indent), F(line_end))
AWAITLINT_FIELDS(Protocol, F(operand_is_awaitable_itself), F(is_awaitable_as_rvalue), F(awaiter_members),
                 F(has_own_operator), F(rival_operators), F(meant_by), F(failed_step), F(failure), F(hidden_operator),
                 F(hidden_operator_place), F(names_function), F(is_callable_without_arguments),
                 F(is_awaitable_when_called))
AWAITLINT_FIELDS(Site, F(span), F(text), F(keyword), F(function), F(macro), F(is_partly_in_macro), F(begins_macro),
                 F(why_no_await))
AWAITLINT_FIELDS(LineBefore, F(at), F(indent), F(line_end))
AWAITLINT_FIELDS(CallSite, F(callee), F(name), F(qualified_name), F(close), F(last_argument), F(argument_count),
                 F(parameters), F(siblings))
AWAITLINT_FIELDS(Await, F(site), F(operand_text), F(operand_offset), F(outcome), F(protocol), F(operand_type),
                 F(operand_type_full), F(type_declared), F(call), F(is_statement), F(is_token_missing), F(task_types),
                 F(return_types), F(plain_returns), F(why_no_task_type), F(operands), F(operands_text), F(errors))
AWAITLINT_FIELDS(Use, F(site), F(also_at), F(callee), F(is_awaitable), F(is_call), F(is_awaited), F(is_await_accepted),
                 F(is_dependent), F(fate))
AWAITLINT_FIELDS(AwaitableType, F(name), F(full_name), F(template_name), F(declared), F(result), F(is_task), F(is_tag),
                 F(is_awaiter), F(is_generator), F(starts_lazily), F(starts_eagerly), F(ends_when_dropped),
                 F(is_nodiscard), F(may_discard))
AWAITLINT_FIELDS(fate::Discarded, F(form), F(in_front))
AWAITLINT_FIELDS(fate::Kept, F(variable), F(type), F(declaration), F(is_assigned), F(is_never_used),
                 F(is_marked_unused))
AWAITLINT_FIELDS(fate::Passed, F(to))
AWAITLINT_FIELDS(fate::Accessed, F(member))
AWAITLINT_FIELDS(fate::Tested, F(by))
AWAITLINT_FIELDS(fate::Misused, F(way), F(errors), F(kept))
AWAITLINT_FIELDS(fate::Erased, F(by))
AWAITLINT_FIELDS(fate::Converted, F(to))
AWAITLINT_FIELDS(Value, F(site), F(type), F(fate), F(made), F(call), F(is_callee_nodiscard), F(may_callee_discard),
                 F(is_callee_awaited), F(is_type_awaited), F(is_awaitable), F(is_in_loop), F(type_namespace),
                 F(needs_parentheses), F(operands), F(operands_text))
AWAITLINT_FIELDS(Call, F(site), F(call), F(result_type), F(why_unwise), F(needs_parentheses))
AWAITLINT_FIELDS(Spent, F(site), F(variable), F(type), F(is_moved), F(before))
AWAITLINT_FIELDS(BlockingCall, F(site), F(call), F(why_harmless), F(awaitable_text), F(needs_parentheses))
AWAITLINT_FIELDS(EarlyRelease, F(before), F(guard_template), F(instead))
AWAITLINT_FIELDS(LateTaking, F(before), F(name), F(is_moved), F(guard), F(guard_text), F(statement))
AWAITLINT_FIELDS(LockTaking, F(declaration), F(name), F(lock))
AWAITLINT_FIELDS(LockExchange, F(declared_type), F(type), F(takings))
AWAITLINT_FIELDS(HeldLock, F(site), F(name), F(type), F(taken), F(is_guard), F(early_release), F(late_taking),
                 F(exchange))
AWAITLINT_FIELDS(MissingReturn, F(site), F(type), F(gives_awaitable), F(errors))
AWAITLINT_FIELDS(OwnerBefore, F(before), F(name), F(type), F(wants_to_move))
AWAITLINT_FIELDS(NextAwait, F(keeping), F(operand), F(made))
AWAITLINT_FIELDS(AwaitedReturn, F(keyword), F(made), F(why_unsafe))
AWAITLINT_FIELDS(ValueType, F(written), F(value))
AWAITLINT_FIELDS(ByValue, F(types), F(type), F(is_copied))
AWAITLINT_FIELDS(Loan, F(site), F(lender), F(hold), F(object), F(object_type), F(coroutine), F(parameter),
                 F(parameter_declared), F(captures), F(last_look), F(is_default_argument), F(task), F(taken_by),
                 F(fate), F(kept_in), F(closure_taken_by), F(runs_when_dropped), F(is_outlived), F(ends_next),
                 F(naming), F(next_await), F(awaited_return), F(by_value))
AWAITLINT_FIELDS(StaleView, F(site), F(name), F(object), F(obtained), F(suspended), F(changed), F(changed_in))
AWAITLINT_FIELDS(AsyncFunction, F(qualified_name), F(declared), F(parameters), F(task_type), F(beside), F(is_member))
AWAITLINT_FIELDS(Suppression, F(place), F(kind), F(rules), F(reason))
AWAITLINT_FIELDS(CompileError, F(place), F(message))
AWAITLINT_FIELDS(Blank, F(file), F(offset), F(fits_anything))
AWAITLINT_FIELDS(UnitFacts, F(file), F(user_files), F(digests), F(functions), F(awaits), F(values), F(calls), F(spent),
                 F(missing_returns), F(blocking_calls), F(held_locks), F(loans), F(stale_views), F(uses),
                 F(async_functions), F(suppressions), F(errors), F(first_errors), F(blanks), F(remarks), F(declared),
                 F(toolchain), F(coroutines), F(skipped), F(was_fully_parsed))
AWAITLINT_FIELDS(CompileCommand, F(directory), F(file), F(argv), F(remarks))
AWAITLINT_FIELDS(UserFiles, F(root), F(include), F(exclude), F(build_folders))
AWAITLINT_FIELDS(UnsavedFile, F(path), F(bytes))
AWAITLINT_FIELDS(UnitRequest, F(command), F(user_files), F(unsaved), F(names), F(naming), F(tokens), F(types),
                 F(blocking), F(held_locks), F(awaited_locks), F(stale_views), F(symbols), F(rules), F(full_parse),
                 F(may_skip), F(preambles), F(preamble_bytes), F(preamble_key), F(build_preamble), F(relatives))
AWAITLINT_FIELDS(Candidate, F(site), F(blank), F(span), F(edits), F(target_usr), F(adds_await), F(body), F(errors))
AWAITLINT_FIELDS(ProofRequest, F(unit), F(blanks), F(known_errors), F(candidates), F(in_full))
AWAITLINT_FIELDS(Proof, F(proven), F(why_not), F(ends))
AWAITLINT_FIELDS(Parses, F(analysing), F(recovering), F(proving), F(preambles), F(resumed))
AWAITLINT_FIELDS(Suggestion, F(kind), F(title), F(replacement), F(proven), F(why_not), F(why_unsafe), F(target),
                 F(target_place), F(target_usr), F(edits))
AWAITLINT_FIELDS(WantedSibling, F(callee), F(parameters), F(task_type), F(name_at), F(name_length))
AWAITLINT_FIELDS(Finding, F(rule), F(reason), F(severity), F(message), F(span), F(function), F(context), F(current),
                 F(callee), F(type), F(suggestions), F(notes), F(fingerprint), F(suppressed), F(suppression_reason),
                 F(baseline_state), F(baseline_reason), F(must_be_proven), F(wanted))

#undef F
#undef AWAITLINT_FIELDS

template <class Enum>
struct Named {
    Enum value;
    const char* name;
};
template <class Enum>
inline constexpr std::array<Named<Enum>, 0> names;
template <>
inline constexpr std::array names<Certainty>{Named{Certainty::no, "no"}, Named{Certainty::maybe, "maybe"},
                                             Named{Certainty::yes, "yes"}};
template <>
inline constexpr std::array names<Outcome>{
    Named{Outcome::accepted, "accepted"}, Named{Outcome::pass_through, "pass_through"},
    Named{Outcome::rejected, "rejected"}, Named{Outcome::outside, "outside"}, Named{Outcome::dependent, "dependent"}};
template <>
inline constexpr std::array names<Maker>{Named{Maker::call, "call"},        Named{Maker::constructor, "constructor"},
                                         Named{Maker::await, "co_await"},   Named{Maker::binding, "binding"},
                                         Named{Maker::mention, "mention"},  Named{Maker::lambda, "lambda"},
                                         Named{Maker::function, "function"}};
template <>
inline constexpr std::array names<fate::Discarded::Form>{
    Named{fate::Discarded::Form::statement, "statement"},
    Named{fate::Discarded::Form::conditional_arm, "conditional_arm"},
    Named{fate::Discarded::Form::comma_left, "comma_left"},
    Named{fate::Discarded::Form::void_cast, "void_cast"},
    Named{fate::Discarded::Form::static_cast_to_void, "static_cast_to_void"},
    Named{fate::Discarded::Form::std_ignore, "std_ignore"}};
template <>
inline constexpr std::array names<fate::Misused::Way>{Named{fate::Misused::Way::as_result, "as_result"},
                                                      Named{fate::Misused::Way::member_access, "member_access"},
                                                      Named{fate::Misused::Way::returned, "returned"}};
template <>
inline constexpr std::array names<Lender>{Named{Lender::temporary, "temporary"}, Named{Lender::local, "local"},
                                          Named{Lender::parameter, "parameter"}, Named{Lender::capture, "capture"}};
template <>
inline constexpr std::array names<Hold>{Named{Hold::reference, "reference"}, Named{Hold::pointer, "pointer"},
                                        Named{Hold::view, "view"},           Named{Hold::object, "object"},
                                        Named{Hold::closure, "closure"},     Named{Hold::capture, "capture"}};
template <>
inline constexpr std::array names<LastLook>{Named{LastLook::unknown, "unknown"}, Named{LastLook::never, "never"},
                                            Named{LastLook::before_suspension, "before_suspension"},
                                            Named{LastLook::at_suspension, "at_suspension"},
                                            Named{LastLook::after_suspension, "after_suspension"}};
template <>
inline constexpr std::array names<Suppression::Kind>{
    Named{Suppression::Kind::line, "line"}, Named{Suppression::Kind::next_line, "next_line"},
    Named{Suppression::Kind::begin, "begin"}, Named{Suppression::Kind::end, "end"}};

template <>
inline constexpr std::array names<Severity>{Named{Severity::off, "off"}, Named{Severity::note, "note"},
                                            Named{Severity::warning, "warning"}, Named{Severity::error, "error"}};
template <>
inline constexpr std::array names<BaselineState>{Named{BaselineState::none, "none"}, Named{BaselineState::added, "new"},
                                                 Named{BaselineState::known, "known"}};

/// What the alternatives of a sum type are called, in their order.
template <class Sum>
inline constexpr std::array<const char*, 0> alternatives;
template <>
inline constexpr std::array<const char*, 13> alternatives<Fate>{
    "used",   "discarded", "kept",   "stored",  "returned", "yielded",  "captured",
    "passed", "accessed",  "tested", "misused", "erased",   "converted"};

template <class Sum>
constexpr bool are_all_named = alternatives<Sum>.size() == std::variant_size_v<Sum>;

// How many members an aggregate has: the most initialisers that it takes.
struct Anything {
    template <class T>
    operator T() const {
        return T{};
    }
};
template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
    return requires { T{(static_cast<void>(I), Anything{})...}; };
}
template <class T, std::size_t Most = 40>
constexpr std::size_t member_count() {
    if constexpr (takes<T>(std::make_index_sequence<Most>{}))
        return Most;
    else
        return member_count<T, Most - 1>();
}

template <class T>
constexpr bool is_complete_table = std::tuple_size_v<decltype(fields<T>)> == member_count<T>();

}  // namespace awaitlint
