import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.home import example_home, parse_home, resolve, short_names

HOME = parse_home("""
floors: [ground floor, {name: first floor, aliases: [upstairs]}]
areas:
  - {name: kitchen, floor: ground floor}
  - {name: bedroom, aliases: [sleeping room], floor: first floor}
  - {name: garden}
devices:
  - {name: ceiling, domain: light, area: kitchen}
  - {name: counter, domain: light, area: kitchen}
  - {name: ceiling, domain: light, area: bedroom}
  - {name: curtain, domain: cover, device_class: curtain, area: bedroom}
  - {name: window, domain: cover, device_class: window, area: bedroom}
  - {name: speaker, aliases: [hifi], domain: media_player, area: kitchen}
  - {name: robot, domain: vacuum, area: kitchen}
  - {name: mower, domain: lawn_mower, area: garden}
  - {name: front door, domain: lock}
  - {name: front door, domain: binary_sensor}
""")


@pytest.mark.parametrize(
    ("slots", "area", "intent", "devices"),
    [
        ({"name": "counter"}, None, "", ["light.counter"]),
        ({"name": "Hifi"}, None, "", ["media_player.speaker"]),
        ({"name": "ceiling"}, None, "", ["light.ceiling", "light.ceiling_bedroom"]),
        ({"name": "ceiling"}, "bedroom", "", ["light.ceiling_bedroom"]),
        ({"name": "ceiling"}, "garden", "", ["light.ceiling", "light.ceiling_bedroom"]),
        ({"name": "ceiling", "area": "kitchen"}, "bedroom", "", ["light.ceiling"]),
        ({"name": "ceiling", "floor": "upstairs"}, None, "", ["light.ceiling_bedroom"]),
        ({"name": "counter", "area": "bedroom"}, None, "", []),
        ({"domain": "light", "area": "sleeping room"}, None, "", ["light.ceiling_bedroom"]),
        ({"domain": "light", "floor": "ground floor"}, None, "", ["light.ceiling", "light.counter"]),
        ({"domain": "light"}, "kitchen", "", ["light.ceiling", "light.counter"]),
        ({"domain": "light"}, None, "", ["light.ceiling", "light.counter", "light.ceiling_bedroom"]),
        ({"domain": "cover", "device_class": "curtain", "area": "bedroom"}, None, "", ["cover.curtain"]),
        ({"domain": "fan", "area": "kitchen"}, None, "", []),
        ({"area": "kitchen"}, None, "", []),
        ({"area": "kitchen"}, None, "HassMediaPause", ["media_player.speaker"]),
        ({}, "kitchen", "HassMediaPause", ["media_player.speaker"]),
        ({}, "bedroom", "HassMediaPause", []),
        ({"area": "bedroom"}, None, "HassVacuumCleanArea", ["vacuum.robot"]),
        ({}, "kitchen", "HassLawnMowerStartMowing", ["lawn_mower.mower"]),
        ({"name": "front door"}, None, "HassTurnOn", ["lock.front_door"]),
        ({"name": "front door"}, None, "HassGetState", ["lock.front_door", "binary_sensor.front_door"]),
        ({"domain": "light", "area": "cellar"}, None, "", []),
        ({}, None, "", []),
    ],
)
def test_slots_select_devices(slots: dict[str, str], area: str | None, intent: str, devices: list[str]) -> None:
    assert list(resolve(HOME, slots, area, intent)) == devices


EXAMPLE = example_home()
WORDS = st.sampled_from(
    [device.name for device in EXAMPLE.devices]
    + [area.name for area in EXAMPLE.areas]
    + [floor.name for floor in EXAMPLE.floors]
    + ["light", "cover", "curtain", "nonsense", ""]
)


@given(
    st.dictionaries(st.sampled_from(["name", "area", "floor", "domain", "device_class", "other"]), WORDS),
    st.none() | WORDS,
    st.sampled_from(["", "HassTurnOn", "HassLightSet", "HassGetState", "HassVacuumCleanArea"]),
)
def test_what_is_resolved_is_what_the_slots_ask_for(slots: dict[str, str], area: str | None, intent: str) -> None:
    found = resolve(EXAMPLE, slots, area, intent)
    assert len(set(found)) == len(found)
    for identifier in found:
        device = EXAMPLE.device(identifier)
        assert device is not None
        assert device.domain == slots.get("domain", device.domain)
        assert device.device_class == slots.get("device_class", device.device_class)
        if "name" in slots:
            assert slots["name"] in (device.name, *device.aliases)
    narrower = resolve(EXAMPLE, {**slots, "area": "kitchen"}, area, intent)
    if "area" not in slots and intent != "HassVacuumCleanArea" and "name" in slots and area is None:
        assert set(narrower) <= set(found)


def test_a_device_may_be_called_without_its_room() -> None:
    home = parse_home("""
areas: [{name: bedroom, aliases: [sleeping room]}, {name: study}]
devices:
  - {name: bedroom heater, domain: climate, area: bedroom}
  - {name: study heater, domain: climate, area: study}
  - {name: study radio, domain: media_player, area: study}
  - {name: bedroom radio, aliases: [radio], domain: media_player, area: bedroom}
  - {name: study lamp, domain: light, area: study}
""")
    assert short_names(home) == {"climate.bedroom_heater": ("heater",), "climate.study_heater": ("heater",)}
    assert resolve(home, {"name": "heater"}, "study") == ("climate.study_heater",)
    assert resolve(home, {"name": "heater"}) == ("climate.bedroom_heater", "climate.study_heater")
    assert resolve(home, {"name": "radio"}, "study") == ("media_player.bedroom_radio",)
    assert resolve(home, {"name": "lamp"}, "study") == ()
