"""`import`: histories of the services that clients used before, answered by a server with the clients that they have."""

import json
import random
import re
import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import acedatacloud
import httpx
import lumaai
import pytest

from support.program import clean_environment
from support.stack import KEY
from support.waiting import wait_until

FIXTURES = Path(__file__).parents[2] / "Fixtures"
HEADERS = {"Authorization": f"Bearer {KEY}"}
SPACE = re.compile(r'("(?:[^"\\]|\\.)*")|\s+')


def minified(text):
    """A document without the white space between its tokens; every token as it is spelled."""
    return SPACE.sub(lambda match: match.group(1) or "", text)


def elements(text, start):
    """The documents of an array that starts at an offset of a minified text."""
    decoder = json.JSONDecoder()
    position = start + 1
    while text[position] != "]":
        _, end = decoder.raw_decode(text, position)
        yield text[position:end]
        position = end + (text[end] == ",")


def recorded(shape, envelope, member):
    """The records of a shape among the fixtures, by id, as they were captured; of an id that comes twice, the last."""
    records = {}
    for row in json.loads((FIXTURES / "INDEX.json").read_text())["fixtures"]:
        if row["expect"].get("shape") not in (shape, envelope):
            continue
        text = minified((FIXTURES / row["path"]).read_text())
        if row["expect"]["shape"] == envelope:
            found = elements(text, text.index(f'"{member}":[') + len(member) + 3)
        else:
            found = [text]
        for document in found:
            records[json.loads(document)["id"]] = document
    return records


@pytest.fixture
def imports(binary, tmp_path):
    """Runs the command on a store, with the tests' key as the owner's."""
    key = tmp_path / "key"
    key.write_text(KEY)

    def run(store, *arguments, code=0, **options):
        done = subprocess.run(
            [binary, "import", "--store", f"sqlite:{store}", "--owner-key-file", key, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=120,
            env=clean_environment(),
            **options,
        )
        assert done.returncode == code, done
        assert done.stdout == ""
        return done.stderr.splitlines()

    run.key = key
    return run


def rows(store, query):
    """What a store answers, as whoever looks at it from outside."""
    with closing(sqlite3.connect(store)) as connection:
        return connection.execute(query).fetchall()


def imported(store):
    """Tasks that an import has brought so far."""
    return rows(store, "SELECT count(*) FROM task WHERE operation = 'import'")[0][0]


def sums(messages):
    """The accounts of the last line."""
    total, terms = messages[-1].removeprefix("in ").split(" = ")
    counts = {name: int(count) for name, count in (term.split(" ") for term in terms.split(" + "))}
    assert int(total) == sum(counts.values()), messages
    return counts


def test_every_record_answers_as_it_was_recorded(own_stack, imports, tmp_path):
    stack = own_stack()
    tasks = recorded("acedata:task", "acedata:batch", "items")
    generations = recorded("dream-machine:generation", "dream-machine:list", "generations")
    assert len(tasks) > 10 and len(generations) > 5
    assert not set(tasks) & set(generations)
    history = tmp_path / "history.ndjson"
    history.write_text("".join(f"{text}\n" for text in [*tasks.values(), *generations.values()]))

    # The server is running, and has been asked in vain.
    with lumaai.LumaAI(auth_token=KEY, base_url=stack.server.dream_machine) as luma:
        for id in generations:
            with pytest.raises(lumaai.NotFoundError):
                luma.generations.get(id)
        assert sums(imports(stack.store, history))["imported"] == len(tasks) + len(generations)

        exact = 0
        for id, text in generations.items():
            raw = luma.generations.with_raw_response.get(id)
            assert json.loads(raw.text()) == json.loads(text)
            exact += raw.text() == text
            assert raw.parse().id == id
        listed = luma.generations.list(limit=1000)
        assert {generation.id for generation in listed.generations} == set(generations)
    assert exact == len(generations)

    with acedatacloud.AceDataCloud(KEY, base_url=stack.server.base) as ace, httpx.Client() as http:
        for id, text in tasks.items():
            assert ace.tasks.get(id, service="luma") == json.loads(text)
            answer = http.post(f"{stack.server.base}/luma/tasks", headers=HEADERS, json={"id": id})
            assert answer.text == text
            trace = json.loads(text).get("trace_id")
            if trace:
                by_trace = http.post(f"{stack.server.base}/luma/tasks", headers=HEADERS, json={"trace_id": trace})
                assert json.loads(by_trace.text)["trace_id"] == trace
        batch = http.post(
            f"{stack.server.base}/luma/tasks",
            headers=HEADERS,
            json={"action": "retrieve_batch", "ids": list(tasks)},
        )
        assert batch.text == '{"items":[' + ",".join(tasks.values()) + f'],"count":{len(tasks)}}}'

        # In the other dialect the links are the recorded ones, too.
        for id, text in generations.items():
            record = json.loads(text)
            video = (record.get("assets") or {}).get("video")
            if video and record["state"] == "completed":
                answer = http.post(f"{stack.server.base}/luma/tasks", headers=HEADERS, json={"id": id}).json()
                assert answer["response"]["video_url"] == video
        for id, text in tasks.items():
            url = (json.loads(text).get("response") or {}).get("video_url")
            if url:
                answer = http.get(f"{stack.server.dream_machine}/generations/{id}", headers=HEADERS).json()
                assert answer["assets"]["video"] == url
    assert stack.simulator.polls() == {} and stack.simulator.submissions() == {}

    again = sums(imports(stack.store, history))
    assert again["unchanged"] == len(tasks) + len(generations)
    assert again["imported"] == again["updated"] == 0


def test_a_mixture_of_everything_goes_in_and_a_restart_keeps_it(own_stack, imports):
    stack = own_stack()
    folders = [FIXTURES / name for name in ("acedata", "dream-machine", "agents")]
    before = stack.store.read_bytes()
    would = sums(imports(stack.store, "--dry-run", *folders))
    assert stack.store.read_bytes() == before
    done = sums(imports(stack.store, *folders))
    assert done == would and done["imported"] > 20
    stack.kill_and_restart_server()
    ids = [row[0] for row in rows(stack.store, "SELECT id FROM task")]
    assert len(ids) == done["imported"]
    with httpx.Client(headers=HEADERS) as http:
        for id in ids:
            answer = http.get(f"{stack.server.dream_machine}/generations/{id}")
            assert answer.status_code == 200 and answer.json()["id"] == id
            assert http.post(f"{stack.server.base}/luma/tasks", json={"id": id}).json()["id"] == id
            stranger = {"Authorization": "Bearer luma-api-somebody-else"}
            assert http.get(f"{stack.server.dream_machine}/generations/{id}", headers=stranger).status_code == 404


def test_what_the_server_made_stays_its_own(own_stack, imports, tmp_path):
    stack = own_stack()
    with lumaai.LumaAI(auth_token=KEY, base_url=stack.server.dream_machine) as luma:
        made = luma.generations.create(model="ray-2", prompt="a spark").id
        wait_until(lambda: luma.generations.get(made).state == "completed", "it ends")
        # What a client has logged of the server's own answers.
        logged = luma.generations.with_raw_response.get(made).text()
        history = tmp_path / "history.ndjson"
        history.write_text(logged.replace("completed", "failed") + "\n")
        messages = imports(stack.store, history)
        assert sums(messages)["unchanged"] == 1
        assert messages[0] == "1 are tasks that the server made: they stay as they are"
        assert luma.generations.get(made).state == "completed"


def long_history(count):
    """Records of which every third comes in two states."""
    for number in range(count):
        id = f"00000000-0000-4000-8000-{number:012d}"
        head = f'{{"id":"{id}","generation_type":"video","state":'
        rest = f',"failure_reason":null,"created_at":"2025-05-19T13:51:42.302000Z","assets":%s,"model":"ray-2","request":{{"prompt":"{"x" * 300}"}}}}\n'
        if number % 3 == 0:
            yield head + '"dreaming"' + rest % "null"
        yield head + '"completed"' + rest % f'{{"video":"https://cdn.example.com/{number}.mp4"}}'


@pytest.mark.parametrize("seed", [1, 2])
def test_an_import_that_is_killed_goes_on_where_a_server_runs(own_stack, imports, binary, tmp_path, seed):
    stack = own_stack()
    history = tmp_path / "history.ndjson"
    count = 12_000
    history.write_text("".join(long_history(count)))
    chance = random.Random(seed)

    # The server works on the same store all the time, and its clients notice nothing.
    over = threading.Event()
    made, failures = [], []

    def submit():
        with lumaai.LumaAI(auth_token=KEY, base_url=stack.server.dream_machine, max_retries=0) as luma:
            while not over.is_set():
                try:
                    made.append(luma.generations.create(model="ray-2", prompt="a spark").id)
                except lumaai.APIError as error:
                    failures.append(error)

    client = threading.Thread(target=submit)
    client.start()
    try:
        kept, cut = 0, 0
        # Each kill comes when so many tasks are there, which leaves some to the next run.
        for target in sorted(chance.randrange(count * 3 // 4) for _ in range(8)):
            run = subprocess.Popen(
                [binary, "import", "--store", f"sqlite:{stack.store}", "--owner-key-file", imports.key, history],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=clean_environment(),
            )
            wait_until(
                lambda: run.poll() is not None or imported(stack.store) >= target,
                f"the import brings {target} tasks",
                within=60,
                every=0.005,
            )
            run.kill()
            run.communicate()
            now = imported(stack.store)
            assert now >= kept
            cut += kept < now < count
            kept = now
        assert cut > 0 and 0 < kept < count, "no kill came in the middle"
        last = sums(imports(stack.store, history))
        assert last == {
            "imported": count - kept, "updated": 0, "unchanged": kept, "merged": count // 3, "rejected": 0,
        }
    finally:
        over.set()
        client.join()
    assert made and not failures
    again = sums(imports(stack.store, history))
    assert again["unchanged"] == count and again["imported"] == again["updated"] == 0
    assert rows(stack.store, "PRAGMA integrity_check") == [("ok",)]
    assert imported(stack.store) == count
    with httpx.Client(headers=HEADERS) as http:
        for number in chance.sample(range(count), 50):
            id = f"00000000-0000-4000-8000-{number:012d}"
            expected = list(long_history(number + 1))[-1].rstrip("\n")
            assert http.get(f"{stack.server.dream_machine}/generations/{id}").text == expected
        for id in made[:20]:
            assert http.get(f"{stack.server.dream_machine}/generations/{id}").status_code == 200
