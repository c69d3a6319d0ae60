// lock-held-across-await: a coroutine holds a lock of its thread where it may be suspended.
//
// Flags a co_await that is reached, on every way, with a guard alive or a lock taken by hand: `std::lock_guard`,
// `absl::MutexLock`, `m.lock()`. Code that runs next on that thread and takes the same lock blocks it for good, and the
// coroutine may go on in another thread, which must not give the lock back. Ignores locks that coroutines await, awaits
// behind an `unlock()`, a move or the end of the scope, awaits that never suspend, and what is held on some ways only.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/site.h"
#include "awaitlint/suggest.h"

namespace awaitlint {

extern const Rule lock_held_across_await;

namespace {

Finding finding_of(const HeldLock& held, const RuleInput& input) {
    Finding finding = finding_at(held.site, lock_held_across_await.info, input);
    finding.type = held.type;
    finding.message = fmt::format("'{}' is held while this coroutine is suspended", held.name);
    finding.suggestions = suggestions_for(held, input);
    finding.notes = {{fmt::format("'{}' is taken here", held.name), held.taken}};
    return finding;
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const HeldLock& held : input.unit.held_locks) {
        // A rule has one finding at a site, and one lock there is enough to be wrong.
        if (findings.empty() || findings.back().span != held.site.span) {
            findings.push_back(finding_of(held, input));
            continue;
        }
        findings.back().notes.push_back({fmt::format("'{}' is held as well", held.name), held.taken});
        // To give one of several back would leave the others.
        findings.back().suggestions.clear();
    }
    return findings;
}

}  // namespace

constinit const Rule lock_held_across_await = {
    .info = {.id = "lock-held-across-await",
             .summary = "a coroutine holds a lock of its thread where it may be suspended",
             .severity = Severity::error,
             .reasons = {},
             .needs = Need::held_locks},
    .check = check,
};

}  // namespace awaitlint
