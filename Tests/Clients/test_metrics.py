"""Figures for the operator, read as Prometheus reads them."""

import socket
import subprocess

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from support.program import Program, clean_environment
from support.stack import KEY, Server, free_port
from support.waiting import wait_until

HEADERS = {"Authorization": f"Bearer {KEY}"}


class Metered:
    """A stack whose server gives figures."""

    def __init__(self, make):
        self.address = f"127.0.0.1:{free_port()}"
        self.stack = make(arguments=["--admin", self.address])

    def get(self, path="/metrics", method="GET"):
        return httpx.request(method, f"http://{self.address}{path}", trust_env=False)

    def families(self):
        answer = self.get()
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        return {family.name: family for family in text_string_to_metric_families(answer.text)}

    def value(self, name, **labels):
        families = self.families().values()
        found = [s.value for f in families for s in f.samples if s.name == name and s.labels == labels]
        assert len(found) == 1, name
        return found[0]

    def submit(self, prompt):
        body = {"model": "ray-2", "prompt": prompt, "loop": True}
        path = f"{self.stack.server.dream_machine}/generations"
        return httpx.post(path, json=body, headers=HEADERS, trust_env=False)


@pytest.fixture
def metered(own_stack):
    return Metered(own_stack)


def test_every_metric_has_a_type_and_a_meaning(metered):
    families = metered.families()
    assert len(families) == 12
    assert families["agents_compat_store_failing"].samples[0].value == 0
    for name, family in families.items():
        assert name.startswith("agents_compat_") and family.documentation.endswith("."), name
        assert family.type in ("counter", "gauge", "histogram"), name
        assert family.samples, name


def test_what_happens_is_counted(metered):
    assert metered.submit("a tiger in snow").status_code == 201
    assert metered.submit("a tiger in snow [[http=422]]").status_code >= 400
    assert metered.submit("a tiger in snow [[lose-reply]]").status_code == 201
    for outcome in ("accepted", "refused", "in_doubt"):
        assert metered.value("agents_compat_submissions_total", outcome=outcome) == 1
    wait_until(
        lambda: metered.value("agents_compat_time_to_knowledge_seconds_count") == 1, "the end of the task is learnt"
    )
    assert metered.value("agents_compat_polls_total", outcome="ended") == 1
    assert metered.value("agents_compat_live_tasks") == 1, "the one in doubt"
    commits = metered.value("agents_compat_store_commits_total")
    assert metered.value("agents_compat_store_writes_total") >= commits > 0


def test_buckets_add_up(metered):
    metered.submit("a tiger in snow")
    wait_until(
        lambda: metered.value("agents_compat_time_to_knowledge_seconds_count") == 1, "the end of the task is learnt"
    )
    samples = metered.families()["agents_compat_time_to_knowledge_seconds"].samples
    buckets = [(float(s.labels["le"]), s.value) for s in samples if s.name.endswith("_bucket")]
    assert buckets == sorted(buckets) and buckets[-1] == (float("inf"), 1)
    assert [count for _, count in buckets] == sorted(count for _, count in buckets)
    total = next(s.value for s in samples if s.name.endswith("_sum"))
    assert 0 < total <= min(bound for bound, count in buckets if count == 1)


def test_nobody_changes_anything_and_clients_do_not_see_it(metered):
    assert metered.get("/").status_code == 404
    assert metered.get("/dream-machine/v1/generations").status_code == 404
    assert metered.get(method="POST").status_code == 405
    assert httpx.get(f"{metered.stack.server.base}/metrics", trust_env=False).status_code == 404


def test_a_standard_port_that_is_taken_does_not_keep_the_server_from_running(binary, tmp_path, own_stack):
    stack = own_stack()
    # If another program has the port already, that will do as well.
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind(("127.0.0.1", 8081))
            holder.listen()
        except OSError:
            pass
        arguments = ["serve", "--listen", "127.0.0.1:0", "--upstream", f"{stack.simulator.base}/v1"]
        arguments += ["--store", f"sqlite:{tmp_path}/other.db"]
        with Program(binary, arguments, {"AGENTS_COMPAT_ADMIN": None}) as server:
            assert server.url()
            assert server.stop() == 0
            messages = server.messages
    assert any("warning: no figures are given" in message and "--admin" in message for message in messages), messages


def test_a_port_that_was_named_and_is_taken_is_told(binary, tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        address = f"127.0.0.1:{holder.getsockname()[1]}"
        with pytest.raises(AssertionError, match="ended"):
            Server(binary, "http://127.0.0.1:9", tmp_path / "tasks.db", arguments=["--admin", address])
        done = subprocess.run(
            [binary, "serve", "--listen", "127.0.0.1:0", "--admin", address, "--store", f"sqlite:{tmp_path}/tasks.db"],
            capture_output=True,
            text=True,
            timeout=20,
            env=clean_environment(),
        )
    assert done.returncode == 3 and address in done.stderr, done
