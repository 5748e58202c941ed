"""Links to finished files, and the copies that the server keeps of them."""

import contextlib
import hashlib
import time
import uuid
from pathlib import Path

import httpx


def task_of(link):
    """The task's own id, which is the first half of a link's capability."""
    return str(uuid.UUID(link.split("/media/")[1].split("/")[0][:32]))


def follow(http, link):
    """The bytes that a link leads to; nothing if they are gone."""
    for _ in range(20):
        with contextlib.suppress(httpx.TransportError):
            answer = http.get(link)
            return answer.content if answer.status_code == 200 else None
        # It may have been killed just now, and is started again.
        time.sleep(0.25)
    return None


def copies(folder):
    """Each file among the copies but the checksums: the file, whether it is a whole copy, and why not."""
    found = []
    for path in sorted(Path(folder, "media").rglob("*")):
        if not path.is_file() or path.suffix == ".sha256":
            continue
        note = path.with_suffix(".sha256")
        if path.suffix == ".partial" or not note.exists():
            found.append((path, False, "a part of a copy"))
            continue
        checksum = f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        found.append((path, note.read_text() == checksum, "another checksum"))
    return found
