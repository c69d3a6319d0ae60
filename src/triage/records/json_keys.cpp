// See json_keys.h.
#include "triage/records/json_keys.h"

#include <algorithm>
#include <iterator>

namespace awaitlint {
namespace {

struct Known {
    std::string_view key;
    KeyMeaning meaning;
    int rank;
};

// Ordered by key: sought by bisection, for every key of every record that matters.
constexpr Known known[] = {
    {"@message", KeyMeaning::message, 0},
    {"@timestamp", KeyMeaning::time, 0},
    {"CODE_FILE", KeyMeaning::file, 0},
    {"CODE_FUNC", KeyMeaning::function, 0},
    {"CODE_LINE", KeyMeaning::line, 0},
    {"CONTAINER_NAME", KeyMeaning::service, 0},
    {"MESSAGE", KeyMeaning::message, 0},
    {"Message", KeyMeaning::message, 0},
    {"SYSLOG_IDENTIFIER", KeyMeaning::service, 3},
    {"SYSLOG_PID", KeyMeaning::part, 0},
    {"Service", KeyMeaning::service, 1},
    {"Time", KeyMeaning::time, 1},
    {"TimeGenerated", KeyMeaning::time, 1},
    {"Timestamp", KeyMeaning::time, 0},
    {"_PID", KeyMeaning::part, 0},
    {"_SOURCE_REALTIME_TIMESTAMP", KeyMeaning::time, 1},
    {"_SYSTEMD_UNIT", KeyMeaning::service, 2},
    {"_SYSTEMD_USER_UNIT", KeyMeaning::service, 1},
    {"__REALTIME_TIMESTAMP", KeyMeaning::time, 0},
    {"_time", KeyMeaning::time, 1},
    {"abs_path", KeyMeaning::file, 3},
    {"app", KeyMeaning::service, 4},
    {"app_name", KeyMeaning::service, 3},
    {"application", KeyMeaning::service, 4},
    {"appname", KeyMeaning::service, 3},
    {"asctime", KeyMeaning::time, 1},
    {"body", KeyMeaning::message, 2},
    {"caller", KeyMeaning::location, 0},
    {"code.file.path", KeyMeaning::file, 0},
    {"code.filepath", KeyMeaning::file, 0},
    {"code.function", KeyMeaning::function, 0},
    {"code.function.name", KeyMeaning::function, 0},
    {"code.line.number", KeyMeaning::line, 0},
    {"code.lineno", KeyMeaning::line, 0},
    {"container", KeyMeaning::service, 2},
    {"container_id", KeyMeaning::part, 0},
    {"container_name", KeyMeaning::service, 1},
    {"created", KeyMeaning::time, 2},
    {"date", KeyMeaning::time, 1},
    {"datetime", KeyMeaning::time, 1},
    {"errorMessage", KeyMeaning::error_value, 0},
    {"errorType", KeyMeaning::error_type, 0},
    {"event", KeyMeaning::message, 1},
    {"eventTime", KeyMeaning::time, 1},
    {"eventTimestamp", KeyMeaning::time, 0},
    {"exc_type", KeyMeaning::error_type, 0},
    {"exc_value", KeyMeaning::error_value, 0},
    {"exception.message", KeyMeaning::error_value, 0},
    {"exception.type", KeyMeaning::error_type, 0},
    {"file", KeyMeaning::file, 1},
    {"file.line", KeyMeaning::line, 0},
    {"file.name", KeyMeaning::file, 0},
    {"file.path", KeyMeaning::file, 0},
    {"fileName", KeyMeaning::file, 1},
    {"file_name", KeyMeaning::file, 1},
    {"filename", KeyMeaning::file, 1},
    {"frames", KeyMeaning::frames, 0},
    {"full_message", KeyMeaning::message, 0},
    {"func", KeyMeaning::function, 1},
    {"funcName", KeyMeaning::function, 0},
    {"func_name", KeyMeaning::function, 0},
    {"function", KeyMeaning::function, 0},
    {"function_name", KeyMeaning::service, 2},
    {"ingestionTime", KeyMeaning::time, 3},
    {"instanceId", KeyMeaning::part, 0},
    {"job", KeyMeaning::service, 4},
    {"job_name", KeyMeaning::service, 2},
    {"k8s.container.name", KeyMeaning::service, 0},
    {"line", KeyMeaning::line, 0},
    {"lineNumber", KeyMeaning::line, 0},
    {"line_number", KeyMeaning::line, 0},
    {"lineno", KeyMeaning::line, 0},
    {"location", KeyMeaning::location, 0},
    {"log", KeyMeaning::message, 1},
    {"log.origin.file.line", KeyMeaning::line, 0},
    {"log.origin.file.name", KeyMeaning::file, 0},
    {"log.origin.function", KeyMeaning::function, 0},
    {"logStreamName", KeyMeaning::service, 4},
    {"log_stream", KeyMeaning::service, 4},
    {"message", KeyMeaning::message, 0},
    {"module_id", KeyMeaning::service, 2},
    {"msg", KeyMeaning::message, 0},
    {"name", KeyMeaning::function, 2},
    {"observedTimeUnixNano", KeyMeaning::time, 3},
    {"path", KeyMeaning::file, 2},
    {"pathname", KeyMeaning::file, 0},
    {"pid", KeyMeaning::part, 0},
    {"pod_name", KeyMeaning::part, 0},
    {"process", KeyMeaning::part, 0},
    {"receiveTimestamp", KeyMeaning::time, 3},
    {"seconds", KeyMeaning::time, 4},
    {"service", KeyMeaning::service, 1},
    {"service.name", KeyMeaning::service, 0},
    {"serviceName", KeyMeaning::service, 0},
    {"service_name", KeyMeaning::service, 0},
    {"shortMessage", KeyMeaning::message, 1},
    {"short_message", KeyMeaning::message, 1},
    {"source", KeyMeaning::location, 0},
    {"src", KeyMeaning::location, 0},
    {"stack", KeyMeaning::frames, 0},
    {"stackTrace", KeyMeaning::frames, 0},
    {"stack_trace", KeyMeaning::frames, 0},
    {"stacktrace", KeyMeaning::frames, 0},
    {"stream", KeyMeaning::part, 0},
    {"t", KeyMeaning::time, 2},
    {"text", KeyMeaning::message, 3},
    {"textPayload", KeyMeaning::message, 0},
    {"thread", KeyMeaning::part, 0},
    {"time", KeyMeaning::time, 1},
    {"timeUnixNano", KeyMeaning::time, 0},
    {"timestamp", KeyMeaning::time, 0},
    {"timestampSeconds", KeyMeaning::time, 1},
    {"traceback", KeyMeaning::frames, 0},
    {"ts", KeyMeaning::time, 1},
    {"type", KeyMeaning::error_type, 1},
    {"unit", KeyMeaning::service, 3},
    {"value", KeyMeaning::error_value, 1},
};
static_assert(std::is_sorted(std::begin(known), std::end(known),
                             [](const Known& a, const Known& b) { return a.key < b.key; }));

}  // namespace

KeyUse use_of_key(std::string_view key) {
    const auto found = std::lower_bound(std::begin(known), std::end(known), key,
                                        [](const Known& entry, std::string_view sought) { return entry.key < sought; });
    if (found == std::end(known) || found->key != key) return {};
    return {found->meaning, found->rank};
}

}  // namespace awaitlint
