"""The schedule and the routines over the API: seen by whom they belong to, stopped, cancelled, written, run."""

import asyncio

import pytest

from ogam.grammar import compile_home
from ogam.home import load_home, parse_home

from .test_api_changes import HOME, gallery, house, server  # noqa: F401

NIGHT = {"name": "good night", "say": ["good night"], "do": [{"sentence": "turn off the lamp"}], "reply": "Sleep well."}


SENTENCES = compile_home(parse_home(HOME))


@pytest.fixture(autouse=True)
def sentences(server):  # noqa: F811
    """All that the home understands, instead of the few words that other tests need."""
    server.house.hub.grammar = SENTENCES


def test_what_is_said_is_seen_and_cancelled(owner):
    owner.post("/api/say", json={"text": "set a tea timer for five minutes"})
    said = owner.post("/api/say", json={"text": "wake me at seven tomorrow"}).json()
    assert said["actions"][0]["state"] == {}, "what others have set is not told to everybody"
    shown = owner.get("/api/schedule").json()
    assert shown["ringing"] == []
    assert [(one["kind"], one["text"]) for one in shown["entries"]] == [("timer", "tea"), ("alarm", "")]
    assert shown["entries"][1]["when"] == "tomorrow at 7:00 am"
    korean = owner.get("/api/schedule", headers={"Accept-Language": "ko"}).json()
    assert korean["entries"][1]["when"] == "내일 오전 7시"
    for one in shown["entries"]:
        left = owner.delete(f"/api/schedule/{one['id']}")
        assert left.status_code == 200
    assert left.json()["entries"] == []
    assert owner.delete("/api/schedule/none").json()["code"] == "no-such-entry"


def test_what_rings_is_stopped_or_comes_later(owner, server):  # noqa: F811
    scheduler = server.house.scheduler
    for verb, body in (("stop", {}), ("snooze", {"minutes": 7})):
        owner.post("/api/say", json={"text": "set a timer for five minutes"})
        now = scheduler.now
        scheduler._clock = lambda now=now: now + 301
        driver = server.house.hub.drivers["virtual"]
        driver._clock = scheduler._clock
        asyncio.run(scheduler.tick())
        [ringing] = owner.get("/api/schedule").json()["ringing"]
        assert ringing["kind"] == "timer"
        after = owner.post(f"/api/schedule/{ringing['id']}/{verb}", json=body).json()
        assert after["ringing"] == []
    assert [one["kind"] for one in after["entries"]] == ["alarm"]
    assert after["entries"][0]["due"] == pytest.approx(scheduler.now + 420, abs=30)


def test_a_routine_is_written_said_run_and_deleted(owner, server, tmp_path):  # noqa: F811
    assert owner.get("/api/routines").json() == {"routines": [], "editable": True}
    written = owner.put("/api/routines/good night", json=NIGHT)
    assert written.status_code == 200, written.json()
    assert "routines:\n  - {name: good night" in (tmp_path / "home.yaml").read_text("utf-8")
    assert load_home(tmp_path / "home.yaml").routines == server.house.hub.home.routines
    said = owner.post("/api/say", json={"text": "good night"}).json()
    assert said["reply"] == "Sleep well. Lamp's off."
    run = owner.post("/api/routines/good night/run", json={}).json()
    assert run["reply"] == "Sleep well. Lamp's off."
    changed = {**NIGHT, "when": {"at": "23:00", "days": ["weekdays"]}}
    assert owner.put("/api/routines/good night", json=changed).json()["routines"][0]["when"]["at"] == "23:00"
    assert owner.delete("/api/routines/good night").json()["routines"] == []
    assert (tmp_path / "home.yaml").read_text("utf-8") == HOME
    assert owner.post("/api/routines/good night/run", json={}).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"do": [{"sentence": "fly to the moon"}]}, "step"),
        ({"do": [{"device": "light.none", "verb": "turn_on"}]}, "home"),
        ({"name": "other"}, "name"),
        ({"person": "Nobody"}, "home"),
        ({"when": {"at": "25:00"}}, None),
        ({"when": {"days": ["monday"]}}, "home"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(owner, tmp_path, change, code):
    refused = owner.put("/api/routines/good night", json={**NIGHT, **change})
    assert refused.status_code == 422
    assert code is None or refused.json()["code"] == code
    assert (tmp_path / "home.yaml").read_text("utf-8") == HOME
