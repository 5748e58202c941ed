"""Clients that submit under load, as those that people have: they repeat what got no answer by themselves."""

import itertools
import json
import random
import threading
import time
import uuid

import httpx
import lumaai

KEYS = [f"luma-api-chaos-{number}" for number in range(4)]
LOST = (httpx.TransportError, lumaai.APIConnectionError)


class Submission:
    """One wish of one user, however often its client sends it."""

    def __init__(self, number, kind, key):
        self.number, self.kind, self.key = number, kind, key
        self.prompt = f"chaos {number}"
        self.id = None
        # Where its file is, once it was seen.
        self.link = None
        # Why there was no answer, or none that is one, the last time.
        self.refusal = None
        self.has_hook = kind != "blocking"
        # Whether it may be gone, and whether the server has said that it is.
        self.is_deleted = False
        self.was_deleted = False


class Load:
    """Submits until it is told to stop."""

    KINDS = ["lumaai", "dream-machine", "acedata", "idempotency-key", "blocking"]

    def __init__(self, base, receiver, seed, threads=8, pause=0.15):
        self.base, self.receiver, self.pause = base, receiver, pause
        self.submissions = []
        self.problems = []
        # What was sent again with its key after it was answered: the submission, and the id in the new answer.
        self.repeats = []
        # Numbers of submissions whose last callback an operator has sent again.
        self.replayed = set()
        self.looks = 0
        self._seed = seed
        self._numbers = itertools.count()
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._guard, args=(self._submit, n), daemon=True) for n in range(threads)]
        self._threads += [threading.Thread(target=self._guard, args=(self._look, n), daemon=True) for n in range(2)]

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop(self, within=90):
        self._is_over.set()
        for thread in self._threads:
            thread.join(within)
            if thread.is_alive():
                self.problems.append("a client hangs")

    @property
    def acknowledged(self):
        return [one for one in list(self.submissions) if one.id and not one.is_deleted]

    def _guard(self, work, number):
        try:
            work(number)
        except Exception as problem:  # noqa: BLE001: whatever it is, the run must not pass over it
            self.problems.append(f"{work.__name__}: {problem!r}")

    # Submitting.

    def _submit(self, thread):
        draw = random.Random(f"{self._seed}/client/{thread}")
        kind = self.KINDS[thread % len(self.KINDS)]
        with httpx.Client(base_url=self.base, trust_env=False, timeout=20) as http:
            while not self._is_over.is_set():
                one = Submission(next(self._numbers), kind, draw.choice(KEYS))
                self.submissions.append(one)
                self.send(one, http)
                if one.id and one.kind == "dream-machine" and draw.random() < 0.1:
                    self.delete(one, http)
                if one.id and one.kind == "idempotency-key" and draw.random() < 0.3:
                    self._repeat(one, http)
                self._is_over.wait(draw.uniform(0, 2 * self.pause))

    def send(self, one, http):
        """Submits as a client of its kind does, again and again until there is an answer."""
        send = {"lumaai": self._with_lumaai, "acedata": self._with_acedata, "blocking": self._blocking}
        send.get(one.kind, self._with_http)(one, http)

    def _refused(self, one, status, words):
        """Notes a refusal; none of the faults of a run makes a request a wrong one."""
        one.refusal = f"{status} {words}"
        is_wrong = status < 500 and status != 429
        if is_wrong:
            self.problems.append(f"{one.kind} {one.number}: refused with {one.refusal}")
        return is_wrong

    def _with_lumaai(self, one, _):
        client = lumaai.LumaAI(
            auth_token=one.key, base_url=f"{self.base}/dream-machine/v1", max_retries=8, timeout=20)
        with client:
            try:
                hook = self.receiver.hook(one.number)
                one.id = client.generations.create(model="ray-2", prompt=one.prompt, callback_url=hook).id
            except lumaai.APIStatusError as error:
                self._refused(one, error.status_code, error)
            except lumaai.APIConnectionError as error:
                one.refusal = repr(error)

    def _with_http(self, one, http):
        one.id = self._generation(one, http).get("id")

    def _generation(self, one, http):
        fields = {"Idempotency-Key": str(uuid.UUID(int=one.number))} if one.kind == "idempotency-key" else {}
        body = {"model": "ray-2", "prompt": one.prompt, "callback_url": self.receiver.hook(one.number)}
        return self._insist(one, http, "/dream-machine/v1/generations", body, fields)

    def _repeat(self, one, http):
        """The same request with the same key, after it was answered."""
        again = self._generation(one, http).get("id")
        # A server that is down for long is no second task.
        if again:
            self.repeats.append((one, again))

    def _with_acedata(self, one, http):
        body = {"prompt": one.prompt, "callback_url": self.receiver.hook(one.number)}
        one.id = self._insist(one, http, "/luma/videos", body, {}).get("task_id")

    def _blocking(self, one, http):
        """Waits for the finished video."""
        answer = self._insist(one, http, "/luma/videos", {"prompt": one.prompt, "timeout": 60}, {})
        one.id = answer.get("task_id")
        if one.id and not (answer.get("success") and answer.get("video_url")):
            self.problems.append(f"blocking {one.id}: answered before its end: {answer}")

    def _insist(self, one, http, path, body, fields):
        """Posts again and again until there is an answer that is one."""
        text = json.dumps(body)
        for attempt in range(10):
            if attempt:
                time.sleep(min(0.1 * 2**attempt, 2))
            try:
                answer = http.post(path, content=text, headers={**fields, **header(one.key)})
            except httpx.TransportError as error:
                one.refusal = repr(error)
                continue
            if answer.status_code < 300:
                one.refusal = None
                return answer.json()
            if self._refused(one, answer.status_code, answer.text):
                break
        return {}

    def delete(self, one, http):
        # Whether or not the answer arrives, it may be gone from now on.
        one.is_deleted = True
        try:
            answer = http.delete(f"/dream-machine/v1/generations/{one.id}", headers=header(one.key))
            one.was_deleted = answer.status_code in (204, 404)
        except httpx.TransportError:
            pass

    def delete_some(self, states, most=3):
        """Deletes finished tasks whose links are known; takes them out of `states`."""
        with httpx.Client(base_url=self.base, trust_env=False, timeout=20) as http:
            kept = {one.number: one for one in self.acknowledged if one.kind == "dream-machine"}
            for number in [number for number, (*_, link) in states.items() if link and number in kept][:most]:
                one = kept[number]
                *_, one.link = states.pop(number)
                self.delete(one, http)

    # Looking.

    def _look(self, thread):
        draw = random.Random(f"{self._seed}/reader/{thread}")
        ended = set()
        with httpx.Client(base_url=self.base, trust_env=False, timeout=20) as http:
            while not self._is_over.is_set():
                known = self.acknowledged
                if known:
                    one = draw.choice(known[-200:])
                    try:
                        status, state, link = ask(http, one)
                        self.looks += 1
                    except httpx.TransportError:
                        status, state, link = None, None, None
                    one.link = link or one.link
                    if status and status < 500 and not one.is_deleted:
                        if status != 200:
                            self.problems.append(f"{one.kind} {one.id}: acknowledged, and then {status}")
                        elif one.id in ended and state not in ("completed", "failed"):
                            self.problems.append(f"{one.kind} {one.id}: ended, and then {state}")
                    if state in ("completed", "failed"):
                        ended.add(one.id)
                    if one.link and one.kind == "dream-machine" and not one.is_deleted and draw.random() < 0.1:
                        # Its file may be being copied.
                        self.delete(one, http)
                self._is_over.wait(0.05)


def header(key):
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}


def ask(http, one):
    """Status and state of a task, as its own API has them, and the link to its file."""
    if one.kind not in ("acedata", "blocking"):
        answer = http.get(f"/dream-machine/v1/generations/{one.id}", headers=header(one.key))
        if answer.status_code != 200:
            return answer.status_code, None, None
        document = answer.json()
        return 200, document.get("state"), (document.get("assets") or {}).get("video")
    answer = http.post("/luma/tasks", json={"id": one.id, "action": "retrieve"}, headers=header(one.key))
    if answer.status_code != 200:
        return answer.status_code, None, None
    document = answer.json()
    if document.get("id") != one.id:
        return 404, None, None
    response = document.get("response") or {}
    if "success" not in response:
        return 200, "unfinished", None
    return 200, "completed" if response["success"] else "failed", response.get("video_url")
