// See schedule.h.
#include "lsp/schedule.h"

#include <algorithm>

namespace awaitlint::lsp {

void Schedule::want_after_edit(const std::string& uri, TimePoint now) {
    const auto last = last_edits_.find(uri);
    const bool is_typing = last != last_edits_.end() && now - last->second < edit_pause;
    last_edits_[uri] = now;
    wanted_[uri] = {is_typing ? now + edit_pause : now, now};
}

void Schedule::forget(const std::string& uri) {
    wanted_.erase(uri);
    last_edits_.erase(uri);
}

std::optional<std::string> Schedule::take_due(TimePoint now) {
    auto chosen = wanted_.end();
    for (auto entry = wanted_.begin(); entry != wanted_.end(); ++entry) {
        if (entry->second.due > now) continue;
        if (chosen == wanted_.end() || entry->second.since > chosen->second.since) chosen = entry;
    }
    if (chosen == wanted_.end()) return std::nullopt;
    std::string uri = chosen->first;
    wanted_.erase(chosen);
    return uri;
}

bool Schedule::is_due_since(TimePoint then, TimePoint now) const {
    return std::any_of(wanted_.begin(), wanted_.end(),
                       [&](const auto& entry) { return entry.second.due <= now && entry.second.since > then; });
}

std::optional<TimePoint> Schedule::next() const {
    std::optional<TimePoint> first;
    for (const auto& [uri, wanted] : wanted_) first = first ? std::min(*first, wanted.due) : wanted.due;
    return first;
}

}  // namespace awaitlint::lsp
