#!/usr/bin/env python3
"""What awaitlint finds in real repositories, against what people have judged by hand.

  corpus.py check  FOLDER[:DATABASE]... [--save]     every finding: judged true, judged false, or not judged yet
  corpus.py mutate FOLDER[:DATABASE]... [-n 40] [--seed 1] [--save]
                                                     removes co_await at sampled places: how many does awaitlint find?
  corpus.py mutate --kind reference|spawn|lock ...   puts mistakes of lifetimes and locks there instead (lifetime_mutants.py)
  corpus.py tidy   FOLDER[:DATABASE]... [--save]     what clang-tidy's four checks about coroutines say, and a sample to read
                                                     (--read N --true M keeps with it how many were read, and were true)
  corpus.py judge  FOLDER[:DATABASE] --fingerprint F --verdict true|false|intended --why "..."
                                                     keeps a verdict on one finding
  corpus.py table [--write]                          the tables of docs/evidence.md, from what --save has kept

FOLDER is a checkout named <owner>+<name>; DATABASE is the folder of its compile_commands.json, below FOLDER unless absolute
(default: build). FOLDER must be a project root to awaitlint: it has a .git, or nothing above it does.
Judgements are in bench/judged/<owner>+<name>.json: for each finding its fingerprint, rule and place, a verdict and why, in our
own words: "true" (a mistake), "false" (what it says does not hold), "intended" (what it says holds, and the code means it: a
test of what dropping a task does). No code of others is kept, and nothing that would build it.

Exit status of `check`: 0 if every finding is judged and no judged one is gone, else 1.
"""
import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True
import clang_tidy  # noqa: E402
import lifetime_mutants  # noqa: E402
import mutants  # noqa: E402
from repository import Repository, facts_of, figures_of, run_awaitlint

VERDICTS = ["true", "intended", "false"]
HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs/evidence.md"


def place(finding):
    return f"{finding['file']}:{finding['line']}"


def check(repository, options):
    with tempfile.TemporaryDirectory() as scratch:
        text, last_line = run_awaitlint(options.awaitlint, repository, repository.folder, repository.database,
                                        ["check", "--format", "json", "--fail-on", "never", "-j", str(options.jobs)],
                                        scratch)
        report = json.loads(text)
        if options.save:
            figures = figures_of(repository, facts_of(options.awaitlint, repository, scratch, options.jobs))
    known = {judged["fingerprint"]: judged for judged in repository.judged.get("findings", [])}
    found = {finding["fingerprint"]: finding for finding in report["findings"]}
    verdicts = Counter(known[mark]["verdict"] for mark in found if mark in known)
    new = [finding for mark, finding in found.items() if mark not in known]
    gone = [judged for mark, judged in known.items() if mark not in found]
    print(f"{repository.name}: {' '.join(last_line)}")
    counts = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in VERDICTS)
    print(f"  {counts}, {len(new)} not judged, {len(gone)} gone")
    for finding in new:
        proven = any(suggestion["proven"] for suggestion in finding["suggestions"])
        print(f"  new: {place(finding)}:{finding['column']}: {finding['message']} [{finding['rule']}]"
              f"{' (proven)' if proven else ''}\n       {finding['fingerprint']}  {finding['current'].splitlines()[0][:100]}")
    for judged in gone:
        print(f"  gone: {judged['file']}:{judged['line']} [{judged['rule']}], judged {judged['verdict']}: {judged['why']}")
    if options.save:
        figures |= {"failed": report["summary"]["units"]["failed"], "findings": len(found)}
        repository.save(commit=repository.commit(), figures=figures)
    return not new and not gone


def judge(repository, options):
    """Adds a verdict on one finding; --why in our own words."""
    with tempfile.TemporaryDirectory() as scratch:
        text, _ = run_awaitlint(options.awaitlint, repository, repository.folder, repository.database,
                                ["check", "--format", "json", "--fail-on", "never"], scratch)
    for finding in json.loads(text)["findings"]:
        if finding["fingerprint"] != options.fingerprint:
            continue
        entry = {key: finding[key] for key in ("fingerprint", "rule", "file", "line")}
        others = [f for f in repository.judged.get("findings", []) if f["fingerprint"] != options.fingerprint]
        repository.save(findings=sorted(others + [entry | {"verdict": options.verdict, "why": options.why}],
                                        key=lambda f: (f["file"], f["line"], f["rule"])))
        return True
    print(f"{repository.name}: no finding has the fingerprint {options.fingerprint}", file=sys.stderr)
    return False


def mutate_lifetimes(repository, options):
    with tempfile.TemporaryDirectory() as scratch:
        result = lifetime_mutants.measure(repository, options, scratch)
    kept, found = result["kept"], result["found"]
    print(f"{repository.name}: {options.kind}: {kept} kept, {found} found" + (f": {100 * found / kept:.1f} %" if kept else ""))
    if options.save:
        others = [known for known in repository.judged.get("lifetimes", []) if known["kind"] != options.kind]
        repository.save(lifetimes=sorted([*others, result], key=lambda one: one["kind"]))
    return True


def mutate(repository, options):
    if options.kind != "await":
        return mutate_lifetimes(repository, options)
    with tempfile.TemporaryDirectory() as scratch:
        result = mutants.measure(repository, options, scratch)
    kept, proven, found = result["kept"], result["proven"], result["found"]
    print(f"{repository.name}: {result['sampled']} sampled, {kept} kept ({result['compiling']} still compile), {found} found, "
          f"{proven} with a proven co_await" + (f": {100 * proven / kept:.1f} %" if kept else ""))
    if options.save:
        repository.save(commit=repository.commit(), mutation=result)
    return True


def tidy(repository, options):
    """The places once each; what a reader said of an earlier sample of the same places stays."""
    places, units, failed = clang_tidy.measure(repository, options.clang_tidy, options.jobs, options.units)
    counts = clang_tidy.counts_of(places)
    said = ", ".join(f"{count} {group}" for group, count in counts.items())
    print(f"{repository.name}: {len(places)} places in {units} units ({failed} failed): {said}")
    sample = clang_tidy.sample_of(places, options.number, options.seed)
    for file, line, column, name in sample:
        print(f"  read: {file}:{line}:{column} [{name}]")
    if options.save:
        before = repository.judged.get("clang_tidy", {})
        read = {key: before[key] for key in ("read", "true") if key in before}
        if options.read is not None:
            read = {"read": options.read, "true": options.true}
        elif not places:
            read = {"read": 0, "true": 0}
        repository.save(clang_tidy={"units": units, "failed": failed, **counts, **read})
    return True


TIDY_COLUMNS = ["units", *clang_tidy.counts_of([]), "read", "true"]


def tidy_cells(judged):
    """What clang-tidy reports, how much of it was read, and what of that was true; empty where it did not run."""
    return [judged.get("clang_tidy", {}).get(column, "") for column in TIDY_COLUMNS]


def rows_of(repositories):
    """One row per repository, and their sums."""
    columns = ["units", "failed", "lines", "coroutines", "awaits", "findings", *VERDICTS]
    yield "| repository | commit | " + " | ".join(columns) + " | recall | clang-tidy: " + " | ".join(TIDY_COLUMNS) + " |"
    yield "|---|---|" + "---:|" * (len(columns) + 1 + len(TIDY_COLUMNS))
    sums, kept, proven, tidied = Counter(), 0, 0, [0] * len(TIDY_COLUMNS)
    for judged in repositories:
        verdicts = Counter(finding["verdict"] for finding in judged["findings"])
        figures = judged["figures"] | {verdict: verdicts[verdict] for verdict in VERDICTS}
        if verdicts.total() != figures["findings"]:
            raise SystemExit(f"{judged['repository']}: {figures['findings']} findings, {verdicts.total()} judged: "
                             "run `corpus.py check` and judge them first")
        mutation = judged.get("mutation")
        recall = f"{mutation['proven']} of {mutation['kept']}" if mutation else ""
        row = " | ".join(str(figures[column]) for column in columns)
        beside = tidy_cells(judged)
        yield f"| {judged['repository']} | {judged['commit'][:10]} | {row} | {recall} | {' | '.join(map(str, beside))} |"
        tidied = [total + (cell or 0) for total, cell in zip(tidied, beside)]
        sums.update({column: figures[column] for column in columns})
        kept += mutation["kept"] if mutation else 0
        proven += mutation["proven"] if mutation else 0
    total = " | ".join(str(sums[column]) for column in columns)
    yield f"| all | | {total} | {proven} of {kept} | {' | '.join(map(str, tidied))} |"


def verdicts_on(repositories):
    """One row per finding; findings of one repository that are judged in the same words share one."""
    yield "| repository | place | rule | verdict | why |"
    yield "|---|---|---|---|---|"
    for judged in repositories:
        alike = {}
        for finding in judged["findings"]:
            alike.setdefault((finding["rule"], finding["verdict"], finding["why"]), []).append(finding)
        for (rule, verdict, why), findings in alike.items():
            more = f" and {len(findings) - 1} more" if len(findings) > 1 else ""
            yield f"| {judged['repository']} | `{place(findings[0])}`{more} | {rule} | {verdict} | {why} |"


def table(options):
    kept = [json.loads(file.read_text()) for file in sorted(options.judged.glob("*.json"))]
    repositories = [judged for judged in kept if "figures" in judged]
    text = "\n".join([*rows_of(repositories), "", *verdicts_on(repositories)]) + "\n"
    print(text, end="")
    if options.write:
        begin, end = "<!-- corpus: begin -->\n", "<!-- corpus: end -->"
        head, rest = PAGE.read_text().split(begin)
        PAGE.write_text(head + begin + text + end + rest.split(end)[1])
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--awaitlint", default=HERE.parent / "build/awaitlint", type=Path,
                        help="the program (default: build/awaitlint)")
    parser.add_argument("--judged", default=HERE / "judged", type=Path, help="the judgements (default: bench/judged)")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("check", "mutate", "tidy", "judge"):
        command = commands.add_parser(name)
        command.add_argument("folders", nargs="+", metavar="FOLDER[:DATABASE]")
        command.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), help="processes (default: one per core)")
        command.add_argument("--save", action="store_true", help="keep the figures in bench/judged")
        if name == "mutate":
            command.add_argument("-n", "--number", type=int, default=40, help="places to sample (default: 40)")
            command.add_argument("--seed", type=int, default=1)
            command.add_argument("--units", type=int, default=12, help="units to sample them from (default: 12)")
            command.add_argument("--kind", default="await", choices=["await", *lifetime_mutants.KINDS],
                                 help="what is changed (default: await, which is taken away)")
            command.add_argument("--verbose", action="store_true", help="one line per place")
        if name == "tidy":
            command.add_argument("--clang-tidy", default="clang-tidy-22", help="the program (default: clang-tidy-22)")
            command.add_argument("--units", type=int, default=0, help="so many units, those with the most awaits (default: all)")
            command.add_argument("-n", "--number", type=int, default=12, help="places of the sample (default: 12)")
            command.add_argument("--seed", type=int, default=1)
            command.add_argument("--read", type=int, help="how many of the sample were read")
            command.add_argument("--true", type=int, default=0, help="how many of those were true")
        if name == "judge":
            command.add_argument("--fingerprint", required=True)
            command.add_argument("--verdict", required=True, choices=VERDICTS)
            command.add_argument("--why", required=True)
    commands.add_parser("table").add_argument("--write", action="store_true", help="put the tables into docs/evidence.md")
    options = parser.parse_args()
    options.awaitlint = options.awaitlint.resolve()
    if options.command == "table":
        return 0 if table(options) else 1
    run = {"check": check, "mutate": mutate, "tidy": tidy, "judge": judge}[options.command]
    return 0 if all([run(Repository(folder, options.judged), options) for folder in options.folders]) else 1


if __name__ == "__main__":
    sys.exit(main())
