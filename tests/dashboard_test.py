#!/usr/bin/env python3
"""integrations/dashboard, run for real with the commands of docs/dashboard.md: awaitlint's metrics through a node exporter
into a Prometheus, until alerts fire.

In: awaitlint, the folder of the sources, the folder with the programs of Debian's packages. All of it on loopback, on
ports that were free, in a temporary folder. Exit status 77 where a program is missing: ctest says that it was skipped.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from real_programs import expect, free_ports, program

AWAITLINT, SOURCES, PROGRAMS = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
PATIENCE = 120  # seconds, for a machine that is busy with other tests

CODE = """#include "task.h"
int get(int id);
task<int> get_async(int id);
task<int> right() { co_return co_await get_async(1); }
"""
MISTAKE = "task<int> wrong() { co_return co_await get(1); }\n"


def wait_for(what, attempt):
    """What `attempt` gives, as soon as it gives anything."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if answer := attempt():
                return answer
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit(f"FAILED: {what} did not come within {PATIENCE} seconds")


def commands():
    """What the page says is run: by awaitlint, by the exporter, by Prometheus."""
    page = (SOURCES / "docs/dashboard.md").read_text()
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names = [(language, code.split()[0]) for language, code in blocks]
    expect(names == [("sh", "awaitlint"), ("sh", "prometheus-node-exporter"), ("sh", "prometheus")],
           f"each block of the page is run: {names}")
    expect(not re.search(r"^    ", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE),
           "the page has no other code")
    return [code for _, code in blocks]


class Dashboard:
    def __init__(self, folder):
        self.folder = folder
        self.metrics = folder / "metrics"
        self.metrics.mkdir()
        self.exporter, self.server = free_ports(2)
        shutil.copytree(SOURCES / "integrations/dashboard", folder / "dashboard")
        config = folder / "dashboard/prometheus.yml"
        subprocess.run([program(PROGRAMS / "usr/bin", "promtool"), "check", "config", config], check=True, stdout=subprocess.DEVNULL)
        text = config.read_text()
        for line in ("scrape_interval: 1m", "evaluation_interval: 1m", "localhost:9100"):
            expect(text.count(line) == 1, f"prometheus.yml has '{line}'")
        config.write_text(text.replace("interval: 1m", "interval: 1s")
                          .replace("localhost:9100", f"127.0.0.1:{self.exporter}"))

    def command(self, text, *more):
        """A command of the page, in this folder and with these ports."""
        expect("/var/lib/node_exporter" in text or "integrations/dashboard" in text, f"'{text}' names a folder")
        text = text.replace("/var/lib/node_exporter", str(self.metrics))
        text = text.replace("integrations/dashboard", str(self.folder / "dashboard"))
        return ["/bin/bash", "-c", "exec " + " ".join([text.strip(), *more])]

    def processes(self):
        _, exporter, server = commands()
        return [self.command(exporter, "--collector.disable-defaults", "--collector.textfile",
                             f"--web.listen-address=127.0.0.1:{self.exporter}"),
                self.command(server, f"--storage.tsdb.path={self.folder}/storage",
                             f"--web.listen-address=127.0.0.1:{self.server}")]

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.server}{path}", timeout=10) as answer:
            return answer.read().decode()

    def value(self, query):
        result = json.loads(self.get("/api/v1/query?" + urllib.parse.urlencode({"query": query})))["data"]["result"]
        return float(result[0]["value"][1]) if result else None

    def alerts(self):
        alerts = json.loads(self.get("/api/v1/alerts"))["data"]["alerts"]
        return {alert["labels"]["alertname"] for alert in alerts if alert["state"] == "firing"}


def check(dashboard, project, code):
    (project / "a.cpp").write_text(code)
    database = [{"directory": str(project), "file": "a.cpp", "arguments": [
        "clang++", "-std=c++20", "-nostdinc++", "-isystem", str(SOURCES / "fixtures/lib"), "-c", "a.cpp"]}]
    (project / "build").mkdir(exist_ok=True)
    (project / "build/compile_commands.json").write_text(json.dumps(database))
    subprocess.run(dashboard.command(commands()[0], "--no-cache"), cwd=project, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def story(dashboard, project):
    check(dashboard, project, CODE + MISTAKE)
    wait_for("the first number of findings", lambda: dashboard.value("awaitlint:findings:sum") == 1)
    wait_for("a second look at it", lambda: dashboard.value("count_over_time(awaitlint:findings:sum[1m])") >= 3)
    expect(not dashboard.alerts(), f"what was there before is no news: {dashboard.alerts()}")

    check(dashboard, project, CODE + MISTAKE + MISTAKE.replace("wrong", "again"))
    wait_for("the alert on new findings", lambda: dashboard.alerts() == {"AwaitlintNewFindings"})
    page = wait_for("the page", lambda: dashboard.get("/consoles/awaitlint.html"))
    expect("AwaitlintNewFindings" in page, "the page names the alert")
    expect('<td>await-on-non-awaitable</td><td>error</td><td class="number">2</td>' in page, f"the number is in {page}")

    check(dashboard, project, CODE + MISTAKE)
    wait_for("its end after the repair", lambda: not dashboard.alerts())

    check(dashboard, project, CODE + "unknown x;\n")
    wait_for("the alert on what was not looked at", lambda: "AwaitlintIncomplete" in dashboard.alerts())

    (dashboard.metrics / "awaitlint.prom").write_text("no metrics at all {\n")
    wait_for("the alert on a file that is not readable", lambda: "AwaitlintUnreadable" in dashboard.alerts())


def main():
    for name in ("promtool", "prometheus", "prometheus-node-exporter"):
        program(PROGRAMS / "usr/bin", name)
    os.environ["PATH"] = f"{AWAITLINT.parent}:{PROGRAMS}/usr/bin:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        dashboard = Dashboard(folder)
        project = folder / "project"
        project.mkdir()
        running = []
        try:
            for number, command in enumerate(dashboard.processes()):
                log = open(folder / f"{number}.log", "w")
                running.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=folder))
            story(dashboard, project)
        except SystemExit:
            for number in range(len(running)):
                print((folder / f"{number}.log").read_text()[-3000:])
            raise
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait()
    print("the dashboard runs")


main()
