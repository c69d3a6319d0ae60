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

/// Without the prefixes that are known: times, `#12 34.5`, `[branch]`, `web-1 |`, `3>`, `stderr F`, `##[error]`.
std::string_view without_prefixes(std::string_view line);

}  // namespace awaitlint
