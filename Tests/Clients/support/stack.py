"""A simulator, and a server in front of it."""

import contextlib
import signal
import socket

import httpx

from support.program import Program

KEY = "luma-api-client-tests"
PLENTY = 1_000_000


class Simulator(Program):
    """The Agents API, which counts what reaches it."""

    def __init__(self, binary, speed=100, rpm=PLENTY, concurrent=PLENTY, listen="127.0.0.1:0"):
        super().__init__(
            binary,
            ["simulate", "--listen", listen, "--speed", speed, "--rpm", rpm, "--concurrent", concurrent],
        )
        self.base = self.url()

    def stats(self):
        return httpx.get(f"{self.base}/_simulator/stats", trust_env=False, timeout=30).raise_for_status().json()

    def submissions(self):
        """Creations that were sent to it, by how they ended."""
        return self.stats()["requests"].get("POST /v1/generations", {})

    def polls(self):
        """How often it was asked after each generation."""
        return self.stats()["polls"]


class Server(Program):
    """The server; it looks into videos only where a test says so, because each takes two programs."""

    def __init__(
        self, binary, upstream, store, poll_speed=100, listen="127.0.0.1:0", environment=None, arguments=(), probe="off"
    ):
        super().__init__(
            binary,
            [
                *["serve", "--listen", listen, "--upstream", f"{upstream}/v1"],
                *["--store", f"sqlite:{store}", "--poll-speed", poll_speed],
                *(["--probe", probe] if probe else []),
                *arguments,
            ],
            environment,
        )
        self.base = self.url()
        self.dream_machine = f"{self.base}/dream-machine/v1"
        self.address = self.base[len("http://") :]


class Stack:
    """A simulator and a server in front of it, which can be started again on the same store and address."""

    def __init__(self, binary, folder, simulator_options=None, environment=None, **server_options):
        self._binary = binary
        self._programs = contextlib.ExitStack()
        self.store = folder / "tasks.db"
        self._server_options = {"environment": environment, **server_options}
        self.simulator = self._programs.enter_context(Simulator(binary, **(simulator_options or {})))
        self.server = self.start_server()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends both; the server cleanly, unless a test has ended it before, and never by a crash."""
        with self._programs:
            code = self.server.stop() if self.server.is_running else self.server.exit_code()
            assert code in (0, -signal.SIGKILL), "\n".join(self.server.messages)
            assert not any(KEY in line for line in self.server.messages), "the key is in the log"

    def start_server(self, **options):
        options = {**self._server_options, **options}
        self.server = self._programs.enter_context(Server(self._binary, self.simulator.base, self.store, **options))
        return self.server

    def kill_and_restart_server(self, **options):
        address = self.server.address
        self.server.kill()
        return self.start_server(**{"listen": address, **options})


@contextlib.contextmanager
def submissions(simulator):
    """The creations that reach the simulator within the context, counted by how they ended."""
    before = simulator.submissions()
    counted = {}
    yield counted
    for ending, count in simulator.submissions().items():
        if count != before.get(ending, 0):
            counted[ending] = count - before.get(ending, 0)


def free_port():
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
