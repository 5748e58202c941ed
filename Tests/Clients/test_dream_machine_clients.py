"""The other clients of the Dream Machine API: the requests that they send, and their own rules applied to our answers.

They cannot be installed here, so what their sources do with an answer is written down: a rule gives what the client takes the
answer for, or raises where the client would.
"""

import json
from urllib.parse import urlsplit

import httpx
import pytest

from support.stack import KEY
from support.waiting import wait_until

RATIOS = {"1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"}
PICTURE = "https://images.example.com/picture.png"


class Session:
    """A plain client of a server, and what it has seen of one generation."""

    def __init__(self, stack):
        self.base = stack.server.dream_machine
        self.http = httpx.Client(base_url=self.base, trust_env=False, timeout=30)
        self.http.headers["Authorization"] = f"Bearer {KEY}"

    def create(self, path, body):
        answer = self.http.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def life(self, created):
        """All answers about a generation, from the one to its creation to the one that it has ended with."""
        seen = [created]

        def ended():
            seen.append(self.http.get(f"/generations/{created['id']}").json())
            return seen[-1]["state"] in ("completed", "failed")

        wait_until(ended, f"generation {created['id']} ends")
        return seen


@pytest.fixture
def session(stack):
    session = Session(stack)
    yield session
    session.http.close()


@pytest.fixture
def session_with(own_stack):
    """Makes a session with a server that has switches set."""
    sessions = []

    def make(*switches):
        sessions.append(Session(own_stack(arguments=switches)))
        return sessions[-1]

    yield make
    for session in sessions:
        session.http.close()


def verdicts(rule, life):
    """What a client takes each answer for."""
    return [rule(generation) for generation in life]


def ends_well(found):
    assert set(found[:-1]) <= {"running"} and found[-1] == "done", found


def ends_badly(found):
    assert set(found[:-1]) <= {"running"} and found[-1] == "failed", found


# ComfyUI-LumaAI-API, the official nodes: through the SDK; images are read from assets without asking.


def official_comfyui(generation):
    if generation["state"] == "failed":
        assert generation["failure_reason"]
        return "failed"
    if generation["state"] != "completed":
        return "running"
    kind = "video" if generation["generation_type"] == "video" else "image"
    assert generation["assets"][kind].startswith("http")
    return "done"


def test_the_official_comfyui_nodes(session):
    created = session.create("/generations", {"prompt": "a tiger in snow", "model": "ray-1.6", "aspect_ratio": "16:9", "loop": False})
    ends_well(verdicts(official_comfyui, session.life(created)))
    failed = session.create("/generations", {"prompt": "a tiger [[fail=content_moderated]]", "model": "ray-1.6"})
    ends_badly(verdicts(official_comfyui, session.life(failed)))


# ComfyUI core, comfy_api_nodes: a model that requires all of these members, and a request with a prompt.


def core_comfyui(generation):
    assert isinstance(generation["id"], str)
    assert generation["generation_type"] in ("video", "image")
    assert generation["state"] in ("queued", "dreaming", "completed", "failed")
    assert isinstance(generation["created_at"], str) and isinstance(generation["model"], str)
    request = generation["request"]
    assert isinstance(request["prompt"], str)
    assert request.get("aspect_ratio") in RATIOS | {None}
    assert request.get("resolution") in {"540p", "720p", "1080p", "4k", None}
    assert request.get("duration") in {"5s", "9s", None}
    if generation["state"] == "failed":
        return "failed"
    return "done" if generation["state"] == "completed" else "running"


@pytest.mark.parametrize(
    "path, body",
    [
        ("/generations", {"prompt": "a tiger in snow", "model": "ray-1-6", "aspect_ratio": "16:9", "resolution": None, "duration": None, "loop": False}),
        ("/generations", {"prompt": "a tiger in snow", "model": "ray-2", "aspect_ratio": "16:9", "resolution": "540p", "duration": "5s", "loop": False}),
        ("/generations/image", {"prompt": "a tiger in snow", "model": "photon-1", "aspect_ratio": "16:9", "image_ref": [{"url": PICTURE, "weight": 0.85}]}),
    ],
)
def test_the_nodes_of_comfyui_itself(session, path, body):
    ends_well(verdicts(core_comfyui, session.life(session.create(path, body))))


# luma-api-mcp, the official MCP server: it waits for URLs, whatever the state.


def official_mcp(generation):
    assets = generation.get("assets") or {}
    return "done" if assets.get("image") or assets.get("video") else "running"


def test_the_official_mcp_server(session):
    created = session.create("/generations/image", {"prompt": "a tiger in snow", "aspect_ratio": "16:9", "model": "photon-1"})
    ends_well(verdicts(official_mcp, session.life(created)))


# bobtista/luma-ai-mcp-server: members of assets without asking whether there are any, JSON bodies on GET, DELETE.


def bobtista(generation):
    video = generation.get("assets", {}).get("video")
    if generation["state"] == "failed":
        return "failed"
    return "done" if generation["state"] == "completed" and video else "running"


def test_bobtistas_mcp_server_with_its_switch(session_with):
    session = session_with("--dream-machine-empty-assets")
    created = session.create("/generations", {"prompt": "a tiger in snow", "model": "ray-2", "loop": False})
    ends_well(verdicts(bobtista, session.life(created)))


def test_without_the_switch_bobtistas_rule_would_break(session):
    created = session.create("/generations", {"prompt": "a tiger in snow", "model": "ray-2"})
    with pytest.raises(AttributeError):
        bobtista(created)


def test_bobtistas_mcp_server_lists_with_a_body_and_deletes(session):
    created = session.create("/generations", {"prompt": "a tiger in snow", "model": "ray-2"})
    listed = session.http.request("GET", "/generations", content=json.dumps({"limit": 5, "offset": 0}))
    assert listed.status_code == 200 and listed.json()["generations"][0]["id"] == created["id"]
    gone = session.http.request("DELETE", f"/generations/{created['id']}", headers={"Content-Type": "application/json"})
    assert (gone.status_code, gone.content) == (204, b"")


# The WordPress plugin: any state but two is an error.


def wordpress(generation):
    if generation["state"] == "completed":
        assert generation["assets"]["video"]
        return "done"
    return "running" if generation["state"] == "dreaming" else f"error: {generation['failure_reason']}"


def test_the_wordpress_plugin_with_its_switch(session_with):
    session = session_with("--dream-machine-initial-state", "dreaming")
    created = session.create("/generations", {"prompt": "a tiger in snow", "aspect_ratio": "16:9", "loop": False})
    ends_well(verdicts(wordpress, session.life(created)))


def test_without_the_switch_the_plugin_would_see_an_error(session):
    assert wordpress(session.create("/generations", {"prompt": "a tiger in snow"})).startswith("error")


# @ai-sdk/luma: a schema for each answer, and images from the origin of the API only if that is a private one.


def vercel(generation):
    assert generation["state"] in ("queued", "dreaming", "completed", "failed")
    assert generation.get("failure_reason") is None or isinstance(generation["failure_reason"], str)
    assets = generation.get("assets")
    assert assets is None or isinstance(assets["image"], str), "an object must have an image"
    if generation["state"] == "failed":
        return "failed"
    return "done" if generation["state"] == "completed" and assets else "running"


def test_the_vercel_ai_sdk(session):
    body = {
        "prompt": "a tiger in snow",
        "aspect_ratio": "1:1",
        "model": "photon-1",
        "image": [{"url": PICTURE, "weight": 0.85}],
        "style": [{"url": PICTURE, "weight": 0.8}],
        "character": {"identity0": {"images": [PICTURE]}},
    }
    life = session.life(session.create("/generations/image", body))
    ends_well(verdicts(vercel, life))
    image = life[-1]["assets"]["image"]
    assert urlsplit(image)[:2] == urlsplit(session.base)[:2], "from another private address it would not be fetched"
    fetched = httpx.get(image, follow_redirects=True, trust_env=False)
    assert fetched.status_code == 200 and fetched.content.startswith(b"\xff\xd8\xff")


def test_the_vercel_ai_sdk_reads_our_refusals(session):
    answer = session.http.post("/generations/image", json={"prompt": 7})
    assert answer.status_code == 422
    for fault in answer.json()["detail"]:
        assert all(isinstance(fault[name], str) for name in ("type", "msg", "input"))
        assert all(isinstance(step, str) for step in fault["loc"])


# Swift clients of 2024: version instead of model, and assets that must be there.


def shipinkit(generation):
    assert isinstance(generation["version"], str)
    assert isinstance(generation["assets"], dict)
    return {"completed": "done", "failed": "failed"}.get(generation["state"], "running")


def test_swift_clients_with_their_switches(session_with):
    session = session_with("--dream-machine-empty-assets", "--dream-machine-emit-version")
    created = session.create("/generations", {"prompt": "a tiger in snow", "aspect_ratio": "16:9"})
    life = session.life(created)
    ends_well(verdicts(shipinkit, life))
    assert {generation["version"] for generation in life} == {generation["model"] for generation in life}


# agno and others: an SDK without a model, and polling by state and assets.


def test_clients_that_send_no_model(session):
    created = session.create("/generations", {"prompt": "a tiger in snow", "loop": False, "aspect_ratio": "16:9", "keyframes": None})
    life = session.life(created)
    ends_well(["done" if g["state"] == "completed" and g["assets"]["video"] else "running" for g in life])


# Hobby clients look for an error's text under its usual name, or take the raw body.


@pytest.mark.parametrize("body", [{"prompt": "ab"}, {"model": "sora"}, {"prompt": 7}])
def test_refusals_can_be_shown_as_they_are(session, body):
    answer = session.http.post("/generations", json=body)
    assert 400 <= answer.status_code < 500
    assert answer.text and answer.json()["detail"]
