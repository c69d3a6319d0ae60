#!/usr/bin/env python3
"""Makes every file that a new rule needs, in a state that builds, and says what to fill in.

In: the rule's id and, with --top, the folder of the repository. Out: the rule, its page, its fixtures and its test; its lines
in the list of rules, the tests' list, README.md and CHANGELOG.md; on standard output what is left to do. Refuses an
id that is taken or that does not name a problem, before it writes anything.
"""
import argparse
import pathlib
import re
import sys

SUMMARY = "TODO: one sentence in lower case that says what is flagged"

RULE = '''// @id@: TODO what it flags, in one sentence.
//
// TODO why that is a mistake, and what the rule deliberately ignores: reviewers hold the rule to this paragraph.
#include "awaitlint/rule.h"
#include "awaitlint/site.h"

namespace awaitlint {

extern const Rule @name@;  // the linkage that all_rules.cpp expects

namespace {

std::vector<Finding> check(const RuleInput&) {
    // TODO: findings out of input.unit (include/awaitlint/facts.h) with finding_at(...) of awaitlint/site.h.
    return {};
}

}  // namespace

constinit const Rule @name@ = {
    .info = {.id = "@id@",
             .summary = "@summary@",
             .severity = Severity::warning,
             .reasons = {}},
    .check = check,
};

}  // namespace awaitlint
'''

PAGE = '''# @id@

@summary@

## Why

TODO: what this mistake does at run time.

## Flagged

```cpp bad
#include "task.h"

task<int> load();  // TODO: the smallest complete file that is flagged
```

## Instead

```cpp good
#include "task.h"

task<int> load();  // TODO: the same, repaired
```

## When not to use

TODO: or "There is no such case."

## Known misses

- TODO
'''

BASIC = '''// TODO: what this fixture is about. docs/writing-a-fixture.md has the language.
#include "task.h"

task<int> load();  // TODO: write what must be found, behind it // expect: @id@
'''

GOOD = '''// clean
// TODO: the code that looks alike and must stay silent: this file comes first.
#include "task.h"

task<int> load();
'''

TEST = '''// @id@ on hand-written facts: what it says, and what it leaves alone.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"

namespace awaitlint {
namespace {

TEST(@camel@, FindsNothingInAnEmptyUnit) {
    const Rule* rule = find_rule("@id@");
    ASSERT_NE(rule, nullptr);
    EXPECT_TRUE(rule->check({UnitFacts(), Config(), {}}).empty());
}

// TODO: a test for each message and each exception (tests/facts_builder.h makes facts out of a line of code).

}  // namespace
}  // namespace awaitlint
'''


def why_not(rule_id, top):
    """Why there can be no such rule; empty if there can."""
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", rule_id):
        return "an id is words in lower case with '-' between them, such as 'lost-answer'"
    if re.match(r"(no|avoid|prefer|always|use(?!-after-))-", rule_id):
        return "an id names the problem, so that it reads well after 'allow': docs/writing-a-rule.md"
    if (top / "rules" / f"{rule_id}.cpp").exists():
        return f"rules/{rule_id}.cpp is there already"
    return ""


def with_sorted_line(text, line, pattern):
    """The text with a line put among those that match, in their order. They need not stand next to each other."""
    lines = text.splitlines(keepends=True)
    places = [at for at, other in enumerate(lines) if re.match(pattern, other)]
    if not places:
        sys.exit(f"new_rule: nothing matches {pattern!r}: has the file changed its form?")
    later = [at for at in places if lines[at] > line]
    lines.insert(later[0] if later else places[-1] + 1, line)
    return "".join(lines)


def with_array_entry(text, name):
    """`&name` in the array of all_rules.cpp, one entry a line from now on where clang-format does not join them."""
    found = re.search(r"(constexpr std::array rules = \{\n)(.*?)(\n\};)", text, re.DOTALL)
    if not found:
        sys.exit("new_rule: rules/all_rules.cpp has no array of rules: has the file changed its form?")
    entries = sorted(set(re.findall(r"&\w+", found[2])) | {"&" + name})
    return text[:found.start(2)] + "\n".join(f"    {entry}," for entry in entries) + text[found.end(2):]


def new_files(rule_id, name):
    words = {"@id@": rule_id, "@name@": name, "@summary@": SUMMARY,
             "@camel@": "".join(word.capitalize() for word in rule_id.split("-"))}

    def filled(template):
        for word, value in words.items():
            template = template.replace(word, value)
        return template

    return {f"rules/{rule_id}.cpp": filled(RULE), f"docs/rules/{rule_id}.md": filled(PAGE),
            f"fixtures/rules/{rule_id}/basic.cpp": filled(BASIC), f"fixtures/rules/{rule_id}/good.cpp": filled(GOOD),
            f"tests/{name}_test.cpp": filled(TEST)}


def changed_files(rule_id, name, top):
    def text(path):
        return (top / path).read_text(encoding="utf-8")

    listed = with_sorted_line(text("rules/all_rules.cpp"), f"extern const Rule {name};\n", "extern const Rule ")
    row = f"| [`{rule_id}`](docs/rules/{rule_id}.md) | warning | {SUMMARY} |\n"
    tests = text("tests/CMakeLists.txt")
    return {"rules/all_rules.cpp": with_array_entry(listed, name),
            "README.md": with_sorted_line(text("README.md"), row, r"\| \[`[a-z-]+`\]\(docs/rules/"),
            "CHANGELOG.md": with_sorted_line(text("CHANGELOG.md"), f"- `{rule_id}`: {SUMMARY}\n",
                                             r"- `[a-z]+(-[a-z]+)+`: "),
            "tests/CMakeLists.txt": tests.replace("awaitlint_test(rules_test SOURCES rules_test.cpp",
                                                  f"awaitlint_test(rules_test SOURCES rules_test.cpp {name}_test.cpp")}


def main():
    parser = argparse.ArgumentParser(description="Makes the files of a new rule.")
    parser.add_argument("id", help="words in lower case with '-' between them; it names the problem")
    parser.add_argument("--top", type=pathlib.Path, default=pathlib.Path("."), help="the folder of the repository")
    options = parser.parse_args()
    wrong = why_not(options.id, options.top)
    if wrong:
        sys.exit(f"new_rule: '{options.id}': {wrong}")
    name = options.id.replace("-", "_")
    made, changed = new_files(options.id, name), changed_files(options.id, name, options.top)
    for path, text in {**made, **changed}.items():
        (options.top / path).parent.mkdir(parents=True, exist_ok=True)
        (options.top / path).write_text(text, encoding="utf-8")
    print("Made:", *made, "and a line each in:", *changed, sep="\n  ")
    print("It builds and finds nothing. Next, in this order (docs/writing-a-rule.md):",
          f"1. fixtures/rules/{options.id}: the code that must stay silent, then what must be found",
          f"2. the summary, the same in rules/{options.id}.cpp, its page, README.md and CHANGELOG.md",
          f"3. rules/{options.id}.cpp and tests/{name}_test.cpp; then the page's TODOs",
          "./dev test -R 'rules|docs|fixture' says what is still missing.", sep="\n  ")


if __name__ == "__main__":
    main()
