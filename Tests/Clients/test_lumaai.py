"""`lumaai` 1.21.0 against the server: it sees the API that it was made for."""

import asyncio
import datetime
import json
import uuid

import lumaai
import pytest

from support.media import download, is_mp4
from support.stack import KEY, submissions
from support.waiting import wait_until

MEMBERS = ["id", "generation_type", "state", "failure_reason", "created_at", "assets", "model", "request"]
ECHO = [
    "generation_type",
    "prompt",
    "aspect_ratio",
    "loop",
    "keyframes",
    "callback_url",
    "model",
    "resolution",
    "duration",
    "concepts",
]
IMAGE = {"type": "image", "url": "https://images.example.com/first.jpg"}
OTHER_IMAGE = {"type": "image", "url": "https://images.example.com/last.png"}


def ended(client, generation_id):
    """The generation once it has ended."""

    def poll():
        generation = client.generations.get(generation_id)
        return generation if generation.state in ("completed", "failed") else None

    return wait_until(poll, f"generation {generation_id} ends")


@pytest.mark.parametrize("create", ["generations.create", "generations.video.create"])
def test_a_video_is_created_polled_and_downloaded(luma, create):
    call = luma.generations.create if create == "generations.create" else luma.generations.video.create
    created = call(model="ray-2", prompt="an old lady laughing underwater")

    assert created.state == "queued"
    assert str(uuid.UUID(created.id)) == created.id
    assert created.generation_type == "video"
    assert created.failure_reason is None
    assert created.assets is None
    assert created.model == "ray-3.2"
    assert isinstance(created.created_at, datetime.datetime) and created.created_at.utcoffset() is not None
    assert type(created.request).__name__ == "RequestGenerationRequest"
    assert created.request.prompt == "an old lady laughing underwater"
    assert created.request.model == "ray-2"

    video = ended(luma, created.id)
    assert video.id == created.id
    assert video.state == "completed"
    assert video.created_at == created.created_at
    assert video.request == created.request
    assert video.assets.image is None and video.assets.progress_video is None
    assert is_mp4(download(video.assets.video))


@pytest.mark.parametrize(
    "keyframes",
    [{"frame0": IMAGE}, {"frame1": IMAGE}, {"frame0": IMAGE, "frame1": OTHER_IMAGE}],
    ids=["first frame", "last frame", "both frames"],
)
@pytest.mark.parametrize("duration", ["5s", "9s"])
def test_a_video_is_made_from_images(luma, keyframes, duration):
    created = luma.generations.create(
        model="ray-flash-2",
        prompt="a tiger in snow",
        keyframes=keyframes,
        duration=duration,
        resolution="540p",
        aspect_ratio="4:3",
    )

    echo = created.request
    sent = {name: frame.to_dict() for name, frame in echo.keyframes if frame is not None}
    assert sent == keyframes
    assert (echo.duration, echo.resolution, echo.aspect_ratio) == (duration, "540p", "4:3")
    assert ended(luma, created.id).state == "completed"


def test_a_video_made_here_is_extended_both_ways(luma):
    first = ended(luma, luma.generations.create(model="ray-2", prompt="a walk through a forest").id)
    for frame in ("frame0", "frame1"):
        extended = luma.generations.create(
            model="ray-2", prompt="the forest ends", keyframes={frame: {"type": "generation", "id": first.id}}
        )
        assert extended.id != first.id
        assert ended(luma, extended.id).state == "completed"


def test_all_members_come_in_the_order_of_the_legacy_api(luma):
    created = luma.generations.with_raw_response.create(model="ray-2", prompt="a teddy bear on a skateboard")
    assert created.http_response.status_code == 201
    assert created.http_response.headers["Content-Type"] == "application/json"
    members = json.loads(created.http_response.content, object_pairs_hook=list)
    assert [name for name, _ in members] == MEMBERS
    assert [name for name, _ in dict(members)["request"]] == ECHO

    generation_id = dict(members)["id"]
    ended(luma, generation_id)
    finished = luma.generations.with_raw_response.get(generation_id)
    assert finished.http_response.status_code == 200
    members = json.loads(finished.http_response.content, object_pairs_hook=list)
    assert [name for name, _ in members] == MEMBERS
    assert [name for name, _ in dict(members)["assets"]] == ["video", "image", "progress_video"]


def test_a_video_in_the_making_is_dreaming(luma):
    created = luma.generations.create(model="ray-2", prompt="a clock without hands [[never]]")

    def dreaming():
        generation = luma.generations.get(created.id)
        assert generation.state in ("queued", "dreaming") and generation.assets is None
        return generation.state == "dreaming"

    wait_until(dreaming, "the generation is dreaming")


@pytest.mark.parametrize(
    "code, reason",
    [
        ("content_moderated", "Generation output was flagged by our content moderation system."),
        ("generation_failed", "Generation failed"),
        ("budget_exhausted", "Insufficient balance to complete this generation."),
    ],
)
def test_a_failed_video_says_why(luma, code, reason):
    created = luma.generations.create(model="ray-2", prompt=f"a statue that melts [[fail={code}]]")
    failed = ended(luma, created.id)
    assert failed.state == "failed"
    assert failed.failure_reason == reason
    assert failed.assets is None
    assert failed.model_extra == {"failure_code": code}


def test_ping(luma):
    assert luma.ping.check().message == "pong"


def test_the_older_path_creates_too(luma, http):
    answer = http.post(
        "/dream-machine/v1/generations", json={"prompt": "a flower blooms", "aspect_ratio": "16:9", "unknown": [1]}
    )
    assert answer.status_code == 201
    created = answer.json()
    assert list(created) == MEMBERS
    assert created["state"] == "queued"
    assert created["request"]["model"] == "ray-2", "the legacy default is echoed"
    assert ended(luma, created["id"]).state == "completed"


def test_the_asynchronous_client(stack):
    async def run():
        async with lumaai.AsyncLumaAI(
            auth_token=KEY, base_url=stack.server.dream_machine, _strict_response_validation=True
        ) as client:
            created = await asyncio.gather(
                *(client.generations.create(model="ray-2", prompt=f"leaf number {index}") for index in range(8))
            )
            for video in created:
                while video.state not in ("completed", "failed"):
                    await asyncio.sleep(0.05)
                    video = await client.generations.get(video.id)
                assert video.state == "completed"
            return {video.id for video in created}

    assert len(asyncio.run(asyncio.wait_for(run(), 30))) == 8


# Errors.


@pytest.mark.parametrize("generation_id", [str(uuid.uuid4()), "no-uuid", "a/b c", "%00", "ü"])
def test_an_unknown_id_is_not_found(luma, generation_id):
    with pytest.raises(lumaai.NotFoundError) as caught:
        luma.generations.get(generation_id)
    assert caught.value.body == {"detail": "Generation not found"}


def test_the_video_of_another_key_looks_unknown(luma):
    created = luma.generations.create(model="ray-2", prompt="a secret garden")
    stranger = luma.with_options(auth_token="luma-api-stranger")
    with pytest.raises(lumaai.NotFoundError) as caught:
        stranger.generations.get(created.id)
    assert caught.value.body == {"detail": "Generation not found"}


@pytest.mark.parametrize(
    "token",
    ["luma-12345678-legacy", "luma-api-unknown", "luma-api-revoked", "luma-api-expired", "luma-api-", "x" * 5000],
)
def test_a_wrong_key_is_refused(luma, token):
    with pytest.raises(lumaai.AuthenticationError) as caught:
        luma.with_options(auth_token=token).generations.create(model="ray-2", prompt="a locked door")
    assert caught.value.body == {"detail": "Invalid API key is provided"}


def test_a_suspended_client_is_refused(luma):
    with pytest.raises(lumaai.PermissionDeniedError) as caught:
        luma.with_options(auth_token="luma-api-suspended").generations.create(model="ray-2", prompt="a locked door")
    assert caught.value.body == {"detail": "API client is suspended"}


def test_an_empty_account_is_told_so_once(stack, luma):
    with submissions(stack.simulator) as sent, pytest.raises(lumaai.APIStatusError) as caught:
        luma.with_options(auth_token="luma-api-broke").generations.create(model="ray-2", prompt="an empty purse")
    assert caught.value.status_code == 402
    assert caught.value.body == {"detail": "Insufficient balance. Please add funds to continue."}
    assert sent == {"402": 1}


GENERATION = {"type": "generation", "id": str(uuid.uuid4())}


@pytest.mark.parametrize(
    "request_, detail",
    [
        ({}, "400: Prompt is required"),
        ({"prompt": ""}, "400: Prompt is required"),
        ({"prompt": "ab"}, "400: Prompt is too short, minimum length is 3 characters"),
        ({"prompt": "ü" * 5001}, "400: Prompt is too long, maximum length is 5000 characters"),
        ({"prompt": "abc", "keyframes": {}}, "400: No keyframes provided"),
        ({"prompt": "abc", "loop": True, "keyframes": {"frame1": IMAGE}}, "400: Loop is not supported for end frame"),
        (
            {"prompt": "abc", "loop": True, "keyframes": {"frame0": IMAGE, "frame1": OTHER_IMAGE}},
            "400: Loop is not supported for keyframes",
        ),
        (
            {"prompt": "abc", "loop": True, "keyframes": {"frame1": GENERATION}},
            "400: Loop is not supported for extend reverse",
        ),
    ],
)
def test_a_wrong_request_is_answered_with_the_legacy_text(stack, luma, request_, detail):
    with submissions(stack.simulator) as sent, pytest.raises(lumaai.BadRequestError) as caught:
        luma.generations.create(model="ray-2", **request_)
    assert caught.value.body == {"detail": detail}
    assert sent == {}


@pytest.mark.parametrize(
    "request_",
    [
        {"prompt": "abc", "keyframes": {"frame0": GENERATION}},
        {"prompt": "abc", "keyframes": {"frame0": GENERATION, "frame1": IMAGE}},
        {"prompt": "abc", "resolution": "4k"},
        {"prompt": "abc", "duration": "7s"},
        {"prompt": "abc", "concepts": [{"key": "no_such_concept"}]},
    ],
    ids=["unknown generation", "interpolation", "4k", "7 s", "unknown concept"],
)
def test_what_cannot_be_done_is_refused_before_anything_is_sent(stack, luma, request_):
    with submissions(stack.simulator) as sent, pytest.raises(lumaai.BadRequestError) as caught:
        luma.generations.create(model="ray-2", **request_)
    assert caught.value.body["detail"].startswith("400: ")
    assert sent == {}


@pytest.mark.parametrize("operation", ["upscale", "audio", "reframe image"])
def test_an_operation_without_a_counterpart_says_what_to_do_instead(stack, luma, operation):
    id = luma.generations.create(model="ray-2", prompt="a small picture").id
    calls = {
        "upscale": lambda: luma.generations.upscale(id, resolution="4k"),
        "audio": lambda: luma.generations.audio(id, prompt="rain"),
        "reframe image": lambda: luma.generations.image.reframe(
            generation_type="reframe_image",
            model="photon-1",
            aspect_ratio="1:1",
            media={"url": IMAGE["url"]},
        ),
    }
    with submissions(stack.simulator) as sent, pytest.raises(lumaai.BadRequestError) as caught:
        calls[operation]()
    assert caught.value.body["detail"].startswith("400: ")
    assert sent == {}


def test_an_image_that_cannot_be_fetched_is_the_clients_fault(luma):
    with pytest.raises(lumaai.BadRequestError) as caught:
        luma.generations.create(
            model="ray-2",
            prompt="abc",
            keyframes={"frame0": {"type": "image", "url": "https://nonexistent.example.com/a.jpg"}},
        )
    assert caught.value.body["detail"].startswith("400: ") and "failed to fetch URL" in caught.value.body["detail"]


def test_too_many_requests(own_stack):
    stack = own_stack(simulator_options={"rpm": 1})
    with lumaai.LumaAI(auth_token=KEY, base_url=stack.server.dream_machine, max_retries=0) as client:
        first = client.generations.create(model="ray-2", prompt="the only one")
        with pytest.raises(lumaai.RateLimitError) as caught:
            client.generations.create(model="ray-2", prompt="one too many")
        assert caught.value.body == {"detail": "Rate limit exceeded"}
        assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60
        assert caught.value.response.headers["X-RateLimit-Limit"] == "1"
        assert ended(client, first.id).state == "completed"
    assert stack.simulator.submissions() == {"201": 1, "429": 1}
