// Facts of threads: what blocks the thread that runs a coroutine, and which of its locks a coroutine holds when it is
// suspended.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. Plain values; texts are the
// source's own bytes.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

/// A guard that could be given back in front of the statement that waits: from there to its end, nothing is mentioned
/// that others may reach, and in front of it something is.
struct EarlyRelease {
    LineBefore before;
    Span guard_template;  // `std::lock_guard`, which has no unlock(); unknown where the guard has one
    std::string instead;  // of it: `std::unique_lock`
    friend bool operator==(const EarlyRelease& a, const EarlyRelease& b) = default;
};

/// A guard that could be taken later: the statement behind its declaration waits, and for nothing that others may
/// reach. Either that statement goes in front of the guard as a whole, or what is awaited gets a name there.
struct LateTaking {
    LineBefore before;       // of the guard's declaration
    std::string name;        // means nothing else in the function; empty: the whole statement goes
    bool is_moved = false;   // what is awaited is an object: its name is moved from
    Span guard;              // its declaration, up to the statement
    std::string guard_text;  // without what is between them
    Span statement;          // up to its semicolon; unknown where there is a name
    friend bool operator==(const LateTaking& a, const LateTaking& b) = default;
};

/// A declaration that takes a lock for a scope: `std::lock_guard lock(mutex)`.
struct LockTaking {
    Span declaration;  // without its semicolon
    std::string name;  // of the guard
    std::string lock;  // as it is written
    friend bool operator==(const LockTaking& a, const LockTaking& b) = default;
};

/// A lock that could be one that coroutines await, as whatever mentions it is a guard of it in some coroutine.
struct LockExchange {
    Span declared_type;  // of the lock
    std::string type;    // qualified: `cppcoro::async_mutex`, which a profile names and the unit has
    std::vector<LockTaking> takings;
    friend bool operator==(const LockExchange& a, const LockExchange& b) = default;
};

/// A lock of a thread that is held, on every way, at a co_await that may suspend its coroutine.
struct HeldLock {
    Site site;         // the co_await
    std::string name;  // the guard's variable, or the locked object as it is written
    std::string type;  // of that, as written
    Place taken;
    bool is_guard = false;  // its destructor gives it back
    std::optional<EarlyRelease> early_release;
    std::optional<LateTaking> late_taking;
    std::optional<LockExchange> exchange;
    friend bool operator==(const HeldLock& a, const HeldLock& b) = default;
};

}  // namespace awaitlint
