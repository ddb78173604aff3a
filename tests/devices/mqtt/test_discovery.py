"""What devices announce, and what becomes of it; without a broker."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("aiomqtt")
pytest.importorskip("jinja2")

from ogam.devices.mqtt.bindings import Thing
from ogam.devices.mqtt.discovery import MOST, Announcements, Prefixes
from ogam.devices.mqtt.homeassistant import Found
from ogam.devices.mqtt.payloads import Payload, payload_of
from ogam.devices.mqtt.settings import Settings
from ogam.devices.mqtt.simulator import made_up_devices

PREFIXES = Prefixes.of(Settings())


def found(**announced: Any) -> Found:
    """From announcements, their topics with `__` for `/`."""
    gathered = Announcements(PREFIXES)
    for topic, payload in announced.items():
        gathered.take(topic.replace("__", "/"), json.dumps(payload).encode())
    return gathered.snapshot().found()


def entity(kind: str, **config: Any) -> Found:
    device = {"identifiers": ["x"], "name": "Thing"}
    return found(**{f"homeassistant__{kind}__x__config": {"name": None, "device": device, "unique_id": "x", **config}})


def only(told: Found) -> Thing:
    assert told.left_out == ()
    assert len(told.things) == 1
    return told.things[0]


def sent(thing: Thing, name: str, value: Any) -> tuple[str, Any]:
    binding = thing.binding(name)
    assert binding is not None
    assert binding.writing is not None
    return binding.writing.topic, binding.writing.write(value)


def told(thing: Thing, name: str, message: str) -> Any:
    binding = thing.binding(name)
    assert binding is not None
    assert binding.reading is not None
    return binding.reading.read(payload_of(message.encode()))


def test_every_simulated_device_is_found_once_and_has_names_in_both_languages():
    gathered = Announcements(PREFIXES)
    for device in made_up_devices():
        for message in device.announces:
            gathered.take(message.topic, message.payload.encode())
    everything = gathered.snapshot().found()
    assert everything.left_out == ()
    assert sorted(one.name for one in everything.things) == [
        "Back Door", "Bathroom Radiator", "Bedroom Blind", "Ceiling Fan", "Desk Plug", "Double Switch", "Dusty",
        "Front Door Lock", "Garage Door", "Hall Light", "Heater Plug", "Humidifier", "Office Air Conditioner",
        "Old Lamp", "Reading Bulb", "Study Shutter", "Window Sensor",
    ]  # fmt: skip
    for thing in everything.things:
        ids = [one.property.id for one in thing.bindings]
        roles = [one.property.role for one in thing.bindings if one.property.role]
        assert len(ids) == len(set(ids)), thing.name
        assert len(roles) == len(set(roles)), thing.name
        for one in thing.bindings:
            assert one.property.names["en"], (thing.name, one.property.id)
            assert any("가" <= letter <= "힣" for letter in one.property.names["ko"][0]), (thing.name, one.property.id)


def test_short_names_and_the_base_topic_are_expanded():
    thing = only(found(homeassistant__switch__a__config={
        "~": "home/plug", "name": "Plug", "uniq_id": "1", "cmd_t": "~/set", "stat_t": "~/state", "avty_t": "~/status",
        "pl_on": "1", "pl_off": "0", "dev": {"ids": "plug", "name": "Plug", "sa": "Office"},
    }))  # fmt: skip
    assert sent(thing, "power", True) == ("home/plug/set", "1")
    assert told(thing, "power", "0") is False
    assert thing.available[0].topic == "home/plug/status"
    assert thing.area == "Office"


def test_a_light_of_each_schema():
    plain = only(entity(
        "light", command_topic="l/set", state_topic="l", brightness_command_topic="l/b", brightness_state_topic="l/bs",
        brightness_scale=100, color_temp_command_topic="l/c", min_mireds=200, max_mireds=400,
    ))  # fmt: skip
    assert sent(plain, "brightness", 40) == ("l/b", "40")
    assert sent(plain, "color_temp", 4000) == ("l/c", "250")
    color_temp = plain.binding("color_temp")
    assert color_temp is not None
    assert (color_temp.property.least, color_temp.property.most) == (2500, 5000)
    as_json = only(entity("light", schema="json", command_topic="l/set", state_topic="l", brightness=True))
    assert sent(as_json, "brightness", 50) == ("l/set", {"brightness": 128})
    assert told(as_json, "power", '{"state": "ON"}') is True
    refused = entity("light", schema="template", command_topic="l/set")
    assert refused.things == ()
    assert "schema 'template'" in refused.left_out[0]


def test_a_lock_a_siren_a_valve_a_mower_and_a_vacuum():
    lock = only(entity("lock", command_topic="l/set", state_topic="l"))
    assert sent(lock, "lock", "unlocked") == ("l/set", "UNLOCK")
    assert told(lock, "lock", "LOCKED") == "locked"
    siren = only(entity("siren", command_topic="s/set", state_topic="s"))
    assert sent(siren, "power", True) == ("s/set", {"state": "ON"})
    valve = only(entity("valve", command_topic="v/set", state_topic="v", reports_position=True))
    assert sent(valve, "position", 30) == ("v/set", "30")
    mower = only(entity("lawn_mower", start_mowing_command_topic="m/go", dock_command_topic="m/dock"))
    assert sent(mower, "start_mowing", "start_mowing") == ("m/go", "start_mowing")
    vacuum = only(entity(
        "vacuum", command_topic="v/c", state_topic="v/s", supported_features=["start", "return_home", "fan_speed"],
        fan_speed_list=["min", "max"], set_fan_speed_topic="v/f", payload_return_to_base="DOCK",
    ))  # fmt: skip
    assert sent(vacuum, "operation", "return_to_base") == ("v/c", "DOCK")
    assert told(vacuum, "fan_speed", '{"state": "docked", "fan_speed": "max"}') == "max"


def test_a_cover_that_cannot_be_stopped_has_no_stop():
    thing = only(entity("cover", command_topic="c/set", state_topic="c", payload_stop=None))
    movement = thing.binding("movement")
    assert movement is not None
    assert [one.value for one in movement.property.choices] == ["open", "close"]


def test_a_cover_whose_position_is_set_and_never_told():
    thing = only(entity("cover", set_position_topic="c/p", state_topic="c", position_open=0, position_closed=255))
    assert sent(thing, "position", 0) == ("c/p", "255")
    position = thing.binding("position")
    assert position is not None
    assert not position.property.readable


def test_what_can_only_be_toggled_must_tell_its_state():
    toggled = {"command_topic": "t/set", "payload_on": "TOGGLE", "payload_off": "TOGGLE"}
    refused = entity("switch", **toggled)
    assert refused.things == ()
    thing = only(entity("switch", **toggled, state_topic="t", state_on="ON", state_off="OFF"))
    binding = thing.binding("power")
    assert binding is not None
    assert binding.writing is not None
    assert binding.writing.toggles


def test_several_main_entities_are_several_devices_and_one_is_one():
    device = {"identifiers": ["strip"], "name": "Strip"}
    rows = {
        f"homeassistant__switch__s{number}__config": {
            "name": f"Socket {number}", "unique_id": f"s{number}", "device": device, "command_topic": f"s{number}/set",
        }
        for number in (1, 2)
    }  # fmt: skip
    rows["homeassistant__sensor__t__config"] = {
        "name": "Temperature", "unique_id": "t", "device": device, "state_topic": "t", "device_class": "temperature",
    }  # fmt: skip
    two = found(**rows)
    assert [one.name for one in two.things] == ["Strip Socket 1", "Strip Socket 2", "Strip"]
    del rows["homeassistant__switch__s2__config"]
    one = only(found(**rows))
    assert [each.property.id for each in one.bindings] == ["power", "temperature"]


@pytest.mark.parametrize(
    ("kind", "config", "why"),
    [
        ("number", {"command_topic": "n", "min": 10, "max": 1}, "goes from 10 to 1"),
        ("number", {"command_topic": "n", "min": 1, "max": 10, "step": 0}, "steps of 0"),
        ("number", {"command_topic": "n", "min": "low", "max": 10}, "min is no number"),
        ("climate", {"temperature_command_topic": "t", "min_temp": 30, "max_temp": 16}, "from 30 to 16"),
        (
            "cover",
            {"command_topic": "c", "position_topic": "p", "position_open": 1, "position_closed": 1},
            "open and closed",
        ),
        ("switch", {"command_topic": "a/#"}, "no topic"),
        ("switch", {}, "missing"),
        ("switch", {"command_topic": ["x"]}, "no topic"),
        ("select", {"command_topic": "s", "options": "abc"}, "no list"),
        ("sensor", {"state_topic": "s", "value_template": "{{ states('x') }}"}, "cannot be read"),
        ("lock", {"command_topic": "l", "code_format": "^\\d{4}$"}, "want a code"),
        ("hologram", {"command_topic": "l"}, "does not know"),
        ("fan", {"command_topic": "f", "percentage_command_topic": "p", "speed_range_max": 1}, "from 1 to 1"),
    ],
)
def test_a_device_that_lies_is_left_out_and_it_is_said_why(kind, config, why):
    told = entity(kind, **config)
    assert told.things == ()
    assert len(told.left_out) == 1
    assert why in told.left_out[0]
    assert "Thing" in told.left_out[0]


def test_what_its_own_dialect_announces_is_not_found_again():
    devices = [{
        "ieee_address": "0x1", "type": "Router", "friendly_name": "Lamp",
        "definition": {"exposes": [{"type": "switch", "features": [
            {"type": "binary", "name": "state", "property": "state", "access": 7, "value_on": "ON", "value_off": "OFF"},
        ]}]},
    }]  # fmt: skip
    again = {
        "name": None, "unique_id": "0x1", "device": {"identifiers": ["zigbee2mqtt_0x1"], "name": "Lamp"},
        "command_topic": "zigbee2mqtt/Lamp/set", "state_topic": "zigbee2mqtt/Lamp",
    }  # fmt: skip
    both = found(zigbee2mqtt__bridge__devices=devices, homeassistant__switch__a__config=again)
    assert [one.address for one in both.things] == ["0x1"]
    assert [one.address for one in found(homeassistant__switch__a__config=again).things] == ["zigbee2mqtt_0x1"]


def test_ogam_does_not_find_itself():
    config = {
        "device": {"identifiers": ["ogam"]},
        "origin": {"name": "Ogam"},
        "components": {"a": {"platform": "switch", "command_topic": "x"}},
    }
    assert found(homeassistant__device__ogam__config=config) == Found()


def test_zigbee_that_lies_is_left_out():
    def device(*exposes: Any) -> dict[str, Any]:
        return {
            "ieee_address": "0x1",
            "friendly_name": "Liar",
            "type": "Router",
            "definition": {"exposes": list(exposes)},
        }

    backwards = {"type": "numeric", "name": "x", "property": "x", "access": 3, "value_min": 9, "value_max": 1}
    same = {"type": "binary", "name": "x", "property": "x", "access": 3, "value_on": 1, "value_off": 1}
    empty = {"type": "enum", "name": "x", "property": "x", "access": 3, "values": []}
    for liar in (device(backwards), device(same), device(empty), device(), {**device(), "definition": None}, device(7)):
        told = found(zigbee2mqtt__bridge__devices=[liar])
        assert told.things == ()
        assert "Liar" in told.left_out[0]
    assert found(zigbee2mqtt__bridge__devices={"a": 1}).left_out


def test_two_relays_of_tasmota_are_switched_together_and_each():
    config = {
        "dn": "Two", "fn": ["Lamp", "Pump"], "mac": "AA", "t": "two", "ft": "%prefix%/%topic%/",
        "tp": ["cmnd", "stat", "tele"], "rl": [1, 1], "onln": "Online", "ofln": "Offline",
    }  # fmt: skip
    thing = only(found(tasmota__discovery__AA__config=config))
    assert sent(thing, "power", False) == ("cmnd/two/POWER0", "OFF")
    assert sent(thing, "power_2", True) == ("cmnd/two/POWER2", "ON")
    pump = thing.binding("power_2")
    assert pump is not None
    assert pump.property.names["en"] == ("Pump",)
    assert told(thing, "power", '{"POWER1": "ON"}') is True
    assert told(thing, "power", '{"POWER1": "OFF"}') is None
    assert told(thing, "power", '{"POWER1": "OFF", "POWER2": "OFF"}') is False


def test_an_empty_announcement_takes_a_device_back():
    gathered = Announcements(PREFIXES)
    topic = "homeassistant/switch/x/config"
    assert gathered.take(topic, b'{"name": "x", "command_topic": "a"}')
    assert not gathered.take(topic, b'{"name": "x", "command_topic": "a"}')
    assert len(gathered.snapshot().found().things) == 1
    assert gathered.take(topic, b"")
    assert gathered.snapshot().found().things == ()


def test_ten_thousand_announcements_are_read_and_no_more_than_may_be():
    gathered = Announcements(PREFIXES)
    for number in range(10_000):
        config = {
            "name": f"s{number}",
            "state_topic": f"t/{number}",
            "value_template": "{{ value_json.x }}",
            "unit_of_measurement": "W",
        }
        gathered.take(f"homeassistant/sensor/n{number}/config", json.dumps(config).encode())
    assert len(gathered.snapshot().found().things) == 10_000
    for number in range(MOST + 10):
        gathered.take(f"homeassistant/sensor/m{number}/config", b"{}")
    assert len(gathered.snapshot().kept) == MOST


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["command_topic", "state_topic", "device", "min", "max", "options", "modes", "brightness_scale", "availability",
     "components", "platform", "value_template", "payload_on", "rl", "ft", "tp", "t", "mac", "definition", "exposes",
     "position_topic", "temperature_command_topic", "supported_features", "schema", "~", "name"]
)  # fmt: skip
TOPICS = st.sampled_from(
    ["homeassistant/light/x/config", "homeassistant/device/x/config", "homeassistant/climate/x/config",
     "homeassistant/cover/x/config", "homeassistant/vacuum/x/config", "homeassistant/fan/x/config",
     "tasmota/discovery/x/config", "tasmota/discovery/x/sensors", "zigbee2mqtt/bridge/devices",
     "valetudo/x/MapData/segments", "valetudo/x/$name"]
)  # fmt: skip


@given(st.dictionaries(TOPICS, st.dictionaries(KEYS, ANYTHING, max_size=8) | ANYTHING, max_size=4))
def test_whatever_is_announced_nothing_breaks(announced):
    gathered = Announcements(PREFIXES)
    for topic, payload in announced.items():
        gathered.take(topic, json.dumps(payload).encode())
    everything = gathered.snapshot().found()
    for thing in everything.things:
        assert thing.device().properties
        for binding in thing.bindings:
            if binding.reading is not None:
                with contextlib.suppress(ValueError):
                    binding.reading.read(Payload("{}", {}))
