"""An editor as the bench needs one: it opens one file with `awaitlint lsp` and waits for the findings of each edit.

In: the server's command, a folder, a file of it. Out: what each edit took, from the message to the diagnostics of that very
version; the processor time is that of the analysis's processes. Refuses to go on when the server ends.
"""
import json
import os
import pathlib
import subprocess
import sys
import time


class Editor:
    def __init__(self, awaitlint, folder, file, environment):
        self.uri = (pathlib.Path(folder) / file).resolve().as_uri()
        self.version = 0
        self.server = subprocess.Popen([str(awaitlint), "lsp"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, env={**os.environ, **environment})
        self.send("initialize", {"rootUri": pathlib.Path(folder).resolve().as_uri(), "capabilities": {}}, id=0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.kill()
        self.server.wait()

    def send(self, method, parameters, **id):
        body = json.dumps({"jsonrpc": "2.0", **id, "method": method, "params": parameters}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def receive(self):
        length = 0
        while line := self.server.stdout.readline().strip():
            length = int(line.split()[1])
        if not length:
            sys.exit("bench: the language server has ended")
        return json.loads(self.server.stdout.read(length))

    def wait(self):
        """The diagnostics of the current version."""
        while True:
            message = self.receive()
            parameters = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and parameters["version"] == self.version:
                return parameters["diagnostics"]

    def processor_time(self):
        """That of the children that the server has waited for."""
        fields = pathlib.Path(f"/proc/{self.server.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def open(self, text):
        self.version += 1
        self.send("textDocument/didOpen", {"textDocument": {"uri": self.uri, "languageId": "cpp", "version": self.version,
                                                            "text": text}})
        return self.wait()

    def edit(self, text):
        """Wall clock, processor time, and what was found."""
        self.version += 1
        before, start = self.processor_time(), time.monotonic()
        self.send("textDocument/didChange", {"textDocument": {"uri": self.uri, "version": self.version},
                                             "contentChanges": [{"text": text}]})
        found = self.wait()
        return time.monotonic() - start, self.processor_time() - before, found
