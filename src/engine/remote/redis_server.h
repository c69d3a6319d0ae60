// Entries in Redis: GET reads one, SET writes one, many of each in one go.
//
// In: an address. Out: a server, connected when it is first asked. Sets no time to live: how much is kept, and what
// goes first, is the server's `maxmemory-policy`. A value above the limit of an entry is not asked for.
#pragma once

#include <memory>

#include "awaitlint/remote_address.h"
#include "engine/remote/remote_server.h"

namespace awaitlint {

std::unique_ptr<RemoteServer> redis_server(const RemoteAddress& address);

}  // namespace awaitlint
