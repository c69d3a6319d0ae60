// A server that keeps bytes under names, whatever it speaks.
//
// In: many names at a time, so that a far server costs one wait and not one for each. Out: for each its bytes, that
// there are none, or that what came is no entry (torn, too large). An error means that nothing more is to be expected
// of the server in this run: it cannot be reached, is too slow, or refuses. Tries nothing twice.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "awaitlint/result.h"

namespace awaitlint {

/// A server that takes longer to be reached costs more than it saves.
constexpr std::chrono::milliseconds connect_limit{2000};

/// And one that takes longer for so many entries.
constexpr std::chrono::milliseconds time_for(std::size_t entries) {
    return std::chrono::milliseconds(2500 + 30 * entries);
}

struct RemoteAnswer {
    enum class State { absent, found, useless };
    State state = State::absent;
    std::string bytes;
};

struct RemoteEntry {
    std::string name;
    std::string bytes;
};

class RemoteServer {
public:
    RemoteServer() = default;
    virtual ~RemoteServer() = default;
    RemoteServer(const RemoteServer&) = delete;
    RemoteServer& operator=(const RemoteServer&) = delete;

    /// In the order of the names.
    virtual Result<std::vector<RemoteAnswer>> get(const std::vector<std::string>& names) = 0;
    virtual Result<bool> put(const std::vector<RemoteEntry>& entries) = 0;
};

}  // namespace awaitlint
