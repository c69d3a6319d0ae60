#!/usr/bin/env python3
"""Writes a coroutine library with its tests: nearly every unit begins with the project's own headers, coroutines in them.

In: a folder that does not exist yet. Out: headers, sources, tests on a test framework of one header, examples,
compile_commands.json, and bench.json, which says how many mistakes were planted. The same bytes each time. The code is
made up; it compiles, and the mistakes are dropped tasks.
"""
import json
import os
import pathlib
import time

TASK = """\
#pragma once
#include <atomic>
#include <chrono>
#include <concepts>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace works {

template <class T>
struct result {
    std::variant<std::monostate, T, std::exception_ptr> value;
    void return_value(T given) { value.template emplace<1>(std::move(given)); }
    void unhandled_exception() { value.template emplace<2>(std::current_exception()); }
    T take() { if (value.index() == 2) std::rethrow_exception(std::get<2>(value)); return std::move(std::get<1>(value)); }
};
template <>
struct result<void> {
    std::exception_ptr failure;
    void return_void() {}
    void unhandled_exception() { failure = std::current_exception(); }
    void take() { if (failure) std::rethrow_exception(failure); }
};

template <class T = void>
class [[nodiscard]] task {
public:
    struct promise_type : result<T> {
        std::coroutine_handle<> next = std::noop_coroutine();
        struct last {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> done) noexcept { return done.promise().next; }
            void await_resume() noexcept {}
        };
        task get_return_object() { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        last final_suspend() noexcept { return {}; }
    };
    explicit task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    task(task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    ~task() { if (handle_) handle_.destroy(); }
    bool resume() { handle_.resume(); return !handle_.done(); }
    T take() { return handle_.promise().take(); }
    bool await_ready() const noexcept { return handle_.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> next) { handle_.promise().next = next; return handle_; }
    T await_resume() { return handle_.promise().take(); }

private:
    std::coroutine_handle<promise_type> handle_;
};

template <class T>
T wait(task<T> waited) {
    while (waited.resume()) std::this_thread::yield();
    return waited.take();
}

template <class T>
task<std::vector<T>> all(std::vector<task<T>> tasks) {
    std::vector<T> values;
    for (task<T>& each : tasks) values.push_back(co_await each);
    co_return values;
}

inline task<> nothing() { co_return; }
inline task<int> number(int value) { co_await nothing(); co_return value; }

}  // namespace works
"""

PART = """\
#pragma once
#include <list>
#include <set>
#include <sstream>
#include <works/task.h>

namespace works {{

class {name} {{
public:
    task<int> enter(int count) {{
        for (int i = 0; i < count; ++i) entered_ += co_await number(i);
        std::unique_lock<std::mutex> lock(guard_);
        co_return entered_;
    }}
    task<std::string> describe() const {{
        std::ostringstream text;
        text << "{name}: " << co_await number(entered_);
        co_return text.str();
    }}
    template <class Each>
    task<> visit(Each each) {{
        for (const std::string& name : names_) co_await each(name);
        co_await nothing();
    }}
    task<> leave();
    void add(std::string name) {{ names_.push_back(std::move(name)); }}

private:
    mutable std::mutex guard_;
    std::list<std::string> names_;
    std::set<int> known_;
    int entered_ = 0;
}};

}}  // namespace works
"""

# As such frameworks are: macros, expressions taken apart by templates, and comments for another tool.
CHECK = """\
#pragma once
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <random>
#include <regex>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

namespace check {

template <class T>
concept printable = requires(std::ostream& out, const T& value) { out << value; };

template <class T>
std::string shown(const T& value) {
    std::ostringstream out;
    if constexpr (printable<T>) out << value; else out << "{?}";
    return out.str();
}

template <class Left>
struct left_side {
    const Left& left;
    template <class Right> bool operator==(const Right& right) const { return say(left == right, right); }
    template <class Right> bool operator<(const Right& right) const { return say(left < right, right); }
    template <class Right> bool operator>(const Right& right) const { return say(left > right, right); }
    explicit operator bool() const { return static_cast<bool>(left); }
    template <class Right> bool say(bool holds, const Right& right) const {
        if (!holds) std::cerr << std::setw(8) << shown(left) << " against " << shown(right) << '\\n';
        return holds;
    }
};
struct taking_apart {
    template <class Left> left_side<Left> operator<=(const Left& left) const { return {left}; }
};

using body = void (*)();
inline std::unordered_map<std::string, body>& all() { static std::unordered_map<std::string, body> known; return known; }
struct registered { registered(const char* name, body run) { all().emplace(name, run); } };
inline bool matches(const std::string& name, const std::string& pattern) { return std::regex_search(name, std::regex(pattern)); }
inline int failures = 0;
""" + "".join(f"""
struct matcher_{i} {{
    std::vector<std::string> wanted;
    bool matches_all(const std::vector<std::string>& given) const {{
        std::vector<std::string> sorted = given;
        std::sort(sorted.begin(), sorted.end());
        return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& each) {{
            return std::binary_search(sorted.begin(), sorted.end(), each) || each.size() == {i};
        }});
    }}
    std::string describe() const {{
        std::ostringstream out;
        for (const std::string& each : wanted) out << std::quoted(each) << ' ' << std::setprecision({i % 9}) << std::sqrt({i}.5);
        return out.str();
    }}
}};
""" for i in range(60)) + """
}  // namespace check

#define CHECK(...) do { /* NOLINT(bugprone-chained-comparison) */ \\
        if (!(check::taking_apart() <= __VA_ARGS__)) ++check::failures; } while (false)
#define TEST(name) static void name(); \\
    static const check::registered name##_registered(#name, name); /* NOLINT(cert-err58-cpp) */ \\
    static void name()
"""

PARTS = ["event", "gate", "latch", "line", "pool", "queue", "ring", "scope", "stage", "window"]
MORE = ["", "#include <chrono>\n#include <thread>\n", "#include <iostream>\n", "#include <iostream>\n#include <tuple>\n"]


def test(number, mistake):
    part = PARTS[number % len(PARTS)]
    cases = "".join(f"""
TEST({part}_{number}_{i}) {{
    works::{part} it;
    auto make = [](works::{part}& it, int count) -> works::task<int> {{
        {"it.leave();" if mistake and i == 2 else "co_await it.visit([](const std::string&) { return works::nothing(); });"}
        const int entered = co_await it.enter(count);
        co_return entered + co_await works::number({i});
    }};
    std::vector<works::task<int>> tasks;
    for (int i = 0; i < 4; ++i) tasks.push_back(make(it, i));
    CHECK(works::wait(works::all(std::move(tasks))).size() == 4u);
    CHECK(works::wait(it.describe()) > std::string("{part}"));
}}
""" for i in range(6))
    return f'#include "check.h"\n#include <works/works.h>\n{MORE[number % len(MORE)]}{cases}'


def example(number):
    part = PARTS[number % len(PARTS)]
    return f"""#include <works/works.h>
#include <iostream>

int main() {{
    auto run = []() -> works::task<int> {{
        works::{part} it;
        it.add("{part} {number}");
        co_await it.leave();
        co_return co_await it.enter({number});
    }};
    std::cout << works::wait(run()) << '\\n';
}}
"""


def source(part):
    return f'#include <works/{part}.h>\n\nnamespace works {{\n\ntask<> {part}::leave() {{\n    co_await number(entered_);\n}}\n\n}}  // namespace works\n'


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    # As in a checkout of yesterday.
    os.utime(path, (time.time() - 86400,) * 2)


def generate(folder, tests=36, examples=12):
    write(folder, "include/works/task.h", TASK)
    for part in PARTS:
        write(folder, f"include/works/{part}.h", PART.format(name=part))
    write(folder, "include/works/works.h", "#pragma once\n" + "".join(f"#include <works/{part}.h>\n" for part in PARTS))
    write(folder, "test/check.h", CHECK)
    units = {f"src/{part}.cpp": source(part) for part in PARTS}
    units |= {f"test/test_{i}.cpp": test(i, i % 12 == 5) for i in range(tests)}
    units |= {f"examples/example_{i}.cpp": example(i) for i in range(examples)}
    for name, text in units.items():
        write(folder, name, text)
    arguments = ["clang++-22", "-std=c++20", "-Iinclude", "-c"]
    (folder / "compile_commands.json").write_text(json.dumps(
        [{"directory": str(folder), "file": name, "arguments": [*arguments, "-o", f"{name}.o", name]} for name in units]))
    (folder / "bench.json").write_text(json.dumps({"planted": len(range(5, tests, 12))}))
    (folder / ".awaitlint.json").write_text("{}\n")
    (folder / ".git").mkdir()
