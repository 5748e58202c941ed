"""Receives callbacks, and answers some of them badly."""

import http.server
import json
import random
import threading
import time

FINAL = ("completed", "failed")


class Receiver:
    """Several servers on ports of their own, because callbacks are bounded by receiver.

    Three of ten calls meet a fault, but never more than three of one message in a row: after the fourth the next try would
    come minutes later, and the run would have to wait for it.
    """

    MOST_FAULTS = 3
    KINDS = ["error", "refusal", "reset", "lose-reply"] * 6 + ["stall"]

    def __init__(self, seed, rate=0.3, ports=4):
        self.rate = rate
        self.arrivals = []
        self._seed = seed
        self._faults = {}
        self._lock = threading.Lock()
        self._servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler()) for _ in range(ports)]
        for server in self._servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def hook(self, number):
        """The address for the callbacks of one submission."""
        port = self._servers[number % len(self._servers)].server_address[1]
        return f"http://127.0.0.1:{port}/hook/{number}"

    def by_submission(self):
        """What has arrived for each submission, in its order: the state, and whether it was taken."""
        with self._lock:
            found = {}
            for number, state, taken in self.arrivals:
                found.setdefault(number, []).append((state, taken))
            return found

    def close(self):
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _take(self, number, body):
        """Notes an arrival; the fault that it meets, if it does."""
        document = json.loads(body)
        state = document.get("state") or ("completed" if document.get("success") else "failed")
        with self._lock:
            key = (number, state)
            tries, row = self._faults.get(key, (0, 0))
            draw = random.Random(f"{self._seed}/{number}/{state}/{tries}")
            fault = draw.choice(self.KINDS) if draw.random() < self.rate and row < self.MOST_FAULTS else None
            self._faults[key] = (tries + 1, row + 1 if fault else 0)
            self.arrivals.append((number, state, fault is None))
        return fault

    def _handler(receiver):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.close_connection = True
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if len(body) < length:
                    # The server was killed in the middle of it.
                    return
                fault = receiver._take(int(self.path.rsplit("/", 1)[1]), body)
                if fault == "stall":
                    time.sleep(6)
                if fault in ("reset", "lose-reply", "stall"):
                    return
                self.send_response({"error": 503, "refusal": 404}.get(fault, 200))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        return Handler
