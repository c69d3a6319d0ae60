#!/usr/bin/env python3
"""Measures what all units together cost: very many small ones (generate_small_units.py), as one run and as shards that are merged.

In: how many units, see --help. Out: a table in Markdown on standard output, what is going on on standard error. Times are of one run each. Memory is that
of the largest process; the cache is what lies in its folder afterwards. Stops where a run does not find what was planted with its sibling of a header
that is not included, or where the merge prints another report than one run. Needs room for the project below the folder for temporary files.
"""
import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile

import generate_small_units
from measure import TOP, run, say


def bytes_below(folder):
    return sum((pathlib.Path(at) / name).lstat().st_size for at, _, names in os.walk(folder) for name in names)


def size(count):
    return f"{count / 2**20:,.1f} MiB"


class WholeProgram:
    def __init__(self, folder, options, units):
        self.options, self.units = options, units
        self.folder, self.cache = pathlib.Path(folder) / "project", pathlib.Path(folder) / "cache"
        self.shards = pathlib.Path(folder) / "shards"
        for each in (self.folder, self.shards):
            each.mkdir()
        generate_small_units.generate(self.folder, units, options.functions)

    def awaitlint(self, *arguments):
        return run([self.options.awaitlint, *arguments, "--quiet", "--format", "json"], self.folder,
                   environment={"AWAITLINT_CACHE_DIR": str(self.cache)})[:2]

    def expect(self, output):
        planted = (self.units + 99) // 100 if self.options.functions else 0
        report = json.loads(output)
        named = sum(suggestion["why_not"].endswith("not included here") for finding in report["findings"]
                    for suggestion in finding["suggestions"])
        if named != planted or len(report["findings"]) != planted or report["summary"]["units"]["failed"]:
            sys.exit(f"whole program: {named} siblings named in {len(report['findings'])} findings, {planted} were planted")

    def measure(self):
        """Rows: what, seconds, processor seconds, memory, bytes kept."""
        cold, output = self.awaitlint("check", "-j2")
        self.expect(output)
        yield "one run, nothing cached", cold, bytes_below(self.cache)
        warm, whole = self.awaitlint("check", "-j2")
        self.expect(whole)
        yield "one run, nothing changed", warm, bytes_below(self.cache)
        files, costs = [], []
        for number in range(1, self.options.shards + 1):
            files.append(self.shards / f"{number}.json")
            costs.append(self.awaitlint("check", "-j2", "--shard", f"{number}/{self.options.shards}", "--output", f"json:{files[-1]}")[0])
        slowest = max(costs, key=lambda cost: cost.wall)
        slowest.memory = max(cost.memory for cost in costs)
        yield f"the slowest of {self.options.shards} shards, nothing changed; their reports", slowest, bytes_below(self.shards)
        merge, merged = self.awaitlint("merge", *files)
        self.expect(merged)
        if json.loads(merged)["findings"] != json.loads(whole)["findings"]:
            sys.exit("whole program: the merge says something else than one run")
        yield "merge", merge, 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--awaitlint", default=TOP / "build/awaitlint", type=pathlib.Path)
    parser.add_argument("--units", default="10000,20000,50000", help="how many, with commas between several")
    parser.add_argument("--functions", default=10, type=int, help="async functions that the header of each hundred declares")
    parser.add_argument("--shards", default=8, type=int)
    options = parser.parse_args()
    options.awaitlint = options.awaitlint.resolve()
    print("| units | what | time | processor time | memory | kept |\n|---|---|---|---|---|---|")
    for units in map(int, options.units.split(",")):
        folder = tempfile.mkdtemp(prefix="awaitlint-whole-program-")
        try:
            for what, cost, kept in WholeProgram(folder, options, units).measure():
                print(f"| {units:,} | {what} | {cost.wall:.2f} s | {cost.cpu:.2f} s | {cost.memory:.1f} MiB | {size(kept) if kept else ''} |",
                      flush=True)
                say(f"{units} units: {what}")
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
