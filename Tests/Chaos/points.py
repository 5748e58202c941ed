"""Kills the server at every commit and every call to the outside, one run each, and sees whether anything is lost.

    .venv/bin/python Tests/Chaos/points.py --binary PATH [--first 1] [--last N] [--parallel 6]

The program must be a debug build: only that has the points (`AGENTS_COMPAT_CRASH_AT`). Each run makes the same short
scenario: submissions with callbacks in both dialects, one of which waits in line, questions, a deletion. When the server
dies at the point it is started again, without one, and the clients go on. The points end where all runs that go on at once
come to their end without meeting theirs. Exit codes: 0 everything holds, 1 something does not, or fewer points were met than
there must be, 2 the program has no points.
"""

import argparse
import contextlib
import signal
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "Clients"))

import httpx  # noqa: E402
from chaos_clients import KEYS, Load, Submission  # noqa: E402
from chaos_invariants import invariants, secrets, violations  # noqa: E402
from chaos_receiver import Receiver  # noqa: E402
from chaos_recorder import Recorder  # noqa: E402
from kill import configuration, serve, states, wait_for_callbacks, wait_for_copies  # noqa: E402
from support.stack import Simulator  # noqa: E402

SPEED = 100
PATIENCE = 60
# A scenario has some 200, and 160 where the machine has other work: what falls together is one commit.
LEAST = 100


def scenario(load, http):
    """What the clients do; each of them insists until it has an answer."""

    def submit(kind):
        one = Submission(len(load.submissions), kind, KEYS[0])
        load.submissions.append(one)
        load.send(one, http)
        return one

    submit("dream-machine")
    # The only place is taken: this one waits in line.
    submit("acedata")
    submit("idempotency-key")
    deleted = submit("dream-machine")
    if deleted.id:
        load.delete(deleted, http)


def run(options, point, folder):
    """One run; what was violated, and whether the point was met."""
    # Below the ports that the system hands out, so that no other run gets it while this one starts its server again.
    port = 21_000 + point
    is_over = threading.Event()
    with contextlib.ExitStack() as programs:
        simulator = programs.enter_context(Simulator(options.binary, speed=SPEED, concurrent=1))
        recorder = Recorder(simulator.base[len("http://") :])
        receiver = Receiver(point, rate=0)
        settings = configuration(folder, recorder, port)
        crash = {"AGENTS_COMPAT_CRASH_AT": str(point)}
        servers = []

        def keep_running():
            while not is_over.wait(0.02):
                if not servers[-1].is_running:
                    servers.append(programs.enter_context(serve(options.binary, settings)))

        servers.append(programs.enter_context(serve(options.binary, settings, crash, may_die=True)))
        guard = threading.Thread(target=keep_running, daemon=True)
        guard.start()
        load = Load(f"http://127.0.0.1:{port}", receiver, point, threads=0)
        with httpx.Client(base_url=load.base, trust_env=False, timeout=20) as http:
            scenario(load, http)
        found = states(load.base, load, PATIENCE)
        wait_for_callbacks(load, receiver, PATIENCE)
        wait_for_copies(found, folder, PATIENCE)
        checked = invariants(load, found, receiver, recorder, simulator.stats(), folder)
        broken = violations([*checked, secrets(folder)])
        is_over.set()
        guard.join(20)
        servers[-1].stop()
        receiver.close()
        recorder.close()
        was_met = servers[0].exit_code() == -signal.SIGKILL
        words = [line for line in servers[0].messages if "at point" in line]
    if len(servers) > 2:
        broken.append(f"the server ended {len(servers) - 1} times: {servers[1].messages[-3:]}")
    return broken, was_met, words


def attempt(options, point):
    with tempfile.TemporaryDirectory(prefix="agents-compat-points-") as folder:
        return run(options, point, Path(folder))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, required=True, help="a debug build of agents-compat")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=1000)
    parser.add_argument("--parallel", type=int, default=6, help="runs at once; they mostly wait")
    parser.add_argument("--at-least", type=int, default=LEAST, help="points that must be there, if all are looked for")
    options = parser.parse_args()
    options.binary = options.binary.resolve(strict=True)
    met, failed, is_over = [], 0, False
    with ThreadPoolExecutor(options.parallel) as pool:
        for first in range(options.first, options.last + 1, options.parallel):
            points = range(first, min(first + options.parallel, options.last + 1))
            is_over = True
            for point, (broken, was_met, words) in zip(points, pool.map(partial(attempt, options), points)):
                for one in broken:
                    print(f"violated at point {point} {words}: {one}", file=sys.stderr, flush=True)
                failed += bool(broken)
                if was_met:
                    met.append(point)
                    is_over = False
            if is_over:
                break
    count, missed = len(met), sorted(set(range(options.first, max(met, default=0))) - set(met))
    print(f"points {count}, of these with violations {failed}; not met on the way {missed}")
    if count == 0 and options.first == 1:
        return 2
    if is_over and options.first - 1 + count < options.at_least:
        print(f"violated: only {options.first - 1 + count} points, at least {options.at_least} wanted", file=sys.stderr)
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
