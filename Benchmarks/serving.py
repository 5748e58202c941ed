"""Measures the server's answers to polling clients beside nginx in front of the same simulator.

    serving.py AGENTS_COMPAT [--seconds N] [--rounds N] [--connections N] [--output FILE]

Everything runs on this machine at once: simulator, server, nginx and the load (wrk), so only ratios mean something. Writes
the table to standard output and, with --output, as a page.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from results import page_table, processor, system, text_table

KEY = "luma-api-benchmark"
HEADER = ("answered by", "requests/s", "x nginx", "p50 ms", "p99 ms", "resident MB")
NGINX = """
daemon off; worker_processes {workers}; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
{servers}
}}
"""
PROXY = """
  upstream agents {{ server {simulator}; keepalive 64; }}
  server {{
    listen 127.0.0.1:{port};
    keepalive_requests 100000000;
    location / {{ proxy_pass http://agents; proxy_http_version 1.1; proxy_set_header Connection ""; }}
  }}
"""


def start(stack, command, **options):
    """Starts a program that ends with the stack."""
    child = subprocess.Popen(command, **options)
    stack.callback(child.wait)
    stack.callback(child.terminate)
    return child


def start_listening(stack, command):
    """Starts one of our commands and returns it and where it listens."""
    child = start(stack, command, stderr=subprocess.PIPE, text=True)
    for line in child.stderr:
        if found := re.search(r"listening on http://(\S+)", line):
            return child, found[1]
        print(line, end="", file=sys.stderr)
    raise SystemExit(f"serving: {command[1]} did not start")


def free_port():
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def nginx(stack, folder, servers, workers=1):
    """Starts nginx with these servers, and keeps its files in a folder."""
    # Debian has it where only root looks.
    program = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"]))
    if not program:
        raise SystemExit("serving: there is no nginx; Scripts/setup.sh installs it")
    settings = Path(folder, "nginx.conf")
    settings.write_text(NGINX.format(folder=folder, servers=servers, workers=workers))
    return start(stack, [program, "-p", folder, "-c", settings])


def call(address, method, path, body=None, key=KEY):
    """The JSON answer to a request."""
    connection = http.client.HTTPConnection(address, timeout=10)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def answers(address, path):
    """Whether a server is there already and knows a generation."""
    try:
        return "id" in call(address, "GET", path)
    except (OSError, ValueError):
        return False


def until(condition):
    """Waits for a condition, ten seconds at most."""
    for _ in range(1000):
        if result := condition():
            return result
        time.sleep(0.01)
    raise SystemExit("serving: waited too long")


def resident(child):
    """Megabytes that a program and its children hold."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if f"\nPid:\t{child.pid}\n" in text or f"\nPPid:\t{child.pid}\n" in text:
            total += int(re.search(r"VmRSS:\s+(\d+)", text)[1])
    return total / 1000


def load(url, seconds, connections):
    """Requests a second, and the median and 99th percentile of their times in milliseconds."""
    output = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", f"Authorization: Bearer {KEY}", url],
        capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"serving: {url} was not answered\n{output}")

    def milliseconds(share):
        value, unit = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)", output).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]), milliseconds(50), milliseconds(99)


def measure(arguments):
    """Rows of the table, nginx first."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        binary = arguments.agents_compat
        limits = ["--rpm", "1000000", "--concurrent", "1000000"]
        _, simulator = start_listening(stack, [binary, "simulate", "--listen", "127.0.0.1:0", "--speed", "60", *limits])
        server_process, server = start_listening(
            stack, [binary, "serve", "--listen", "127.0.0.1:0", "--admin", "off", "--upstream", f"http://{simulator}/v1",
                    "--store", f"sqlite:{folder}/tasks.db", "--poll-speed", "60", "--probe", "off"])
        port = free_port()
        nginx_process = nginx(stack, folder, PROXY.format(simulator=simulator, port=port), workers=2)

        prefix = "/dream-machine/v1/generations"
        ended = call(server, "POST", prefix, {"prompt": "a tiger in snow"})["id"]
        live = call(server, "POST", prefix, {"prompt": "a tiger in snow [[never]]"})["id"]
        until(lambda: call(server, "GET", f"{prefix}/{ended}")["state"] == "completed")
        until(lambda: answers(f"127.0.0.1:{port}", f"/v1/generations/{live}"))
        rows = [
            ("nginx proxy_pass, an unfinished generation", f"http://127.0.0.1:{port}/v1/generations/{live}", nginx_process),
            ("the server, an unfinished task", f"http://{server}{prefix}/{live}", server_process),
            ("the server, an ended task", f"http://{server}{prefix}/{ended}", server_process),
        ]
        figures = {title: [] for title, _, _ in rows}
        memory = {}
        for number in range(arguments.rounds + 1):
            for title, url, process in rows:
                result = load(url, arguments.seconds if number else 1, arguments.connections)
                memory[title] = resident(process)
                if number:
                    figures[title].append(result)
        yardstick = figures[rows[0][0]]
        table = []
        for title, results in figures.items():
            ratio = statistics.median(own[0] / other[0] for own, other in zip(results, yardstick))
            rate, median, tail = (statistics.median(result[column] for result in results) for column in range(3))
            table.append((title, f"{rate:,.0f}", f"{ratio:.2f}", f"{median:.2f}", f"{tail:.2f}", f"{memory[title]:.0f}"))
        return table


def page(table, arguments):
    """The page `SERVING.md`."""
    return f"""# What polling costs

Written by `Scripts/bench.sh` on {date.today().isoformat()}. Run it again before you trust these figures on your machine.

- Machine: {os.cpu_count()} cores, {processor()}; {system()}. Simulator, server, nginx and load share it.
- {arguments.connections} connections, {arguments.rounds} rounds of {arguments.seconds} s in turn; medians. `x nginx` is the
  ratio within a round: the column to rely on.

{page_table(HEADER, table)}

How to read it: nginx passes every question on to the simulator and its answer back, unchanged. The server answers in
another API's shape; questions after an unfinished task share one question a second to the Agents API, and an ended task is
answered from its store.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("agents_compat", type=Path)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    table = measure(arguments)
    print(text_table(HEADER, table))
    if arguments.output:
        arguments.output.write_text(page(table, arguments))


if __name__ == "__main__":
    main()
