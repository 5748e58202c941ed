"""The commands that look after a server, while it runs."""

import json
import sqlite3
import subprocess

import httpx
import pytest

from support.program import clean_environment
from support.receiver import Receiver
from support.stack import KEY
from support.waiting import wait_until

HEADERS = {"Authorization": f"Bearer {KEY}"}
SECRET = "the secret of this store, which is long enough"


class Operated:
    """A stack, and the command line of whoever looks after it."""

    def __init__(self, binary, stack):
        self._binary = binary
        self.stack = stack

    def run(self, *arguments, code=0, environment=None):
        """The output and the messages of a command that ends as expected."""
        done = subprocess.run(
            [self._binary, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=30,
            env=clean_environment(AGENTS_COMPAT_STORE=f"sqlite:{self.stack.store}", **(environment or {})),
        )
        assert done.returncode == code, done
        return done.stdout, done.stderr

    def callbacks(self, *arguments):
        """The callbacks of a list, newest first."""
        return [json.loads(line) for line in self.run("callbacks", "list", "--json", *arguments)[0].splitlines()]

    def create(self, receiver):
        answer = httpx.post(
            f"{self.stack.server.dream_machine}/generations",
            json={"model": "ray-2", "prompt": "a tiger in snow", "callback_url": receiver.url},
            headers=HEADERS,
            trust_env=False,
        )
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def give_up(self):
        """Makes every callback one that was given up, as a day of failures does."""
        with sqlite3.connect(self.stack.store) as database:
            database.execute("UPDATE callback SET state = 'dead', failures = 11, due_at = NULL WHERE step = 2")
        database.close()


@pytest.fixture
def operated(binary, own_stack):
    return Operated(binary, own_stack(arguments=["--callback-private", "allow"]))


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


def test_callbacks_are_listed_shown_and_sent_again(operated, receiver):
    operated.create(receiver)
    wait_until(lambda: "completed" in receiver.states(), "the end is told")
    delivered = wait_until(lambda: operated.callbacks("--state", "delivered"), "it is known to be delivered")
    newest = delivered[0]
    assert (newest["event"], newest["failures"], newest["due_at"]) == ("completed", 0, None)
    assert len(operated.callbacks("--limit", 1)) == 1
    assert operated.callbacks("--state", "dead") == []

    table, _ = operated.run("callbacks", "list")
    assert table.startswith("CREATED") and newest["id"] in table and receiver.url not in table

    shown = json.loads(operated.run("callbacks", "show", newest["id"], "--json")[0])
    assert shown["url"] == receiver.url and json.loads(shown["body"])["state"] == "completed"
    assert [attempt["status"] for attempt in shown["attempts"]] == [200]
    page, _ = operated.run("callbacks", "show", newest["id"])
    assert newest["id"] in page and receiver.url in page

    count = len(receiver.states())
    _, messages = operated.run("callbacks", "replay", newest["id"])
    assert "1 callback is due now" in messages
    wait_until(lambda: len(receiver.states()) > count, "the running server sends it again")
    assert receiver.states()[-1] == "completed"


def test_what_is_out_of_date_is_not_sent_again(operated, receiver):
    operated.create(receiver)
    wait_until(lambda: operated.callbacks("--state", "delivered")[:1], "one is delivered")
    wait_until(lambda: any(row["event"] == "completed" for row in operated.callbacks()), "the end is stored")
    earlier = [row for row in operated.callbacks() if row["event"] == "dreaming"]
    names = [row["id"] for row in earlier] + ["msg_unknown"]
    _, messages = operated.run("callbacks", "replay", *names, code=1)
    assert len(messages.splitlines()) == len(names) + 1
    assert "there is none" in messages and "0 callbacks are due now" in messages
    operated.run("callbacks", "show", "msg_unknown", code=1)


def test_what_was_given_up_is_found_and_sent_again(operated, receiver):
    operated.create(receiver)
    wait_until(lambda: operated.callbacks("--state", "delivered")[:1], "one is delivered")
    wait_until(lambda: "completed" in receiver.states(), "the end is told")
    wait_until(lambda: not operated.callbacks("--state", "pending"), "nothing is on its way")
    operated.give_up()
    upstream = f"{operated.stack.simulator.base}/v1"
    report, _ = operated.run("doctor", "--upstream", upstream, code=1)
    bad = [line for line in report.splitlines() if line.startswith("bad")]
    assert len(bad) == 1 and "callbacks list --state dead" in bad[0], report

    count = len(receiver.states())
    operated.run("callbacks", "replay", "--created-since", "2999-01-01T00:00:00Z")
    assert len(operated.callbacks("--state", "dead")) == 1
    operated.run("callbacks", "replay", "--created-since", "2020-01-01T00:00:00Z")
    wait_until(lambda: len(receiver.states()) > count, "the running server sends it again")
    wait_until(lambda: not operated.callbacks("--state", "pending"), "it is delivered")
    operated.run("doctor", "--upstream", upstream)


@pytest.mark.parametrize(
    "key, word, remark",
    [
        (None, "skip", "LUMA_AGENTS_API_KEY"),
        (KEY, "ok", "is taken"),
        ("luma-api-unknown", "bad", "is not taken"),
        ("luma-api-revoked", "bad", "LUMA_AGENTS_API_KEY"),
    ],
)
def test_the_doctor_tries_the_key(operated, key, word, remark):
    environment = {"LUMA_AGENTS_API_KEY": key} if key else {}
    report, messages = operated.run(
        "doctor",
        *["--upstream", f"{operated.stack.simulator.base}/v1"],
        code=1 if word == "bad" else 0,
        environment=environment,
    )
    lines = {line.split()[1]: line for line in report.splitlines()}
    names = ["configuration", "store", "disk", "secret", "size", "callbacks", "probe", "upstream", "key", "clock"]
    assert list(lines) == names
    assert lines.pop("key").startswith(word) and remark in report
    assert all(line.startswith("ok ") for line in lines.values()), report
    assert messages == "" and (not key or key not in report)
    assert operated.stack.simulator.submissions() == {}, "it costs nothing"


def test_the_doctor_sees_another_secret(operated):
    report, _ = operated.run(
        "doctor",
        *["--upstream", f"{operated.stack.simulator.base}/v1"],
        code=1,
        environment={"AGENTS_COMPAT_SECRET": SECRET},
    )
    assert "another secret" in report and SECRET not in report


def test_the_doctor_sees_a_clock_that_is_wrong(operated):
    with Receiver(date="Sat, 08 Apr 2023 12:00:00 GMT") as elsewhere:
        report, _ = operated.run("doctor", "--upstream", elsewhere.url + "v1", code=1)
    assert any(line.startswith("bad   clock") and "NTP" in line for line in report.splitlines()), report
