#!/usr/bin/env python3
"""Writes units full of mistakes, and clean ones that are costly to judge, to measure what a finding costs.

In: a folder that does not exist yet. Out: one source file per shape, their headers, compile_commands.json,
and bench.json, which says how many findings each shape must give. The same bytes each time. The code is made up.
"""
import json
import pathlib

# The first include of each unit, with coroutines in it: no preamble stands in front of it.
TASK_HEADER = """\
#pragma once
#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {space} {{

template <class T>
struct promise_result {{
    T value;
    void return_value(T given) {{ value = std::move(given); }}
}};
template <>
struct promise_result<void> {{
    void return_void() {{}}
}};

template <class T = void>
struct [[nodiscard]] {task} {{
    struct promise_type : promise_result<T> {{
        {task} get_return_object() {{ return {{}}; }}
        std::suspend_never initial_suspend() noexcept {{ return {{}}; }}
        std::suspend_never final_suspend() noexcept {{ return {{}}; }}
        void unhandled_exception() {{ std::terminate(); }}
    }};
    bool await_ready() const noexcept {{ return true; }}
    void await_suspend(std::coroutine_handle<>) noexcept {{}}
    T await_resume() const;
}};

}}  // namespace {space}
"""

TASKS = [("flow", "task"), ("stream", "job"), ("night", "lazy"), ("quick", "eager")]

DECLARATIONS = """\
int get(int key);
{type}<int> get_async(int key);
std::string name_of(int key);
{type}<std::string> name_of_async(int key);
{type}<const char*> text_of_async(int key);
std::string text_of(int key);
{type}<> store(int key);
void use(int);
void use(const std::string&);
"""

# Of the kinds: a synchronous call with a twin that fits, with a twin that does not, with none; a forgotten co_await.
RIGHT = "    use(co_await get({i}));\n"
HALF = "    const std::string text_{i} = co_await text_of({i});\n    use(text_{i}[0]);\n"
LONE = "    use(co_await std::to_string({i}));\n"
DROPPED = "    store({i});\n"
HOPELESS = "    const std::vector<int> never_{i} = co_await get({i});\n"
MIXED = [RIGHT, LONE, HALF, DROPPED]


def function(name, task, lines):
    return f"{task}<int> {name}() {{\n{''.join(lines)}    co_return 1;\n}}\n\n"


def unit(functions, types):
    """`functions`: lists of kinds, one list per function; their types go round."""
    text = "".join(f'#include "{task}.h"\n' for _, task in types)
    text += "#include <algorithm>\n#include <iostream>\n#include <sstream>\n\n"
    for space, task in types:
        text += f"namespace calls_{task} {{\n{DECLARATIONS.format(type=f'{space}::{task}')}}}\n"
    number = 0
    for i, kinds in enumerate(functions):
        space, task = types[i % len(types)]
        lines = []
        for kind in kinds:
            number += 1
            lines.append(kind.format(i=number))
        text += f"namespace calls_{task} {{\n{function(f'run_{i}', f'{space}::{task}', lines)}}}\n"
    return text, number


def in_turn(kinds, count):
    return [kinds[i % len(kinds)] for i in range(count)]


def spread(kinds, functions):
    return [kinds[i::functions] for i in range(functions)]


ASIO = """\
#include <boost/asio.hpp>
namespace asio = boost::asio;
""" + "".join(f"""\
asio::awaitable<void> wait_{i}(asio::steady_timer& timer) {{
    co_await timer.async_wait(asio::deferred);
}}
""" for i in range(4))

# What a promise takes, it takes unseen; the results of the library's functions are themselves to be awaited.
TAKING = TASK_HEADER.format(space="open", task="open_task").replace(
    "        void unhandled_exception()",
    "        template <class A> A&& await_transform(A&& given) { return std::forward<A>(given); }\n"
    "        void unhandled_exception()") + """
namespace open {
template <class T>
struct [[nodiscard]] result : std::optional<T> {
    bool await_ready() const noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    T await_resume() const { return **this; }
};
result<int> read(int key);
}  // namespace open
"""
AWAITABLE_RESULTS = '#include "open_task.h"\n#include <iostream>\n#include <regex>\n' + "".join(f"""\
open::open_task<int> run_{i}() {{
    const int first = co_await open::read({i});
    co_return first + co_await open::read(first);
}}
""" for i in range(6))


def shapes():
    one = TASKS[:1]
    yield "asio_deferred", ASIO, 0
    yield "awaitable_results", AWAITABLE_RESULTS, 0
    yield "one", *unit([[RIGHT]], one)
    yield "mixed_20", *unit(spread(in_turn(MIXED, 20), 8), TASKS)
    for count in (20, 100):
        yield f"function_{count}", *unit([in_turn([HALF, RIGHT], count)], one)
    yield "function_40_hopeless", *unit([in_turn([RIGHT, LONE, RIGHT, DROPPED, HOPELESS], 40)], one)
    yield "mixed_200", *unit(spread(in_turn(MIXED, 200), 10), TASKS)
    yield "mixed_1000", *unit(spread(in_turn(MIXED, 1000), 50), TASKS)
    yield "same_1000", *unit(spread([RIGHT] * 1000, 50), one)


def generate_asio(folder, units):
    """So many sources of an application on Asio, none with a mistake."""
    commands = []
    for i in range(units):
        (folder / f"app_{i}.cpp").write_text(ASIO.replace("wait_", f"wait_{i}_"))
        commands.append({"directory": str(folder), "file": f"app_{i}.cpp",
                         "arguments": ["clang++-22", "-std=c++20", "-c", f"app_{i}.cpp", "-o", "x.o"]})
    (folder / "compile_commands.json").write_text(json.dumps(commands, indent=1))
    (folder / "bench.json").write_text(json.dumps({"planted": 0}))


def generate(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for space, task in TASKS:
        (folder / f"{task}.h").write_text(TASK_HEADER.format(space=space, task=task).replace(
            "promise_result", f"{task}_result"))
    (folder / "open_task.h").write_text(TAKING)
    commands, planted = [], {}
    for name, text, count in shapes():
        (folder / f"{name}.cpp").write_text(text)
        planted[f"{name}.cpp"] = count
        commands.append({"directory": str(folder), "file": f"{name}.cpp",
                         "arguments": ["clang++-22", "-std=c++20", "-ferror-limit=0", "-c", f"{name}.cpp", "-o", "x.o"]})
    (folder / "compile_commands.json").write_text(json.dumps(commands, indent=1))
    facts = {"planted": planted}
    (folder / "bench.json").write_text(json.dumps(facts, indent=1))
    return facts
