#!/usr/bin/env python3
"""Compares what the program makes of records with what the plain normaliser beside this file makes of them, byte by byte.

usage: compare.py BINARY [--documents N] [--seed N]

Every fixture is compared, and N more documents: generated records of all shapes and revisions, and the same with faults.
Prints each difference, at most ten, and exits with 1 if there is one.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from documents import documents
from normalizer import normalize
from strict_json import Refused

# Documents that go through the program at once.
BATCH = 20_000
MOST_SHOWN = 10


def run(binary, texts, folder):
    """The lines that the program wrote, and its rejections by the number of their line."""
    source, output, rejects = folder / "in", folder / "out", folder / "rejects"
    source.write_bytes(b"".join(text + b"\n" for text in texts))
    done = subprocess.run(
        [binary, "normalize", source, "-o", output, "--rejects", rejects, "--progress", "never"],
        capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"compare: the program ended with {done.returncode}: {done.stderr}")
    refused = {}
    with open(rejects, encoding="utf-8") as file:
        for line in file:
            reject = json.loads(line)
            refused.setdefault(reject["line"], []).append(reject)
    with open(output, encoding="utf-8", newline="\n") as file:
        return file.read().split("\n")[:-1], refused


def compare(binary, texts, folder, counts):
    """The differences in a number of documents, as triples of the document, what must come of it, and what did."""
    written, refused = run(binary, texts, folder)
    position = 0
    for number, text in enumerate(texts, 1):
        expected = normalize(text)
        rejects = refused.get(number, [])
        found = [reject["code"] for reject in rejects if "item" not in reject]
        if not found:
            by_item = {reject["item"]: reject["code"] for reject in rejects}
            for item in range(len(expected)):
                if item in by_item:
                    found.append(by_item[item])
                else:
                    found.append(written[position] if position < len(written) else None)
                    position += 1
        wanted = [item.code if isinstance(item, Refused) else item for item in expected]
        for item in expected:
            counts["refused" if isinstance(item, Refused) else "records"] += 1
        if found != wanted:
            yield text, wanted, found
            if len(expected) != 1 or any("item" in reject for reject in rejects):
                # Whose line is whose cannot be told any more.
                return
    if position < len(written):
        yield b"(behind the last document)", [], written[position:][:3]


def show(text, wanted, found):
    """Prints a difference: the document, and both sides from shortly before the place where they part."""
    print(f"of      {text.decode('utf-8', 'backslashreplace')[:4000]}")
    for one, other in zip(wanted + [None] * len(found), found + [None] * len(wanted)):
        if one != other:
            one, other = str(one), str(other)
            place = next((i for i, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), 0)
            start = max(place - 60, 0)
            print(f"wanted  … {one[start:place + 300]}\nfound   … {other[start:place + 300]}")
            break
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts = {"records": 0, "refused": 0}
    differences = 0
    with tempfile.TemporaryDirectory() as folder:
        batch = []

        def flush():
            nonlocal differences
            for text, wanted, found in compare(options.binary.resolve(), batch, Path(folder), counts):
                differences += 1
                if differences <= MOST_SHOWN:
                    show(text, wanted, found)
            batch.clear()

        for text in documents(options.documents, options.seed):
            batch.append(text)
            if len(batch) == BATCH:
                flush()
        flush()
    print(f"{counts['records']} records, {counts['refused']} refused, {differences} differences")
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
