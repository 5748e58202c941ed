"""What is paid is never paid twice, whatever the clients' own retries do."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import acedatacloud
import httpx
import lumaai
import pytest
from acedatacloud._runtime import errors

from support.stack import KEY, Simulator, free_port, submissions
from support.waiting import wait_until

POLLING = {"poll_interval": 0.05, "max_wait": 20}


@contextlib.contextmanager
def luma_client(server, **changes):
    with lumaai.LumaAI(auth_token=KEY, base_url=server.dream_machine, **changes) as client:
        yield client


@contextlib.contextmanager
def ace_client(server, **changes):
    with acedatacloud.AceDataCloud(KEY, base_url=server.base, **changes) as client:
        yield client


# The answer of the Agents API is lost.


@pytest.fixture
def hasty_stack(own_stack):
    """A stack whose tasks in doubt are given up after two seconds instead of ten minutes."""
    return own_stack(poll_speed=300)


def test_a_lost_reply_is_not_repeated_for_lumaai(hasty_stack):
    with luma_client(hasty_stack.server, _strict_response_validation=True) as client:
        # Connections are warm: what is sent again by itself is sent over those.
        assert client.generations.create(model="ray-2", prompt="before").state == "queued"

        with submissions(hasty_stack.simulator) as sent:
            created = client.generations.create(model="ray-2", prompt="the reply is lost [[lose-reply]]")
            assert created.state == "queued"
            assert client.generations.get(created.id).state == "queued"

            def failed():
                generation = client.generations.get(created.id)
                return generation if generation.state == "failed" else None

            failure = wait_until(failed, "the task in doubt fails")
        assert "not known whether" in failure.failure_reason
        assert failure.id == created.id
        assert sent == {"disconnected": 1}


def test_a_lost_reply_is_not_repeated_for_acedatacloud(hasty_stack):
    with ace_client(hasty_stack.server) as client:
        client.luma.generate(prompt="before")
        with submissions(hasty_stack.simulator) as sent:
            handle = client.luma.generate(prompt="the reply is lost [[lose-reply]]")
            assert handle.get()["response"] == {}
            task = handle.wait(**POLLING)
        assert task["response"]["error"]["code"] == "api_error"
        assert "not known whether" in task["response"]["error"]["message"]
        assert sent == {"disconnected": 1}


def test_a_lost_reply_is_not_repeated_for_a_blocking_client(hasty_stack):
    with ace_client(hasty_stack.server) as client, submissions(hasty_stack.simulator) as sent:
        with pytest.raises(errors.APIError) as caught:
            client.luma.generate(prompt="the reply is lost [[lose-reply]]", async_=False)
        assert (caught.value.status_code, caught.value.code) == (500, "api_error")
        assert "not known whether" in caught.value.message
    assert sent == {"disconnected": 1}


# The client gives up waiting and tries again.


@pytest.mark.parametrize("kind", ["lumaai", "acedatacloud"])
def test_a_retry_joins_the_first_try_whose_answer_it_did_not_wait_for(own_stack, kind):
    stack = own_stack()
    stack.simulator.pause()
    requests = []

    def before(request):
        requests.append(request.headers.get("x-stainless-retry-count"))
        if len(requests) == 2:
            # The second try is on its way and waits as the first one did; a second later there is an answer for both.
            threading.Timer(1, stack.simulator.resume).start()

    if kind == "lumaai":
        http_client = httpx.Client(event_hooks={"request": [before]})
        with luma_client(stack.server, timeout=3, http_client=http_client) as client:
            created = client.generations.create(model="ray-2", prompt="a patient server")
            assert client.generations.get(created.id).id == created.id
        assert requests[:2] == ["0", "1"]
    else:
        with ace_client(stack.server, timeout=3) as client:
            client.luma._transport._client.event_hooks = {"request": [before]}
            handle = client.luma.generate(prompt="a patient server")
            assert handle.wait(**POLLING)["response"]["success"] is True
        assert requests[:2] == [None, None]
    assert stack.simulator.submissions() == {"201": 1}


def test_equal_requests_in_parallel_are_as_many_videos(stack):
    with luma_client(stack.server) as luma, ace_client(stack.server) as ace, ThreadPoolExecutor(8) as pool:
        with submissions(stack.simulator) as sent:
            generations = [
                pool.submit(luma.generations.create, model="ray-2", prompt="one of four equals") for _ in range(4)
            ]
            handles = [pool.submit(ace.luma.generate, prompt="one of four equals") for _ in range(4)]
            ids = {call.result(30).id for call in generations} | {call.result(30).id for call in handles}
    assert len(ids) == 8
    assert sent == {"201": 8}


# The Agents API answers with an error.


def test_an_error_that_says_nothing_is_not_repeated(stack):
    with luma_client(stack.server) as client, submissions(stack.simulator) as sent:
        with pytest.raises(lumaai.InternalServerError) as caught:
            client.generations.create(model="ray-2", prompt="an upstream in trouble [[http=500]]")
    assert caught.value.status_code == 500
    assert sent == {"500": 1}, "nobody knows whether it created something"


@pytest.mark.parametrize("status", [502, 503])
def test_an_error_that_created_nothing_may_be_repeated(stack, status):
    with luma_client(stack.server, max_retries=1) as client, submissions(stack.simulator) as sent:
        with pytest.raises(lumaai.InternalServerError) as caught:
            client.generations.create(model="ray-2", prompt=f"an upstream in trouble [[http={status}]]")
    assert caught.value.status_code == status
    assert isinstance(caught.value.body["detail"], str)
    assert sent == {str(status): 2}


def test_a_failure_that_a_blocking_client_asks_for_again_and_again_stays_the_same(own_stack):
    # The client takes a 500 for lost and repeats the call, which joins the task that has failed.
    stack = own_stack()
    body = {"prompt": "a statue that melts [[fail=generation_failed]]"}
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=stack.server.base, headers=headers, trust_env=False, timeout=30) as client:
        answers = [client.post("/luma/videos", json=body) for _ in range(50)]
    assert {answer.status_code for answer in answers} == {500}
    assert len({str(answer.json()["error"]) for answer in answers}) == 1
    assert stack.simulator.submissions() == {"201": 1}


# The Agents API cannot be reached.


@pytest.fixture
def lonely_server(own_stack, binary):
    """A server, the address of its Agents API, where nothing listens, and what starts a simulator there."""
    stack = own_stack()
    address = f"127.0.0.1:{free_port()}"
    stack.simulator.stop()
    stack.server.stop()
    stack.simulator.base = f"http://{address}"
    with contextlib.ExitStack() as simulators:
        yield stack.start_server(), lambda: simulators.enter_context(Simulator(binary, listen=address))


def test_without_the_agents_api_clients_get_their_own_errors(lonely_server):
    server, start_simulator = lonely_server
    with luma_client(server, max_retries=0) as luma, ace_client(server, max_retries=0) as ace:
        with pytest.raises(lumaai.InternalServerError) as caught:
            luma.generations.create(model="ray-2", prompt="nobody is there")
        assert caught.value.status_code == 502
        assert isinstance(caught.value.body["detail"], str)
        assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60

        with pytest.raises(errors.APIError) as failure:
            ace.luma.generate(prompt="nobody is there")
        assert (failure.value.status_code, failure.value.code) == (500, "api_error")

        simulator = start_simulator()
        assert luma.generations.create(model="ray-2", prompt="somebody is there").state == "queued"
        assert ace.luma.generate(prompt="somebody is there").wait(**POLLING)["response"]["success"] is True
        assert simulator.submissions() == {"201": 2}


def test_the_clients_own_retries_get_over_an_outage(lonely_server):
    server, start_simulator = lonely_server
    statuses = []
    simulators = []

    def after(response):
        statuses.append(response.status_code)
        if len(statuses) == 1:
            simulators.append(start_simulator())

    with luma_client(server, http_client=httpx.Client(event_hooks={"response": [after]})) as client:
        assert client.generations.create(model="ray-2", prompt="back in time").state == "queued"
    assert statuses == [502, 201]
    assert simulators[0].submissions() == {"201": 1}


def test_a_task_outlives_an_outage(own_stack):
    stack = own_stack()
    with luma_client(stack.server) as luma, ace_client(stack.server) as ace:
        created = luma.generations.create(model="ray-2", prompt="a long journey [[take=100]]")
        handle = ace.luma.generate(prompt="a long journey [[take=100]]")
        stack.simulator.pause()
        with ThreadPoolExecutor(2) as pool:
            # Longer than the videos would have taken; the server answers with what it knows.
            generation = pool.submit(luma.generations.get, created.id)
            task = pool.submit(handle.get)
            assert generation.result(30).state in ("queued", "dreaming")
            assert task.result(30)["response"] == {}
        stack.simulator.resume()
        wait_until(lambda: luma.generations.get(created.id).state == "completed", "the video is completed")
        assert handle.wait(**POLLING)["response"]["success"] is True


def test_a_generation_that_the_agents_api_forgot_fails(own_stack, binary):
    stack = own_stack()
    with luma_client(stack.server) as luma, ace_client(stack.server) as ace:
        created = luma.generations.create(model="ray-2", prompt="soon forgotten [[never]]")
        handle = ace.luma.generate(prompt="soon forgotten [[never]]")
        stack.simulator.stop()
        with Simulator(binary, listen=stack.simulator.base.rpartition("/")[2]):

            def failed():
                generation = luma.generations.get(created.id)
                return generation if generation.state == "failed" else None

            assert "not known" in wait_until(failed, "the forgotten generation fails").failure_reason
            assert handle.wait(**POLLING)["response"]["error"]["code"] == "api_error"
