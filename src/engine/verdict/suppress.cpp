// See suppress.h.
#include "engine/verdict/suppress.h"

#include <algorithm>
#include <map>
#include <tuple>

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
            single.push_back({suppression.place, suppression.kind, {rule}, suppression.reason});
    std::sort(single.begin(), single.end(), [](const Suppression& a, const Suppression& b) {
        return std::tie(a.place, a.rules) < std::tie(b.place, b.rules);
    });
    single.erase(std::unique(single.begin(), single.end()), single.end());
    return single;
}

/// In which file, and of which rule.
using Subject = std::pair<std::string_view, std::string_view>;  // of texts that live on

Subject subject_of(const Suppression& single) {
    return {single.place.file, single.rules[0]};
}

std::vector<Region> regions_of(const std::vector<Suppression>& single) {
    std::vector<Region> regions;
    std::map<Subject, std::vector<std::size_t>> open;  // begun and not yet ended, in order
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
                open[subject_of(comment)].push_back(regions.size());
                break;
            case Suppression::Kind::end: {
                std::vector<std::size_t>& begun = open[subject_of(comment)];
                if (!begun.empty()) {
                    regions[begun.back()].last = comment.place.line;
                    begun.pop_back();
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

/// Of one file and rule. Both may be thousands: each is looked up among the others in their order.
void silence(std::vector<Finding*>& findings, std::vector<Region*>& regions) {
    const auto line_of = [](const Finding* finding) { return finding->span.line; };
    std::ranges::sort(findings, {}, line_of);
    std::ranges::sort(regions, {}, &Region::first);
    for (Region* region : regions) {
        const auto next = std::ranges::lower_bound(findings, region->first, {}, line_of);
        region->is_used = next != findings.end() && line_of(*next) <= region->last;
    }
    // Of the regions that begin here or earlier: the one that reaches farthest, and that of those with a reason.
    const Region *farthest = nullptr, *explained = nullptr, *of_line = nullptr;
    auto region = regions.begin();
    for (Finding* finding : findings) {
        const auto reaches = [&](const Region* one) { return one && line_of(finding) <= one->last; };
        for (; region != regions.end() && (*region)->first <= line_of(finding); ++region) {
            const bool is_explained = !(*region)->comment.reason.empty();
            if (!farthest || farthest->last < (*region)->last) farthest = *region;
            if (is_explained && (!explained || explained->last < (*region)->last)) explained = *region;
            if (is_explained && (*region)->first == (*region)->last) of_line = *region;
        }
        if (!reaches(farthest)) continue;
        finding->suppressed = true;
        const Region* why = reaches(of_line) ? of_line : reaches(explained) ? explained : nullptr;
        if (why) finding->suppression_reason = why->comment.reason;
    }
}

}  // namespace

std::vector<Suppression> suppress(std::vector<Finding>& findings, const std::vector<Suppression>& suppressions,
                                  const std::set<std::string>& active_rules) {
    const std::vector<Suppression> single = one_name_each(suppressions);
    std::vector<Region> regions = regions_of(single);
    std::map<Subject, std::vector<Finding*>> found;
    std::map<Subject, std::vector<Region*>> asked;
    for (Finding& finding : findings) found[{finding.span.file, finding.rule}].push_back(&finding);
    for (Region& region : regions) asked[subject_of(region.comment)].push_back(&region);
    for (auto& [subject, here] : asked)
        if (const auto there = found.find(subject); there != found.end()) silence(there->second, here);
    std::vector<Suppression> unused;
    for (const Region& region : regions)
        if (!region.is_used && active_rules.count(region.comment.rules[0])) unused.push_back(region.comment);
    return unused;
}

}  // namespace awaitlint
