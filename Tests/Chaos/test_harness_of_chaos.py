"""What nobody looked at, and a server that takes nothing, are no runs in which everything holds.

    .venv/bin/python -m pytest Tests/Chaos
"""

import http.server
import sys
import threading

import pytest

import points
from chaos_clients import Load
from chaos_invariants import Invariant, answers, surprises, violations
from support.waiting import wait_until


@pytest.fixture
def refusing():
    """The address of a server that takes no request."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(422)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


class Hooks:
    @staticmethod
    def hook(number):
        return f"http://127.0.0.1:9/{number}"


def test_what_was_not_looked_at_is_not_shown():
    seen, unseen = Invariant("seen"), Invariant("unseen")
    seen.check(True, "")
    assert violations([seen, unseen]) == []
    assert violations([seen, unseen], 1) == ["unseen: checked 0 times, at least 1 wanted"]


def test_a_server_that_refuses_everything_is_found_out(refusing):
    load = Load(refusing, Hooks, 1, threads=len(Load.KINDS), pause=0.01)
    load.start()
    wait_until(
        lambda: len({one.kind for one in list(load.submissions) if one.refusal}) == len(Load.KINDS), "each kind is refused")
    load.stop()
    refused = {words.split()[0] for words in surprises(load).violations}
    assert refused == set(Load.KINDS)
    assert len(violations([answers(load)])) == 1


def met(monkeypatch, tmp_path, is_met, *arguments):
    """The exit code of a search for points of which only some are there."""
    binary = tmp_path / "agents-compat"
    binary.touch()
    monkeypatch.setattr(points, "attempt", lambda _, point: ([], is_met(point), []))
    monkeypatch.setattr(sys, "argv", ["points.py", "--binary", str(binary), *arguments])
    return points.main()


def test_a_point_that_is_missed_does_not_end_the_search(monkeypatch, tmp_path, capsys):
    assert met(monkeypatch, tmp_path, lambda point: point <= 203 and point != 3) == 0
    assert "points 202, of these with violations 0; not met on the way [3]" in capsys.readouterr().out


def test_too_few_points_are_told(monkeypatch, tmp_path):
    assert met(monkeypatch, tmp_path, lambda point: point <= 80) == 1
    assert met(monkeypatch, tmp_path, lambda point: point <= 80, "--at-least", "80") == 0
    assert met(monkeypatch, tmp_path, lambda point: point <= 203, "--first", "190") == 0
    assert met(monkeypatch, tmp_path, lambda point: True, "--last", "10") == 0
    assert met(monkeypatch, tmp_path, lambda point: False) == 2
