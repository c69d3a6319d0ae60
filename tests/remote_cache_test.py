#!/usr/bin/env python3
"""A cache that machines share, against real servers: nginx with WebDAV, redis-server, and one of our own that lies.

In: which of the three, awaitlint, the folder of the sources, the folder with the programs of Debian's packages. Each machine
is a checkout in a folder of its own, with a cache and a key of its own. What is printed must be, whatever the server does, what a run
without one prints. Exit status 77 where a program is missing: ctest says that it was skipped.
"""
import contextlib
import http.server
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

from real_programs import expect, free_ports, program

SERVER = sys.argv[1]
AWAITLINT, SOURCES, PROGRAMS = (pathlib.Path(argument).resolve() for argument in sys.argv[2:5])
PATIENCE = 60  # seconds, for a machine that is busy with other tests
SECRET = "hunter2hunter2"
TEAM_KEY = {"AWAITLINT_CACHE_KEY": "a key that only the team has"}

UNITS = {
    "src/shared.h": '#pragma once\n#include "task.h"\nint get(int id);\ntask<int> get_async(int id);\n'
                    "inline task<int> shared() { co_return co_await get(0); }\n",
    "src/a.cpp": '#include "shared.h"\ntask<int> a() { co_return co_await get(1); }\n',
    "src/b.cpp": '#include "shared.h"\ntask<int> b() { co_return co_await get_async(1); }\n',
    "src/c.cpp": '#include "shared.h"\ntask<int> c() { auto value = co_await get_async(2); co_return value; }\n',
}


def wait_for_port(port):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    sys.exit(f"FAILED: nothing listened on port {port} within {PATIENCE} seconds")


class Machine:
    """A checkout, and a cache that is empty at first."""

    def __init__(self, folder, name):
        self.home = folder / name / "home"
        self.home.mkdir(parents=True)
        self.project = folder / name / f"checkout-of-{name}"
        self.project.mkdir()
        shutil.copytree(SOURCES / "fixtures/lib", self.project / "lib")
        (self.project / ".git").mkdir()
        (self.project / "src").mkdir()
        for unit, code in UNITS.items():
            (self.project / unit).write_text(code)
        flags = ["clang++", "-std=c++20", "-nostdinc++", "-isystem", "lib", "-c"]
        (self.project / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.project), "file": unit, "arguments": [*flags, unit]}
             for unit in UNITS if unit.endswith(".cpp")]))

    def check(self, address, *options, **environment):
        """Status, what is printed, what is told; how many units were cached."""
        own = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        own |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        remote = {"AWAITLINT_REMOTE_CACHE": address} if address else {}
        start = time.monotonic()
        done = subprocess.run([AWAITLINT, "check", *options], cwd=self.project, env=own | remote | environment,
                              capture_output=True, text=True, check=False, timeout=10 * PATIENCE)
        self.seconds = time.monotonic() - start
        counted = re.search(r"\((\d+) cached", done.stderr)
        expect(counted, f"no count of units: {done.stdout}{done.stderr}")
        expect(SECRET not in done.stdout + done.stderr, f"a credential was printed: {done.stderr}")
        remarks = [line for line in done.stderr.splitlines() if "remote cache" in line]
        return done.returncode, done.stdout, remarks, int(counted[1])


class Team:
    """New machines, and what a run prints that has no server."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0
        self.expected = self.machine().check("", "--no-cache")[:2]
        expect(self.expected[0] == 1 and "proven" in self.expected[1], f"the project has findings: {self.expected}")

    def machine(self):
        self.count += 1
        return Machine(self.folder, f"machine{self.count}")

    def run(self, address, cached, *options, machine=None, remark=None, **environment):
        """A check on a new machine, whose answer must be right."""
        machine = machine or self.machine()
        status, printed, remarks, from_cache = machine.check(address, *options, **environment)
        expect((status, printed) == self.expected, f"another answer: {status}\n{printed}")
        expect(from_cache == cached, f"{from_cache} units were cached, and not {cached}: {address} {options} {remarks}")
        expect(len(remarks) == (1 if remark else 0), f"one remark, or none: {remarks}")
        wanted = (remark,) if isinstance(remark, str) else remark or ()  # any of them
        expect(not remark or any(each in remarks[0] for each in wanted), f"'{remark}' is in: {remarks}")
        return machine


def check_sharing(team, address, read_only, **environment):
    """What one machine finds out is of use to all, wherever their checkouts lie."""
    team.run(read_only, 0, **environment)
    team.run(address, 0, **environment)  # so the one before has written nothing
    reader = team.run(read_only, 3, **environment)
    team.run(read_only, 0, "--cache-verify", **environment)  # all is analysed, and nothing differs
    team.run("", 3, machine=reader, **environment)  # what was fetched is kept
    # Another branch displaces it, and does not lose it.
    branch = team.machine()
    header = branch.project / "src/shared.h"
    header.write_text(header.read_text().replace("get(0)", "get(10)"))
    for _ in range(2):
        status, printed, remarks, _ = branch.check(address, **environment)
        expect(status == 1 and "get(10)" in printed and not remarks, f"the branch's own findings: {printed}{remarks}")
    team.run(read_only, 3, **environment)
    other = team.machine()
    shutil.copy(header, other.project / "src/shared.h")
    _, printed, _, cached = other.check(read_only, **environment)
    expect(cached == 3 and "get(10)" in printed, f"the branch's are there, too: {cached}")


def check_keys(team, address):
    """Entries of another key, or of none, are none."""
    team.run(address, 0, **TEAM_KEY)
    team.run(address, 3, **TEAM_KEY)
    team.run(address, 0, AWAITLINT_CACHE_KEY="a key of somebody else")
    team.run(address, 3)


@contextlib.contextmanager
def running(command, port, **options):
    with subprocess.Popen(command, **options) as server:
        try:
            wait_for_port(port)
            yield
        finally:
            server.terminate()


def nginx(folder, port, location, access=""):
    """WebDAV's methods as nginx has them, for files below `folder`."""
    folder.mkdir()
    folders = "".join(f"{name}_temp_path {folder}/{name}; "
                      for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ access_log {folder}/access.log; {folders}\n server {{ listen 127.0.0.1:{port}; client_max_body_size 64m; {access}\n"
        f" location / {{ return 400; }}\n"
        f" location {location} {{ root {folder}/files; dav_methods PUT; create_full_put_path on; }} }} }}\n")
    return [program(PROGRAMS, "usr/sbin/nginx"), "-p", folder, "-e", folder / "error.log", "-c", configuration]


def test_nginx(folder):
    team = Team(folder)
    layouts = {"": '~ "^/awaitlint/[0-9a-f]{2}/[0-9a-f]{62}$"', "|layout=flat": '~ "^/awaitlint/[0-9a-f]{64}$"',
               "|layout=bazel": '~ "^/awaitlint/ac/[0-9a-f]{64}$"'}
    for number, (layout, location) in enumerate(layouts.items()):
        port = free_ports(1)[0]
        address = f"http://127.0.0.1:{port}/awaitlint{layout}"
        with running(nginx(folder / f"nginx{number}", port, location), port):
            check_sharing(team, address, f"{address}|read-only")
            check_keys(team, address)
        team.run(address, 0, remark="cannot be read")  # it is gone
    # Who has no password, or a wrong one, goes on alone; who has it is let in.
    port = free_ports(1)[0]
    passwords = folder / "passwords"
    passwords.write_text(f"team:{{PLAIN}}{SECRET}\n")
    access = f'auth_basic "team"; auth_basic_user_file {passwords};'
    with running(nginx(folder / "nginx-closed", port, layouts[""], access), port):
        team.run(f"http://127.0.0.1:{port}/awaitlint", 0, remark="401")
        team.run(f"http://team:{SECRET}x@127.0.0.1:{port}/awaitlint", 0, remark="401")
        address = f"http://team:{SECRET}@127.0.0.1:{port}/awaitlint"
        check_sharing(team, address, f"{address}|read-only")
    # A server that may only be read, by whoever does not know.
    port = free_ports(1)[0]
    with running(nginx(folder / "nginx-read", port, layouts[""], "if ($request_method = PUT) { return 403; }"), port):
        team.run(f"http://127.0.0.1:{port}/awaitlint", 0, remark="cannot be written (it answered 403)")


def test_redis(folder):
    program(PROGRAMS, "usr/bin/redis-server")
    team = Team(folder)
    for number, (password, database) in enumerate((("", ""), (SECRET, "/2"))):
        port = free_ports(1)[0]
        files = folder / f"redis{number}"
        files.mkdir()
        libraries = PROGRAMS / "usr/lib/x86_64-linux-gnu"
        command = [program(PROGRAMS, "usr/bin/redis-check-rdb").replace("check-rdb", "server"), "--port", str(port), "--bind",
                   "127.0.0.1", "--dir", files, "--save", "", *(["--requirepass", password] if password else [])]
        with running(command, port, stdout=subprocess.DEVNULL, env=os.environ | {"LD_LIBRARY_PATH": str(libraries)}):
            if password:
                team.run(f"redis://127.0.0.1:{port}", 0, remark="NOAUTH")
                team.run(f"redis://:{password}x@127.0.0.1:{port}", 0, remark="WRONGPASS")
            address = f"redis://:{password}@127.0.0.1:{port}{database}"
            check_sharing(team, address, f"{address}|read-only")
            check_keys(team, address)
        team.run(address, 0, remark="cannot be read")


class Liar(http.server.BaseHTTPRequestHandler):
    """Keeps what it is sent, and gives it back as its mode says."""
    protocol_version = "HTTP/1.1"
    kept, mode, puts, token = {}, "honest", 0, None

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", len(body) if length is None else length)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def do_PUT(self):
        type(self).puts += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.mode == "full":
            return self.answer(507)
        self.kept[self.path] = body
        return self.answer(201)

    def do_GET(self):
        type(self).token = self.headers.get("Authorization")
        body = self.kept.get(self.path)
        if self.mode == "silent":
            time.sleep(PATIENCE)
        if body is None:
            return self.answer(404, b"<html>no such thing</html>")
        return getattr(self, self.mode)(body)

    def honest(self, body):
        self.answer(200, body)

    full = honest

    def flipped(self, body):
        self.answer(200, body[:-1] + bytes([body[-1] ^ 1]))

    def page(self, _):
        self.answer(200, b"<html>Please log in</html>")

    def another(self, body):
        self.answer(200, next(other for other in self.kept.values() if other != body))

    def torn(self, body):
        self.answer(200, body[:len(body) // 2], len(body))
        self.close_connection = True

    def huge(self, _):
        self.answer(200, b"x" * 1000, 10 << 30)
        self.close_connection = True

    def endless(self, _):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(100):
                self.wfile.write(b"100000\r\n" + b"x" * (1 << 20) + b"\r\n")
        self.close_connection = True

    def elsewhere(self, _):
        self.answer(302, Location=f"http://127.0.0.1:{self.server.server_port}/secret")

    def broken(self, _):
        self.answer(500)

    def trickling(self, body):
        self.send_response(200)
        self.send_header("Content-Length", len(body))
        self.end_headers()
        with contextlib.suppress(OSError):
            for i in range(len(body)):
                self.wfile.write(body[i:i + 1])
                time.sleep(1)
        self.close_connection = True


def doctor(machine, address):
    done = subprocess.run([AWAITLINT, "doctor"], cwd=machine.project, capture_output=True, text=True, check=False,
                          env=os.environ | {"HOME": str(machine.home), "AWAITLINT_REMOTE_CACHE": address})
    expect(SECRET not in done.stdout + done.stderr, "a credential was printed")
    return next(line for line in done.stdout.splitlines() if "remote cache" in line)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass  # a client that has had enough


def test_hostile(folder):
    team = Team(folder)
    with Server(("127.0.0.1", 0), Liar) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        there = doctor(team.machine(), f"{address}|read-only")
        expect("ok" in there and there.endswith("read only"), there)
        team.run(address, 0, AWAITLINT_REMOTE_CACHE_TOKEN=SECRET)
        expect(Liar.token == f"Bearer {SECRET}", "the token is sent")
        sent = Liar.puts
        expect(sent > 0, "results are sent")
        for mode in ("flipped", "page", "another", "torn", "huge"):
            Liar.mode = mode
            team.run(f"{address}|read-only", 0, remark="not used")
        # Too much comes before too late, except on a slow machine.
        Liar.mode = "endless"
        team.run(f"{address}|read-only", 0, remark=("not used", "too slow"))
        for mode, why in (("elsewhere", "302"), ("broken", "500"), ("trickling", "slow"), ("silent", "slow")):
            Liar.mode = mode
            machine = team.run(f"{address}|read-only", 0, remark="cannot be read")
            expect(machine.seconds < PATIENCE, f"{mode}: it took {machine.seconds} s")
        expect(Liar.puts == sent, "nothing is sent to a cache that is read only")
        Liar.mode = "full"
        Liar.kept.clear()
        team.run(address, 0, remark="cannot be written (it answered 507)")
        server.shutdown()
    gone = doctor(team.machine(), f"http://user:{SECRET}@127.0.0.1:{server.server_port}")
    expect("note" in gone and "gives no answer" in gone, gone)
    # What is no address, is said before anything is done.
    done = subprocess.run([AWAITLINT, "check"], cwd=team.machine().project, capture_output=True, text=True, check=False,
                          env=os.environ | {"AWAITLINT_REMOTE_CACHE": f"ftp://user:{SECRET}@cache"})
    expect(done.returncode == 2 and "AWAITLINT_REMOTE_CACHE" in done.stderr and SECRET not in done.stderr, done.stderr)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        {"nginx": test_nginx, "redis": test_redis, "hostile": test_hostile}[SERVER](pathlib.Path(temporary).resolve())
    print(f"ok: {SERVER}")


main()
