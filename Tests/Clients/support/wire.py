"""Bytes over a socket, for requests that no client library would send."""

import socket
from dataclasses import dataclass


@dataclass
class Answer:
    """What came back before the server closed the connection; nothing at all is an empty answer."""

    raw: bytes

    @property
    def status(self):
        """The status, or nothing if the connection was closed without an answer."""
        return int(self.raw.split(b" ", 2)[1]) if self.raw.startswith(b"HTTP/1.") else None


def connect(address, within=20.0):
    """A connection to a server."""
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), within)


def exchange(address, content):
    """Sends bytes, and reads until the server closes."""
    received = b""
    with connect(address) as connection:
        try:
            connection.sendall(content)
        except OSError:
            # The server has seen enough already.
            pass
        try:
            while piece := connection.recv(65536):
                received += piece
        except ConnectionResetError:
            pass
    return Answer(received)


def request(method, path, body=b"", fields=(), key=None, version="HTTP/1.1"):
    """The bytes of a request; its length is stated unless the fields frame it themselves."""
    lines = [f"{method} {path} {version}", "Host: localhost", "Connection: close"]
    if key:
        lines.append(f"Authorization: Bearer {key}")
    lines += fields
    framing = ("content-length:", "transfer-encoding:")
    if not any(line.lower().startswith(framing) for line in fields):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
