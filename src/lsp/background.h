// One piece of work in a process of its own: a copy of this one, which gives back a text and can be ended at any time.
//
// In: a function. Out: what it returned, by a pipe that poll(2) can wait for; nothing where the process ended before.
// It dies when this process does, however that dies. It reads nothing from our standard input and cannot write to our
// standard output. This process must have no other threads.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

#include "base/descriptor.h"

namespace awaitlint::lsp {

class Background {
public:
    /// Runs it. An empty text comes back where no process could be made.
    explicit Background(const std::function<std::string()>& work);
    /// Ends it, with all that it has started.
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    int descriptor() const { return answer_.number(); }
    /// To be called when the descriptor is readable. All of the text, once the process is done.
    std::optional<std::string> receive();

private:
    pid_t pid_ = -1;
    Descriptor answer_;
    std::string received_;
};

}  // namespace awaitlint::lsp
