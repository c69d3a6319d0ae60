// Facts of places: a site, the function around it, a call at it, and what else every other fact speaks of.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. Plain values; offsets and
// lengths are bytes. What is unknown is empty, or a span without a file.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "awaitlint/place.h"

namespace awaitlint {

/// A function as others see it. `usr` (Clang's unified symbol resolution) is its identity across units.
struct Symbol {
    std::string usr;
    std::string name;            // "get_manager"
    std::string qualified_name;  // "netra::get_manager"
    std::string return_type;     // fully qualified, as C++ text; empty for a template whose result is not known
    Place declared;
    bool is_deprecated = false;
    friend bool operator==(const Symbol& a, const Symbol& b) = default;
};

/// Three-valued: what depends on a template parameter is `maybe`, and maybe is silent.
enum class Certainty { no, maybe, yes };

/// A function that may stand in for the callee of an await or a call.
struct Sibling {
    Symbol symbol;
    std::string spelling;  // what to write in place of the callee's name, qualified only if it must be
    Certainty is_awaitable = Certainty::no;  // its result, in the coroutine of the site
    std::string awaited_type;                // of a call's siblings: what co_await makes of its result, canonical
    std::string extra_argument;              // completion token to append, else empty
    bool is_enclosing_function = false;      // calling it here would be recursion
    bool replaces_qualifier = false;         // `spelling` replaces the qualifier too, not the name alone
    bool replaces_last_argument = false;  // `extra_argument` takes its place: an error code that a token makes needless
    friend bool operator==(const Sibling& a, const Sibling& b) = default;
};

/// The function (or lambda) around a site.
struct Enclosing {
    std::string qualified_name;  // lambdas: "outer::(lambda)"; empty at namespace scope
    std::string return_type;
    std::string task_type;  // the class that it returns, as profiles name it; empty: none, or not known
    bool is_lambda = false;
    bool is_coroutine = false;      // has a coroutine keyword, even one that the compiler rejects
    bool can_be_coroutine = false;  // its type has a promise and its kind allows one
    std::string why_not_coroutine;  // where it cannot: in plain words
    std::string promise_type;       // empty: there is none, or it depends on a template parameter
    bool promise_has_return_void = false;
    bool has_return_statement = false;    // a plain `return`, not in a nested lambda
    std::uint32_t sound_keywords = 0;     // coroutine keywords other than awaits that were rejected
    Span body;                            // with its braces; unknown when they are in a macro
    Span closing_brace;                   // where `co_return;` would go; length 0 when in a macro
    bool has_parameter_list = true;       // false: a lambda without parentheses
    bool closing_brace_is_alone = false;  // only white space stands before it on its line
    std::string closing_brace_indent;     // that white space, when it is alone
    std::string body_indent;              // the white space before the body's first statement, when it opens a line
    std::string line_end = "\n";          // how the lines around the closing brace end
    friend bool operator==(const Enclosing& a, const Enclosing& b) = default;
};

/// Where a fact is about, and what is around it there.
struct Site {
    static constexpr std::uint32_t no_function = 0xffffffff;

    Span span;         // what a finding there flags
    std::string text;  // the source of `span`
    Span keyword;      // the co_await or `return` that it is about, as spelled; unknown where there is none
    std::uint32_t function = no_function;  // the one around it, in UnitFacts::functions; none: nobody asked
    std::string macro;                     // the one whose body holds its keyword, or makes the value; else empty
    bool is_partly_in_macro = false;       // it begins and ends in different ones, so that none can be named
    bool begins_macro = false;             // what is written in front of the use of the macro stands in front of it
    std::string why_no_await;              // no co_await may stand right here, in plain words; empty: it may

    bool is_in_macro() const { return is_partly_in_macro || !macro.empty(); }
    friend bool operator==(const Site& a, const Site& b) = default;
};

/// Where a line of its own could be written: in front of a statement that begins one.
struct LineBefore {
    Span at;             // nothing long
    std::string indent;  // the white space in front of it
    std::string line_end = "\n";
    friend bool operator==(const LineBefore& a, const LineBefore& b) = default;
};

/// A call at a site: what is called, how that is spelled, and what could be called instead. Spans are unknown where the
/// source does not spell it so: an operator, a function object, a macro.
struct CallSite {
    Symbol callee;
    Span name;            // the callee's alone
    Span qualified_name;  // with its qualifier
    Span close;           // the closing parenthesis
    Span last_argument;
    std::uint32_t argument_count = 0;  // written ones
    std::string parameters;            // of an await's or a blocking call's callee, as AsyncFunction has them
    std::vector<Sibling> siblings;
    friend bool operator==(const CallSite& a, const CallSite& b) = default;
};

/// An error of the compiler.
struct CompileError {
    Place place;
    std::string message;
    friend bool operator==(const CompileError& a, const CompileError& b) = default;
    friend bool operator<(const CompileError& a, const CompileError& b) {
        return std::tie(a.place, a.message) < std::tie(b.place, b.message);
    }
};

}  // namespace awaitlint
