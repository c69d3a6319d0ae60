// Facts of threads: what blocks the thread that runs a coroutine, and which of its locks a coroutine holds when it is
// suspended.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. Plain values; texts are the
// source's own bytes.
#pragma once

#include <string>

#include "awaitlint/place.h"
#include "awaitlint/site_facts.h"

namespace awaitlint {

/// A call in a coroutine of a function that blocks its thread until something has happened elsewhere.
struct BlockingCall {
    Site site;
    CallSite call;
    std::string why_harmless;        // nobody waits for long there, in plain words; empty: nothing says so
    std::string awaitable_text;      // its object or only argument, which could be awaited in its place; else empty
    bool needs_parentheses = false;  // co_await would bind less tightly than what is done with its result
    friend bool operator==(const BlockingCall& a, const BlockingCall& b) = default;
};

/// A lock of a thread that is held, on every way, at a co_await that may suspend its coroutine.
struct HeldLock {
    Site site;         // the co_await
    std::string name;  // the guard's variable, or the locked object as it is written
    std::string type;  // of that, as written
    Place taken;
    bool is_guard = false;  // its destructor gives it back
    friend bool operator==(const HeldLock& a, const HeldLock& b) = default;
};

}  // namespace awaitlint
