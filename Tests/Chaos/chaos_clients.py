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
        self.refusal = None
        self.is_deleted = False


class Load:
    """Submits until it is told to stop."""

    KINDS = ["lumaai", "dream-machine", "acedata", "idempotency-key"]

    def __init__(self, base, receiver, seed, threads=8, pause=0.15):
        self.base, self.receiver, self.pause = base, receiver, pause
        self.submissions = []
        self.problems = []
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
        send = {"lumaai": self._with_lumaai, "acedata": self._with_acedata}.get(kind, self._with_http)
        with httpx.Client(base_url=self.base, trust_env=False, timeout=20) as http:
            while not self._is_over.is_set():
                one = Submission(next(self._numbers), kind, draw.choice(KEYS))
                self.submissions.append(one)
                send(one, http)
                if one.id and one.kind == "dream-machine" and draw.random() < 0.1:
                    self._delete(one, http)
                self._is_over.wait(draw.uniform(0, 2 * self.pause))

    def _with_lumaai(self, one, _):
        client = lumaai.LumaAI(
            auth_token=one.key, base_url=f"{self.base}/dream-machine/v1", max_retries=8, timeout=20)
        with client:
            try:
                hook = self.receiver.hook(one.number)
                one.id = client.generations.create(model="ray-2", prompt=one.prompt, callback_url=hook).id
            except (lumaai.APIConnectionError, lumaai.APIStatusError) as error:
                one.refusal = repr(error)

    def _with_http(self, one, http):
        fields = {"Idempotency-Key": str(uuid.UUID(int=one.number))} if one.kind == "idempotency-key" else {}
        body = {"model": "ray-2", "prompt": one.prompt, "callback_url": self.receiver.hook(one.number)}
        answer = self._insist(one, http, "/dream-machine/v1/generations", body, fields)
        one.id = answer.get("id")

    def _with_acedata(self, one, http):
        body = {"prompt": one.prompt, "callback_url": self.receiver.hook(one.number)}
        one.id = self._insist(one, http, "/luma/videos", body, {}).get("task_id")

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
            one.refusal = f"{answer.status_code} {answer.text}"
            if answer.status_code < 500 and answer.status_code != 429:
                break
        return {}

    def _delete(self, one, http):
        # Whether or not the answer arrives, it may be gone from now on.
        one.is_deleted = True
        try:
            http.delete(f"/dream-machine/v1/generations/{one.id}", headers=header(one.key))
        except httpx.TransportError:
            pass

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
                        status, state = ask(http, one)
                    except httpx.TransportError:
                        status, state = None, None
                    if status and status < 500 and not one.is_deleted:
                        if status != 200:
                            self.problems.append(f"{one.kind} {one.id}: acknowledged, and then {status}")
                        elif one.id in ended and state not in ("completed", "failed"):
                            self.problems.append(f"{one.kind} {one.id}: ended, and then {state}")
                    if state in ("completed", "failed"):
                        ended.add(one.id)
                self._is_over.wait(0.05)


def header(key):
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}


def ask(http, one):
    """Status and state of a task, as its own API has them."""
    if one.kind != "acedata":
        answer = http.get(f"/dream-machine/v1/generations/{one.id}", headers=header(one.key))
        return answer.status_code, answer.json().get("state") if answer.status_code == 200 else None
    answer = http.post("/luma/tasks", json={"id": one.id, "action": "retrieve"}, headers=header(one.key))
    if answer.status_code != 200:
        return answer.status_code, None
    document = answer.json()
    if document.get("id") != one.id:
        return 404, None
    response = document.get("response") or {}
    if "success" not in response:
        return 200, "unfinished"
    return 200, "completed" if response["success"] else "failed"
