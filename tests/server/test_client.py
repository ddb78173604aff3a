"""`ogam.client` against a real server."""

import threading

import httpx
import pytest

from ogam.client import Client, ClientError


@pytest.fixture
def client(live):
    with Client(live.url, live.headers["Authorization"].removeprefix("Bearer ")) as client:
        yield client


def test_devices_sentences_and_recordings(client, wav):
    assert client.home()["devices"][0]["examples"] == []  # the grammar of the tests knows two sentences
    assert client.act("light.lamp", "set_light", brightness=40)["state"]["brightness"] == 40
    assert client.say("lamp on", area="kitchen")["actions"][0]["effect"] == "on at 40 %"
    assert len(client.hear(wav)) == 2


def test_the_log(client):
    turns = [client.say("lamp on")["turn"] for _ in range(5)]
    assert [turn["turn"] for turn in client.turns(limit=2)] == turns[::-1]
    assert [turn["turn"] for turn in client.turns(intent="None")] == []
    assert client.turn(turns[0])["events"][0]["kind"] == "turn"
    assert "So I did it." in client.explanation(turns[0])
    assert client.replay(turns[0]) == []
    assert client.health()["errors"] == 0


def test_events_as_they_happen(client, live):
    def later() -> None:
        with Client(live.url, live.headers["Authorization"].removeprefix("Bearer ")) as other:
            other.say("lamp on")

    thread = threading.Thread(target=later)
    thread.start()
    kinds = []
    for event in client.events(after=0):
        kinds.append(event["kind"])
        if event["kind"] == "reply":
            break
    thread.join()
    assert kinds == ["turn", "observation", "identity", "command", "decision", "action", "reply"]


def test_what_is_refused_says_why_in_the_clients_language(live):
    with Client(live.url, "wrong", language="ko") as client, pytest.raises(ClientError) as refused:
        client.home()
    assert (refused.value.status, refused.value.code) == (401, "not-signed-in")
    assert "로그인" in str(refused.value)


def test_a_server_that_is_not_there():
    with Client("http://localhost:9") as client, pytest.raises(ClientError, match="cannot be reached") as refused:
        client.home()
    assert refused.value.status == 0


def test_a_name_cannot_lead_to_another_path():
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path)
        return httpx.Response(204)

    http = httpx.Client(transport=httpx.MockTransport(answer), base_url="http://ogam")
    Client("http://ogam", http=http).confirm("../policy", "a/b?c")
    assert asked == [b"/api/people/..%2Fpolicy/pending/a%2Fb%3Fc/confirm"]


def test_an_answer_that_is_no_problem_json():
    transport = httpx.MockTransport(lambda _: httpx.Response(502, text="bad gateway"))
    client = Client("http://ogam", http=httpx.Client(transport=transport, base_url="http://ogam"))
    with pytest.raises(ClientError, match="answered 502"):
        client.home()
