"""Fixtures for tests of the simulator with the vendor's client of the Agents API.

A module of tests names this one in `pytest_plugins`, so that the others do without the client.
"""

import contextlib

import pytest

from support.agents_api import client
from support.stack import Simulator


@pytest.fixture(scope="session")
def simulator(binary):
    """A simulator in which a video takes 0.3 s."""
    with Simulator(binary, speed=200) as simulator:
        yield simulator


@pytest.fixture
def own_simulator(binary):
    """Makes a simulator for one test, with options of its own."""
    with contextlib.ExitStack() as programs:
        yield lambda **options: programs.enter_context(Simulator(binary, **options))


@pytest.fixture(params=["loose", "strict"])
def agents(request, simulator):
    """The client, as it is and in the mode in which it checks every answer against its schema."""
    with client(simulator, _strict_response_validation=request.param == "strict") as agents:
        yield agents
