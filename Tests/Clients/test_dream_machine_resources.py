"""Every resource of `lumaai` 1.21.0 against the server: waiting and not, checking every answer and not."""

import asyncio
import inspect
import json
import time
import uuid

import lumaai
import pytest

from support.media import download, is_mp4
from support.stack import KEY, submissions
from support.waiting import wait_until

MEMBERS = ["id", "generation_type", "state", "failure_reason", "created_at", "assets", "model", "request"]
PICTURE = "https://images.example.com/picture.png"
VIDEO = "https://videos.example.com/clip.mp4"
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"


class Client:
    """One of the vendor's clients, called the same way whether it waits or not."""

    def __init__(self, kind, base_url, strict):
        make = {"sync": lumaai.LumaAI, "async": lumaai.AsyncLumaAI}[kind]
        self._loop = asyncio.new_event_loop()
        self.luma = make(auth_token=KEY, base_url=base_url, _strict_response_validation=strict)

    def run(self, call):
        """The result of a call, whichever kind of client made it."""
        if not inspect.isawaitable(call):
            return call

        async def finish():
            return await call

        return self._loop.run_until_complete(finish())

    def ended(self, generation_id):
        def poll():
            generation = self.run(self.luma.generations.get(generation_id))
            return generation if generation.state in ("completed", "failed") else None

        return wait_until(poll, f"generation {generation_id} ends")

    def close(self):
        self.run(self.luma.close())
        self._loop.close()


@pytest.fixture(params=["sync", "async"])
def kind(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["strict", "loose"])
def client(request, stack, kind):
    client = Client(kind, stack.server.dream_machine, request.param)
    yield client
    client.close()


@pytest.fixture
def own_client(stack, kind):
    """A client of an account without generations."""
    client = Client(kind, stack.server.dream_machine, True)
    client.luma = client.luma.with_options(auth_token=f"luma-api-{uuid.uuid4()}")
    yield client
    client.close()


def creations(luma):
    """Every way to create something: the call, the class of the echo, the kind and model of the answer."""
    reframe = {"media": {"url": VIDEO}, "model": "ray-2", "aspect_ratio": "1:1"}
    modify = {"media": {"url": VIDEO}, "model": "ray-2", "mode": "flex_1"}
    return {
        "video": (
            lambda **more: luma.generations.video.create(model="ray-2", prompt="a tiger in snow", **more),
            "RequestGenerationRequest",
            "video",
            "ray-3.2",
        ),
        "older create": (
            lambda **more: luma.generations.create(model="ray-flash-2", prompt="a tiger in snow", **more),
            "RequestGenerationRequest",
            "video",
            "ray-3.2",
        ),
        "image": (
            lambda **more: luma.generations.image.create(model="photon-1", prompt="a kite", **more),
            "RequestImageGenerationRequest",
            "image",
            "uni-1",
        ),
        "image edit": (
            lambda **more: luma.generations.image.create(
                model="photon-flash-1",
                prompt="make it red",
                modify_image_ref={"url": PICTURE, "weight": 0.5},
                format="png",
                **more,
            ),
            "RequestImageGenerationRequest",
            "image",
            "uni-1",
        ),
        "modify": (
            lambda **more: luma.generations.video.modify(generation_type="modify_video", **modify, **more),
            "RequestModifyVideoRequest",
            "video",
            "ray-3.2",
        ),
        "reframe": (
            lambda **more: luma.generations.video.reframe(generation_type="reframe_video", **reframe, **more),
            "RequestReframeVideoRequest",
            "video",
            "ray-3.2",
        ),
    }


KINDS = list(creations(lumaai.LumaAI(auth_token=KEY)))


@pytest.mark.parametrize("name", KINDS)
def test_everything_is_created_polled_and_downloaded(client, name):
    create, echo, kind, model = creations(client.luma)[name]
    created = client.run(create())
    assert created.state == "queued"
    assert created.assets is None and created.failure_reason is None
    assert (created.generation_type, created.model) == (kind, model)
    assert type(created.request).__name__ == echo
    assert str(uuid.UUID(created.id)) == created.id

    ended = client.ended(created.id)
    assert ended.state == "completed", ended
    assert ended.request == created.request and ended.created_at == created.created_at
    assert ended.assets.progress_video is None
    if kind == "video":
        assert is_mp4(download(ended.assets.video))
    else:
        assert ended.assets.video is None
        assert download(ended.assets.image).startswith((PNG, JPEG))


@pytest.mark.parametrize("name", KINDS)
def test_everything_fails_with_a_reason(own_client, name):
    create = creations(own_client.luma)[name][0]
    prompt = "a statue that melts [[fail=content_moderated]]"
    created = own_client.run(create(extra_body={"prompt": prompt}))
    failed = own_client.ended(created.id)
    assert failed.state == "failed"
    assert failed.failure_reason == "Generation output was flagged by our content moderation system."
    assert failed.assets is None
    assert failed.model_extra == {"failure_code": "content_moderated"}
    assert failed.request.prompt == prompt


ECHOES = {
    "image": [
        *["generation_type", "model", "prompt", "aspect_ratio", "format", "callback_url", "image_ref", "style_ref"],
        *["character_ref", "modify_image_ref", "sync", "sync_timeout"],
    ],
    "modify": ["generation_type", "media", "first_frame", "model", "mode", "prompt", "callback_url"],
    "reframe": [
        *["generation_type", "media", "first_frame", "model", "prompt", "aspect_ratio"],
        *["grid_position_x", "grid_position_y", "x_start", "x_end", "y_start", "y_end"],
        *["resized_width", "resized_height", "callback_url"],
    ],
}


@pytest.mark.parametrize("name", ECHOES)
def test_the_echo_has_every_member_of_its_request(luma, http, name):
    created = creations(luma)[name][0]()
    answer = http.get(f"/dream-machine/v1/generations/{created.id}")
    members = json.loads(answer.content, object_pairs_hook=list)
    assert [key for key, _ in members] == MEMBERS
    assert [key for key, _ in dict(members)["request"]] == ECHOES[name]


def test_references_are_sent_and_echoed(client):
    created = client.run(
        client.luma.generations.image.create(
            prompt="a kite",
            model="photon-1",
            aspect_ratio="4:3",
            format="png",
            image_ref=[{"url": PICTURE, "weight": 0.85}],
            style_ref=[{"url": PICTURE, "weight": 0.8}],
            character_ref={"identity0": {"images": [PICTURE, PICTURE]}},
        )
    )
    echo = created.request
    assert (echo.aspect_ratio, echo.format, echo.model) == ("4:3", "png", "photon-1")
    assert echo.image_ref[0].weight == 0.85 and echo.style_ref[0].url == PICTURE
    assert echo.character_ref.identity0.images == [PICTURE, PICTURE]
    assert client.ended(created.id).state == "completed"


def test_a_synchronous_image_comes_with_the_answer(client):
    image = client.run(client.luma.generations.image.create(prompt="a kite", model="photon-1", sync=True))
    assert image.state == "completed"
    assert download(image.assets.image).startswith((PNG, JPEG))
    assert client.run(client.luma.generations.get(image.id)) == image


def test_a_synchronous_image_that_takes_too_long_goes_on(luma, stack):
    with submissions(stack.simulator) as sent:
        began = time.monotonic()
        image = luma.generations.image.create(
            prompt="a kite [[take=300]]", model="photon-1", sync=True, sync_timeout=0.2
        )
        assert 0.2 <= time.monotonic() - began
    assert image.state in ("queued", "dreaming") and image.assets is None
    assert sent == {"201": 1}
    assert wait_until(lambda: luma.generations.get(image.id).state == "completed", "the image is there")


def test_a_synchronous_image_that_fails_is_told_at_once(luma):
    image = luma.generations.image.create(
        prompt="a kite [[fail=generation_failed]]", model="photon-1", sync=True, sync_timeout=30
    )
    assert (image.state, image.failure_reason) == ("failed", "Generation failed")


# Lists and deletion.


def test_generations_are_listed_by_pages(own_client):
    luma, run = own_client.luma, own_client.run
    empty = run(luma.generations.list())
    assert (empty.generations, empty.has_more, empty.count, empty.limit, empty.offset) == ([], False, 0, 100, 0)
    created = [run(creations(luma)[name][0]()).id for name in KINDS]
    met = []
    while True:
        page = run(luma.generations.list(limit=4, offset=len(met)))
        assert (page.limit, page.offset, page.count) == (4, len(met), len(page.generations))
        met += [generation.id for generation in page.generations]
        if not page.has_more:
            break
    assert met == created[::-1], "the newest first, each once"
    last = own_client.ended(created[-1])
    assert run(luma.generations.list(limit=1)).generations == [last]
    times = [generation.created_at for generation in run(luma.generations.list()).generations]
    assert times == sorted(times, reverse=True)


def test_failures_are_listed_and_strangers_are_not(own_client):
    luma, run = own_client.luma, own_client.run
    failed = own_client.ended(run(luma.generations.create(model="ray-2", prompt="no [[fail=generation_failed]]")).id)
    stranger = luma.with_options(auth_token=f"luma-api-{uuid.uuid4()}")
    assert run(luma.generations.list()).generations == [failed]
    assert run(stranger.generations.list()).generations == []


@pytest.mark.parametrize(
    "query, fault",
    [
        ({"limit": 0}, ("greater_than_equal", ["query", "limit"], "0")),
        ({"limit": -1}, ("greater_than_equal", ["query", "limit"], "-1")),
        ({"offset": -1}, ("greater_than_equal", ["query", "offset"], "-1")),
        ({"limit": "many"}, ("int_parsing", ["query", "limit"], "many")),
        ({"offset": "1.5"}, ("int_parsing", ["query", "offset"], "1.5")),
    ],
)
def test_a_page_that_cannot_be_is_refused(client, query, fault):
    with pytest.raises(lumaai.UnprocessableEntityError) as caught:
        client.run(client.luma.generations.list(**query))
    (found,) = caught.value.body["detail"]
    assert (found["type"], found["loc"], found["input"]) == fault


def test_a_page_beyond_everything_is_empty(client):
    page = client.run(client.luma.generations.list(limit=10**12, offset=10**18))
    assert page.generations == [] and page.has_more is False


def test_a_deleted_generation_is_gone(own_client, stack):
    luma, run = own_client.luma, own_client.run
    kept = run(luma.generations.create(model="ray-2", prompt="a tiger in snow")).id
    gone = run(luma.generations.create(model="ray-2", prompt="a lion [[never]]")).id
    stranger = luma.with_options(auth_token=f"luma-api-{uuid.uuid4()}")
    with pytest.raises(lumaai.NotFoundError):
        run(stranger.generations.delete(gone))

    answer = run(luma.generations.with_raw_response.delete(gone)).http_response
    assert (answer.status_code, answer.content) == (204, b"")
    for call in (luma.generations.get, luma.generations.delete):
        with pytest.raises(lumaai.NotFoundError) as caught:
            run(call(gone))
        assert caught.value.body == {"detail": "Generation not found"}
    assert [generation.id for generation in run(luma.generations.list()).generations] == [kept]
    own_client.ended(kept)
    polls = stack.simulator.polls().get(gone, 0)
    own_client.ended(run(luma.generations.create(model="ray-2", prompt="another tiger")).id)
    assert stack.simulator.polls().get(gone, 0) == polls, "nobody asks after it any more"


def test_nothing_of_a_deleted_generation_is_left_on_the_disk(own_stack):
    stack = own_stack()
    files = lambda: [path for path in stack.store.parent.iterdir() if path.name.startswith(stack.store.name)]
    holds = lambda: any(b"a hidden tiger" in path.read_bytes() for path in files())
    with lumaai.LumaAI(auth_token=KEY, base_url=stack.server.dream_machine) as luma:
        id = luma.generations.create(model="ray-2", prompt="a hidden tiger").id
        assert holds()
        luma.generations.delete(id)
        wait_until(lambda: not holds(), "the prompt is gone")
    stack.kill_and_restart_server()
    with lumaai.LumaAI(auth_token=KEY, base_url=stack.server.dream_machine) as luma:
        with pytest.raises(lumaai.NotFoundError):
            luma.generations.get(id)
        assert luma.generations.list().generations == []
    assert not holds()


# What is told to everybody.


def test_concepts_are_listed_and_can_be_used(client):
    concepts = client.run(client.luma.generations.concepts.list())
    assert len(concepts) == len(set(concepts)) == 34
    created = client.run(
        client.luma.generations.create(
            model="ray-2", prompt="a tiger in snow", concepts=[{"key": key} for key in concepts]
        )
    )
    assert [concept.key for concept in created.request.concepts] == concepts


def test_camera_motions_are_listed(http):
    motions = http.get("/dream-machine/v1/generations/camera_motion/list").json()
    assert "camera orbit left" in motions and len(motions) == 15


def test_the_balance_is_not_known(client):
    with pytest.raises(lumaai.InternalServerError) as caught:
        client.run(client.luma.credits.get())
    assert caught.value.status_code == 501
    assert "publishes no balance" in caught.value.body["detail"]
    assert caught.value.response.request.headers["x-stainless-retry-count"] == "0", "it is asked once"


def test_ping(client):
    assert client.run(client.luma.ping.check()).message == "pong"


# Errors.


@pytest.mark.parametrize(
    "calls, words",
    [
        (lambda luma: luma.generations.upscale("x", resolution="4k"), "1080p"),
        (lambda luma: luma.generations.audio("x", prompt="rain"), "another tool"),
        (
            lambda luma: luma.generations.image.reframe(
                generation_type="reframe_image", model="photon-1", aspect_ratio="1:1", media={"url": PICTURE}
            ),
            "image_ref",
        ),
    ],
    ids=["upscale", "audio", "reframe image"],
)
def test_what_cannot_be_had_says_what_to_do_instead(stack, client, calls, words):
    with submissions(stack.simulator) as sent, pytest.raises(lumaai.BadRequestError) as caught:
        client.run(calls(client.luma))
    assert caught.value.body["detail"].startswith("400: ") and words in caught.value.body["detail"]
    assert sent == {}


@pytest.mark.parametrize(
    "token, error, status",
    [
        ("luma-12345678-legacy", lumaai.AuthenticationError, 401),
        ("luma-api-unknown", lumaai.AuthenticationError, 401),
        ("luma-api-broke", lumaai.APIStatusError, 402),
        ("luma-api-suspended", lumaai.PermissionDeniedError, 403),
    ],
)
@pytest.mark.parametrize("name", KINDS)
def test_a_refusal_of_the_account_is_told(own_client, name, token, error, status):
    create = creations(own_client.luma.with_options(auth_token=token, max_retries=0))[name][0]
    with pytest.raises(error) as caught:
        own_client.run(create())
    assert caught.value.status_code == status
    assert isinstance(caught.value.body["detail"], str)


def test_who_has_no_key_is_told_nothing(client):
    luma = client.luma.with_options(auth_token="nonsense")
    for call in [luma.generations.list, luma.generations.concepts.list, lambda: luma.generations.delete("x")]:
        with pytest.raises(lumaai.AuthenticationError) as caught:
            client.run(call())
        assert caught.value.body == {"detail": "Invalid API key is provided"}


@pytest.mark.parametrize("status, tries", [(503, 3), (500, 1), (504, 1)])
def test_what_may_have_been_paid_for_is_not_tried_again(stack, client, status, tries):
    """The vendor's client repeats what failed with 5xx, unless it is told not to."""
    prompt = f"{uuid.uuid4()} [[http={status}]]"
    with submissions(stack.simulator) as sent, pytest.raises(lumaai.InternalServerError) as caught:
        client.run(client.luma.generations.image.create(model="photon-1", prompt=prompt))
    assert caught.value.status_code == status
    assert caught.value.response.headers.get("x-should-retry") == (None if tries == 3 else "false")
    assert sent == {str(status): tries}


NOT_SENT = {
    "modify without a video": ("video/modify", {"mode": "flex_1"}, 422, "media"),
    "modify without a mode": ("video/modify", {"media": {"url": VIDEO}}, 422, "mode"),
    "unknown mode": ("video/modify", {"media": {"url": VIDEO}, "mode": "wild"}, 400, "mode"),
    "a local file": ("video/modify", {"media": {"url": "file:///etc/passwd"}, "mode": "flex_1"}, 422, "media"),
    "data as an address": ("image", {"prompt": "abc", "image_ref": [{"url": "data:image/png;base64,AA"}]}, 422, "url"),
    "no list of references": ("image", {"prompt": "abc", "style_ref": {"url": PICTURE}}, 422, "style_ref"),
    "too many references": ("image", {"prompt": "abc", "image_ref": [{"url": PICTURE}] * 10}, 400, "reference"),
    "reference without an address": ("image", {"prompt": "abc", "image_ref": [{"weight": 1}]}, 422, "url"),
    "unknown format": ("image", {"prompt": "abc", "format": "gif"}, 400, "format"),
    "negative wait": ("image", {"prompt": "abc", "sync": True, "sync_timeout": -1}, 400, "sync_timeout"),
    "a wait that is a word": ("image", {"prompt": "abc", "sync_timeout": "long"}, 422, "sync_timeout"),
    "video model for an image": ("image", {"prompt": "abc", "model": "ray-2"}, 400, "model"),
    "reframe without a shape": ("video/reframe", {"media": {"url": VIDEO}}, 422, "aspect_ratio"),
    "reframe to an unknown shape": (
        "video/reframe",
        {"media": {"url": VIDEO}, "aspect_ratio": "3:7"},
        400,
        "aspect_ratio",
    ),
    "reframe to nothing": (
        "video/reframe",
        {"media": {"url": VIDEO}, "aspect_ratio": "1:1", "x_start": 9, "x_end": 9, "y_start": 0, "y_end": 9},
        400,
        "pixel",
    ),
    "a zero in the prompt": ("video", {"prompt": "a\0b"}, 422, "prompt"),
    "a prompt of 10 MB": ("video", {"prompt": "x" * (10 << 20)}, 413, "bytes"),
    "an address of 9000 bytes": (
        "video",
        {"prompt": "abc", "keyframes": {"frame0": {"type": "image", "url": f"https://e.com/{'x' * 9000}"}}},
        400,
        "keyframes.frame0.url",
    ),
    "an unknown generation": (
        "video",
        {"prompt": "abc", "keyframes": {"frame1": {"type": "generation", "id": str(uuid.uuid4())}}},
        400,
        "keyframes.frame1.id",
    ),
}


@pytest.mark.parametrize("path, body, status, word", NOT_SENT.values(), ids=NOT_SENT)
def test_what_is_wrong_is_named_and_not_sent(stack, http, path, body, status, word):
    with submissions(stack.simulator) as sent:
        answer = http.post(f"/dream-machine/v1/generations/{path}", json=body)
    assert answer.status_code == status, answer.text
    assert list(answer.json()) == ["detail"]
    assert word in answer.text
    assert sent == {}


def test_a_body_where_none_belongs_is_ignored(http):
    created = http.post("/dream-machine/v1/generations", json={"prompt": "abc"}).json()
    page = http.request("GET", "/dream-machine/v1/generations", json={"limit": 1, "offset": 5})
    assert page.status_code == 200 and page.json()["limit"] == 100
    found = http.request("GET", f"/dream-machine/v1/generations/{created['id']}", content=b"not JSON")
    assert found.status_code == 200
    deleted = http.request(
        "DELETE", f"/dream-machine/v1/generations/{created['id']}", headers={"Content-Type": "application/json"}
    )
    assert deleted.status_code == 204 and "content-type" not in deleted.headers
