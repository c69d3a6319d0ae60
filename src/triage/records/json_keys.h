// What keys of log records mean: which hold the time, the service, the message. Lower ranks win.
//
// The names are those of Google Cloud, AWS, Azure, Elastic (ECS), OpenTelemetry, Datadog, Loki, Docker, journald, GELF,
// Fluent Bit, structlog, python-json-logger, loguru, Bunyan and zap, and what people write by hand.
#pragma once

#include <optional>
#include <string_view>

namespace awaitlint {

enum class KeyMeaning {
    other,
    time,
    service,
    part,
    message,
    file,
    line,
    function,
    location,  // file and line in one text
    error_type,
    error_value,
    frames,
};

struct KeyUse {
    KeyMeaning meaning = KeyMeaning::other;
    int rank = 0;
};

KeyUse use_of_key(std::string_view key);

}  // namespace awaitlint
