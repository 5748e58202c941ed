#!/usr/bin/env python3
"""Normalises a mixed history with orjson: what a careful Python user would write.

usage: orjson_normalize.py [--json] FILE > canonical.ndjson

It is the yardstick for `agents-compat normalize`. Each line becomes the same canonical line: canonical members, provenance with
revisions, what the canonical members do not carry (residue), and which of them were computed (derived). It knows the
records that `generate_history.py` writes and stops at the first line that is no record. Unlike the tool it trusts its
input: duplicate keys, members of a wrong kind, batches and documents that span lines are not looked at, nothing can be
turned back, and digits of numbers may change. `--json` uses the standard library instead of orjson.
"""

import gc
import sys
from datetime import datetime, timezone

ACEDATA_STATES = {"completed": "completed", "failed": "failed", "pending": "queued", "processing": "processing"}
ACEDATA_CODES = {
    "bad_request": "invalid_request", "forbidden": "content_moderated", "used_up": "budget_exhausted",
    "request_too_large": "image_too_large", "too_many_requests": "rate_limited", "api_error": "generation_failed",
}
DREAM_MACHINE_STATES = {"dreaming": "processing"}
DREAM_MACHINE_KINDS = {
    "video": "video", "image": "image", "modify_video": "video_edit", "reframe_video": "video_reframe",
    "upscale_video": "video", "add_audio": "video", "reframe_image": "image_edit",
}
MODERATION_TEXTS = ("moderation", "blacklisted word", "prompt not allowed")
CANONICAL = ("id", "type", "state", "model", "created_at", "output", "failure_reason", "failure_code")
UTC = timezone.utc


def date_of(seconds):
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def stands_after(record, key, other):
    """Whether `key` stands behind `other`, where both are there."""
    if key not in record or other not in record:
        return False
    keys = list(record)
    return keys.index(key) > keys.index(other)


def line(shape, canonical, residue, derived, revisions=None):
    dialect, _, name = shape.partition(":")
    provenance = {"dialect": dialect, "shape": name}
    if revisions:
        provenance["revisions"] = revisions
    if residue:
        provenance["residue"] = residue
    if derived:
        provenance["derived"] = derived
    canonical["provenance"] = provenance
    return canonical


def acedata_outcome(result, is_finished, canonical, derived):
    """Fills what a finished body says, whether it stands alone or in a task."""
    video = result.pop("video_url", None)
    state = result.get("state")
    if result.get("success") is False:
        canonical["state"] = "failed"
        if state == "failed":
            del result["state"]
        else:
            derived.append("state")
    elif state is not None:
        canonical["state"] = ACEDATA_STATES.get(state, state)
        del result["state"]
    else:
        canonical["state"] = "completed" if video or (is_finished and result.get("success")) else "queued"
        derived.append("state")
    reason = code = None
    error = result.get("error")
    if error is not None:
        reason = error.pop("message", None)
        if error.get("code") in ACEDATA_CODES:
            code = ACEDATA_CODES[error.pop("code")]
        if not error:
            del result["error"]
    if reason is None:
        derived.append("failure_reason")
    if code is None:
        derived.append("failure_code")
    return [{"type": "video", "url": video}] if video else [], reason, code


def acedata_task(record):
    revisions = ["move-finished-at-beside-created-at"] if stands_after(record, "finished_at", "response") else None
    canonical, derived = {"id": record.pop("id"), "type": "video"}, ["type"]
    response = record.get("response")
    is_finished = record.get("finished_at") is not None
    outcome = acedata_outcome(response or {}, is_finished, canonical, derived)
    if "created_at" in record:
        canonical["created_at"] = date_of(record.pop("created_at"))
    canonical["output"], canonical["failure_reason"], canonical["failure_code"] = outcome
    return line("acedata:task", canonical, record, derived, revisions)


def acedata_body(record):
    if not ("video_url" in record or "video_id" in record or "state" in record or "error" in record):
        canonical = {"id": record.pop("task_id"), "type": "video", "state": "queued", "output": []}
        canonical["failure_reason"] = canonical["failure_code"] = None
        derived = ["type", "state", "failure_reason", "failure_code"]
        return line("acedata:acknowledgement", canonical, record, derived)
    revisions = ["list-members-in-service-order"] if stands_after(record, "success", "state") else None
    canonical, derived = {"id": record.pop("task_id"), "type": "video"}, ["type"]
    outcome = acedata_outcome(record, False, canonical, derived)
    canonical["output"], canonical["failure_reason"], canonical["failure_code"] = outcome
    return line("acedata:video", canonical, record, derived, revisions)


def dream_machine(record):
    canonical, derived, revisions = {"id": record.pop("id")}, [], None
    request = record.get("request") or {}
    word = request.get("generation_type", request.get("type"))
    kind = DREAM_MACHINE_KINDS.get(word)
    if word == "image" and isinstance(request.get("modify_image_ref"), dict):
        kind = "image_edit"
    assets = record.get("assets") or {}
    own = record.pop("generation_type", None)
    if own is None:
        derived.append("type")
        kind = kind or ("video" if assets.get("video") else "image" if assets.get("image") else None)
        if kind is None:
            derived.pop()
    kind = kind or own
    if kind is not None:
        canonical["type"] = kind
    state = record.pop("state")
    canonical["state"] = DREAM_MACHINE_STATES.get(state, state)
    if "model" in record:
        canonical["model"] = record.pop("model")
    elif "version" in record:
        canonical["model"], revisions = record.pop("version"), ["model-replaces-version"]
    if "created_at" in record:
        canonical["created_at"] = record.pop("created_at")
    output = canonical["output"] = []
    for asset in ("video", "image"):
        # The image of a video is its thumbnail.
        if assets.get(asset) and not (asset == "image" and kind and kind.startswith("video")):
            output.append({"type": asset, "url": assets.pop(asset)})
            if not assets:
                del record["assets"]
    if "failure_reason" not in record:
        derived.append("failure_reason")
    reason = canonical["failure_reason"] = record.pop("failure_reason", None)
    canonical["failure_code"] = None
    if state == "failed" and reason:
        text = reason.lower()
        if any(part in text for part in MODERATION_TEXTS):
            canonical["failure_code"] = "content_moderated"
        elif "failed to read user input" in text:
            canonical["failure_code"] = "corrupt_input"
    derived.append("failure_code")
    return line("dream-machine:generation", canonical, record, derived, revisions)


def agents(record):
    canonical = {}
    for key in CANONICAL:
        if key in record:
            canonical[key] = record.pop(key)
    return line("agents:generation", canonical, record, None)


def normalized(record):
    if "output" in record:
        return agents(record)
    if "task_id" in record:
        return acedata_body(record)
    if "assets" in record or "generation_type" in record or "version" in record:
        return dream_machine(record)
    if "id" in record and ("response" in record or "request" in record or "finished_at" in record):
        return acedata_task(record)
    raise ValueError("a record of no known shape")


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--json"]:
        from json import dumps, loads

        def text_of(record):
            return dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    else:
        from orjson import OPT_APPEND_NEWLINE, dumps, loads

        def text_of(record):
            return dumps(record, option=OPT_APPEND_NEWLINE)
    gc.disable()  # records hold no cycles
    with open(arguments[-1], "rb", buffering=1 << 20) as source, open(1, "wb", buffering=1 << 20) as target:
        for text in source:
            target.write(text_of(normalized(loads(text))))


if __name__ == "__main__":
    main()
