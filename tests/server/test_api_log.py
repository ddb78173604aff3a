"""Deleting a span of the log over the API, and saying that a turn was somebody else's."""

import asyncio
import time
from dataclasses import replace
from datetime import time as clock_time

import numpy as np
import pytest
from fastapi.testclient import TestClient

from ogam.core import Audio, Identity
from ogam.hub import Session, find_turn

from .test_api_changes import FakeEmbedder, gallery, server  # noqa: F401

NOON = clock_time(12)
VOICE = Identity("Sora", 0.97, ("voice",), "unknown")


def said(client: TestClient, text: str = "lamp on") -> str:
    return str(client.post("/api/say", json={"text": text}).json()["turn"])


@pytest.fixture
def spoken(house):
    """Makes a turn that was taken for Sora's by her voice."""

    async def say() -> str:
        turn = house.hub.written("lamp on")
        return (await house.hub.carry_out(replace(turn, who=VOICE))).id

    return lambda: asyncio.run(say())


def test_a_span_is_measured_and_deleted_and_the_log_says_by_whom(owner, house):
    first, second = said(owner), said(owner)
    now = time.time()
    assert owner.get("/api/log/span", params={"from": 0, "to": now + 1}).json()["turns"] == 2
    done = owner.post("/api/log/deletions", json={"from": 0, "to": now + 1}).json()
    assert done == {"events": done["events"], "turns": 2, "left": 0, "swept": True}
    assert done["events"] > 6
    assert owner.get("/api/turns").json()["turns"] == []
    assert owner.get(f"/api/turns/{first}").status_code == 404
    (note,) = owner.get("/api/log/deletions").json()
    assert (note["by"], note["turns"], note["events"]) == ("Mina", 2, done["events"])
    assert now - 60 < note["from"] <= note["to"] <= note["time"]
    assert second not in str(list(house.hub.log.events()))


def test_one_turn_is_deleted_and_the_others_stay(adult):
    first, second = said(adult), said(adult)
    assert adult.post("/api/log/deletions", json={"turn": first}).json()["turns"] == 1
    assert [one["turn"] for one in adult.get("/api/turns").json()["turns"]] == [second]
    assert adult.post("/api/log/deletions", json={"turn": first}).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"from": 1}, {"to": 1}, {"turn": "a", "from": 1, "to": 2}, {"from": 2, "to": 1}, {"from": 1, "to": 1}]
)
def test_a_span_that_is_none_is_refused(owner, body):
    assert owner.post("/api/log/deletions", json=body).status_code == 422


def test_neither_children_nor_tokens_delete(owner, child, token):
    turn = said(owner)
    assert child.post("/api/log/deletions", json={"turn": turn}).status_code == 403
    assert token("log", "manage").post("/api/log/deletions", json={"turn": turn}).json()["code"] == "in-person"
    assert owner.get(f"/api/turns/{turn}").status_code == 200


def test_a_question_that_was_deleted_waits_for_no_answer(owner, house):
    session = Session(house.hub, "kitchen")
    house._sessions["kitchen"] = session
    turn = said(owner)
    session._waiting.add(turn)
    owner.post("/api/log/deletions", json={"turn": turn})
    assert session._waiting == set()


def test_that_was_not_me(adult, house, spoken):
    house.hub._senses.presence.recognised("Sora", None)
    turn = spoken()
    done = adult.post(f"/api/turns/{turn}/correction")
    assert done.status_code == 200
    assert (done.json()["person"], done.json()["withdrawn"], done.json()["kept"]) == ("Sora", 0, 0)
    assert house.hub._senses.presence.situation(None, NOON).seen == ()
    shown = adult.get(f"/api/turns/{turn}").json()
    assert shown["correction"] == {"person": "Sora", "by": "Sora", "withdrawn": 0}
    assert "it was not Sora" in adult.get(f"/api/turns/{turn}/explanation").json()["text"]
    adult.post(f"/api/turns/{turn}/correction")
    assert [event.kind for event in find_turn(house.hub.log, turn).events].count("correction") == 1


def test_what_was_done_can_be_undone_where_it_was_known_before(adult, house, spoken):
    turn = spoken()
    (undo,) = adult.post(f"/api/turns/{turn}/correction").json()["undo"]
    assert undo == {"device": "light.lamp", "name": "lamp", "verb": "turn_off", "arguments": {}}
    adult.post("/api/devices/light.lamp/act", json={"verb": undo["verb"], "arguments": undo["arguments"]})
    assert adult.post(f"/api/turns/{turn}/correction").json()["undo"] == []  # it has changed since


def test_what_was_learned_in_passing_is_withdrawn(adult, house, server, spoken):  # noqa: F811
    gallery = server.gallery  # noqa: F811
    gallery.add("Sora")
    embedding = FakeEmbedder().embed(Audio(np.zeros(32_000, np.float32)))
    waiting, confirmed = gallery.enrol("Sora", [embedding, embedding], pending=True)
    gallery.confirm(confirmed.id)
    turn = spoken()
    house.hub.log.append("s", turn, "held", {"person": "Sora", "templates": 2, "ids": [waiting.id, confirmed.id]})
    done = adult.post(f"/api/turns/{turn}/correction").json()
    assert (done["withdrawn"], done["kept"]) == (1, 1)
    assert gallery.templates("Sora", pending=True) == []
    assert len(gallery.templates("Sora")) == 1


def test_who_may_say_it(child, adult, people, house, spoken):
    turn = spoken()
    assert child.post(f"/api/turns/{turn}/correction").status_code == 403
    assert child.post("/api/turns/none/correction").status_code == 403
    assert adult.post("/api/turns/none/correction").status_code == 404
    assert people.token("say", person="Sora").post(f"/api/turns/{turn}/correction").status_code == 200


def test_a_turn_in_which_nobody_was_recognised_has_nothing_to_correct(owner):
    answer = owner.post(f"/api/turns/{said(owner)}/correction")
    assert (answer.status_code, answer.json()["code"]) == (409, "nobody-recognised")
