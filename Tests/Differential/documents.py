"""Documents to compare with: the fixtures, generated records of every shape and revision, and both with faults in them."""

import json
import random
from pathlib import Path

from mutations import mutated
from records import Records
from strict_json import parse

FIXTURES = Path(__file__).resolve().parents[2] / "Fixtures"


def fixtures():
    """Each document of each payload, on one line."""
    index = json.loads((FIXTURES / "INDEX.json").read_text(encoding="utf-8"))
    for row in index["fixtures"]:
        if row["path"].endswith(".json"):
            node = parse((FIXTURES / row["path"]).read_bytes())
            for item in node.items if node.kind == "array" else [node]:
                yield item.text.encode()


def documents(count, seed):
    """All fixtures, and `count` documents more, which depend on the seed alone."""
    samples = list(fixtures())
    yield from samples
    chance = random.Random(seed)
    records = Records(chance)
    for _ in range(count):
        kind = chance.random()
        text = chance.choice(samples) if kind < 0.25 else records.document()
        yield mutated(text, chance) if kind < 0.6 else text
