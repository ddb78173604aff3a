"""The resources of the API, each by what its callers see."""

import time
from dataclasses import replace

import pytest

from ogam.devices.fakes import made_up_air_conditioner

ENGLISH, KOREAN = {"Accept-Language": "en"}, {"Accept-Language": "ko"}


def say(client, text: str = "lamp on", **more):
    return client.post("/api/say", json={"text": text, **more}).json()


def act(client, verb: str, device: str = "light.lamp", **arguments):
    return client.post(f"/api/devices/{device}/act", json={"verb": verb, "arguments": arguments})


def test_the_home_with_states_controls_and_examples(owner):
    home = owner.get("/api/home").json()
    assert [area["name"] for area in home["areas"]] == ["kitchen", "hall"]
    lamp = next(device for device in home["devices"] if device["id"] == "light.lamp")
    assert lamp["state"]["state"] == "off"
    assert [control["verb"] for control in lamp["actions"]] == ["turn_on", "turn_off", "set_light"]
    assert lamp["actions"][2]["arguments"][0] == {
        "name": "brightness",
        "kind": "number",
        "least": 0,
        "most": 100,
        "unit": "%",
        "choices": [],
        "required": False,
        "label": "",
        "labels": [],
    }
    assert [person["role"] for person in home["people"]] == ["owner", "child", "adult"]


def test_a_described_device_says_its_properties_in_the_words_of_the_home(owner, house):
    house.hub.home = replace(house.hub.home, language="ko", devices=(made_up_air_conditioner("에어컨", "kitchen"),))
    [device] = owner.get("/api/home").json()["devices"]
    [control] = device["actions"]
    told = {one["name"]: (one["kind"], one["label"], one["choices"], one["labels"]) for one in control["arguments"]}
    assert control["verb"] == "set"
    assert told["mode"] == ("text", "모드", ["COOL", "DRY"], ["냉방", "제습"])
    assert told["saver"] == ("switch", "절전", [], [])


def test_a_device_is_told_what_to_do(owner):
    done = act(owner, "set_light", brightness=40).json()
    assert (done["ok"], done["state"]["brightness"], done["decision"]["effect"]) == (True, 40, "allow")
    assert owner.get("/api/home").json()["devices"][0]["state"]["brightness"] == 40


@pytest.mark.parametrize(
    ("verb", "arguments", "says"),
    [
        ("fly", {}, "can't do 'fly'"),
        ("set_light", {"brightness": 400}, "from 0 to 100"),
        ("set_light", {"brightness": True}, "from 0 to 100"),
        ("set_light", {"color": "plaid"}, "is one of"),
        ("turn_on", {"speed": 1}, "not 'speed'"),
    ],
)
def test_what_a_device_cannot_do_is_said(owner, verb, arguments, says):
    refused = act(owner, verb, **arguments)
    assert refused.status_code == 409
    assert says in refused.json()["detail"]


def test_a_device_that_is_not_there(owner):
    assert act(owner, "turn_on", "light.moon").json()["code"] == "no-such-device"


def test_a_sentence_is_carried_out_for_the_person_of_the_account(owner):
    turn = say(owner)
    assert turn["actions"][0]["effect"] == "on"
    assert turn["session"] == "mina/app"


def test_an_area_that_is_not_there(owner):
    refused = owner.post("/api/say", json={"text": "lamp on", "area": "moon"})
    assert refused.status_code == 422
    assert "no area 'moon'" in refused.json()["detail"]


def test_turns_are_found_by_what_was_said_and_decided(owner):
    turns = [say(owner)["turn"], say(owner, "nonsense")["turn"], act(owner, "turn_off").json()["turn"]]
    page = owner.get("/api/turns").json()
    assert [turn["turn"] for turn in page["turns"]] == turns[::-1]
    assert page["next"] is None
    found = {
        "text=NONS": [turns[1]],
        "intent=HassTurnOn": [turns[0]],
        "effect=allow": [turns[2], turns[0]],
        "effect=deny": [],
        "session=mina/app": [turns[1], turns[0]],
        "who=Zed": [],
        f"to={time.time() - 60}": [],
        f"from={time.time() - 60}&text=%25": [],
    }
    for query, wanted in found.items():
        assert [turn["turn"] for turn in owner.get(f"/api/turns?{query}").json()["turns"]] == wanted, query


def test_pages_of_turns_follow_each_other(owner):
    turns = [say(owner)["turn"] for _ in range(5)]
    first = owner.get("/api/turns?limit=3").json()
    second = owner.get(f"/api/turns?limit=3&before={first['next']}").json()
    assert [turn["turn"] for turn in (*first["turns"], *second["turns"])] == turns[::-1]
    assert second["next"] is None


def test_a_turn_with_its_evidence_and_why(owner):
    turn = say(owner)["turn"]
    whole = owner.get(f"/api/turns/{turn}").json()
    assert whole["events"][0]["kind"] == "turn"
    english = owner.get(f"/api/turns/{turn}/explanation", headers=ENGLISH).json()["text"]
    korean = owner.get(f"/api/turns/{turn}/explanation", headers=KOREAN).json()["text"]
    assert english.startswith("“lamp on” was written. It came from the account of Mina")
    assert "So I did it. lamp: on." in english
    assert korean.startswith("“lamp on”라고 적혀 있었어요. Mina님의 계정에서 왔어요.")
    assert owner.get("/api/turns/none/explanation").status_code == 404


def test_a_turn_is_run_again_and_nothing_happens(owner, server):
    turn = say(owner)["turn"]
    before = server.house.hub.log.last_id()
    assert owner.post(f"/api/turns/{turn}/replay").json() == {"same": True, "differences": []}
    assert server.house.hub.log.last_id() == before
    touched = act(owner, "turn_off").json()["turn"]
    assert owner.post(f"/api/turns/{touched}/replay").status_code == 409


def test_health_has_figures_and_checks(owner, wav):
    say(owner)
    health = owner.get("/api/health").json()
    assert health["latency_ms"] == {"median": None, "p95": None, "n": 0}  # what is written is no speech
    owner.post("/api/hear", content=wav)
    health = owner.get("/api/health").json()
    assert health["latency_ms"]["n"] == 2
    assert health["latency_ms"]["median"] > 0
    assert health["memory_mb"] > 10
    assert {check["name"]: check["ok"] for check in health["checks"]} == {"home": True, "gallery": True}


def test_a_recording_is_carried_out(owner, wav):
    turns = owner.post("/api/hear?area=kitchen", content=wav).json()
    assert [turn["actions"][0]["ok"] for turn in turns] == [True, True]
    assert [turn["area"] for turn in turns] == ["kitchen", "kitchen"]


def test_what_is_no_recording_is_refused_without_a_path(owner):
    refused = owner.post("/api/hear", content=b"not a sound").json()
    assert refused["status"] == 422
    assert refused["detail"].startswith("recording: not a sound file")
    assert owner.post("/api/hear", content=b"").json()["detail"].startswith("recording: an empty file")


def test_a_child_sees_no_log(child):
    for path in ("/api/turns", "/api/health", "/api/people", "/api/policy", "/api/settings"):
        assert child.get(path).status_code == 403
    assert child.get("/api/home").status_code == 200


def test_health_has_an_entry_for_each_camera(owner, server, monkeypatch):
    class Camera:
        name, state, reason = "hall camera", "lost", ""

    monkeypatch.setattr(type(server.house), "cameras", property(lambda house: (Camera(),)))
    checks = {check["name"]: check for check in owner.get("/api/health").json()["checks"]}
    camera = checks["camera hall camera"]
    assert (camera["ok"], camera["detail"]) == (False, "It gives no pictures.")
    assert camera["advice"] == "Is it on, and is its address right?"
    Camera.state = "paused"
    checks = {check["name"]: check for check in owner.get("/api/health").json()["checks"]}
    assert checks["camera hall camera"]["ok"]


def test_everybody_who_is_signed_in_may_stop_what_moves(owner, child, stranger):
    for caller in (owner, child):
        turn = caller.post("/api/stop").json()
        assert turn["reply"]
        assert turn["command"]["intent"] == "OgamHalt"
    assert stranger.post("/api/stop").status_code == 401
