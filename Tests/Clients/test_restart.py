"""The server is killed and started again: what it acknowledged is there, and it goes on by itself."""

import itertools
import stat
import threading

import acedatacloud
import httpx
import lumaai
import pytest

from support.stack import KEY
from support.waiting import wait_until

QUICK = "a spark"
SLOW = "a slow snail [[take=200]]"


def luma_client(stack):
    return lumaai.LumaAI(auth_token=KEY, base_url=stack.server.dream_machine, _strict_response_validation=True)


def ace_client(stack):
    return acedatacloud.AceDataCloud(KEY, base_url=stack.server.base)


@pytest.mark.parametrize("environment", [None, {"AGENTS_COMPAT_SECRET": "a secret of the tests, long enough"}])
def test_tasks_survive_a_kill_and_go_on_by_themselves(own_stack, environment):
    stack = own_stack(environment=environment)
    with luma_client(stack) as luma, ace_client(stack) as ace:
        finished = {
            "luma": luma.generations.create(model="ray-2", prompt=QUICK).id,
            "luma, failed": luma.generations.create(model="ray-2", prompt=f"{QUICK} [[fail=content_moderated]]").id,
        }
        finished_task = ace.luma.generate(prompt=QUICK, async_=False)
        failed_task = ace.luma.generate(prompt=f"{QUICK} [[fail=generation_failed]]")
        failed_task.wait(poll_interval=0.05, max_wait=20)
        wait_until(
            lambda: all(luma.generations.get(id).state in ("completed", "failed") for id in finished.values()),
            "the quick ones end",
        )
        before = {
            **{id: luma.generations.get(id) for id in finished.values()},
            finished_task.id: ace.tasks.get(finished_task.id, service="luma"),
            failed_task.id: ace.tasks.get(failed_task.id, service="luma"),
        }
        running = luma.generations.create(model="ray-2", prompt=SLOW)
        running_task = ace.luma.generate(prompt=SLOW)
        in_doubt = luma.generations.create(model="ray-2", prompt="nobody knows [[lose-reply]]")

        stack.kill_and_restart_server()

        # Nobody has asked the new server anything, and it asks already: with the key that was kept.
        polled = stack.simulator.polls()
        wait_until(
            lambda: sum(stack.simulator.polls().values()) > sum(polled.values()) + 2, "the server asks by itself"
        )

        wait_until(lambda: stack.simulator.stats()["concurrent_jobs"] == 0, "the slow ones end")
        last_polls = []

        def settled():
            """Nothing has been asked for ten times the usual pause: the server knows the end."""
            last_polls.append(stack.simulator.polls())
            return len(last_polls) > 1 and last_polls[-1] == last_polls[-2]

        wait_until(settled, "the server stops asking", every=0.5)
        stack.simulator.stop()

        # All of it from the store: there is no Agents API to ask.
        for id in finished.values():
            assert luma.generations.get(id) == before[id]
        assert luma.generations.get(running.id).state == "completed"
        for handle in (finished_task, failed_task):
            assert ace.tasks.get(handle.id, service="luma") == before[handle.id]
        assert ace.tasks.get(running_task.id, service="luma")["response"]["success"] is True
        assert luma.generations.get(in_doubt.id).state in ("queued", "failed")


def test_every_acknowledged_task_survives_a_kill_in_the_middle_of_submissions(own_stack):
    stack = own_stack()
    acknowledged = []
    stop = threading.Event()
    numbers = itertools.count()

    def submit(kind):
        headers = {"Authorization": f"Bearer {KEY}"}
        with httpx.Client(base_url=stack.server.base, headers=headers, trust_env=False) as client:
            while not stop.is_set():
                body = {"model": "ray-2", "prompt": f"number {next(numbers)} {SLOW}", "async": True}
                try:
                    if kind == "luma":
                        answer = client.post("/dream-machine/v1/generations", json=body)
                        acknowledged.append((kind, answer.raise_for_status().json()["id"]))
                    else:
                        answer = client.post("/luma/videos", json=body)
                        acknowledged.append((kind, answer.raise_for_status().json()["task_id"]))
                except httpx.TransportError:
                    return

    threads = [threading.Thread(target=submit, args=(kind,)) for kind in ["luma", "ace"] * 8]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(acknowledged) >= 100, "a hundred submissions")
    stack.kill_and_restart_server()
    stop.set()
    for thread in threads:
        thread.join()

    assert len(set(acknowledged)) == len(acknowledged)
    created = stack.simulator.stats()["jobs_created"]
    # What was created beyond that belongs to calls that were cut off.
    assert len(acknowledged) <= created <= len(acknowledged) + len(threads)
    with luma_client(stack) as luma, ace_client(stack) as ace:
        for kind, id in acknowledged:
            if kind == "luma":
                assert luma.generations.get(id).id == id
            else:
                assert ace.tasks.get(id, service="luma")["id"] == id


def test_the_key_is_nowhere_on_disk(own_stack):
    stack = own_stack()
    with luma_client(stack) as luma:
        luma.generations.create(model="ray-2", prompt=SLOW)
    files = [file for file in stack.store.parent.iterdir() if file.is_file()]
    assert stack.store in files and len(files) >= 2
    for file in files:
        assert KEY.encode() not in file.read_bytes(), file.name
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file.name
    assert stack.server.stop() == 0
    assert KEY.encode() not in stack.store.read_bytes()
    assert not any(KEY in line for line in stack.server.messages)


def test_a_clean_restart_changes_nothing(own_stack):
    stack = own_stack()
    with luma_client(stack) as luma:
        created = luma.generations.create(model="ray-2", prompt=SLOW)
        address = stack.server.address
        assert stack.server.stop() == 0
        stack.start_server(listen=address)
        wait_until(lambda: luma.generations.get(created.id).state == "completed", "the video is completed")
    assert stack.simulator.submissions() == {"201": 1}
