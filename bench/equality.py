#!/usr/bin/env python3
"""Whether awaitlint says the same of real code however it gets there.

  equality.py FOLDER[:DATABASE]... [--units 16] [-n 40] [--seed 1] [--ways WAY,..] [--verbose]

FOLDER is a checkout as for corpus.py. Units whose source awaits are sampled (--units 0: all of the database) and analysed in
each of these ways; JSON reports and exit statuses must be those of `--no-cache` without a place for preambles (TMPDIR names none) but
for the word "cached" and its count.

  shared      --no-cache, with preambles that are built for that one run
  cold        with an empty cache, so that preambles are built and used where units begin alike
  again       with the cache that this has left
  verify      --cache-verify on it: computed once more and compared by awaitlint itself
  one         -j1 and an empty cache
  full        --full-parse: no body is skipped, no unit, no preamble. It alone sees errors in bodies of others' files and in
              units that are skipped otherwise; findings, and errors in the user's files, must be the same
  edited      a line is added to a few sources at a time (findings first), so that each is parsed behind a preamble; once
              while it is built, once more when it is read
  restored    the lines are taken away again

All of it in a copy, and twice: on the code as it is, and with mistakes: at -n sampled places, `co_await` is taken away or
written twice (what an await gives is rarely awaitable), so that the reports have something to be equal in.

Prints one line per repository, and the first difference of each way that has one. Exit status: 0 if all are equal, else 1.
"""
import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import mutants  # noqa: E402
from repository import Repository, facts_of

HERE = Path(__file__).resolve().parent
EDITED_AT_A_TIME = 4  # as many as awaitlint expects to be edited next
ADDED = ["\n// edited\n", "\n// edited again\n"]


class Tree:
    """Some units of a folder, and runs of awaitlint on them."""

    def __init__(self, options, repository, folder, entries, scratch):
        self.options, self.folder, self.scratch = options, folder, scratch
        self.files = [Path(entry["file"]) for entry in entries]
        self.config = scratch / "config.json"
        self.config.write_text(json.dumps({"exclude": repository.judged.get("exclude", [])}))
        (scratch / "compile_commands.json").write_text(json.dumps(entries))

    def check(self, *arguments, **variables):
        """The report of one run, with its exit status; the environment is ours with these variables."""
        argv = [self.options.awaitlint, "check", "-p", self.scratch, "--config", self.config, "--format", "json", *arguments]
        done = subprocess.run([str(part) for part in argv], cwd=self.folder, capture_output=True, text=True, errors="replace",
                              env={**os.environ, **variables})
        if not done.stdout:
            raise SystemExit(f"{self.folder}: awaitlint could not start:\n{done.stderr}")
        report = json.loads(done.stdout)
        report["exit status"] = done.returncode
        if "were wrong" in done.stderr:
            report["cache"] = "wrong"
        return report

    @contextlib.contextmanager
    def edited(self, files, text):
        before = {file: (file.read_bytes(), file.stat()) for file in files}
        try:
            for file, (original, _) in before.items():
                file.write_bytes(original + text.encode())
            yield
        finally:
            for file, (original, status) in before.items():
                file.write_bytes(original)
                os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def normalised(report):
    """Without what may differ: whether a unit was cached."""
    report = json.loads(json.dumps(report))
    for unit in report["units"]:
        unit["status"] = unit["status"].replace("cached", "analyzed")
    del report["summary"]["units"]
    return report


def without_digests(report):
    """For sources that have been edited: their bytes are others, and what is found is the same."""
    return normalised({key: value for key, value in report.items() if key != "sources"})


def for_full(report, skipped):
    """Without what a full parse alone sees: errors in units that are skipped, and in bodies of others' files."""
    units = [{"file": unit["file"],
              "errors": [error for error in unit["errors"] if not error["file"].startswith("/")]}
             for unit in report["units"] if unit["file"] not in skipped]
    return {"findings": report["findings"], "counts": report["summary"]["findings"], "units": units}


def first_difference(one, other, path=""):
    """Where two JSON values differ first, or nothing."""
    if type(one) is not type(other):
        return f"{path}: {one!r} != {other!r}"
    if isinstance(one, dict):
        for key in one.keys() | other.keys():
            if found := first_difference(one.get(key), other.get(key), f"{path}.{key}" if path else key):
                return found
        return ""
    if isinstance(one, list):
        for i, (a, b) in enumerate(zip(one, other)):
            if found := first_difference(a, b, f"{path}[{i}]"):
                return found
        return f"{path}: {len(one)} != {len(other)} of them" if len(one) != len(other) else ""
    return "" if one == other else f"{path}: {one!r} != {other!r}"


def reports_of(tree, plain):
    """(way, report) for every way that was asked for, in an order in which each finds what it needs."""
    ways = tree.options.ways
    warm, fresh = tree.scratch / "warm", tree.scratch / "fresh"
    if "shared" in ways:
        yield "shared", tree.check("--no-cache")
    if "full" in ways:
        yield "full", tree.check("--no-cache", "--full-parse")
    if "one" in ways:
        yield "one", tree.check("-j1", "--cache-dir", fresh)
    if ways & {"cold", "again", "verify", "edited", "restored"}:
        yield "cold", tree.check("--cache-dir", warm)
    if "again" in ways:
        again = tree.check("--cache-dir", warm)
        if again["summary"]["units"]["analyzed"]:
            again["cache"] = "not used"
        yield "again", again
    if "verify" in ways:
        yield "verify", tree.check("--cache-dir", warm, "--cache-verify")
    if ways & {"edited", "restored"}:
        yield from edited_reports(tree, plain, warm)


def edited_reports(tree, plain, warm):
    with_findings = {finding["file"] for finding in plain["findings"]}
    files = sorted(set(tree.files), key=lambda file: (os.path.relpath(file, tree.folder) not in with_findings, file))
    files = files[:tree.options.edits]
    for start in range(0, len(files), EDITED_AT_A_TIME):
        some = files[start:start + EDITED_AT_A_TIME]
        for text in ADDED:
            with tree.edited(some, text):
                yield "edited", tree.check("--cache-dir", warm)
        yield "restored", tree.check("--cache-dir", warm)


def compare(tree, differences):
    """The report without cache and preambles; differences of the others from it are added, as (way, where)."""
    plain = tree.check("--no-cache", TMPDIR=os.devnull)
    skipped = {unit["file"] for unit in plain["units"] if unit["status"] == "skipped"}
    for way, report in reports_of(tree, plain):
        if way == "full":
            difference = first_difference(for_full(plain, skipped), for_full(report, skipped))
        elif way == "edited":
            difference = first_difference(without_digests(plain), without_digests(report))
        else:
            difference = first_difference(normalised(plain), normalised(report))
        if difference:
            differences.append((way, difference))
    return plain


def sampled(repository, options):
    """Entries of the database, one per file: of units that await, or all."""
    entries = {entry["file"]: entry for entry in reversed(repository.entries())}
    if not options.units:
        return [entries[file] for file in sorted(entries)]
    root = str(repository.folder) + "/"
    awaiting = sorted(f for f in entries if f.startswith(root) and Path(f).is_file() and b"co_await" in Path(f).read_bytes())
    random.Random(options.seed).shuffle(awaiting)
    return [entries[file] for file in sorted(awaiting[:options.units])]


def copied(repository, entries, scratch):
    """A copy of the checkout, and the entries for it."""
    root, copy = str(repository.folder), str(scratch / repository.folder.name)
    shutil.copytree(root, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "*.o", "*.a"))
    moved = [entry | {"directory": entry["directory"].replace(root, copy), "file": entry["file"].replace(root, copy),
                      "arguments": [argument.replace(root, copy) for argument in entry["arguments"]]} for entry in entries]
    for entry in moved:
        os.makedirs(entry["directory"], exist_ok=True)
    return Path(copy), moved


def system_folders(entries):
    """Whose headers are not the user's, to one of the units at least: an error in a body there is not looked for."""
    for entry in entries:
        arguments = entry["arguments"]
        for argument, following in zip(arguments, arguments[1:]):
            if argument.startswith("-isystem"):
                yield os.path.normpath(os.path.join(entry["directory"], argument[len("-isystem"):] or following))


def mutate(repository, options, entries, scratch, copy):
    """Writes mistakes into the copy."""
    units = facts_of(options.awaitlint, repository, scratch, os.cpu_count(), [entry["file"] for entry in entries])
    libraries = tuple(folder + "/" for folder in set(system_folders(entries)))
    by_file = {}
    for number, mutant in enumerate(mutants.places(repository, units, options)):
        if not str(repository.folder / mutant.file).startswith(libraries):
            by_file.setdefault(mutant.file, []).append((mutant.start, number % 2, mutant))
    for file, changes in by_file.items():
        text = changes[0][2].original
        for start, is_doubled, mutant in sorted(changes, key=lambda change: change[0], reverse=True):
            length = len(mutant.original) - len(mutant.text)
            text = text[:start] + (b"co_await co_await " if is_doubled else b"") + text[start + length:]
        (copy / file).write_bytes(text)


def equality(repository, options):
    entries, differences, counts = sampled(repository, options), [], []
    if not entries:
        raise SystemExit(f"{repository.name}: no unit of its database awaits anything (--units 0 takes all)")
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        copy, moved = copied(repository, entries, scratch)
        for name in ("as it is", "mutated"):
            if name == "mutated":
                mutate(repository, options, entries, scratch, copy)
            place = scratch / name
            place.mkdir()
            found = []
            plain = compare(Tree(options, repository, copy, moved, place), found)
            differences += [f"{name}, {way}: {where}" for way, where in found]
            counts.append(plain["summary"])
            if options.verbose:
                print(f"  {name}: {json.dumps(plain['summary'])}", flush=True)
    findings = " + ".join(str(count["findings"]["total"]) for count in counts)
    failed = " + ".join(str(count["units"]["failed"]) for count in counts)
    print(f"{repository.name}: {len(entries)} units, {findings} findings, {failed} failed: "
          + ("equal" if not differences else f"{len(differences)} DIFFERENCES"))
    for difference in differences:
        print(f"  {difference}")
    sys.stdout.flush()
    return not differences


def main():
    ways = ["shared", "cold", "again", "verify", "one", "full", "edited", "restored"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER[:DATABASE]")
    parser.add_argument("--awaitlint", default=HERE.parent / "build/awaitlint", type=Path,
                        help="the program (default: build/awaitlint)")
    parser.add_argument("--judged", default=HERE / "judged", type=Path, help="the judgements (default: bench/judged)")
    parser.add_argument("--units", type=int, default=16, help="units to sample; 0: all (default: 16)")
    parser.add_argument("-n", "--number", type=int, default=40, help="places to change (default: 40)")
    parser.add_argument("--edits", type=int, default=8, help="sources to edit (default: 8)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ways", type=lambda text: set(text.split(",")), default=set(ways), help="default: all")
    parser.add_argument("--verbose", action="store_true", help="the counts of both halves")
    options = parser.parse_args()
    if unknown := options.ways - set(ways):
        parser.error(f"no such way: {', '.join(sorted(unknown))}")
    options.awaitlint = options.awaitlint.resolve()
    return 0 if all([equality(Repository(folder, options.judged), options) for folder in options.folders]) else 1


if __name__ == "__main__":
    sys.exit(main())
