// Repairs of a lock that is held where its coroutine waits: take it later, give it back sooner, or make it one that
// coroutines wait for. See suggest.h.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/suggest.h"
#include "suggest/new_edits.h"

namespace awaitlint {
namespace {

Edit behind(const Span& span, std::string text) {
    return {span.file, span.end_offset(), 0, std::move(text)};
}

/// What holds then as well, and what does no longer: only a person knows whether that matters.
std::string why_unsafe(const HeldLock& held) {
    return fmt::format("others may take what '{}' holds while this waits", held.name);
}

Suggestion taken_later(const HeldLock& held, const LateTaking& late) {
    const LineBefore& before = late.before;
    Suggestion suggestion;
    suggestion.kind = "await_first";
    suggestion.title = fmt::format("wait before '{}' is taken", held.name);
    suggestion.why_unsafe = why_unsafe(held);
    if (late.name.empty()) {
        suggestion.replacement = held.site.text;
        suggestion.edits = {replacing(late.guard, ""),
                            behind(late.statement, before.line_end + before.indent + late.guard_text)};
        return suggestion;
    }
    suggestion.replacement = fmt::format("auto {} = {};", late.name, held.site.text);
    suggestion.edits = {line_in_front(before, suggestion.replacement),
                        replacing(held.site.span, mention_of(late.name, late.is_moved))};
    if (held.site.text.size() != held.site.span.length) {
        suggestion.edits.clear();
        suggestion.why_not = too_long_to_be_moved;
    }
    return suggestion;
}

Suggestion given_back(const HeldLock& held, const EarlyRelease& early) {
    Suggestion suggestion;
    suggestion.kind = "unlock";
    suggestion.title = fmt::format("give '{}' back before this waits", held.name);
    suggestion.why_unsafe = why_unsafe(held);
    suggestion.replacement = held.name + ".unlock();";
    if (!early.instead.empty()) suggestion.edits.push_back(replacing(early.guard_template, early.instead));
    suggestion.edits.push_back(line_in_front(early.before, suggestion.replacement));
    return suggestion;
}

/// `auto lock = co_await mutex.scoped_lock_async()`
std::string taken_by_waiting(const LockTaking& taking, const AwaitedLock& other) {
    return fmt::format("auto {} = {}", taking.name, filled(other.guard, lock_hole, taking.lock));
}

Suggestion exchanged(const LockExchange& exchange, const AwaitedLock& other) {
    Suggestion suggestion;
    suggestion.kind = "coroutine_lock";
    suggestion.title = fmt::format("make '{}' a lock that coroutines wait for", exchange.takings.front().lock);
    suggestion.why_unsafe = "a coroutine that had to wait may go on in the thread that gives the lock back";
    suggestion.replacement = taken_by_waiting(exchange.takings.front(), other) + ";";
    suggestion.edits = {replacing(exchange.declared_type, exchange.type)};
    for (const LockTaking& taking : exchange.takings)
        suggestion.edits.push_back(replacing(taking.declaration, taken_by_waiting(taking, other)));
    return suggestion;
}

}  // namespace

std::vector<Suggestion> suggestions_for(const HeldLock& held, const RuleInput& input) {
    std::vector<Suggestion> suggestions;
    if (held.late_taking) suggestions.push_back(taken_later(held, *held.late_taking));
    if (held.early_release) suggestions.push_back(given_back(held, *held.early_release));
    const AwaitedLock* other = held.exchange ? find_awaited_lock(input.config, held.exchange->type) : nullptr;
    if (other && !held.exchange->takings.empty()) suggestions.push_back(exchanged(*held.exchange, *other));
    for (Suggestion& suggestion : suggestions) std::sort(suggestion.edits.begin(), suggestion.edits.end());
    return suggestions;
}

}  // namespace awaitlint
