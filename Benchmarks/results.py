"""Writes the figures of a run, as a table for the terminal and as a page."""

import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

HEADER = ("program", "input MB", "cpu s", "MB/s", "records/s", "x orjson", "peak MB")
MICRO_HEADER = ("shape", "operation", "ns", "allocations", "Codable ns", "Codable allocations", "x Codable")


def rows(programs, yardstick):
    """The table: a row of texts for each program."""
    return [
        (
            program.title, f"{program.megabytes:.0f}", f"{program.median:.3f}",
            f"{program.megabytes / program.median:,.0f}", f"{program.records / program.median:,.0f}",
            f"{program.speed(yardstick):.2f}", f"{program.peak_bytes / 1e6:.1f}",
        )
        for program in programs
    ]


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
    import orjson

    jq = first_line("jq", "--version")
    return (
        f"{first_line('swift', '--version')}; Python {platform.python_version()}, orjson {orjson.__version__}"
        + (f"; {jq}" if jq else "") + "."
    )


def page(programs, yardstick, starts, micro, allocations, rounds, is_pinned):
    """The page `RESULTS.md`.

    `starts` are pairs of a title and seconds, `micro` the rows of the library, if any, and `allocations` what
    `allocations/check.py` measures, or nothing.
    """
    main = programs[0]
    binding = "all bound to one core" if is_pinned else "not bound to a core"
    start_lines = [(title, f"{seconds * 1e3:.1f}") for title, seconds in starts]
    library = page_table(MICRO_HEADER, micro) if micro else "Not measured."
    if allocations is None:
        allocated = "They could not be counted on this machine."
    else:
        allocated = page_table(
            ("run", "for 1,000 records", "for each further record"),
            [(title, str(few), f"{each:.3g}") for title, few, each in allocations])
    return f"""# Benchmark results

Written by `Scripts/bench.sh` on {date.today().isoformat()}. Run it again before you trust these figures on your machine.

- Machine: {os.cpu_count()} cores, {processor()}; {system()}.
- {versions()}
- {main.records:,} records, {main.megabytes:.1f} MB, made by `generate_history.py`; files in the page cache, output to
  `/dev/null`, whole processes with their start; {rounds} rounds, programs in turn, {binding}.
- Times are medians of processor seconds, those of the system included. `x orjson` is throughput relative to the orjson
  script in the same round, again the median: on a machine that does other work it is the only column to rely on.

{page_table(HEADER, rows(programs, yardstick))}

How to read it:

- `normalize` and the two Python scripts do the same job, and their outputs were compared record by record before the
  race: same members in the same order, same values; only digits of numbers may differ, because Python keeps numbers and
  not their text. The scripts do less all the same: they trust their input, cannot turn a record back, and stop at the
  first line that is no record.
- `--report` also counts states, models and the like. `--to acedata` renders every record in another dialect and lists
  what that loses. The ways back read canonical lines of one dialect and restore its records; their MB are those of the
  canonical lines.
- `jq` only parses and prints. `cat` only copies: it is the limit of reading, not a competitor.
- Rows with fewer MB ran over the first records of the same file, because they are slow.

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

