// See tally.h. The bounds keep memory constant on a hostile log; what is over them is still counted.
#include "triage/tally.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace awaitlint {
namespace {

constexpr std::size_t most_places = 10000;
constexpr std::size_t most_hours = 200000;    // over all places
constexpr std::size_t most_units = 100;       // of one place
constexpr std::size_t most_services = 20000;  // over all places
constexpr std::size_t most_broken = 20;
constexpr std::size_t longest_shown = 160;  // of a text that is in doubt
constexpr Seconds hour = 3600;

/// Two tellings of one await: the same column, or one of them not exact. Different faults of one line stay apart.
bool are_same(const AwaitError& known, bool is_known_exact, const Sighting& sighting) {
    if (known.source != sighting.source) return false;
    if (known.source == "runtime")
        return known.reason == sighting.reason && (known.place.is_known() || known.message == sighting.message);
    const bool is_same_column = known.place.column == sighting.place.column;
    const bool is_about_place = known.reason == "misplaced-await" || known.reason == "not-a-coroutine";
    if (is_about_place != (sighting.reason == "misplaced-await" || sighting.reason == "not-a-coroutine")) return false;
    return is_same_column || !is_known_exact || !sighting.is_exact;
}

/// Which of two wordings of one fault says more. That the promise rejects it is less than that it cannot be awaited.
int telling(const std::string& reason, const std::string& type) {
    return (reason == "incomplete-awaiter" ? 0 : 2) + (type.empty() ? 0 : 1);
}

}  // namespace

std::string shown_path(std::string path, const std::string& folder) {
    // Most paths need no library, and a log may have one on every line.
    const bool is_normal = path.find("./") == std::string::npos && path.find("//") == std::string::npos &&
                           !path.ends_with('.') && !path.empty();
    if (!is_normal) path = std::filesystem::path(path).lexically_normal().generic_string();
    if (!folder.empty() && path.starts_with(folder + "/")) path.erase(0, folder.size() + 1);
    return path;
}

bool Tally::is_outside_window(std::optional<Seconds> time) const {
    if (!time) return false;
    return (options_.since && *time < *options_.since) || (options_.until && *time > *options_.until);
}

AwaitError* Tally::find_or_make(const Sighting& sighting) {
    const std::string key = fmt::format("{}\n{}\n{}", sighting.source, sighting.place.file, sighting.place.line);
    const auto found = entries_.find(key);
    if (found != entries_.end()) {
        for (Entry& entry : found->second) {
            if (!are_same(entry.error, entry.is_exact, sighting)) continue;
            entry.error.is_where_logged &= sighting.is_where_logged;
            if (telling(sighting.reason, sighting.type) > telling(entry.error.reason, entry.error.type)) {
                entry.error.reason = sighting.reason;
                entry.error.message = sighting.message;
                entry.error.type = sighting.type;
            }
            if (sighting.is_exact && !entry.is_exact) {
                entry.error.place = sighting.place;
                entry.is_exact = true;
            }
            return &entry.error;
        }
    }
    if (places_ == most_places) return nullptr;
    ++places_;
    Entry entry;
    entry.is_exact = sighting.is_exact;
    entry.error.source = sighting.source;
    entry.error.reason = sighting.reason;
    entry.error.message = sighting.message;
    entry.error.type = sighting.type;
    entry.error.function = sighting.function;
    entry.error.place = sighting.place;
    entry.error.inside = sighting.inside;
    entry.error.is_where_logged = sighting.is_where_logged;
    return &entries_[key].emplace_back(std::move(entry)).error;
}

void Tally::add(const Sighting& sighting) {
    if (is_outside_window(sighting.time)) {
        ++counts_.outside_window;
        return;
    }
    ++counts_.sightings;
    if (!sighting.time) ++counts_.without_time;
    AwaitError* error = find_or_make(sighting);
    if (!error) {
        ++counts_.left_out;
        return;
    }
    ++error->count;
    const auto& units = error->units;
    if (!sighting.unit.empty() && units.size() < most_units &&
        std::find(units.begin(), units.end(), sighting.unit) == units.end())
        error->units.push_back(sighting.unit);
    if (!sighting.service.empty()) add_service(*error, sighting.service);
    if (sighting.time) add_time(*error, *sighting.time);
}

void Tally::add_time(AwaitError& error, Seconds time) {
    error.first = error.first ? std::min(*error.first, time) : time;
    error.last = error.last ? std::max(*error.last, time) : time;
    const Seconds start = time - ((time % hour) + hour) % hour;
    const auto known = error.hours.find(start);
    if (known != error.hours.end()) {
        ++known->second;
    } else if (hours_ < most_hours) {
        ++hours_;
        error.hours[start] = 1;
    } else {
        ++counts_.left_out_hours;
    }
}

void Tally::add_service(AwaitError& error, const std::string& service) {
    for (auto* counts : {&counts_.services, &error.services}) {
        const auto known = counts->find(service);
        if (known != counts->end()) {
            ++known->second;
        } else if (services_ < most_services) {
            ++services_;
            (*counts)[service] = 1;
        } else {
            ++counts_.left_out_hours;
        }
    }
}

void Tally::add_doubt(Doubt doubt, std::string_view text) {
    Doubts& doubts = counts_.doubts[static_cast<std::size_t>(doubt)];
    if (doubts.count++ == 0) doubts.first = text.substr(0, longest_shown);
}

void Tally::add_broken(const std::string& why) {
    if (counts_.broken.size() < most_broken) counts_.broken.push_back(why);
}

void Tally::add_other_error(std::optional<Seconds> time, bool is_unclear) {
    if (is_outside_window(time)) return;
    ++(is_unclear ? counts_.unclear : counts_.other_errors);
}

void Tally::finish(TriageReport& report) {
    report.sightings = counts_.sightings;
    report.without_time = counts_.without_time;
    report.outside_window = counts_.outside_window;
    report.left_out = counts_.left_out;
    report.left_out_hours = counts_.left_out_hours;
    report.doubts = counts_.doubts;
    report.broken = counts_.broken;
    report.services = counts_.services;
    report.other_errors = counts_.other_errors;
    report.unclear = counts_.unclear;
    for (auto& [key, entries] : entries_)
        for (Entry& entry : entries) {
            std::sort(entry.error.units.begin(), entry.error.units.end());
            report.errors.push_back(std::move(entry.error));
        }
    std::sort(report.errors.begin(), report.errors.end(), [](const AwaitError& a, const AwaitError& b) {
        return std::tie(a.source, a.place, a.reason, a.message, a.type) <
               std::tie(b.source, b.place, b.reason, b.message, b.type);
    });
}

}  // namespace awaitlint
