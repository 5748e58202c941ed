"""Nonsense over sockets: answered in the words of the dialect, and nothing is sent to the Agents API."""

import json
import uuid

import httpx
import pytest

from support.stack import KEY, Stack
from support.waiting import wait_until
from support.wire import connect, exchange, request

GENERATIONS = "/dream-machine/v1/generations"
CREATING = [GENERATIONS, "/dream-machine/v1/generations/video", "/luma/videos"]
POSTING = [*CREATING, "/luma/tasks"]
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def quiet(binary, tmp_path_factory):
    """A stack to which nothing good is sent: at the end nothing has reached the simulator, and the server lives."""
    with Stack(binary, tmp_path_factory.mktemp("quiet")) as stack:
        yield stack
        assert httpx.get(f"{stack.server.base}/readyz", trust_env=False).status_code == 200
        stats = stack.simulator.stats()
        assert stats["jobs_created"] == 0
        assert "POST /v1/generations" not in stats["requests"]
        # The server's own question whether anybody is there has no key.
        assert set(stats["requests"].get("GET /v1/generations/{id}", {})) <= {"401"}


@pytest.fixture(scope="module")
def client(quiet):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    with httpx.Client(base_url=quiet.server.base, headers=headers, trust_env=False, timeout=30) as client:
        yield client


def check_envelope(path, answer, status, code=None):
    """Whether an answer is an error of the dialect that its path belongs to."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    if path.startswith("/luma"):
        assert list(body) == ["success", "error", "trace_id"]
        assert body["success"] is False
        assert list(body["error"]) == ["code", "message"]
        assert code is None or body["error"]["code"] == code
        assert body["error"]["message"]
        assert uuid.UUID(body["trace_id"]) and answer.headers["x-trace-id"] == body["trace_id"]
        return
    assert list(body) == ["detail"]
    if status != 422:
        assert isinstance(body["detail"], str) and body["detail"]
        return
    for fault in body["detail"]:
        assert list(fault) == ["type", "loc", "msg", "input"]
        # Some clients read nothing but texts.
        assert all(isinstance(part, str) for part in [fault["type"], fault["msg"], fault["input"], *fault["loc"]])
        assert fault["loc"][0] == "body"


# Bodies.

BROKEN = {
    "nothing": b"",
    "white space": b" \r\n",
    "cut off": b'{"prompt":"abc',
    "no quotes": b"{prompt:1}",
    "trailing comma": b'{"prompt":"abc",}',
    "two values": b'{"prompt":"abc"}{}',
    "not UTF-8": b'{"prompt":"\xff\xfe"}',
    "lone surrogate": b'{"prompt":"\\ud800"}',
    "key twice": b'{"prompt":"abc","prompt":"def"}',
    "control character": b'{"prompt":"a\nb"}',
    "byte order mark of UTF-16": '{"prompt":"abc"}'.encode("utf-16"),
    "NaN": b'{"timeout":NaN}',
    "a form": b"prompt=abc&model=ray-2",
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "deep and closed": b'{"prompt":"abc","x":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "a list": b"[]",
    "null": b"null",
    "a number": b"12",
    "a text": b'"prompt"',
    "nothing but a zero byte": b"\0",
    "four million values": b'{"prompt":"abc","x":[' + b"0," * 2_000_000 + b"0]}",
}


@pytest.mark.parametrize("path", POSTING)
@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_json_object_is_refused(client, path, content):
    answer = client.post(path, content=content)
    # An empty body of a creation lacks nothing but its prompt.
    status = answer.status_code if content.strip() == b"" and answer.status_code == 400 else 422
    if path.startswith("/luma"):
        status = 400
    if b"0,0,0" in content:
        assert answer.status_code in (400, 413, 422)
        status = answer.status_code
    check_envelope(path, answer, status, "bad_request" if status == 400 else None)


WRONG = {
    "/dream-machine/v1/generations": [
        {"prompt": 1},
        {"prompt": ["abc"]},
        {"prompt": {"a": 1}},
        {"prompt": "abc", "loop": "yes"},
        {"prompt": "abc", "keyframes": []},
        {"prompt": "abc", "keyframes": {"frame0": "x"}},
        {"prompt": "abc", "keyframes": {"frame0": {"type": "image"}}},
        {"prompt": "abc", "keyframes": {"frame0": {"type": "image", "url": 5}}},
        {"prompt": "abc", "keyframes": {"frame0": {"type": "hologram", "url": "https://a.example.com/"}}},
        {"prompt": "abc", "concepts": {"key": "pov"}},
        {"prompt": "abc", "concepts": [{}]},
        {"prompt": "abc", "model": 3},
        {"prompt": "abc", "aspect_ratio": 1.5},
        {"prompt": "abc", "callback_url": []},
    ],
    "/luma/videos": [
        {"prompt": 1},
        {"prompt": ["abc"]},
        {"prompt": "abc", "loop": "yes"},
        {"prompt": "abc", "async": "perhaps"},
        {"prompt": "abc", "timeout": "long"},
        {"prompt": "abc", "timeout": -1},
        {"prompt": "abc", "action": 7},
        {"prompt": "abc", "start_image_url": {}},
        {"prompt": "abc", "callback_url": 1},
        {"prompt": "x" * 6001},
        {"action": "extend", "video_id": ["x"]},
    ],
    "/luma/tasks": [
        {"id": 1},
        {"id": ["x"]},
        {"id": None},
        {"action": 1, "id": "x"},
        {"action": "forget", "id": "x"},
        {"action": "retrieve_batch", "ids": "x"},
        {"action": "retrieve_batch", "ids": [1]},
        {"action": "retrieve_batch", "ids": ["x"] * 100_000},
        {"id": "x" * 100_000},
    ],
}


@pytest.mark.parametrize(
    "path, body",
    [(path, body) for path, bodies in WRONG.items() for body in bodies],
    ids=lambda value: value if isinstance(value, str) else json.dumps(value)[:60],
)
def test_values_of_the_wrong_kind_are_refused(client, path, body):
    answer = client.post(path, json=body)
    assert answer.status_code in ((400,) if path.startswith("/luma") else (400, 422))
    check_envelope(path, answer, answer.status_code)


def chunks(size):
    piece = b" " * 65536
    for _ in range(size // len(piece)):
        yield piece


@pytest.mark.parametrize("path", POSTING)
@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_a_huge_body_is_refused(client, path, framing):
    size = 12 * MEBIBYTE
    answer = client.post(path, content=b" " * size if framing == "length" else chunks(size))
    check_envelope(path, answer, 413, "request_too_large")


@pytest.mark.parametrize("path", POSTING)
def test_a_client_that_asks_first_is_told_at_once_that_its_body_is_too_long(quiet, path):
    fields = ["Expect: 100-continue", "Content-Length: 1000000000000"]
    answer = exchange(quiet.server.address, request("POST", path, b"", fields, key=KEY))
    assert answer.status == 413


# Paths and methods.


@pytest.mark.parametrize(
    "path",
    [
        "/luma",
        "/luma/",
        "/luma/video",
        "/luma/videos/",
        "/luma/videos/x",
        "/luma//videos",
        "/luma/%76ideos/x",
        "/dream-machine/v1",
        "/dream-machine/v1/",
        "/dream-machine/v1/generation",
        "/dream-machine/v1/generations/",
        "/dream-machine/v1/generations/a/b",
        "/dream-machine/v1/generations/video/x",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_route_is_not_found(client, method, path):
    answer = client.request(method, path)
    assert answer.status_code in (404, 405), answer.text
    check_envelope(path, answer, answer.status_code, "no_api")


@pytest.mark.parametrize(
    "path", ["/", "/x", "/dream-machine", "/dream-machine/v2/generations", "/lumax/videos", "/..;/luma"]
)
def test_a_path_of_no_dialect_is_not_found(client, path):
    answer = client.post(path, json={"prompt": "abc"})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


@pytest.mark.parametrize(
    "method, path, allowed",
    [
        ("GET", "/luma/videos", "POST"),
        ("DELETE", "/luma/tasks", "POST"),
        ("PUT", GENERATIONS, "GET, POST"),
        ("PATCH", f"{GENERATIONS}/{uuid.uuid4()}", "GET, DELETE"),
        ("BREW", "/luma/videos", "POST"),
        ("POST", "/dream-machine/v1/ping", "GET"),
    ],
)
def test_a_wrong_method_is_refused(client, method, path, allowed):
    answer = client.request(method, path)
    check_envelope(path, answer, 405, "no_api")
    assert {word.strip() for word in answer.headers["Allow"].split(",")} == set(allowed.split(", "))


# Keys.


@pytest.mark.parametrize(
    "field", [None, "", "Bearer", "Bearer ", "Basic bHVtYTphcGk=", KEY, "Bearer luma-api-\x01", f"Bearer {KEY} {KEY}"]
)
@pytest.mark.parametrize("path", POSTING)
def test_without_a_good_key_nothing_happens(quiet, path, field):
    fields = [] if field is None else [f"Authorization: {field}"]
    body = b'{"prompt":"abc","id":"x"}'
    answer = exchange(quiet.server.address, request("POST", path, body, fields))
    assert answer.status in (400, 401)
    if answer.status == 401:
        document = json.loads(answer.raw.partition(b"\r\n\r\n")[2])
        if path.startswith("/luma"):
            assert document["error"]["code"] == "invalid_token"
        else:
            assert document == {"detail": "Invalid API key is provided"}


# Framing. What no parser can make a request of is answered by the HTTP library, or cut off.

SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
FRAMING = {
    "two lengths": request("POST", "/luma/videos", b"{}", ["Content-Length: 2", "Content-Length: 5"], key=KEY)
    + SMUGGLED,
    "length and chunks": request(
        "POST", "/luma/videos", b"0\r\n\r\n" + SMUGGLED, ["Content-Length: 5", "Transfer-Encoding: chunked"], key=KEY
    ),
    "length that is no number": request("POST", "/luma/videos", b"{}", ["Content-Length: two"], key=KEY),
    "negative length": request("POST", "/luma/videos", b"{}", ["Content-Length: -2"], key=KEY),
    "length with a sign": request("POST", "/luma/videos", b"{}", ["Content-Length: +2"], key=KEY),
    "length beyond all numbers": request("POST", "/luma/videos", b"{}", ["Content-Length: " + "9" * 30], key=KEY),
    "unknown coding": request("POST", "/luma/videos", b"{}", ["Transfer-Encoding: gzip"], key=KEY),
    "chunk that is no number": request(
        "POST", "/luma/videos", b"xyz\r\n{}\r\n0\r\n\r\n", ["Transfer-Encoding: chunked"], key=KEY
    ),
    "chunk beyond all numbers": request(
        "POST", "/luma/videos", b"f" * 20 + b"\r\n{}", ["Transfer-Encoding: chunked"], key=KEY
    ),
    "huge field": request("POST", "/luma/videos", b"{}", ["X-Field: " + "a" * 100_000], key=KEY),
    "many fields": request("POST", "/luma/videos", b"{}", [f"X-{number}: a" for number in range(5000)], key=KEY),
    "huge path": request("GET", "/dream-machine/v1/generations/" + "a" * 100_000, key=KEY),
    "no version": b"GET /luma/videos\r\n\r\n",
    "version 3": request("GET", "/luma/videos", version="HTTP/3.0"),
    "field without a name": request("POST", "/luma/videos", b"{}", [": value"], key=KEY),
    "noise": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("content", FRAMING.values(), ids=FRAMING.keys())
def test_a_malformed_request_is_refused_or_cut_off(quiet, content):
    answer = exchange(quiet.server.address, content)
    assert answer.status is None or 400 <= answer.status < 500 or answer.status == 505, answer.raw[:300]
    assert b" 200 " not in answer.raw, "what stands behind it is taken for another request"


UNFINISHED = {
    "nothing": b"",
    "head": b"POST /luma/videos HTTP/1.1\r\nHost: x\r\nContent-Le",
    "body": request("POST", "/luma/videos", b'{"prompt":', ["Content-Length: 500"], key=KEY),
    "chunk": request("POST", "/luma/videos", b'f\r\n{"prompt":', ["Transfer-Encoding: chunked"], key=KEY),
    "TLS": bytes.fromhex("16030100c8010000c40303") + bytes(200),
}


@pytest.mark.parametrize("content", UNFINISHED.values(), ids=UNFINISHED.keys())
def test_who_hangs_up_in_the_middle_leaves_nothing_behind(quiet, content):
    before = quiet.server.descriptors()
    for _ in range(20):
        with connect(quiet.server.address) as connection:
            connection.sendall(content)
    wait_until(lambda: quiet.server.descriptors() <= before, "the connections are closed", within=10)


def test_a_request_that_expects_to_go_on(quiet):
    """`Expect: 100-continue` is curl's way with long bodies: the refusal comes all the same."""
    fields = ["Expect: 100-continue", "Content-Length: 2"]
    answer = exchange(quiet.server.address, request("POST", "/luma/videos", b"{}", fields, key=KEY))
    assert answer.raw.startswith(b"HTTP/1.1 100 ")
    assert b"HTTP/1.1 400 " in answer.raw


@pytest.mark.parametrize("value", ["x" * 5000, "a b", "\x7f", "ü", ""])
def test_a_request_id_that_cannot_be_one_is_replaced(quiet, value):
    answer = exchange(quiet.server.address, request("POST", "/luma/videos", b"{}", [f"X-Request-Id: {value}"], key=KEY))
    head = answer.raw.partition(b"\r\n\r\n")[0].decode("latin-1")
    if answer.status == 400 and "x-trace-id" in head.lower():
        returned = [line for line in head.split("\r\n") if line.lower().startswith("x-request-id:")]
        assert len(returned) == 1 and uuid.UUID(returned[0].split(": ", 1)[1])
    else:
        assert answer.status in (None, 400, 431)
