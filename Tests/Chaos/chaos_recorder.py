"""Stands between the server and the Agents API and notes which creations pass, and how they are answered."""

import asyncio
import contextlib
import json
import threading

CREATION = b"POST /v1/generations"


class Recorder:
    """A proxy for plain HTTP/1.1 with one request a connection, on a thread of its own."""

    def __init__(self, address):
        self._host, port = address.rsplit(":", 1)
        self._port = int(port)
        self.creations = []
        self.counts = {"creations": 0, "questions": 0}
        self._tasks = set()
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait(10)

    def _run(self, started):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024))
        self.base = "http://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()
        server.close()
        # Those that wait for an answer that never comes; one that ends may leave another to be seen.
        while waiting := asyncio.all_tasks(self._loop):
            for task in waiting:
                task.cancel()
            self._loop.run_until_complete(asyncio.wait(waiting))
        self._loop.close()

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _serve(self, reader, writer):
        # The loop alone does not keep a task alive that waits for a connection nobody else knows.
        task = asyncio.current_task()
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(
                (name.strip().lower(), value.strip())
                for name, _, value in (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
            )
            body = await reader.readexactly(int(fields.get("content-length") or 0))
            await self._forward(head, body, writer)
        writer.close()

    async def _forward(self, head, body, writer):
        entry = None
        is_creation = head.startswith(CREATION)
        self.counts["creations" if is_creation else "questions"] += 1
        if is_creation:
            # Noted before it is passed on: who asks later must not miss it.
            entry = {"prompt": json.loads(body).get("prompt"), "status": None, "id": None, "is_definite": False}
            self.creations.append(entry)
        upstream, sink = await asyncio.open_connection(self._host, self._port)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        sink.write(b"\r\n".join(lines[:-2]) + b"\r\nConnection: close\r\n\r\n" + body)
        answer = b""
        try:
            while chunk := await upstream.read(65536):
                answer += chunk
        except OSError:
            pass
        sink.close()
        if entry is not None and answer:
            entry.update(read(answer))
        if answer:
            writer.write(answer)
            await writer.drain()


def read(answer):
    """What an answer to a creation says, and whether it says for certain that nothing was created."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    try:
        document = json.loads(body)
    except ValueError:
        document = {}
    # As the Agents API documents it: 4xx, and 502 and 503 in its own words.
    is_definite = 400 <= status < 500 or (status in (502, 503) and "detail" in document)
    return {"status": status, "id": document.get("id"), "is_definite": is_definite}
