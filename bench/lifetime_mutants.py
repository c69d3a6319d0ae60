"""Puts mistakes of lifetimes and locks into a repository and looks whether awaitlint finds them.

In: a repository, a kind and a seed. Out: counts. The kinds, each a mistake by the way that it is made:
  reference  a parameter by value becomes a reference (one by const reference is one), at a call that gives it a
             temporary, or is made to; where the call is awaited at once, it is awaited in the statement behind
  spawn      the same parameter, and the await becomes a start: the task runs by itself (STARTERS, or a co_spawn that is
             there). Only where the coroutine looks at the parameter behind its first co_await
  lock       a std::lock_guard is alive at an await: it is written in front of that statement
A mutant is kept if it compiles; all those of a file are tried at once, in sampled units' own files. It is found if the rule that is meant has a finding at the call, or at the await.
What is a coroutine or a temporary is told by the text (source_shapes.py), not by awaitlint.
"""
import json
import os
import random
import re
import shutil
import subprocess
from pathlib import Path

from mutants import SECONDS, report_on, syntax_argv
from source_shapes import closing, code_of, coroutines, generic_ranges, parts, statement_begin

KINDS = {"reference": "dangling-coroutine-argument", "spawn": "dangling-coroutine-argument",
         "lock": "lock-held-across-await"}
STARTERS = {
    "jbaldwin+libcoro": "static auto pool_{call} = coro::thread_pool::make_unique(); pool_{call}->spawn_detached({task});",
    "andreasbuhr+cppcoro": "static cppcoro::async_scope scope_{call}; scope_{call}.spawn({task});",
    "alibaba+async_simple": "{task}.start([](auto&&) {{}});",
    "chriskohlhoff+asio":
        "asio::co_spawn(co_await asio::this_coro::executor, {task}, asio::detached);",
}
EAGER = {"David-Haim+concurrencpp"}  # a task of theirs has looked at its parameters until it is suspended first
GUARD = "static std::mutex mutex_{number}; std::lock_guard<std::mutex> guard_{number}(mutex_{number}); "
HEADS = {"lock": "#include <mutex>\n"}
PLACE = re.compile(r"^([^:\n]+):(\d+):\d+: (?:fatal )?(?:error|note):", re.M)
TEMPORARY = re.compile(r"-?[\d.]+\w*|true|false|\".*\"s?|(std::)?(string|chrono::\w+)[({].*[)}]|[A-Z]\w*\{.*\}|"
                       r"\w+ [-+*] \w+", re.S)
MOST_OF_FILE = 8  # mutants
KEPT = re.compile(r"(?:auto|[\w:]+(?:<.*>)?)\s+(?P<name>\w+)\s*=\s*", re.S)


class Mutant:
    """One mistake: its edits, where its call or await begins, and what of the text a compiler may blame on it."""

    def __init__(self, edits, place, touched):
        self.edits, self.place, self.touched = edits, place, [*touched, *((begin, end) for begin, end, _ in edits)]

    def fits(self, others):
        """No edit of theirs overlaps with one of its own, unless it is the same."""
        return not any(mine != its and mine[0] < max(its[1], its[0] + 1) and its[0] < max(mine[1], mine[0] + 1)
                       for other in others for its in other.edits for mine in self.edits)


def mutated(text, mutants, head):
    for begin, end, new in sorted({edit for mutant in mutants for edit in mutant.edits}, reverse=True):
        text = text[:begin] + new + text[end:]
    return head + text


def line_in(text, mutants, head, place):
    """The line of a place of the original when all mutants are in it."""
    edits = {edit for mutant in mutants for edit in mutant.edits}
    return 1 + (head + text[:place]).count("\n") + sum(
        new.count("\n") - text.count("\n", begin, end) for begin, end, new in edits if end <= place)


def calls_of(code, coroutine):
    for match in re.finditer(rf"(?<![\w.>])({re.escape(coroutine.name)})\s*\(", code):
        opening = match.end() - 1
        end = closing(code, opening)
        if opening != coroutine.opening and end > 0 and match.start() in coroutine.known:
            yield match.start(), opening, end + 1


def by_reference(text, begin, end):
    """The type of a parameter by value or by const reference, its name, and the edits that each make it a reference."""
    match = re.fullmatch(r"\s*(?P<type>(?:const\s+)?[\w:]+(?:<[^&*]*>)?)(?P<reference>\s*&)?\s+(?P<name>\w+)\s*",
                         text[begin:end], re.S)
    if not match or re.search(r"view|span|iterator|\bauto\b|Ptr$|ptr<", match["type"]):
        return "", "", []
    kind = re.sub(r"^const\s+", "", match["type"])
    if match["reference"]:
        return kind, match["name"], [[]] if match["type"] != kind else []
    where = begin + match.start("type"), begin + match.end("type")
    return kind, match["name"], [[(*where, f"const {kind}&")], [(*where, f"{kind}&&")]]


def reference_mutants(text, code, options, starter):
    generic = generic_ranges(code)
    for coroutine in coroutines(code):
        for index, (begin, end) in enumerate(coroutine.parameters):
            kind, name, changes = by_reference(text, begin, end)
            is_spawned = options.kind == "spawn"
            looks = coroutine.looks_behind_suspension if is_spawned or options.starts_at_once else coroutine.word_places
            if not changes or not looks(code, name):
                continue
            for call, opening, behind in calls_of(code, coroutine):
                arguments = parts(code, opening + 1, behind - 1)
                if index >= len(arguments) or any(call in body for body in generic):
                    continue
                argument = text[slice(*arguments[index])].strip()
                # What is a temporary by its form stays; a conversion makes one of all else.
                made = argument if TEMPORARY.fullmatch(argument) else f"{kind}({argument})"
                start = arguments[index][1] - len(text[slice(*arguments[index])].lstrip())
                task = text[call:start] + made + text[arguments[index][1]:behind]
                edits = call_edits(text, code, call, behind, task, starter if is_spawned else None)
                if edits is None:
                    continue
                # What is moved from, or may be changed by its members, wants the other kind of reference.
                is_moved = len(changes) > 1 and re.search(rf"\bmove\({name}\)|\b{name}\.", code[coroutine.body:coroutine.end])
                yield Mutant([*changes[1 if is_moved else 0], *edits], call,
                             [(statement_begin(code, call), behind), (coroutine.opening, coroutine.end)])


def call_edits(text, code, call, behind, task, starter):
    """What makes a call's task outlive its statement; none where it cannot."""
    begin = statement_begin(code, call)
    first = begin + len(code[begin:call]) - len(code[begin:call].lstrip())
    before, after = code[first:call].rstrip(), code[behind:].lstrip()
    if starter and re.fullmatch(r"co_await|.*\bsync_?[wW]ait\(", before):
        end = code.index(";", behind)
        is_statement = code[behind:end].strip() in ("", ")")
        return [(first, end + 1, starter.format(task=task, call=call))] if is_statement else None
    is_spawned = re.search(r"\bco_spawn\([\w.()]+,$", before) and after.startswith(",")
    if starter or is_spawned:
        return [(call, behind, task)] if starter and is_spawned else None
    late = (first, first, f"auto late_{call} = {task}; ")
    if before.endswith("co_await") and after.startswith(";"):
        return [late, (code.rindex("co_await", begin, call), behind, f"co_await std::move(late_{call})")]
    if re.search(r"\bsync_?[wW]ait\($", before) and after.startswith(")"):
        return [late, (call, behind, f"std::move(late_{call})")]
    kept = KEPT.fullmatch(before + " ") if after.startswith(";") else None
    is_looked_at = kept and re.search(rf"\b{kept['name']}\b", code[behind:])
    is_stored = re.search(r"\.(push_back|emplace_back)\($", before) and after.startswith(");")
    is_kept = is_looked_at or is_stored or (before == "return" and after.startswith(";"))
    return [(call, behind, task)] if is_kept else None


def lock_mutants(_text, code, _options, _starter):
    found, generic = coroutines(code), generic_ranges(code)
    for match in re.finditer(r"\bco_await\b", code):
        around = [c for c in found if c.body < match.start() < c.end]
        if around and not any(match.start() in body for body in generic):
            begin = statement_begin(code, match.start())
            first = begin + len(code[begin:]) - len(code[begin:].lstrip())
            guard = GUARD.format(number=match.start())
            yield Mutant([(first, first, guard)], match.start(), [(first, code.index(";", match.start()))])


def chosen_of(repository, files, options, scratch, entries):
    """file -> (the original, the mutants that compile together), at most as many as are wanted."""
    make = lock_mutants if options.kind == "lock" else reference_mutants
    starter, head = STARTERS.get(repository.name), HEADS.get(options.kind, "")
    options.starts_at_once = repository.name in EAGER
    shuffled, wanted, chosen = random.Random(options.seed), options.number, {}
    order = sorted(files)
    shuffled.shuffle(order)
    for file in order:
        text = (repository.folder / file).read_text(errors="surrogateescape")
        mutants = list(make(text, code_of(text), options, starter))
        shuffled.shuffle(mutants)
        group = []
        for mutant in mutants:
            if len(group) < min(MOST_OF_FILE, wanted) and mutant.fits(group):
                group.append(mutant)
        group = compiling(repository, file, text, group, head, entries[file], scratch)
        if group:
            chosen[file] = text, group
            wanted -= len(group)
    return chosen


def compiling(repository, file, text, mutants, head, entry, scratch):
    """Those that compile together: what the compiler blames is left out, until nothing is wrong."""
    changed, overlay = Path(scratch) / "changed", Path(scratch) / "overlay.yaml"
    overlay.write_text(json.dumps({"version": 0, "case-sensitive": "true", "use-external-names": "false", "roots": [
        {"type": "file", "name": str(repository.folder / file), "external-contents": str(changed)}]}))

    def compiled(source):
        changed.write_text(source, errors="surrogateescape")
        return subprocess.run([*syntax_argv(entry), "-ivfsoverlay", str(overlay)], cwd=entry["directory"],
                              timeout=SECONDS, capture_output=True, text=True, errors="replace")

    # What the preprocessor leaves out has no mistakes: a word that nothing knows is seen elsewhere.
    probes = [Mutant([(m.touched[0][0], m.touched[0][0], f"unknown_{m.place}; ")], m.place, []) for m in mutants]
    seen = compiled(mutated(text, probes, head)).stderr if mutants else ""
    mutants = [m for m in mutants if f"'unknown_{m.place}'" in seen]
    while mutants:
        done = compiled(mutated(text, mutants, head))
        if done.returncode == 0:
            return mutants
        wrong = {int(line) for name, line in PLACE.findall(done.stderr) if name.endswith(file)}
        left = [m for m in mutants if not any(
            line_in(text, mutants, head, begin) <= line <= line_in(text, mutants, head, end)
            for begin, end in m.touched for line in wrong)]
        mutants = left if len(left) < len(mutants) else []
    return []


def measure(repository, options, scratch):
    entries = {os.path.relpath(entry["file"], repository.folder): entry for entry in reversed(repository.entries())}
    awaiting = sorted(file for file in entries
                      if not file.startswith("..") and b"co_await" in (repository.folder / file).read_bytes())
    random.Random(options.seed).shuffle(awaiting)
    chosen = chosen_of(repository, awaiting[:options.units], options, scratch, entries)
    head = HEADS.get(options.kind, "")
    copy = Path(scratch) / repository.name
    shutil.copytree(repository.folder, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "*.o", "*.a"))
    for file, (text, mutants) in chosen.items():
        (copy / file).write_text(mutated(text, mutants, head), errors="surrogateescape")
    report = report_on(repository, set(chosen), entries, options, scratch, copy) if chosen else {}
    kept = found = 0
    for file, (text, mutants) in sorted(chosen.items()):
        for mutant in sorted(mutants, key=lambda one: one.place):
            line = line_in(text, mutants, head, mutant.place)
            is_found = any(f["rule"] == KINDS[options.kind] and f["file"] == file and f["line"] <= line <= f["end_line"]
                           for f in report["findings"])
            kept, found = kept + 1, found + is_found
            if options.verbose or not is_found:
                shown = mutated(text, mutants, head).splitlines()[line - 1].strip()
                print(f"  {file}:{line}: {'found' if is_found else 'missed'}: {shown[:120]}")
    return {"kind": options.kind, "seed": options.seed, "units": options.units, "kept": kept, "found": found}
