// erased-awaitable: a callable that returns a task is given to something that drops what it returns.
//
// Flags a coroutine lambda (or a function that returns a task) that becomes a std::function<void()> or another wrapper
// of its shape, whose call discards the task without a word, and one given to an algorithm or a thread that does the
// same. Ignores what may be dropped (see discarded-awaitable), generic lambdas, and takers whose ways are not known.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/value_site.h"

namespace awaitlint {

extern const Rule erased_awaitable;

namespace {

/// They call what they are given and drop what it returns.
constexpr std::array<std::string_view, 13> droppers = {"std::for_each",
                                                       "std::for_each_n",
                                                       "std::thread::thread",
                                                       "std::jthread::jthread",
                                                       "std::call_once",
                                                       "boost::asio::post",
                                                       "asio::post",
                                                       "boost::asio::defer",
                                                       "asio::defer",
                                                       "boost::asio::dispatch",
                                                       "asio::dispatch",
                                                       "std::atexit",
                                                       "std::ranges::__for_each_fn::operator()"};

bool is_dropped(const Value& value) {
    if (value.made != "lambda" && value.made != "function") return false;
    if (value.fate == Fate::erased) return true;
    return value.fate == Fate::passed && std::find(droppers.begin(), droppers.end(), value.how) != droppers.end();
}

/// The constructor of a thread is the thread's.
std::string taker_of(const Value& value) {
    // The object behind std::ranges::for_each has a name that nobody writes.
    if (value.how == "std::ranges::__for_each_fn::operator()") return "std::ranges::for_each";
    const std::size_t last = value.how.rfind("::");
    const bool is_member = value.how.ends_with("thread::thread") || value.how.ends_with("operator()");
    return is_member ? value.how.substr(0, last) : value.how;
}

std::string message_of(const Value& value, const Config& config) {
    const std::string what = value.call ? fmt::format("'{}'", value.call->callee.name) : "this lambda";
    return fmt::format("{} returns '{}', which '{}' drops: {}", what, short_type(value.type), taker_of(value),
                       loss_of(value, config));
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Value& value : input.unit.values) {
        if (!is_dropped(value) || !is_drop_a_mistake(value, input.config)) continue;
        Finding finding = finding_at(value, erased_awaitable.info, input);
        finding.message = message_of(value, input.config);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule erased_awaitable = {
    .info = {.id = "erased-awaitable",
             .summary = "a callable that returns an awaitable is given to something that drops it",
             .severity = Severity::error,
             .reasons = {}},
    .check = check,
};

}  // namespace awaitlint
