"""What the settings of the server do, whether they come from a flag, the environment or a file."""

import base64
import hashlib
import hmac
import json

import httpx
import pytest

from support.media import is_mp4
from support.program import Program
from support.receiver import Receiver
from support.stack import KEY
from support.waiting import wait_until

HEADERS = {"Authorization": f"Bearer {KEY}"}


def create(server, **members):
    body = {"model": "ray-2", "prompt": "a tiger in snow", **members}
    answer = httpx.post(f"{server.dream_machine}/generations", json=body, headers=HEADERS, trust_env=False)
    assert answer.status_code == 201, answer.text
    return answer.json()


def get(server, generation):
    path = f"{server.dream_machine}/generations/{generation['id']}"
    return httpx.get(path, headers=HEADERS, trust_env=False).raise_for_status().json()


def video_url(server):
    """The URL of a new video."""
    generation = create(server)
    ended = wait_until(
        lambda: (now := get(server, generation))["state"] == "completed" and now, "the video is completed"
    )
    return ended["assets"]["video"]


def test_links_name_the_port_that_the_system_chose(own_stack):
    server = own_stack(listen="127.0.0.1:0").server
    url = video_url(server)
    assert url.startswith(f"{server.base}/media/")
    assert is_mp4(httpx.get(url, follow_redirects=True, trust_env=False).content)


@pytest.mark.parametrize("arguments, warns", [([], True), (["--public-url", "https://luma.example.com/"], False)])
def test_whoever_listens_everywhere_is_told_to_say_where(own_stack, arguments, warns):
    server = own_stack(listen="0.0.0.0:0", arguments=arguments).server
    assert any("--public-url" in line for line in server.messages) is warns
    port = server.address.rpartition(":")[2]
    base = f"http://127.0.0.1:{port}" if warns else "https://luma.example.com"
    server.dream_machine = f"http://127.0.0.1:{port}/dream-machine/v1"
    assert video_url(server).startswith(f"{base}/media/")


def test_without_links_the_urls_are_the_storages(own_stack):
    stack = own_stack(environment={"AGENTS_COMPAT_MEDIA": "upstream"})
    assert video_url(stack.server).startswith(stack.simulator.base)


def test_the_switches_of_dream_machine(own_stack, tmp_path):
    """One by each of the three ways."""
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"dream_machine": {"emit_version": True, "credits": 1500.5}}))
    server = own_stack(
        arguments=["--config", file, "--dream-machine-initial-state", "dreaming"],
        environment={"AGENTS_COMPAT_DREAM_MACHINE_EMPTY_ASSETS": "1"},
    ).server
    generation = create(server, prompt="a clock [[never]]")
    assert (generation["state"], generation["assets"]) == ("dreaming", {})
    assert generation["version"] == generation["model"]
    credits = httpx.get(f"{server.dream_machine}/credits", headers=HEADERS, trust_env=False)
    assert credits.text == '{"credit_balance":1500.5}'


def test_pages_of_an_origin_may_call(own_stack):
    server = own_stack(
        arguments=["--cors-origin", "https://one.example.com", "--cors-origin", "https://two.example.com"]
    ).server
    for origin, expected in [
        ("https://two.example.com", "https://two.example.com"),
        ("https://three.example.com", None),
    ]:
        answer = httpx.get(f"{server.dream_machine}/ping", headers={"Origin": origin}, trust_env=False)
        assert answer.headers.get("access-control-allow-origin") == expected


def test_callbacks_are_signed_with_every_secret_of_the_file(own_stack, tmp_path):
    keys = [bytes(range(32)), bytes(range(32, 64))]
    file = tmp_path / "secrets"
    file.write_text("# the new one comes first\n" + "".join(f"whsec_{base64.b64encode(key).decode()}\n" for key in keys))
    server = own_stack(arguments=["--callback-private", "allow", "--callback-secrets", file]).server
    with Receiver() as receiver:
        create(server, callback_url=receiver.url)
        wait_until(lambda: receiver.received, "a callback arrives")
        headers, body = receiver.received[0]
    message = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signatures = [base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode() for key in keys]
    assert headers["webhook-signature"] == " ".join(f"v1,{signature}" for signature in signatures)
    for key in keys:
        assert not any(base64.b64encode(key).decode() in line for line in server.messages)


def test_the_demo_has_the_same_settings(binary, tmp_path):
    with Program(
        binary, ["demo", "--dream-machine-credits", "7", "--media", "upstream"], {"TMPDIR": str(tmp_path)}
    ) as demo:
        wait_until(lambda: any("Ctrl-C" in line for line in demo.output), "the demo has printed everything")
        base = next(line.split()[-1] for line in demo.output if line.startswith("Dream Machine API"))
        headers = {"Authorization": "Bearer luma-api-demo"}
        assert httpx.get(f"{base}/credits", headers=headers, trust_env=False).json() == {"credit_balance": 7}
        assert demo.stop() == 0


def test_the_archive_serves_its_copies_for_ever(own_stack, tmp_path):
    stack = own_stack(arguments=["--media", f"archive:{tmp_path / 'media'}"])
    url = video_url(stack.server)

    def fetch(method="GET", **headers):
        return httpx.request(method, url, headers=headers, trust_env=False)

    wait_until(lambda: fetch().status_code == 200, "the video is copied")
    whole = fetch()
    assert is_mp4(whole.content) and whole.headers["content-type"] == "video/mp4"
    head = fetch("HEAD")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(whole.content)))
    tag = whole.headers["etag"]
    part = fetch(Range="bytes=4-11", **{"If-Range": tag})
    assert (part.status_code, part.content) == (206, whole.content[4:12])
    assert part.headers["content-range"] == f"bytes 4-11/{len(whole.content)}"
    assert fetch(Range="bytes=4-11", **{"If-Range": '"another"'}).content == whole.content

    copies = [path for path in (tmp_path / "media").rglob("*.mp4")]
    assert len(copies) == 1 and copies[0].read_bytes() == whole.content
    checksum = (copies[0].parent / "0.sha256").read_text()
    assert checksum == f"{hashlib.sha256(whole.content).hexdigest()}  0.mp4\n"

    server = stack.kill_and_restart_server()
    assert fetch().content == whole.content
    listed = httpx.get(f"{server.dream_machine}/generations", headers=HEADERS, trust_env=False).json()
    (generation,) = listed["generations"]
    deleted = httpx.delete(f"{server.dream_machine}/generations/{generation['id']}", headers=HEADERS, trust_env=False)
    assert deleted.is_success
    assert fetch().status_code == 410
    assert not list((tmp_path / "media").rglob("*.mp4"))


def test_the_proxy_fetches_what_is_asked_for(own_stack, tmp_path):
    stack = own_stack(arguments=["--media", "proxy", "--media-cache-size", "1"])
    url = video_url(stack.server)
    assert not list(tmp_path.rglob("*.mp4"))
    answer = httpx.get(url, trust_env=False, timeout=30)
    assert answer.status_code == 200 and is_mp4(answer.content)
    assert [path.read_bytes() for path in tmp_path.rglob("*.mp4")] == [answer.content]
    part = httpx.get(url, headers={"Range": "bytes=-4"}, trust_env=False)
    assert (part.status_code, part.content) == (206, answer.content[-4:])
