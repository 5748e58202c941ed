"""Runs programs and measures them: processor time, and the most memory they held."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Program:
    """A way of running a program over an input."""

    title: str
    command: list
    input: Path
    records: int
    seconds: list = field(default_factory=list)
    peak_bytes: int = 0

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def megabytes(self):
        return self.input.stat().st_size / 1e6

    def speed(self, other):
        """How many times the throughput of another program: the median over the rounds, each compared with itself."""
        scale = self.megabytes / other.megabytes
        return statistics.median(scale * theirs / own for own, theirs in zip(self.seconds, other.seconds))


def pin_to_one_core():
    """Binds this process and all that it starts to one core, and returns whether the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def run_once(command):
    """Runs a command with its output thrown away, and returns the seconds it took and the bytes it held at most.

    Seconds of the processor, in the program and in the system for it: on one core that is the wall time of a machine
    that has nothing else to do, and it stays nearly the same on one that has.
    """
    return _finish(command, _start(command))


def run_together(command, count):
    """Runs a command several times at once, and returns the seconds of the processor that all of them took."""
    children = [_start(command) for _ in range(count)]
    return sum(_finish(command, child)[0] for child in children)


def _start(command):
    """Starts a command without a copy of this process, so that short runs can be measured."""
    words = [os.fspath(word) for word in command]
    null = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    errors = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
    return os.posix_spawnp(words[0], words, os.environ, file_actions=[null, errors])


def _finish(command, child):
    _, status, usage = os.wait4(child, 0)
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def wall_time(body):
    """The seconds by the clock that `body` takes, and what it returns."""
    start = time.perf_counter()
    result = body()
    return time.perf_counter() - start, result


def peak_memory(command):
    """The most bytes that a command holds.

    On Linux the kernel counts the memory of the parent at the start, so it is asked every millisecond instead; the last
    one may be missed.
    """
    if not Path("/proc/self/status").exists():
        return run_once(command)[1]
    peak = 0
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while child.poll() is None:
        for line in Path(f"/proc/{child.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                peak = max(peak, int(line.split()[1]) * 1024)
        time.sleep(0.001)
    return peak


def race(programs, rounds):
    """Runs all programs in turn, `rounds` times, after one run of each that does not count."""
    for number in range(rounds + 1):
        for program in programs:
            seconds, _ = run_once(program.command)
            if number:
                program.seconds.append(seconds)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for program in programs:
        program.peak_bytes = peak_memory(program.command)
