// See suppress.h.
#include "engine/suppress.h"

#include <algorithm>
#include <limits>

namespace awaitlint {
namespace {

/// The lines that one name of one comment silences.
struct Region {
    Suppression comment;  // with this one name
    std::uint32_t first = 0;
    std::uint32_t last = 0;  // before `first`: nothing
    bool is_used = false;
};

std::vector<Suppression> one_name_each(const std::vector<Suppression>& suppressions) {
    std::vector<Suppression> single;
    for (const Suppression& suppression : suppressions)
        for (const std::string& rule : suppression.rules)
            single.push_back({suppression.place, suppression.kind, {rule}});
    std::sort(single.begin(), single.end(), [](const Suppression& a, const Suppression& b) {
        return std::tie(a.place, a.rules) < std::tie(b.place, b.rules);
    });
    single.erase(std::unique(single.begin(), single.end()), single.end());
    return single;
}

std::vector<Region> regions_of(const std::vector<Suppression>& single) {
    std::vector<Region> regions;
    for (const Suppression& comment : single) {
        Region region{comment, comment.place.line, comment.place.line};
        switch (comment.kind) {
            case Suppression::Kind::line:
                break;
            case Suppression::Kind::next_line:
                region.first = region.last = comment.place.line + 1;
                break;
            case Suppression::Kind::begin:
                region.last = 0;
                break;
            case Suppression::Kind::end: {
                const auto open = std::find_if(regions.rbegin(), regions.rend(), [&](const Region& before) {
                    return before.comment.kind == Suppression::Kind::begin && before.last == 0 &&
                           before.comment.place.file == comment.place.file && before.comment.rules == comment.rules;
                });
                if (open != regions.rend()) {
                    open->last = comment.place.line;
                    continue;
                }
                region.last = 0;
                break;
            }
        }
        regions.push_back(std::move(region));
    }
    return regions;
}

}  // namespace

std::vector<Suppression> suppress(std::vector<Finding>& findings, const std::vector<Suppression>& suppressions,
                                  const std::set<std::string>& active_rules) {
    std::vector<Region> regions = regions_of(one_name_each(suppressions));
    for (Finding& finding : findings)
        for (Region& region : regions) {
            if (region.comment.place.file != finding.span.file || region.comment.rules[0] != finding.rule) continue;
            if (finding.span.line < region.first || finding.span.line > region.last) continue;
            finding.suppressed = true;
            region.is_used = true;
        }
    std::vector<Suppression> unused;
    for (const Region& region : regions)
        if (!region.is_used && active_rules.count(region.comment.rules[0])) unused.push_back(region.comment);
    return unused;
}

}  // namespace awaitlint
