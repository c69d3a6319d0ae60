// Library profiles: what awaitlint knows of coroutine libraries that their headers do not say.
//
// Plain values, read from rules/libraries/*.json (built in) and from the configuration's `libraries` by
// src/project/profile.cpp, and pure questions about them. All names are qualified and carry no template arguments,
// no inline namespaces and no leading "::"; the questions take names and types as the facts write them (canonical
// types: an alias is not looked through here) and take those parts off. The first profile that knows a name
// answers: the user's own stand before the built-in ones. A profile never makes anything awaitable: the compiler
// says what is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace awaitlint {

struct Config;

// What the forms of spawners and guards hold.
inline constexpr std::string_view task_hole = "{task}";
inline constexpr std::string_view namespace_hole = "{namespace}";
inline constexpr std::string_view lock_hole = "{lock}";

enum class Start { unknown, lazy, eager };

/// A type whose values are tasks or other operations in progress.
struct TaskType {
    std::string name;  // "folly::coro::Task"
    Start start = Start::unknown;
    std::string when_dropped;      // a clause without a final stop: "it never runs"
    bool may_discard = false;      // dropping one is the library's own idiom
    bool may_keep = false;         // it runs for as long as a variable keeps it: the library's own idiom
    bool stays_in_thread = false;  // a coroutine that returns one goes on in the thread where it was suspended
};

/// What is special about one function's result.
struct OperationFacts {
    std::string name;          // "cppcoro::async_mutex::scoped_lock_async"
    std::string when_dropped;  // "no lock is held"; goes before what the result's type says
    bool may_discard = false;
};

/// An explicit pair of siblings, by qualified name.
struct FactoryPair {
    std::string sync;
    std::string async;
};

/// A lock for which coroutines wait without blocking their thread.
struct AwaitedLock {
    std::string name;   // "cppcoro::async_mutex"
    std::string guard;  // an expression that takes it for a scope: "co_await {lock}.scoped_lock_async()"
};

struct LibraryProfile {
    std::string name;                     // "asio"
    std::string title;                    // "Asio, Boost.Asio"
    std::string file;                     // of a user's profile, as shown to people; empty for a built-in one
    std::vector<std::string> namespaces;  // "asio", "boost::asio"
    std::vector<TaskType> types;
    std::vector<OperationFacts> functions;
    std::vector<std::string> blocking;  // functions that block their thread until other work has finished
    std::vector<std::string> starters;  // functions that start a task and return before it has ended
    std::vector<std::string>
        droppers;                     // functions that call what they are given, and drop it before its task has ended
    std::vector<std::string> naming;  // "async_{}": how this library names siblings
    std::vector<FactoryPair> siblings;
    std::vector<std::string> spawners;  // expressions that let a task run by itself; {task} is the task, {namespace}
                                        // the library's
    std::vector<AwaitedLock> locks;
    std::vector<std::string> tokens;  // variables that, as last argument, make an operation awaitable; best first
};

/// The name that profiles use: "const boost::asio::awaitable<int> &" becomes "boost::asio::awaitable".
std::string profile_name(std::string_view type_or_function);

/// What is known of a type, or null.
const TaskType* find_task_type(const Config& config, std::string_view type);

/// The profile that knows the type, or null.
const LibraryProfile* find_library_of_type(const Config& config, std::string_view type);

/// What is known of a function's result, or null.
const OperationFacts* find_operation(const Config& config, std::string_view function);

/// True if the function blocks its thread until other work has finished.
bool is_blocking_wait(const Config& config, std::string_view function);

/// True if the function starts a task that it is given, or whose member it is, and returns before the task has ended.
bool is_starter(const Config& config, std::string_view function);

/// True if the function calls the callable that it is given, and destroys it before the task that this returns has
/// ended.
bool is_dropper(const Config& config, std::string_view function);

/// True if the result, of this type, of a call of this function may be dropped; `function` may be empty.
bool may_discard(const Config& config, std::string_view function, std::string_view type);

/// True if a variable that nobody looks at again may keep a value of this type, so that it runs until the scope ends.
bool may_keep(const Config& config, std::string_view type);

/// True if a coroutine that returns this type goes on in the thread in which it was suspended.
bool stays_in_thread(const Config& config, std::string_view type);

Start start_of(const Config& config, std::string_view type);

/// What is known of a lock that coroutines await, or null.
const AwaitedLock* find_awaited_lock(const Config& config, const std::string& name);

/// What happens when that result is dropped, as a clause without a final stop; empty where no profile says.
std::string_view when_dropped(const Config& config, std::string_view function, std::string_view type);

}  // namespace awaitlint
