// use-after-suspend: a reference, an iterator or a view is looked at behind a suspension that may have made it stale.
//
// While a coroutine is suspended, others run: they erase elements of the container that its iterator points into, or
// let its elements move. And it may go on in another thread, where a `thread_local` or `errno` is another object. Flags
// a look at a local that some way leads to by a suspension, where another function is seen to change the container so
// that the local loses what it refers to. Ignores what is obtained again, copied or asked for again behind the
// suspension, what a guard protects, containers that nobody else is seen to change, and, for variables of a thread,
// coroutines that a profile knows to stay in theirs.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/profile.h"
#include "awaitlint/rule.h"
#include "awaitlint/site.h"

namespace awaitlint {

extern const Rule use_after_suspend;

namespace {

bool is_of_thread(const StaleView& view) {
    return view.changed_in.empty();
}

std::string message_of(const StaleView& view) {
    if (is_of_thread(view))
        return fmt::format(
            "'{}' refers to '{}' of the thread in which this coroutine was suspended: it may go on in another",
            view.name, view.object);
    if (view.name.empty())
        return fmt::format("this loop goes on over '{}' after a suspension, in which '{}' may change it", view.object,
                           view.changed_in);
    return fmt::format("'{}' refers into '{}' since before a suspension, in which '{}' may change that", view.name,
                       view.object, view.changed_in);
}

std::vector<Note> notes_of(const StaleView& view) {
    std::vector<Note> notes;
    if (!view.name.empty()) notes.push_back({fmt::format("'{}' is obtained here", view.name), view.obtained});
    notes.push_back({"the coroutine may be suspended here", view.suspended});
    if (!is_of_thread(view)) notes.push_back({fmt::format("'{}' is changed here", view.object), view.changed});
    return notes;
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const StaleView& view : input.unit.stale_views) {
        if (is_of_thread(view) && stays_in_thread(input.config, input.unit.around(view.site).task_type)) continue;
        Finding finding = finding_at(view.site, use_after_suspend.info, input);
        finding.message = message_of(view);
        finding.notes = notes_of(view);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule use_after_suspend = {
    .info = {.id = "use-after-suspend",
             .summary =
                 "a coroutine looks at what it took hold of before it was suspended, and which may be gone since",
             .severity = Severity::warning,
             .reasons = {},
             .needs = Need::stale_views},
    .check = check,
};

}  // namespace awaitlint
