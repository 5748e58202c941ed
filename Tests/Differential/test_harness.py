"""The comparisons see what they are for: each runs over a made-up program that does its work, and over faulty ones.

    .venv/bin/python -m pytest Tests/Differential
"""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

# Hands the canonical line of a dialect on, and refuses to read those of another.
LINES = """
import sys
for line in sys.stdin.buffer:
    if "--to" in sys.argv:
        sys.exit("out of order")
    sys.stdout.buffer.write(b'{{"provenance":{{"dialect":"{dialect}"}}}}' + b" " * 5000 + b"\\n")
"""


def ran(script, program, folder, *options):
    binary = folder / "program"
    binary.write_text(f"#!{sys.executable}\n{program}")
    binary.chmod(0o755)
    return subprocess.run(
        [sys.executable, HERE / script, binary, *options], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "dialect, reason", [("acedata", "out of order"), ("unheard-of", "KeyError")], ids=["crash", "unknown"])
def test_a_run_that_fails_ends_the_way_back(tmp_path, dialect, reason):
    done = ran("round_trip.py", LINES.format(dialect=dialect), tmp_path, "--records", "2000")
    assert done.returncode == 1 and reason in done.stderr, done
