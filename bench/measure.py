#!/usr/bin/env python3
"""Measures awaitlint against the compiler and clang-tidy, side by side on the same units, and prints a table.

In: options, see --help. Out: Markdown on standard output (docs/performance.md embeds it), what is going on on standard
error. Every figure is a ratio of two medians taken in turns in one run, on at most two cores. Refuses to go on when
awaitlint does not find exactly the mistakes that were planted: speed without findings is nothing.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import generate_mistakes
import generate_own_library
import generate_small_units
from editor import Editor
from generate_project import generate

TOP = pathlib.Path(__file__).resolve().parent.parent
TIDY_CHECKS = ("-*,cppcoreguidelines-avoid-capturing-lambda-coroutines,"
               "cppcoreguidelines-avoid-reference-coroutine-parameters,cppcoreguidelines-no-suspend-with-lock,"
               "misc-coroutine-hostile-raii")


class Cost:
    """What commands took: wall clock, processor time, the largest process."""

    def __init__(self, wall=0.0, cpu=0.0, memory=0.0):
        self.wall, self.cpu, self.memory = wall, cpu, memory


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def run(command, folder, allowed=(0, 1), environment=None):
    """Runs one command to its end; its own children count, as they are waited for."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=err, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        output, errors = out.read().decode(), err.read().decode()
    if process.returncode not in allowed:
        sys.exit(f"bench: status {process.returncode} of {' '.join(map(str, command))}\n{errors[-3000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), output, errors


class Project:
    """A folder with a database, and what the bench does to it."""

    def __init__(self, folder, awaitlint):
        self.folder, self.awaitlint = pathlib.Path(folder), awaitlint
        self.commands = json.loads((self.folder / "compile_commands.json").read_text())
        facts = self.folder / "bench.json"
        self.facts = json.loads(facts.read_text()) if facts.exists() else None
        self.cache = tempfile.mkdtemp(prefix="awaitlint-bench-cache-")

    def forget(self):
        shutil.rmtree(self.cache, ignore_errors=True)

    def check(self, *arguments, planted=None):
        """One run of awaitlint with this project's cache folder; the planted mistakes must be its findings."""
        cost, output, errors = run([self.awaitlint, "check", "--quiet", "--format", "json", *arguments], self.folder,
                                   allowed=(0, 1) if self.facts else (0, 1, 3),
                                   environment={"AWAITLINT_CACHE_DIR": self.cache})
        summary = json.loads(output)["summary"]
        found = summary["findings"]["total"]
        if planted is not None and found != planted:
            sys.exit(f"bench: {found} findings where {planted} mistakes were planted\n{errors[-3000:]}")
        self.last_units = summary["units"]
        return cost

    def check_only(self, files, *arguments, planted=None):
        """By a database without the other units: which of them read the files is a question of its own (the row of the
        PATH)."""
        with tempfile.TemporaryDirectory(prefix="awaitlint-bench-database-") as database:
            commands = [command for command in self.commands if command["file"] in files]
            (pathlib.Path(database) / "compile_commands.json").write_text(json.dumps(commands))
            return self.check("-p", database, *arguments, planted=planted)

    def compile(self, files, cores=2, preamble=None):
        """clang++-22 -fsyntax-only of each file, as many at a time; behind a precompiled header if one is given."""
        options = ["-include-pch", preamble, "-Xclang", "-fno-validate-pch"] if preamble else []
        return self.each(files, lambda words, file: [*words[:-4], *options, "-fsyntax-only", "-w", file], cores)

    def tidy(self, files):
        return self.each(files, lambda words, file: ["clang-tidy-22", f"-checks={TIDY_CHECKS}", "--quiet", "-p",
                                                     self.folder, file])

    def tidy_all(self):
        return run(["run-clang-tidy-22", "-quiet", "-j2", f"-checks={TIDY_CHECKS}", "-p", self.folder], self.folder)[0]

    def each(self, files, command_of, cores=2):
        words = {command["file"]: command["arguments"] for command in self.commands}
        total, lock = Cost(), threading.Lock()

        def one(file):
            cost = run(command_of(words[file], file), self.folder)[0]
            with lock:
                total.cpu += cost.cpu
                total.memory = max(total.memory, cost.memory)

        start = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(min(cores, len(files))) as pool:
            list(pool.map(one, files))
        total.wall = time.monotonic() - start
        return total


def median(costs):
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "memory")))


def in_turns(runs, *commands, prepare=lambda: None):
    """The median of each, taken in turns so that a slower minute of the machine, and what it remembers, hits all alike."""
    costs = [[] for _ in commands]
    for _ in range(runs):
        prepare()
        for command, cost in zip(commands, costs):
            cost.append(command())
    return [median(cost) for cost in costs]


class Row:
    def __init__(self, what, against, at_most, ours, theirs, measure="wall"):
        self.what, self.against, self.at_most = what, against, at_most
        self.ours, self.theirs, self.measure = ours, theirs, measure

    def text(self):
        unit = "MiB" if self.measure == "memory" else "s"
        mine, other = getattr(self.ours, self.measure), getattr(self.theirs, self.measure)
        ratio = mine / other
        cpu = "" if unit == "MiB" or not self.theirs.cpu else f"{self.ours.cpu / self.theirs.cpu:.3f}"
        at_most = f"{self.at_most:.2f}" if self.at_most is not None else ""
        verdict = "" if self.at_most is None else "yes" if ratio <= self.at_most else "**no**"
        return (f"| {self.what} | {self.against} | {at_most} | {ratio:.3f} | {cpu} | {mine:.2f} {unit} | "
                f"{other:.2f} {unit} | {verdict} |")


HEADER = """\
| what | against | at most | measured | by processor time | awaitlint | the other | reached |
|---|---|---|---|---|---|---|---|"""


def one_clean(project):
    """A coroutine unit without a mistake: nothing to prove, and the compiler accepts it."""
    return project.facts["coroutines"][1]


def row_unit(project, options):
    file = one_clean(project)
    ours, theirs = in_turns(options.runs, lambda: project.check_only([file], "--no-cache", planted=0),
                            lambda: project.compile([file]))
    name = "one Beast coroutine unit, cold"
    yield Row(name, "`clang++-22 -fsyntax-only`", 0.42, ours, theirs)
    yield Row(f"{name}: memory", "`clang++-22 -fsyntax-only`", 0.70, ours, theirs, "memory")


def row_tidy(project, options):
    file = one_clean(project)
    ours, theirs = in_turns(options.runs, lambda: project.check_only([file], "--no-cache", planted=0),
                            lambda: project.tidy([file]))
    yield Row("one Beast coroutine unit, cold", "`clang-tidy-22` with its coroutine checks", 0.33, ours, theirs)


def row_project(project, options):
    planted = project.facts and project.facts["planted"]
    # clang-tidy takes minutes here: once is what it gets.
    theirs = project.tidy_all()
    ours = []
    for _ in range(options.runs):
        project.forget()
        ours.append(project.check("-j2", planted=planted))
    units = project.last_units
    yield Row(f"whole project, cold, 2 cores ({units['total']} units, {units['skipped']} skipped)",
              "`run-clang-tidy-22` with its coroutine checks", 0.06, median(ours), theirs)


def row_shared(project, options):
    files = project.facts["coroutines"]
    ours, theirs = in_turns(max(1, options.runs // 2), lambda: project.check_only(files, "-j2",
                                                                                  planted=project.facts["planted"]),
                            lambda: project.compile(files), prepare=project.forget)
    yield Row(f"{len(files)} coroutine units that share their library includes, cold, 2 cores",
              "`clang++-22 -fsyntax-only` of each", 0.20, ours, theirs)


def row_unchanged(project, options):
    planted = project.facts and project.facts["planted"]
    project.forget()
    cold = project.check("-j2", planted=planted)
    warm = median([project.check("-j2", planted=planted) for _ in range(options.runs)])
    yield Row(f"whole project ({project.last_units['total']} units), nothing changed", "cold", 0.01, warm, cold)
    thousand = Cost(warm.wall * 1000 / project.last_units["total"], 0, 0)
    yield Row("the same, per 1,000 units", "one second", 1.0, thousand, Cost(1.0, 0, 0))


def row_header(project, options):
    """A header that every coroutine unit includes: another comment, and a branch that is switched and switched back."""
    planted = project.facts["planted"]
    path = project.folder / "src/net/hub.h"
    text = path.read_text()
    project.forget()
    cold = project.check("-j2", planted=planted)
    comments = iter(range(1000))

    def with_other_text(other):
        path.write_text(other)
        return project.check("-j2", planted=planted)

    commented = median([with_other_text(f"// Edit {next(comments)}.\n\n{text}") for _ in range(options.runs)])
    with_other_text(f"{text}\nint another;\n")
    back = with_other_text(text)
    yield Row("a comment in a header that every coroutine unit includes", "cold, processor time", 0.10, commented, cold,
              "cpu")
    yield Row("the same header changed, and changed back", "cold, processor time", 0.02, back, cold, "cpu")


def row_edited(project, options):
    file = one_clean(project)
    path = project.folder / file
    text = path.read_text()
    project.forget()
    project.check("-j2")
    project.check("-j2", file)
    edits = iter(range(1000))

    def edit():
        path.write_text(text + f"\nint edited_{next(edits)};\n")

    edit()
    project.check(file)  # what is kept for an edited file may be built at its first edit
    # How much of it is Clang's own: the same file, behind the very preamble.
    preamble = max(pathlib.Path(project.cache).rglob("*.pch"), key=lambda file: file.stat().st_mtime)
    ours, theirs, floor = in_turns(options.runs, lambda: project.check(file, planted=0), lambda: project.compile([file]),
                                   lambda: project.compile([file], preamble=preamble), prepare=edit)
    path.write_text(text)
    yield Row("one source file edited", "`clang++-22 -fsyntax-only` of that file", 0.06, ours, theirs)
    yield Row("the compiler itself, behind awaitlint's preamble", "`clang++-22 -fsyntax-only` of that file", None, floor,
              theirs)


def row_editor(project, options):
    file = one_clean(project)
    text = (project.folder / file).read_text()
    edits = iter(range(1000))
    project.forget()
    with Editor(project.awaitlint, project.folder, file, {"AWAITLINT_CACHE_DIR": project.cache}) as editor:
        editor.open(text)

        def edit():
            time.sleep(1)  # what comes sooner counts as typing
            wall, cpu, found = editor.edit(text + f"\nint edited_{next(edits)};\n")
            if found:
                sys.exit(f"bench: {len(found)} findings in a file without a mistake")
            return Cost(wall, cpu, 0)

        ours, theirs = in_turns(options.runs, edit, lambda: project.compile([file]))
    yield Row("one source file edited, in an editor", "`clang++-22 -fsyntax-only` of that file", 0.06, ours, theirs)


def row_overhead(project, options):
    file = one_clean(project)
    ours, theirs = in_turns(options.runs, lambda: project.check_only([file], "--no-cache", planted=0),
                            lambda: run([project.awaitlint, "facts", file], project.folder)[0])
    yield Row("supervisor and worker", "one unit in process (`awaitlint facts`)", 1.05, ours, theirs)


def row_cores(project, options):
    files = project.facts["coroutines"]
    ours, theirs = in_turns(max(1, options.runs // 2), lambda: project.check_only(files, "--no-cache", "-j2"),
                            lambda: project.check_only(files, "--no-cache", "-j1"))
    yield Row(f"two cores ({len(files)} coroutine units)", "one", 0.53, ours, theirs)
    some = files[:10]
    both, one = in_turns(1, lambda: project.compile(some), lambda: project.compile(some, cores=1))
    yield Row(f"the machine itself: `clang++-22 -fsyntax-only` of {len(some)} units on two cores", "one", None, both, one)


# What a finding costs: shape, in words, at most.
MISTAKES = [
    ("asio_deferred", "no mistake, Asio's operations awaited as they are", 0.5),
    ("awaitable_results", "no mistake, a library whose results are themselves awaitable", 0.8),
    ("one", "one mistake, first include a user's header with coroutines", 1.6),
    ("mixed_20", "20 mixed mistakes, four task types", 2.0),
    ("function_20", "20 in one function, a candidate of half of them not provable", 2.0),
    ("function_100", "100 in one function, a candidate of half of them not provable", 2.5),
    ("function_40_hopeless", "40 in one function, 8 of them without a provable repair", 2.5),
    ("mixed_200", "200 mixed in 10 functions", 3.0),
    ("mixed_1000", "1,000 mixed in 50 functions", 4.0),
    ("same_1000", "1,000 of one kind", 2.0),
]


def compile_with_errors(project, file, *options):
    words = next(command["arguments"] for command in project.commands if command["file"] == file)
    return run([*words[:-4], "-fsyntax-only", "-w", *options, file], project.folder)[0]


def check_only(project, file, *options):
    return project.check_only([file], *options, planted=project.facts["planted"][file])


def row_mistakes(_, options):
    with tempfile.TemporaryDirectory(prefix="awaitlint-bench-") as folder:
        generate_mistakes.generate(pathlib.Path(folder).resolve())
        project = Project(pathlib.Path(folder).resolve(), options.awaitlint)
        for shape, words, at_most in MISTAKES:
            file = f"{shape}.cpp"
            ours, theirs = in_turns(options.runs, lambda: check_only(project, file, "--no-cache"),
                                    lambda: compile_with_errors(project, file))
            yield Row(words, "`clang++-22 -fsyntax-only`, processor time", at_most, ours, theirs, "cpu")
        file = "asio_deferred.cpp"
        theirs, without = in_turns(options.runs, lambda: compile_with_errors(project, file),
                                   lambda: compile_with_errors(project, file, "-Xclang", "-skip-function-bodies"))
        yield Row("the first of these by the compiler itself, where it skips all function bodies",
                  "`clang++-22 -fsyntax-only`, processor time", None, without, theirs, "cpu")
        path, edits = project.folder / "mixed_20.cpp", iter(range(1000))
        text = path.read_text()

        def edit():
            path.write_text(text + f"// edited {next(edits)}\n")

        for _ in range(2):
            edit()
            check_only(project, path.name)  # what is kept for an edited file may be built at its first edit
        ours, theirs = in_turns(options.runs, lambda: check_only(project, path.name),
                                lambda: compile_with_errors(project, path.name), prepare=edit)
        yield Row("20 mixed mistakes, a comment appended, warm", "`clang++-22 -fsyntax-only`, processor time", 0.5, ours,
                  theirs, "cpu")
        project.forget()
        ours, theirs = in_turns(options.runs, lambda: project.check("--no-cache", "one.cpp"),
                                lambda: check_only(project, "one.cpp", "--no-cache"))
        yield Row("one unit of ten, by its PATH: do the others read it", "a database of that unit alone, processor time", None,
                  ours, theirs, "cpu")
        again, _ = in_turns(options.runs, lambda: project.check("one.cpp"), lambda: check_only(project, "one.cpp"))
        yield Row("the same, warm", "a database of that unit alone, cold", None, again, theirs, "cpu")


def row_asio(_, options):
    with tempfile.TemporaryDirectory(prefix="awaitlint-bench-") as folder:
        folder = pathlib.Path(folder).resolve()
        generate_mistakes.generate_asio(folder, 10)
        project = Project(folder, options.awaitlint)
        files = [command["file"] for command in project.commands]
        for words, arguments in (("cold, 2 cores", []), ("without a cache, 2 cores", ["--no-cache"])):
            ours, theirs = in_turns(options.runs, lambda: project.check("-j2", *arguments, planted=0),
                                    lambda: project.compile(files), prepare=project.forget)
            yield Row(f"{len(files)} units on Asio without a mistake, operations awaited as they are, {words}",
                      "`clang++-22 -fsyntax-only` of each, processor time", 0.35, ours, theirs, "cpu")
        project.forget()


def row_library(_, options):
    with tempfile.TemporaryDirectory(prefix="awaitlint-bench-") as folder:
        generate_own_library.generate(pathlib.Path(folder).resolve())
        project = Project(pathlib.Path(folder).resolve(), options.awaitlint)
        planted = project.facts["planted"]
        ours, theirs = in_turns(max(1, options.runs // 2), lambda: project.check("-j2", planted=planted), project.tidy_all,
                                prepare=project.forget)
        yield Row(f"a coroutine library and its tests, cold ({project.last_units['total']} units)",
                  "`run-clang-tidy-22` with its coroutine checks, processor time", 0.35, ours, theirs, "cpu")
        file, edits = "test/test_0.cpp", iter(range(1000))
        path = project.folder / file
        text = path.read_text()

        def edit():
            path.write_text(text + f"int edited_{next(edits)};\n")

        edit()
        project.check(file)  # what is kept for an edited file may be built at its first edit
        ours, theirs = in_turns(options.runs, lambda: project.check(file, planted=0), lambda: project.compile([file]),
                                prepare=edit)
        yield Row("the same, one test edited", "`clang++-22 -fsyntax-only` of that file, processor time", 0.35, ours, theirs,
                  "cpu")
        project.forget()


def row_start(_, options):
    with tempfile.TemporaryDirectory(prefix="awaitlint-bench-") as folder:
        (pathlib.Path(folder) / "a.cpp").write_text("int main() {}\n")
        ours, theirs = in_turns(max(options.runs, 10),
                                lambda: run([options.awaitlint, "check", "--no-cache", "-q", "a.cpp", "--", "-std=c++20"], folder)[0],
                                lambda: run(["clang++-22", "-std=c++20", "-fsyntax-only", "a.cpp"], folder)[0])
    yield Row("start: a trivial file", "`clang++-22 -fsyntax-only`, processor time", 1.0, ours, theirs, "cpu")


def row_many(_, options):
    units = 10000
    with tempfile.TemporaryDirectory(prefix="awaitlint-bench-") as folder:
        generate_small_units.generate(pathlib.Path(folder).resolve(), units)
        project = Project(pathlib.Path(folder).resolve(), options.awaitlint)
        project.check("-j2")
        warm = median([project.check("-j2") for _ in range(options.runs)])
        project.forget()
    yield Row(f"{units:,} small units, nothing changed", "one second", 0.5, warm, Cost(1.0, 1.0, 0))
    yield Row(f"{units:,} small units, nothing changed: memory", "150 MiB", 1.0, warm, Cost(0, 0, 150), "memory")


ROWS = {"unit": row_unit, "tidy": row_tidy, "project": row_project, "shared": row_shared, "unchanged": row_unchanged,
        "header": row_header, "edited": row_edited, "editor": row_editor, "overhead": row_overhead, "cores": row_cores,
        "mistakes": row_mistakes, "asio": row_asio, "library": row_library, "start": row_start, "many": row_many}
ROWS_OF_ANY_PROJECT = ("project", "unchanged")


def parse_options():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default=",".join(ROWS), help=f"which of them: {', '.join(ROWS)}")
    parser.add_argument("--units", type=int, default=400, help="size of the generated project")
    parser.add_argument("--quick", action="store_true", help="60 units, one run each: does it work at all")
    parser.add_argument("--runs", type=int, default=5, help="of which the median is taken")
    parser.add_argument("--repository", action="append", default=[], metavar="FOLDER",
                        help="a project of yours with a compile_commands.json, as a further table; may repeat")
    parser.add_argument("--awaitlint", default=TOP / "build/awaitlint", help="the program to measure")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    options.rows = options.rows.split(",")
    if unknown := [row for row in options.rows if row not in ROWS]:
        parser.error(f"there is no row {', '.join(unknown)}; there are {', '.join(ROWS)}")
    if options.quick:
        options.units, options.runs = 60, 1
    options.awaitlint = pathlib.Path(options.awaitlint).resolve()
    return options


def table(project, options, rows):
    lines = [HEADER]
    for name in rows:
        say(f"row {name}")
        for row in ROWS[name](project, options):
            lines.append(row.text())
            say(lines[-1])
    project.forget()
    return "\n".join(lines)


def write_page(text):
    page = TOP / "docs/performance.md"
    begin, end = "<!-- bench: begin -->\n", "<!-- bench: end -->"
    head, rest = page.read_text().split(begin)
    page.write_text(head + begin + text + "\n" + end + rest.split(end)[1])


def main():
    options = parse_options()
    cores = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, cores)  # everything that is started inherits it
    load = os.getloadavg()[0]
    if load > 0.5:
        say(f"the machine is busy (load {load:.1f}): trust processor time more than the clock")
    with tempfile.TemporaryDirectory(prefix="awaitlint-bench-") as folder:
        facts = generate(pathlib.Path(folder).resolve(), options.units)
        lines = [f"Generated project: {facts['units']} units, {len(facts['coroutines'])} of them with coroutines, "
                 f"{facts['lines']:,} lines, {facts['planted']} planted mistakes, all found. {len(cores)} cores, "
                 f"median of {options.runs}, load {load:.1f} at the start.", "",
                 table(Project(folder, options.awaitlint), options, options.rows)]
    for number, repository in enumerate(options.repository, 1):
        rows = [row for row in options.rows if row in ROWS_OF_ANY_PROJECT]
        lines += ["", f"Repository {number}:", "", table(Project(repository, options.awaitlint), options, rows)]
    text = "\n".join(lines)
    print(text)
    if options.write:
        write_page(text)


if __name__ == "__main__":
    main()
