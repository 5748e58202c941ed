"""Fills a store with many tasks like those that a server has put there itself.

A server takes one real submission for each key and ends; its rows are then copied, each copy with ids of its own. So every row
is one that the server writes, and nothing here knows what is in a record.
"""

import re
import socket
import sqlite3
import time
import uuid

PIPELINED = 50


def create_jobs(address, key, prompt, count):
    """Ids of jobs that the simulator has made for a key, over one connection, many requests at a time."""
    body = b'{"prompt":"%s"}' % prompt.encode()
    head = f"POST /v1/generations HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n".encode()
    request = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    host, _, port = address.rpartition(":")
    ids = []
    with socket.create_connection((host, int(port)), 60) as connection:
        while len(ids) < count:
            batch = min(PIPELINED, count - len(ids))
            connection.sendall(request * batch)
            received = b""
            while len(found := re.findall(rb'\{"id":"([^"]+)"', received)) < batch or not received.endswith(b"}"):
                piece = connection.recv(1 << 20)
                if not piece:
                    raise SystemExit("seeding: the simulator has closed the connection")
                received += piece
            ids += [id.decode() for id in found]
    return ids


def copy(database, table, row, **changes):
    """Adds a copy of a row in which some members are others."""
    values = {**row, **changes}
    names, places = ", ".join(values), ", ".join("?" * len(values))
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", list(values.values()))


def rows(database, sql):
    """Rows as dictionaries."""
    cursor = database.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor]


def copy_task(database, task, upstream_id):
    """A copy of a task, under an id of its own and another one of the Agents API; its own id."""
    id = str(uuid.uuid4())
    record = task["record"].replace(task["upstream_id"], upstream_id).replace(task["id"], id)
    copy(database, "task", task, id=id, upstream_id=upstream_id, trace_id=str(uuid.uuid4()), record=record)
    return id


def seed_tasks(store, upstream_ids):
    """Copies of the unfinished tasks of a store; `upstream_ids` are lists, one for each of them in their order."""
    with sqlite3.connect(store) as database:
        tasks = rows(database, "SELECT * FROM task WHERE stage = 'accepted' ORDER BY created_at")
        for task, ids in zip(tasks, upstream_ids, strict=True):
            for upstream_id in ids:
                copy_task(database, task, upstream_id)
    database.close()


def seed_callbacks(store, count):
    """Copies of the last callback of a store, due now, of ended tasks of their own."""
    now = time.time_ns() // 1000
    with sqlite3.connect(store) as database:
        callback = rows(database, "SELECT * FROM callback ORDER BY step DESC LIMIT 1")[0]
        task = rows(database, f"SELECT * FROM task WHERE id = '{callback['task_id']}'")[0]
        for _ in range(count):
            copy(
                database, "callback", callback, id=f"msg_{uuid.uuid4()}", state="pending", failures=0,
                task_id=copy_task(database, task, str(uuid.uuid4())), created_at=now, started_at=now, due_at=now,
                claimed_until=None)
    database.close()
    return len(callback["body"])
