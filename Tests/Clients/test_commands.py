"""How the commands that listen start, fail and end."""

import contextlib
import signal
import socket
import sqlite3
import subprocess
import threading

import httpx
import pytest

from support.program import Program, clean_environment
from support.stack import KEY, Server, Simulator, free_port
from support.waiting import wait_until


def serve(binary, store, *, listen="127.0.0.1:0", upstream=None):
    upstream = upstream or f"http://127.0.0.1:{free_port()}/v1"
    return run(binary, "serve", "--listen", listen, "--upstream", upstream, "--store", store)


def run(binary, *arguments):
    """The exit code and the messages of a command that is expected to end by itself."""
    done = subprocess.run(
        [binary, *map(str, arguments)], capture_output=True, text=True, timeout=20, env=clean_environment()
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


def refused(outcome, code, *words):
    """Whether a command ended with a code and one line that says why, and has no line too many."""
    exit_code, messages = outcome
    assert (exit_code, len(messages)) == (code, 1), outcome
    assert messages[0].startswith("agents-compat: ")
    for word in words:
        assert word in messages[0], messages


@pytest.fixture
def taken():
    """An address on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield f"127.0.0.1:{other.getsockname()[1]}"


def test_serve_refuses_a_port_in_use(binary, tmp_path, taken):
    refused(serve(binary, f"sqlite:{tmp_path}/tasks.db", listen=taken), 3, taken, "in use")


def test_simulate_refuses_a_port_in_use(binary, taken):
    refused(run(binary, "simulate", "--listen", taken), 3, taken, "in use")


def test_serve_refuses_a_folder_as_its_store(binary, tmp_path):
    refused(serve(binary, f"sqlite:{tmp_path}"), 3, str(tmp_path))


def test_serve_refuses_a_file_that_is_no_database(binary, tmp_path):
    file = tmp_path / "tasks.db"
    file.write_text("This is a letter, not a database. " * 100)
    content = file.read_bytes()
    refused(serve(binary, f"sqlite:{file}"), 3, str(file))
    assert file.read_bytes() == content, "and leaves it as it is"


def test_serve_refuses_the_database_of_another_program(binary, tmp_path):
    file = tmp_path / "tasks.db"
    database = sqlite3.connect(str(file))
    database.execute("CREATE TABLE recipes (name TEXT)")
    database.commit()
    database.close()
    refused(serve(binary, f"sqlite:{file}"), 3, str(file))


def test_serve_refuses_a_store_with_another_secret(binary, tmp_path):
    store = tmp_path / "tasks.db"
    secrets = [{"AGENTS_COMPAT_SECRET": f"secret number {number}, long enough for it"} for number in (1, 2)]
    with Server(binary, "http://127.0.0.1:9", store, environment=secrets[0]) as server:
        assert server.stop() == 0
    done = subprocess.run(
        [binary, "serve", "--listen", "127.0.0.1:0", "--store", f"sqlite:{store}"],
        capture_output=True,
        text=True,
        timeout=20,
        env=clean_environment(**secrets[1]),
    )
    refused((done.returncode, done.stderr.splitlines()), 3, "secret")


def test_serve_refuses_a_store_that_cannot_be_made(binary, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    refused(serve(binary, f"sqlite:{file}/tasks.db"), 3)


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--listen", "nowhere"],
        ["serve", "--listen", "127.0.0.1:70000"],
        ["serve", "--upstream", "agents.lumalabs.ai"],
        ["serve", "--store", "tasks.db"],
        ["serve", "--poll-speed", "0"],
        ["serve", "--poll-sped", "2"],
        ["serve", "extra"],
        ["simulate", "--speed", "fast"],
        ["simulate", "--rpm", "-1"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_apart(binary, arguments):
    code, messages = run(binary, *arguments)
    assert code == 2
    assert messages and messages[0].startswith("agents-compat: ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_both_cleanly(binary, tmp_path, number):
    with Simulator(binary) as simulator, Server(binary, simulator.base, tmp_path / "tasks.db") as server:
        for program in (server, simulator):
            program.signal(number)
            assert program.exit_code() == 0, program.messages
            assert program.output == []


def test_a_second_signal_does_not_wait(binary, tmp_path):
    with Simulator(binary) as simulator, Server(binary, simulator.base, tmp_path / "tasks.db") as server:
        # A caller who waits for a video that is never finished keeps the server from ending at once.
        call = threading.Thread(target=blocking_call, args=(server, "a clock without hands [[never]]"))
        call.start()
        wait_until(lambda: simulator.submissions() == {"201": 1}, "the call has been submitted")
        server.signal(signal.SIGTERM)
        wait_until(lambda: "agents-compat: stopping" in server.messages, "the server is stopping")
        assert server.is_running
        server.signal(signal.SIGTERM)
        assert server.exit_code(within=5) == -signal.SIGTERM
        call.join()


def blocking_call(server, prompt):
    headers = {"Authorization": f"Bearer {KEY}"}
    with contextlib.suppress(httpx.TransportError):
        httpx.post(f"{server.base}/luma/videos", json={"prompt": prompt}, headers=headers, trust_env=False, timeout=30)


def test_without_the_agents_api_the_server_runs_but_is_not_ready(binary, tmp_path):
    port = free_port()
    upstream = f"http://127.0.0.1:{port}"
    with (
        Server(binary, upstream, tmp_path / "tasks.db") as server,
        httpx.Client(base_url=server.base, trust_env=False) as client,
    ):
        wait_until(lambda: any("cannot be reached" in line for line in server.messages), "the server warns")
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, "store": True, "upstream": False}

        with Simulator(binary, listen=f"127.0.0.1:{port}"):
            wait_until(lambda: client.get("/readyz").status_code == 200, "the server is ready")
            assert client.get("/readyz").json() == {"ready": True, "store": True, "upstream": True}
        wait_until(lambda: client.get("/readyz").status_code == 503, "the server is not ready any more")
        assert client.get("/healthz").status_code == 200
        assert server.stop() == 0


def test_two_servers_on_one_store(binary, tmp_path):
    """A second server on the same file either shares it or says that it cannot; it never harms the first."""
    store = tmp_path / "tasks.db"
    with Simulator(binary) as simulator, Server(binary, simulator.base, store) as first:
        with Program(
            binary,
            ["serve", "--listen", "127.0.0.1:0", "--upstream", f"{simulator.base}/v1", "--store", f"sqlite:{store}"],
        ) as second:
            wait_until(lambda: second.messages or not second.is_running, "the second one speaks")
            if not second.is_running:
                assert second.exit_code() == 3
        assert httpx.get(f"{first.base}/readyz", trust_env=False).status_code == 200
