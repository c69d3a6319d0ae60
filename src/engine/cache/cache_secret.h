// The key by which a cache's entries are known to be this user's own.
//
// In: the environment. Out: a secret: what AWAITLINT_CACHE_KEY holds, for machines that share a cache; else the
// contents of `awaitlint/cache.key` below $XDG_STATE_HOME or $HOME/.local/state, made with random bytes when it is not
// there. Both lie outside of any checkout: a cache that came with somebody's code is sealed with another key, or with
// none. Refuses a file that others may read or write, a link, and a key too short to be one.
#pragma once

#include "awaitlint/result.h"
#include "files/secret.h"

namespace awaitlint {

Result<Secret> cache_secret();

/// Seals what lies on a server: AWAITLINT_CACHE_KEY's, else one that everybody has, so that the seal is a checksum and
/// whoever can write to the server is trusted.
Secret secret_of_servers();

}  // namespace awaitlint
