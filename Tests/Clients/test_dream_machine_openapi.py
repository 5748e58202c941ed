"""The server against its own description of the Dream Machine API."""

import pytest

from support.openapi import explore, needs_schemathesis, read_document


@pytest.fixture
def fast_stack(own_stack):
    """Images take 3 ms, so that calls that wait for them do not take long."""
    return own_stack(simulator_options={"speed": 10_000}, poll_speed=10_000)


def url(stack):
    return f"{stack.server.dream_machine}/openapi.json"


@needs_schemathesis
def test_the_server_answers_what_the_document_says(fast_stack, tmp_path):
    # Where the operator has set no balance, a 501 says so: another test asks for it.
    assert explore(url(fast_stack), tmp_path, "--exclude-path", "/credits", examples=15) > 300
    # It is about more than refusals, and the most that the Agents API objects to is an address that it cannot fetch.
    sent = fast_stack.simulator.submissions()
    assert sent.get("201", 0) > 10
    assert set(sent) <= {"201", "422"}, sent


def test_the_document_names_every_route(stack):
    paths = read_document(url(stack))["paths"]
    assert {method for path in paths.values() for method in path} == {"get", "post", "delete", "parameters"}
    assert sorted(paths) == [
        "/credits",
        "/generations",
        "/generations/camera_motion/list",
        "/generations/concepts/list",
        "/generations/image",
        "/generations/image/reframe",
        "/generations/video",
        "/generations/video/modify",
        "/generations/video/reframe",
        "/generations/{id}",
        "/generations/{id}/audio",
        "/generations/{id}/upscale",
        "/openapi.json",
        "/ping",
    ]
