#!/usr/bin/env python3
"""Writes a project of very many very small units, a tenth of them with a coroutine: what a run costs besides parsing.

In: an empty folder, and how many. Out: sources in folders of a hundred, one header of their own, compile_commands.json. Needs no
library but the standard's.
"""
import argparse
import json
import pathlib

TASK = """\
#pragma once
#include <coroutine>
struct task {
    struct promise_type {
        task get_return_object();
        std::suspend_always initial_suspend();
        std::suspend_always final_suspend() noexcept;
        void return_value(int);
        void unhandled_exception();
    };
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    int await_resume();
};
"""


def generate(folder, units):
    folder = pathlib.Path(folder)
    (folder / "task.h").write_text(TASK)
    commands = []
    for unit in range(units):
        file = folder / f"part{unit // 100}" / f"unit{unit}.cpp"
        file.parent.mkdir(exist_ok=True)
        if unit % 10 == 0:
            text = f'#include "task.h"\ntask load{unit}();\ntask run{unit}() {{ co_return co_await load{unit}(); }}\n'
        else:
            text = f"int plain{unit}(int x) {{ return x + {unit}; }}\n"
        file.write_text(text)
        name = str(file.relative_to(folder))
        commands.append({"directory": str(folder), "file": name, "arguments": [
            "clang++-22", "-std=c++20", "-O2", f"-DUNIT={unit}", "-I", str(folder), "-o", f"{name}.o", "-c", name]})
    (folder / "compile_commands.json").write_text(json.dumps(commands))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--units", type=int, default=10000)
    arguments = parser.parse_args()
    generate(pathlib.Path(arguments.folder).resolve(), arguments.units)
