#!/usr/bin/env python3
"""Rewrites the files that show what the program prints, after a look at the difference.

In: the pages of docs/, the reports of tests/expected/, and what was built. Out: a diff of each page whose ```console blocks
show something else than their commands print, of docs/facts.md where its JSON is not what `awaitlint facts` prints for the
code above it, of docs/report-reference.md where it is not what report_reference.py makes of the schema, and of each report that a
test expects and the formats do not give; after a yes (or with --yes) these files, rewritten. Says nothing of why something has
changed: the user who says yes has to know. Runs what the pages' blocks say, in a
folder of its own, as the tests of the pages do.
"""
import argparse
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import report_reference

DOTS = "..."  # a line of a page that stands for any lines
PROGRESS = re.compile(r"\[\d+/\d+\] \d+ findings?(, \d+:\d\d to go)?")
UNIT_FLAGS = ["-std=c++20", "-nostdinc++"]


class Step:
    """A command of a console block, and the lines of the page below it that show what it prints."""

    def __init__(self, command, first):
        self.command, self.first, self.last = command, first, first


def console_steps(lines):
    steps, is_inside = [], False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            is_inside = not is_inside and line == "```console"
        elif is_inside and line.startswith("$ "):
            steps.append(Step(line[2:], number + 1))
        elif is_inside and steps:
            steps[-1].last = number + 1
    return steps


def printed_by(steps, top, program):
    """The lines of each, when all are run in one shell, in order."""
    with tempfile.TemporaryDirectory() as outputs, tempfile.TemporaryDirectory() as folder:
        os.symlink(top / "fixtures", pathlib.Path(folder) / "fixtures")
        script = ["status=0"]
        for number, step in enumerate(steps):
            script += [f"exec >'{outputs}/{number}' 2>&1; (exit $status)", step.command, "status=$?"]
        environment = os.environ | {"PATH": f"{program.parent}:{os.environ.get('PATH', '/usr/bin:/bin')}",
                                    "TMPDIR": folder, "AWAITLINT_CACHE_DIR": f"{outputs}/cache"}
        subprocess.run(["/bin/bash", "-c", "\n".join(script)], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                       check=False)
        all_printed = []
        for number in range(len(steps)):
            output = pathlib.Path(outputs, str(number))
            text = output.read_text(errors="replace") if output.exists() else ""
            all_printed.append([line for line in text.splitlines() if not PROGRESS.fullmatch(line)])
        return all_printed


def matches(shown, printed):
    if not shown:
        return not printed
    if shown[0] == DOTS:
        return any(matches(shown[1:], printed[rest:]) for rest in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and matches(shown[1:], printed[1:])


def likest(part, printed, begin):
    """Where as many lines begin that are most like the part."""
    places = range(begin, max(begin, len(printed) - len(part)) + 1)
    return max(places, key=lambda at: difflib.SequenceMatcher(
        None, "\n".join(part), "\n".join(printed[at:at + len(part)])).ratio())


def shown_anew(shown, printed):
    """What a page is to show in place of what it shows: its dots stay."""
    if DOTS not in shown:
        return printed
    parts = [[]]
    for line in shown:
        parts.append([]) if line == DOTS else parts[-1].append(line)
    anew, at = [], 0
    for number, part in enumerate(parts):
        is_last = number + 1 == len(parts)
        begin = 0 if number == 0 else len(printed) - len(part) if is_last else likest(part, printed, at)
        at = max(begin, at) + len(part)
        anew += printed[max(begin, at - len(part)):at] + ([] if is_last else [DOTS])
    return anew


def page_anew(text, top, program):
    lines = text.splitlines()
    steps = console_steps(lines)
    if not steps:
        return text
    for step, printed in reversed(list(zip(steps, printed_by(steps, top, program)))):
        shown = lines[step.first:step.last]
        if not matches(shown, printed):
            lines[step.first:step.last] = shown_anew(shown, printed)
    return "\n".join(lines) + "\n"


def files_of(code):
    """An example of several files has the name of each above it: `// stock.h`."""
    parts = re.split(r"^// (\w+\.(?:h|cpp))\n", code, flags=re.M)
    return list(zip(parts[1::2], parts[2::2])) if len(parts) > 1 else [("a.cpp", code)]


def facts_of(code, top, program):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files_of(code):
            pathlib.Path(folder, name).write_text(text)
        command = [program, "facts", "a.cpp", "--", *UNIT_FLAGS, "-isystem", str(top / "fixtures/lib")]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if ran.returncode not in (0, 3):
            sys.exit(f"bless: 'awaitlint facts' failed:\n{ran.stderr}")
        return json.loads(ran.stdout)


def of_the_same_shape(some, everything):
    """What `everything` says where `some` says anything."""
    if isinstance(some, dict) and isinstance(everything, dict):
        return {key: of_the_same_shape(some[key], everything[key]) for key in some if key in everything}
    if isinstance(some, list) and isinstance(everything, list):
        return [of_the_same_shape(some[min(i, len(some) - 1)], each) if some else each
                for i, each in enumerate(everything)]
    return everything


def examples_anew(text, top, program):
    """Each block of JSON is about the block of C++ above it."""
    code = ""

    def anew(block):
        nonlocal code
        if block["language"] == "cpp":
            code = block["body"]
            return block[0]
        says = json.loads(block["body"])
        prints = of_the_same_shape(says, facts_of(code, top, program))
        return block[0] if prints == says else f"```json\n{json.dumps(prints, indent=2, ensure_ascii=False)}\n```\n"

    return re.sub(r"```(?P<language>cpp|json)\n(?P<body>.*?)```\n", anew, text, flags=re.DOTALL)


def reports_anew(top, test):
    """What the formats give, for each report that is expected."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([test, "--gtest_filter=*PrintTheReport*"], env=os.environ | {"AWAITLINT_PRINTED_TO": folder},
                       stdout=subprocess.DEVNULL, check=False)
        for report in sorted((top / "tests/expected").glob("report.*")):
            printed = pathlib.Path(folder, report.name)
            if not printed.exists():
                sys.exit(f"bless: {test} has not written {report.name}")
            yield report, printed.read_text()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--top", type=pathlib.Path, default=pathlib.Path.cwd(), help="the folder of the repository")
    parser.add_argument("--awaitlint", type=pathlib.Path, help="the program; build/awaitlint below the top unless given")
    parser.add_argument("--yes", action="store_true", help="rewrite without asking")
    options = parser.parse_args()
    top = options.top.resolve()
    program = (options.awaitlint or top / "build/awaitlint").resolve()
    report_test = program.parent / "tests/report_test"
    has_reports = (top / "tests/expected").exists()
    for built in [program] + [report_test] * has_reports:
        if not built.exists():
            sys.exit(f"bless: there is no {built}. Run: ./dev build")
    anew_texts = list(reports_anew(top, report_test)) if has_reports else []
    for page in sorted((top / "docs").glob("**/*.md")):
        text = page.read_text()
        anew = page_anew(text, top, program)
        if page == top / "docs/facts.md":
            anew = examples_anew(anew, top, program)
        if page == top / "docs/report-reference.md":
            anew, _ = report_reference.reference(json.loads((top / "docs/schema/report.schema.json").read_text()))
        anew_texts.append((page, anew))
    changed = {}
    for file, anew in anew_texts:
        text = file.read_text()
        if anew == text:
            continue
        changed[file] = anew
        name = str(file.relative_to(top))
        sys.stdout.writelines(difflib.unified_diff(text.splitlines(True), anew.splitlines(True), name, name))
    if not changed:
        print("nothing to bless: what is shown is what is printed")
        return
    if not options.yes:
        print(f"Write {'this file' if len(changed) == 1 else f'these {len(changed)} files'}? [y/N] ", end="", flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            sys.exit("bless: nothing was written")
    for file, text in changed.items():
        file.write_text(text)
        print(f"wrote {file.relative_to(top)}")


if __name__ == "__main__":
    main()
