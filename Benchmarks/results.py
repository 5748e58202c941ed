"""Writes the figures of a run, as a table for the terminal and as a page."""

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import gates
from drawing import drawing

HEADER = ("program", "input MB", "cpu s", "MB/s", "records/s", "x orjson", "peak MB")
MICRO_HEADER = ("shape", "operation", "ns", "allocations", "Codable ns", "Codable allocations", "x Codable")


@dataclass
class Results:
    """All figures of a run."""

    programs: list
    #: What a second core brings; nothing if there is none.
    scaling: object
    gates: list
    #: Pairs of a title and seconds.
    starts: list
    #: The rows of the library, if any.
    micro: list
    #: What `allocations/check.py` measures, or nothing.
    allocations: object
    rounds: int
    is_pinned: bool
    note: str

    @property
    def yardstick(self):
        return self.programs[1]


def rows(results):
    """The table: a row of texts for each program."""
    lines = [
        (
            program.title, f"{program.megabytes:.0f}", f"{program.median:.3f}",
            f"{program.megabytes / program.median:,.0f}", f"{program.records / program.median:,.0f}",
            f"{program.speed(results.yardstick):.2f}", f"{program.peak_bytes / 1e6:.1f}",
        )
        for program in results.programs
    ]
    return lines


def scaling_text(scaling, main):
    """What a second core brings, in words."""
    if not scaling:
        return "Not measured: this machine has one core."
    return (
        f"`--threads {scaling.threads}` takes {scaling.seconds:.3f} s by the clock, "
        f"{main.megabytes / scaling.seconds:,.0f} MB/s: {scaling.times:.2f} times the throughput of one thread, "
        f"for {scaling.cost:.2f} times its processor time. {scaling.threads} runs with one thread each, at the same time, have "
        f"{scaling.limit:.2f} times the throughput of one: that is what this machine's cores are worth together, and "
        f"{scaling.busy_times:.2f} is the gain over one of them. Here no program is bound to a core, and the best round counts."
    )


def picture(results):
    """The drawing: what does the whole job or a part of it, and the limit of reading in words."""
    limits = [program for program in results.programs if program.title in ("cat", "wc -l")]
    main = results.programs[0]
    bars = []
    if results.scaling:
        title = f"normalize, {results.scaling.threads} cores (by the clock)"
        bars.append((title, main.megabytes / results.scaling.seconds, "", True))
    for program in results.programs:
        if program in limits or "way back" in program.title:
            continue
        times = "" if program is results.yardstick else f", {program.speed(results.yardstick):.2f} × the orjson script"
        bars.append((
            program.title, program.megabytes / program.median, times, program.title.startswith("normalize")))
    notes = [
        "One core unless said otherwise. jq and gojq only parse and print; the DuckDB query writes no residue and no ledger.",
        "The limit of reading: " + ", ".join(
            f"{program.title} {program.megabytes / program.median:,.0f} MB/s" for program in limits) + ".",
        f"{date.today().isoformat()}; {os.cpu_count()} cores, {processor()}; {system()}.",
    ]
    if results.note:
        notes.append(results.note)
    return drawing(f"A mixed history of {main.megabytes:,.0f} MB, normalised", bars, notes)


def text_table(header, lines):
    """Columns aligned with spaces, numbers to the right."""
    widths = [max(len(line[column]) for line in [header, *lines]) for column in range(len(header))]
    return "\n".join(
        "  ".join(cell.rjust(width) if column else cell.ljust(width)
                  for column, (cell, width) in enumerate(zip(line, widths)))
        for line in [header, *lines]
    )


def page_table(header, lines):
    """The same in Markdown."""
    rule = ["---"] + ["---:"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(line) + " |" for line in [header, rule, *lines])


def first_line(*command):
    """The first line that a command prints; nothing if it cannot be run."""
    try:
        output = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return (output.stdout or output.stderr).strip().partition("\n")[0]


def processor():
    """The model of the processor."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return first_line("sysctl", "-n", "machdep.cpu.brand_string") or platform.machine()


def system():
    """The name and version of the operating system."""
    release = Path("/etc/os-release")
    if release.exists():
        for line in release.read_text().splitlines():
            if line.startswith("PRETTY_NAME="):
                return line.partition("=")[2].strip('"')
    return f"{platform.system()} {platform.release()}"


def versions():
    """What was used, as one sentence."""
    from importlib.metadata import PackageNotFoundError, version

    packages = []
    for name in ("orjson", "duckdb"):
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            pass
    tools = [text for text in (first_line("jq", "--version"), first_line("gojq", "--version")) if text]
    return "; ".join([
        first_line("swift", "--version"), f"Python {platform.python_version()}, {', '.join(packages)}", *tools
    ]) + "."


def page(results, picture_path):
    """The page `RESULTS.md`; the drawing lies at `picture_path`."""
    main = results.programs[0]
    binding = "all bound to one core" if results.is_pinned else "not bound to a core"
    start_lines = [(title, f"{seconds * 1e3:.1f}") for title, seconds in results.starts]
    library = page_table(MICRO_HEADER, results.micro) if results.micro else "Not measured."
    if results.allocations is None:
        allocated = "They could not be counted on this machine."
    else:
        allocated = page_table(
            ("run", "for 1,000 records", "for each further record"),
            [(title, str(few), f"{each:.3g}") for title, few, each in results.allocations])
    note = f"\n\n**{results.note}**" if results.note else ""
    return f"""# Benchmark results

Written by `Scripts/bench.sh` on {date.today().isoformat()}. Run it again before you trust these figures on your machine.{note}

![Bars of throughput, the same figures as in the table]({picture_path})

- Machine: {os.cpu_count()} cores, {processor()}; {system()}.
- {versions()}
- `normalize` is what `Scripts/build.sh` makes here: with the Swift runtime inside, for processors like this one.
- {main.records:,} records, {main.megabytes:.1f} MB, made by `generate_history.py`; files in the page cache, output to
  `/dev/null`, whole processes with their start; {results.rounds} rounds, programs in turn, {binding}.
- Times are medians of processor seconds, those of the system included. `x orjson` is throughput relative to the orjson
  script in the same round, again the median: on a machine that does other work it is the only column to rely on.

{page_table(HEADER, rows(results))}

How to read it:

- `normalize` and the two Python scripts do the same job, and their outputs were compared record by record before the
  race: same members in the same order, same values; only digits of numbers may differ, because Python keeps numbers and
  not their text. The scripts do less all the same: they trust their input, cannot turn a record back, and stop at the
  first line that is no record.
- `--report` also counts states, models and the like. `--to acedata` renders every record in another dialect and lists
  what that loses. The ways back read canonical lines of one dialect and restore its records; their MB are those of the
  canonical lines.
- The DuckDB query makes the canonical members, without codes of failures, residue, revisions and the list of what was
  computed. `jq` and `gojq` only parse and print. `wc -l` and `cat` only read: they are the limit, not competitors.
- Rows with fewer MB ran over the first records of the same file, because they are slow.

## Gates

`Scripts/bench.sh` exits with 1 if one is not kept.

{page_table(gates.HEADER, [gate.row for gate in results.gates])}

## Two cores

{scaling_text(results.scaling, main)}

## Start

An empty file: what a program costs before its first record.

{page_table(("program", "ms"), start_lines)}

## The library

What a server pays for one document in memory, through the public interface, and beside it the same with Foundation's
`Codable`: structs for the wire and for the canonical record, decoded, converted by hand and encoded. Processor times of the
median round, allocations of one conversion, everything allocated anew for each document.

{library}

*Normalise* makes a canonical line of a record, *render* a record of its line, *read* a value of a canonical record. The structs
do less all the same: they know the members of these payloads only and lose others without a word, numbers go through
`Double`, the order of members and the difference between `null` and absent are gone, and nothing is detected or listed.

## Allocations

{allocated}

Only `normalize` without options is promised to allocate nothing for a record.
"""

