// See job_slots.h. LLVM's client speaks the protocol; it is asked only where make has left one that can be used.
#include "engine/job_slots.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>

namespace awaitlint {
namespace {

/// Make closes the pipe to commands that its rule does not mark with `+`, and names it all the same.
bool has_jobserver() {
    const char* flags = std::getenv("MAKEFLAGS");
    if (!flags) return false;
    const std::string text(flags);
    const std::string word = "--jobserver-auth=";
    const std::size_t at = text.rfind(word);
    if (at == std::string::npos) return false;
    const std::string value = text.substr(at + word.size(), text.find(' ', at) - at - word.size());
    if (value.starts_with("fifo:")) return true;
    int from = -1, to = -1;
    return std::sscanf(value.c_str(), "%d,%d", &from, &to) == 2 && ::fcntl(from, F_GETFD) >= 0 &&
           ::fcntl(to, F_GETFD) >= 0;
}

}  // namespace

JobSlots::JobSlots(bool asks_jobserver) {
    if (asks_jobserver && has_jobserver()) client_ = llvm::JobserverClient::getInstance();
}

JobSlots::~JobSlots() {
    shrink(0);
}

bool JobSlots::acquire(std::size_t busy) {
    if (!client_ || busy < held_.size()) return true;
    llvm::JobSlot slot = client_->tryAcquire();  // the first is make's gift to every command
    if (!slot.isValid()) return busy == 0;
    held_.push_back(std::move(slot));
    return true;
}

void JobSlots::shrink(std::size_t busy) {
    while (held_.size() > busy) {
        client_->release(std::move(held_.back()));
        held_.pop_back();
    }
}

}  // namespace awaitlint
