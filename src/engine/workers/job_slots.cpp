// See job_slots.h. LLVM's client speaks the protocol; it is asked only where make has left one that can be used.
#include "engine/workers/job_slots.h"

#include <cstdlib>
#include <string>

#include <fcntl.h>

#include "llvm/ADT/StringRef.h"

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
    llvm::StringRef from, to;
    std::tie(from, to) = llvm::StringRef(value).split(',');
    int read_end = -1, write_end = -1;
    return !from.getAsInteger(10, read_end) && !to.getAsInteger(10, write_end) && ::fcntl(read_end, F_GETFD) >= 0 &&
           ::fcntl(write_end, F_GETFD) >= 0;
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
