#!/usr/bin/env python3
"""Measures `agents-compat normalize` beside what people would use instead, and writes Benchmarks/RESULTS.md.

Exit codes: 0 all gates kept, 1 a gate not kept or outputs that differ, 2 wrong usage, 3 something is missing.
"""

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
from itertools import islice
from pathlib import Path

import gates
from allocations.check import CannotMeasure, measure
from cores import measure_scaling
from measuring import Program, peak_memory, pin_to_one_core, race, run_once
from results import HEADER, MICRO_HEADER, Results, picture, page, rows, text_table

FOLDER = Path(__file__).resolve().parent
DATA = FOLDER / "data"
FIXTURES = FOLDER.parent / "Fixtures"
YARDSTICK = FOLDER / "orjson_normalize.py"
DUCKDB = FOLDER / "duckdb_normalize.py"
PICTURE = FOLDER.parent / "Sources/Adapters/Documentation.docc/Resources/normalising-race.svg"
START_RUNS = 21


def warn(message):
    """Says something to people."""
    print(f"bench: {message}", file=sys.stderr)


def positive(text):
    """A number of things of which there must be one."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0], allow_abbrev=False)
    parser.add_argument("binary", type=Path, help="the release build of agents-compat")
    parser.add_argument("--records", type=positive, default=200_000, help="records in the history (default: %(default)s)")
    parser.add_argument("--rounds", type=positive, default=7, help="rounds that count (default: %(default)s)")
    parser.add_argument(
        "--gate", type=float, default=5, metavar="TIMES",
        help="fail if normalize is less than TIMES as fast as the orjson script (default: %(default)s)")
    parser.add_argument("--micro", type=Path, metavar="PROGRAM", help="the release build of Benchmarks/Sources/micro")
    parser.add_argument(
        "--results", type=Path, default=FOLDER / "RESULTS.md", metavar="FILE", help="where the page goes")
    parser.add_argument("--picture", type=Path, default=PICTURE, metavar="FILE", help="where the drawing goes")
    parser.add_argument("--note", default="", metavar="TEXT", help="said with the figures, such as what else was running")
    return parser.parse_args()


class Inputs:
    """The files that the programs read, below Benchmarks/data."""

    def __init__(self, binary, records):
        DATA.mkdir(exist_ok=True)
        self.records = records
        self.history = DATA / f"history-{records}.ndjson"
        self.make_history()
        self.sample_records = max(1, records // 10)
        self.sample = DATA / "sample.ndjson"
        with open(self.history, "rb") as source, open(self.sample, "wb") as target:
            target.writelines(islice(source, self.sample_records))
        self.empty = DATA / "empty.ndjson"
        self.empty.write_bytes(b"")
        self.canonical = DATA / "canonical.ndjson"
        subprocess.run([binary, "normalize", self.history, "-o", self.canonical], check=True, stderr=subprocess.DEVNULL)
        self.lines = {dialect: self.lines_of(dialect) for dialect in ("acedata", "dream-machine")}

    def make_history(self):
        """Writes the history anew if it is missing or older than the program that writes it."""
        generator = FOLDER / "generate_history.py"
        if self.history.exists() and self.history.stat().st_mtime >= generator.stat().st_mtime:
            return
        part = self.history.with_suffix(".part")
        subprocess.run([sys.executable, generator, str(self.records), part], check=True)
        part.replace(self.history)

    def lines_of(self, dialect):
        """The canonical lines that came from a dialect, in a file of their own, and how many they are."""
        path, count = DATA / f"canonical-{dialect}.ndjson", 0
        mark = f'"provenance":{{"dialect":"{dialect}",'.encode()
        with open(self.canonical, "rb") as source, open(path, "wb") as target:
            for line in source:
                if mark in line:
                    target.write(line)
                    count += 1
        return path, count


def compare_outputs(binary, inputs):
    """Exits unless both programs make the same of the sample."""
    ours, theirs = DATA / "output-normalize.ndjson", DATA / "output-orjson.ndjson"
    subprocess.run([binary, "normalize", inputs.sample, "-o", ours], check=True, stderr=subprocess.DEVNULL)
    with open(theirs, "wb") as file:
        subprocess.run([sys.executable, YARDSTICK, inputs.sample], check=True, stdout=file)
    if subprocess.run([sys.executable, FOLDER / "compare_outputs.py", ours, theirs]).returncode:
        sys.exit("bench: normalize and the orjson script do not do the same job, so the race would not be fair")


def normalize(binary, threads):
    """The command that the race is about, without its input."""
    return [binary, "normalize", "--threads", str(threads), "-o", os.devnull]


def competitors(binary, inputs):
    """The programs of the table; the first is the one that the gate is about, the second the yardstick."""
    history, sample = inputs.history, inputs.sample
    # All programs are bound to one core, where more threads only wait for each other.
    ours = normalize(binary, 1)

    def over_history(title, command):
        return Program(title, [*command, history], history, inputs.records)

    def over_sample(title, command):
        return Program(title, [*command, sample], sample, inputs.sample_records)

    def way_back(dialect):
        path, count = inputs.lines[dialect]
        return Program(f"normalize --to {dialect}, way back", [*ours, "--to", dialect, path], path, count)

    programs = [
        over_history("normalize", ours),
        over_history("orjson script", [sys.executable, YARDSTICK]),
        over_history("normalize --report", [*ours, "--report", os.devnull]),
        over_history("normalize --to acedata", [*ours, "--to", "acedata"]),
        way_back("acedata"),
        way_back("dream-machine"),
        over_sample("the script with Python's json", [sys.executable, YARDSTICK, "--json"]),
    ]
    if importlib.util.find_spec("duckdb"):
        programs.append(over_sample("DuckDB query, a part of it", [sys.executable, DUCKDB]))
    for name in ("jq", "gojq"):
        if shutil.which(name):
            programs.append(over_sample(f"{name} -c .", [name, "-c", "."]))
    programs.append(over_history("wc -l", ["wc", "-l"]))
    programs.append(over_history("cat", ["cat"]))
    return programs


def start_times(binary, inputs):
    """The seconds, in the middle, of runs over an empty file, for each program."""
    commands = [
        ("normalize", [*normalize(binary, 1), inputs.empty]),
        ("orjson script", [sys.executable, YARDSTICK, inputs.empty]),
    ]
    if shutil.which("jq"):
        commands.append(("jq", ["jq", "-c", ".", inputs.empty]))
    times = {title: [] for title, _ in commands}
    for _ in range(START_RUNS):
        for title, command in commands:
            times[title].append(run_once(command)[0])
    return [(title, statistics.median(values)) for title, values in times.items()]


def micro_rows(program):
    """What `micro` measures, as rows of texts; nothing without the program."""
    if not program:
        return []
    output = subprocess.run([program, FIXTURES], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [tuple(line.split("\t")) for line in output.splitlines()]


def count_allocations(binary):
    """What `allocations/check.py` measures; nothing if it cannot."""
    try:
        return measure(binary)
    except CannotMeasure as reason:
        warn(f"allocations were not counted: {reason}")
        return None


def main():
    options = arguments()
    # Options of the tool can be given by its environment too.
    for name in [name for name in os.environ if name.startswith("AGENTS_COMPAT_")]:
        del os.environ[name]
    if not os.access(options.binary, os.X_OK):
        warn(f"there is no program {options.binary}")
        sys.exit(3)
    binary = options.binary.resolve()
    inputs = Inputs(binary, options.records)
    compare_outputs(binary, inputs)
    allocations = count_allocations(binary)
    scaling = measure_scaling(lambda threads: [*normalize(binary, threads), inputs.history], 2, options.rounds)
    crowd_peak = peak_memory([*normalize(binary, 2), inputs.history])
    is_pinned = pin_to_one_core()
    programs = competitors(binary, inputs)
    race(programs, options.rounds)
    starts = start_times(binary, inputs)
    speed = programs[0].speed(programs[1])
    verdicts = gates.gates(
        speed, options.gate, scaling, starts[0][1], max(programs[0].peak_bytes, crowd_peak), allocations)
    results = Results(
        programs, scaling, verdicts, starts, micro_rows(options.micro), allocations, options.rounds, is_pinned,
        options.note)
    options.picture.parent.mkdir(parents=True, exist_ok=True)
    options.picture.write_text(picture(results))
    options.results.write_text(page(results, os.path.relpath(options.picture, options.results.parent)))

    print(text_table(HEADER, rows(results)))
    if results.micro:
        print(text_table(MICRO_HEADER, results.micro))
    print("start: " + ", ".join(f"{title} {seconds * 1e3:.1f} ms" for title, seconds in starts))
    for title, few, each in allocations or []:
        print(f"allocations, {title}: {few} for 1,000 records, {each:.3g} for each further one")
    print(text_table(gates.HEADER, [gate.row for gate in verdicts]))
    failed = [gate.title for gate in verdicts if not gate.is_kept]
    for title in failed:
        warn(f"the gate is not kept: {title}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
