// See match.h.
#include "baseline/match.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "baseline/entry.h"

namespace awaitlint {
namespace {

/// What two must have in common to be taken for the same; from the strictest on.
enum class Likeness { all, other_function, other_file };

std::string key_of(const BaselineEntry& entry, Likeness likeness) {
    std::string key = entry.rule + '\0' + entry.code + '\0';
    if (likeness != Likeness::other_file) key += entry.file;
    key += '\0';
    if (likeness != Likeness::other_function) key += entry.function;
    return key;
}

struct Known {
    const BaselineEntry* entry;
    std::uint64_t left;  // findings that it may still stand for
};

class Matching {
public:
    Matching(const Baseline& baseline, std::vector<Finding>& findings, const SightOf& sight_of)
        : findings_(findings), sight_of_(sight_of) {
        outcome_.file = baseline.file;
        for (const BaselineEntry& entry : baseline.entries) known_.push_back({&entry, entry.count});
        for (Finding& finding : findings_)
            if (!finding.suppressed) open_.emplace_back(&finding, entry_of(finding));
    }

    BaselineOutcome go() {
        for (const Likeness likeness : {Likeness::all, Likeness::other_function, Likeness::other_file}) match(likeness);
        for (const auto& [finding, entry] : open_) finding->baseline_state = BaselineState::added;
        outcome_.added = open_.size();
        for (const Known& known : known_) {
            if (known.left == 0) continue;
            BaselineEntry rest = *known.entry;
            rest.count = known.left;
            const bool is_stale = sight_of_(rest) == Sight::looked_at;
            (is_stale ? outcome_.stale : outcome_.not_looked_at).push_back(std::move(rest));
        }
        return std::move(outcome_);
    }

private:
    void match(Likeness likeness) {
        std::map<std::string, std::vector<Known*>> by_key;
        for (Known& known : known_) {
            // What may still be in its own place is not what was found in another.
            const bool may_be_elsewhere =
                likeness != Likeness::other_file || (known.left != 0 && sight_of_(*known.entry) != Sight::hidden);
            if (known.left != 0 && may_be_elsewhere) by_key[key_of(*known.entry, likeness)].push_back(&known);
        }
        std::vector<std::pair<Finding*, BaselineEntry>> still_open;
        for (auto& [finding, entry] : open_) {
            const auto alike = by_key.find(key_of(entry, likeness));
            Known* known = alike == by_key.end() ? nullptr : first_left(alike->second);
            if (!known) {
                still_open.emplace_back(finding, std::move(entry));
                continue;
            }
            --known->left;
            ++outcome_.known;
            finding->baseline_state = BaselineState::known;
            finding->baseline_reason = known->entry->reason;
        }
        open_ = std::move(still_open);
    }

    static Known* first_left(std::vector<Known*>& alike) {
        while (!alike.empty() && alike.back()->left == 0) alike.pop_back();
        return alike.empty() ? nullptr : alike.back();
    }

    std::vector<Finding>& findings_;
    const SightOf& sight_of_;
    BaselineOutcome outcome_;
    std::vector<Known> known_;
    std::vector<std::pair<Finding*, BaselineEntry>> open_;
};

}  // namespace

BaselineOutcome match_baseline(const Baseline& baseline, std::vector<Finding>& findings, const SightOf& sight_of) {
    return Matching(baseline, findings, sight_of).go();
}

}  // namespace awaitlint
