"""Entities that lie: whatever Home Assistant tells of one, it is described, or left out, and nothing breaks."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import DeviceError
from ogam.devices.homeassistant.bindings import Entity
from ogam.devices.homeassistant.describing import HANDLED, call_for, describe, device_of, state_of
from ogam.devices.homeassistant.lights import COLORS, nearest_color
from ogam.devices.homeassistant.mirror import Mirror
from ogam.devices.homeassistant.protocol import ProtocolError, decoded
from ogam.devices.keeping import clean_state
from ogam.home.names import TEMPLATE_CHARACTERS

NAMES = (
    "supported_features", "supported_color_modes", "brightness", "rgb_color", "min_color_temp_kelvin",
    "effect_list", "max_color_temp_kelvin", "color_temp_kelvin", "hvac_modes", "min_temp", "max_temp",
    "target_temp_step", "temperature", "target_temp_low", "target_temp_high", "fan_modes", "preset_modes",
    "swing_modes", "percentage", "oscillating", "current_position", "volume_level", "is_volume_muted",
    "source_list", "options", "min", "max", "step", "mode", "unit_of_measurement", "device_class",
    "friendly_name", "current_temperature", "temperature_unit", "fan_speed_list", "min_humidity",
    "max_humidity", "operation_list", "available_modes", "available_tones", "battery_level",
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["hs", "on", "°C"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)
ENTITIES = st.builds(
    Entity,
    st.sampled_from(sorted(HANDLED)).map(lambda domain: f"{domain}.x"),
    st.sampled_from(["on", "off", "unknown", "unavailable", "21.5", "nan", "heat", "open"]) | st.text(max_size=8),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12),
)


@given(ENTITIES)
def test_whatever_is_told_is_described(entity):
    device = device_of(entity, "thing")
    assert device.domain
    clean_state(state_of(entity))
    ids = [one.id for one in device.properties]
    assert len(ids) == len(set(ids))
    for one in device.properties:
        assert one.step > 0
        if one.least is not None and one.most is not None:
            assert math.isfinite(one.least + one.most)
        if not one.writable:
            continue
        value = one.choices[0].value if one.choices else {"switch": True, "number": one.least}.get(one.kind, "text")
        if value is not None and (one.choices or one.kind not in ("choice", "command")):
            try:
                call = call_for(entity, one.id, value)
            except DeviceError:
                continue
            assert call is not None
            json.dumps(dict(call.data))


@given(ENTITIES)
def test_no_name_breaks_a_sentence(entity):
    for one in device_of(entity, "thing").properties:
        for names in (one.names, *(choice.names for choice in (*one.choices, *one.others))):
            assert not TEMPLATE_CHARACTERS & set("".join(text for own in names.values() for text in own))


@given(st.lists(VALUES, max_size=3), VALUES, ENTITIES)
def test_the_mirror_keeps_what_can_be_read(states, told, entity):
    mirror = Mirror()
    mirror.replace([*states, {"entity_id": entity.id, "state": entity.state, "attributes": dict(entity.attributes)}])
    assert mirror.entity(entity.id) is not None
    mirror.change(entity.id, told if told is not None else {})
    assert mirror.entity(entity.id) is not None
    mirror.change(entity.id, None)
    assert mirror.entity(entity.id) is None


@given(st.text() | st.binary(max_size=50))
def test_what_is_no_message_is_an_error_of_its_own(text):
    try:
        found = list(decoded(text))
    except ProtocolError:
        return
    assert all(isinstance(one["type"], str) for one in found)


def test_no_number_is_null():
    [message] = decoded('{"type": "event", "value": NaN, "other": -Infinity}')
    assert (message["value"], message["other"]) == (None, None)


@pytest.mark.parametrize("name", COLORS)
def test_each_colour_is_nearest_to_itself(name):
    assert nearest_color(*COLORS[name]) == name


def test_a_dark_red_is_red():
    assert nearest_color(90, 0, 0) == "red"


@pytest.mark.parametrize(
    ("features", "ids"),
    [
        (0, ["power", "mode"]),
        (1, ["power", "mode", "temperature"]),
        (1 | 8 | 16, ["power", "mode", "temperature", "fan_mode", "preset"]),
    ],
)
def test_supported_features_decide(features, ids):
    facts = {
        "hvac_modes": ["off", "cool"], "min_temp": 16, "max_temp": 30, "fan_modes": ["low"], "preset_modes": ["eco"],
        "supported_features": features,
    }  # fmt: skip
    assert [one.property.id for one in describe(Entity("climate.x", "cool", facts))] == ids


def test_what_an_air_conditioner_often_has_and_this_has_not_is_known():
    mode = describe(Entity("climate.x", "cool", {"hvac_modes": ["off", "cool"]}))[1].property
    assert [one.value for one in mode.choices] == ["cool"]
    assert "heat" in {one.value for one in mode.others}


def test_round_numbers_can_be_said_though_the_ends_are_not_round():
    facts = {"min_temp": 43.3, "max_temp": 60, "target_temp_step": 1, "supported_features": 1}
    [temperature] = describe(Entity("water_heater.x", "eco", facts))
    assert (temperature.property.least, temperature.property.most) == (44, 60)
