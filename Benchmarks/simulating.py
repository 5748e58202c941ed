"""Measures the simulator: questions a second, and memory over a million jobs.

    simulating.py AGENTS_COMPAT [--jobs N] [--seconds N] [--connections N] [--output FILE]

The load (wrk) shares the machine. Memory is looked at while jobs are created as fast as they are accepted; what counts is
that it stops growing once the simulator remembers as many jobs as it may.
"""

import argparse
import os
import socket
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from results import page_table, processor, system, text_table
from serving import KEY, call, load, resident, start_listening

RATES = ("question", "requests/s", "p50 ms", "p99 ms", "processor us a request")
MEMORY = ("jobs created", "jobs remembered", "resident MB", "created/s")
STEPS = 10
PIPELINED = 50


def processor_seconds(process):
    """What a program has used of the processor so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rates(process, address, arguments):
    """One row for each kind of question."""
    table = []
    for title, prompt in [("an unfinished job", "a [[never]]"), ("a completed job, with a new URL", "a [[take=0]]")]:
        id = call(address, "POST", "/v1/generations", {"prompt": prompt})["id"]
        url = f"http://{address}/v1/generations/{id}"
        load(url, 1, arguments.connections)
        before = processor_seconds(process)
        rate, median, tail = load(url, arguments.seconds, arguments.connections)
        used = (processor_seconds(process) - before) / (rate * arguments.seconds)
        table.append((title, f"{rate:,.0f}", f"{median:.2f}", f"{tail:.2f}", f"{used * 1e6:.0f}"))
    return table


def create(address, count):
    """Creates jobs over one connection, many requests at a time."""
    body = b'{"prompt":"a tiger in snow"}'
    head = f"POST /v1/generations HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {KEY}\r\n"
    request = head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), 60) as connection:
        while count > 0:
            batch = min(count, PIPELINED)
            connection.sendall(request * batch)
            received, accepted = b"", 0
            while accepted < batch:
                piece = connection.recv(1 << 20)
                if not piece:
                    raise SystemExit("simulating: the connection was closed")
                received += piece
                accepted = received.count(b"HTTP/1.1 201 ")
                if received.count(b"HTTP/1.1 ") != accepted:
                    raise SystemExit("simulating: a job was refused")
            # The last answer may not be here in full; its end is no answer of its own.
            while not received.endswith(b"}"):
                received += connection.recv(1 << 20)
            count -= batch


def memory(process, address, arguments):
    """One row for each tenth of the jobs."""
    table = []
    for step in range(STEPS + 1):
        began = time.monotonic()
        count = arguments.jobs // STEPS if step else 0
        create(address, count)
        rate = count / (time.monotonic() - began)
        stats = call(address, "GET", "/_simulator/stats")
        table.append((f"{stats['jobs_created']:,}", f"{stats['jobs_remembered']:,}", f"{resident(process):.0f}",
                      f"{rate:,.0f}" if step else "-"))
    return table


def measure(arguments):
    """Both tables."""
    options = ["simulate", "--listen", "127.0.0.1:0", "--rpm", "100000000", "--concurrent", "100000000"]
    with ExitStack() as stack:
        process, address = start_listening(stack, [arguments.agents_compat, *options, "--speed", "1"])
        first = rates(process, address, arguments)
    with ExitStack() as stack:
        process, address = start_listening(stack, [arguments.agents_compat, *options, "--speed", "1000"])
        return first, memory(process, address, arguments)


def page(tables, arguments):
    """The page `SIMULATING.md`."""
    return f"""# What the simulator sustains

Written by `Benchmarks/simulating.py` on {date.today().isoformat()}. Run it again before you trust these figures on your
machine.

- Machine: {os.cpu_count()} cores, {processor()}; {system()}. Simulator and load share it.
- {arguments.connections} connections, {arguments.seconds} s a row.

{page_table(RATES, tables[0])}

Memory while jobs are created as fast as they are accepted, each over after 30 ms. The simulator remembers 200,000 jobs: beyond
that the oldest that have ended are forgotten first, and beyond 400,000 the oldest whatever their state. The requests of the
last minute are remembered, too, for the limit.

{page_table(MEMORY, tables[1])}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("agents_compat", type=Path)
    parser.add_argument("--jobs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    tables = measure(arguments)
    for header, table in zip((RATES, MEMORY), tables):
        print(text_table(header, table), end="\n\n")
    if arguments.output:
        arguments.output.write_text(page(tables, arguments))


if __name__ == "__main__":
    main()
