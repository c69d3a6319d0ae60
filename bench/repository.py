"""A checked-out repository as the benchmarks see it: its database, its own files, what awaitlint says of it.

In: a folder with a compilation database (build/compile_commands.json, or another folder given after a colon) and, in
bench/judged/<owner>+<name>.json, our own words and figures about it. Out: plain dicts. Never changes the folder.
"""
import concurrent.futures
import json
import os
import re
import subprocess
import threading
from pathlib import Path

KEYWORDS = re.compile(r"\bco_(await|yield|return)\b")


class Repository:
    def __init__(self, argument, judged):
        folder, _, database = argument.partition(":")
        self.folder = Path(folder).resolve()
        self.database = (self.folder / (database or "build")).resolve()
        self.name = self.folder.name
        self.judged_file = judged / f"{self.name}.json"
        self.judged = json.loads(self.judged_file.read_text()) if self.judged_file.exists() else {}

    def commit(self):
        """Of the checkout; a file .commit says it where there is no .git."""
        if (self.folder / ".commit").exists():
            return (self.folder / ".commit").read_text().strip()
        done = subprocess.run(["git", "-C", self.folder, "rev-parse", "HEAD"], capture_output=True, text=True)
        return done.stdout.strip() or "unknown"

    def entries(self):
        """Of the database, each with an absolute file and its arguments as a list."""
        entries = json.loads((self.database / "compile_commands.json").read_text())
        for entry in entries:
            entry["file"] = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
            if "arguments" not in entry:
                import shlex
                entry["arguments"] = shlex.split(entry.pop("command"))
        return entries

    def save(self, **figures):
        """Keeps figures beside the judgements."""
        self.judged.setdefault("repository", self.name.replace("+", "/", 1))
        self.judged.setdefault("findings", [])
        self.judged.update(figures)
        self.judged_file.parent.mkdir(exist_ok=True)
        order = ["repository", "commit", "exclude", "figures", "mutation", "lifetimes", "clang_tidy", "findings"]
        ordered = {key: self.judged[key] for key in order if key in self.judged}
        self.judged_file.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n")


def run_awaitlint(binary, repository, folder, database, arguments, scratch):
    """Standard output of one run in a folder that is the repository, or a copy of it."""
    config = Path(scratch) / f"config-{threading.get_ident()}.json"
    config.write_text(json.dumps({"exclude": repository.judged.get("exclude", [])}))
    argv = [binary, arguments[0], "-p", database, "--config", config, *arguments[1:]]
    done = subprocess.run([str(part) for part in argv], cwd=folder, capture_output=True, text=True, errors="replace")
    if done.returncode == 2 or not done.stdout:
        raise SystemExit(f"{repository.name}: awaitlint could not start:\n{done.stderr}")
    return done.stdout, done.stderr.strip().splitlines()[-1:]


def facts_of(binary, repository, scratch, jobs, files=()):
    """The facts of each unit that can be analysed, or of these files only, from so many processes."""
    files = sorted(files or {os.path.relpath(entry["file"], repository.folder) for entry in repository.entries()})
    parts = [part for part in (files[job::jobs] for job in range(jobs)) if part]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return sum(pool.map(lambda part: facts_of_some(binary, repository, scratch, part), parts), [])


def facts_of_some(binary, repository, scratch, files):
    text, _ = run_awaitlint(binary, repository, repository.folder, repository.database, ["facts", *files], scratch)
    decoder, at, units = json.JSONDecoder(), 0, []
    while at < len(text):
        unit, at = decoder.raw_decode(text, at)
        units.append(unit)
        while at < len(text) and text[at].isspace():
            at += 1
    return units


def awaits_in(units):
    """Every co_await that some unit compiles, once: (file, offset) -> the await's facts, with the function `around` it."""
    places = {}
    for unit in units:
        for found in unit.get("awaits", []):
            keyword = found["site"]["keyword"]
            around = unit["functions"][found["site"].get("function", 0)]
            places.setdefault((keyword["file"], keyword.get("offset", 0)), found | {"around": around})
    return places


def figures_of(repository, units):
    """Counts of the repository's own code, each place once however many units read it."""
    files = {file for unit in units for file in unit.get("user_files", [])}
    places = awaits_in(units)
    bodies = {(a["around"]["body"].get("file"), a["around"]["body"].get("offset", 0))
              for a in places.values() if a["around"].get("body")}
    lines = 0
    for file in files:
        text = (repository.folder / file).read_text(errors="replace")
        if KEYWORDS.search(text):
            lines += text.count("\n")
    return {"units": len(units), "lines": lines, "coroutines": len(bodies), "awaits": len(places)}
