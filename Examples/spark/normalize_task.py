#!/usr/bin/env python3
"""What runs on a worker: `agents-compat normalize` over the part of a history that Spark pipes in.

usage: normalize_task.py BINARY files|lines [OPTIONS OF normalize]

With `files` each line of standard input is the name of a file; with `lines` standard input is the history itself. Everything
goes to standard output, so that a task that Spark repeats leaves nothing behind: each line is a word, a tab and the rest.

    record    a canonical line, or what --to asks for
    reject    a part that was refused, as --rejects has it
    report    the accounts of a run, as --report has them
    problem   an input that was damaged, as the program says it
"""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

# Names that a command line takes without asking how long they are.
NAMES = 1000


def run(binary, options, names, folder):
    """One run of the program, over files or over the rest of standard input."""
    rejects, report = folder / "rejects", folder / "report"
    process = subprocess.Popen(
        [binary, "normalize", "--progress", "never", "--rejects", rejects, "--report", report, *options, "--", *names],
        stdin=None if not names else subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    messages = []
    reader = threading.Thread(target=lambda: messages.extend(process.stderr))
    reader.start()
    write = sys.stdout.buffer.write
    for line in process.stdout:
        write(b"record\t" + line)
    reader.join()
    if process.wait() not in (0, 1):
        sys.stderr.buffer.write(b"".join(messages))
        sys.exit(process.returncode)
    for word, file in ((b"reject", rejects), (b"report", report)):
        with open(file, "rb") as lines:
            for line in lines:
                write(word + b"\t" + line)
    if process.returncode == 1:
        # What stands in front of the accounts.
        for message in messages:
            if message.startswith(b"in "):
                break
            write(b"problem\t" + message)


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("files", "lines"):
        sys.exit(__doc__)
    binary, kind, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        if kind == "lines":
            run(binary, options, [], Path(folder))
            return
        names = [name.rstrip("\n") for name in sys.stdin]
        for start in range(0, len(names), NAMES):
            run(binary, options, names[start:start + NAMES], Path(folder))


if __name__ == "__main__":
    main()
