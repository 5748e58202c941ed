"""The demo: what it prints works as it stands."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.program import Program, clean_environment
from support.waiting import wait_until


@pytest.fixture
def demo(binary, tmp_path):
    with Program(binary, ["demo"], {"TMPDIR": str(tmp_path)}) as program:
        wait_until(lambda: any("Ctrl-C" in line for line in program.output), "the demo has printed everything")
        yield program


def recipes(lines):
    """The shell lines that the demo prints, by the sentence in front of them, which ends with a colon or full stop."""
    found = {}
    title = None
    for line in lines:
        if re.match(r"(Dream Machine|AceData) with ", line):
            title = line
            found[title] = []
        elif line.startswith("Ctrl-C"):
            title = None
        elif title:
            found[title].append(line)
    return {title: "\n".join(block).strip() for title, block in found.items()}


def run(script):
    """What a shell prints for a script, with the clients' Python in front of all others."""
    folder = str(Path(sys.executable).parent)
    environment = clean_environment(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script], capture_output=True, text=True, timeout=60, env=environment
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def test_the_printed_lines_work_and_it_ends_cleanly(demo, tmp_path):
    addresses = re.findall(r"^(Dream Machine API|AceData API|Agents API)  +(http://\S+)", "\n".join(demo.output), re.M)
    assert [name for name, _ in addresses] == ["Dream Machine API", "AceData API", "Agents API"]

    blocks = recipes(demo.output)
    assert len(blocks) == 4
    printed = {title: run(script) for title, script in blocks.items()}
    for title, output in printed.items():
        if "Dream Machine with curl" in title:
            assert '"state":"queued"' in output or '"state":"dreaming"' in output or '"state":"completed"' in output
        elif "AceData with curl" in title:
            assert '"state":"completed"' in output and '"video_url":"http' in output
        else:
            assert re.fullmatch(r"completed http://\S+\n", output)

    assert any(tmp_path.iterdir())
    demo.signal(signal.SIGINT)
    assert demo.exit_code() == 0
    assert not any(tmp_path.iterdir()), "its folder is gone"
