"""The shapes as the page "Supported fields" lists them: their members in order, the rule of each, and their older orders."""


class Field:
    """A member: its rule, the canonical member that it fills, and the revision that ended this spelling of it."""

    def __init__(self, key, rule="residue", fills=None, words=None, until=None, kept=False, fields=None):
        self.key = key
        self.rule = rule
        self.fills = fills
        self.words = words
        self.until = until
        # What an older spelling had instead is nobody's fault.
        self.kept = kept or until is not None
        self.fields = fields


class Words:
    """Words of a service and of the Agents API. `owned` lead both ways, `read` one way; `written` is the way back alone."""

    def __init__(self, owned, read=None, written=None, otherwise=None, unknown_stays=False):
        self.meanings = {**owned, **(read or {})}
        self.spellings = {meaning: word for word, meaning in owned.items()}
        self.spellings |= {meaning: word for meaning, word in (written or {}).items() if meaning not in self.spellings}
        self.otherwise = otherwise
        self.unknown_stays = unknown_stays

    def spelled(self, meaning):
        """How the way back spells a canonical word; one that the service does not have stays as it is."""
        return self.spellings.get(meaning, meaning)


class Shape:
    def __init__(self, dialect, name, fields, orders=(), revisions=()):
        self.dialect = dialect
        self.name = name
        self.fields = fields
        self.orders = orders
        self.revisions = revisions


class Order:
    """An older order of the members of the object at `path`; members that it does not name follow as in the table."""

    def __init__(self, keys, revision, path=()):
        self.keys = keys.split()
        self.revision = revision
        self.path = path


def carry(key, fills=None, **more):
    return Field(key, "carry", fills or key, **more)


def residue(keys):
    return [Field(key) for key in keys.split()]


# Agents

AGENTS = Shape(
    "agents", "generation",
    [Field("id", "id", "id"), carry("type"), carry("state"), carry("model"), carry("created_at"),
     Field("output", "outputs"), carry("failure_reason"), carry("failure_code")],
    orders=[Order("id created_at model state type failure_code failure_reason output", "list-members-in-sdk-order")],
    revisions=["list-members-in-sdk-order"])

# AceData

ACE_STATES = Words(
    {"completed": "completed", "failed": "failed", "pending": "queued", "processing": "processing"},
    read={"succeeded": "completed", "succeed": "completed", "success": "completed", "complete": "completed",
          "finished": "completed", "running": "processing", "failure": "failed", "error": "failed",
          "cancelled": "failed", "canceled": "failed", "rejected": "failed"})
ACE_CODES = Words(
    {"bad_request": "invalid_request", "forbidden": "content_moderated", "used_up": "budget_exhausted",
     "request_too_large": "image_too_large", "too_many_requests": "rate_limited", "api_error": "generation_failed"},
    written={"output_not_found": "api_error", "unsupported_format": "bad_request", "corrupt_input": "bad_request"},
    otherwise="api_error", unknown_stays=True)
ACE_TYPES = Words(
    {"videos": "video", "images": "image"},
    written={"video_edit": "videos", "video_reframe": "videos", "image_edit": "images", "layering": "images"})


def ace_result(id_field):
    """The finished body, which is the `response` of a task too."""
    return [
        Field("success"), id_field, *residue("video_id prompt"), Field("video_url", "output", "video"),
        *residue("video_height video_width trace_id"),
        Field("error", "object", kept=True, fields=[
            Field("code", "words", "failure_code", ACE_CODES, kept=True),
            carry("message", "failure_reason", kept=True)]),
        Field("state", "words", "state", ACE_STATES),
        *residue("thumbnail_url thumbnail_width thumbnail_height"),
    ]


WIDTH_FIRST = "success task_id video_id prompt video_url video_width video_height trace_id error state"

ACE_TASK = Shape(
    "acedata", "task",
    [Field("_id"), Field("id", "id", "id"), *residue("api_id application_id"),
     Field("created_at", "epoch", "created_at", kept=True),
     *residue("started_at finished_at elapsed credential_id request trace_id user_id"),
     Field("type", "words", "type", ACE_TYPES), Field("job_id"),
     Field("response", "object", kept=True, fields=[
         *ace_result(Field("task_id")), *residue("duration created status"),
         Field("data", "object", kept=True, fields=[
             Field("video_id"),
             Field("state", "words", "state", ACE_STATES, kept=True, until="move-state-from-data-to-response")])])],
    orders=[
        Order("_id id api_id application_id created_at started_at finished_at elapsed credential_id request trace_id "
              "type user_id job_id response", "move-type-behind-user-id"),
        Order("_id id api_id application_id created_at credential_id request trace_id type user_id job_id response "
              "finished_at", "move-finished-at-beside-created-at"),
        Order("_id id trace_id type application_id user_id credential_id created_at started_at finished_at elapsed "
              "request response", "list-times-before-ids-of-the-account"),
        Order("created data success video_id video_url duration state task_id", "list-response-as-luma-does",
              ("response",)),
        Order("success error task_id trace_id", "list-ids-before-error", ("response",)),
        Order(WIDTH_FIRST, "list-height-before-width", ("response",)),
    ],
    revisions=["move-type-behind-user-id", "move-finished-at-beside-created-at", "list-ids-before-error",
               "move-state-from-data-to-response", "list-times-before-ids-of-the-account",
               "list-response-as-luma-does", "list-height-before-width"])

ACE_VIDEO = Shape(
    "acedata", "video", ace_result(Field("task_id", "id", "id")),
    orders=[
        Order("state prompt success task_id video_id video_url video_width video_height thumbnail_url thumbnail_width "
              "thumbnail_height", "list-members-in-service-order"),
        Order("success error task_id trace_id", "list-ids-before-error"),
        Order(WIDTH_FIRST, "list-height-before-width"),
    ],
    revisions=["list-ids-before-error", "list-members-in-service-order", "list-height-before-width"])

ACE_ACKNOWLEDGEMENT = Shape(
    "acedata", "acknowledgement", [Field("success"), Field("task_id", "id", "id"), Field("trace_id")])

# Dream Machine

DREAM_STATES = Words(
    {"queued": "queued", "dreaming": "processing", "completed": "completed", "failed": "failed"}, otherwise="dreaming")
DREAM_TYPES = Words(
    {"video": "video", "image": "image"},
    written={"video_edit": "video", "video_reframe": "video", "image_edit": "image", "layering": "image"})

DREAM = Shape(
    "dream-machine", "generation",
    [Field("id", "id", "id"), Field("generation_type", "words", "type", DREAM_TYPES),
     Field("type", "words", "type", DREAM_TYPES, until="generation-type-replaces-type"),
     Field("state", "words", "state", DREAM_STATES), carry("failure_reason"),
     carry("state_reason", "failure_reason", until="failure-reason-replaces-state-reason"),
     Field("created_at", "date", "created_at"), Field("updated_at"),
     Field("assets", "object", fields=[
         Field("thumbnail"), Field("video", "output", "video"), Field("image", "output", "image"),
         Field("progress_video")]),
     carry("model", kept=True), carry("version", "model", until="model-replaces-version"), Field("request"),
     carry("failure_code")],
    orders=[Order("id assets created_at failure_reason generation_type model request state version",
                  "list-members-in-sdk-order")],
    revisions=["generation-type-replaces-type", "model-is-text-again", "model-replaces-version",
               "failure-reason-replaces-state-reason", "list-members-in-sdk-order"])

# Lists of records: the member that is the list, and the shape of its items.
ENVELOPES = {"items": ACE_TASK, "generations": DREAM}
