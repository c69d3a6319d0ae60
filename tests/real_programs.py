"""What the tests of real programs share: Debian's programs by name, ports that are free, and how a test fails.

In: the folder into which ./dev test unpacks programs. A program that is missing ends the test with status 77: ctest says
that it was skipped. Starts nothing.
"""
import socket
import sys


def expect(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def program(programs, name):
    path = programs / name
    if path.exists():
        return str(path)
    print(f"skipped: there is no {path}: ./dev test unpacks it, where Debian's packages can be reached")
    sys.exit(77)


def free_ports(count):
    listeners = [socket.socket() for _ in range(count)]
    try:
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]
    finally:
        for listener in listeners:
            listener.close()
