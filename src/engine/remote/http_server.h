// Entries on a web server: GET reads one, PUT writes one, as ccache and Bazel do it.
//
// In: an address and libcurl. Out: a server. A path that is not there (404, 410) is an entry that is not there; every
// other answer than success is the server's refusal. Follows no redirection, reads no .netrc, keeps no cookie:
// credentials go to the server that was named. An answer above the limit of an entry is broken off.
#pragma once

#include <memory>

#include "awaitlint/remote_address.h"
#include "engine/remote/remote_server.h"

namespace awaitlint {

Result<std::unique_ptr<RemoteServer>> http_server(const RemoteAddress& address);

}  // namespace awaitlint
