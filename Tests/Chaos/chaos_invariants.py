"""What must hold when everything has come to rest, however often the server was killed."""

from pathlib import Path

import httpx
from chaos_clients import KEYS
from chaos_media import copies, follow, task_of
from chaos_receiver import FINAL


class Invariant:
    """One thing that must hold: how often it was looked at, and where it does not hold."""

    def __init__(self, name):
        self.name, self.checked, self.violations = name, 0, []

    def check(self, holds, words):
        self.checked += 1
        if not holds:
            self.violations.append(words)

    def __str__(self):
        return f"{self.name}: checked {self.checked}, violated {len(self.violations)}"


def invariants(load, states, receiver, recorder, stats, folder):
    """Everything that is looked at when all has come to rest.

    `states` has status, state and link of each task; below `folder` are the server's files.
    """
    return [
        *tasks(load, states),
        *callbacks(load, states, receiver.by_submission()),
        *submissions(load, recorder.creations, stats),
        *files(load, states, folder),
        surprises(load),
        answers(load),
    ]


def violations(found, least=0):
    """All that does not hold, in words; what was looked at less than `least` times is not shown to hold."""
    unseen = [f"{one.name}: checked {one.checked} times, at least {least} wanted" for one in found if one.checked < least]
    return unseen + [f"{one.name}: {words}" for one in found for words in one.violations]


def tasks(load, states):
    """Acknowledged tasks that nobody finds any more, or that never end."""
    known, over = Invariant("acknowledged tasks are found"), Invariant("acknowledged tasks end")
    for one in load.acknowledged:
        status, state, _ = states.get(one.number, (None, None, None))
        known.check(status == 200, f"{one.kind} {one.id}: {status}")
        if status == 200:
            over.check(state in FINAL, f"{one.kind} {one.id}: {state}")
    return known, over


def callbacks(load, states, arrivals):
    """Ends that were not told, or told otherwise than they are, and states that were told after a later one."""
    told_ends = Invariant("ends are told")
    true_ends = Invariant("ends are told as they are")
    order = Invariant("no state is told after a later one")
    again = Invariant("callbacks that are replayed come again")
    acknowledged = {one.number for one in load.acknowledged}
    for one in load.submissions:
        told = arrivals.get(one.number, [])
        ends = [index for index, (state, _) in enumerate(told) if state in FINAL]
        if told:
            order.check(not ends or all(state in FINAL for state, _ in told[ends[0] :]), f"{one.kind} {one.number}: {told}")
        status, state, _ = states.get(one.number, (None, None, None))
        if one.number not in acknowledged or status != 200 or not one.has_hook:
            continue
        told_ends.check(any(taken and word == state for word, taken in told), f"{one.kind} {one.id} ({state}): {told}")
        true_ends.check(all(told[index][0] == state for index in ends), f"{one.kind} {one.id} ({state}): {told}")
        if one.number in load.replayed:
            taken = sum(1 for word, taken in told if taken and word == state)
            again.check(taken > 1, f"{one.kind} {one.id}: {told}")
    return told_ends, true_ends, order, again


def submissions(load, creations, stats):
    """Creations that were sent again although an earlier one may have been accepted, and keys that meant two tasks."""
    once = Invariant("what may have been accepted is never sent again")
    wanted = Invariant("what is sent was wanted")
    jobs = Invariant("there are no more jobs than submissions")
    same = Invariant("one Idempotency-Key, one task")
    sent = {}
    for creation in creations:
        sent.setdefault(creation["prompt"], []).append(creation)
    wishes = {one.prompt for one in load.submissions}
    for prompt, tries in sent.items():
        once.check(all(one["is_definite"] for one in tries[:-1]), f"{prompt!r}: {[one['status'] for one in tries]}")
        wanted.check(prompt in wishes, f"{prompt!r}")
    jobs.checked = stats["jobs_created"]
    if stats["jobs_created"] > len(wishes):
        jobs.violations.append(f"{stats['jobs_created']} jobs for {len(wishes)} submissions")
    for one, other in load.repeats:
        same.check(one.id == other, f"{one.id} and then {other}")
    return once, wanted, jobs, same


def files(load, states, folder):
    """Copies that are not whole, links that do not answer, and what is left of deleted tasks."""
    whole = Invariant("copies are whole, with their checksums")
    answered = Invariant("links of finished tasks answer with their copies")
    gone = Invariant("nothing is left of deleted tasks")
    found = copies(folder)
    for path, is_whole, words in found:
        whole.check(is_whole, f"{path.name}: {words}")
    by_task = {path.parent.name: path for path, *_ in found}
    with httpx.Client(trust_env=False, timeout=20) as http:
        for one in load.acknowledged:
            status, state, link = states.get(one.number, (None, None, None))
            if status != 200 or state != "completed":
                continue
            copy = by_task.get(task_of(link) if link else None)
            content = follow(http, link) if link else None
            answered.check(copy and content == copy.read_bytes(), f"{one.kind} {one.id}: {link}")
        for one in load.submissions:
            if one.link and one.was_deleted:
                is_gone = follow(http, one.link) is None and task_of(one.link) not in by_task
                gone.check(is_gone, f"{one.kind} {one.id}: {one.link}")
    return whole, answered, gone


def secrets(folder):
    """Keys in clear in a file of the server."""
    found = Invariant("no file has a key in clear")
    for file in sorted(Path(folder).rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            found.check(not any(key.encode() in content for key in KEYS), file.name)
    return found


def answers(load):
    """Submissions without an answer, which a server that refuses everything would have, and nothing else to find fault with."""
    found = Invariant("most submissions are acknowledged")
    found.checked = len(load.submissions)
    refused = [one for one in load.submissions if not one.id]
    if len(refused) * 2 > found.checked:
        words = sorted({one.refusal or "no answer" for one in refused})[:3]
        found.violations.append(f"{len(refused)} of {found.checked} are not: {words}")
    return found


def surprises(load):
    """Answers and ends that nobody expects."""
    found = Invariant("clients meet nothing unexpected")
    found.checked = load.looks
    found.violations = list(load.problems)
    return found
