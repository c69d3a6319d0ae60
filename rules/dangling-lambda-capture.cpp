// dangling-lambda-capture: the closure of a lambda that is a coroutine is gone before its task is.
//
// What a lambda captures is in its closure, and not in the frame of the coroutine that runs when it is called: the
// frame has a pointer to the closure. Flags a closure that is called where its task lives longer: a temporary whose
// task is kept, stored or started, a temporary or a local whose task is returned. Captures by reference and `this`
// count, as they are read from the closure. Ignores a closure that is handed on without being called (asio's co_spawn
// keeps it), what is awaited at once, a lambda whose object is a parameter by value (`this auto`), and a task that
// starts at once and looks at nothing that is captured behind its first suspension.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "awaitlint/loan_site.h"
#include "awaitlint/rule.h"

namespace awaitlint {

extern const Rule dangling_lambda_capture;

namespace {

constexpr std::array<std::string_view, 4> reasons = {"kept", "returned", "started", "stored"};

std::string message_of(const Loan& loan, Escape escape) {
    const std::string closure =
        loan.object.empty() ? "the closure of this lambda" : fmt::format("the closure '{}'", loan.object);
    return fmt::format("{} {}, and with it what it captures: '{}'", closure, end_of(loan, escape),
                       fmt::join(loan.captures, "', '"));
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Loan& loan : input.unit.loans) {
        if (loan.hold != Hold::closure) continue;
        const std::optional<Escape> escape = escape_of(loan, input.config);
        if (!escape) continue;
        Finding finding = finding_at(loan, *escape, dangling_lambda_capture.info, input);
        finding.message = message_of(loan, *escape);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule dangling_lambda_capture = {
    .info = {.id = "dangling-lambda-capture",
             .summary = "a lambda that is a coroutine looks at what it captures after its closure is gone",
             .severity = Severity::error,
             .reasons = reasons},
    .check = check,
};

}  // namespace awaitlint
