// The path of a file URI. The way back is `uri_of` of report/escape.h.
//
// In: what a client calls a document. Out: an absolute path of this machine, or nothing for whatever is no file here
// (other schemes, other hosts, a NUL byte). Asks no file system.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace awaitlint::lsp {

std::optional<std::string> path_of_uri(std::string_view uri);

}  // namespace awaitlint::lsp
