"""`acedatacloud` 2026.10.20.0 against the server: it sees the API that it was made for."""

import asyncio
import uuid

import acedatacloud
import httpx
import pytest
from acedatacloud._runtime import errors

from support.media import download, is_mp4
from support.stack import KEY, submissions
from support.waiting import wait_until

FINISHED = [
    "success",
    "task_id",
    "video_id",
    "prompt",
    "video_url",
    "video_height",
    "video_width",
    "state",
    "thumbnail_url",
    "thumbnail_width",
    "thumbnail_height",
]
TASK = [
    "_id",
    "id",
    "api_id",
    "application_id",
    "created_at",
    "started_at",
    "finished_at",
    "elapsed",
    "credential_id",
    "request",
    "trace_id",
    "user_id",
    "type",
    "response",
]
POLLING = {"poll_interval": 0.05, "max_wait": 20}


def tasks(client, **body):
    """What `POST /luma/tasks` answers, over the client's own transport: it has no method for batches."""
    return client.luma._transport.request("POST", "/luma/tasks", json=body)


def client_of(stack, **changes):
    return acedatacloud.AceDataCloud(**{"api_token": KEY, "base_url": stack.server.base, "max_retries": 0, **changes})


def test_a_video_is_generated_and_waited_for(ace):
    handle = ace.luma.generate(prompt="Astronauts shuttle from space to volcano")
    assert str(uuid.UUID(handle.id)) == handle.id
    assert not handle.done

    task = handle.wait(**POLLING)
    assert handle.done
    response = task["response"]
    assert list(response) == FINISHED
    assert response["success"] is True and response["state"] == "completed"
    assert response["task_id"] == task["id"] == handle.id
    assert response["video_id"] != handle.id
    assert response["prompt"] == "Astronauts shuttle from space to volcano"
    assert handle.urls() == [response["video_url"]]
    assert is_mp4(download(response["video_url"]))


def test_the_task_object(ace):
    handle = ace.luma.generate(
        prompt="a paper boat", aspect_ratio="9:16", callback_url="https://api.acedata.cloud/health"
    )
    task = handle.wait(**POLLING)
    assert [name for name in TASK if name in task] == list(task)
    assert set(TASK) - set(task) <= {"type"}
    assert int(task["_id"][:8], 16) == int(task["created_at"])
    assert task["created_at"] <= task["started_at"] <= task["finished_at"]
    assert task["elapsed"] == pytest.approx(task["finished_at"] - task["started_at"], abs=0.0015)
    # As it was sent, defaults of the client and all.
    assert task["request"] == {
        "loop": False,
        "action": "generate",
        "prompt": "a paper boat",
        "timeout": 300,
        "enhancement": True,
        "aspect_ratio": "9:16",
        "callback_url": "https://api.acedata.cloud/health",
        "async": True,
    }


def test_an_unfinished_task_is_unfinished_to_every_client(ace):
    handle = ace.luma.generate(
        prompt="a clock without hands [[never]]", start_image_url="https://images.example.com/a.jpg"
    )

    def started():
        task = handle.get()
        assert not handle.done, "an address in the request is not a finished video"
        assert task["response"] == {}
        assert "finished_at" not in task and "elapsed" not in task
        return "started_at" in task

    wait_until(started, "the task has started")


def test_the_acknowledgement_is_the_task_id_alone(http):
    answer = http.post("/luma/videos", json={"prompt": "a kite", "async": True, "callback_url": None, "timeout": None})
    assert answer.status_code == 200
    assert list(answer.json()) == ["task_id"]
    assert str(uuid.UUID(answer.headers["x-trace-id"])) == answer.headers["x-trace-id"]


def test_a_blocking_call_is_answered_with_the_video(stack, ace):
    with submissions(stack.simulator) as sent:
        handle = ace.luma.generate(prompt="a blocking call", async_=False)
    assert handle.done and len(handle.urls()) == 1
    assert sent == {"201": 1}
    assert list(handle.result()["response"]) == FINISHED
    assert tasks(ace, id=handle.id)["response"] == handle.result()["response"], "and can be asked for afterwards"


def test_a_call_with_a_prompt_alone_blocks(ace):
    handle = ace.video.generate(prompt="only a prompt", provider="luma")
    assert handle.get()["response"]["success"] is True


@pytest.mark.parametrize(
    "failure, exception, status, code",
    [
        ("content_moderated", errors.ModerationError, 403, "forbidden"),
        ("budget_exhausted", errors.InsufficientBalanceError, 403, "used_up"),
        ("rate_limited", errors.RateLimitError, 429, "too_many_requests"),
        ("image_too_large", errors.APIError, 413, "request_too_large"),
        ("corrupt_input", errors.ValidationError, 400, "bad_request"),
        ("invalid_request", errors.ValidationError, 400, "bad_request"),
        ("generation_failed", errors.APIError, 500, "api_error"),
        ("output_not_found", errors.APIError, 500, "api_error"),
        ("never_heard_of", errors.APIError, 500, "api_error"),
    ],
)
def test_a_failure_while_blocking_raises_what_it_always_raised(stack, failure, exception, status, code):
    with client_of(stack) as client, pytest.raises(errors.APIError) as caught:
        client.luma.generate(prompt=f"a statue that melts [[fail={failure}]]", async_=False)
    assert type(caught.value) is exception
    assert (caught.value.status_code, caught.value.code) == (status, code)
    assert caught.value.message
    assert caught.value.body["success"] is False
    assert uuid.UUID(caught.value.trace_id)


def test_a_failed_task_is_failed_to_every_client(ace):
    handle = ace.luma.generate(prompt="a statue that melts [[fail=content_moderated]]")
    task = handle.wait(**POLLING)
    assert handle.done and handle.urls() == []
    response = task["response"]
    assert (response["success"], response["state"]) == (False, "failed")
    assert (response["task_id"], response["trace_id"]) == (handle.id, task["trace_id"])
    assert response["error"] == {
        "code": "forbidden",
        "message": "Generation output was flagged by our content moderation system.",
    }
    assert task["finished_at"] >= task["created_at"]


def test_a_blocking_call_that_takes_too_long_times_out_and_its_retry_joins(stack):
    body = {"prompt": "a slow river [[take=250]]", "async_": False, "timeout": 6}
    with submissions(stack.simulator) as sent, client_of(stack) as client:
        with pytest.raises(errors.APIError) as caught:
            client.luma.generate(**body)
        assert (caught.value.status_code, caught.value.code) == (504, "timeout")

        task = tasks(client, action="retrieve", trace_id=caught.value.trace_id)
        assert task["trace_id"] == caught.value.trace_id
        assert task["response"] == {}

        while True:
            try:
                handle = client.luma.generate(**body)
                break
            except errors.APIError as error:
                assert error.code == "timeout"
        assert handle.done and handle.id == task["id"]
    assert sent == {"201": 1}


def test_the_clients_own_retries_of_a_blocking_call_join(stack, ace):
    with submissions(stack.simulator) as sent:
        handle = ace.luma.generate(prompt="a slower river [[take=150]]", async_=False, timeout=6)
    assert handle.done
    assert sent == {"201": 1}


def test_a_video_is_extended_by_its_video_id(ace):
    first = ace.luma.generate(prompt="a road", async_=False).result()["response"]
    handle = ace.luma.generate(action="extend", prompt="the road ends", video_id=first["video_id"])
    assert handle.wait(**POLLING)["response"]["success"] is True


def test_a_video_is_extended_by_its_address(stack, ace):
    first = ace.luma.generate(prompt="a river", async_=False).result()["response"]
    handle = ace.luma.generate(action="extend", prompt="the river ends", video_url=first["video_url"])
    assert handle.wait(**POLLING)["response"]["success"] is True
    # To whom it does not belong, it is an address like any other.
    with client_of(stack, api_token="luma-api-stranger") as stranger, pytest.raises(errors.ValidationError):
        stranger.luma.generate(action="extend", prompt="p", video_url=first["video_url"])


def test_a_video_is_made_of_images(ace):
    handle = ace.luma.generate(
        prompt="the door opens",
        start_image_url="https://images.example.com/a.jpg",
        end_image_url="https://images.example.com/b.jpg",
    )
    assert not handle.done, "an address in the request is not a finished video"
    assert handle.wait(**POLLING)["response"]["success"] is True


def test_whoever_hangs_up_finds_the_task_all_the_same(stack, ace):
    prompt = f"a call that is broken off {uuid.uuid4()} [[take=100]]"
    with submissions(stack.simulator) as sent:
        with httpx.Client(base_url=stack.server.base, trust_env=False, timeout=0.2) as impatient:
            impatient.headers["Authorization"] = f"Bearer {KEY}"
            with pytest.raises(httpx.ReadTimeout):
                impatient.post("/luma/videos", json={"prompt": prompt})

        def mine():
            items = tasks(ace, action="retrieve_batch", created_at_min=0, limit=50)["items"]
            return [task for task in items if task["request"]["prompt"] == prompt and task["response"]]

        task = wait_until(mine, "the task has ended")[0]
    assert task["response"]["success"] is True
    assert sent == {"201": 1}


def test_a_line_of_json_answers_whoever_wants_lines(http):
    """Nexior asks for `application/x-ndjson`; a body of one line is both."""
    answer = http.post(
        "/luma/videos", json={"prompt": "a kite", "async": True}, headers={"Accept": "application/x-ndjson"}
    )
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 1 and list(answer.json()) == ["task_id"]


def test_what_the_web_client_sends_beside_the_request_is_kept(ace):
    body = {"prompt": "a kite", "async": True, "custom": True, "thumbnail_url": "https://images.example.com/t.jpg", "x": None}
    accepted = ace.luma._transport.request("POST", "/luma/videos", json=body)
    assert tasks(ace, id=accepted["task_id"])["request"] == body


def test_a_history_is_paged(stack):
    with client_of(stack, api_token=f"luma-api-{uuid.uuid4()}") as client:
        handles = [client.luma.generate(prompt=f"number {index}") for index in range(5)]
        newest_first = [handle.id for handle in reversed(handles)]
        user_id = handles[0].get()["user_id"]

        def page(**body):
            answer = tasks(client, action="retrieve_batch", **body)
            return [task["id"] for task in answer["items"]], answer["count"]

        assert page(user_id=user_id) == (newest_first, 5)
        assert page(user_id=user_id, limit=2, offset=2, type="videos") == (newest_first[2:4], 5)
        assert page(user_id=str(uuid.uuid4())) == ([], 0)
        assert page(created_at_min=0, type="images") == ([], 0)
        times = {task["id"]: task["created_at"] for task in tasks(client, action="retrieve_batch", user_id=user_id)["items"]}
        second, fourth = times[handles[1].id], times[handles[3].id]
        within = [id for id in newest_first if second <= times[id] <= fourth]
        assert page(created_at_min=second, created_at_max=fourth) == (within, len(within))


def test_a_deleted_task_is_gone(stack, ace):
    handle = ace.luma.generate(prompt="a mistake")
    delete = {"action": "delete", "id": handle.id, "user_id": handle.get()["user_id"]}
    with client_of(stack, api_token="luma-api-stranger") as stranger:
        assert tasks(stranger, action="delete", id=handle.id) == {"id": handle.id, "deleted": False}
    assert tasks(ace, **delete) == {"id": handle.id, "deleted": True}
    assert tasks(ace, **delete) == {"id": handle.id, "deleted": False}
    assert tasks(ace, id=handle.id) == {}
    assert tasks(ace, action="retrieve_batch", ids=[handle.id]) == {"items": [], "count": 0}


def test_a_batch_comes_in_the_order_of_the_request(ace):
    handles = [ace.luma.generate(prompt=f"number {index}") for index in range(4)]
    asked = [handles[2].id, str(uuid.uuid4()), handles[0].id, "no-uuid", handles[3].id]
    answer = tasks(ace, action="retrieve_batch", ids=asked)
    assert list(answer) == ["items", "count"]
    assert [item["id"] for item in answer["items"]] == [handles[2].id, handles[0].id, handles[3].id]
    assert answer["count"] == 3
    assert tasks(ace, action="retrieve_batch", ids=[str(uuid.uuid4())]) == {"items": [], "count": 0}


@pytest.mark.parametrize("body", [{"action": "retrieve"}, {}], ids=["retrieve", "without action"])
@pytest.mark.parametrize("name", ["id", "task_id", "trace_id"])
def test_an_unknown_id_is_an_empty_object(ace, name, body):
    assert tasks(ace, **body, **{name: "00000000-0000-0000-0000-000000000000"}) == {}


def test_a_task_is_found_by_every_name_that_clients_use(ace):
    handle = ace.luma.generate(prompt="a lighthouse")
    task = ace.tasks.wait(handle.id, service="luma", **POLLING)
    for body in [{"id": handle.id}, {"task_id": handle.id}, {"action": "retrieve", "trace_id": task["trace_id"]}]:
        assert tasks(ace, **body) == task


def test_the_task_of_another_key_looks_unknown(stack, ace):
    handle = ace.luma.generate(prompt="a secret garden")
    with client_of(stack, api_token="luma-api-stranger") as stranger:
        assert tasks(stranger, id=handle.id) == {}
        assert tasks(stranger, action="retrieve_batch", ids=[handle.id]) == {"items": [], "count": 0}


@pytest.mark.parametrize("token", [f"Bearer {KEY}", f"bearer {KEY}", f"Bearer Bearer {KEY}"])
def test_a_token_with_its_scheme_in_front_is_understood(stack, ace, token):
    handle = ace.luma.generate(prompt="a doubled word")
    with client_of(stack, api_token=token) as client:
        assert tasks(client, id=handle.id)["id"] == handle.id


@pytest.mark.parametrize("token", ["t0k", "luma-api-unknown", "luma-api-revoked"])
def test_a_wrong_token_is_refused(stack, token):
    client = client_of(stack, api_token=token, max_retries=2)
    with client, pytest.raises(errors.AuthenticationError) as caught:
        client.luma.generate(prompt="a locked door")
    assert (caught.value.status_code, caught.value.code) == (401, "invalid_token")
    assert caught.value.message == "The specified token is invalid or wrong."


def test_an_expired_token_is_told_apart(stack):
    client = client_of(stack, api_token="luma-api-expired")
    with client, pytest.raises(errors.AuthenticationError) as caught:
        client.luma.generate(prompt="a locked door")
    assert (caught.value.status_code, caught.value.code) == (401, "token_expired")


def test_an_empty_account(stack):
    client = client_of(stack, api_token="luma-api-broke")
    with client, pytest.raises(errors.InsufficientBalanceError) as caught:
        client.luma.generate(prompt="an empty purse")
    assert (caught.value.status_code, caught.value.code) == (403, "used_up")


def test_a_suspended_account(stack):
    client = client_of(stack, api_token="luma-api-suspended")
    with client, pytest.raises(errors.ResourceDisabledError) as caught:
        client.luma.generate(prompt="a locked door")
    assert (caught.value.status_code, caught.value.code) == (403, "disabled")


@pytest.mark.parametrize(
    "request_, message",
    [
        ({}, "prompt is required"),
        ({"prompt": ""}, "prompt is required"),
        ({"action": "extend", "prompt": "abc"}, None),
        ({"action": "extend", "prompt": "abc", "video_id": str(uuid.uuid4())}, None),
        ({"action": "extend", "prompt": "abc", "video_url": "https://videos.example.com/a.mp4"}, None),
        ({"action": "upscale", "prompt": "abc"}, None),
        ({"prompt": "abc", "loop": "yes"}, None),
    ],
)
def test_a_wrong_request_is_refused_before_anything_is_sent(stack, ace, request_, message):
    with submissions(stack.simulator) as sent, pytest.raises(errors.ValidationError) as caught:
        ace.luma.generate(**request_)
    assert (caught.value.status_code, caught.value.code) == (400, "bad_request")
    assert caught.value.message == message if message else caught.value.message
    assert uuid.UUID(caught.value.trace_id)
    assert sent == {}


@pytest.mark.parametrize(
    "body",
    [
        {"action": "retrieve"},
        {"action": "retrieve_batch"},
        {"action": "retrieve_batch", "limit": 12},
        {"action": "retrieve_batch", "ids": ["x"] * 10_000},
        {"action": "generate", "id": "x"},
        {"action": "delete"},
        {"id": 1},
        {"id": ""},
    ],
)
def test_a_wrong_question_is_refused(ace, body):
    with pytest.raises(errors.ValidationError) as caught:
        tasks(ace, **body)
    assert caught.value.code == "bad_request"


def test_too_many_requests(own_stack):
    stack = own_stack(simulator_options={"rpm": 1})
    with client_of(stack) as client:
        first = client.luma.generate(prompt="the only one")
        with pytest.raises(errors.RateLimitError) as caught:
            client.luma.generate(prompt="one too many")
        assert (caught.value.status_code, caught.value.code) == (429, "too_many_requests")
        assert first.wait(**POLLING)["response"]["success"] is True
    assert stack.simulator.submissions() == {"201": 1, "429": 1}


def test_the_asynchronous_client(stack):
    async def run():
        async with acedatacloud.AsyncAceDataCloud(KEY, base_url=stack.server.base) as client:
            handles = await asyncio.gather(*(client.luma.generate(prompt=f"leaf number {index}") for index in range(8)))
            results = await asyncio.gather(*(handle.wait(**POLLING) for handle in handles))
            assert all(result["response"]["success"] for result in results)
            assert len({handle.id for handle in handles}) == 8

            blocking = await client.luma.generate(prompt="a blocking leaf", async_=False)
            assert blocking.done and await blocking.is_completed()
            with pytest.raises(errors.ModerationError):
                await client.luma.generate(prompt="a bad leaf [[fail=content_moderated]]", async_=False)
            with pytest.raises(errors.ValidationError):
                await client.luma.generate()
            return is_mp4(download(blocking.urls()[0]))

    assert asyncio.run(asyncio.wait_for(run(), 30))
