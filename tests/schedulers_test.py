#!/usr/bin/env python3
"""integrations/slurm and integrations/parallel, run for real: shards as tasks of a Slurm on loopback, and by GNU parallel in
two copies of a project. What comes out is what one run says, to the byte; a task that is killed or cannot write is told by
name, and the same command then does what is missing, and nothing else.

In: which of the two, awaitlint, the folder of the sources, the folder with the programs of Debian's packages. Slurm's daemons
run as the user that runs the test, in a temporary folder, on ports that were free. Exit status 77 where a program is missing:
ctest says that it was skipped.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from real_programs import expect, free_ports, program

SCHEDULER = sys.argv[1]
AWAITLINT, SOURCES, PROGRAMS = (pathlib.Path(argument).resolve() for argument in sys.argv[2:5])
PATIENCE = 120  # seconds, for a machine that is busy with other tests
SHARDS = 3

UNITS = {
    "src/shared.h": '#pragma once\n#include "task.h"\nint get(int id);\ntask<int> get_async(int id);\n'
                    "inline task<int> shared() { co_return co_await get(0); }\n",
    "src/a.cpp": '#include "shared.h"\ntask<int> a() { co_return co_await get(1); }\n',
    "src/b.cpp": '#include "shared.h"\ntask<int> b() { co_return co_await get_async(1); }\n',
    "src/c.cpp": '#include "shared.h"\nint c;  // NOLINT(await-on-non-awaitable)\n',
}

# In the place of awaitlint: what is to go wrong with which shard stands in a file.
WRAPPER = """#!/bin/bash
case " $* " in *" --shard $(cat "{folder}/killed")/"*) kill -9 $$ ;; esac
case " $* " in *" --shard $(cat "{folder}/full")/"*) ulimit -f 0 ;; esac
exec {awaitlint} "$@"
"""


def wait_for(what, attempt):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if attempt():
            return
        time.sleep(0.2)
    sys.exit(f"FAILED: {what} did not come within {PATIENCE} seconds")


def write_project(folder):
    folder.mkdir()
    shutil.copytree(SOURCES / "fixtures/lib", folder / "lib")
    (folder / ".git").mkdir()
    for name, code in UNITS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(code)
    flags = ["clang++", "-std=c++20", "-nostdinc++", "-isystem", "lib", "-c"]
    (folder / "compile_commands.json").write_text(json.dumps(
        [{"directory": str(folder), "file": unit, "arguments": [*flags, unit]} for unit in UNITS if unit.endswith(".cpp")]))


class Slurm:
    """A controller and one node, without root, keys or a database of accounts."""

    def __init__(self, folder):
        libraries = PROGRAMS / "usr/lib/x86_64-linux-gnu"
        controller, node, step = (program(PROGRAMS, f"usr/sbin/{name}-wlm") for name in ("slurmctld", "slurmd", "slurmstepd"))
        program(PROGRAMS, "usr/bin/sbatch")
        for name in ("state", "spool"):
            (folder / name).mkdir(parents=True)
        ports = free_ports(2)
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        settings = {
            "ClusterName": "here", "SlurmctldHost": "localhost", "SlurmUser": user, "SlurmdUser": user,
            "AuthType": "auth/none", "CredType": "cred/none", "SlurmctldPort": ports[0], "SlurmdPort": ports[1],
            "StateSaveLocation": folder / "state", "SlurmdSpoolDir": folder / "spool",
            "SlurmctldPidFile": folder / "controller.pid", "SlurmdPidFile": folder / "node.pid",
            "PluginDir": libraries / "slurm-wlm", "ProctrackType": "proctrack/linuxproc", "TaskPlugin": "task/none",
            "SelectType": "select/cons_res", "SelectTypeParameters": "CR_Core", "SchedulerType": "sched/builtin",
            "JobAcctGatherType": "jobacct_gather/none", "AccountingStorageType": "accounting_storage/none",
            "MpiDefault": "none", "ReturnToService": 2, "NodeName": "localhost CPUs=1 RealMemory=1000 State=UNKNOWN",
            "PartitionName": "all Nodes=localhost Default=YES MaxTime=INFINITE State=UP",
        }
        configuration = folder / "slurm.conf"
        configuration.write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
        self.environment = {"SLURM_CONF": str(configuration), "LD_LIBRARY_PATH": f"{libraries}:{libraries}/slurm-wlm",
                            "PATH": f"{PROGRAMS}/usr/bin:{os.environ['PATH']}"}
        self.daemons = []
        # The node asks the controller for work until it is there.
        for name, command in (("controller", [controller]), ("node", [node, "-N", "localhost", "-d", step])):
            with open(folder / f"{name}.log", "w", encoding="utf-8") as log:
                self.daemons.append(subprocess.Popen([*command, "-D", "-f", configuration], stdout=log, stderr=log,
                                                     env=os.environ | self.environment))
        idle = ["sinfo", "--noheader", "--states=idle", "--format=%n"]
        wait_for("a node that is idle", lambda: "localhost" in self.run(idle).stdout)

    def run(self, command):
        return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | self.environment)

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in self.daemons:
            daemon.wait(PATIENCE)


class Runs:
    """One project, checked again and again in a way that may go wrong."""

    def __init__(self, folder, environment, command):
        self.folder, self.command = folder, command
        self.bin = folder / "bin"
        self.bin.mkdir()
        wrapper = self.bin / "awaitlint"
        wrapper.write_text(WRAPPER.format(folder=self.bin, awaitlint=AWAITLINT))
        wrapper.chmod(0o755)
        self.environment = os.environ | environment
        self.environment["PATH"] = f"{self.bin}:{self.environment['PATH']}"
        self.break_shards()

    def break_shards(self, killed=0, full=0):
        (self.bin / "killed").write_text(str(killed))
        (self.bin / "full").write_text(str(full))

    def go(self, results, *options):
        return subprocess.run([*self.command(results), *options], cwd=self.folder / "project", env=self.environment,
                              capture_output=True, text=True, check=False, timeout=4 * PATIENCE)


def check_runs(runs, options):
    whole = subprocess.run([AWAITLINT, "check", "--no-cache", "--output", f"json:{runs.folder}/whole.json"],
                           cwd=runs.folder / "project", capture_output=True, text=True, check=False)
    expect(whole.returncode == 1, f"one run finds something: {whole}")
    results = runs.folder / "results"

    def expect_whole(ran):
        expect(ran.returncode == 1, f"the status of one run: {ran}")
        expect((results / "report.json").read_bytes() == (runs.folder / "whole.json").read_bytes(), "the report of one run")
        expect((results / "report.txt").read_text() == whole.stdout, "its text")

    expect_whole(runs.go(results, *options))
    for kind in ("killed", "full"):
        shutil.rmtree(results)
        runs.break_shards(**{kind: 2})
        ran = runs.go(results, *options)
        expect(ran.returncode == 3, f"{kind}: what is missing is never clean: {ran}")
        expect("shard-2.json" in ran.stderr and "shard 2 of 3 is missing" in ran.stderr, f"{kind}: told by name: {ran}")
        made = {name: (results / name).stat().st_mtime_ns for name in ("shard-1.json", "shard-3.json")}
        runs.break_shards()
        expect_whole(runs.go(results, *options))
        for name, time_made in made.items():
            expect((results / name).stat().st_mtime_ns == time_made, f"{kind}: {name} was not made again")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        write_project(folder / "project")
        if SCHEDULER == "slurm":
            slurm = Slurm(folder / "slurm")
            try:
                script = SOURCES / "integrations/slurm/awaitlint-slurm.sh"
                check_runs(Runs(folder, slurm.environment, lambda results: [script, str(SHARDS), results]), ["--no-cache"])
            finally:
                slurm.stop()
        else:
            program(PROGRAMS, "usr/bin/parallel")
            write_project(folder / "copy")
            script = SOURCES / "integrations/parallel/awaitlint-parallel.sh"
            copies = [folder / "project", folder / "copy"]
            environment = {"PATH": f"{PROGRAMS}/usr/bin:{os.environ['PATH']}", "PARALLEL_HOME": str(folder / "parallel")}
            check_runs(Runs(folder, environment, lambda results: [script, str(SHARDS), results, *copies]), ["--", "--no-cache"])


main()
