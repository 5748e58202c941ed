"""Sizes and thumbnails, read by the installed ffprobe and ffmpeg: the vendors' clients see them where they used to be."""

import json
import stat
import uuid

import acedatacloud
import httpx
import lumaai
import pytest
from acedatacloud._runtime.tasks import artifact_urls

from support.media import download, is_mp4, jpeg_size
from support.receiver import Receiver
from support.stack import KEY
from support.waiting import wait_until

POLLING = {"poll_interval": 0.05, "max_wait": 20}
UNKNOWN = ["video_height", "video_width", "thumbnail_url", "thumbnail_width", "thumbnail_height"]


@pytest.fixture
def probing(own_stack):
    return own_stack(probe=None)


@pytest.fixture
def ace(probing):
    with acedatacloud.AceDataCloud(KEY, base_url=probing.server.base) as client:
        yield client


@pytest.fixture
def luma(probing):
    with lumaai.LumaAI(auth_token=KEY, base_url=probing.server.dream_machine, max_retries=0) as client:
        yield client


def tasks(client, **body):
    return client.luma._transport.request("POST", "/luma/tasks", json=body)


def made(client):
    """A finished video, and the finished body as the client got it first."""
    handle = client.luma.generate(prompt="a lighthouse")
    return handle, handle.wait(**POLLING)["response"]


def known(client, handle):
    """The task once its video has been looked into."""
    return wait_until(
        lambda: (now := tasks(client, id=handle.id))["response"]["video_width"] and now, "the video is looked into"
    )


def status(url):
    return httpx.get(url, trust_env=False).status_code


def test_they_appear_in_the_finished_body_and_go_with_the_task(probing, ace):
    handle, first = made(ace)
    task = known(ace, handle)
    response = task["response"]
    assert list(response) == list(first)
    assert {name: value for name, value in response.items() if name not in UNKNOWN} == {
        name: value for name, value in first.items() if name not in UNKNOWN
    }
    assert (response["video_width"], response["video_height"]) == (64, 36)
    assert response["thumbnail_url"].startswith(f"{probing.server.base}/media/")
    size = (response["thumbnail_width"], response["thumbnail_height"])
    assert jpeg_size(download(response["thumbnail_url"])) == size == (64, 36)
    # The client counts every address as a result, the first one as the one that matters.
    assert artifact_urls(task) == [response["video_url"], response["thumbnail_url"]]
    assert tasks(ace, action="retrieve_batch", ids=[handle.id])["items"] == [task]
    head = httpx.head(response["thumbnail_url"], trust_env=False)
    assert (head.status_code, head.headers["Content-Type"], head.content) == (200, "image/jpeg", b"")

    assert tasks(ace, action="delete", id=handle.id) == {"id": handle.id, "deleted": True}
    assert [status(response[name]) for name in ("thumbnail_url", "video_url")] == [410, 410]


def test_the_thumbnail_is_the_image_among_the_assets(luma):
    video = luma.generations.create(model="ray-2", prompt="a lighthouse")
    generation = wait_until(
        lambda: (now := luma.generations.get(video.id)).state == "completed" and now.assets.image and now,
        "the video is looked into",
    )
    assert is_mp4(download(generation.assets.video))
    assert generation.assets.progress_video is None
    assert jpeg_size(download(generation.assets.image)) == (64, 36)
    assert [item.assets.image for item in luma.generations.list(limit=1).generations] == [generation.assets.image]
    luma.generations.delete(video.id)
    assert status(generation.assets.image) == 410


def test_whoever_waits_for_a_video_does_not_wait_for_them(own_stack, tmp_path):
    hanging = tmp_path / "programs"
    hanging.mkdir()
    for name in ("ffprobe", "ffmpeg"):
        program = hanging / name
        program.write_text("#!/bin/sh\nexec /bin/sleep 1000\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with Receiver() as receiver:
        stack = own_stack(
            probe=None, environment={"PATH": str(hanging)}, arguments=["--callback-private", "allow"]
        )
        with acedatacloud.AceDataCloud(KEY, base_url=stack.server.base) as client:
            body = client.luma.generate(prompt="a lighthouse", async_=False).wait(**POLLING)
            body = body.get("response", body)
            assert [body[name] for name in UNKNOWN] == [None] * 5
            handle = client.luma.generate(prompt="a beacon", callback_url=f"{receiver.url}hook")
            told = wait_until(lambda: receiver.received and json.loads(receiver.received[-1][1]), "the end is told")
            assert told == tasks(client, id=handle.id)["response"]
            assert [told[name] for name in UNKNOWN] == [None] * 5
        # A program that hangs does not hold the server up either.
        assert stack.server.stop() == 0


def test_they_outlive_the_server(probing, ace):
    handle, _ = made(ace)
    response = known(ace, handle)["response"]
    probing.kill_and_restart_server(probe="off")
    assert tasks(ace, id=handle.id)["response"] == response
    assert jpeg_size(download(response["thumbnail_url"])) == (64, 36)


def test_the_next_run_catches_up_and_tidies_up(own_stack):
    stack = own_stack(probe="off")
    with acedatacloud.AceDataCloud(KEY, base_url=stack.server.base) as client:
        handle, _ = made(client)
        folder = stack.store.with_name(stack.store.name + ".probe")
        left = folder / "ab" / f"ab{str(uuid.uuid4())[2:]}"
        left.mkdir(parents=True)
        (left / "0.partial").write_bytes(b"what a crash has left")
        stack.kill_and_restart_server(probe="auto")
        known(client, handle)
    assert not left.exists()
    assert stack.server.stop() == 0
    assert not folder.exists()


@pytest.mark.parametrize("way", ["flag", "environment", "file", "no program"])
def test_they_can_be_done_without(own_stack, tmp_path, way):
    options = {"probe": "off"} if way == "flag" else {"probe": None}
    if way == "environment":
        options["environment"] = {"AGENTS_COMPAT_PROBE": "off"}
    elif way == "file":
        (tmp_path / "config.json").write_text('{"probe": "off"}')
        options["arguments"] = ["--config", tmp_path / "config.json"]
    elif way == "no program":
        options["environment"] = {"PATH": str(tmp_path)}
    stack = own_stack(**options)
    with acedatacloud.AceDataCloud(KEY, base_url=stack.server.base) as client:
        handle, _ = made(client)
        made(client)
        assert [tasks(client, id=handle.id)["response"][name] for name in UNKNOWN] == [None] * 5
    assert not stack.store.with_name(stack.store.name + ".probe").exists()
