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

# Refuses every file as a whole.
REFUSING = """
import base64, gzip, json, sys
name, threads = sys.argv[2], int(sys.argv[sys.argv.index("--threads") + 1])
text, cut = open(name, "rb").read(), False
packed = text[:2] == bytes([0x1f, 0x8b])
if packed:
    try:
        text = gzip.decompress(text)
    except EOFError:
        text, cut = b"", True
rejects = []
if text.strip():
    said = base64.b64encode(text).decode()
    rejects = [{"start": 0, "length": len(text), "line": 1, "input_base64": said}]
code = int(cut)
FAULT
open("out", "wb").close()
with open("rejects", "w") as file:
    file.writelines(json.dumps(reject) + "\\n" for reject in rejects)
print(f"in {len(rejects)} = out 0 + merged 0 + rejected {len(rejects)}", file=sys.stderr)
sys.exit(code)
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


def test_files_are_fine(tmp_path):
    done = ran("fuzzed_files.py", REFUSING.replace("FAULT", ""), tmp_path, "--files", "10")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "fault, words",
    [
        ("code = int(packed)", "file 1 of seed 1: ended with 1"),
        ("code = 0", "a compressed file without its end is taken as a whole one"),
        ("rejects = rejects if threads == 1 or len(text) < 2**20 else []", "8 threads give something else than one"),
        ("if rejects: rejects[0]['line'] += packed", "not what stands there"),
    ],
    ids=["whole", "cut", "threads", "place"],
)
def test_a_fault_with_a_file_is_seen(tmp_path, fault, words):
    done = ran("fuzzed_files.py", REFUSING.replace("FAULT", fault), tmp_path, "--files", "10")
    assert done.returncode == 1 and words in done.stdout, done


def test_a_kind_of_file_that_did_not_come_up_is_told(tmp_path):
    done = ran("fuzzed_files.py", REFUSING.replace("FAULT", ""), tmp_path, "--files", "2")
    assert done.returncode == 1 and "never came up: cut gzip" in done.stdout, done
