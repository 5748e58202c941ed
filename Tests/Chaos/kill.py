"""Kills the server at random moments under load, and sees whether anything is lost or paid twice.

    .venv/bin/python Tests/Chaos/kill.py --binary PATH [--kills 10] [--seed 1] [--keep FOLDER]

Real clients submit to a real server, whose Agents API is the simulator and whose callbacks go to a receiver; both fail
three times out of ten: with errors, closed connections, lost replies, no answer at all. The same seed draws the same
faults and the same pauses; the rest is up to the machine. Two of the ends are clean ones, by SIGTERM. Meanwhile an operator
sends callbacks again with the command line. From ten ends on, what was never looked at counts as violated. The files of a run
with a violation stay. Exit codes: 0 everything holds, 1 something does not.
"""

import argparse
import contextlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "Clients"))

import httpx  # noqa: E402
from chaos_clients import Load, ask  # noqa: E402
from chaos_invariants import Invariant, invariants, secrets, violations  # noqa: E402
from chaos_media import copies, task_of  # noqa: E402
from chaos_receiver import FINAL, Receiver  # noqa: E402
from chaos_recorder import Recorder  # noqa: E402
from support.program import Program, clean_environment  # noqa: E402
from support.stack import Simulator, free_port  # noqa: E402

SPEED = 60
# Ends after which everything that must hold has come up.
WHOLE = 10
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


def configuration(folder, recorder, port):
    """The file with the server's settings, which all runs have in common, as their port."""
    settings = {
        "listen": f"127.0.0.1:{port}", "upstream": f"{recorder.base}/v1", "store": f"sqlite:{folder / 'store' / 'tasks.db'}",
        "poll_speed": SPEED, "callback_private": "allow", "media": f"archive:{folder / 'media'}", "admin": "off",
        # Each video that is looked into takes the time of two programs.
        "probe": "off",
    }
    path = folder / "settings.json"
    path.write_text(json.dumps(settings))
    return path


def serve(binary, settings, environment=None, may_die=False):
    """A run of the server. One that may die is given back even if it did before it listened."""
    server = Program(binary, ["serve", "--config", settings], environment)
    try:
        server.url()
    except AssertionError:
        if not may_die or server.is_running:
            raise
    return server


def states(base, load, within):
    """State and link of every acknowledged task, once all have ended or the time is over."""
    found = {}
    deadline = time.monotonic() + within
    with httpx.Client(base_url=base, trust_env=False, timeout=60) as http:

        def waiting():
            return [one for one in load.acknowledged if found.get(one.number, (None, None, None))[1] not in FINAL]

        while waiting() and time.monotonic() < deadline:
            for one in waiting():
                with contextlib.suppress(httpx.TransportError):
                    found[one.number] = ask(http, one)
            if waiting():
                time.sleep(0.5)
    return found


def wait_for_callbacks(load, receiver, within):
    """Waits until every end was taken, twice if it was sent again."""
    deadline = time.monotonic() + within

    def is_missing(one, told):
        return sum(taken and state in FINAL for state, taken in told) < (2 if one.number in load.replayed else 1)

    def missing():
        told = receiver.by_submission()
        return [one for one in load.acknowledged if one.has_hook and is_missing(one, told.get(one.number, []))]

    while missing() and time.monotonic() < deadline:
        time.sleep(0.25)


def wait_for_copies(found, folder, within):
    """Waits until there are copies of all files, and nothing is being copied any more."""
    deadline = time.monotonic() + within
    wanted = {task_of(link) for _, state, link in found.values() if state == "completed" and link}
    while time.monotonic() < deadline:
        there = copies(folder)
        if all(whole for _, whole, _ in there) and wanted <= {path.parent.name for path, *_ in there}:
            return
        time.sleep(0.25)


class Operator:
    """Sends callbacks again that were delivered, beside the server or while it is down."""

    def __init__(self, binary, settings, load, draw):
        self._binary, self._settings, self._load, self._draw = binary, settings, load, draw

    def _run(self, *arguments):
        command = [self._binary, "callbacks", *arguments, "--config", self._settings]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, env=clean_environment())

    def work(self):
        listed = self._run("list", "--state", "delivered", "--limit", "20", "--json")
        if listed.returncode:
            self._load.problems.append(f"callbacks list: {listed.stderr}")
            return
        callbacks = [json.loads(line) for line in listed.stdout.splitlines()]
        for callback in self._draw.sample(callbacks, min(2, len(callbacks))):
            shown = self._run("show", callback["id"], "--json")
            replayed = self._run("replay", callback["id"])
            # A task can be deleted, or go on, between two commands.
            if replayed.returncode == 0 and shown.returncode == 0 and callback["event"] in FINAL:
                self._load.replayed.add(int(json.loads(shown.stdout)["url"].rsplit("/", 1)[1]))
            elif replayed.returncode not in (0, 1):
                self._load.problems.append(f"callbacks replay: {replayed.stderr}")

    def work_until_done(self, most=10):
        """Sends callbacks again until one of them tells the end of a task that is still there."""
        for _ in range(most):
            if self._load.replayed & {one.number for one in self._load.acknowledged}:
                return
            self.work()


def attack(options, simulator, receiver, load, start, operator, draw):
    """Ends the server again and again, and starts it; the last run, and how the clean ends went."""
    clean = Invariant("a server that is told to stop ends cleanly")
    polite = {options.kills // 3, options.kills * 2 // 3} if options.kills > 2 else set()
    # What never answers holds up a clean end; in a short run it comes after those.
    patient = options.kills < 50
    plan(simulator, [one for one in FAULTS if not patient or one.get("kind") != "stall"], options.seed)
    server = start()
    for number in range(options.kills):
        time.sleep(draw.uniform(0.02, 1.2))
        if number % 3 == 1:
            operator.work()
        if not server.is_running:
            load.problems.append(f"the server ended by itself: {server.messages[-5:]}")
            break
        if number == options.kills - 1:
            # What is on its way now goes down with this run, so that the next one meets no fault that is left over.
            plan(simulator, [], 0)
            receiver.rate = 0
        if number in polite:
            server.signal(signal.SIGTERM)
            clean.check(server.exit_code(60) == 0, f"{server.messages[-5:]}")
        else:
            server.kill()
        if patient and number == max(polite, default=0) and number < options.kills - 1:
            plan(simulator, FAULTS, options.seed)
        server = start()
    return server, clean


def run(options, folder):
    draw = random.Random(f"{options.seed}/kills")
    start = time.monotonic()
    port = free_port()
    with contextlib.ExitStack() as programs:
        simulator = programs.enter_context(Simulator(options.binary, speed=SPEED, concurrent=options.concurrent))
        recorder = Recorder(simulator.base[len("http://") :])
        receiver = Receiver(options.seed)
        settings = configuration(folder, recorder, port)
        load = Load(f"http://127.0.0.1:{port}", receiver, options.seed, threads=options.clients)
        load.start()
        operator = Operator(options.binary, settings, load, draw)
        server, clean = attack(
            options, simulator, receiver, load, lambda: programs.enter_context(serve(options.binary, settings)), operator,
            draw)
        attacked = time.monotonic() - start
        load.stop()
        found = states(load.base, load, options.patience)
        load.delete_some(found)
        operator.work_until_done()
        wait_for_callbacks(load, receiver, options.patience)
        wait_for_copies(found, folder, options.patience)
        # What nobody waits for any more could still arrive where it must not.
        time.sleep(1)
        stats = simulator.stats()
        checked = [*invariants(load, found, receiver, recorder, stats, folder), clean]
        clean.check(server.stop() == 0, f"{server.messages[-5:]}")
        checked.append(secrets(folder))
        receiver.close()
        recorder.close()
    told = receiver.arrivals
    ended = [state for _, state, _ in found.values()]
    unsure = [one for one in recorder.creations if one["status"] is None]
    print(f"ends {options.kills} in {attacked:.0f} s, {time.monotonic() - start:.0f} s in all, seed {options.seed}")
    print(
        f"submissions {len(load.submissions)}, acknowledged {sum(1 for one in load.submissions if one.id)}, "
        f"deleted {sum(1 for one in load.submissions if one.is_deleted)}, "
        f"completed {ended.count('completed')}, failed {ended.count('failed')}")
    print(
        f"sent {len(recorder.creations)}, of these without an answer {len(unsure)}, jobs {stats['jobs_created']}, "
        f"questions {recorder.counts['questions']}")
    print(
        f"callbacks {len(told)}, of these taken {sum(1 for *_, taken in told if taken)}; "
        f"sent again by hand {len(load.replayed)}")
    for one in checked:
        print(one)
    return violations(checked, 1 if options.kills >= WHOLE else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, required=True, help="the built agents-compat")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=10, help="clients that submit at once")
    parser.add_argument("--concurrent", type=int, default=6, help="unfinished generations that a key may have")
    parser.add_argument("--patience", type=float, default=120, help="seconds until everything must have come to rest")
    parser.add_argument("--keep", type=Path, help="copy the files of the run to this folder, whatever comes of it")
    options = parser.parse_args()
    options.binary = options.binary.resolve(strict=True)
    folder = Path(tempfile.mkdtemp(prefix="agents-compat-chaos-"))
    stays = True
    try:
        broken = run(options, folder)
        stays = bool(broken)
    finally:
        if options.keep:
            shutil.copytree(folder, options.keep, dirs_exist_ok=True)
        if stays:
            print(f"the files of this run are in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    for one in broken[:50]:
        print(f"violated: {one}", file=sys.stderr)
    print("violations " + str(len(broken)))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
