"""Generated records of every shape and revision, in the documented orders of their time, and lists of them."""

import sys
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Benchmarks"))

from generate_history import Digits, History, text_of  # noqa: E402
from shapes import ACE_TASK, ACE_VIDEO, AGENTS, DREAM  # noqa: E402

# What makes a record, one for each shape and revision at least.
KINDS = []


def kind(method):
    """Marks a method that makes records."""
    KINDS.append(method)
    return method


def reordered(record, shape, revision, path=()):
    """A record with the members of an object in an older order; members that no order names stay at the end."""
    order = next(order for order in shape.orders if order.revision == revision and order.path == path)
    fields = [field.key for field in (shape.fields if not path else field_at(shape, path).fields)]
    places = order.keys + [key for key in fields if key not in order.keys]
    keys = sorted(record, key=lambda key: places.index(key) if key in places else len(places))
    return {key: record[key] for key in keys}


def field_at(shape, path):
    fields, field = shape.fields, None
    for key in path:
        field = next(field for field in fields if field.key == key)
        fields = field.fields
    return field


class Records(History):
    """Records from one source of chance."""

    def __init__(self, chance):
        super().__init__()
        self.random = chance

    def document(self):
        """A record, or a list of records, as a line of bytes."""
        return self.spelled(self.made(self.among(KINDS)))

    def made(self, method):
        return method(self)

    def spelled(self, value):
        string = encode_basestring_ascii if self.chance(0.3) else encode_basestring
        comma, colon = (",", ":") if self.chance(0.6) else (", ", ": ")
        return text_of(value, string, comma, colon).encode()

    # Agents

    @kind
    def agents_record(self):
        return self.agents()

    @kind
    def agents_in_sdk_order(self):
        record = self.agents()
        record.pop("x_debug", None)
        return reordered(record, AGENTS, "list-members-in-sdk-order")

    # AceData

    @kind
    def task(self):
        return self.acedata_task(2026)

    @kind
    def task_of_2024(self):
        record = self.acedata_task(2024)
        record["response"] = self.acedata_result(record["id"], record["request"]["prompt"])
        record.setdefault("finished_at", Digits("1725077566.241"))
        return reordered(record, ACE_TASK, "move-finished-at-beside-created-at")

    def finished_task(self, **members):
        record = self.acedata_task(2026)
        record.pop("x_debug", None)
        record |= {"finished_at": Digits("1725077566.241"), "elapsed": Digits("154.22"), **members}
        record["response"] = self.acedata_result(record["id"], record["request"]["prompt"])
        return reordered_as_now(record, ACE_TASK)

    @kind
    def task_with_type_first(self):
        record = self.finished_task(type=self.among(["videos", "images", "musics"]), job_id=self.hex(12))
        return reordered(record, ACE_TASK, "move-type-behind-user-id")

    @kind
    def task_of_a_guide(self):
        record = self.finished_task(type="videos")
        del record["api_id"]
        return reordered(record, ACE_TASK, "list-times-before-ids-of-the-account")

    @kind
    def task_of_a_sibling(self):
        record = self.finished_task()
        response = record["response"]
        record["response"] = {
            "success": True, "video_id": response["video_id"], "video_url": response["video_url"],
            "duration": "5.1", "state": self.among(["succeed", "completed", "processing"]), "task_id": record["id"]}
        return record

    @kind
    def failed_task_of_a_worker(self):
        record = self.finished_task()
        failure = self.acedata_failure(record["id"], record["trace_id"])
        record["response"] = reordered(failure, ACE_TASK, "list-ids-before-error", ("response",))
        return record

    @kind
    def task_of_a_client_test(self):
        record = self.finished_task()
        record["response"] = reordered(record["response"], ACE_TASK, "list-height-before-width", ("response",))
        return record

    @kind
    def snapshot(self):
        record = self.acedata_task(2026)
        record.pop("x_debug", None)
        for key in ("finished_at", "elapsed"):
            record.pop(key, None)
        record["response"] = {
            "task_id": record["id"],
            "data": {"video_id": self.id(), "state": self.among(["pending", "processing", "completed"])}}
        return record

    @kind
    def task_with_odd_values(self):
        """Kinds and words that no documentation has, where they may be."""
        record = self.finished_task()
        times = ["1725077411", "0.0", "1e9", "-1", "1725077411.000000000001", "253402300800"]
        record["created_at"] = self.among([Digits(time) for time in times] + ["2024-08-31T04:10:11Z", None, False])
        record["response"]["state"] = self.among(["queued", "succeeded", "FAILED", "", None])
        record["response"]["success"] = self.among([True, False, None, "yes"])
        record["response"]["video_url"] = self.among([None, "", record["response"]["video_url"]])
        if self.chance(0.3):
            record["response"]["error"] = self.among([None, "timed out", {"code": "busy"}, {"message": 1}, []])
        places = [field.key for field in field_at(ACE_TASK, ("response",)).fields]
        record["response"] = {key: record["response"][key] for key in sorted(record["response"], key=places.index)}
        return record

    @kind
    def video(self):
        record = self.acedata_body()
        return record if "state" in record or "error" in record else self.acedata_result(self.id(), self.prompt())

    @kind
    def video_of_the_specification(self):
        return self.acedata_result(self.id(), self.prompt(), specification_order=True)

    @kind
    def failed_video_of_a_worker(self):
        failure = self.acedata_failure(self.id(), self.id())
        return reordered(failure, ACE_VIDEO, "list-ids-before-error")

    @kind
    def video_of_a_client_test(self):
        return reordered(self.acedata_result(self.id(), self.prompt()), ACE_VIDEO, "list-height-before-width")

    @kind
    def acknowledgement(self):
        return self.among([
            {"task_id": self.id()}, {"success": True, "task_id": self.id()},
            {"success": True, "task_id": self.id(), "trace_id": self.id()}])

    @kind
    def batch(self):
        tasks = [self.made(self.among([Records.task, Records.task_of_2024, Records.snapshot]))
                 for _ in range(self.between(0, 4))]
        if self.chance(0.2):
            return {"items": tasks}
        return {"items": tasks, "count": len(tasks)}

    # Dream Machine

    @kind
    def generation(self):
        record = self.dream_machine()
        if self.chance(0.2):
            record["request"]["generation_type"] = self.among(
                ["upscale_video", "add_audio", "reframe_image", "reframe_video", "modify_video", "text", None])
        return record

    @kind
    def generation_with_version(self):
        return self.dream_machine_with_version()

    @kind
    def generation_of_the_first_specification(self):
        old = self.dream_machine_with_version()
        record = {"id": old["id"], "state": old["state"], "state_reason": old["failure_reason"],
                  "created_at": old["created_at"], "updated_at": old["created_at"]}
        record["assets"] = old["assets"] and {"thumbnail": f"https://example.com/{self.hex(6)}.jpg", **old["assets"]}
        return record | {"version": old["version"], "request": old["request"]}

    @kind
    def generation_with_type(self):
        record = {key: value for key, value in self.dream_machine().items() if key != "x_debug"}
        record = {("type" if key == "generation_type" else key): value for key, value in record.items()}
        record["request"] = {
            ("type" if key == "generation_type" else key): value for key, value in record["request"].items()}
        return record

    @kind
    def generation_with_model_object(self):
        record = self.dream_machine()
        record["model"] = {"name": "luma.ray", "version": "1.6", "description": "Luma Ray V1.6"}
        return record

    @kind
    def generation_in_sdk_order(self):
        record = {key: value for key, value in self.dream_machine().items() if key != "x_debug"}
        return reordered(record, DREAM, "list-members-in-sdk-order")

    @kind
    def list(self):
        made = [Records.generation, Records.generation_with_version, Records.generation_with_type]
        generations = [self.made(self.among(made)) for _ in range(self.between(0, 4))]
        return {"has_more": self.chance(0.5), "count": len(generations), "limit": 100, "offset": 0,
                "generations": generations}


def reordered_as_now(record, shape):
    places = [field.key for field in shape.fields]
    return {key: record[key] for key in sorted(record, key=places.index)}
