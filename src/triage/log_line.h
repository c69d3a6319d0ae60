// One line of a log without what tools put around it: terminal colours, carriage returns, and the prefixes of CI
// systems, container runtimes and build tools.
//
// In: the bytes of a line. Out: the text that the compiler or the service printed, as a part of the given storage.
#pragma once

#include <string>
#include <string_view>

namespace awaitlint {

/// Without escape sequences, and without what a carriage return overwrote. `storage` is used where bytes have to go.
std::string_view without_terminal_codes(std::string_view line, std::string& storage);

/// A line without the prefixes that are known: times, `#12 34.5`, `[branch]`, `web-1 |`, `[pod/web/app]`, `3>`, `stderr
/// F`,
/// `##[error]`, syslog's and journald's `host app[7]:`. Parts of the line.
struct Unprefixed {
    std::string_view text;
    std::string_view origin;  // "web-1", "pod/web-7d9/app", "app"; empty if no prefix names one
    std::string_view stream;  // "stdout" or "stderr" of a container
    bool is_partial = false;  // the rest of the line follows in the next line of this stream
};
Unprefixed without_prefixes(std::string_view line);

/// What people call it: "app" of "pod/web-7d9/app".
std::string_view service_of(std::string_view origin);

}  // namespace awaitlint
