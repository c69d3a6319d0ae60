// The cache that machines share, as one run uses it.
//
// In: an address, who seals, names and values of the local cache. Out: values of the server that are what somebody with
// the same seal has put there. Whatever else the server says is a miss. The first failure to read, and the first to
// write, is the last: it is told once, and the run goes on by itself. A server that is read only gets nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/remote_address.h"
#include "engine/remote/courier.h"
#include "engine/remote/remote_entry.h"

namespace awaitlint {

/// A value's place in a cache.
struct EntryPlace {
    std::string_view kind;  // of a constant
    Digest name;
};

class RemoteCache {
public:
    RemoteCache(const RemoteAddress& address, const EntrySeal& seal);

    bool is_read() const { return read_failure_.empty(); }
    bool is_written() const { return !address_.is_read_only && write_failure_.empty(); }

    /// In the order of the places; nothing where there is none.
    std::vector<std::optional<std::string>> read(const std::vector<EntryPlace>& places);
    void write(const EntryPlace& place, std::string_view value);

    /// Waits, for a limited time, until what was written is there.
    void finish();

    /// What the user should know, one line each.
    std::vector<std::string> remarks() const;

private:
    void hand_over();

    const RemoteAddress address_;
    const EntrySeal seal_;
    Courier courier_;
    std::vector<RemoteEntry> unsent_;
    std::size_t unsent_bytes_ = 0;
    std::string read_failure_, write_failure_;
    std::uint64_t useless_ = 0;
    unsigned asked_ = 0;
    std::chrono::steady_clock::duration waited_{};
    bool has_written_ = false;
};

}  // namespace awaitlint
