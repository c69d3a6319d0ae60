// Times, durations and zones as text: what is read is in the range of a calendar, and written it reads the same.
#include "fuzz.h"
#include "triage/timestamps.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr Seconds now = 1'795'000'000, last_year = 253'402'300'800, most_zone = 100 * 3600;
    const std::string_view text = fuzz::text_of(bytes, size);
    for (const Clock clock : {Clock{now, 0}, Clock{now, -5 * 3600}, Clock{}}) {
        for (const auto time : {parse_time(text, clock), time_of_line(text, clock)}) {
            if (!time) continue;
            fuzz::require(*time > -most_zone && *time < last_year + most_zone, "a time is one of a calendar");
            if (*time >= 0 && *time < last_year)
                fuzz::require(parse_time(time_text(*time), clock) == time, "written, it reads the same");
        }
    }
    if (const auto duration = parse_duration(text)) fuzz::require(*duration > 0, "a duration is positive");
    if (const auto zone = parse_zone(text))
        fuzz::require(*zone >= -most_zone && *zone <= most_zone, "a zone is a few hours");
    return 0;
}
