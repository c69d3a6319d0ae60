// See event_chain.h.
#include "triage/event_chain.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_keys = 10000;  // of one chain; more are told each time

}  // namespace

void EventChain::begin() {
    if (is_linked_) {
        is_linked_ = false;
        return;
    }
    *this = {};
}

void EventChain::link(bool is_in_group) {
    if (is_in_group) return;  // the member goes on
    here_.clear();
    told_of_member_.clear();
    is_linked_ = true;
}

bool EventChain::is_new(const std::string& key, const std::string& kind, bool is_in_group, bool is_quoted) {
    // An error of another class that quotes the one before.
    if (is_quoted && kinds_.contains(kind)) return false;
    if (told_.size() >= most_keys) return true;
    kinds_.insert(kind);
    if (is_in_group && !told_of_member_.insert(key).second) return false;
    if (++here_[key] <= told_[key]) return false;
    told_[key] = here_[key];
    return true;
}

}  // namespace awaitlint
