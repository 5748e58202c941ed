#!/usr/bin/env python3
"""Feeds whole files with faults to the program: it never crashes, and every part of every file is accounted for.

usage: fuzzed_files.py BINARY [--files N] [--seed N]

A file is a mixture of documents in all layouts, cut, doubled, overwritten, compressed and damaged. For each one: the program
ends by itself with an exit code that it documents, which is 0 unless the end of a compressed file is missing; its accounts are
what it wrote and refused; refused parts are the bytes of the file that they name, in order, none twice; what is left without
them is read without a refusal and gives the same records, as long as nothing stands in arrays; and the number of threads
changes nothing. Every ninth file has several MiB, which is more than one thread gets at once. Exits with 1 as well if a kind
of file did not come up.
"""

import argparse
import base64
import gzip
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from documents import fixtures
from mutations import mutated
from records import Records

# How a file is stored: as it is, compressed, or compressed and without its end. Large files are of each in turn.
FORMS = ["plain", "gzip", "plain", "cut gzip"]
LARGE_EACH = 9
LARGE = 2 << 20
ACCOUNTS = re.compile(r"in (\d+) = out (\d+) \+ merged 0 \+ rejected (\d+)")


def made(chance, samples, least):
    """The text of a file, of `least` bytes before its faults if parts of it must be repeated for that, and whether it may hold
    arrays of documents."""
    records = Records(chance)
    parts, arrays = [], False
    for _ in range(chance.randint(0, 60)):
        document = chance.choice(samples) if chance.random() < 0.3 else records.document()
        kind = chance.random()
        if kind < 0.2:
            document = mutated(document, chance)
        elif kind < 0.3:
            document = indented(document)
        elif kind < 0.35:
            document = b"[" + document + b",\n" + records.document() + b"]"
            arrays = True
        elif kind < 0.4:
            document = document[:chance.randrange(len(document))]
        parts.append(document + chance.choice([b"\n", b"\n", b"\n", b"\r\n", b"\n\n", b" "]))
    size = sum(map(len, parts))
    while size < least:
        parts.append(chance.choice(parts) if parts else records.document() + b"\n")
        size += len(parts[-1])
    text = bytearray((b"\xef\xbb\xbf" if chance.random() < 0.1 else b"") + b"".join(parts))
    for _ in range(chance.choice([0, 0, 1, 5, 50]) if text else 0):
        place = chance.randrange(len(text))
        action = chance.random()
        if action < 0.5:
            text[place] = chance.randrange(256)
        elif action < 0.8:
            del text[place:place + chance.randint(1, 300)]
        else:
            text[place:place] = text[chance.randrange(len(text)):][:chance.randint(1, 300)]
        if not text:
            break
    return bytes(text), arrays or re.search(rb"(?m)^[ \t\r]*\[", text) is not None


def indented(document):
    try:
        return json.dumps(json.loads(document), indent=2).encode()
    except ValueError:
        return document


def run(binary, folder, name, threads):
    done = subprocess.run(
        [binary, "normalize", name, "-o", "out", "--rejects", "rejects", "--threads", str(threads)],
        cwd=folder, capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        raise Fault(f"ended with {done.returncode}: {done.stderr}")
    rejects = [json.loads(line) for line in (folder / "rejects").read_text("utf-8").splitlines()]
    return done, (folder / "out").read_bytes(), rejects


class Fault(Exception):
    pass


def stored(text, form, chance):
    """The bytes of a file."""
    if form == "plain":
        return text
    data = gzip.compress(text)
    # What is left says that it is compressed.
    return data[:chance.randrange(2, len(data))] if form == "cut gzip" else data


def check(binary, folder, text, arrays, form, chance):
    (folder / "in").write_bytes(stored(text, form, chance))
    done, output, rejects = run(binary, folder, "in", 1)
    accounts = ACCOUNTS.search(done.stderr)
    if not accounts:
        raise Fault(f"no accounts: {done.stderr}")
    read, written, refused = map(int, accounts.groups())
    if (written, refused, read) != (output.count(b"\n"), len(rejects), written + refused):
        raise Fault(f"{accounts.group()}, but {output.count(b'%c' % 10)} lines and {len(rejects)} refused")
    several, lines, others = run(binary, folder, "in", 8)
    if (several.returncode, lines, others) != (done.returncode, output, rejects):
        raise Fault("8 threads give something else than one")
    if form == "cut gzip":
        if done.returncode == 0:
            raise Fault("a compressed file without its end is taken as a whole one")
        return
    if done.returncode:
        raise Fault(f"ended with {done.returncode}: {done.stderr}")
    check_places(binary, folder, text, output, rejects, arrays)


def check_places(binary, folder, text, output, rejects, arrays):
    end, left = 0, bytearray(text)
    counted, line = 0, 1
    for reject in rejects:
        start, length = reject["start"], reject["length"]
        part = text[start:start + length]
        said = reject["input"].encode() if "input" in reject else base64.b64decode(reject["input_base64"])
        line += text.count(b"\n", counted, start) - text.count(b"\n", start, counted)
        counted = start
        if said != part or reject["line"] != line:
            raise Fault(f"byte {start}: not what stands there: {reject}")
        if "item" not in reject:
            if start < end:
                raise Fault(f"byte {start} is refused twice")
            end = start + length
            left[start:end] = re.sub(rb"[^\n]", b" ", part)
    if arrays or any("item" in reject for reject in rejects):
        return
    (folder / "left").write_bytes(left)
    _, lines, refused = run(binary, folder, "left", 1)
    if lines != output or refused:
        raise Fault(f"without what was refused: {len(refused)} more are, and {lines.count(b'%c' % 10)} lines come")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("--files", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    samples = list(fixtures())
    faults, seen = 0, dict.fromkeys([*FORMS, "large"], 0)
    for number in range(options.files):
        chance = random.Random(f"{options.seed}.{number}")
        form = FORMS[number % len(FORMS)]
        least = chance.randint(LARGE * 5 // 4, LARGE * 2) if number % LARGE_EACH == 0 else 0
        text, arrays = made(chance, samples, least)
        seen[form] += 1
        seen["large"] += len(text) > LARGE
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(options.binary.resolve(), Path(folder), text, arrays, form, chance)
            except (Fault, subprocess.TimeoutExpired) as fault:
                faults += 1
                print(f"file {number} of seed {options.seed}: {str(fault)[:1000]}")
    left_out = [kind for kind, count in seen.items() if count == 0]
    for kind in left_out:
        print(f"never came up: {kind}")
    counts = ", ".join(f"{count} {kind}" for kind, count in seen.items())
    print(f"{options.files} files ({counts}), {faults} with a fault of the program")
    sys.exit(bool(faults or left_out))


if __name__ == "__main__":
    main()
