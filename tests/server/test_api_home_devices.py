"""Devices named, added, moved and removed over the API: in the file, in what is understood, and without a restart."""

import asyncio
import json
from dataclasses import replace

import httpx
import pytest
from websockets.asyncio.client import connect

from ogam.core import GrammarError
from ogam.home import load_home
from ogam.server.auth.guards import COOKIE

from .test_api_changes import HOME, gallery, house, server  # noqa: F401
from .test_streams import CHUNKS, messages


def named(home: dict, device: str) -> dict:
    return next(one for one in home["devices"] if one["id"] == device)


def browser(live, owner) -> httpx.AsyncClient:
    """The owner's, at the live server: in its event loop, as in a house."""
    headers = {"Cookie": f"{COOKIE}={owner.cookies[COOKIE]}", "X-Ogam-CSRF": owner.headers["X-Ogam-CSRF"]}
    return httpx.AsyncClient(base_url=live.url, headers=headers, timeout=60)


def test_a_device_is_renamed_and_understood_by_its_new_name(owner, server, tmp_path):  # noqa: F811
    owner.post("/api/devices/light.lamp/act", json={"verb": "turn_on", "arguments": {}})
    shown = owner.patch("/api/home/devices/light.lamp", json={"name": "counter light", "aliases": ["work light"]})
    assert shown.status_code == 200
    device = named(shown.json(), "light.lamp")
    assert (device["name"], device["aliases"], device["state"]["state"]) == ("counter light", ["work light"], "on")
    assert "turn on the counter light" in device["examples"]
    text = (tmp_path / "home.yaml").read_text("utf-8")
    assert text == HOME.replace(
        "{name: lamp, domain: light,", "{name: counter light, id: light.lamp, aliases: [work light], domain: light,"
    )
    said = owner.post("/api/say", json={"text": "turn off the work light"}).json()
    assert [act["device"] for act in said["actions"]] == ["light.lamp"]
    assert load_home(tmp_path / "home.yaml") == server.house.hub.home


def test_devices_are_added_all_or_none(owner, tmp_path):
    fan = {"name": "ceiling fan", "domain": "fan", "area": "hall", "attributes": {"percentage": 30}}
    wrong = {"name": "lamp", "domain": "light", "area": "kitchen"}
    refused = owner.post("/api/home/devices", json=[fan, wrong])
    assert (refused.status_code, refused.json()["code"]) == (422, "home")
    assert "can be called 'lamp'" in refused.json()["detail"]
    assert str(tmp_path) not in refused.json()["detail"]
    assert (tmp_path / "home.yaml").read_text("utf-8") == HOME
    added = owner.post("/api/home/devices", json=[fan, {"name": "desk lamp", "domain": "light", "area": "kitchen"}])
    assert added.status_code == 201
    assert named(added.json(), "fan.ceiling_fan")["state"]["percentage"] == 30
    said = owner.post("/api/say", json={"text": "turn on the desk lamp"}).json()
    assert said["actions"][0]["ok"]


def test_a_device_is_moved_and_removed(owner):
    owner.patch("/api/home/devices/light.lamp", json={"area": "hall"})
    assert named(owner.get("/api/home").json(), "light.lamp")["area"] == "hall"
    owner.patch("/api/home/devices/light.lamp", json={"area": ""})
    assert named(owner.get("/api/home").json(), "light.lamp")["area"] is None
    gone = owner.delete("/api/home/devices/light.lamp").json()
    assert [one["id"] for one in gone["devices"]] == ["lock.front_door"]
    assert owner.post("/api/devices/light.lamp/act", json={"verb": "turn_on"}).status_code == 404
    assert owner.delete("/api/home/devices/light.lamp").status_code == 404
    assert owner.patch("/api/home/devices/light.lamp", json={"name": "x"}).status_code == 404


def test_rules_go_on_counting(owner, child):
    """What only adults may do, a child may not after a change either."""
    owner.patch("/api/home/devices/lock.front_door", json={"name": "entrance"})
    said = child.post("/api/say", json={"text": "unlock the entrance"}).json()
    assert said["command"]["intent"] == "HassTurnOff"
    assert said["decision"]["effect"] != "allow"


@pytest.mark.parametrize(
    ("body", "code", "language", "words"),
    [
        ({"name": "x", "domain": "lihgt"}, "home", "en", "Did you mean 'light'?"),
        ({"name": "x", "domain": "lihgt"}, "home", "ko", "‘light’ 말인가요?"),
        ({"name": "x", "domain": "light", "area": "moon"}, "home", "ko", "그런 방을 적지 않았어요"),
        ({"name": "x", "domain": "light", "driver": "zigbee"}, "no-such-driver", "ko", "드라이버"),
        ({"name": "x", "domain": "light", "driver": "zigbee"}, "no-such-driver", "en", "Drivers: virtual."),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(owner, body, code, language, words):
    refused = owner.post("/api/home/devices", json=[body], headers={"Accept-Language": language})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert words in refused.json()["detail"]


def test_only_owners_change_devices(adult, child):
    for client in (adult, child):
        assert client.post("/api/home/devices", json=[{"name": "x", "domain": "light"}]).status_code == 403
        assert client.patch("/api/home/devices/light.lamp", json={"name": "x"}).status_code == 403
        assert client.delete("/api/home/devices/light.lamp").status_code == 403


def test_without_a_home_file_nothing_can_be_changed(app, owner):
    app.state.server = replace(app.state.server, home_path=None)
    assert owner.get("/api/home").json()["editable"] is False
    refused = owner.delete("/api/home/devices/light.lamp")
    assert (refused.status_code, refused.json()["code"]) == (409, "no-home-file")


def test_sentences_that_fit_no_more_leave_all_as_it_was(owner, server, tmp_path, monkeypatch):  # noqa: F811
    def fail(home):
        raise GrammarError("home.yaml:3: that does not fit.")

    monkeypatch.setattr("ogam.grammar.compile_home", fail)
    before = server.house.hub.home
    refused = owner.patch("/api/home/devices/light.lamp", json={"name": "x"})
    assert refused.status_code == 422
    assert (tmp_path / "home.yaml").read_text("utf-8") == HOME
    assert server.house.hub.home is before


def test_two_changes_at_once_both_count(live, owner):
    names = {"light.lamp": "counter light", "lock.front_door": "entrance"}

    async def change() -> list[int]:
        async with browser(live, owner) as client:
            asked = [client.patch(f"/api/home/devices/{device}", json={"name": name}) for device, name in names.items()]
            return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert asyncio.run(change()) == [200, 200]
    assert {one["id"]: one["name"] for one in owner.get("/api/home").json()["devices"]} == names


def test_sessions_go_on_while_the_home_changes(live, server, owner):  # noqa: F811
    """An open microphone is neither closed nor deaf, and understands the new name."""

    async def listen() -> list[dict]:
        address = f"ws://localhost:{live.port}/api/listen?session=phone"
        async with connect(address, additional_headers=live.headers) as socket:
            assert json.loads(await socket.recv())["type"] == "ready"
            for chunk in CHUNKS[:5]:
                await socket.send(chunk)
            async with browser(live, owner) as client:
                changed = await client.patch("/api/home/devices/light.lamp", json={"name": "counter light"})
                assert changed.status_code == 200
            for chunk in CHUNKS[5:]:
                await socket.send(chunk)
            await socket.send('{"type": "end"}')
            return await messages(socket)

    [turn] = [one["turn"] for one in asyncio.run(listen()) if one["type"] == "turn"]
    assert turn["error"] == ""
