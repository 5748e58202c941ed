"""Measures what the server sustains, each figure beside its limit, and says whether that is enough.

    capacity.py AGENTS_COMPAT RAW [--output FILE]

AGENTS_COMPAT is the program and RAW the built `raw` of this package. Submissions are stored before they are sent, and sent to the
simulator; wrk makes them. Live tasks and callbacks are put into a store before the server starts (`seeding.py`). Everything shares
the machine, so processor seconds of the server alone are the figures to rely on. Takes about three minutes.

Exit codes: 0 enough, 1 less than a gate, 2 wrong usage.
"""

import argparse
import os
import re
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import seeding
from results import page_table, processor, system, text_table
from serving import call, free_port, nginx, resident, start_listening, until
from simulating import processor_seconds

KEYS = 100
LIVE_TASKS = 10_000
MANY_TASKS = 100_000
CALLBACKS = 10_000
# Of clients that submit at once, and for how long they do.
CONNECTIONS = (64, 192)
SECONDS = 10
HEADER = ("what", "figure", "processor us each", "limit", "of the limit", "gate")
RECEIVER = "  server {{ listen 127.0.0.1:{port}; location / {{ return 200; }} }}"


@dataclass
class Row:
    """A figure beside its limit."""

    what: str
    figure: str
    each: str = "-"
    limit: str = "-"
    ratio: str = "-"
    gate: str = "-"
    is_enough: bool = True

    @property
    def cells(self):
        return self.what, self.figure, self.each, self.limit, self.ratio, self.gate + ("" if self.is_enough else " MISSED")


class Server:
    """A running server, and what it says of itself."""

    def __init__(self, stack, arguments, simulator, store, *options, core=None):
        port = free_port()
        command = [arguments.agents_compat, "serve", "--listen", "127.0.0.1:0", "--admin", f"127.0.0.1:{port}", "--probe", "off",
                   "--upstream", f"http://{simulator}/v1", "--store", f"sqlite:{store}", *options]
        prefix = ["taskset", "-c", str(core)] if core is not None else []
        self.admin = f"http://127.0.0.1:{port}/metrics"
        self.process, self.address = start_listening(stack, [*prefix, *command])

    def metric(self, name):
        """The value of a metric."""
        with urllib.request.urlopen(self.admin, timeout=10) as answer:
            text = answer.read().decode()
        return float(re.search(rf"^agents_compat_{re.escape(name)} (\S+)$", text, re.MULTILINE)[1])

    def polls(self):
        return sum(self.metric(f'polls_total{{outcome="{outcome}"}}') for outcome in ["unfinished", "ended"])

    def stop(self):
        self.process.terminate()
        if self.process.wait(30) != 0:
            raise SystemExit("capacity: the server did not end well")

    def used(self):
        return processor_seconds(self.process)


def raw(arguments, *words):
    """How many a second, and the processor microseconds of each, of a limit."""
    output = subprocess.run([arguments.raw, *map(str, words)], capture_output=True, text=True, check=True).stdout
    count, seconds, used = map(float, output.split())
    return count / seconds, used / count * 1e6


def simulate(stack, arguments):
    """A simulator without limits."""
    limits = ["--rpm", "1000000000", "--concurrent", "1000000000"]
    return start_listening(stack, [arguments.agents_compat, "simulate", "--listen", "127.0.0.1:0", "--speed", "1000", *limits])


def submissions(arguments, folder):
    """Submissions that are on the disk before they are sent, beside what SQLite can do."""
    single, _ = raw(arguments, "commits", folder / "single.db", 2000, 1)
    grouped, _ = raw(arguments, "commits", folder / "grouped.db", 50_000, 64)
    table = []
    for connections in CONNECTIONS:
        rate, each, writes = submitted(arguments, folder, connections)
        # More clients at once share more commits; the gate is for the most.
        is_gate = connections == CONNECTIONS[-1]
        gate = f"at least {arguments.submissions:,}" if is_gate else "-"
        table += [
            Row(f"durable submissions a second, {connections} connections", f"{rate:,.0f}", f"{each:.0f}",
                f"{single:,.0f} commits of one row", f"{rate / single:.2f}", gate,
                not is_gate or rate >= arguments.submissions),
            Row(f"writes a commit, {connections} connections", f"{writes:.1f}",
                limit=f"{grouped:,.0f} rows a second, 64 a commit", ratio=f"{rate / grouped:.3f}"),
        ]
    return table


def submitted(arguments, folder, connections):
    """Submissions a second over so many connections, the processor microseconds of each, and writes a commit."""
    with ExitStack() as stack:
        _, simulator = simulate(stack, arguments)
        server = Server(stack, arguments, simulator, folder / f"submissions-{connections}.db")
        wrk = ["wrk", "-t1", f"-c{connections}", "-s", Path(__file__).with_name("submit.lua"), f"http://{server.address}"]
        subprocess.run([*wrk, "-d1s"], capture_output=True, check=True)
        accepted, used = server.metric('submissions_total{outcome="accepted"}'), server.used()
        writes, commits = server.metric("store_writes_total"), server.metric("store_commits_total")
        began = time.monotonic()
        output = subprocess.run([*wrk, f"-d{SECONDS}s"], capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in output or "Socket errors" in output:
            raise SystemExit(f"capacity: submissions were refused\n{output}")
        seconds = time.monotonic() - began
        count = server.metric('submissions_total{outcome="accepted"}') - accepted
        each = (server.used() - used) / count * 1e6
        writes, commits = server.metric("store_writes_total") - writes, server.metric("store_commits_total") - commits
        server.stop()
    return count / seconds, each, writes / commits


def seeded(arguments, folder, simulator, count):
    """A store with so many unfinished tasks."""
    store = folder / f"{count}.db"
    keys = [f"luma-api-capacity-{number}" for number in range(KEYS)]
    with ExitStack() as stack:
        server = Server(stack, arguments, simulator, store, "--poll-speed", "100")
        for number, key in enumerate(keys):
            body = {"prompt": f"a tiger in snow, number {number} [[never]]", "model": "ray-2"}
            if call(server.address, "POST", "/dream-machine/v1/generations", body, key=key).get("state") != "queued":
                raise SystemExit("capacity: a submission was refused")
        # From then on answers say nothing new.
        until(lambda: server.polls() > 3 * KEYS)
        server.stop()
    each = count // KEYS - 1
    seeding.seed_tasks(store, [seeding.create_jobs(simulator, key, "a [[never]]", each) for key in keys])
    return store


def keeping_up(arguments, folder):
    """Whether the server asks after its tasks in time, with one core for itself."""
    with ExitStack() as stack:
        _, simulator = simulate(stack, arguments)
        store = seeded(arguments, folder, simulator, LIVE_TASKS)
        server = Server(stack, arguments, simulator, store, core=max(os.sched_getaffinity(0)))
        # After a minute each was asked after once.
        time.sleep(66)
        polls, used, began, lateness = server.polls(), server.used(), time.monotonic(), []
        for _ in range(15):
            time.sleep(1)
            lateness.append(server.metric("poll_lateness_seconds"))
        seconds = time.monotonic() - began
        polls, used = server.polls() - polls, server.used() - used
        if server.metric("live_tasks") != LIVE_TASKS:
            raise SystemExit("capacity: some of the tasks are not followed")
        server.stop()
    rate, needed, worst = polls / seconds, LIVE_TASKS / 5, max(lateness)
    return [
        Row(f"questions a second for {LIVE_TASKS:,} tasks", f"{rate:,.0f}", f"{used / polls * 1e6:.0f}",
            f"{needed:,.0f} are due", f"{rate / needed:.2f}", "at least 0.97", rate >= 0.97 * needed),
        Row("latest question, seconds late", f"{worst:.2f}", gate="at most 1", is_enough=worst <= 1),
        Row("of one core", f"{used / seconds:.2f}", gate="below 1", is_enough=used < seconds),
    ]


def many(arguments, folder):
    """Memory with very many tasks, and how many questions a core can ask when more are due than it can."""
    with ExitStack() as stack:
        _, simulator = simulate(stack, arguments)
        store = seeded(arguments, folder, simulator, MANY_TASKS)
        server = Server(stack, arguments, simulator, store, "--poll-speed", "10", core=max(os.sched_getaffinity(0)))
        if server.metric("live_tasks") != MANY_TASKS:
            raise SystemExit("capacity: some of the tasks are not followed")
        time.sleep(10)
        polls, used, began = server.polls(), server.used(), time.monotonic()
        time.sleep(6)
        polls, used, seconds = server.polls() - polls, server.used() - used, time.monotonic() - began
        memory = resident(server.process)
        id = seeding.create_jobs(simulator, "luma-api-capacity-0", "a [[never]]", 1)[0]
        _, limit = raw(arguments, "requests", f"http://{simulator}/v1/generations/{id}", 40_000, 64, 0, "luma-api-capacity-0")
        server.stop()
    each = used / polls * 1e6
    return [
        Row(f"MB with {MANY_TASKS:,} live tasks", f"{memory:.0f}", gate="below 64", is_enough=memory < 64),
        Row("questions a second and core", f"{1e6 / each:,.0f}", f"{each:.0f}", f"{1e6 / limit:,.0f} GETs of libcurl",
            f"{limit / each:.2f}", "at least 0.15", limit / each >= 0.15),
    ]


def callbacks(arguments, folder):
    """Callbacks to one receiver, beside what libcurl can do with as many at once."""
    store = folder / "callbacks.db"
    with ExitStack() as stack:
        _, simulator = simulate(stack, arguments)
        port = free_port()
        nginx(stack, folder, RECEIVER.format(port=port))
        url = f"http://127.0.0.1:{port}/"
        options = ["--callback-private", "allow", "--poll-speed", "100"]
        server = Server(stack, arguments, simulator, store, *options)
        body = {"prompt": "a tiger in snow", "model": "ray-2", "callback_url": url}
        call(server.address, "POST", "/dream-machine/v1/generations", body)
        until(lambda: server.metric('callbacks_total{outcome="delivered"}') >= 2)
        server.stop()
        size = seeding.seed_callbacks(store, CALLBACKS)
        began = time.monotonic()
        server = Server(stack, arguments, simulator, store, *options)
        while server.metric('callbacks_total{outcome="delivered"}') < CALLBACKS:
            if time.monotonic() - began > 60:
                raise SystemExit("capacity: callbacks are not delivered")
            time.sleep(0.05)
        rate, each = CALLBACKS / (time.monotonic() - began), server.used() / CALLBACKS * 1e6
        server.stop()
        limit, limit_each = raw(arguments, "requests", url, CALLBACKS, 4, size, "none")
    return [
        Row("callbacks a second to one receiver", f"{rate:,.0f}", f"{each:.0f}",
            f"{limit:,.0f} POSTs of libcurl at {limit_each:.0f} us", f"{rate / limit:.2f}", "at least 500", rate >= 500),
    ]


def page(table, note):
    """The page `CAPACITY.md`."""
    return f"""# What the server sustains

Written by `Benchmarks/capacity.py` on {date.today().isoformat()}. Run it again before you trust these figures on your machine.

- Machine: {os.cpu_count()} cores, {processor()}; {system()}. Simulator, receiver and load share it.{note}
- *processor us each* is time of the processor in the server alone, the system's work for it included: that changes little on a
  machine that does other work, while figures a second do.

{page_table(HEADER, table)}

How to read it:

- A durable submission is on the disk before it is sent (SQLite, WAL, `synchronous=FULL`), sent once over a connection of its own,
  and on the disk again with the answer before the client hears of it. wrk makes them over {" and ".join(map(str, CONNECTIONS))} connections,
  each for {SECONDS} s on a store of its own, with a hundred keys: who comes together shares a commit. A raw commit is one row of 900
  bytes and nothing else.
- {LIVE_TASKS:,} tasks are asked after at their usual pace, every five seconds, by a server that has one core; a question that is
  due goes out within a second.
- {MANY_TASKS:,} tasks at ten times that pace are more than a core can ask after: what it can is the figure. libcurl's GETs are those
  of a program that does nothing with the answers.
- Callbacks were due all at once and go to one receiver, four at a time, each over a connection of its own, and each attempt is on the
  disk. libcurl's POSTs are as many at once.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("agents_compat", type=Path)
    parser.add_argument("raw", type=Path)
    parser.add_argument("--submissions", type=int, default=3000, help="the gate for submissions a second")
    parser.add_argument("--only", choices=["submissions", "keeping_up", "many", "callbacks"])
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    if arguments.only and arguments.output:
        parser.error("a page has the figures of one whole run: --output goes without --only")
    busy = os.getloadavg()[0]
    parts = [submissions, keeping_up, many, callbacks]
    table = []
    for part in parts:
        if arguments.only in (None, part.__name__):
            with tempfile.TemporaryDirectory() as folder:
                table += part(arguments, Path(folder))
    print(text_table(HEADER, [row.cells for row in table]))
    note = f" **It was busy with other work** (load {busy:.1f} at the start)." if busy > 1 else ""
    if arguments.output:
        arguments.output.write_text(page([row.cells for row in table], note))
    return 0 if all(row.is_enough for row in table) else 1


if __name__ == "__main__":
    raise SystemExit(main())
