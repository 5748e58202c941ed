"""Kills the server at random moments under load, and sees whether anything is lost or paid twice.

    .venv/bin/python Tests/Chaos/kill.py --binary PATH [--kills 10] [--seed 1] [--keep FOLDER]

Real clients submit to a real server, whose Agents API is the simulator and whose callbacks go to a receiver; both fail
three times out of ten: with errors, closed connections, lost replies, no answer at all. The same seed draws the same
faults and the same pauses; the rest is up to the machine. Exit codes: 0 everything holds, 1 something does not.
"""

import argparse
import contextlib
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "Clients"))

import httpx  # noqa: E402
from chaos_clients import Load, ask  # noqa: E402
from chaos_invariants import secrets, violations  # noqa: E402
from chaos_receiver import FINAL, Receiver  # noqa: E402
from chaos_recorder import Recorder  # noqa: E402
from support.program import Program  # noqa: E402
from support.stack import Simulator, free_port  # noqa: E402

SPEED = 60
FAULTS = [
    {"route": "POST /v1/generations", "rate": 0.10, "status": 503, "retry_after": 1},
    {"route": "POST /v1/generations", "rate": 0.05, "status": 500},
    {"route": "POST /v1/generations", "rate": 0.06, "kind": "lose-reply"},
    {"route": "POST /v1/generations", "rate": 0.06, "kind": "reset"},
    {"route": "POST /v1/generations", "rate": 0.03, "kind": "stall"},
    {"route": "GET /v1/generations/{id}", "rate": 0.15, "status": 503},
    {"route": "GET /v1/generations/{id}", "rate": 0.07, "kind": "reset"},
    {"route": "GET /v1/generations/{id}", "rate": 0.07, "kind": "lose-reply"},
    {"route": "GET /v1/generations/{id}", "rate": 0.01, "kind": "stall"},
]


def plan(simulator, faults, seed):
    body = {"seed": seed, "faults": faults}
    httpx.post(f"{simulator.base}/_simulator/faults", json=body, trust_env=False).raise_for_status()


def serve(binary, recorder, store, port, environment=None, may_die=False):
    """A run of the server; its port stays the same. One that may die is given back even if it did before it listened."""
    arguments = ["serve", "--listen", f"127.0.0.1:{port}", "--upstream", f"{recorder.base}/v1"]
    arguments += ["--store", f"sqlite:{store}", "--poll-speed", SPEED, "--callback-private", "allow"]
    # Each video that is looked into takes the time of two programs.
    arguments += ["--probe", "off"]
    server = Program(binary, arguments, environment)
    try:
        server.url()
    except AssertionError:
        if not may_die or server.is_running:
            raise
    return server


def states(base, load, within):
    """The state of every acknowledged task, once all have ended or the time is over."""
    found = {}
    deadline = time.monotonic() + within
    with httpx.Client(base_url=base, trust_env=False, timeout=60) as http:
        while True:
            for one in load.acknowledged:
                if found.get(one.number, (None, None))[1] not in FINAL:
                    with contextlib.suppress(httpx.TransportError):
                        found[one.number] = ask(http, one)
            waiting = [one for one in load.acknowledged if found.get(one.number, (None, None))[1] not in FINAL]
            if not waiting or time.monotonic() > deadline:
                return found
            time.sleep(0.5)


def wait_for_callbacks(load, receiver, within):
    """Waits until every end was taken."""
    deadline = time.monotonic() + within

    def missing():
        told = receiver.by_submission()
        return [
            one for one in load.acknowledged
            if not any(taken and state in FINAL for state, taken in told.get(one.number, []))
        ]

    while missing() and time.monotonic() < deadline:
        time.sleep(0.25)


def run(options, folder):
    draw = random.Random(f"{options.seed}/kills")
    start = time.monotonic()
    store = folder / "store" / "tasks.db"
    store.parent.mkdir(parents=True)
    port = free_port()
    kills, runs = 0, 0
    with contextlib.ExitStack() as programs:
        simulator = programs.enter_context(Simulator(options.binary, speed=SPEED, concurrent=options.concurrent))
        recorder = Recorder(simulator.base[len("http://") :])
        receiver = Receiver(options.seed)
        plan(simulator, FAULTS, options.seed)
        server = programs.enter_context(serve(options.binary, recorder, store, port))
        load = Load(f"http://127.0.0.1:{port}", receiver, options.seed, threads=options.clients)
        load.start()
        while kills < options.kills:
            time.sleep(draw.uniform(0.02, 1.2))
            if not server.is_running:
                load.problems.append(f"the server ended by itself: {server.messages[-5:]}")
                break
            if kills == options.kills - 1:
                # What is on its way now goes down with this run, so that the next one meets no fault that is left over.
                plan(simulator, [], 0)
                receiver.rate = 0
            server.kill()
            kills += 1
            server = programs.enter_context(serve(options.binary, recorder, store, port))
        attack = time.monotonic() - start
        load.stop()
        found = states(f"http://127.0.0.1:{port}", load, options.patience)
        wait_for_callbacks(load, receiver, options.patience)
        # What nobody waits for any more could still arrive where it must not.
        time.sleep(1)
        stats = simulator.stats()
        broken = violations(load, found, receiver, recorder, stats, store)
        if server.stop() != 0:
            broken.append(f"the server did not stop cleanly: {server.messages[-5:]}")
        broken += secrets(store)
        receiver.close()
        recorder.close()
    told = receiver.arrivals
    ended = [state for status, state in found.values()]
    unsure = [one for one in recorder.creations if one["status"] is None]
    print(f"kills {kills} in {attack:.0f} s, {time.monotonic() - start:.0f} s in all, seed {options.seed}")
    print(
        f"submissions {len(load.submissions)}, acknowledged {sum(1 for one in load.submissions if one.id)}, "
        f"deleted {sum(1 for one in load.submissions if one.is_deleted)}, "
        f"completed {ended.count('completed')}, failed {ended.count('failed')}")
    print(
        f"sent {len(recorder.creations)}, of these without an answer {len(unsure)}, jobs {stats['jobs_created']}, "
        f"questions {recorder.counts['questions']}")
    print(f"callbacks {len(told)}, of these taken {sum(1 for *_, taken in told if taken)}")
    return broken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, required=True, help="the built agents-compat")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=8, help="clients that submit at once")
    parser.add_argument("--concurrent", type=int, default=6, help="unfinished generations that a key may have")
    parser.add_argument("--patience", type=float, default=120, help="seconds until everything must have come to rest")
    parser.add_argument("--keep", type=Path, help="keep the store in this folder")
    options = parser.parse_args()
    options.binary = options.binary.resolve(strict=True)
    folder = Path(tempfile.mkdtemp(prefix="agents-compat-chaos-"))
    broken = run(options, folder)
    if options.keep:
        shutil.copytree(folder, options.keep, dirs_exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    for one in broken[:50]:
        print(f"violated: {one}", file=sys.stderr)
    print("violations " + str(len(broken)))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
