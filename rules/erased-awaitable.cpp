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

/// What drops the result of a callable; empty where nothing does.
std::string_view dropper_of(const Value& value) {
    if (value.made != Maker::lambda && value.made != Maker::function) return "";
    if (const auto* erased = std::get_if<fate::Erased>(&value.fate)) return erased->by;
    const auto* passed = std::get_if<fate::Passed>(&value.fate);
    const bool is_dropped = passed && std::find(droppers.begin(), droppers.end(), passed->to) != droppers.end();
    return is_dropped ? passed->to : std::string_view();
}

/// The constructor of a thread is the thread's.
std::string_view name_of(std::string_view dropper) {
    // The object behind std::ranges::for_each has a name that nobody writes.
    if (dropper == "std::ranges::__for_each_fn::operator()") return "std::ranges::for_each";
    const bool is_member = dropper.ends_with("thread::thread") || dropper.ends_with("operator()");
    return is_member ? dropper.substr(0, dropper.rfind("::")) : dropper;
}

std::string message_of(const Value& value, std::string_view dropper, const Config& config) {
    const std::string what = value.call ? fmt::format("'{}'", value.call->callee.name) : "this lambda";
    return fmt::format("{} returns '{}', which '{}' drops: {}", what, short_type(value.type), name_of(dropper),
                       loss_of(value, config));
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Value& value : input.unit.values) {
        const std::string_view dropper = dropper_of(value);
        if (dropper.empty() || !is_drop_a_mistake(value, input.config)) continue;
        Finding finding = finding_at(value, erased_awaitable.info, input);
        finding.message = message_of(value, dropper, input.config);
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
