#!/usr/bin/env python3
"""Normalises generated records of every shape and revision, renders them back, and compares them with what they were.

usage: round_trip.py BINARY [--records N] [--seed N]

All of it streams: one process normalises, one for each dialect renders. A record must come back byte for byte, without the
white space between its tokens. Plain Agents records are what `--bare` makes of theirs: their documented members in order.
Exits with 1 if a record does not come back, or if a shape or a revision of the fixtures did not come up.
"""

import argparse
import collections
import contextlib
import json
import random
import subprocess
import sys
import tempfile
import threading
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import Path

from compare import show
from documents import FIXTURES
from normalizer import CANONICAL
from records import KINDS, Records, text_of

MOST_SHOWN = 10
BACK = {b"acedata": ["--to", "acedata"], b"dream-machine": ["--to", "dream-machine"], b"agents": ["--bare"]}
ENVELOPES = {"items": "acedata:batch", "generations": "dream-machine:list"}
MARK = b'"provenance":{"dialect":"'


class Run:
    """The processes, and what has to come out of them."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.report = folder / "report"
        self.expected = {dialect: collections.deque() for dialect in BACK}
        self.envelopes = set()
        self.differences = 0
        self.compared = 0
        self.problems = []
        self.lock = threading.Lock()

    def start(self, *arguments):
        return subprocess.Popen(
            [self.binary, "normalize", "--progress", "never", *arguments], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def go(self, records, count):
        forth = self.start("--report", str(self.report))
        back = {dialect: self.start(*options) for dialect, options in BACK.items()}
        self.processes = [forth, *back.values()]
        messages = []
        work = [
            (self.feed, forth.stdin, records, count),
            (self.sort, forth.stdout, back),
            *((self.check, back[dialect].stdout, dialect) for dialect in BACK),
            *((lambda process: messages.append(process.stderr.read()), process) for process in self.processes),
        ]
        threads = [threading.Thread(target=self.guarded, args=part) for part in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        codes = [process.wait() for process in self.processes]
        if self.problems or any(codes):
            words = b" ".join(messages).decode(errors="backslashreplace")
            sys.exit(f"round_trip: {'; '.join(self.problems) or 'a run failed'}; the runs ended with {codes}: {words}")
        for dialect, left in self.expected.items():
            if left:
                self.tell(dialect, left[0], b"(nothing)")

    def guarded(self, work, *arguments):
        """Does a part of the work; a problem ends all processes, because the other parts wait for them."""
        try:
            work(*arguments)
        except Exception as problem:  # noqa: BLE001: whatever it is, nobody else would see it
            self.problems.append(repr(problem))
            # What one of them had to say for itself comes first.
            for process in self.processes:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.2)
                process.kill()

    def feed(self, stream, records, count):
        """Writes documents of every kind in turn."""
        with stream:
            for number in range(count):
                value = records.made(KINDS[number % len(KINDS)])
                string = encode_basestring_ascii if records.chance(0.3) else encode_basestring
                comma, colon = (",", ":") if records.chance(0.6) else (", ", ": ")
                envelope = next((name for name in ENVELOPES if name in value), None)
                if envelope:
                    self.envelopes.add(ENVELOPES[envelope])
                for item in value[envelope] if envelope else [value]:
                    self.expect(item, string)
                stream.write(text_of(value, string, comma, colon).encode() + b"\n")

    def expect(self, record, string):
        if "output" in record:
            dialect = b"agents"
            record = {key: record[key] for key in CANONICAL if key in record}
        else:
            dialect = b"acedata" if "task_id" in record or "state" not in record else b"dream-machine"
        self.expected[dialect].append(text_of(record, string, ",", ":").encode())

    def sort(self, stream, back):
        """Hands each canonical line to the process of its dialect."""
        with contextlib.ExitStack() as sinks:
            for process in back.values():
                sinks.enter_context(process.stdin)
            for line in stream:
                start = line.rfind(MARK) + len(MARK)
                back[line[start:line.index(b'"', start)]].stdin.write(line)

    def check(self, stream, dialect):
        for line in stream:
            found = line[:-1]
            wanted = self.expected[dialect].popleft() if self.expected[dialect] else b"(nothing)"
            self.compared += 1
            if found != wanted:
                self.tell(dialect, wanted, found)
                if self.expected[dialect] and found == self.expected[dialect][0]:
                    self.expected[dialect].popleft()  # one is missing

    def tell(self, dialect, wanted, found):
        with self.lock:
            self.differences += 1
            if self.differences <= MOST_SHOWN:
                show(wanted, [wanted.decode()], [found.decode()])


def missing(report, envelopes):
    """Shapes and revisions of the fixtures that did not come up, by the accounts of the program."""
    index = json.loads((FIXTURES / "INDEX.json").read_text(encoding="utf-8"))
    made = {"array", *envelopes, *report["shapes"]} | {revision.split(":")[1] for revision in report["revisions"]}
    for row in index["fixtures"]:
        expect = row["expect"]
        for name in [expect.get("shape", "array"), *expect.get("revisions", [])]:
            if name not in made:
                yield name


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(options.binary.resolve(), Path(folder))
        run.go(Records(random.Random(options.seed)), options.records)
        report = json.loads(run.report.read_text())
    left_out = sorted(set(missing(report, run.envelopes)))
    for name in left_out:
        print(f"never came up: {name}")
    print(f"{run.compared} records of {len(KINDS)} kinds came back, {run.differences} of them different")
    sys.exit(bool(run.differences or left_out or report["rejected"]))


if __name__ == "__main__":
    main()
