"""The server against its own description of AceData's routes: whatever is sent, it answers what the document says."""

from support.openapi import explore, needs_schemathesis, read_document


@needs_schemathesis
def test_the_server_answers_what_the_document_says(own_stack, tmp_path):
    # Videos take 6 ms, so that calls that wait for them do not take long.
    stack = own_stack(simulator_options={"speed": 10_000}, poll_speed=10_000)
    assert explore(f"{stack.server.base}/luma/openapi.json", tmp_path, examples=25) > 200
    # It is about more than refusals, and the most that the Agents API objects to is an address that it cannot fetch.
    sent = stack.simulator.submissions()
    assert sent.get("201", 0) > 20
    assert set(sent) <= {"201", "422"}, sent


def test_the_document_is_one_that_tools_can_read(stack):
    document = read_document(f"{stack.server.base}/luma/openapi.json")
    assert set(document["paths"]) == {"/videos", "/tasks", "/openapi.json"}
