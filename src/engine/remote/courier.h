// A process of its own that speaks with the server of a shared cache.
//
// In: names to be fetched, entries to be kept. Out: what the server has; what went wrong, if anything. Why a process:
// what a network library does with a stranger's answers, and however long it takes, is not the run's: one that does not
// answer in time, or dies, is ended, and the run goes on. Entries are sent while the run goes on; only fetching waits.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "awaitlint/remote_address.h"
#include "base/descriptor.h"
#include "engine/remote/remote_server.h"

namespace awaitlint {

class Courier {
public:
    Courier() = default;
    ~Courier() { end(); }
    Courier(const Courier&) = delete;
    Courier& operator=(const Courier&) = delete;

    Result<bool> start(const RemoteAddress& address);

    /// In the order of the names. After an error it has ended.
    Result<std::vector<RemoteAnswer>> get(const std::vector<std::string>& names);
    /// Hands the entries over; whether they have arrived, `finish` says.
    Result<bool> put(const std::vector<RemoteEntry>& entries);
    /// Waits for what was handed over.
    Result<bool> finish();

private:
    Result<bool> send(std::string_view message);
    Result<std::string> receive();
    Error lost();
    void end();

    pid_t pid_ = -1;
    Descriptor socket_;
};

}  // namespace awaitlint
