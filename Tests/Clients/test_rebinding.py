"""Names of receivers that resolve to something else each time, told by a real name server."""

import socket
import struct
import subprocess
import threading

import httpx
import pytest

from support.program import clean_environment
from support.receiver import Receiver
from support.stack import KEY, Stack
from support.waiting import wait_until

HEADERS = {"Authorization": f"Bearer {KEY}"}
ADDRESS = "127.0.0.54"


class NameServer:
    """Answers questions for addresses of version 4, each time with the next of a name's answers; the last stays."""

    def __init__(self, names):
        self.questions = []
        self._names = names
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((ADDRESS, 53))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        # An empty question ends it.
        self._socket.sendto(b"", (ADDRESS, 53))
        self._thread.join()
        self._socket.close()

    def _serve(self):
        while True:
            question, client = self._socket.recvfrom(512)
            if not question:
                return
            self._socket.sendto(self._answer(question), client)

    def _answer(self, question):
        end = question.index(b"\0", 12) + 5
        labels, place = [], 12
        while question[place]:
            labels.append(question[place + 1 : place + 1 + question[place]].decode())
            place += 1 + question[place]
        name, (kind,) = ".".join(labels).lower(), struct.unpack("!H", question[end - 4 : end - 2])
        answers = self._names.get(name)
        addresses = []
        if answers and kind == 1:
            self.questions.append(name)
            addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        records = b"".join(
            b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) + socket.inet_aton(address) for address in addresses)
        flags = 0x8180 if answers else 0x8183
        return question[:2] + struct.pack("!HHHHH", flags, 1, len(addresses), 0, 0) + question[12:end] + records


@pytest.fixture
def resolving(binary, tmp_path):
    """Makes a stack whose only name server is the one of the test."""
    settings = tmp_path / "resolv.conf"
    settings.write_text(f"nameserver {ADDRESS}\noptions timeout:1 attempts:2\n")
    # Its own view of the file system, in which one file is another.
    program = tmp_path / "agents-compat"
    program.write_text(
        f"#!/bin/sh\nexec unshare --mount sh -c 'mount --bind {settings} /etc/resolv.conf && exec {binary} \"$@\"' sh \"$@\"\n")
    program.chmod(0o755)
    tried = subprocess.run([program, "--version"], capture_output=True, env=clean_environment())
    if tried.returncode:
        pytest.skip("no right to mount a file here")
    made = []

    def make(names, **options):
        made.append(NameServer(names))
        made.append(Stack(program, tmp_path, **options))
        return made

    yield make
    for one in reversed(made):
        one.close()


def submit(stack, url):
    body = {"prompt": "a teapot", "model": "ray-2", "callback_url": url}
    return httpx.post(f"{stack.server.dream_machine}/generations", json=body, headers=HEADERS, trust_env=False)


def attempts(binary, stack):
    """The words for the attempts of all callbacks."""
    options = ["--store", f"sqlite:{stack.store}", "--json"]

    def run(*arguments):
        return subprocess.run([binary, "callbacks", *arguments, *options], capture_output=True, text=True).stdout

    ids = [line.split('"')[3] for line in run("list").splitlines()]
    return run("show", *ids) if ids else ""


def test_a_name_that_turns_private_is_not_called(resolving, binary):
    with Receiver() as receiver:
        names, stack = resolving({"rebind.test": [["1.1.1.1"], ["127.0.0.1"]]})
        url = receiver.url.replace("127.0.0.1", "rebind.test")
        assert submit(stack, url).status_code == 201
        wait_until(lambda: '"error":"forbidden_address"' in attempts(binary, stack), "an attempt is refused")
        assert len(names.questions) > 1 and not receiver.received


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["169.254.169.254"]])
def test_a_name_that_is_private_is_refused_before_anything_is_spent(resolving, addresses):
    _, stack = resolving({"inside.test": [addresses]})
    answer = submit(stack, "http://inside.test/hook")
    assert answer.status_code == 400 and "callback_url" in answer.json()["detail"]
    assert stack.simulator.stats()["jobs_created"] == 0


def test_the_address_that_was_checked_is_called_whatever_the_name_says_next(resolving):
    with Receiver() as receiver:
        # Asked once when it is ordered and once when it is sent; whoever asks a third time is led astray.
        _, stack = resolving(
            {"moving.test": [["127.0.0.1"], ["127.0.0.1"], ["127.0.0.9"]]}, arguments=["--callback-private", "allow"])
        assert submit(stack, receiver.url.replace("127.0.0.1", "moving.test")).status_code == 201
        wait_until(lambda: receiver.received, "the callback arrives")
        assert receiver.received[0][0]["host"].startswith("moving.test:")
