"""`luma-agents` 0.5.0 against the simulator: the vendor's own client sees the API that it was made for."""

import asyncio
import datetime
import uuid

import httpx
import luma_agents
import pytest

from support.agents_api import client, differences, ended
from support.media import download, is_mp4
from support.stack import KEY
from support.waiting import wait_until

pytest_plugins = ["support.agents_fixtures"]

IMAGE = {"url": "https://images.example.com/first.jpg"}
VIDEO = {"url": "https://videos.example.com/source.mp4", "media_type": "video/mp4"}
RAY = {"model": "ray-3.2"}

# One request of every type, and the types of what it makes.
REQUESTS = {
    "image": ({"prompt": "a glass of iced coffee"}, ["image"]),
    "image, all settings": (
        {
            "prompt": "a knight",
            "model": "uni-1-max",
            "type": "image",
            "aspect_ratio": "2:3",
            "style": "manga",
            "output_format": "jpeg",
            "web_search": True,
            "image_ref": [IMAGE, {"data": "AAAA", "media_type": "image/png"}],
            "user_id": "user-42",
        },
        ["image"],
    ),
    "image_edit": ({"prompt": "at night", "type": "image_edit", "source": IMAGE}, ["image"]),
    "layering": (
        {"prompt": "split it", "type": "layering", "source": IMAGE, "layering": {"resolution": "2k"}},
        ["image"] * 3,
    ),
    "video": ({"prompt": "a tiger in snow", "type": "video", **RAY}, ["video"]),
    "video, HDR and EXR": (
        {
            "prompt": "a tiger in snow",
            "type": "video",
            **RAY,
            "aspect_ratio": "21:9",
            "video": {"resolution": "1080p", "duration": "5s", "hdr": True, "exr_export": True, "start_frame": IMAGE},
        },
        ["video", "exr"],
    ),
    "video, keyframes": (
        {
            "prompt": "a tiger in snow",
            "type": "video",
            **RAY,
            "video": {"duration": "10s", "keyframes": [IMAGE, IMAGE], "keyframe_indexes": [0, 240]},
        },
        ["video"],
    ),
    "video_edit": (
        {
            "prompt": "in water colours",
            "type": "video_edit",
            **RAY,
            "source": VIDEO,
            "video": {
                "edit": {
                    "auto_controls": False,
                    "strength": "flex_2",
                    "controls": {
                        "depth": {"enabled": True, "blur": 0.5},
                        "face": {"enabled": False},
                        "normals": {"augmentation": 1},
                        "pose": {"strength": "coarse"},
                        "trajectory": {"sparsity": 0},
                    },
                    "keyframes": [IMAGE],
                    "keyframe_indexes": [12],
                }
            },
        },
        ["video"],
    ),
    "video_reframe": (
        {
            "prompt": "upright",
            "type": "video_reframe",
            **RAY,
            "aspect_ratio": "9:16",
            "source": VIDEO,
            "video": {
                "resolution": "720p",
                "source_position": {"x_norm": 0.1, "y_norm": -0.5, "w_norm": 0.8, "h_norm": 2},
            },
        },
        ["video"],
    ),
}

FAILURES = {
    "content_moderated": "Generation output was flagged by our content moderation system.",
    "generation_failed": "Generation failed",
    "budget_exhausted": "Insufficient balance to complete this generation.",
    "output_not_found": "Output artifacts not found",
    "image_too_large": None,
    "unsupported_format": None,
    "corrupt_input": None,
    "invalid_request": None,
    "rate_limited": None,
}


@pytest.mark.parametrize("name", REQUESTS)
def test_every_type_is_made(agents, name):
    request, kinds = REQUESTS[name]
    created = agents.generations.create(**request)
    assert differences(created) == []
    assert str(uuid.UUID(created.id)) == created.id
    assert (created.type, created.model) == (request.get("type", "image"), request.get("model", "uni-1"))
    assert (created.state, created.output, created.failure_code, created.failure_reason) == ("queued", [], None, None)
    assert datetime.datetime.fromisoformat(created.created_at.replace("Z", "+00:00")).utcoffset() is not None

    completed = ended(agents, created.id)
    assert differences(completed) == []
    assert completed.state == "completed"
    assert [output.type for output in completed.output] == kinds
    assert completed.to_dict() == {**created.to_dict(), "state": "completed", "output": completed.to_dict()["output"]}
    content = download(completed.output[0].url)
    if kinds[0] == "video":
        assert is_mp4(content)
    else:
        jpeg = request.get("output_format") == "jpeg"
        assert content.startswith(b"\xff\xd8\xff" if jpeg else b"\x89PNG\r\n")
    if name == "layering":
        assert [output.layer.index for output in completed.output] == [0, 1, 2]
        assert completed.output[-1].layer.alpha_hint == "none"
    else:
        assert all(output.layer is None for output in completed.output)


@pytest.mark.parametrize("code", FAILURES)
def test_every_failure_is_told(agents, code):
    created = agents.generations.create(prompt=f"a tiger [[fail={code}]]")
    failed = ended(agents, created.id)
    assert differences(failed) == []
    assert (failed.state, failed.failure_code, failed.output) == ("failed", code, [])
    assert failed.failure_reason == (FAILURES[code] or f"Simulated failure: {code}")


def test_states_come_in_order_and_urls_are_new_every_time(own_simulator):
    with client(own_simulator(speed=40), _strict_response_validation=True) as agents:
        created = agents.generations.create(prompt="a tiger in snow", type="video", model="ray-3.2")
        states = [created.state]

        def poll():
            states.append(agents.generations.get(created.id).state)
            return states[-1] == "completed"

        wait_until(poll, "the video is made")
        assert list(dict.fromkeys(states)) == ["queued", "processing", "completed"]
        urls = [agents.generations.get(created.id).output[0].url for _ in range(3)]
        assert len(set(urls)) == 3
        assert len({download(url) for url in urls}) == 1


def test_a_video_is_extended_edited_and_reframed(agents):
    first = ended(agents, agents.generations.create(prompt="a forest", type="video", model="ray-3.2").id)
    reference = {"generation_id": first.id}
    for request in (
        {"type": "video", "video": {"start_frame": reference, "loop": True}},
        {"type": "video", "video": {"end_frame": reference}},
        {"type": "video_edit", "source": reference, "video": {"edit": {"auto_controls": True}}},
        {"type": "video_reframe", "source": reference, "aspect_ratio": "1:1"},
    ):
        created = agents.generations.create(prompt="the forest ends", model="ray-3.2", **request)
        assert ended(agents, created.id).state == "completed"


def test_what_the_client_does_not_know_goes_through(agents):
    created = agents.generations.create(
        prompt="a tiger",
        type="video",
        model="ray-3.2",
        video={"guide_frame": IMAGE},
        extra_body={"unheard_of": [1, None]},
    )
    assert created.state == "queued"


def test_headers_are_those_of_the_documentation(agents):
    answer = agents.generations.with_raw_response.create(
        prompt="a tiger", extra_headers={"X-Request-Id": "myapp-user42-batch7-req003"}
    )
    assert answer.status_code == 201
    assert answer.headers["X-Request-Id"] == "myapp-user42-batch7-req003"
    assert answer.headers["X-API-Version"] == "2026-04-01"
    assert int(answer.headers["X-RateLimit-Remaining"]) < int(answer.headers["X-RateLimit-Limit"])
    assert int(answer.headers["X-RateLimit-Reset"]) > 1_700_000_000
    looked = agents.generations.with_raw_response.get(answer.parse().id)
    assert str(uuid.UUID(looked.headers["X-Request-Id"])) == looked.headers["X-Request-Id"]
    assert not [name for name in looked.headers if name.lower().startswith("x-ratelimit")]


def test_the_asynchronous_client_sees_the_same(simulator):
    async def run(strict):
        async with luma_agents.AsyncLuma(
            auth_token=KEY, base_url=f"{simulator.base}/v1", max_retries=0, _strict_response_validation=strict
        ) as agents:
            created = await asyncio.gather(*(agents.generations.create(**request) for request, _ in REQUESTS.values()))
            assert differences(created) == []
            for generation in created:
                while generation.state not in ("completed", "failed"):
                    await asyncio.sleep(0.02)
                    generation = await agents.generations.get(generation.id)
                assert differences(generation) == []
                assert generation.state == "completed"
            file = await agents.files.create(mime_type="image/png", size_bytes=1)
            assert (await agents.files.get(file.id)).state == "pending"
            assert file.id in [listed.id for listed in (await agents.files.list(limit=100)).data]
            with pytest.raises(luma_agents.BadRequestError):
                await agents.files.complete(file.id)
            assert await agents.files.delete(file.id) is None

    for strict in (False, True):
        asyncio.run(asyncio.wait_for(run(strict), 20))


@pytest.mark.parametrize(
    ("key", "kind", "detail"),
    [
        ("x", luma_agents.AuthenticationError, "Missing or invalid API key"),
        ("luma-api-unknown", luma_agents.AuthenticationError, "Invalid API key"),
        ("luma-api-revoked", luma_agents.AuthenticationError, "API key has been revoked"),
        ("luma-api-expired", luma_agents.AuthenticationError, "API key has expired"),
        ("luma-api-broke", luma_agents.APIStatusError, "Insufficient balance. Please add funds to continue."),
        ("luma-api-suspended", luma_agents.PermissionDeniedError, "API client is suspended"),
        ("luma-api-deactivated", luma_agents.PermissionDeniedError, "API client is deactivated"),
    ],
)
def test_keys_are_refused(simulator, key, kind, detail):
    with client(simulator, key) as agents, pytest.raises(luma_agents.APIStatusError) as raised:
        agents.generations.create(prompt="a tiger")
    assert type(raised.value) is kind
    assert raised.value.body == {"detail": detail}


@pytest.mark.parametrize(
    ("request_", "kind", "status"),
    [
        ({"prompt": ""}, luma_agents.BadRequestError, 400),
        ({"prompt": "a", "model": "super-model-v9"}, luma_agents.BadRequestError, 400),
        ({"prompt": "a", "style": "noir"}, luma_agents.UnprocessableEntityError, 422),
        ({"prompt": "a", "style": "manga", "aspect_ratio": "16:9"}, luma_agents.UnprocessableEntityError, 422),
        ({"prompt": "a", "image_ref": [{"url": "https://e.com/oversized.jpg"}]}, luma_agents.APIStatusError, 413),
        ({"prompt": "a", "image_ref": [{"url": "https://fetch-proxy-down.e.com/"}]}, luma_agents.InternalServerError, 502),
        ({"prompt": "a [[http=409]]"}, luma_agents.ConflictError, 409),
        ({"prompt": "a [[http=408]]"}, luma_agents.APIStatusError, 408),
        ({"prompt": "a [[http=429]]"}, luma_agents.RateLimitError, 429),
        ({"prompt": "a [[http=500]]"}, luma_agents.InternalServerError, 500),
        ({"prompt": "a [[http=503]]"}, luma_agents.InternalServerError, 503),
    ],
)
def test_refusals_are_raised_as_documented(agents, request_, kind, status):
    with pytest.raises(luma_agents.APIStatusError) as raised:
        agents.generations.create(**request_)
    assert type(raised.value) is kind
    assert raised.value.status_code == status
    assert list(raised.value.body) == ["detail"] and raised.value.body["detail"]


@pytest.mark.parametrize("id", [str(uuid.uuid4()), "not-a-uuid", "a b/c%"])
def test_unknown_identifiers_are_not_found(agents, id):
    with pytest.raises(luma_agents.NotFoundError) as raised:
        agents.generations.get(id)
    assert raised.value.body in ({"detail": "Generation not found"}, {"detail": "Not Found"})
    with pytest.raises(luma_agents.NotFoundError):
        agents.files.get(id)


def test_limits_are_told(own_simulator):
    with client(own_simulator(speed=1, rpm=3, concurrent=2)) as agents:
        for remaining in ("2", "1"):
            answer = agents.generations.with_raw_response.create(prompt="a tiger")
            assert answer.headers["X-RateLimit-Remaining"] == remaining
        with pytest.raises(luma_agents.RateLimitError, match="Too many concurrent jobs") as raised:
            agents.generations.create(prompt="a tiger")
        assert raised.value.response.headers["Retry-After"] == "60"
        assert "X-RateLimit-Limit" not in raised.value.response.headers
    with client(own_simulator(speed=1, rpm=1)) as agents:
        agents.generations.create(prompt="a tiger")
        with pytest.raises(luma_agents.RateLimitError, match="Rate limit exceeded") as raised:
            agents.generations.create(prompt="a tiger")
        assert 1 <= int(raised.value.response.headers["Retry-After"]) <= 60
        assert raised.value.response.headers["X-RateLimit-Remaining"] == "0"


def test_a_lost_reply_and_a_stall_are_failures_of_the_connection(own_simulator):
    simulator = own_simulator(speed=200)
    with client(simulator) as agents:
        with pytest.raises(luma_agents.APIConnectionError):
            agents.generations.create(prompt="a tiger [[lose-reply]]")
        assert simulator.stats()["jobs_created"] == 1
        with pytest.raises(luma_agents.APITimeoutError):
            agents.generations.create(prompt="a tiger [[stall]]", timeout=0.3)
        assert simulator.stats()["jobs_created"] == 1
        # The client retries by itself, and every try is a job: nothing tells the service that they are one.
        with pytest.raises(luma_agents.APIConnectionError):
            agents.with_options(max_retries=1).generations.create(prompt="a tiger [[lose-reply]]")
        assert simulator.stats()["jobs_created"] == 3


def test_faults_befall_the_routes_that_they_are_asked_for(own_simulator):
    simulator = own_simulator(speed=200)
    plan = {"seed": 7, "faults": [{"route": "GET /v1/files/{id}", "rate": 0.5, "status": 503, "retry_after": 0}]}
    assert httpx.post(f"{simulator.base}/_simulator/faults", json=plan, trust_env=False).status_code == 204
    with client(simulator) as agents:
        file = agents.files.create(mime_type="image/png", size_bytes=1)
        assert agents.files.list().data[0].id == file.id
        outcomes = set()
        for _ in range(40):
            try:
                outcomes.add(agents.files.get(file.id).state)
            except luma_agents.InternalServerError as error:
                outcomes.add(error.status_code)
        assert outcomes == {"pending", 503}
    assert set(simulator.stats()["requests"]["GET /v1/files/{id}"]) == {"200", "503"}
    assert httpx.post(f"{simulator.base}/_simulator/reset", trust_env=False).status_code == 204
    with client(simulator) as agents, pytest.raises(luma_agents.NotFoundError):
        agents.files.get(file.id)
