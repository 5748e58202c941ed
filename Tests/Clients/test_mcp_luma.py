"""`mcp-luma` 2026.10.18.4 against the server: its tools in process, and the real server over standard input and output."""

import asyncio
import importlib
import json
import os
import shutil
import sys
import uuid
from pathlib import Path

import pytest

from support.media import download, is_mp4
from support.program import clean_environment
from support.stack import KEY, submissions

pytest.importorskip("mcp", reason="mcp-luma needs a newer Python")


class Tools:
    """The tools' functions, called without the protocol around them."""

    def __init__(self, client, videos, tasks):
        self.client = client
        self._modules = [videos, tasks]

    def __getattr__(self, name):
        function = next(getattr(module, name) for module in self._modules if hasattr(module, name))
        return lambda **arguments: json.loads(asyncio.run(function(**arguments)))

    def finish(self, task_id):
        """Asks for a task until the tool says that nobody need ask again."""
        while True:
            task = self.luma_get_task(task_id=task_id)
            guidance = task["mcp_task_polling"]
            assert guidance["should_poll"] is not (guidance["is_complete"] or guidance["is_failed"])
            if not guidance["should_poll"]:
                return task


@pytest.fixture(scope="module")
def tools(stack):
    """The package reads its settings when it is imported, so it is imported for this server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACEDATACLOUD_API_BASE_URL", stack.server.base)
        patch.setenv("ACEDATACLOUD_API_TOKEN", KEY)
        patch.setenv("LUMA_REQUEST_TIMEOUT", "20")
        patch.setenv("LOG_LEVEL", "ERROR")
        client = importlib.import_module("core.client").client
        videos, tasks = (importlib.import_module(f"tools.{name}") for name in ("video_tools", "task_tools"))

        async def no_time(_):
            await asyncio.sleep(0.02)

        class Clock:
            """It waits five seconds itself while a task is unfinished."""

            sleep = staticmethod(no_time)

        patch.setattr(tasks, "asyncio", Clock)
        assert client.base_url == stack.server.base
        yield Tools(client, videos, tasks)


@pytest.fixture
def as_key(tools, monkeypatch):
    return lambda key: monkeypatch.setattr(tools.client, "api_token", key)


def test_a_video_is_generated_and_waited_for(tools):
    submitted = tools.luma_generate_video(prompt="a volcano", aspect_ratio="9:16", loop=True)
    assert submitted["mcp_async_submission"]["should_poll"] is True
    assert str(uuid.UUID(submitted["task_id"])) == submitted["task_id"]
    task = tools.finish(submitted["task_id"])
    assert task["mcp_task_polling"]["is_complete"] is True
    assert is_mp4(download(task["response"]["video_url"]))
    # What it sent, its nulls included.
    assert task["request"] == {
        "action": "generate", "prompt": "a volcano", "aspect_ratio": "9:16", "loop": True, "enhancement": True,
        "timeout": None, "callback_url": None, "async": True,
    }


def test_a_video_is_made_of_images(tools):
    submitted = tools.luma_generate_video_from_image(
        prompt="the door opens",
        start_image_url="https://images.example.com/a.jpg",
        end_image_url="https://images.example.com/b.jpg",
    )
    # The addresses in the request are no results: it asks again, until there is one.
    assert tools.finish(submitted["task_id"])["response"]["success"] is True


def test_a_video_goes_on_by_its_id_and_by_its_address(tools):
    first = tools.finish(tools.luma_generate_video(prompt="a road")["task_id"])["response"]
    for submitted in [
        tools.luma_extend_video(video_id=first["video_id"], prompt="the road ends"),
        tools.luma_extend_video_from_url(video_url=first["video_url"], prompt="the road turns"),
    ]:
        assert tools.finish(submitted["task_id"])["response"]["success"] is True


def test_an_unfinished_task_is_asked_for_again(tools):
    submitted = tools.luma_generate_video(prompt="a clock without hands [[never]]")
    for _ in range(3):
        guidance = tools.luma_get_task(task_id=submitted["task_id"])["mcp_task_polling"]
        assert (guidance["is_complete"], guidance["is_failed"], guidance["should_poll"]) == (False, False, True)


def test_a_failed_task_is_failed(tools):
    submitted = tools.luma_generate_video(prompt="a statue that melts [[fail=content_moderated]]")
    task = tools.finish(submitted["task_id"])
    assert task["mcp_task_polling"]["is_failed"] is True
    assert task["response"]["error"]["code"] == "forbidden"


def test_a_batch_leaves_unknown_tasks_out(tools):
    ids = [tools.luma_generate_video(prompt=f"number {index}")["task_id"] for index in range(3)]
    batch = tools.luma_get_tasks_batch(task_ids=[ids[2], str(uuid.uuid4()), ids[0]])
    assert [item["id"] for item in batch["items"]] == [ids[2], ids[0]]
    assert batch["count"] == 2


def test_an_unknown_task_is_no_fault(tools):
    assert "id" not in tools.luma_get_task(task_id=str(uuid.uuid4()))


@pytest.mark.parametrize(
    "key, message",
    [
        ("t0k", "The specified token is invalid or wrong."),
        ("luma-api-expired", "token expired."),
        ("luma-api-broke", None),
        ("luma-api-suspended", None),
    ],
)
def test_whoever_may_not_is_told_why(tools, as_key, key, message):
    exceptions = importlib.import_module("core.exceptions")
    as_key(key)
    with pytest.raises(exceptions.LumaAuthError) as caught:
        tools.luma_generate_video(prompt="a locked door")
    assert message is None or message in str(caught.value)
    assert str(caught.value)


@pytest.mark.parametrize(
    "call, code",
    [
        (lambda tools: tools.luma_generate_video(prompt=""), "bad_request"),
        (lambda tools: tools.luma_extend_video(video_id=str(uuid.uuid4()), prompt="p"), "bad_request"),
        (lambda tools: tools.luma_extend_video_from_url(video_url="https://v.example.com/v.mp4", prompt="p"), "bad_request"),
        (
            lambda tools: tools.luma_extend_video(
                video_id=str(uuid.uuid4()), prompt="p", end_image_url="https://images.example.com/b.jpg"
            ),
            "api_not_implemented",
        ),
        (lambda tools: tools.luma_generate_video(prompt="p", timeout=-1), "bad_request"),
        (lambda tools: tools.luma_generate_video(prompt="x [[http=429]]"), "too_many_requests"),
        (lambda tools: tools.luma_generate_video(prompt="x [[http=413]]"), "request_too_large"),
        (lambda tools: tools.luma_generate_video(prompt="x [[http=500]]"), "api_error"),
        (lambda tools: tools.luma_generate_video(prompt="x [[http=503]]"), "api_error"),
    ],
)
def test_a_refusal_has_its_code_and_message(tools, call, code):
    exceptions = importlib.import_module("core.exceptions")
    with pytest.raises(exceptions.LumaAPIError) as caught:
        call(tools)
    assert caught.value.code == code
    assert caught.value.message


def test_the_real_server_makes_and_finds_a_video(stack, tmp_path):
    """Over the protocol: a client starts `mcp-luma`, which calls this server."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    command = Path(sys.executable).with_name("mcp-luma")
    assert command.exists() or shutil.which("mcp-luma")
    settings = {
        "ACEDATACLOUD_API_BASE_URL": stack.server.base,
        "ACEDATACLOUD_API_TOKEN": KEY,
        "LUMA_REQUEST_TIMEOUT": "20",
        "LOG_LEVEL": "ERROR",
        "PATH": os.environ["PATH"],
    }
    parameters = StdioServerParameters(
        command=str(command), args=[], env=clean_environment(**settings), cwd=str(tmp_path)
    )

    async def run():
        with open(tmp_path / "messages", "w") as messages:
            async with stdio_client(parameters, errlog=messages) as (reading, writing):
                async with ClientSession(reading, writing) as session:
                    await session.initialize()

                    async def call(name, **arguments):
                        result = await session.call_tool(name, arguments)
                        return result, result.content[0].text

                    names = {tool.name for tool in (await session.list_tools()).tools}
                    assert {"luma_generate_video", "luma_extend_video", "luma_get_task", "luma_get_tasks_batch"} <= names
                    _, text = await call("luma_generate_video", prompt="a kite", aspect_ratio="9:16")
                    task_id = json.loads(text)["task_id"]
                    while True:
                        # Whole tasks only: an unfinished one would make it wait for five seconds.
                        _, text = await call("luma_get_tasks_batch", task_ids=[task_id])
                        if json.loads(text)["items"][0]["response"]:
                            break
                        await asyncio.sleep(0.02)
                    _, text = await call("luma_get_task", task_id=task_id)
                    task = json.loads(text)
                    assert task["mcp_task_polling"]["is_complete"] is True
                    _, text = await call("luma_extend_video", video_id=task["response"]["video_id"], prompt="on")
                    assert json.loads(text)["task_id"]
                    refused, text = await call("luma_extend_video", video_id=str(uuid.uuid4()), prompt="on")
                    assert refused.isError or "cannot be extended" in text

    with submissions(stack.simulator) as sent:
        asyncio.run(asyncio.wait_for(run(), 60))
    assert sent == {"201": 2}
