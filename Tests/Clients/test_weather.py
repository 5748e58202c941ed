"""The store in bad weather: a full disk, a disk that cannot be written, damage; and over years."""

import contextlib
import resource
import shutil
import signal
import sqlite3
import subprocess

import httpx
import pytest

from support.program import clean_environment
from support.receiver import Receiver
from support.stack import KEY, Stack
from support.waiting import wait_until

HEADERS = {"Authorization": f"Bearer {KEY}"}


class Tmpfs:
    """A small disk of its own, which can be filled and set to read only."""

    name = "tmpfs"

    def __init__(self, folder):
        self.folder = folder / "disk"
        self.folder.mkdir()
        self._mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", str(self.folder))
        self._ballast = self.folder / "ballast"

    @staticmethod
    def _mount(*arguments):
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            pytest.skip(f"no file system can be mounted: {done.stderr.strip()}")

    def fill(self, _server):
        with open(self._ballast, "wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(4096)):
                pass

    def free(self, _server):
        self._ballast.unlink()

    def close(self):
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False)


class FileSizeLimit:
    """Files of the server cannot grow: what needs no rights."""

    name = "file size limit"

    def __init__(self, folder):
        self.folder = folder

    def fill(self, server):
        names = [self.folder / name for name in ("tasks.db", "tasks.db-wal")]
        size = max(path.stat().st_size for path in names if path.exists())
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def free(self, server):
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def close(self):
        pass


@pytest.fixture(params=[Tmpfs, FileSizeLimit], ids=lambda kind: kind.name)
def disk(request, tmp_path):
    disk = request.param(tmp_path)
    yield disk
    disk.close()


@pytest.fixture
def unharmed():
    """Lets a write beyond the limit fail instead of ending the process; children inherit that."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGXFSZ, before)


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


class Calls:
    """What clients of both dialects ask for."""

    def __init__(self, server, receiver):
        self._base = server.base
        self._receiver = receiver

    def _call(self, method, path, json=None):
        return httpx.request(method, self._base + path, json=json, headers=HEADERS, trust_env=False, timeout=30)

    def create(self, prompt):
        body = {"model": "ray-2", "prompt": prompt, "callback_url": self._receiver.url}
        return self._call("POST", "/dream-machine/v1/generations", body)

    def generate(self, prompt):
        body = {"action": "generate", "prompt": prompt, "callback_url": "https://api.acedata.cloud/health"}
        return self._call("POST", "/luma/videos", body)

    def state(self, id):
        answer = self._call("GET", f"/dream-machine/v1/generations/{id}")
        assert answer.status_code == 200, answer.text
        return answer.json()["state"]

    def retrieve(self, id):
        answer = self._call("POST", "/luma/tasks", {"action": "retrieve", "id": id})
        assert answer.status_code == 200, answer.text
        return answer.json()


def sqlite(path, *statements):
    with contextlib.closing(sqlite3.connect(path)) as database:
        rows = [database.execute(statement).fetchall() for statement in statements]
        database.commit()
    return rows


def test_a_full_disk_is_told_and_survived(binary, disk, receiver, unharmed):
    with Stack(binary, disk.folder, arguments=["--callback-private", "allow"]) as stack:
        calls = Calls(stack.server, receiver)
        before = calls.create("before").json()["id"]
        running = calls.create("a slow tiger [[take=100]]").json()["id"]
        wait_until(lambda: calls.state(before) == "completed", "the first one ends")
        disk.fill(stack.server)

        # What still fits into pages that are there is taken; then nothing is, in either dialect.
        taken = 2
        for create, word in [(calls.create, "detail"), (calls.generate, "error")]:
            refused = None
            for number in range(300):
                answer = create(f"{number} " + "a long tiger " * 350)
                if answer.status_code in (200, 201):
                    taken += 1
                    continue
                refused = answer
                break
            assert refused is not None and refused.status_code == 503, refused
            assert refused.headers["Retry-After"] == "5" and "try again" in str(refused.json()[word]), refused.text
            assert "disk" not in refused.text and str(disk.folder) not in refused.text
        sent = sum(stack.simulator.submissions().values())
        assert sent == taken, "nothing is sent that is not written down"
        assert calls.state(before) == "completed"
        assert calls.state(running) in ("queued", "dreaming", "completed")
        assert any("store_full" in line or "cannot store" in line for line in stack.server.messages)

        # The same process goes on when there is space.
        disk.free(stack.server)
        after = wait_until(lambda: (found := calls.create("after")).status_code == 201 and found, "it is taken again")
        task = calls.generate("after").json()["task_id"]
        for id in (running, after.json()["id"]):
            wait_until(lambda id=id: calls.state(id) == "completed", "it ends")
        wait_until(lambda: calls.retrieve(task)["response"].get("success"), "it ends")
        wait_until(lambda: receiver.states().count("completed") >= 3, "those who wait are told")
        assert stack.simulator.stats()["jobs_created"] == sum(stack.simulator.submissions().values())

        # And so does the next one, with everything that was promised.
        stack.kill_and_restart_server()
        assert Calls(stack.server, receiver).state(running) == "completed"
        integrity = sqlite(stack.store, "PRAGMA integrity_check")
        assert integrity == [[("ok",)]]


def test_a_store_that_cannot_be_written_is_refused(binary, tmp_path):
    disk = Tmpfs(tmp_path)
    try:
        with Stack(binary, disk.folder) as stack:
            stack.server.stop()
            contents = stack.store.read_bytes()
            subprocess.run(["mount", "-o", "remount,ro", str(disk.folder)], check=True)
            words = refused(binary, stack.store)
            assert "let the server's user write" in words, words
            assert stack.store.read_bytes() == contents
            subprocess.run(["mount", "-o", "remount,rw", str(disk.folder)], check=True)
            stack.start_server()
    finally:
        disk.close()


def refused(binary, store):
    """What serve says of a store that it does not use."""
    done = subprocess.run(
        [binary, "serve", "--listen", "127.0.0.1:0", "--store", f"sqlite:{store}"],
        capture_output=True,
        text=True,
        timeout=30,
        env=clean_environment(),
    )
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1 and str(store) in done.stderr, done
    return done.stderr


def scramble(contents):
    """Damages every page of the second half."""
    middle = len(contents) // 8192 * 4096
    pages = [contents[at : at + 4096] for at in range(middle, len(contents), 4096)]
    return contents[:middle] + b"".join(b"\xa5" * 32 + page[32:] for page in pages)


@pytest.mark.parametrize(
    "damage, remedy",
    [
        (lambda contents: b"X" * 16 + contents[16:], "name another file"),
        (scramble, "restore a backup"),
        (lambda contents: contents[: len(contents) // 2], "restore a backup"),
        (lambda contents: b"", "restore a backup"),
    ],
    ids=["header", "middle", "truncated", "empty"],
)
def test_a_damaged_store_is_refused_and_left_alone(own_stack, binary, damage, remedy, receiver):
    stack = own_stack()
    calls = Calls(stack.server, receiver)
    for number in range(5):
        calls.generate(f"{number} " + "a long tiger " * 300)
    stack.server.stop()
    contents = stack.store.read_bytes()
    stack.store.write_bytes(damage(contents))
    for _ in range(2):
        assert remedy in refused(binary, stack.store)
        assert stack.store.read_bytes() == damage(contents)
    stack.store.write_bytes(contents)
    stack.start_server()


def test_a_copy_of_a_store_in_use_can_be_restored(own_stack, receiver):
    stack = own_stack()
    calls = Calls(stack.server, receiver)
    task = calls.generate("a tiger").json()["task_id"]
    wait_until(lambda: calls.retrieve(task)["response"].get("success"), "it ends")
    copies = [stack.store.parent / name for name in ("backup.db", "into.db")]
    if shutil.which("sqlite3"):
        subprocess.run(["sqlite3", stack.store, f".backup '{copies[0]}'"], check=True)
    else:
        with contextlib.closing(sqlite3.connect(stack.store)) as source:
            with contextlib.closing(sqlite3.connect(copies[0])) as target:
                source.backup(target)
    sqlite(stack.store, f"VACUUM INTO '{copies[1]}'")
    calls.generate("another tiger")
    stack.server.stop()
    for copy in copies:
        for name in ("tasks.db", "tasks.db-wal", "tasks.db-shm"):
            (stack.store.parent / name).unlink(missing_ok=True)
        shutil.copy(copy, stack.store)
        server = stack.start_server()
        assert Calls(server, receiver).retrieve(task)["response"]["success"]
        server.stop()


def test_old_tasks_go_and_their_space_comes_back(own_stack, receiver):
    stack = own_stack()
    calls = Calls(stack.server, receiver)
    # Five pages each: a MiB of free pages is kept for what comes.
    marks = [f"{number:02}🐅🐅🐅🐅🐅🐅" for number in range(80)]
    tasks = [calls.generate(mark * 750).json()["task_id"] for mark in marks]
    for task in tasks:
        wait_until(lambda task=task: calls.retrieve(task)["response"].get("success"), "it ends")
    stack.server.stop()
    before = stack.store.read_bytes()
    assert all(mark.encode() in before for mark in marks)
    server = stack.start_server(arguments=["--retain-tasks", "2"])
    # Said when the space was given back as well.
    wait_until(lambda: any("let old tasks go" in line for line in server.messages), "the others are let go")
    calls = Calls(server, receiver)
    unknown = calls.retrieve("00000000-0000-4000-8000-000000000000")
    assert sum(calls.retrieve(task) == unknown for task in tasks) == 78
    stack.server.stop()
    after = stack.store.read_bytes()
    assert len(after) < len(before)
    kept = sqlite(stack.store, "SELECT record FROM task WHERE record <> ''", "PRAGMA auto_vacuum")
    assert len(kept[0]) == 2 and kept[1] == [(2,)]
    # Nothing of the others is left in pages that nobody uses.
    left = [mark for mark in marks if mark.encode() in after]
    assert len(left) == 2 and all(any(mark in str(record) for record in kept[0]) for mark in left)


def test_a_store_of_an_earlier_version_is_made_anew(own_stack, binary, receiver):
    stack = own_stack()
    calls = Calls(stack.server, receiver)
    task = calls.generate("a tiger").json()["task_id"]
    wait_until(lambda: calls.retrieve(task)["response"].get("success"), "it ends")
    stack.server.stop()
    # As versions without retention made it.
    sqlite(stack.store, "PRAGMA auto_vacuum = NONE", "VACUUM")
    assert sqlite(stack.store, "PRAGMA auto_vacuum") == [[(0,)]]
    sqlite(stack.store, "PRAGMA auto_vacuum = INCREMENTAL", "VACUUM")
    assert sqlite(stack.store, "PRAGMA auto_vacuum") == [[(2,)]]
    server = stack.start_server()
    assert Calls(server, receiver).retrieve(task)["response"]["success"]
