#!/usr/bin/env python3
"""Checks that normalising allocates nothing for a record.

usage: check.py BINARY

Runs `normalize` on 1,000 records and on the same records eleven times over, counts the allocations of both runs with a
preloaded library, and prints the difference for each way of running it. Buffers grow with the longest record and not
with their number, so the difference has to be 0.

Exit codes: 0 nothing is allocated, 1 something is, 3 it cannot be measured here (no C compiler, or not Linux with glibc).
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
RECORDS = 1_000
TIMES = 11

# Only the first is promised to allocate nothing: the others make lists of losses or strings.
WAYS = [
    ("normalize", []),
    ("normalize --bare", ["--bare"]),
    ("normalize --to acedata", ["--to", "acedata"]),
    ("normalize --report", ["--report", os.devnull]),
]


class CannotMeasure(Exception):
    """Why allocations cannot be counted on this machine."""


def build_counter(folder):
    """Compiles the preloaded library and returns its path."""
    if sys.platform != "linux" or platform.libc_ver()[0] != "glibc":
        raise CannotMeasure("the counter needs Linux with glibc")
    for name in ("gcc", "clang", "cc"):
        if shutil.which(name):
            break
    else:
        raise CannotMeasure("no C compiler: neither gcc nor clang is on the PATH")
    library = folder / "count_allocations.so"
    command = [name, "-shared", "-fPIC", "-O2", "-o", library, FOLDER / "count_allocations.c"]
    built = subprocess.run(command, capture_output=True, text=True)
    if built.returncode:
        raise CannotMeasure(f"{name} could not compile the counter:\n{built.stderr}")
    return library


def allocations(binary, options, history, library, folder):
    """The allocations of one run over a file."""
    count = folder / "count.txt"
    count.unlink(missing_ok=True)
    environment = dict(os.environ, LD_PRELOAD=str(library), ALLOCATION_COUNT=str(count))
    # One thread: which of several has grown its buffers after a number of records is a matter of chance.
    command = [binary, "normalize", "--threads", "1", history, "-o", os.devnull, *options]
    subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)
    if not count.exists():
        raise CannotMeasure("the library was not loaded: is the binary linked statically?")
    return int(count.read_text())


def measure(binary):
    """Pairs of a way of running and its allocations for each of the further records, the promised way first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = build_counter(folder)
        once, often = folder / "once.ndjson", folder / "often.ndjson"
        subprocess.run([sys.executable, FOLDER.parent / "generate_history.py", str(RECORDS), once], check=True)
        often.write_bytes(once.read_bytes() * TIMES)
        results = []
        for title, options in WAYS:
            few = allocations(binary, options, once, library, folder)
            many = allocations(binary, options, often, library, folder)
            results.append((title, few, (many - few) / (RECORDS * (TIMES - 1))))
        return results


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: check.py BINARY")
    try:
        results = measure(sys.argv[1])
    except CannotMeasure as reason:
        print(f"allocations: {reason}", file=sys.stderr)
        sys.exit(3)
    for title, few, each in results:
        print(f"{title}: {few} allocations for {RECORDS} records, {each:g} for each further one")
    if results[0][2] != 0:
        sys.exit("allocations: normalize allocates for each record")


if __name__ == "__main__":
    main()
