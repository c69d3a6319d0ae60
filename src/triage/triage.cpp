// See triage.h: puts the reader, the two kinds of logs and the tally together.
#include "triage/triage.h"

#include "triage/build_log.h"
#include "triage/log_line.h"
#include "triage/log_reader.h"
#include "triage/python_log.h"

namespace awaitlint {

Result<TriageReport> triage(const std::vector<std::string>& logs, const TriageOptions& options) {
    TriageReport report;
    report.logs = logs;
    report.since = options.since;
    if (options.since) report.now = options.clock.now;
    Tally tally(options);
    BuildLog build(tally, options.folder);
    PythonLog python(tally, options);
    std::string storage;
    for (const std::string& log : logs) {
        const auto span = read_log(log, options.clock, [&](std::string_view raw) {
            const std::string_view whole = without_terminal_codes(raw, storage);
            const std::string_view text = without_prefixes(whole);
            python.add_line(whole, text);
            const std::string_view prefix = whole.substr(0, whole.size() - text.size());
            build.add_line(text, prefix.size() < 10 ? std::nullopt : time_of_line(prefix, options.clock));
        });
        if (!span) return span.error();
        build.finish();
        python.finish();
        report.bytes += span->bytes;
        for (const auto& time : {span->oldest, span->newest}) {
            if (!time) continue;
            report.oldest = report.oldest ? std::min(*report.oldest, *time) : *time;
            report.newest = report.newest ? std::max(*report.newest, *time) : *time;
        }
    }
    tally.finish(report);
    return report;
}

}  // namespace awaitlint
