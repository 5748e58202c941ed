"""What must hold when everything has come to rest, however often the server was killed."""

from pathlib import Path

from chaos_clients import KEYS
from chaos_receiver import FINAL


def violations(load, states, receiver, recorder, stats, store):
    """Everything that does not hold, in words."""
    found = list(load.problems)
    found += lost(load, states)
    found += untold(load, states, receiver.by_submission())
    found += paid_twice(load, recorder.creations, stats)
    found += secrets(store)
    return found


def lost(load, states):
    """Acknowledged tasks that nobody finds any more, or that never end."""
    for one in load.acknowledged:
        status, state = states.get(one.number, (None, None))
        if status != 200:
            yield f"{one.kind} {one.id}: acknowledged, and not found ({status})"
        elif state not in FINAL:
            yield f"{one.kind} {one.id}: acknowledged, and never ended ({state})"


def untold(load, states, arrivals):
    """Ends that were not told, or told otherwise than they are, and states that were told after a later one."""
    for one in load.submissions:
        told = arrivals.get(one.number, [])
        ends = [index for index, (state, _) in enumerate(told) if state in FINAL]
        if ends and any(state not in FINAL for state, _ in told[ends[0] :]):
            yield f"{one.kind} {one.number}: a stale callback after the end: {told}"
        if one not in load.acknowledged or states.get(one.number, (None, None))[0] != 200:
            continue
        state = states[one.number][1]
        if not any(taken and told_state == state for told_state, taken in told):
            yield f"{one.kind} {one.id}: its end ({state}) was not told: {told}"
        if any(told[index][0] != state for index in ends):
            yield f"{one.kind} {one.id}: is {state}, but something else was told: {told}"


def paid_twice(load, creations, stats):
    """Creations that were sent again although an earlier one may have been accepted."""
    sent = {}
    for creation in creations:
        sent.setdefault(creation["prompt"], []).append(creation)
    for prompt, tries in sent.items():
        if any(not one["is_definite"] for one in tries[:-1]):
            yield f"{prompt!r} was sent again: {[one['status'] for one in tries]}"
    wishes = {one.prompt for one in load.submissions}
    for prompt in set(sent) - wishes:
        yield f"{prompt!r} was sent, and nobody wanted it"
    if stats["jobs_created"] > len(wishes):
        yield f"{stats['jobs_created']} jobs for {len(wishes)} submissions"


def secrets(store):
    """Keys in clear in a file of the store."""
    for file in sorted(Path(store).parent.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            for key in KEYS:
                if key.encode() in content:
                    yield f"{file.name} has a key in clear"
