#!/usr/bin/env python3
"""Prints the reference of a JSON report, as a page, from its JSON Schema.

In: a schema. Out: a page of Markdown, a table for each object, with each key's type and meaning, all in the order of the schema.
Refuses a schema in which a key has no description: to add a key is to say what it means. Knows nothing of what the
program writes: the tests of the schema hold that to it.
"""
import json
import sys

REFERENCE = "#/definitions/"


class Page:
    def __init__(self, schema):
        self.definitions = schema.get("definitions", {})
        self.objects = []  # (heading, schema, what it is), in the order in which they are met
        self.without_meaning = []

    def resolved(self, value):
        while "$ref" in value:
            value = self.definitions[value["$ref"].removeprefix(REFERENCE)]
        return value

    def meaning(self, value):
        return value.get("description") or self.resolved(value).get("description", "")

    def name_of(self, value, path):
        """The heading of an object: its definition's name, or where it stands."""
        return value["$ref"].removeprefix(REFERENCE) if "$ref" in value else path

    def kind(self, value, path):
        """A type as people say it; objects that are met get a section."""
        meant = self.resolved(value)
        if "const" in meant:
            return f"`{json.dumps(meant['const'])}`"
        if "enum" in meant:
            return ", ".join(f"`{json.dumps(each)}`" for each in meant["enum"])
        if meant["type"] == "array":
            return "list of " + self.kind(meant["items"], path)
        if meant["type"] == "object" and "properties" in meant:
            name = self.name_of(value, path)
            if name not in [heading for heading, _, _ in self.objects]:
                self.objects.append((name, meant, meant.get("description") if "$ref" in value else None))
            return f"[{name}](#{name.lower().replace('.', '')})"
        if meant["type"] == "object" and "additionalProperties" in meant:
            return "object of " + self.kind(meant["additionalProperties"], path)
        bound = f", at least {meant['minimum']}" if "minimum" in meant else ""
        return meant["type"] + bound

    def table(self, path, value):
        lines = ["| key | type | meaning |", "|---|---|---|"]
        for key, each in value["properties"].items():
            where = f"{path}.{key}" if path else key
            meaning = self.meaning(each)
            if not meaning:
                self.without_meaning.append(where)
            may_lack = "" if key in value.get("required", []) else " *May be absent.*"
            cells = (f"`{key}`", self.kind(each, where), meaning + may_lack)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        return lines


def reference(schema):
    """The page, and the keys that lack a meaning."""
    page = Page(schema)
    text = [f"# {schema['title']}, key by key", "",
            "Made of [its JSON Schema](schema/report.schema.json) by `./dev bless`: change the schema, not this page.", "",
            schema["description"], "", *page.table("", schema)]
    number = 0
    while number < len(page.objects):
        heading, value, description = page.objects[number]
        number += 1
        known = len(page.objects)
        text += ["", f"## {heading}", "", *([description, ""] if description else []), *page.table(heading, value)]
        page.objects[number:] = page.objects[known:] + page.objects[number:known]  # its own parts come next
    return "\n".join(text) + "\n", page.without_meaning


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: report_reference.py SCHEMA")
    with open(sys.argv[1], encoding="utf-8") as file:
        text, without_meaning = reference(json.load(file))
    if without_meaning:
        sys.exit(f"report_reference: no description: {', '.join(without_meaning)}")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
