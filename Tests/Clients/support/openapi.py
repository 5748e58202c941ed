"""Servers against their own OpenAPI documents: whatever is sent, they answer what the document says.

Schemathesis makes the requests from the document: its examples, values at the bounds, random valid and invalid ones, and
chains of calls along the links. The seed is fixed, so that a run can be repeated.
"""

import importlib.util
import json
import re
import subprocess
import sys

import httpx
import pytest

from support.program import clean_environment
from support.stack import KEY

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)

needs_schemathesis = pytest.mark.skipif(
    importlib.util.find_spec("schemathesis") is None, reason="Schemathesis needs a newer Python"
)


def explore(url, folder, *selection, examples, phases="examples,coverage,fuzzing", checks=CHECKS):
    """Sends requests to what a document describes; the number of cases that were sent, all of which passed."""
    arguments = [
        *["--seed", "1", "--max-examples", examples, "--phases", phases],
        *["--generation-database", "none", "--request-timeout", "10", "--max-failures", "5", "--warnings", "off"],
        *["--no-color", "--header", f"Authorization: Bearer {KEY}", "--checks", ",".join(checks), *selection],
    ]
    run = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", url, *map(str, arguments)],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
    found = re.search(r"(\d+) generated, (\d+) passed", run.stdout)
    assert found and found[1] == found[2], run.stdout
    return int(found[1])


def read_document(url):
    """A document that tools can read: no key stands twice, and every reference leads somewhere."""
    answer = httpx.get(url, trust_env=False, timeout=10)
    assert answer.headers["Content-Type"] == "application/json"
    objects = []
    document = json.loads(answer.content, object_pairs_hook=lambda pairs: objects.append(pairs) or dict(pairs))
    assert document["openapi"] == "3.1.0"
    assert all(len(dict(pairs)) == len(pairs) for pairs in objects), "a key stands twice"
    for path in set(re.findall(r'"\$ref": *"#/([^"]+)"', answer.text)):
        value = document
        for step in path.split("/"):
            value = value[step]
    return document
