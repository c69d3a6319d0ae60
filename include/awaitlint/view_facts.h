// Facts of views: what a coroutine has taken hold of before it is suspended, and still looks at behind that.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. Plain values; texts are the
// source's own bytes.
#pragma once

#include <string>

#include "awaitlint/place.h"
#include "awaitlint/site_facts.h"

namespace awaitlint {

/// A look at a local reference, pointer, iterator or view that some way leads to by a suspension. It refers into a
/// container that another function changes, so that the element may be gone or have moved by then; or to a variable of
/// the thread that the coroutine was suspended in.
struct StaleView {
    Site site;           // the variable where it is looked at; of a loop: what that goes over
    std::string name;    // of the variable; empty for a loop's own
    std::string object;  // what it refers to, as code of its class names it: "sessions_", "state_.items", "errno"
    Place obtained;
    Place suspended;         // the co_await
    Place changed;           // of a container: where another function changes it
    std::string changed_in;  // qualified: that function; empty for a variable of the thread
    friend bool operator==(const StaleView& a, const StaleView& b) = default;
};

}  // namespace awaitlint
