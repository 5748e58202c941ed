#!/usr/bin/env python3
"""Plants faults in a copy of the project, one at a time, and shows that its tests find each.

    plant.py --scratch FOLDER [--check] [NAME ...]

The faults are those of faults.txt; with names, only those whose name contains one of them. `--check` only makes sure that
each can be planted.

Exit codes: 0 every fault is found, 1 one is not, 2 wrong usage or a fault that cannot be planted, 3 the tests fail without
any fault.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent.parent
PARTS = ("Package.swift", "Sources", "Tests", "Fixtures")
SKIPPED = (".build", "__pycache__", ".pytest_cache")
BUILD_SECONDS, TEST_SECONDS = 3600, 1800
# Fewer mutants than usual find as much of what is planted here.
ENVIRONMENT = dict(os.environ, AGENTS_COMPAT_MUTATIONS="1000")


class Unplantable(Exception):
    """A fault that does not fit the code any more."""


@dataclass
class Fault:
    """One fault: which law it breaks, and how."""

    name: str
    law: str = ""
    path: str = ""
    suites: str = ""
    changes: list = field(default_factory=list)

    def planted(self, text):
        """The file's text with the fault in it."""
        for old, new in self.changes:
            if text.count(old) != 1:
                raise Unplantable(f"{self.name}: {old!r} stands {text.count(old)} times in {self.path}")
            text = text.replace(old, new)
        return text


def read_faults(path):
    """The faults of a list."""
    faults = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, _, value = line.partition(" ")
        if key == "fault":
            faults.append(Fault(value))
        elif key in ("law", "path", "suites") and faults:
            setattr(faults[-1], key, value)
        elif key == "-" and faults:
            faults[-1].changes.append((value.replace("\\n", "\n"), ""))
        elif key == "+" and faults and faults[-1].changes:
            faults[-1].changes[-1] = (faults[-1].changes[-1][0], value.replace("\\n", "\n"))
        else:
            sys.exit(f"{path.name}:{number}: no fault, law, path, suites, - or +")
    for fault in faults:
        if not (fault.law and fault.path and fault.suites and fault.changes):
            sys.exit(f"{path.name}: {fault.name} lacks a law, a path, suites or a change")
    return faults


class Scratch:
    """A copy of the project that is built again and again; files that have not changed are left alone."""

    def __init__(self, folder):
        self.folder = folder
        wanted = {path.relative_to(PROJECT) for part in PARTS for path in self.files(PROJECT / part)}
        there = {path.relative_to(folder) for part in PARTS for path in self.files(folder / part)}
        for path in there - wanted:
            (folder / path).unlink()
        for path in wanted:
            self.write(path, (PROJECT / path).read_bytes())

    @staticmethod
    def files(path):
        """The files below a folder, or the file itself."""
        if path.is_file():
            return [path]
        return [
            file for file in path.rglob("*")
            if file.is_file() and not set(SKIPPED) & set(file.relative_to(path).parts)
        ]

    def write(self, path, content):
        """Writes a file unless it is the same already."""
        target = self.folder / path
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def run(self, *arguments, seconds):
        """Runs `swift` here; its status, or nothing if it took too long, and what it printed."""
        try:
            result = subprocess.run(
                ["swift", *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                errors="replace", timeout=seconds, check=False, env=ENVIRONMENT)
            return result.returncode, result.stdout
        except subprocess.TimeoutExpired as expired:
            return None, (expired.stdout or b"").decode(errors="replace")

    def build(self):
        """Builds the tests; what was printed if that fails."""
        status, output = self.run("build", "--build-tests", seconds=BUILD_SECONDS)
        return None if status == 0 else output

    def test(self, suites):
        """Runs the tests of some suites: whether they pass, what failed, and what was printed."""
        status, output = self.run("test", "--skip-build", "--filter", suites, seconds=TEST_SECONDS)
        if status == 0 and not re.search(r"Test run with [1-9]\d* tests?", output):
            sys.exit(f"mutate: no test is called {suites}")
        return status == 0, failed_tests(output) or ["a trap" if status is not None else "a hang"], output


def failed_tests(output):
    """The names of the tests that failed, in the order in which they did."""
    names = []
    for match in re.finditer(r'^. Test (?:"([^"]+)"|(\w+)\([^)]*\))[^\n]* recorded an issue', output, re.M):
        name = match[1] or match[2]
        if name not in names:
            names.append(name)
    return names


def prove(scratch, fault):
    """Plants a fault, tests, and takes it out again; the tests that found it, or nothing."""
    path = Path(fault.path)
    text = (PROJECT / path).read_text()
    try:
        scratch.write(path, fault.planted(text).encode())
        if output := scratch.build():
            errors = [line for line in output.splitlines() if "error:" in line]
            raise Unplantable(f"{fault.name}: does not compile: {(errors or ['?'])[0]}")
        passed, failed, _ = scratch.test(fault.suites)
        return [] if passed else failed
    finally:
        scratch.write(path, text.encode())


def main():
    parser = argparse.ArgumentParser(prog="mutate", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--check", action="store_true", help="only see whether each fault can be planted")
    parser.add_argument("--scratch", type=Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    faults = [
        fault for fault in read_faults(FOLDER / "faults.txt")
        if not arguments.names or any(name in fault.name for name in arguments.names)
    ]
    misfits = []
    for fault in faults:
        try:
            fault.planted((PROJECT / fault.path).read_text())
        except (Unplantable, OSError) as error:
            misfits.append(str(error))
    if misfits or not faults:
        print("\n".join(f"mutate: {misfit}" for misfit in misfits or ["no such fault"]), file=sys.stderr)
        return 2
    if arguments.check:
        print(f"{len(faults)} faults can be planted.")
        return 0

    scratch = Scratch(arguments.scratch)
    if output := scratch.build():
        print(output[-4000:], "mutate: the project does not build", sep="\n", file=sys.stderr)
        return 3
    passed, failed, output = scratch.test("|".join(sorted({fault.suites for fault in faults})))
    if not passed:
        print(output[-4000:], f"mutate: fails without a fault: {', '.join(failed)}", sep="\n", file=sys.stderr)
        return 3

    survivors, misfits = [], []
    print("| law | fault | found by |\n| --- | --- | --- |", flush=True)
    for fault in faults:
        start = time.monotonic()
        try:
            finders = prove(scratch, fault)
        except Unplantable as error:
            misfits.append(fault.name)
            print(f"mutate: {error}", file=sys.stderr)
            continue
        if not finders:
            survivors.append(fault.name)
        more = f" and {len(finders) - 2} more" if len(finders) > 2 else ""
        found = ", ".join(finders[:2]) + more if finders else "**nothing**"
        print(f"| {fault.law} | {fault.name} | {found} |", flush=True)
        if sys.stderr.isatty():
            print(f"  ({time.monotonic() - start:.0f} s)", file=sys.stderr)
    print(f"\n{len(faults) - len(survivors) - len(misfits)} of {len(faults)} faults found.")
    return 2 if misfits else 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
