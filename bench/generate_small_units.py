#!/usr/bin/env python3
"""Writes a project of very many very small units, a tenth of them with a coroutine: what a run costs besides parsing.

In: an empty folder, and how many; with --functions, how many asynchronous functions each folder's header declares, beside as many
synchronous ones in a header of their own. One coroutine of each folder then awaits a synchronous one and does not include the other header.
Out: sources in folders of a hundred, headers, compile_commands.json. Needs no library but the standard's.
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


def write_headers(folder, functions):
    numbers = range(functions)
    space = f"namespace {folder.name} {{\n"
    sync = "".join(f"int read_record{i}(int id, const char* name);\n" for i in numbers)
    (folder / "records.h").write_text(f"#pragma once\n{space}{sync}}}\n")
    async_ = "".join(f"task read_record{i}_async(int id, const char* name);\n" for i in numbers)
    (folder / "async_records.h").write_text(f'#pragma once\n#include "task.h"\n{space}{async_}}}\n')


def coroutine(unit, folder, functions):
    if functions and unit % 100 == 0:
        return (f'#include "task.h"\n#include "records.h"\n'
                f'task run{unit}() {{ co_return co_await {folder.name}::read_record{unit // 100 % functions}({unit}, "a"); }}\n')
    header = "async_records.h" if functions else "task.h"
    return f'#include "{header}"\ntask load{unit}();\ntask run{unit}() {{ co_return co_await load{unit}(); }}\n'


def generate(folder, units, functions=0):
    folder = pathlib.Path(folder)
    (folder / "task.h").write_text(TASK)
    commands = []
    for unit in range(units):
        file = folder / f"part{unit // 100}" / f"unit{unit}.cpp"
        if not file.parent.is_dir():
            file.parent.mkdir()
            if functions:
                write_headers(file.parent, functions)
        text = f"int plain{unit}(int x) {{ return x + {unit}; }}\n"
        file.write_text(text if unit % 10 else coroutine(unit, file.parent, functions))
        name = str(file.relative_to(folder))
        commands.append({"directory": str(folder), "file": name, "arguments": [
            "clang++-22", "-std=c++20", "-O2", f"-DUNIT={unit}", "-I", str(folder), "-o", f"{name}.o", "-c", name]})
    (folder / "compile_commands.json").write_text(json.dumps(commands))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--units", type=int, default=10000)
    parser.add_argument("--functions", type=int, default=0)
    arguments = parser.parse_args()
    generate(pathlib.Path(arguments.folder).resolve(), arguments.units, arguments.functions)
