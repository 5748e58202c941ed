"""Files of the Agents API through `luma-agents` 0.5.0 against the simulator: uploaded, listed, used and deleted."""

import base64
import datetime
import uuid

import httpx
import luma_agents
import pytest
from luma_agents.types import CreateFileResponse

from support.agents_api import client, differences, ended
from support.media import download
from support.stack import KEY
from support.waiting import wait_until

pytest_plugins = ["support.agents_fixtures"]


@pytest.fixture(scope="module")
def picture(simulator):
    """The bytes of a picture."""
    with client(simulator) as agents:
        return download(ended(agents, agents.generations.create(prompt="a picture").id).output[0].url)


def put(upload, content, headers=None):
    return httpx.request(
        upload.method,
        upload.url,
        content=content,
        headers=upload.headers if headers is None else headers,
        trust_env=False,
        timeout=20,
    )


def settled(agents, file_id):
    """The file once it is taken in."""

    def poll():
        file = agents.files.get(file_id)
        return file if file.state != "pending" else None

    return wait_until(poll, f"file {file_id} is taken in")


def test_a_file_is_uploaded_used_and_deleted(agents, picture):
    expiry = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(days=1)
    created = agents.files.create(
        mime_type="image/png",
        size_bytes=len(picture),
        expires_at=expiry,
        filename="first.png",
        purpose="reference",
        user_id="user-42",
    )
    assert differences(created) == []
    assert (created.id, created.state) == (created.file.id, "pending")
    assert (created.file.expires_at, created.file.filename, created.file.user_id) == (expiry, "first.png", "user-42")
    assert created.upload.method == "PUT"
    assert created.upload.expires_at > datetime.datetime.now(datetime.timezone.utc)

    with pytest.raises(luma_agents.BadRequestError):
        agents.files.complete(created.id)
    assert put(created.upload, picture).status_code == 200
    completed = agents.files.complete(created.id)
    assert differences(completed) == []
    assert completed.state == "pending"
    ready = settled(agents, created.id)
    assert ready.to_dict() == {**completed.to_dict(), "state": "ready"}
    assert agents.files.complete(created.id) == ready

    for request in (
        {"image_ref": [{"file_id": ready.id}]},
        {"type": "image_edit", "source": {"file_id": ready.id}},
        {"type": "video", "model": "ray-3.2", "video": {"start_frame": {"file_id": ready.id}}},
    ):
        assert agents.generations.create(prompt="a tiger", **request).state == "queued"
    with pytest.raises(luma_agents.BadRequestError, match="source: file is not a video"):
        agents.generations.create(prompt="a", type="video_edit", model="ray-3.2", source={"file_id": ready.id})

    assert agents.files.delete(ready.id) is None
    deleted = agents.files.get(ready.id)
    assert differences(deleted) == []
    assert (deleted.state, deleted.deleted_at is None) == ("deleted", False)
    with pytest.raises(luma_agents.BadRequestError, match="file is not ready"):
        agents.generations.create(prompt="a tiger", image_ref=[{"file_id": ready.id}])


@pytest.mark.parametrize(
    ("mime_type", "filename", "change"),
    [
        ("image/png", None, lambda content: content[:-1]),
        ("image/jpeg", None, lambda content: content),
        ("image/png", None, lambda content: b"\0" * len(content)),
        ("image/png", "moderated.png", lambda content: content),
    ],
    ids=["too short", "of another kind", "broken", "moderated"],
)
def test_a_file_is_refused(agents, picture, mime_type, filename, change):
    created = agents.files.create(mime_type=mime_type, size_bytes=len(picture), filename=filename)
    assert put(created.upload, change(picture)).status_code == 200
    agents.files.complete(created.id)
    failed = settled(agents, created.id)
    assert differences(failed) == []
    assert failed.state == "failed" and failed.failure_reason
    with pytest.raises(luma_agents.BadRequestError, match="file is not ready"):
        agents.generations.create(prompt="a tiger", image_ref=[{"file_id": failed.id}])


def test_an_upload_is_bound_to_its_url_and_its_fields(agents, picture):
    created = agents.files.create(mime_type="image/png", size_bytes=len(picture))
    other = agents.files.create(mime_type="image/png", size_bytes=len(picture))
    signature = created.upload.url.partition("?")[2]
    address = other.upload.url.partition("?")[0]
    forged = other.upload.model_copy(update={"url": f"{address}?{signature}"})
    assert put(forged, picture).status_code == 403
    assert put(created.upload, picture, headers={"Content-Type": "image/jpeg"}).status_code == 403
    assert httpx.get(created.upload.url, trust_env=False).status_code == 405
    with pytest.raises(luma_agents.BadRequestError):
        agents.files.complete(created.id)


def test_a_small_file_is_sent_along(agents, picture):
    created = agents.post(
        "/files",
        cast_to=CreateFileResponse,
        body={"purpose": "input"},
        files=[("file", ("first.png", picture, "image/png"))],
        options={"headers": {"Content-Type": "multipart/form-data"}},
    )
    assert differences(created) == []
    assert (created.state, created.upload) == ("pending", None)
    assert (created.file.filename, created.file.mime_type, created.file.size_bytes) == (
        "first.png",
        "image/png",
        len(picture),
    )
    assert settled(agents, created.id).state == "ready"


def test_files_are_listed_in_pages(simulator):
    with client(simulator, f"luma-api-{uuid.uuid4()}", _strict_response_validation=True) as agents:
        ids = [
            agents.files.create(mime_type="image/png", size_bytes=1, purpose=["input", "reference"][number % 2]).id
            for number in range(7)
        ]
        agents.files.delete(ids[3])
        seen, cursors = [], [luma_agents.omit]
        while cursors:
            page = agents.files.list(limit=2, cursor=cursors.pop())
            assert differences(page) == []
            assert page.has_more == (page.next_cursor is not None)
            seen += [file.id for file in page.data]
            cursors += [page.next_cursor] if page.has_more else []
            # What comes meanwhile does not move the pages.
            if len(seen) == 2:
                agents.files.create(mime_type="image/png", size_bytes=1)
        assert seen == [id for id in reversed(ids) if id != ids[3]]
        assert [file.id for file in agents.files.list(state="deleted").data] == [ids[3]]
        assert [file.id for file in agents.files.list(purpose="reference").data] == [ids[5], ids[1]]
        first = agents.files.list(limit=1).next_cursor
    with client(simulator, f"luma-api-{uuid.uuid4()}") as other:
        assert other.files.list().data == []
        with pytest.raises(luma_agents.UnprocessableEntityError):
            other.files.list(cursor=first)
        for call in (other.files.get, other.files.delete, other.files.complete):
            with pytest.raises(luma_agents.NotFoundError):
                call(ids[0])


def test_images_may_be_as_large_as_documented(simulator):
    largest = 50 << 20
    for size, status in [(largest, 201), (largest + 1, 413), (largest + (8 << 20), 413)]:
        data = base64.b64encode(bytes(size)).decode()
        body = f'{{"prompt":"a","image_ref":[{{"media_type":"image/png","data":"{data}"}}]}}'
        answer = httpx.post(
            f"{simulator.base}/v1/generations",
            content=body,
            headers={"Authorization": f"Bearer {KEY}"},
            trust_env=False,
            timeout=60,
        )
        assert answer.status_code == status, answer.text
        if size == largest + 1:
            assert answer.json() == {"detail": "image_ref[0]: image exceeds 50 MB limit"}
        if status == 413:
            assert list(answer.json()) == ["detail"]


def test_uploads_leave_nothing_in_memory(simulator):
    content = b"\x89PNG\r\n\x1a\n" + bytes((16 << 20) - 8)

    def upload():
        with client(simulator) as agents:
            created = agents.files.create(mime_type="image/png", size_bytes=len(content))
            assert put(created.upload, content).status_code == 200
            agents.files.complete(created.id)
            assert settled(agents, created.id).state == "ready"

    upload()
    before = simulator.resident_kib()
    for _ in range(8):
        upload()
    assert simulator.resident_kib() - before < 2 * len(content) // 1024
