"""Faults: what files have after years, and what nobody would expect in them."""

from strict_json import Refused, parse

WORDS = [
    "completed", "failed", "queued", "dreaming", "processing", "succeeded", "pending", "video", "image", "videos", "",
    "modify_video", "upscale_video", "add_audio", "bad_request", "api_error", "busy", "Frame moderation failed",
    "Failed to read user input frames", "\\u0063ompleted", "\\ud83e\\udd8a", "caf\u00e9", "2024-08-31T04:10:11.961Z",
]
VALUES = ["null", "true", "false", "0", "-0", "1E+2", "1725077411.9610", "12345678901234567890", "[]", "{}", '[{"a":1}]']
KEYS = [
    "id", "task_id", "state", "type", "generation_type", "response", "request", "assets", "output", "version", "model",
    "items", "generations", "finished_at", "created_at", "success", "error", "failure_reason", "state_reason",
    "failure_code", "body", "data", "x_unknown", "video_url", "provenance",
]
# Bytes that change what a text is; none starts a list or a line.
BYTES = b'{}",:\\0x9eE-.+u\xff\xc3\x80 \x00\x1f'


def mutated(text, chance):
    """The document with one to three faults."""
    for _ in range(chance.randint(1, 3)):
        text = fault(text, chance)
    return text


def fault(text, chance):
    if chance.random() < 0.2:
        return damaged(text, chance)
    try:
        node = parse(text)
    except Refused:
        return text
    objects = [found for found in walk(node) if found.kind == "object" and found.members]
    if not objects:
        return text
    # What stands far outside is what decides most.
    target = chance.choice(objects[:6])
    members = [(spelled, value.text) for _, spelled, value in target.members]
    change(members, chance)
    body = "{" + ",".join(f"{key}:{value}" for key, value in members) + "}"
    return rebuilt(node, target, body).encode("utf-8", "surrogateescape")


def change(members, chance):
    place = chance.randrange(len(members))
    key, value = members[place]
    action = chance.randrange(8)
    if action == 0:
        del members[place]
    elif action == 1:
        members[place] = (key, chance.choice(VALUES))
    elif action == 2:
        members[place] = (key, f'"{chance.choice(WORDS)}"')
    elif action == 3:
        members[place] = (f'"{chance.choice(KEYS)}"', value)
    elif action == 4:
        members.insert(chance.randrange(len(members) + 1), (f'"{chance.choice(KEYS)}"', chance.choice(VALUES)))
    elif action == 5:
        members.insert(chance.randrange(len(members) + 1), (f'"{chance.choice(KEYS)}"', f'"{chance.choice(WORDS)}"'))
    elif action == 6:
        members.insert(chance.randrange(len(members)), members.pop(place))
    elif value.startswith('"') and len(value) > 2 and value[1] != "\\":
        # The same text, spelled otherwise.
        members[place] = (key, f'"\\u{ord(value[1]):04x}{value[2:]}' if ord(value[1]) < 0xD800 else value)
    else:
        members[place] = (key, f" {value} ")


def damaged(text, chance):
    """The text with one byte less, more or other; it begins as it did, and stays on its line."""
    if len(text) < 3:
        return text
    place = chance.randrange(1, len(text))
    byte = bytes([chance.choice(BYTES)])
    return text[:place] + chance.choice([b"", byte, byte + text[place:place + 1]]) + text[place + 1:]


def walk(node):
    yield node
    for value in [value for _, _, value in node.members or []] + (node.items or []):
        yield from walk(value)


def rebuilt(node, target, text):
    """The text of a value in which another one has a new text."""
    if node is target:
        return text
    if node.kind == "object":
        return "{" + ",".join(f"{key}:{rebuilt(value, target, text)}" for _, key, value in node.members) + "}"
    if node.kind == "array":
        return "[" + ",".join(rebuilt(item, target, text) for item in node.items) + "]"
    return node.text
