"""Links to finished files, and the copies that the server keeps of them."""

import hashlib
import uuid
from pathlib import Path


def task_of(link):
    """The task's own id, which is the first half of a link's capability."""
    return str(uuid.UUID(link.split("/media/")[1].split("/")[0][:32]))


def follow(http, link):
    """The bytes that a link leads to; nothing if they are gone."""
    answer = http.get(link)
    return answer.content if answer.status_code == 200 else None


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
