// Fates: what becomes of a value where it is made, one word for each.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. A value has exactly one fate,
// and each fate says no more than what is known of that one. Plain values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "awaitlint/place.h"
#include "awaitlint/site_facts.h"

namespace awaitlint {

/// What becomes of a value where it is made: one of these.
namespace fate {

/// In a way that no other word here fits.
struct Used {
    friend bool operator==(const Used&, const Used&) = default;
};

/// By the form of its statement.
struct Discarded {
    enum class Form { statement, conditional_arm, comma_left, void_cast, static_cast_to_void, std_ignore };
    Form form = Form::statement;
    Span in_front;  // the text before the value that drops it: "std::ignore ="
    friend bool operator==(const Discarded& a, const Discarded& b) = default;
};

/// In a local variable.
struct Kept {
    std::string variable;           // its name
    Span type;                      // as written, when it can be replaced by itself
    Span declaration;               // the statement up to the value, when it declares nothing else
    bool is_assigned = false;       // the variable was there before
    bool is_never_used = false;     // it is not mentioned, or only to silence the compiler
    bool is_marked_unused = false;  // [[maybe_unused]]
    friend bool operator==(const Kept& a, const Kept& b) = default;
};

/// Elsewhere: in a member, a container, a global.
struct Stored {
    friend bool operator==(const Stored&, const Stored&) = default;
};

struct Returned {
    friend bool operator==(const Returned&, const Returned&) = default;
};

struct Yielded {
    friend bool operator==(const Yielded&, const Yielded&) = default;
};

/// By a lambda.
struct Captured {
    friend bool operator==(const Captured&, const Captured&) = default;
};

struct Passed {
    std::string to;  // the function's qualified name
    friend bool operator==(const Passed& a, const Passed& b) = default;
};

/// A member of it is used: awaited or not, somebody looks at it.
struct Accessed {
    std::string member;
    friend bool operator==(const Accessed& a, const Accessed& b) = default;
};

/// Converted to bool without being asked.
struct Tested {
    std::string by;  // "if", "!", the name of an assertion; empty: it is taken for a bool
    friend bool operator==(const Tested& a, const Tested& b) = default;
};

/// Used as its result would be, and rejected by the compiler.
struct Misused {
    enum class Way { as_result, member_access, returned };
    Way way = Way::as_result;
    std::vector<CompileError> errors;  // those that this explains
    std::optional<Kept> kept;          // it is the variable that is misused
    friend bool operator==(const Misused& a, const Misused& b) = default;
};

/// A callable that returns it becomes one that returns nothing.
struct Erased {
    std::string by;  // a function, or the type that the callable becomes
    friend bool operator==(const Erased& a, const Erased& b) = default;
};

struct Converted {
    std::string to;  // a type
    friend bool operator==(const Converted& a, const Converted& b) = default;
};

}  // namespace fate

using Fate =
    std::variant<fate::Used, fate::Discarded, fate::Kept, fate::Stored, fate::Returned, fate::Yielded, fate::Captured,
                 fate::Passed, fate::Accessed, fate::Tested, fate::Misused, fate::Erased, fate::Converted>;

}  // namespace awaitlint
