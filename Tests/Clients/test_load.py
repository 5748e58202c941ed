"""Many clients at once: every answer is right, and the Agents API hardly notices."""

import asyncio
import math
import ssl
import time

import httpx

from support.stack import KEY

TASKS = 500
SECONDS = 8
# Ends while the clients ask: both states are seen.
PROMPT = "a crowd, person {} [[take=6]]"
STATES = ["queued", "dreaming", "completed"]


def seen_states(kind, id, answer):
    """The state that an answer tells of, once it is checked to be about the right task."""
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["id"] == id
    if kind == "luma":
        assert (body["assets"] is not None) == (body["state"] == "completed")
        return body["state"]
    if not body["response"]:
        return "dreaming" if "started_at" in body else "queued"
    assert body["response"]["task_id"] == id
    return body["response"]["state"]


async def submit(client, number):
    kind = ["luma", "ace"][number % 2]
    body = {"prompt": PROMPT.format(number), "model": "ray-2", "async": True}
    path = "/dream-machine/v1/generations" if kind == "luma" else "/luma/videos"
    answer = (await client.post(path, json=body)).raise_for_status().json()
    return kind, answer["id" if kind == "luma" else "task_id"]


async def ask(client, kind, id):
    if kind == "luma":
        return await client.get(f"/dream-machine/v1/generations/{id}")
    return await client.post("/luma/tasks", json={"id": id, "action": "retrieve"})


async def follow(client, kind, id, until, answers):
    """One client that asks after its task again and again."""
    last = 0
    while time.monotonic() < until:
        state = seen_states(kind, id, await ask(client, kind, id))
        assert STATES.index(state) >= last, f"{STATES[last]} became {state}"
        last = STATES.index(state)
        answers.append(state)
        await asyncio.sleep(0.2)
    return STATES[last]


async def run(stack):
    context = ssl.create_default_context()
    clients = [
        httpx.AsyncClient(
            base_url=stack.server.base,
            headers={"Authorization": f"Bearer {KEY}"},
            verify=context,
            trust_env=False,
            timeout=30,
        )
        for _ in range(TASKS)
    ]
    try:
        tasks = await asyncio.gather(*(submit(client, number) for number, client in enumerate(clients)))
        assert len({id for _, id in tasks}) == TASKS

        # The first round opens whatever is opened once.
        await asyncio.gather(*(ask(client, *task) for client, task in zip(clients, tasks)))
        polls_before = stack.simulator.polls()
        memory_before, threads_before = stack.server.resident_kib(), stack.server.threads()

        start = time.monotonic()
        answers = []
        following = asyncio.gather(
            *(follow(client, *task, start + SECONDS, answers) for client, task in zip(clients, tasks))
        )
        threads = set()
        while not following.done():
            threads.add(stack.server.threads())
            await asyncio.sleep(0.1)
        last_states = following.result()
        elapsed = time.monotonic() - start
        polls_after = stack.simulator.polls()
        memory_after = stack.server.resident_kib()
    finally:
        await asyncio.gather(*(client.aclose() for client in clients))

    assert set(last_states) == {"completed"}
    assert set(answers) == set(STATES) or set(answers) == set(STATES[1:])
    polls = [count - polls_before.get(id, 0) for id, count in polls_after.items()]
    assert len(polls) == TASKS
    assert max(polls) <= math.ceil(elapsed), f"{max(polls)} questions about one task in {elapsed:.1f} s"
    assert max(threads) - threads_before <= 2, f"{threads_before} threads became {max(threads)}"
    grown = memory_after - memory_before
    print(f"{len(answers)} answers, {sum(polls)} questions, {grown:+} KiB, {sorted(threads)} threads")
    assert grown <= max(4096, memory_before // 4), f"{memory_before} KiB grew by {grown}"


def test_five_hundred_clients_follow_five_hundred_tasks(own_stack):
    # At its ordinary speed the server would ask for the first time after half a minute: every question is for a client.
    stack = own_stack(simulator_options={"speed": 1}, poll_speed=1)
    asyncio.run(run(stack))


def test_one_task_that_everybody_asks_for(own_stack):
    stack = own_stack(simulator_options={"speed": 1}, poll_speed=1)

    async def everybody():
        async with httpx.AsyncClient(
            base_url=stack.server.base, headers={"Authorization": f"Bearer {KEY}"}, trust_env=False, timeout=30
        ) as client:
            kind, id = await submit(client, 0)
            start = time.monotonic()
            answers = []
            await asyncio.gather(*(follow(client, kind, id, start + 3, answers) for _ in range(100)))
            assert len(answers) > 300
            assert stack.simulator.polls().get(id, 0) <= math.ceil(time.monotonic() - start)

    asyncio.run(everybody())
