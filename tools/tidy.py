#!/usr/bin/env python3
"""Runs clang-tidy on the sources that changed since it last found nothing in them.

In: a build folder with compile_commands.json that Ninja has just brought up to date, the folders of the sources, and the
program to run. Out: one line of progress per source, what clang-tidy says of those that are wrong, and exit status 1 if
there are any. What it was green for is kept in BUILD/tidy.json: a digest of the source, of all headers of the repository
that its object was made of (Ninja knows them), of its compile command, of .clang-tidy and of the program's version.
`--all` believes none of it. A source without a known object is always looked at. With `--recent N` one of which nothing is kept is
looked at only if one of the last N commits changed it, or a header of its name, or git does not tell: on a new machine, all of them
take longer than everything else that is checked. Those that are left out are counted.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--tidy", default="clang-tidy-22", help="the program that is run")
    parser.add_argument("--all", action="store_true", help="look at all sources, whatever was green before")
    parser.add_argument("--recent", type=int, metavar="N", help="leave out what was never looked at here and is older than N commits")
    parser.add_argument("folders", nargs="+")
    return parser.parse_args()


def output_of(command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def headers_of_objects(build):
    """Object, relative to the build folder -> the files that it was made of, as Ninja has recorded them."""
    files, current = {}, None
    for line in output_of(["ninja", "-C", build, "-t", "deps"]).splitlines():
        if line.startswith("    "):
            files[current].append(os.path.normpath(os.path.join(build, line.strip())))
        elif ": #deps" in line and line.endswith("(VALID)"):
            current = line.split(": #deps")[0]
            files[current] = []
        else:
            current = None if not line else current
    return files


def digest_of(source, entry, headers, common):
    """None where what the source reads is not known."""
    if entry is None or entry.get("output") not in headers:
        return None
    top = pathlib.Path.cwd()
    digest = hashlib.sha256(common)
    digest.update(entry.get("command", "").encode())
    for name in sorted(set(headers[entry["output"]])):
        path = pathlib.Path(name).resolve()
        if path.is_relative_to(top) and path.exists():
            digest.update(str(path.relative_to(top)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def entries_of(build):
    """Source, absolute -> its entry in the database; older CMakes name the object in the command only."""
    found = {}
    for entry in json.loads(pathlib.Path(build, "compile_commands.json").read_text()):
        if "output" not in entry:
            output = re.search(r" -o (\S+)", entry.get("command", ""))
            entry["output"] = output[1] if output else ""
        found[str(pathlib.Path(entry["directory"], entry["file"]).resolve())] = entry
    return found


def changed_lately(commits, folders):
    """The sources that these last commits changed, without their suffixes, and what is not committed; None where git does not tell."""
    log = ["git", "log", f"-{commits}", "--name-only", "--relative", "--pretty=format:", "--", *folders]
    now = ["git", "ls-files", "--modified", "--others", "--exclude-standard", "--", *folders]
    try:
        names = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for command in (log, now)]
    except (OSError, subprocess.CalledProcessError):
        return None
    return {os.path.splitext(name)[0] for name in "".join(names).splitlines() if name}


def main():
    asked = arguments()
    sources = sorted(str(path) for folder in asked.folders for path in pathlib.Path(folder).rglob("*.cpp"))
    headers, entries = headers_of_objects(asked.build), entries_of(asked.build)
    common = output_of([asked.tidy, "--version"]).encode() + pathlib.Path(".clang-tidy").read_bytes()
    kept = pathlib.Path(asked.build, "tidy.json")
    green = {} if asked.all or not kept.exists() else json.loads(kept.read_text())
    digests = {source: digest_of(source, entries.get(str(pathlib.Path(source).resolve())), headers, common)
               for source in sources}
    open_sources = [source for source in sources if digests[source] is None or green.get(source) != digests[source]]
    lately = None if asked.all or asked.recent is None else changed_lately(asked.recent, asked.folders)
    old = [] if lately is None else [source for source in open_sources if source not in green
                                     and digests[source] is not None and os.path.splitext(source)[0] not in lately]
    green = {source: digest for source, digest in green.items() if source in digests and source not in open_sources}
    open_sources = [source for source in open_sources if source not in old]
    left_out = f", without {len(old)} that the last {asked.recent} commits did not change (--all)" if old else ""
    print(f"clang-tidy: {len(open_sources)} of {len(sources)} sources{left_out}", flush=True)
    wrong = []

    def look_at(source):
        run = subprocess.run([asked.tidy, "-p", asked.build, "--quiet", source], capture_output=True, text=True,
                             check=False)
        return source, run.returncode, run.stdout + run.stderr

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [pool.submit(look_at, source) for source in open_sources]
        for done, run in enumerate(concurrent.futures.as_completed(runs), 1):
            source, status, said = run.result()
            print(f"  [{done}/{len(open_sources)}] {source}{': see below' if status else ''}", flush=True)
            if status:
                wrong.append(said)
            elif digests[source]:
                green[source] = digests[source]
    kept.write_text(json.dumps(green, indent=1, sort_keys=True))
    print("".join(wrong), end="")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
