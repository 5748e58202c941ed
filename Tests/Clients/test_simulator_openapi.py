"""The simulator against its own OpenAPI document."""

import pytest

from support.openapi import CHECKS, explore, needs_schemathesis, read_document
from support.stack import PLENTY, Simulator

# What does not fit the schema is refused. In chains the tool takes some forms that do fit for ones that do not.
REJECTION = "negative_data_rejection"
SERVICE = ("--exclude-path-regex", "^/_simulator/")


@pytest.fixture
def simulator(binary):
    with Simulator(binary, speed=1000, rpm=PLENTY, concurrent=PLENTY) as simulator:
        yield simulator


def url(simulator):
    return f"{simulator.base}/_simulator/openapi.json"


@needs_schemathesis
def test_the_service_answers_what_the_document_says(simulator, tmp_path):
    checks = (*CHECKS, "ensure_resource_availability")
    assert explore(url(simulator), tmp_path, *SERVICE, examples=12, checks=(*checks, REJECTION)) > 1000
    assert explore(url(simulator), tmp_path, *SERVICE, examples=12, phases="stateful", checks=checks) > 50
    # It is about more than refusals.
    requests = simulator.stats()["requests"]
    assert requests["POST /v1/generations"]["201"] >= 6
    assert requests["GET /v1/generations/{id}"]["200"] > 0
    assert requests["POST /v1/files"]["201"] > 0
    assert {"200", "422"} <= set(requests["GET /v1/files"])
    assert requests["DELETE /v1/files/{id}"]["204"] > 0
    assert not [
        (route, status)
        for route, endings in requests.items()
        for status in endings
        if status.startswith("5") or status in ("disconnected", "unanswered")
    ]


# By itself: the faults that it asks for would befall the others.
@needs_schemathesis
def test_the_control_routes_answer_what_the_document_says(simulator, tmp_path):
    checks = (*CHECKS, REJECTION)
    assert explore(url(simulator), tmp_path, "--include-path-regex", "^/_simulator/", examples=12, checks=checks) > 100


def test_the_document_is_one_that_tools_can_read(simulator):
    paths = read_document(url(simulator))["paths"]
    operations = [operation for item in paths.values() for operation in item.values() if "operationId" in operation]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
