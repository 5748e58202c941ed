"""One run of the program."""

import os
import re
import signal
import subprocess
import threading
from pathlib import Path

from support.waiting import wait_until

LISTENING = re.compile(r"^agents-compat: listening on (http://[^ /]+)$")


def clean_environment(**additions):
    """The environment without settings of the program or of the clients, so that a run depends on nothing outside.

    An addition of `None` takes a variable out.
    """
    prefixes = ("AGENTS_COMPAT_", "LUMA", "ACEDATACLOUD_")
    proxies = ("http_proxy", "https_proxy", "all_proxy")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(prefixes) and name.lower() not in proxies
    }
    # Servers of several tests run at once, and none of them needs an address for its operator unless it says so.
    wanted = {**kept, "AGENTS_COMPAT_ADMIN": "off", **additions}
    return {name: value for name, value in wanted.items() if value is not None}


class Program:
    """A command that runs until it is told to stop, and whose messages are kept.

    Leaving the context ends it whatever state it is in.
    """

    def __init__(self, binary, arguments, environment=None):
        self.arguments = [str(argument) for argument in arguments]
        self.messages = []
        self._process = subprocess.Popen(
            [str(binary), *self.arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment(**(environment or {})),
        )
        self.pid = self._process.pid
        self.output = []
        self._readers = [
            threading.Thread(target=self._read, args=stream, daemon=True)
            for stream in [(self._process.stderr, self.messages), (self._process.stdout, self.output)]
        ]
        for reader in self._readers:
            reader.start()

    @staticmethod
    def _read(stream, lines):
        with stream:
            for line in stream:
                lines.append(line.rstrip("\n"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_running:
            self.kill()
        self.exit_code()

    # What it does.

    @property
    def is_running(self):
        return self._process.poll() is None

    def exit_code(self, within=20.0):
        """The exit code, once it has ended and all its messages are read."""
        code = self._process.wait(within)
        for reader in self._readers:
            reader.join(within)
        return code

    def url(self):
        """Where it listens, from the one line that says so."""

        def listening():
            assert self.is_running or not self._readers[0].is_alive() or self.messages, "it ended without a word"
            found = [match for line in list(self.messages) if (match := LISTENING.match(line))]
            if not found and not self.is_running:
                raise AssertionError(f"{self.arguments} ended: {self.messages}")
            return found

        found = wait_until(listening, f"{self.arguments[0]} listens")
        assert len(found) == 1, self.messages
        return found[0].group(1)

    # What is done to it.

    def signal(self, number):
        self._process.send_signal(number)

    def stop(self):
        """Asks it to end; its exit code."""
        self.signal(signal.SIGTERM)
        return self.exit_code()

    def kill(self):
        """Ends it as a power cut would."""
        self.signal(signal.SIGKILL)
        return self.exit_code()

    def pause(self):
        """Stops its clock: it does nothing, and its connections stay open."""
        self.signal(signal.SIGSTOP)
        wait_until(lambda: self._status("State").startswith("T"), "the process is stopped")

    def resume(self):
        self.signal(signal.SIGCONT)

    # What it takes.

    def _status(self, name):
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            key, _, value = line.partition(":")
            if key == name:
                return value.strip()
        raise KeyError(name)

    def resident_kib(self):
        return int(self._status("VmRSS").split()[0])

    def threads(self):
        return len(os.listdir(f"/proc/{self.pid}/task"))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))
