"""Waiting for a condition, never for a time."""

import time


def wait_until(condition, what, within=20.0, every=0.02):
    """Returns what `condition` returns as soon as that is true, and fails if it is not in time.

    `what` says what is waited for; the deadline only keeps a broken server from holding up the tests.
    """
    deadline = time.monotonic() + within
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {within:g} s; last seen: {result!r}")
        time.sleep(every)
