"""What is told of a turn, and to whom; without a broker."""

import asyncio
import json
from collections.abc import Iterator

import pytest

from ogam.core import Command, Event, Identity, OgamError, Slot
from ogam.devices import VirtualDriver
from ogam.home import parse_home
from ogam.hub import EventLog, Hub, permissions_of
from ogam.hub.fakes import FakeGrammar, FakeInterpretation
from ogam.server.mqtt import MqttSettings
from ogam.server.mqtt.messages import Topics, announcement, components, person_key, stale
from ogam.server.mqtt.turns import MOST, Turns, event_type

HOME = parse_home(
    "{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}, {name: oven, domain: oven}],"
    "people: [{name: 민아, role: owner}, {name: Joon, role: child}], permissions: on}"
)
GRAMMAR = FakeGrammar(
    {
        "lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")}, "lamp on")),
        "oven on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "oven", "oven")}, "oven on")),
        "light on": FakeInterpretation(Command("HassTurnOn", {"domain": Slot("domain", "light")}), needs=("area",)),
    }
)
TOPICS = Topics("ogam", "homeassistant")


@pytest.fixture
def hub() -> Iterator[Hub]:
    log = EventLog(None)
    yield Hub(HOME, GRAMMAR, None, {"virtual": VirtualDriver(HOME.devices)}, log, permissions_of(HOME))
    log.close()


def told(hub: Hub, text: str, who: str | None = None, people: bool = True, area: str | None = "kitchen") -> dict:
    """The payloads by topic, for one sentence."""
    asyncio.run(hub.say(text, area, who=Identity(who, 0.99, ("voice",)) if who else None))
    turns = Turns(TOPICS, people)
    return {message.topic: message for event in hub.log.events() for message in turns.accept(event)}


def test_a_command_that_was_carried_out(hub):
    messages = told(hub, "lamp on", "민아")
    command = json.loads(messages["ogam/command"].payload)
    assert (command["event_type"], command["who"], command["area"]) == ("allowed", "민아", "kitchen")
    assert (command["sentence"], command["intent"]) == ("lamp on", "HassTurnOn")
    assert not messages["ogam/command"].retain  # Home Assistant ignores retained events
    assert messages["ogam/who"].payload == "민아"
    person = TOPICS.person("민아")
    assert messages[person].payload == "kitchen"
    assert messages[f"{person}/seen"].payload.endswith("+00:00")
    assert all(messages[topic].retain for topic in ("ogam/who", person))


@pytest.mark.parametrize(
    ("text", "who", "expected"),
    [("lamp on", "Joon", "allowed"), ("oven on", "Joon", "denied"), ("oven on", None, "asked"),
     ("light on", "민아", "asked"), ("good morning", "민아", "unknown")],
)  # fmt: skip
def test_what_came_of_a_command(hub, text, who, expected):
    found = json.loads(told(hub, text, who)["ogam/command"].payload)["event_type"]
    assert found == expected or (expected == "asked" and found == "denied")


def test_somebody_unknown_is_nowhere(hub):
    messages = told(hub, "lamp on")
    assert messages["ogam/who"].payload == "unknown"
    assert not [topic for topic in messages if "person" in topic]


def test_names_are_kept_where_the_owner_says_so(hub):
    messages = told(hub, "lamp on", "민아", people=False)
    assert messages["ogam/who"].payload == "known"
    assert "민아" not in "".join(message.payload + message.topic for message in messages.values())
    assert set(json.loads(messages["ogam/command"].payload)) == {"event_type", "intent", "who", "area", "time"}
    assert "민아" not in announcement(HOME, TOPICS, people=False).payload


def test_typing_is_no_presence_in_a_room(hub):
    assert TOPICS.area("kitchen") not in told(hub, "lamp on", "민아")


def test_speaking_is(hub):
    turns = Turns(TOPICS, True)
    heard = {"kind": "sentence", "value": "lamp on", "recognizer": "sentence-recognizer", "details": {}}
    turns.accept(Event(1, 0.0, "mic", "t", "turn", {"area": "kitchen", "medium": "audio"}))
    turns.accept(Event(2, 0.0, "mic", "t", "observation", heard))
    messages = turns.accept(Event(3, 0.0, "mic", "t", "reply", {"text": ""}))
    assert next(message for message in messages if message.topic == TOPICS.area("kitchen")).payload == "ON"


@pytest.mark.parametrize("medium", ["what if", "replay"])
def test_what_did_not_happen_is_not_told(medium):
    turns = Turns(TOPICS, True)
    turns.accept(Event(1, 0.0, "s", "t", "turn", {"area": None, "medium": medium}))
    assert turns.accept(Event(2, 0.0, "s", "t", "reply", {"text": "hello"})) == []


def test_turns_that_never_end_do_not_pile_up():
    turns = Turns(TOPICS, True)
    for number in range(3 * MOST):
        turns.accept(Event(number, 0.0, "s", str(number), "turn", {"area": None, "medium": "text"}))
    assert len(turns._open) == MOST


def test_the_announcement_is_what_home_assistant_asks_for():
    message = announcement(HOME, TOPICS, people=True)
    config = json.loads(message.payload)
    assert message.topic == "homeassistant/device/ogam/config"
    assert message.retain
    assert config["device"]["identifiers"]
    assert config["origin"]["name"]
    entities = config["components"]
    assert entities["command"]["event_types"] == ["allowed", "denied", "asked", "unknown"]
    assert len({entity["unique_id"] for entity in entities.values()}) == len(entities) == 2 + 2 * 2 + 1
    assert all(entity["platform"] in ("sensor", "event", "binary_sensor") for entity in entities.values())
    assert all(key.isascii() and key.replace("_", "").isalnum() for key in entities)


def test_what_is_gone_is_found_in_the_announcement_before():
    before = announcement(HOME, TOPICS, people=True).payload
    now = parse_home("{areas: [kitchen], people: [{name: 민아, role: owner}], permissions: on}")
    key = person_key("Joon")
    assert stale(before, now, TOPICS, people=True) == {key: "sensor", f"{key}_seen": "sensor"}
    removal = json.loads(announcement(now, TOPICS, True, {key: "sensor"}).payload)["components"]
    assert removal[key] == {"platform": "sensor"}
    assert set(removal) - {key} == set(components(now, TOPICS, True))
    for nonsense in ("", "[]", "{}", "\ud7ff", '{"components": {"a": 1}}'):
        assert stale(nonsense, now, TOPICS, people=True) == {}


def test_event_types():
    assert event_type("HassTurnOn", "ask") == "asked"
    assert event_type("", "") == "unknown"


@pytest.mark.parametrize("settings", [{"node": "my ogam"}, {"node": ""}, {"discovery": "home/#"}, {"discovery": ""}])
def test_settings_that_topics_cannot_have(settings):
    with pytest.raises(OgamError, match="mqtt"):
        MqttSettings(**settings)


def test_a_password_is_not_shown():
    assert "secret" not in repr(MqttSettings(password="secret"))


def test_a_certificate_that_is_not_there(tmp_path):
    with pytest.raises(OgamError, match="certificate cannot be read"):
        MqttSettings(tls=True, ca=tmp_path / "ca.pem").tls_context()
