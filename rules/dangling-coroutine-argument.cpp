// dangling-coroutine-argument: a task refers to an argument that is gone before the task is.
//
// A coroutine that takes a reference, a pointer or a view keeps just that, and a task that is not awaited in the
// statement that makes it reads freed memory when it runs: a temporary is gone at the end of the statement, a local at
// the end of the function that returns the task. The object of a member function counts as an argument. Flags only
// where the end of the argument and a later look of the coroutine at it are both seen. Ignores whatever is awaited at
// once, also through other functions, what a blocking wait takes, objects without state, what lives elsewhere (members,
// globals, what a reference refers to), and a task that starts at once and has looked before its first suspension.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/loan_site.h"
#include "awaitlint/rule.h"

namespace awaitlint {

extern const Rule dangling_coroutine_argument;

namespace {

constexpr std::array<std::string_view, 4> reasons = {"kept", "returned", "started", "stored"};

/// "this temporary 'std::string'", "'name'"
std::string subject_of(const Loan& loan) {
    if (!loan.object.empty()) return fmt::format("'{}'", loan.object);
    const std::string what = loan.is_default_argument ? "the default argument" : "this temporary";
    return loan.object_type.empty() ? what : fmt::format("{} '{}'", what, loan.object_type);
}

std::string how_it_is_held(const Loan& loan) {
    const std::string as = loan.parameter.empty() ? "" : fmt::format(", as '{}'", loan.parameter);
    switch (loan.hold) {
        case Hold::reference:
            return "takes it by reference" + as;
        case Hold::pointer:
            return "takes a pointer to it" + as;
        case Hold::view:
            return "takes a view of it" + as;
        case Hold::object:
        case Hold::closure:
            return "uses the object that it is called on";
        case Hold::capture:
            return "takes a lambda that refers to it" + as;
    }
    return "";
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Loan& loan : input.unit.loans) {
        const std::optional<Escape> escape = escape_of(loan, input.config);
        if (!escape || loan.hold == Hold::closure) continue;
        Finding finding = finding_at(loan, *escape, dangling_coroutine_argument.info, input);
        finding.message = fmt::format("{} {}: '{}' {}", subject_of(loan), end_of(loan, *escape), loan.coroutine.name,
                                      how_it_is_held(loan));
        if (loan.parameter_declared.is_known())
            finding.notes = {{fmt::format("'{}' is declared here", loan.parameter), loan.parameter_declared}};
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule dangling_coroutine_argument = {
    .info = {.id = "dangling-coroutine-argument",
             .summary = "a coroutine refers to an argument that is gone before its task has ended",
             .severity = Severity::error,
             .reasons = reasons},
    .check = check,
};

}  // namespace awaitlint
