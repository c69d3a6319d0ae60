#!/usr/bin/env python3
"""Holds every #include of src, include and rules against the table of layers in docs/architecture.md.

In: the folder of the repository. Out: one line per include that the table does not allow, per source file that no layer
holds, and per row that names no folder; exit status 1 if there are any. The table is the only list: what it says is
what is checked. Reads text, compiles nothing; standard and system headers are everybody's.
"""
import pathlib
import re
import sys

LIBRARIES = {"Clang": "clang/", "LLVM": "llvm/", "fmt": "fmt/", "JSON": "nlohmann/", "CLI11": "CLI/", "libcurl": "curl/", "hiredis": "hiredis/"}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
ROW = re.compile(r"^\| `([\w/]+)` \|([^|]*)\|([^|]*)\|")


class Layer:
    """One row: its name, the folders and files that belong to it, and what it may include besides itself."""

    def __init__(self, name, places, may_include):
        self.name = name
        self.places = places
        self.may_include = may_include


def layers_of(page):
    """The rows of the one table whose heading begins with 'layer'."""
    rows, is_inside = [], False
    for line in page.splitlines():
        is_inside = line.startswith("| layer |") or (is_inside and line.startswith("|"))
        row = ROW.match(line) if is_inside else None
        if row:
            names = re.findall(r"[\w/]+", row[3].replace("all of the above", " ".join(layer.name for layer in rows)))
            rows.append(Layer(row[1], re.findall(r"`([^`]+)`", row[2]), set(names)))
    return rows


def layer_of(path, layers):
    """The layer with the longest place that holds the path: a room inside a folder comes before the folder."""
    best, length = None, -1
    for layer in layers:
        for place in layer.places:
            if (path == place or path.startswith(place + "/")) and len(place) > length:
                best, length = layer, len(place)
    return best


def included_path(name, includer, top):
    """The file of the repository that an include names, else None."""
    for folder in ("include", "src", str(pathlib.PurePath(includer).parent)):
        if (top / folder / name).is_file():
            return f"{folder}/{name}"
    return None


def complaint(path, name, layer, layers, top):
    own = included_path(name, path, top)
    if own:
        target = layer_of(own, layers)
        if target is None or target is layer or target.name in layer.may_include:
            return None
        return f"'{layer.name}' may not include '{target.name}'"
    for library, prefix in LIBRARIES.items():
        if name.startswith(prefix) and library not in layer.may_include:
            return f"'{layer.name}' may not include {library}"
    return None


def complaints(top):
    layers = layers_of((top / "docs" / "architecture.md").read_text(encoding="utf-8"))
    if not layers:
        yield "docs/architecture.md: there is no table of layers"
    known = {layer.name for layer in layers} | set(LIBRARIES)
    for layer in layers:
        for place in layer.places:
            if not (top / place).exists():
                yield f"docs/architecture.md: layer '{layer.name}': '{place}' does not exist"
        for name in sorted(layer.may_include - known):
            yield f"docs/architecture.md: layer '{layer.name}': '{name}' is neither a layer nor a library"
    for folder in ("include", "src", "rules"):
        for file in sorted((top / folder).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            path = file.relative_to(top).as_posix()
            layer = layer_of(path, layers)
            if layer is None:
                yield f"{path}: no layer holds it"
                continue
            text = file.read_text(encoding="utf-8")
            for include in INCLUDE.finditer(text):
                wrong = complaint(path, include[1], layer, layers, top)
                if wrong:
                    yield f"{path}:{text.count(chr(10), 0, include.start(1)) + 1}: {include[1]}: {wrong}"


def main():
    if len(sys.argv) > 2 or sys.argv[1:] in (["-h"], ["--help"]):
        sys.exit("usage: layers.py [FOLDER]")
    found = list(complaints(pathlib.Path(sys.argv[1] if len(sys.argv) == 2 else ".")))
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
