// See triage.h: puts the reader, the two kinds of logs and the tally together.
#include "triage/triage.h"

#include <fmt/format.h>

#include "triage/build_log.h"
#include "triage/heartbeat.h"
#include "triage/log_line.h"
#include "triage/log_reader.h"
#include "triage/runtime_log.h"

namespace awaitlint {
namespace {

void add_span(TriageReport& report, const LogSpan& span, const std::string& log) {
    report.bytes += span.bytes;
    report.is_empty = report.is_empty && span.is_empty;
    if (span.is_binary)
        report.binary.push_back(log);
    else if (span.wrong_bytes > 0)
        report.not_utf8.push_back(log);
    for (const auto& time : {span.oldest, span.newest}) {
        if (!time) continue;
        report.oldest = report.oldest ? std::min(*report.oldest, *time) : *time;
        report.newest = report.newest ? std::max(*report.newest, *time) : *time;
    }
}

}  // namespace

Result<TriageReport> triage(const std::vector<std::string>& logs, const TriageOptions& options) {
    TriageReport report;
    report.logs = logs;
    report.since = options.since;
    if (options.since) report.now = options.clock.now;
    Tally tally(options);
    BuildLog build(tally, options.folder);
    RuntimeLog runtime(tally, build, options);
    std::string storage;
    LogSink sink;
    sink.on_line = [&](std::string_view line) { runtime.add_line(without_terminal_codes(line, storage)); };
    sink.on_gap = [&] { runtime.on_gap(); };
    sink.on_record = [&](const Record& record) { runtime.add_record(record); };
    sink.on_cut = [&](std::string_view text) { tally.add_doubt(Doubt::cut_line, text); };
    for (const std::string& log : logs) {
        sink.on_broken = [&](const std::string& why) { tally.add_broken(fmt::format("{}: {}", log, why)); };
        const auto span = read_log(log, options.clock, sink);
        if (!span) return span.error();
        build.finish();
        runtime.finish();
        add_span(report, *span, log);
    }
    tally.finish(report);
    if (!options.heartbeats.empty()) {
        const auto heartbeat = heartbeat_of(options);
        if (!heartbeat) return heartbeat.error();
        report.heartbeat = *heartbeat;
    }
    return report;
}

}  // namespace awaitlint
