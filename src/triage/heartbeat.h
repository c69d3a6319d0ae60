// When a service was alive, by logs of it that nobody filtered: a health check's, a proxy's access log.
//
// A filtered export that holds nothing shows nothing: the service may have been silent, or well. Times in, silences
// out.
#pragma once

#include "awaitlint/result.h"
#include "triage/triage.h"

namespace awaitlint {

/// Silences of this length count: at the end of a window, and within.
constexpr Seconds longest_silence = 3600;

/// What the logs of `options.heartbeats` show of the window. A log that cannot be read is an error.
Result<Heartbeat> heartbeat_of(const TriageOptions& options);

}  // namespace awaitlint
