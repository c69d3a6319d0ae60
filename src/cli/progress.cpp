// See progress.h.
#include "cli/progress.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace awaitlint {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto plain_interval = std::chrono::seconds(10);

}  // namespace

std::function<void(const Progress&)> progress_printer(const Options& options) {
    if (options.quiet) return {};
    const bool is_terminal = ::isatty(STDERR_FILENO) != 0;
    auto last = std::make_shared<Clock::time_point>(Clock::now());
    auto least = std::make_shared<double>(std::numeric_limits<double>::max());  // a guess that climbs tells nothing
    return [=](const Progress& progress) {
        const Clock::time_point now = Clock::now();
        const bool is_over = progress.done == progress.total;
        const auto interval =
            is_terminal ? Clock::duration(std::chrono::milliseconds(100)) : Clock::duration(plain_interval);
        if (now - *last < interval && !(is_terminal && is_over)) return;
        *last = now;
        std::string line = fmt::format("[{}/{}] {} {}", progress.done, progress.total, progress.findings,
                                       progress.findings == 1 ? "finding" : "findings");
        if (progress.seconds_left) {
            *least = std::min(*least, *progress.seconds_left);
            const long seconds = std::lround(*least);
            line += fmt::format(", {}:{:02} to go", seconds / 60, seconds % 60);
        }
        if (is_terminal)
            fmt::print(stderr, "\r\033[K{}", is_over ? "" : line);
        else
            fmt::print(stderr, "{}\n", line);
        std::fflush(stderr);
    };
}

}  // namespace awaitlint
