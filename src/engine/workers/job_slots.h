// How many workers may be busy: the user's number, or the slots that GNU make hands out, or what the machine bears.
//
// One slot is always there, as make grants one to every command. Slots that are held go back when they are not needed,
// at the latest when this ends. Without a jobserver (or with `-j N`, which overrides it) every slot is granted.
#pragma once

#include <vector>

#include "llvm/Support/Jobserver.h"

namespace awaitlint {

class JobSlots {
public:
    explicit JobSlots(bool asks_jobserver);
    ~JobSlots();
    JobSlots(const JobSlots&) = delete;
    JobSlots& operator=(const JobSlots&) = delete;

    /// True if one more worker may be busy than there are.
    bool acquire(std::size_t busy);
    /// Gives back what so many busy workers do not need.
    void shrink(std::size_t busy);
    /// Slots may become free without anybody telling: ask again soon.
    bool is_shared() const { return client_ != nullptr; }

private:
    llvm::JobserverClient* client_ = nullptr;
    std::vector<llvm::JobSlot> held_;
};

}  // namespace awaitlint
