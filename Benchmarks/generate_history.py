#!/usr/bin/env python3
"""Writes a deterministic mixed history: one record a line, about 1 KB each.

usage: generate_history.py RECORDS FILE

The records are what years of polling three services leave behind: AceData tasks in the forms of 2024 and of 2026, its
flat bodies, Dream Machine generations with `model` and, older, with `version`, and generations of the Agents API.
Members stand in the documented orders of their time. The text is awkward on purpose: escapes, emoji, scripts of many
kinds, long prompts, numbers whose digits matter, compact and spaced separators. The same arguments give the same bytes
on every machine.
"""

import random
import sys
import uuid
from datetime import datetime, timedelta
from json.encoder import encode_basestring, encode_basestring_ascii

FIRST_DAY = datetime(2024, 8, 1)
SECONDS = 60_000_000  # until mid-2026
ACEDATA_API = "94fc9028-5a9f-4875-aae4-38463bd30ac5"

PLAIN_WORDS = (
    "slow dolly shot through a misty greenhouse at sunrise while paper lanterns drift over the harbour and an old "
    "clockmaker repairs one tiny brass bird handheld 35mm grain shallow focus rain on neon glass wide aerial view of "
    "salt flats two foxes running in fresh snow oil painting style golden light dust in the air"
).split()
OTHER_WORDS = [
    "Tōkyō", "naïve", "桜吹雪", "深い霧の中の灯台", "서울의 밤", "зимний лес", "سوق قديم", "🦊", "🎞️", "👩🏽‍🚀", "½",
]
ASIDES = ['she says "now" and', "first line\nsecond line", "left\tright", "C:\\frames\\take", "a/b"]

DREAM_MACHINE_REASONS = [
    "400: prompt not allowed because advanced moderation failed", "Contains blacklisted words", "Job failed",
    "Failed to read user input frames", "Frame moderation failed", "Error dispatching job", "Prompt processing failed",
]
ACEDATA_ERRORS = {
    "bad_request": "size width and height must be multiples of 16", "forbidden": "The content is not allowed.",
    "used_up": "Your balance is not sufficient.", "too_many_requests": "Too many requests, please retry later.",
    "api_error": "fetch failed", "timeout": "upstream timed out",
}
AGENTS_CODES = ["content_moderated", "generation_failed", "budget_exhausted", "corrupt_input", "rate_limited"]


class Digits(str):
    """A number by its text."""


class History:
    """One history in the making: the source of randomness, and a method for each kind of record."""

    def __init__(self):
        self.random = random.Random(20240831)

    # Values

    def chance(self, probability):
        return self.random.random() < probability

    def among(self, values):
        return values[int(self.random.random() * len(values))]

    def between(self, low, high):
        return low + int(self.random.random() * (high - low + 1))

    def id(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def hex(self, digits):
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def prompt(self):
        size = self.random.random()
        count = self.between(4, 24) if size < 0.6 else self.between(25, 110) if size < 0.94 else self.between(150, 600)
        words = [self.among(PLAIN_WORDS) for _ in range(count)]
        if self.chance(0.3):
            for _ in range(self.between(1, 5)):
                words[self.between(0, count - 1)] = self.among(OTHER_WORDS)
        if self.chance(0.12):
            words[self.between(0, count - 1)] = self.among(ASIDES)
        return " ".join(words)

    def moment(self):
        return FIRST_DAY + timedelta(seconds=self.between(0, SECONDS), milliseconds=self.between(0, 999))

    def epoch(self, moment):
        """Seconds since 1970, now and then with zeros at the end or without a fraction."""
        milliseconds = (moment - datetime(1970, 1, 1)) // timedelta(milliseconds=1)
        whole, fraction = divmod(milliseconds, 1000)
        if self.chance(0.04):
            return Digits(whole)
        digits = f"{fraction:03d}"
        return Digits(f"{whole}.{digits if self.chance(0.2) else digits.rstrip('0') or '0'}")

    def date(self, digits):
        """RFC 3339 with milliseconds, padded to `digits`; without a fraction for 0."""
        fraction = f".{self.between(0, 999):03d}".ljust(digits + 1, "0") if digits else ""
        return self.moment().isoformat(timespec="seconds") + fraction + "Z"

    def with_unknown_members(self, record):
        """Sometimes adds members that no documentation has."""
        if self.chance(0.04):
            record["x_debug"] = {
                "weights": [Digits("2.50"), Digits("-3e-7"), Digits("12345678901234567890"), 0, Digits("1E+2")],
                "flags": {"fast": True, "seen": None, "tags": []}, "note": self.among(OTHER_WORDS),
            }
        return record

    # AceData

    def acedata_result(self, id, prompt, specification_order=False):
        """The finished body, which is also the `response` of a task."""
        video = f"https://platform.cdn.acedata.cloud/luma/{id}.mp4"
        thumbnail = f"https://platform.cdn.acedata.cloud/luma/{id}.jpg"
        if specification_order:
            return {
                "state": "completed", "prompt": prompt, "success": True, "task_id": id, "video_id": self.id(),
                "video_url": video, "video_width": 1552, "video_height": 656, "thumbnail_url": thumbnail,
                "thumbnail_width": 1552, "thumbnail_height": 656,
            }
        return {
            "success": True, "task_id": id, "video_id": self.id(), "prompt": prompt, "video_url": video,
            "video_height": 752, "video_width": 1360, "state": "completed", "thumbnail_url": thumbnail,
            "thumbnail_width": 1360, "thumbnail_height": 752,
        }

    def acedata_failure(self, id, trace):
        code = self.among(list(ACEDATA_ERRORS))
        error = {"code": code, "message": ACEDATA_ERRORS[code]}
        return {"success": False, "task_id": id, "trace_id": trace, "error": error}

    def acedata_task(self, year):
        id, trace, prompt, moment = self.id(), self.id(), self.prompt(), self.moment()
        request = {"action": "extend" if self.chance(0.1) else "generate", "prompt": prompt}
        if self.chance(0.3):
            request["start_image_url"] = f"https://cdn.acedata.cloud/{self.hex(10)}.png"
        if self.chance(0.2):
            request["callback_url"] = f"https://hooks.example.com/{self.id()}"
        finished = self.epoch(moment + timedelta(milliseconds=self.between(40_000, 300_000)))
        fate = self.random.random()
        if fate < 0.82:
            response = self.acedata_result(id, prompt)
        elif fate < 0.93:
            response = self.acedata_failure(id, trace)
        else:
            finished = None
            state = self.among(["pending", "processing"])
            response = self.among([{}, None, {"success": True, "task_id": id, "state": state}])
        record = {"_id": self.hex(24), "id": id, "api_id": ACEDATA_API, "application_id": self.id()}
        record["created_at"] = self.epoch(moment)
        if year == 2026:
            record["started_at"] = self.epoch(moment)
            if finished:
                record["finished_at"] = finished
                record["elapsed"] = Digits(f"{self.between(40, 299)}.{self.between(0, 99):02d}")
        record |= {"credential_id": self.id(), "request": request, "trace_id": trace, "user_id": self.id()}
        record["response"] = response
        if year == 2024 and finished:
            record["finished_at"] = finished
        return self.with_unknown_members(record)

    def acedata_body(self):
        id = self.id()
        if self.chance(0.1):
            return {"success": True, "task_id": id, "trace_id": self.id()}
        if self.chance(0.1):
            return self.acedata_failure(id, self.id())
        result = self.acedata_result(id, self.prompt(), specification_order=self.chance(0.15))
        return self.with_unknown_members(result)

    # Dream Machine

    def keyframes(self):
        if self.chance(0.6):
            return None
        first = {"type": "image", "url": f"https://storage.cdn-luma.com/app_data/photon/{self.id()}_image.jpg"}
        return {"frame0": first, "frame1": None if self.chance(0.5) else {"type": "generation", "id": self.id()}}

    def dream_machine(self):
        """The form of 2025: every member is there, whatever its value."""
        is_image, assets = self.chance(0.2), None
        state = self.random.choices(["completed", "failed", "dreaming", "queued"], [82, 10, 6, 2])[0]
        folder = f"https://storage.cdn-luma.com/dream_machine/{self.id()}/{self.id()}"
        if state == "completed":
            video = None if is_image else f"{folder}_result{self.hex(16)}.mp4"
            image = f"{folder}_result.jpg" if is_image else f"{folder}_video_0_thumb.jpg"
            assets = {"video": video, "image": image, "progress_video": None}
        kind = "image" if is_image else "video"
        if is_image:
            model = self.among(["photon-1", "photon-flash-1"])
            reference = {"url": f"https://images.example.com/{self.hex(12)}.png", "weight": Digits("0.85")}
            request = {
                "generation_type": "image", "model": model, "prompt": self.prompt(),
                "aspect_ratio": self.among(["16:9", "1:1", "3:4"]), "callback_url": None,
                "image_ref": [reference] if self.chance(0.3) else None, "style_ref": None, "character_ref": None,
                "modify_image_ref": dict(reference, weight=Digits("1.0")) if self.chance(0.2) else None,
            }
        else:
            model = self.among(["ray-2", "ray-flash-2", "ray-1-6"])
            request = {
                "generation_type": "modify_video" if self.chance(0.05) else "video", "prompt": self.prompt(),
                "aspect_ratio": self.among(["16:9", "9:16", "1:1", "21:9"]), "loop": self.chance(0.2),
                "keyframes": self.keyframes(), "callback_url": None, "model": model,
                "resolution": self.among(["540p", "720p", "1080p", "4k"]), "duration": self.among(["5s", "9s"]),
                "concepts": None,
            }
        return self.with_unknown_members({
            "id": self.id(), "generation_type": kind, "state": state,
            "failure_reason": self.among(DREAM_MACHINE_REASONS) if state == "failed" else None,
            "created_at": self.date(6), "assets": assets, "model": model, "request": request,
        })

    def dream_machine_with_version(self):
        """The form of 2024: `version` where `model` is today, and only the assets that there are."""
        state = self.random.choices(["completed", "failed", "dreaming"], [85, 8, 7])[0]
        folder = f"https://storage.cdn-luma.com/lit_lite_inference_v1.6-xl/{self.id()}"
        file = f"{folder}/{self.id()}_video0{self.hex(32)}.mp4"
        request = {"prompt": self.prompt(), "aspect_ratio": "16:9", "loop": self.chance(0.3)}
        frames = self.keyframes()
        if frames:
            request["keyframes"] = frames
        return {
            "id": self.id(), "state": state,
            "failure_reason": self.among(DREAM_MACHINE_REASONS) if state == "failed" else None,
            "created_at": self.date(self.among([0, 3, 6])),
            "assets": {"video": file} if state == "completed" else None,
            "version": self.among(["v1.6", "ray-1-6"]), "request": request,
        }

    # Agents

    def agents(self):
        state = self.random.choices(["completed", "failed", "processing", "queued"], [84, 9, 5, 2])[0]
        kind, model, ending = self.among([
            ("image", "uni-1", "png"), ("image_edit", "uni-1-max", "jpeg"), ("video", "ray-3.2", "mp4"),
            ("video_edit", "ray-3.2", "mp4"),
        ])
        id = self.id()
        count = (4 if self.chance(0.15) else 1) if state == "completed" else 0
        output = [{
            "type": kind.split("_")[0],
            "url": f"https://storage.example.com/generations/{id[:8]}/{self.hex(6)}.{ending}"
            f"?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={self.hex(20)}%2F20260408%2Fus-east-1%2Fs3%2Faws4_request"
            f"&X-Amz-Date=20260408T120000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature={self.hex(64)}",
        } for _ in range(count)]
        record = {
            "id": id, "type": kind, "state": state, "model": model, "created_at": self.date(self.among([0, 3, 6])),
            "output": output, "failure_reason": self.prompt()[:120] if state == "failed" else None,
            "failure_code": self.among(AGENTS_CODES) if state == "failed" else None,
        }
        if self.chance(0.4):
            record["request"] = {"prompt": self.prompt(), "seed": self.random.getrandbits(53)}
        return self.with_unknown_members(record)

    # Lines

    def record(self):
        kinds = [
            lambda: self.acedata_task(2024), lambda: self.acedata_task(2026), self.acedata_body, self.dream_machine,
            self.dream_machine_with_version, self.agents,
        ]
        return self.random.choices(kinds, [22, 14, 8, 22, 10, 24])[0]()

    def line(self):
        string = encode_basestring_ascii if self.chance(0.4) else encode_basestring
        comma, colon = (",", ":") if self.chance(0.7) else (", ", ": ")
        return text_of(self.record(), string, comma, colon) + "\n"


def text_of(value, string, comma, colon):
    """JSON text with the given spelling of strings and separators."""
    if isinstance(value, Digits):
        return value
    if isinstance(value, str):
        return string(value)
    if isinstance(value, dict):
        members = [f'"{key}"{colon}{text_of(member, string, comma, colon)}' for key, member in value.items()]
        return "{" + comma.join(members) + "}"
    if isinstance(value, list):
        return "[" + comma.join([text_of(element, string, comma, colon) for element in value]) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def main():
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        sys.exit(__doc__.split("\n\n")[1])
    history = History()
    with open(sys.argv[2], "w", encoding="utf-8", newline="\n") as file:
        for _ in range(int(sys.argv[1])):
            file.write(history.line())


if __name__ == "__main__":
    main()
