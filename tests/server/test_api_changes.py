"""What changes people, rules and settings; and what is approved on a phone."""

import asyncio
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ogam.audio import EnergyVoiceActivity
from ogam.biometrics import Embedding, EmbeddingContract, Gallery, open_gallery
from ogam.core import Action, Audio, QualityError, Signal
from ogam.devices import SERVICES, VirtualDriver
from ogam.home import load_home
from ogam.hub import EventLog, House, Hub, log_changes
from ogam.hub.fakes import FakeRecognizer
from ogam.policy import Permissions
from ogam.server import Server
from ogam.server.auth import Auth
from ogam.server.auth.fakes import FakeAuthenticator

from .conftest import GRAMMAR, QUICK

HOME = """\
# ours
areas: [kitchen, hall]
devices:
  - {name: lamp, domain: light, area: kitchen}
  - {name: front door, domain: lock, area: hall}
people:
  - {name: Mina, role: owner}
  - {name: Joon, role: child}
  - {name: Sora, role: adult}
permissions: on
"""
NIGHT = """\
@id("night")
@en("Not at night.")
@ko("밤에는 안 돼요.")
forbid (principal, action == Action::"heat", resource);"""
CONTRACT = EmbeddingContract("voice", "fake@1", "1" * 64, "none/1", 4)


@dataclass
class FakeEmbedder:
    """Every recording is of the same voice; one that is shorter than a second is refused."""

    contract: EmbeddingContract = CONTRACT

    def embed(self, signal: Signal) -> Embedding:
        assert isinstance(signal, Audio)
        if signal.duration < 1:
            raise QualityError("recording: only 0.5 s of speech; 2.0 s are needed. Say a longer sentence.")
        return Embedding(np.array([1, 0, 0, 0], np.float32), self.contract, signal.duration, 0.8)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with permissions on, from a file."""
    path = tmp_path / "home.yaml"
    path.write_text(HOME, "utf-8")
    home, log = load_home(path), EventLog(None)
    driver = {"virtual": VirtualDriver(home.devices)}
    hub = Hub(home, GRAMMAR, FakeRecognizer("lamp on"), driver, log, Permissions(home, SERVICES))
    house = House(hub, EnergyVoiceActivity())
    yield house
    house.close()
    log.close()


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "gallery", create=True) as gallery:
        yield gallery


@pytest.fixture
def server(house: House, gallery: Gallery, tmp_path: Path) -> Iterator[Server]:
    auth = Auth.open(None, hasher=QUICK)
    yield Server(
        house, auth, gallery=gallery, home_path=tmp_path / "home.yaml", settings_path=tmp_path / "settings.toml"
    )
    auth.close()


def ask_to_unlock(client) -> str:
    """What waits for an approval then."""
    asked = client.post("/api/devices/lock.front_door/act", json={"verb": "unlock"}).json()
    return asked["approval"]


def rules_of(client) -> dict[str, dict]:
    return {rule["id"]: rule for rule in client.get("/api/policy", headers={"Accept-Language": "ko"}).json()["rules"]}


def test_rules_as_sentences_in_the_readers_language(adult):
    policy = adult.get("/api/policy").json()
    assert (policy["on"], policy["editable"]) == (True, True)
    assert policy["roles"]["owner"] == ["adult"]
    assert "unlock" in policy["groups"]["protected"]
    assert rules_of(adult)["children-no-oven"]["sentence"] == "아이는 오븐, 온수기, 가스를 쓸 수 없어요."


def test_a_rule_is_written_counts_at_once_and_is_removed(owner, adult, server):
    assert adult.put("/api/policy/night", json={"text": NIGHT}).status_code == 403
    written = owner.put("/api/policy/night", json={"text": NIGHT})
    assert written.status_code == 200
    assert rules_of(owner)["night"] == {
        "id": "night",
        "effect": "forbid",
        "sentence": "밤에는 안 돼요.",
        "source": "own",
        "text": NIGHT,
        "where": "home.yaml:14",
    }
    assert server.home_path.read_text("utf-8").startswith(HOME)
    everything = NIGHT.replace("night", "no-lamp").replace("heat", "turn_on")
    owner.put("/api/policy/no-lamp", json={"text": everything})
    assert owner.post("/api/say", json={"text": "lamp on"}).json()["decision"]["rule"] == "no-lamp"
    assert owner.delete("/api/policy/no-lamp").status_code == 200
    assert owner.post("/api/say", json={"text": "lamp on"}).json()["decision"]["effect"] == "allow"
    assert owner.delete("/api/policy/no-lamp").status_code == 404


def test_a_rule_that_is_wrong_changes_nothing(owner, server):
    wrong = owner.put("/api/policy/night", json={"text": 'forbid (principal == Person::"Zed", action, resource);'})
    assert wrong.status_code == 422
    assert "no person 'Zed'" in wrong.json()["detail"]
    assert server.home_path.read_text("utf-8") == HOME


def test_what_if(adult, server):
    def ask(**more):
        return adult.post("/api/policy/what-if", json={"say": "unlock the front door", **more}).json()["decision"]

    before = server.house.hub.log.last_id()
    assert ask(who="Sora")["effect"] == "ask"
    assert ask(who="Sora", seen=["voice", "face"])["effect"] == "allow"
    assert ask(who="Joon", seen=["voice", "face"], at="22:00")["rule"] == "children-no-locks"
    assert adult.post("/api/policy/what-if", json={"say": "lamp on", "who": "Zed"}).status_code == 422
    assert server.house.hub.log.last_id() == before


def test_a_phone_that_lies_about_opens_no_door(adult, child, token):
    for client, effect in ((adult, "ask"), (child, "deny"), (token("devices", account="p", person="Sora"), "ask")):
        refused = client.post("/api/devices/lock.front_door/act", json={"verb": "unlock"}).json()
        assert (refused["ok"], refused["decision"]["effect"]) == (False, effect)
        allowed = client.post("/api/devices/light.lamp/act", json={"verb": "turn_on"}).json()
        assert allowed["ok"]
    said = adult.post("/api/say", json={"text": "unlock the front door"}).json()
    assert said["decision"]["effect"] == "deny"  # nobody has a phone to approve it on


def test_a_yes_on_a_phone_is_asked_for_where_an_adult_has_a_passkey(adult, child):
    passkey_of(child)
    assert adult.post("/api/say", json={"text": "unlock the front door"}).json()["decision"]["effect"] == "deny"
    passkey_of(adult)
    assert adult.post("/api/say", json={"text": "unlock the front door"}).json()["decision"]["needs"] == ["approval"]


def test_a_deed_is_approved_with_a_passkey(adult):
    phone, approval = passkey_of(adult), ask_to_unlock(adult)
    [waits] = adult.get("/api/approvals", headers={"Accept-Language": "ko"}).json()
    assert (waits["id"], waits["who"], waits["device_name"], waits["action"]) == (
        approval,
        "Sora",
        "front door",
        "unlock",
    )
    assert waits["sentence"] == "front door: unlock"
    assert waits["reason"] == "그 일을 할 수 있는 어른이 휴대폰에서 승인하면 보호된 것도 할 수 있어요."
    options = adult.post(f"/api/approvals/{approval}/options").json()
    assert adult.post(f"/api/approvals/{approval}", json={"credential": {}}).status_code in (400, 401, 403, 422)
    turn = adult.post(f"/api/approvals/{approval}", json={"credential": phone.get(options)}).json()
    assert (turn["decision"]["rule"], turn["who"]["approved_by"]) == ("approved", "Sora")
    assert turn["actions"][0]["state"]["state"] == "unlocked"
    assert adult.post(f"/api/approvals/{approval}/options").status_code == 404


def test_a_sentence_that_was_written_waits_too(adult):
    phone = passkey_of(adult)
    said = adult.post("/api/say", json={"text": "unlock the front door"}).json()
    assert said["decision"]["needs"] == ["approval"]
    [waits] = adult.get("/api/approvals").json()
    options = adult.post(f"/api/approvals/{waits['id']}/options").json()
    turn = adult.post(f"/api/approvals/{waits['id']}", json={"credential": phone.get(options)}).json()
    assert turn["actions"][0]["state"]["state"] == "unlocked"


def test_an_approval_needs_the_passkey_of_the_account_that_gives_it(adult, owner):
    phone, approval = passkey_of(adult), ask_to_unlock(adult)
    passkey_of(owner)
    options = owner.post(f"/api/approvals/{approval}/options").json()
    assert owner.post(f"/api/approvals/{approval}", json={"credential": phone.get(options)}).status_code in (
        400,
        401,
        403,
    )
    assert len(adult.get("/api/approvals").json()) == 1


def test_a_child_cannot_approve(adult, child):
    phone, approval = passkey_of(child), ask_to_unlock(adult)
    options = child.post(f"/api/approvals/{approval}/options").json()
    turn = child.post(f"/api/approvals/{approval}", json={"credential": phone.get(options)}).json()
    assert turn["decision"]["effect"] != "allow"
    assert turn["actions"] == []
    assert len(adult.get("/api/approvals").json()) == 1


def test_a_deed_is_declined(adult):
    approval = ask_to_unlock(adult)
    assert adult.delete(f"/api/approvals/{approval}").json()["reply"] == "Sora said no."
    assert adult.get("/api/approvals").json() == []


def test_a_token_approves_nothing(adult, token):
    approval = ask_to_unlock(adult)
    program = token("devices", account="sora")
    assert program.delete(f"/api/approvals/{approval}").status_code == 403


def passkey_of(client) -> FakeAuthenticator:
    phone = FakeAuthenticator()
    options = client.post("/api/passkeys/register/options").json()
    made = client.post("/api/passkeys/register", json={"credential": phone.create(options), "label": "phone"})
    assert made.status_code in (200, 201)
    return phone


def test_a_person_is_added_enrolled_and_forgotten(owner, app, server, wav):
    app.state.running.find_embedder = lambda modality: FakeEmbedder()
    added = owner.post("/api/people", json={"name": "Sora"})
    assert (added.status_code, added.json()["role"]) == (201, "adult")
    assert owner.post("/api/people", json={"name": "sora"}).status_code == 409
    enrolled = owner.post("/api/people/Sora/voice", content=wav).json()
    assert (enrolled["enrolled"], enrolled["quality"], enrolled["person"]["voice"]) == (True, 0.8, 1)
    known = {person["name"]: person["voice"] for person in owner.get("/api/people").json()}
    assert known == {"Joon": 0, "Mina": 0, "Sora": 1}
    owner.post("/api/policy/what-if", json={"say": "lamp on", "who": "Sora"})
    server.house.hub.log.append("kitchen", "t", "note", {"name": "Sora"})
    forgotten = owner.delete(f"/api/people/{enrolled['person']['id']}").json()
    assert (forgotten["forgotten"], forgotten["events"], forgotten["swept"]) == ("Sora", 1, True)
    assert forgotten["proof"] == {"templates_destroyed": 1, "older_copies_open": False, "left": 0}
    assert owner.delete("/api/people/Sora").status_code == 404


def test_others_are_told_that_a_person_is_forgotten(owner, server, monkeypatch):
    told = []
    monkeypatch.setattr(server.house.live, "mention", lambda *said: told.append(said))
    owner.post("/api/people", json={"name": "Sora"})
    owner.delete("/api/people/Sora")
    assert told == [("", "forgotten", {"person": "Sora"})]


def test_a_recording_that_is_not_good_enough_comes_back_with_advice(owner, app):
    app.state.running.find_embedder = lambda modality: FakeEmbedder()
    owner.post("/api/people", json={"name": "Sora"})
    refused = owner.post("/api/people/Sora/voice", content=short_wav(), headers={"Accept-Language": "ko"})
    assert (refused.status_code, refused.json()["code"]) == (422, "quality")
    assert refused.json()["advice"] == [
        "recording: 말소리가 0.5초뿐이에요. 2.0초는 있어야 해요. 더 긴 문장을 말하세요."
    ]
    assert owner.post("/api/people/Sora/voice", content=b"no").json()["code"] == "quality"
    assert owner.post("/api/people/Zed/voice", content=short_wav()).status_code == 404


def test_what_waits_is_decided_by_its_person_or_an_owner(owner, adult, token, gallery):
    gallery.add("Sora")
    gallery.add("Mina")
    vector = Embedding(np.array([1, 0, 0, 0], np.float32), CONTRACT, 2.0, 0.8)
    first, second = (gallery.enrol("Sora", [vector], "in passing", pending=True)[0].id for _ in range(2))
    assert {one["id"] for one in adult.get("/api/people/Sora/pending").json()} == {first, second}
    assert adult.get("/api/people/Mina/pending").status_code == 403
    assert adult.post(f"/api/people/Sora/pending/{first}/confirm").status_code == 204
    assert owner.delete(f"/api/people/Sora/pending/{second}").status_code == 204
    assert owner.delete(f"/api/people/Sora/pending/{second}").status_code == 404
    assert [len(gallery.templates("Sora")), len(gallery.templates("Sora", pending=True))] == [1, 0]


def test_only_owners_change_people(adult, wav):
    assert adult.post("/api/people", json={"name": "Zed"}).status_code == 403
    assert adult.post("/api/people/Sora/voice", content=wav).status_code == 403
    assert adult.delete("/api/people/Joon").status_code == 403


def test_settings_are_written_for_the_next_start_and_the_rest_of_the_file_stays(owner, server):
    server.settings_path.write_text("# ours\nport = 8765  # as ever\n", "utf-8")
    assert owner.get("/api/settings").json()["restart"] is False
    changed = owner.put("/api/settings", json={"settings": {"name": "집", "port": 9000, "hosts": ["a.example"]}}).json()
    assert changed["restart"] is True
    shown = {one["name"]: one for one in changed["settings"]}
    assert (shown["name"]["value"], shown["name"]["next"], shown["port"]["next"]) == ("Ogam", "집", 9000)
    assert server.settings_path.read_text("utf-8") == '# ours\nport = 9000\nname = "집"\nhosts = ["a.example"]\n'
    owner.put("/api/settings", json={"settings": {"port": None}})
    assert "port" not in server.settings_path.read_text("utf-8")


@pytest.mark.parametrize("settings", [{"moon": 1}, {"wyoming": "x"}, {"port": "x"}, {"certificate": "a.pem"}])
def test_a_setting_that_is_wrong_is_not_written(owner, server, settings):
    assert owner.put("/api/settings", json={"settings": settings}).status_code == 422
    assert not server.settings_path.exists()


def test_a_change_of_a_device_is_an_event(server):
    async def change() -> list[str]:
        hub = server.house.hub
        watching = asyncio.create_task(log_changes(hub))
        await asyncio.sleep(0)
        lamp = hub.home.devices[0]
        for verb in ("turn_on", "turn_on", "turn_off"):
            await hub.drivers["virtual"].act(lamp, Action(verb))
            await asyncio.sleep(0.01)
        watching.cancel()
        return [json.dumps(event.data["state"]["state"]) for event in hub.log.events() if event.kind == "device"]

    assert asyncio.run(change()) == ['"on"', '"off"']
    assert server.house.hub.log.last_states()["light.lamp"]["state"] == "off"


def short_wav() -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.full(8_000, 0.5, np.float32), 16_000, format="WAV")
    return file.getvalue()
