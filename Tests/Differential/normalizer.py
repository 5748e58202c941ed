"""The normaliser once more, slow and plain, and sharing nothing with the program: it must write the same bytes.

What it goes by are the articles "Supported fields", "Round trips" and "Normalising histories" of Adapters. Where it and the
program differ, the articles say which of them is wrong; where they do not say it, they are.
"""

import re

from shapes import ACE_ACKNOWLEDGEMENT, ACE_TASK, ACE_VIDEO, AGENTS, DREAM, ENVELOPES
from strict_json import DEEPEST, Refused, parse, quoted

OUTPUT = ["type", "url", "layer"]
CANONICAL = ["id", "type", "state", "model", "created_at", "output", "failure_reason", "failure_code"]
# Videos stand before images.
PLACES = {"video": 0, "image": 1}
# Levels of the canonical line around what is left of a record.
LINE_DEPTH = 2


# Recognition

def has(node, *keys):
    return any(node.get(key) is not None for key in keys)


def recognize(node):
    """The shape of a record, or the name of the list that it is an envelope of."""
    keys = {key for key, _, _ in node.members}
    fits = []
    if "id" in keys and not keys & {"response", "assets", "generation_type", "version"}:
        if "output" in keys or ("state" in keys and keys & {"type", "failure_code"} and "request" not in keys):
            fits.append(AGENTS)
    if "id" in keys and keys & {"response", "request", "finished_at"} and not keys & {
            "state", "assets", "output", "generation_type", "failure_reason", "failure_code", "version", "model"}:
        fits.append(ACE_TASK)
    if "task_id" in keys and keys & {"video_url", "video_id", "state", "error"} and not keys & {
            "id", "request", "response", "data", "output", "assets"}:
        fits.append(ACE_VIDEO)
    if "task_id" in keys and keys <= {"task_id", "success", "trace_id"}:
        fits.append(ACE_ACKNOWLEDGEMENT)
    if {"id", "state"} <= keys and keys & {"assets", "generation_type", "request", "version"} and not keys & {
            "output", "response", "task_id"}:
        fits.append(DREAM)
    if "items" in keys and not keys & {"id", "task_id"}:
        fits.append("items")
    if "generations" in keys and not keys & {"id", "state"}:
        fits.append("generations")
    if len(fits) > 1:
        raise Refused("ambiguous_shape")
    if not fits:
        raise Refused("unknown_shape" if has(node, "id", "task_id") else "not_a_generation")
    return fits[0]


# One record

class Record:
    """A record on its way to a canonical line.

    A value is used up if the way back writes the same bytes from the canonical member; all others are residue.
    """

    def __init__(self, shape, root):
        self.shape = shape
        self.root = root
        self.texts = {}
        self.sources = {}
        self.derived = set()
        self.used = set()
        # Lists of which an item may have something left.
        self.partial = set()
        self.revisions = set()
        # Revisions by the member whose older spelling is read.
        self.spellings = {}
        # None until it is known whether there is a list.
        self.outputs = None
        self.walk(shape.fields, root, ())
        if "id" not in self.texts:
            raise Refused("not_a_generation")
        DERIVATIONS[shape.dialect](self)

    # Filling

    def take(self, member, text, node, is_used=True):
        self.texts[member] = text
        self.sources[member] = node
        if is_used:
            self.used.add(id(node))
        else:
            self.derived.add(member)

    def derive(self, member, text):
        """Fills a member with what was computed; what it was read from is residue again."""
        if member in self.sources:
            self.used.discard(id(self.sources.pop(member)))
        self.texts[member] = text
        self.derived.add(member)

    def release(self, member):
        """Takes a member away from an older spelling."""
        node = self.sources.pop(member)
        self.used.discard(id(node))
        self.derived.discard(member)
        self.revisions.discard(self.spellings.get(member))
        del self.texts[member]

    def word(self, member):
        """A canonical member as a text; nothing if it is absent or null."""
        text = self.texts.get(member)
        return None if text is None or text == "null" else parse(text.encode()).value

    # Rows

    def walk(self, fields, parent, path):
        rows = {field.key: field for field in fields}
        met = []
        for key, _, node in parent.members:
            if key not in rows:
                continue
            met.append(key)
            field = rows[key]
            if field.rule == "object":
                if node.kind == "object":
                    self.walk(field.fields, node, (*path, key))
                elif node.is_given:
                    self.refuse_unless_kept(field)
            elif field.rule == "output":
                self.read_output(field, node)
            elif field.rule == "outputs":
                self.read_outputs(node)
            elif field.rule != "residue":
                self.read(field, node)
        self.note_order([field.key for field in fields], met, path)

    def refuse_unless_kept(self, field):
        if not field.kept:
            raise Refused("wrong_type")

    def read(self, field, node):
        member = field.fills
        wanted = "number" if field.rule == "epoch" else "string"
        if member in self.texts:
            # Beside the present spelling an older one does not count; before it, it does not either.
            if field.until:
                return
            if node.is_given and node.kind != wanted:
                return self.refuse_unless_kept(field)
            self.release(member)
        if not node.is_given and field.rule != "id":
            self.take(member, "null", node)
        elif node.kind != wanted:
            return self.refuse_unless_kept(field)
        elif field.rule == "words":
            self.read_word(field, node)
        elif field.rule == "epoch":
            date = date_of(node.text)
            if date is None:
                return
            self.take(member, quoted(date), node, is_used=seconds_of(date) == node.text)
        else:
            self.take(member, node.text, node)
        if field.until:
            self.revisions.add(field.until)
            self.spellings[member] = field.until

    def read_word(self, field, node):
        words = field.words
        meaning = words.meanings.get(node.value)
        if meaning is None:
            if words.unknown_stays:
                return
            # As it is spelled, and only if the way back does not spell it otherwise.
            is_used = words.spelled(node.value) == node.value
            self.take(field.fills, node.text, node, is_used)
            return
        is_used = quoted(words.spelled(meaning)) == node.text
        self.take(field.fills, quoted(meaning), node, is_used)

    def read_output(self, field, node):
        if node.kind == "string":
            # In the order of the table, whatever that of the record is.
            self.outputs = sorted((self.outputs or []) + [(field.fills, node)], key=lambda output: PLACES[output[0]])
            self.used.add(id(node))
        elif node.is_given:
            self.refuse_unless_kept(field)

    def read_outputs(self, node):
        """The Agents API's own list."""
        if not node.is_given:
            self.take("output", "null", node)
            return
        if node.kind != "array":
            raise Refused("wrong_type")
        texts = []
        for item in node.items:
            if item.kind != "object":
                raise Refused("wrong_type")
            parts = []
            for key in OUTPUT:
                value = item.get(key)
                if value is None:
                    continue
                if value.kind not in (("object", "null") if key == "layer" else ("string", "null")):
                    raise Refused("wrong_type")
                parts.append(f'"{key}":{value.text}')
                self.used.add(id(value))
            texts.append("{" + ",".join(parts) + "}")
        self.texts["output"] = "[" + ",".join(texts) + "]"
        self.partial.add(id(node))

    # Revisions

    def note_order(self, present, met, path):
        if is_ordered(met, present):
            return
        for order in self.shape.orders:
            if order.path != path:
                continue
            rest = [key for key in present if key not in order.keys]
            if is_ordered(met, order.keys + rest):
                self.revisions.add(order.revision)
                return

    # Outputs

    def has_output(self, kind):
        return any(type == kind for type, _ in self.outputs or [])

    def withdraw_outputs(self, kind):
        for type, node in self.outputs or []:
            if type == kind:
                self.used.discard(id(node))
        self.outputs = [output for output in self.outputs or [] if output[0] != kind]

    # Writing

    def line(self, envelope=None, index=None, of=None):
        if self.outputs is not None and "output" not in self.texts:
            items = [f'{{"type":{quoted(kind)},"url":{node.text}}}' for kind, node in self.outputs]
            self.texts["output"] = "[" + ",".join(items) + "]"
        parts = [f'"{member}":{self.texts[member]}' for member in CANONICAL if member in self.texts]
        provenance = [f'"dialect":{quoted(self.shape.dialect)}', f'"shape":{quoted(self.shape.name)}']
        if self.revisions:
            names = [quoted(name) for name in self.shape.revisions if name in self.revisions]
            provenance.append(f'"revisions":[{",".join(names)}]')
        residue = self.residue(self.root)
        if residue:
            provenance.append(f'"residue":{residue}')
        if self.derived:
            names = [quoted(member) for member in CANONICAL if member in self.derived]
            provenance.append(f'"derived":[{",".join(names)}]')
        if envelope is not None:
            provenance.append(f'"envelope":{envelope}')
        if of is not None:
            provenance += [f'"index":{index}', f'"of":{of}']
        parts.append(f'"provenance":{{{",".join(provenance)}}}')
        return "{" + ",".join(parts) + "}"

    def residue(self, node):
        """What is left of an object, in its own order; nothing if that is nothing."""
        kept = []
        for _, spelled, value in node.members:
            if id(value) in self.used:
                continue
            text = value.text
            if id(value) in self.partial:
                left = [self.residue(item) for item in value.items]
                text = "[" + ",".join(item or "{}" for item in left) + "]" if any(left) else ""
            elif value.kind == "object" and value.members and self.is_partly_used(value):
                text = self.residue(value)
            if text:
                kept.append(f"{spelled}:{text}")
        return "{" + ",".join(kept) + "}" if kept else ""

    def is_partly_used(self, node):
        return any(
            id(value) in self.used or (value.kind == "object" and self.is_partly_used(value))
            for _, _, value in node.members)


def is_ordered(keys, order):
    ranks = [order.index(key) for key in keys]
    return ranks == sorted(ranks)


# Times

def date_of(number):
    """Seconds since 1970 as RFC 3339, the digits of the fraction as they are; nothing for what is no plain time."""
    match = re.fullmatch(r"(\d+)(\.\d+)?", number)
    if not match or int(match[1]) > 253402300799:
        return None
    days, seconds = divmod(int(match[1]), 86400)
    year, month, day = civil(days)
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}T{clock}{match[2] or ''}Z"


def civil(days):
    year, left = 1970, days
    while left >= (size := 365 + is_leap(year)):
        left -= size
        year += 1
    month = 1
    while left >= (size := days_in(month, year)):
        left -= size
        month += 1
    return year, month, left + 1


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(month, year):
    return 28 + is_leap(year) if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def seconds_of(date):
    """The way back from `date_of`."""
    match = re.fullmatch(r"(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?Z", date)
    year, month, day, hour, minute, second = (int(match[index]) for index in range(1, 7))
    days = sum(365 + is_leap(earlier) for earlier in range(1970, year))
    days += sum(days_in(earlier, year) for earlier in range(1, month)) + day - 1
    return f"{days * 86400 + hour * 3600 + minute * 60 + second}{match[7] or ''}"


# What follows from several members

def derive_agents(record):
    pass


def derive_acedata(record):
    if record.shape is ACE_ACKNOWLEDGEMENT:
        record.outputs = []
        record.derive("type", '"video"')
        record.derive("state", '"queued"')
        record.derive("failure_reason", "null")
        record.derive("failure_code", "null")
        return
    is_task = record.shape is ACE_TASK
    result = record.root.get("response") if is_task else record.root
    if result is not None and result.kind != "object":
        result = None
    if "type" not in record.texts:
        record.derive("type", '"video"')
    record.outputs = record.outputs or []
    derive_acedata_state(record, result)
    if "failure_reason" not in record.texts:
        error = result.get("error") if result else None
        says = record.word("state") == "failed" and error is not None and error.kind == "string"
        record.derive("failure_reason", error.text if says else "null")
    if "failure_code" not in record.texts:
        record.derive("failure_code", "null")
    created = record.root.get("created_at")
    if is_task and "created_at" not in record.texts and created is not None and created.kind == "string":
        record.derive("created_at", created.text)


def derive_acedata_state(record, result):
    """A failure is one whatever else is said; then the word of `state` counts, an URL, the end with success."""
    def given(node):
        return node is not None and node.is_given

    success = result.get("success") if result else None
    success = success.text if success is not None and success.kind == "bool" else None
    if success == "false":
        if record.word("state") != "failed":
            record.derive("state", '"failed"')
        return
    if record.word("state") is not None:
        return
    is_finished = given(record.root.get("finished_at"))
    data = result.get("data") if result else None
    has_results = data is not None and data.kind == "array" and data.items
    if record.has_output("video") or (is_finished and success == "true"):
        state = "completed"
    elif is_finished and result and given(result.get("error")):
        state = "failed"
    elif has_results and (is_finished or success == "true"):
        state = "completed"
    else:
        state = "queued"
    record.derive("state", quoted(state))


# Operations of the Dream Machine API and the canonical types nearest to them.
OPERATIONS = {
    "video": "video", "modify_video": "video_edit", "reframe_video": "video_reframe", "upscale_video": "video",
    "add_audio": "video", "reframe_image": "image_edit",
}
MODERATION = ("moderation", "blacklisted word", "prompt not allowed")


def derive_dream_machine(record):
    derive_dream_machine_type(record)
    if "model" not in record.texts:
        model = record.root.get("model")
        if model is not None and model.kind == "object":
            record.revisions.add("model-is-text-again")
            name = model.get("name")
            if name is not None and name.kind == "string":
                record.derive("model", name.text)
    if "failure_reason" not in record.texts:
        record.derive("failure_reason", "null")
    if "failure_code" not in record.texts:
        reason = (record.word("failure_reason") or "").lower()
        code = None
        if record.word("state") == "failed":
            if any(text in reason for text in MODERATION):
                code = "content_moderated"
            elif "failed to read user input" in reason:
                code = "corrupt_input"
        record.derive("failure_code", quoted(code) if code else "null")
    record.outputs = record.outputs or []


def derive_dream_machine_type(record):
    """The request's `generation_type` names the operation and beats the answer's own, which names the kind of file."""
    request = record.root.get("request")
    named = None
    if request is not None and request.kind == "object":
        named = request.get("generation_type") or request.get("type")
    operation = named.value if named is not None and named.kind == "string" else None
    wanted = OPERATIONS.get(operation)
    if operation == "image":
        reference = request.get("modify_image_ref")
        wanted = "image_edit" if reference is not None and reference.kind == "object" else "image"
    if wanted:
        refine(record, wanted)
    elif "type" not in record.texts:
        kind = next((kind for kind in ("video", "image") if record.has_output(kind)), None)
        if kind:
            record.derive("type", quoted(kind))
    if record.word("type") in ("video", "video_edit", "video_reframe"):
        # A video's image is its thumbnail.
        record.withdraw_outputs("image")


def refine(record, wanted):
    """Says the type more exactly; the member stays used up if the way back spells it as it is."""
    if record.word("type") == wanted:
        return
    words = next(field.words for field in DREAM.fields if field.key == "generation_type")
    node = record.sources.get("type")
    if node is not None and quoted(words.spelled(wanted)) == node.text:
        record.used.add(id(node))
        record.derived.discard("type")
        record.texts["type"] = quoted(wanted)
    else:
        record.derive("type", quoted(wanted))


DERIVATIONS = {"agents": derive_agents, "acedata": derive_acedata, "dream-machine": derive_dream_machine}


# Documents

def convert(node):
    """What a document becomes: a text for each record, a `Refused` for each that is none, in order."""
    if node.kind != "object":
        raise Refused("not_a_generation")
    what = recognize(node)
    if node.depth > DEEPEST - LINE_DEPTH:
        raise Refused("too_deep")
    if not isinstance(what, str):
        return [Record(what, node).line()]
    return list(items(node, what))


def items(node, name):
    shape = ENVELOPES[name]
    listed = node.get(name)
    if listed.kind != "array":
        raise Refused("wrong_type")
    around = [f"{spelled}:{value.text}" for key, spelled, value in node.members if key != name]
    envelope = "{" + ",".join(around) + "}"
    for index, item in enumerate(listed.items):
        try:
            if item.kind != "object":
                raise Refused("not_a_generation")
            yield Record(shape, item).line(envelope if index == 0 else None, index, len(listed.items))
        except Refused as refused:
            yield refused


def normalize(document):
    """What one document becomes, which is bytes; a line of a log gives the record in its `body`."""
    try:
        node = parse(document)
        try:
            return convert(node)
        except Refused as refused:
            body = node.get("body")
            if body is None or body.kind != "object" or refused.code == "ambiguous_shape":
                raise
            return convert(body)
    except Refused as refused:
        return [refused]
