"""Starts the program for the tests: a simulator of the Agents API and the server in front of it, over real sockets.

    .venv/bin/python -m pytest Tests/Clients --binary PATH

The clients are the packages that users have, unchanged, at the versions in Scripts/requirements.txt.
"""

import os
from pathlib import Path

import acedatacloud
import httpx
import lumaai
import pytest

from support.program import clean_environment
from support.stack import KEY, Stack


def pytest_addoption(parser):
    parser.addoption("--binary", type=Path, required=True, help="the built agents-compat")


@pytest.fixture(scope="session", autouse=True)
def environment():
    """Clients read settings from the environment too; none may leak into the tests."""
    with pytest.MonkeyPatch.context() as patch:
        kept = clean_environment()
        for name in list(os.environ):
            if name not in kept:
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def binary(pytestconfig):
    return pytestconfig.getoption("--binary").resolve(strict=True)


@pytest.fixture(scope="session")
def stack(binary, tmp_path_factory):
    """A stack for all tests that leave it as it was: a video takes 0.6 s, and the server looks every 50 ms."""
    with Stack(binary, tmp_path_factory.mktemp("stack")) as stack:
        yield stack


@pytest.fixture
def own_stack(binary, tmp_path):
    """Makes a stack for one test, with options of its own."""
    stacks = []

    def make(**options):
        stacks.append(Stack(binary, tmp_path, **options))
        return stacks[-1]

    yield make
    for stack in stacks:
        stack.close()


@pytest.fixture
def luma(stack):
    """The vendor's client of the Dream Machine API, in the mode in which it checks every answer against its schema."""
    with lumaai.LumaAI(auth_token=KEY, base_url=stack.server.dream_machine, _strict_response_validation=True) as client:
        yield client


@pytest.fixture
def ace(stack):
    """The vendor's client of AceData."""
    with acedatacloud.AceDataCloud(KEY, base_url=stack.server.base) as client:
        yield client


@pytest.fixture
def http(stack):
    """A plain client, for what the vendors' do not show."""
    with httpx.Client(base_url=stack.server.base, trust_env=False, timeout=30) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        yield client
