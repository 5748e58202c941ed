#!/usr/bin/env python3
"""What Python's `json` says of documents, for comparison with the project's own reader.

    python_json.py < DOCUMENTS > VERDICTS

Documents come one after the other, each behind a line with its length in bytes. A verdict is one line: `!` for a document
that is refused, otherwise the document as plain ASCII, numbers as they were written and members in their order, keys that
stand twice included.
"""

import json
import sys


class Number(str):
    """A number by its text."""


class Members(list):
    """The members of an object."""


def write(value, output):
    """Appends a value as text."""
    if isinstance(value, Members):
        output.append("{")
        for index, (key, member) in enumerate(value):
            output.append("," if index else "")
            output.append(json.dumps(key) + ":")
            write(member, output)
        output.append("}")
    elif isinstance(value, list):
        output.append("[")
        for index, element in enumerate(value):
            output.append("," if index else "")
            write(element, output)
        output.append("]")
    elif isinstance(value, Number):
        output.append(value)
    else:
        output.append(json.dumps(value))


def verdict(document):
    """The line for a document."""
    try:
        value = json.loads(
            document, parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=Members)
        output = []
        write(value, output)
        return "".join(output)
    except (ValueError, RecursionError):
        return "!"


def main():
    source, target = sys.stdin.buffer, sys.stdout
    while head := source.readline():
        target.write(verdict(source.read(int(head))) + "\n")


if __name__ == "__main__":
    main()
