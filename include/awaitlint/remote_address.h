// Where a cache lies that machines share, and how it is spoken to.
//
// In: what AWAITLINT_REMOTE_CACHE holds, in ccache's form: `http://HOST[:PORT][/PATH]` or
// `redis://HOST[:PORT][/NUMBER]`, then attributes behind `|`: `read-only`, `layout=subdirs`, `layout=flat`,
// `layout=bazel`. Out: a plain value. Credentials come with it (`USER:PASSWORD@`, or a token of its own) and are in
// nothing that is shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "awaitlint/result.h"

namespace awaitlint {

/// How an entry's name becomes a path on a server of files: `ab/cdef...`, `abcdef...`, or `ac/abcdef...` as Bazel has
/// it.
enum class RemoteLayout { subdirs, flat, bazel };

enum class RemoteProtocol { http, redis };

struct RemoteAddress {
    RemoteProtocol protocol = RemoteProtocol::http;
    std::string host;  // an IPv6 address without its brackets
    std::uint16_t port = 0;
    std::uint32_t database = 0;  // Redis's number of one
    std::string url;             // of an HTTP server, without credentials and without a slash at its end
    std::string user, password, token;
    RemoteLayout layout = RemoteLayout::subdirs;
    bool is_read_only = false;

    /// Fit to be printed: without credentials and attributes.
    std::string shown() const;
};

/// An error says what is wrong and repeats nothing that may be a credential. `token`: AWAITLINT_REMOTE_CACHE_TOKEN's,
/// for HTTP.
Result<RemoteAddress> remote_address_of(std::string_view text, std::string_view token);

/// Asks that server for an entry that nobody has; an error says why it gives no answer.
Result<bool> is_remote_cache_there(const RemoteAddress& address);

}  // namespace awaitlint
