// Which types hold a lock that belongs to a thread, and which objects are such locks.
//
// In: types. Out: yes or no. A guard of a coroutine's lock is none: giving that back is nobody's thread's business. By
// the names of the standard library, Boost, Abseil, Qt and folly, and by Clang's attribute `scoped_lockable`. Knows
// nothing of where a lock is held.
#pragma once

#include "clang/AST/Type.h"

namespace awaitlint {

/// `std::mutex`: its `lock()` blocks, and nothing of it can be awaited.
bool is_thread_lock(clang::QualType type);

/// `std::lock_guard<std::mutex>`, `absl::MutexLock`, a class that is marked `scoped_lockable`.
bool is_thread_guard(clang::QualType type);

/// What people call a guard, a coroutine's as well. A guess: it may be a reason to be silent, and for nothing else.
bool is_guard_by_name(clang::QualType type);

}  // namespace awaitlint
