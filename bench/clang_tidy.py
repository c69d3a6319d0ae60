"""What clang-tidy 22's four checks about coroutines say of a checkout, for comparison with awaitlint's rules of lifetimes and locks.

In: a repository (repository.py). Out: the different places in the repository's own files, by group, and a sample of them to be
read, the same for the same seed. It judges nothing: how many of the sample are true is for a reader to say.
"""
import concurrent.futures
import os
import random
import re
import subprocess
from pathlib import Path

from repository import KEYWORDS

GROUPS = {"cppcoreguidelines-avoid-reference-coroutine-parameters": "references",
          "cppcoreguidelines-avoid-capturing-lambda-coroutines": "lambdas",
          "cppcoreguidelines-no-suspend-with-lock": "held",
          "misc-coroutine-hostile-raii": "held"}
LINE = re.compile(r"^([^\s:][^:\n]*):(\d+):(\d+): (?:warning|error): .* \[([\w.,-]+)\]$", re.MULTILINE)
FAILED = re.compile(r"^\S+: (?:fatal )?error: .*\[clang-diagnostic-error\]$", re.MULTILINE)


def places_of_unit(repository, program, file, directory):
    """(relative file, line, column, check) of one unit, and whether it failed to compile."""
    done = subprocess.run([program, "-quiet", "-p", repository.database, "--config={}",
                           f"--header-filter=^{re.escape(str(repository.folder))}/", f"--checks=-*,{','.join(GROUPS)}", file],
                          cwd=repository.folder, capture_output=True, text=True, errors="replace")
    found = set()
    for path, line, column, checks in LINE.findall(done.stdout):
        # Of an entry that names its file so, relative to the entry's folder.
        inside = os.path.relpath(os.path.normpath(os.path.join(directory, path)), repository.folder)
        for check in checks.split(","):
            if check in GROUPS and not inside.startswith("../"):
                found.add((inside, int(line), int(column), check))
    return found, bool(FAILED.search(done.stdout)) or not done.stdout and done.returncode != 0


def units_of(files, most):
    """All of them, or so many: those with the most coroutine keywords of their own."""
    files = sorted(files)
    if not most or len(files) <= most:
        return files
    return sorted(files, key=lambda file: -len(KEYWORDS.findall(Path(file).read_text(errors="replace"))))[:most]


def measure(repository, program, jobs, most=0):
    """All places of these units, once each, without what the repository's row leaves out, and how many units failed."""
    directories = {entry["file"]: entry["directory"] for entry in repository.entries()}
    files = units_of(directories, most)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = list(pool.map(lambda file: places_of_unit(repository, program, file, directories[file]), files))
    left_out = tuple(folder.rstrip("/*") + "/" for folder in repository.judged.get("exclude", []))
    places = sorted({place for found, _ in results for place in found if not place[0].startswith(left_out)})
    return places, len(files), sum(failed for _, failed in results)


def counts_of(places):
    counts = dict.fromkeys(GROUPS.values(), 0)
    for *_, check in places:
        counts[GROUPS[check]] += 1
    return counts


def sample_of(places, number, seed):
    """So many places, from each group as many as from another where there are enough."""
    chooser = random.Random(seed)
    groups = [[place for place in places if GROUPS[place[3]] == group] for group in dict.fromkeys(GROUPS.values())]
    for group in groups:
        chooser.shuffle(group)
    chosen = []
    while len(chosen) < number and any(groups):
        chosen += [group.pop() for group in groups if group]
    return sorted(chosen[:number])
