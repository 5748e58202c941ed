"""What clients make of the server's answers, at every stage of a task.

The task object has no state: each client derives one in its own way, and some of the ways contradict each other. The rules
below are those of the clients' sources, written down by themselves; the answers are the server's. Two clients are here as
they are, to show that the rules are theirs.

Sources: `acedatacloud` 2026.10.20.0 (`_runtime/tasks.py`), `mcp-luma` 2026.10.18.4 (`tools/task_tools.py`, `core/utils.py`),
AceDataCloud/SDK (Go), AceDataCloud/Nexior (`src/models/luma.ts` and the preview of a task), AceDataCloud/LumaDify
(59208dcd and release 120439f), the vendor's n8n template, its page on asynchronous tasks and its guide to OpenAI tasks.
"""

import numbers

import httpx
import pytest
from acedatacloud._runtime import tasks as sdk

from support.stack import KEY
from support.waiting import wait_until

RUNNING, SUCCEEDED, FAILED = "running", "succeeded", "failed"

FAILED_WORDS = {"failed", "failure", "error", "cancelled", "canceled", "rejected"}
DONE_WORDS = {"succeed", "succeeded", "success", "completed", "complete", "finished"}


def walk(value, depth=0):
    """Members of a value and of what it holds, as name and value."""
    if depth > 6:
        return
    if isinstance(value, dict):
        for name, member in value.items():
            yield name, member
            yield from walk(member, depth + 1)
    elif isinstance(value, list):
        for element in value:
            yield from walk(element, depth + 1)


def is_url_name(name):
    return name == "url" or name.endswith(("_url", "_urls"))


def urls(value):
    for name, member in walk(value):
        for text in member if isinstance(member, list) else [member]:
            if is_url_name(name) and isinstance(text, str) and text.startswith("http"):
                yield text


def words(value):
    return {
        member.lower() for name, member in walk(value) if name in ("state", "status") and isinstance(member, str)
    }


def sdk_rule(task, is_finished, fallback):
    """The rules of the SDKs, which differ in how they see `finished_at` and where they look for addresses."""
    response = task.get("response") if task.get("response") is not None else task
    found = any(urls(fallback))
    said = words(response)
    if said & FAILED_WORDS:
        return FAILED
    if said & DONE_WORDS:
        return SUCCEEDED if found else FAILED
    if said:
        return RUNNING
    error = response.get("error")
    if response.get("success") is False and (found or (isinstance(error, dict) and error.get("code"))):
        return FAILED
    if is_finished:
        if response.get("success") is True:
            return SUCCEEDED
        if response.get("success") is False:
            return FAILED
        if found:
            return SUCCEEDED
    return SUCCEEDED if found else RUNNING


def python_sdk(task):
    finished = task.get("finished_at") is not None or (task.get("response") or {}).get("finished_at") is not None
    return sdk_rule(task, finished, task.get("response", task))


def go_sdk(task):
    """That the member is there is enough, be it null."""
    return sdk_rule(task, "finished_at" in task, task.get("response", task))


def typescript_sdk(task):
    response = task.get("response") if task.get("response") is not None else task
    return sdk_rule(task, task.get("finished_at") is not None, response)


def mcp_luma(task):
    response = task.get("response", {})
    # It takes members of this for granted: null ends it.
    assert response is not None
    state = str(task.get("state", "")).lower()
    if response.get("success") is True or task.get("success") is True or state in DONE_WORDS:
        return SUCCEEDED
    if response.get("success") is False or state in {"failed", "error", "cancelled", "canceled"}:
        return FAILED
    return RUNNING


def nexior(task):
    response = task.get("response")
    # What it shows of every task: times and the trace id.
    assert float(task["created_at"]) > 0 and task["trace_id"]
    assert "elapsed" not in task or isinstance(task["elapsed"], numbers.Real)
    if not response:
        return RUNNING
    if response.get("state") in ("pending", "processing"):
        return RUNNING
    if response.get("success") is True:
        # What it plays, and what the button for extending needs.
        assert response["video_url"] and response["video_id"] and response["prompt"]
        return SUCCEEDED
    if response.get("state") == "failed" or response.get("success") is False:
        assert response["error"]["message"]
        return FAILED
    return RUNNING


MEDIA_NAMES = {"video_url", "video_urls", "url"}


def luma_dify(task, scheme="http"):
    if task.get("success") is False or task.get("error"):
        return FAILED
    if "finished_at" in task and task["finished_at"] is None:
        return RUNNING
    response = task.get("response") or {}
    if response.get("success") is False or response.get("error"):
        return FAILED
    state = words(response)
    if state & FAILED_WORDS:
        return FAILED
    media = [v for n, v in walk(response) if n in MEDIA_NAMES and isinstance(v, str) and v.startswith(scheme)]
    if state and state <= DONE_WORDS:
        return SUCCEEDED
    if not state and (media or task.get("finished_at")):
        return SUCCEEDED
    return RUNNING


def n8n_template(task):
    response = task.get("response") or {}
    is_finished = isinstance(task.get("finished_at"), numbers.Real)
    if is_finished and response.get("success") is True and response.get("video_url"):
        return SUCCEEDED
    return FAILED if is_finished else RUNNING


def concept_page(task):
    if task.get("finished_at") or task.get("response"):
        return SUCCEEDED if (task.get("response") or {}).get("success") else FAILED
    return RUNNING


def openai_sample(task):
    """`if task and task.get("response")`"""
    if task and task.get("response"):
        return SUCCEEDED if task["response"].get("success") else FAILED
    return RUNNING


def real_sdk(task):
    """The Python SDK itself, which has no word for what is running."""
    return sdk.task_status(task) or RUNNING


RULES = [
    python_sdk,
    go_sdk,
    typescript_sdk,
    mcp_luma,
    nexior,
    luma_dify,
    n8n_template,
    concept_page,
    openai_sample,
]

# What could be mistaken for a result stands in every request: addresses, and words of state.
TRAPS = {
    "start_image_url": "https://images.example.com/a.jpg",
    "thumbnail_url": "https://images.example.com/t.jpg",
    "callback_url": "https://api.acedata.cloud/health",
    "custom": {"state": "completed", "success": True, "video_url": "https://videos.example.com/v.mp4"},
}


@pytest.fixture(scope="module")
def tasks(stack):
    """Tasks by the names of their stages, as the server answers them."""
    with httpx.Client(base_url=stack.server.base, trust_env=False, timeout=30) as http:
        http.headers["Authorization"] = f"Bearer {KEY}"

        def post(path, **body):
            return http.post(path, json=body).raise_for_status().json()

        def submit(prompt):
            return post("/luma/videos", prompt=prompt, **{"async": True}, **TRAPS)["task_id"]

        def ask(task_id):
            return post("/luma/tasks", id=task_id)

        def until(task_id, condition):
            return wait_until(lambda: (task := ask(task_id)) and condition(task) and task, "the stage is reached")

        found = {}
        never = submit("a clock without hands [[never]]")
        found["queued"] = ask(never)
        found["processing"] = until(never, lambda task: "started_at" in task)
        found["completed"] = until(submit("a volcano"), lambda task: "finished_at" in task)
        for code in ("content_moderated", "generation_failed", "budget_exhausted", "corrupt_input", "unheard_of"):
            failed = submit(f"a statue that melts [[fail={code}]]")
            found[f"failed: {code}"] = until(failed, lambda task: "finished_at" in task)
        yield found


STAGES = {
    "queued": RUNNING,
    "processing": RUNNING,
    "completed": SUCCEEDED,
    "failed: content_moderated": FAILED,
    "failed: generation_failed": FAILED,
    "failed: budget_exhausted": FAILED,
    "failed: corrupt_input": FAILED,
    "failed: unheard_of": FAILED,
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_client_reaches_the_right_verdict(tasks, rule, stage):
    task = tasks[stage]
    assert set(TRAPS) <= set(task["request"]), "the traps are set"
    assert rule(task) == STAGES[stage], task


@pytest.mark.parametrize("stage", STAGES)
def test_the_rule_of_the_sdk_is_the_one_in_its_source(tasks, stage):
    assert real_sdk(tasks[stage]) == python_sdk(tasks[stage]) == STAGES[stage]


def test_the_rules_tell_wrong_answers_from_right_ones(tasks):
    """They are the clients' rules only if they fall for what the clients fall for."""
    running, completed = tasks["processing"], tasks["completed"]
    absent = {name: value for name, value in running.items() if name != "response"}
    null = {**running, "response": None}
    assert python_sdk(absent) == real_sdk(absent) != RUNNING
    assert python_sdk(null) == real_sdk(null)
    assert typescript_sdk(null) != RUNNING
    with pytest.raises(AssertionError):
        mcp_luma(null)
    assert mcp_luma({**running, "response": {"state": "processing", "success": True}}) == SUCCEEDED
    assert concept_page({**running, "response": {"state": "processing"}}) != RUNNING
    assert luma_dify({**completed, "finished_at": None}) == RUNNING
    assert n8n_template({**completed, "finished_at": None}) == RUNNING
    mute = {**completed, "response": {**completed["response"], "video_url": None}}
    assert python_sdk(mute) == real_sdk(mute) == FAILED
    word = {**running, "response": {"state": "failed"}}
    assert mcp_luma(word) == RUNNING
    text = {**running, "response": {"success": False, "error": "it broke"}}
    assert python_sdk(text) == real_sdk(text) == RUNNING


def test_the_acknowledgement_is_not_finished_to_anyone(stack):
    answer = httpx.post(
        f"{stack.server.base}/luma/videos",
        json={"prompt": "a kite", "async": True, **TRAPS},
        headers={"Authorization": f"Bearer {KEY}"},
        trust_env=False,
        timeout=30,
    )
    assert list(answer.json()) == ["task_id"]
    assert not list(urls(answer.json()))
