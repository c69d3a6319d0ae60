// See heartbeat.h. Keeps the first and the last time of each hour: silences of an hour or longer lie between two of
// these.
#include "triage/heartbeat.h"

#include <algorithm>

#include "triage/log_reader.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_hours = 200000;  // 22 years

struct Hour {
    Seconds first = 0, last = 0;
};

}  // namespace

Result<Heartbeat> heartbeat_of(const TriageOptions& options) {
    std::map<Seconds, Hour> hours;
    LogSink sink;
    sink.on_line = [](std::string_view) {};
    sink.on_gap = [] {};
    sink.on_record = [](const Record&) {};
    sink.on_cut = [](std::string_view) {};
    sink.on_broken = [](const std::string&) {};
    sink.on_every_time = [&](Seconds time) {
        if (time > options.clock.now || hours.size() >= most_hours) return;
        const auto [hour, is_new] = hours.try_emplace(time / 3600, Hour{time, time});
        if (is_new) return;
        hour->second.first = std::min(hour->second.first, time);
        hour->second.last = std::max(hour->second.last, time);
    };
    for (const std::string& log : options.heartbeats)
        if (const auto span = read_log(log, options.clock, sink); !span) return span.error();
    Heartbeat heartbeat;
    for (const auto& [start, hour] : hours) {
        const bool is_silence = heartbeat.newest && hour.first - *heartbeat.newest > longest_silence &&
                                (!options.since || hour.first > *options.since);
        if (is_silence) heartbeat.silences.emplace_back(*heartbeat.newest, hour.first);
        if (!heartbeat.oldest) heartbeat.oldest = hour.first;
        heartbeat.newest = hour.last;
    }
    return heartbeat;
}

}  // namespace awaitlint
