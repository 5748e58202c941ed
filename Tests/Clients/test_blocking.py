"""Many who wait for their videos at once: none of them takes a thread, and none is lost by hanging up."""

import json
import os
import sys

import httpx
import pytest

from support.stack import KEY
from support.waiting import wait_until
from support.wire import connect, request

CALLERS = 200


def batch(stack, **body):
    answer = httpx.post(
        f"{stack.server.base}/luma/tasks",
        json={"action": "retrieve_batch", **body},
        headers={"Authorization": f"Bearer {KEY}"},
        trust_env=False,
        timeout=30,
    )
    return answer.raise_for_status().json()


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_callers_who_wait_take_no_thread_and_may_hang_up(own_stack):
    # A video takes 60 s divided by the speed.
    stack = own_stack(simulator_options={"speed": 12})
    address = stack.server.address

    def threads():
        return len(os.listdir(f"/proc/{stack.server.pid}/task"))

    def call(number):
        body = json.dumps({"prompt": f"a crowd, person {number}"}).encode()
        connection = connect(address)
        connection.sendall(request("POST", "/luma/videos", body, ["Content-Type: application/json"], key=KEY))
        return connection

    callers = [call(0)]
    wait_until(lambda: batch(stack, created_at_min=0)["count"] == 1, "the first is accepted")
    alone = threads()
    callers += [call(number) for number in range(1, CALLERS)]
    found = wait_until(lambda: (now := batch(stack, created_at_min=0))["count"] == CALLERS and now, "all are accepted")
    assert any(not task["response"] for task in found["items"]), "all have ended: nobody waits any more"
    # Swift's threads, one a core, start when there is work for them.
    assert threads() <= alone + (os.cpu_count() or 1) + 1

    for connection in callers[::2]:
        connection.close()
    answers = {}
    for number, connection in list(enumerate(callers))[1::2]:
        received = b""
        while piece := connection.recv(65536):
            received += piece
        connection.close()
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), received
        answers[number] = json.loads(body)
    assert {body["prompt"] for body in answers.values()} == {f"a crowd, person {number}" for number in answers}

    def ended():
        items = batch(stack, created_at_min=0, limit=CALLERS)["items"]
        return all(task["response"] for task in items) and items

    items = wait_until(ended, "those that nobody waits for end, too")
    assert {task["response"]["prompt"] for task in items} == {f"a crowd, person {number}" for number in range(CALLERS)}
    assert all(task["response"]["success"] for task in items)
    assert stack.simulator.stats()["jobs_created"] == CALLERS
