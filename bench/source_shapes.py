"""Coroutines, calls and statements of C++ text, by their brackets: enough to put a mistake into a file.

In: the text of a file. Out: places in it. Knows no types and no preprocessor: what it takes for a coroutine or a call is
compiled afterwards, and left out where it does not compile. Comments and literals are blanked first, so that every
offset stays true.
"""
import re

NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.S)
FUNCTION = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*(?P<open>\()")
LAMBDA = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*=\s*\[[^\[\]]*\]\s*(?P<open>\()")
BEHIND_PARAMETERS = re.compile(r"\s*(?:(?:const|noexcept|mutable|override|final)\s*)*(?:->\s*[\w:<>,\s*&]+)?\s*")
NOT_NAMES = {"if", "for", "while", "switch", "catch", "return", "co_return", "co_await", "decltype", "sizeof", "requires"}


def code_of(text):
    """The text with blanks in place of comments and of what literals say."""
    return NOT_CODE.sub(lambda match: "".join(c if c in '\n"' else " " for c in match.group()), text)


def closing(code, begin):
    """Where the bracket at `begin` is closed; -1 if it is not."""
    pairs, depth = {"(": ")", "[": "]", "{": "}"}, 0
    for at in range(begin, len(code)):
        depth += (code[at] in pairs) - (code[at] in pairs.values())
        if depth == 0:
            return at
    return -1


def parts(code, begin, end):
    """The ranges between the commas that no bracket is around; templates' brackets count, too."""
    found, start, depth = [], begin, 0
    for at in range(begin, end):
        depth += (code[at] in "([{<") - (code[at] in ")]}" or (code[at] == ">" and code[at - 1] != "-"))
        if code[at] == "," and depth == 0:
            found.append((start, at))
            start = at + 1
    return [*found, (start, end)] if code[begin:end].strip() else found


def statement_begin(code, at):
    """Just behind the `;`, `{` or `}` in front of the statement that holds the place."""
    depth = 0
    while at > 0:
        c = code[at - 1]
        depth += (c in ")]") - (c in "([")
        if c in ";{}" and depth <= 0:
            return at
        at -= 1
    return 0


def block_end(code, at):
    """Of the block around a place."""
    depth = 0
    while at < len(code) and depth >= 0:
        depth += (code[at] == "{") - (code[at] == "}")
        at += 1
    return at


class Coroutine:
    """A function or a lambda with a name whose body has a coroutine keyword."""

    def __init__(self, code, name, opening, body, end, is_lambda):
        self.name, self.opening, self.body, self.end = name, opening, body, end
        # Where its name means it: behind it in its block, or anywhere.
        self.known = range(end, block_end(code, opening)) if is_lambda else range(len(code))
        self.parameters = parts(code, opening + 1, closing(code, opening))

    def word_places(self, code, word):
        return [match.start() for match in re.finditer(rf"\b{re.escape(word)}\b", code[self.body:self.end])]

    def looks_behind_suspension(self, code, word):
        """A statement behind that of the first co_await mentions it."""
        body = code[self.body:self.end]
        first = body.find("co_await")
        behind = body.find(";", first)
        return first >= 0 and behind >= 0 and any(at > behind for at in self.word_places(code, word))


def functions(code):
    """(where its head begins, its name, its opening parenthesis, its body, whether it is a lambda) of each."""
    for match in re.finditer(r"\{", code):
        begin = statement_begin(code, match.start())
        head = code[begin:match.start()]
        closure = LAMBDA.search(head)
        shape = closure or next((f for f in FUNCTION.finditer(head) if f.group("name") not in NOT_NAMES), None)
        if not shape:
            continue
        opening = begin + shape.start("open")
        close = closing(code, opening)
        if 0 <= close < match.start() and BEHIND_PARAMETERS.fullmatch(code[close + 1:match.start()]):
            yield begin, shape.group("name"), opening, match.start(), closure is not None


def is_generic(code, begin, opening):
    """What it does depends on a template parameter, or may."""
    return "template" in code[begin:opening] or re.search(r"\bauto\b", code[opening:closing(code, opening)]) is not None


def class_template_ranges(code):
    """Of the bodies of class templates: what their members do may depend on a parameter."""
    for match in re.finditer(r"\{", code):
        head = code[statement_begin(code, match.start()):match.start()]
        if re.search(r"\btemplate\s*<", head) and re.search(r"\b(struct|class)\s+[\w:]+(\s*<[^{]*>)?\s*(final\s*)?(:[^:].*)?$", head, re.S):
            yield range(match.start(), closing(code, match.start()))


def generic_ranges(code):
    """Of the bodies of templates and generic lambdas."""
    return [*class_template_ranges(code), *(range(body, closing(code, body)) for begin, _, opening, body, _ in functions(code)
                                            if is_generic(code, begin, opening))]


def coroutines(code):
    found = []
    for begin, name, opening, body, is_lambda in functions(code):
        end = closing(code, body)
        if end > 0 and not is_generic(code, begin, opening) and re.search(r"\bco_(await|return)\b", code[body:end]):
            found.append(Coroutine(code, name, opening, body, end, is_lambda))
    return found
