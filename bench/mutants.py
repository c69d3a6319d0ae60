"""Removes `co_await` at sampled places of a repository and looks whether awaitlint puts it back.

In: a repository and a seed. Out: counts. Units are sampled first, then places in them and their headers. A place is a
co_await that some unit compiles, outside macros, where neither the operand nor the coroutine's promise depends on a
template parameter (what does is maybe, and maybe is silent); at most one per function. It is kept if the code still compiles without it, or fails with an error about types or names (not about
syntax: such a place says nothing about awaitlint). Places in different files are tried together. The checkout is not
changed: Clang reads the mutant through an overlay, awaitlint in a copy.
"""
import concurrent.futures
import json
import os
import random
import re
import shutil
import subprocess
import threading
from collections import defaultdict
from pathlib import Path

from repository import awaits_in, facts_of, run_awaitlint

CLANG = "clang++-22"
SYNTAX = re.compile(r"error: (expected|extraneous|unexpected|missing|unterminated)")
ERROR = re.compile(r"(?:fatal )?error: (.*)")
SECONDS = 300
MOST_UNITS = 2  # read by awaitlint per mutated file, its own first


class Mutant:
    def __init__(self, repository, file, await_facts, readers):
        text = (repository.folder / file).read_bytes()
        keyword = await_facts["site"]["keyword"]
        start = keyword.get("offset", 0)
        end = start + len(b"co_await")
        while text[end:end + 1].isspace():
            end += 1
        self.file, self.start, self.original = file, start, text
        self.text = text[:start] + text[end:]
        self.line = keyword.get("line", 0)
        self.readers = readers
        self.outcome = self.error = ""

    def is_restored_by(self, suggestion):
        """The suggestion's edits give the original back, but for white space."""
        edits = [e for e in suggestion["edits"] if e["file"] == self.file]
        if not edits or len(edits) != len(suggestion["edits"]):
            return False
        text = self.text
        for edit in sorted(edits, key=lambda e: e["offset"], reverse=True):
            text = text[:edit["offset"]] + edit["text"].encode() + text[edit["offset"] + edit["length"]:]
        return b"".join(text.split()) == b"".join(self.original.split())


def places(repository, units, options):
    """Sampled places, one per function."""
    readers = defaultdict(list)
    for unit in units:
        for file in unit.get("user_files", []):
            readers[file].append(unit["file"])
    functions = {}
    order = sorted(awaits_in(units).items(), key=lambda item: item[0])
    random.Random(options.seed).shuffle(order)
    for (file, offset), found in order:
        text = (repository.folder / file).read_bytes()
        function, site = found["around"], found["site"]
        is_plain = (found.get("outcome", "accepted") == "accepted"
                    and not site.get("macro") and not site.get("is_partly_in_macro")
                    and function.get("promise_type"))
        if not is_plain or text[offset:offset + 8] != b"co_await":
            continue
        body = function.get("body", {})
        functions.setdefault((file, body.get("offset")), (file, found))
    chosen = list(functions.values())[:options.number]
    # A unit's own file first: a header is read through another one.
    return [Mutant(repository, file, found, sorted(readers[file], key=lambda reader: (reader != file, reader)))
            for file, found in chosen]


def syntax_argv(entry):
    argv, skip = [CLANG], False
    for argument in entry["arguments"][1:]:
        if skip:
            skip = False
        elif argument in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif argument not in ("-c", "-MD", "-MMD"):
            argv.append(argument)
    return argv + ["-fsyntax-only", "-w", "-fno-color-diagnostics", "-ferror-limit=0"]


def compile_mutant(repository, mutant, entries, scratch):
    """Sets the outcome: "compiles", "type error", "syntax error", or "broken" where the place says nothing."""
    own = threading.get_ident()
    changed, overlay = Path(scratch) / f"changed-{own}", Path(scratch) / f"overlay-{own}.yaml"
    changed.write_bytes(mutant.text)
    overlay.write_text(json.dumps({"version": 0, "case-sensitive": "true", "use-external-names": "false", "roots": [
        {"type": "file", "name": str(repository.folder / mutant.file), "external-contents": str(changed)}]}))
    entry = entries[mutant.readers[0]]
    try:
        done = subprocess.run([*syntax_argv(entry), "-ivfsoverlay", str(overlay)], cwd=entry["directory"], timeout=SECONDS,
                              capture_output=True, text=True, errors="replace")
    except subprocess.TimeoutExpired:
        mutant.outcome = "broken"
        return
    first = ERROR.search(done.stderr)
    mutant.error = first.group(1) if first else ""
    if done.returncode == 0:
        mutant.outcome = "compiles"
    else:
        mutant.outcome = "syntax error" if SYNTAX.search(done.stderr) or not first else "type error"


def groups_of(mutants):
    """Mutants to try together: no two in one file."""
    groups = []
    for mutant in mutants:
        group = next((g for g in groups if all(other.file != mutant.file for other in g)), None)
        if group is None:
            groups.append(group := [])
        group.append(mutant)
    return groups


def report_on_group(repository, group, entries, options, scratch, copy):
    """awaitlint's report on a copy with a group's mutants, and only the units that read them."""
    for mutant in group:
        (copy / mutant.file).write_bytes(mutant.text)
    units = {reader for mutant in group for reader in mutant.readers[:MOST_UNITS]}
    report = report_on(repository, units, entries, options, scratch, copy)
    for mutant in group:
        (copy / mutant.file).write_bytes(mutant.original)
    return report


def report_on(repository, units, entries, options, scratch, copy):
    """awaitlint's report on these units of a copy."""
    root, moved = str(repository.folder), str(copy)
    database = [{"directory": entries[unit]["directory"].replace(root, moved), "file": str(copy / unit),
                 "arguments": [argument.replace(root, moved) for argument in entries[unit]["arguments"]]}
                for unit in sorted(units)]
    for entry in database:
        os.makedirs(entry["directory"], exist_ok=True)
    (Path(scratch) / "compile_commands.json").write_text(json.dumps(database))
    text, _ = run_awaitlint(options.awaitlint, repository, copy, scratch,
                            ["check", "--format", "json", "--fail-on", "never", "-j", str(options.jobs)], scratch)
    return json.loads(text)


def verdict_on(mutant, report):
    """"proven", "at its making" (proven too: the await goes where the variable that keeps the value is made), "found"
    (without the proof, or with another repair), or "missed"."""
    near = [f for f in report["findings"]
            if f["file"] == mutant.file and f["line"] <= mutant.line <= max(f["end_line"], f["line"])]
    suggestions = [s for f in report["findings"] if f["file"] == mutant.file for s in f["suggestions"]]
    restoring = [s for s in suggestions if mutant.is_restored_by(s)]
    if any(s["proven"] for s in restoring):
        return "proven"
    makings = [f for f in report["findings"] if f["line"] < mutant.line and
               any((note.get("file"), note.get("line")) == (mutant.file, mutant.line) for note in f["notes"])]
    if any(s["proven"] and s["kind"] == "await" for f in makings for s in f["suggestions"]):
        return "at its making"
    return "found" if restoring or near else "missed"


def measure(repository, options, scratch):
    entries = {os.path.relpath(entry["file"], repository.folder): entry for entry in reversed(repository.entries())}
    awaiting = sorted(file for file in entries
                      if not file.startswith("..") and b"co_await" in (repository.folder / file).read_bytes())
    random.Random(options.seed).shuffle(awaiting)
    units = facts_of(options.awaitlint, repository, scratch, options.jobs, awaiting[:options.units])
    mutants = places(repository, units, options)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(lambda mutant: compile_mutant(repository, mutant, entries, scratch), mutants))
    kept = [m for m in mutants if m.outcome in ("compiles", "type error")]
    copy = Path(scratch) / repository.name
    shutil.copytree(repository.folder, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "*.o", "*.a"))
    verdicts = {}
    for group in groups_of(kept):
        report = report_on_group(repository, group, entries, options, scratch, copy)
        for mutant in group:
            verdicts[mutant] = verdict_on(mutant, report)
    if options.verbose:
        for mutant in mutants:
            print(f"  {mutant.file}:{mutant.line}: {mutant.outcome}, {verdicts.get(mutant, 'not tried')}"
                  + (f" ({mutant.error})" if mutant.error else ""))
    values = list(verdicts.values())
    return {"seed": options.seed, "units": options.units, "sampled": len(mutants), "kept": len(kept),
            "compiling": sum(m.outcome == "compiles" for m in kept), "found": len(values) - values.count("missed"),
            "proven": values.count("proven") + values.count("at its making"),
            "at_its_making": values.count("at its making")}
