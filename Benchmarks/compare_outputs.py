#!/usr/bin/env python3
"""Checks that two normalisers gave the same canonical lines, so that a race between them is fair.

usage: compare_outputs.py EXPECTED ACTUAL

Record by record, as JSON, the order of members included. Two differences are allowed, because orjson keeps numbers and
not their digits: `created_at` may name the same millisecond in other words, and numbers count as equal if they are the
same double. Prints the first differences and exits with 1 if there are any.
"""

import json
import sys
from datetime import datetime, timedelta
from itertools import zip_longest

SHOWN = 5


class Members(list):
    """An object as pairs, in order."""


def parsed(text):
    """JSON with objects as pairs and all numbers as doubles."""
    return json.loads(text, object_pairs_hook=Members, parse_int=float)


def is_same_moment(one, other):
    """Whether two dates are less than a millisecond apart."""
    if not (isinstance(one, str) and isinstance(other, str)):
        return one == other
    # Python 3.9 reads neither `Z` nor a fraction of any length.
    moments = []
    for text in (one, other):
        whole, _, fraction = text.rstrip("Z").partition(".")
        moments.append(datetime.fromisoformat(whole) + timedelta(seconds=float(f"0.{fraction or 0}")))
    return abs(moments[0] - moments[1]) < timedelta(milliseconds=1)


def first_difference(one, other, path=""):
    """The path of the first difference; nothing if there is none."""
    if isinstance(one, Members) and isinstance(other, Members):
        if [key for key, _ in one] != [key for key, _ in other]:
            return f"{path}: members {[key for key, _ in one]} and {[key for key, _ in other]}"
        pairs = [(f"{path}.{key}", value, twin) for (key, value), (_, twin) in zip(one, other)]
    elif type(one) is list and type(other) is list and len(one) == len(other):
        pairs = [(f"{path}[{index}]", *pair) for index, pair in enumerate(zip(one, other))]
    elif path == ".created_at" and one != other:
        return None if is_same_moment(one, other) else f"{path}: {one} and {other}"
    else:
        return None if type(one) is type(other) and one == other else f"{path}: {one!r:.80} and {other!r:.80}"
    for inner, value, twin in pairs:
        difference = first_difference(value, twin, inner)
        if difference:
            return difference
    return None


def differences(expected, actual):
    """Descriptions of the records that differ, with their lines."""
    for number, (one, other) in enumerate(zip_longest(expected, actual), start=1):
        if one is None or other is None:
            yield f"line {number}: only one of the files has it"
            return
        if one != other:
            difference = first_difference(parsed(one), parsed(other))
            if difference:
                yield f"line {number}, {difference}"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.split("\n\n")[1])
    with open(sys.argv[1], "rb") as expected, open(sys.argv[2], "rb") as actual:
        found = list(differences(expected, actual))
    for text in found[:SHOWN]:
        print(text)
    if found:
        sys.exit(f"{len(found)} records differ")
    print("All records agree.")


if __name__ == "__main__":
    main()
