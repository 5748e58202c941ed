"""JSON by the letter of RFC 8259, with everything kept that a record's text says: digits, escapes, order of members.

Slow and plain on purpose: this is what the program's own scanner is compared with.
"""

import re

LONGEST = 64 << 20
DEEPEST = 128
MOST_VALUES = 1_000_000

SPACE = re.compile(r"[ \t\n\r]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
PLAIN = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*')
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Refused(Exception):
    """A text or a record that is not accepted."""

    def __init__(self, code, at=None):
        super().__init__(code)
        self.code = code
        self.at = at


class Node:
    """A value: its kind, its text without white space, and what it holds.

    `members` of an object are triples: the key as text, the key as it is spelled, the value. `items` are those of an array,
    `value` is a string's text without its escapes.
    """

    __slots__ = ("kind", "text", "members", "items", "value", "depth")

    def __init__(self, kind, text, members=None, items=None, value=None, depth=0):
        self.kind = kind
        self.text = text
        self.members = members
        self.items = items
        self.value = value
        self.depth = depth

    def get(self, *path):
        """The value that a path of keys leads to; nothing if there is none."""
        node = self
        for key in path:
            if node is None or node.kind != "object":
                return None
            node = next((value for name, _, value in node.members if name == key), None)
        return node

    @property
    def is_given(self):
        return self.kind != "null"


def parse(data):
    """The value of a document, which is bytes."""
    if len(data) > LONGEST:
        raise Refused("too_large")
    # What is no UTF-8 becomes lone surrogates, which stand nowhere in JSON.
    parser = Parser(data.decode("utf-8", "surrogateescape"))
    node = parser.value(0)
    parser.space()
    if parser.position < len(parser.text):
        raise Refused("not_json", parser.position)
    return node


class Parser:
    def __init__(self, text):
        self.text = text
        self.position = 0
        self.values = 0

    def space(self):
        self.position = SPACE.match(self.text, self.position).end()

    def peek(self):
        return self.text[self.position] if self.position < len(self.text) else ""

    def refuse(self, code="not_json"):
        raise Refused(code, self.position)

    def value(self, depth):
        self.space()
        self.values += 1
        if self.values > MOST_VALUES:
            self.refuse("too_many_values")
        first = self.peek()
        if first == "{":
            return self.object(depth + 1)
        if first == "[":
            return self.array(depth + 1)
        if first == '"':
            text, value = self.string()
            return Node("string", text, value=value)
        for word, kind in (("true", "bool"), ("false", "bool"), ("null", "null")):
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return Node(kind, word)
        number = NUMBER.match(self.text, self.position)
        if number is None:
            self.refuse()
        self.position = number.end()
        return Node("number", number.group())

    def object(self, depth):
        if depth > DEEPEST:
            self.refuse("too_deep")
        self.position += 1
        members, seen, deepest = [], set(), depth
        self.space()
        if self.peek() == "}":
            self.position += 1
            return Node("object", "{}", members=members, depth=depth)
        while True:
            self.space()
            if self.peek() != '"':
                self.refuse()
            start = self.position
            spelled, key = self.string()
            if key in seen:
                self.position = start
                self.refuse("duplicate_key")
            seen.add(key)
            self.space()
            if self.peek() != ":":
                self.refuse()
            self.position += 1
            value = self.value(depth)
            members.append((key, spelled, value))
            deepest = max(deepest, value.depth)
            if not self.goes_on("}"):
                break
        text = "{" + ",".join(f"{spelled}:{value.text}" for _, spelled, value in members) + "}"
        return Node("object", text, members=members, depth=deepest)

    def array(self, depth):
        if depth > DEEPEST:
            self.refuse("too_deep")
        self.position += 1
        items, deepest = [], depth
        self.space()
        if self.peek() == "]":
            self.position += 1
            return Node("array", "[]", items=items, depth=depth)
        while True:
            items.append(self.value(depth))
            deepest = max(deepest, items[-1].depth)
            if not self.goes_on("]"):
                break
        return Node("array", "[" + ",".join(item.text for item in items) + "]", items=items, depth=deepest)

    def goes_on(self, end):
        self.space()
        mark = self.peek()
        if mark not in (",", end) or not mark:
            self.refuse()
        self.position += 1
        return mark == ","

    def string(self):
        start = self.position
        self.position += 1
        parts = []
        while True:
            plain = PLAIN.match(self.text, self.position)
            parts.append(plain.group())
            self.position = plain.end()
            mark = self.peek()
            if mark == '"':
                self.position += 1
                return self.text[start:self.position], "".join(parts)
            if mark == "\\":
                parts.append(self.escape())
            elif "\ud800" <= mark <= "\udfff":
                self.refuse("not_utf8")
            else:
                self.refuse()

    def escape(self):
        start = self.position
        mark = self.text[start + 1:start + 2]
        if mark in ESCAPES and mark:
            self.position += 2
            return ESCAPES[mark]
        unit = self.unit(start)
        self.position += 6
        if 0xD800 <= unit < 0xDC00 and self.text.startswith("\\u", self.position):
            low = self.unit(self.position)
            if 0xDC00 <= low < 0xE000:
                self.position += 6
                return chr(0x10000 + ((unit - 0xD800) << 10) + low - 0xDC00)
        if 0xD800 <= unit < 0xE000:
            self.position = start
            self.refuse("lone_surrogate")
        return chr(unit)

    def unit(self, start):
        digits = self.text[start + 2:start + 6]
        if self.text[start + 1:start + 2] != "u" or not re.fullmatch(r"[0-9a-fA-F]{4}", digits, re.ASCII):
            self.refuse()
        return int(digits, 16)


def quoted(text):
    """A text as a JSON string with no more escapes than there must be."""
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
    return '"' + "".join(short.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text) + '"'
