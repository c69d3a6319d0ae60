// Which siblings of a call's callee are worth suggesting, in which order.
//
// In: the siblings that the front end found, and the configuration. Out: at most three twins, closest first.
// Deprecated functions are left out; the enclosing function is kept only where nothing else is left, with the reason.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"

namespace awaitlint {

struct Twin {
    Sibling sibling;
    std::string usr;      // what the repaired call must resolve to; empty where any overload will do
    std::string why_not;  // known not to work
};

/// Who would call the twin.
struct Caller {
    const Enclosing& function;
    const Config& config;
    bool accepts_anything = false;  // its promise lets any value through: a wrong twin would compile
};

/// Functions to await instead of the callee.
std::vector<Twin> async_twins(const CallSite& call, const Caller& caller);

/// Functions to call instead of the callee, which is itself asynchronous.
std::vector<Twin> sync_twins(const CallSite& call, const Caller& caller);

}  // namespace awaitlint
