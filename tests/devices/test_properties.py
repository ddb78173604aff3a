import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Action, Choice, Device, DeviceError, Property
from ogam.devices import SET, check_arguments, controls, settings_of
from ogam.devices.fakes import MODE, TEMPERATURE, made_up_air_conditioner, made_up_washer
from ogam.devices.properties import abilities, asked_of, say_value

CLIMATE, WASHER = made_up_air_conditioner(), made_up_washer()


@pytest.mark.parametrize(
    ("action", "settings"),
    [
        (Action(SET, {"mode": "DRY"}), {"mode": "DRY"}),
        (Action(SET, {"mode": "dry"}), {"mode": "DRY"}),
        (Action(SET, {"mode": "제습", "target": 24}), {"mode": "DRY", "target": 24}),
        (Action(SET, {"saver": "on"}), {"saver": True}),
        (Action(SET, {"target": 21.5}), {"target": 21.5}),
        (Action("turn_on"), {"power": True}),
        (Action("turn_off"), {"power": False}),
        (Action("set_temperature", {"temperature": 20}), {"target": 20}),
        (Action("set_fan_mode", {"fan_mode": "high"}), {"wind": "HIGH"}),
    ],
)
def test_every_verb_becomes_settings_of_the_device_own_properties(action, settings):
    assert settings_of(CLIMATE, action) == settings


LAMP = Device(
    "light.lamp",
    "lamp",
    "light",
    properties=(
        Property("dim", "number", {"en": ("brightness",)}, least=0, most=100, role="brightness"),
        Property("tint", "choice", {"en": ("color",)}, (Choice("red", {"en": ("red",)}),), role="color"),
        Property("warmth", "number", {"en": ("warmth",)}, least=2000, most=6500, role="color_temperature"),
    ),
)


@pytest.mark.parametrize(
    ("told", "settings"),
    [
        ({"brightness": 20}, {"dim": 20}),
        ({"color": "red"}, {"tint": "red"}),
        ({"temperature": 2700}, {"warmth": 2700}),
        ({"color": "red", "brightness": 20}, {"tint": "red", "dim": 20}),
    ],
)
def test_a_light_is_set_in_all_that_is_said(told, settings):
    assert settings_of(LAMP, Action("set_light", told)) == settings


def test_a_light_does_not_do_half_of_what_is_said():
    with pytest.raises(DeviceError):
        settings_of(
            replace(LAMP, properties=LAMP.properties[:1]), Action("set_light", {"color": "red", "brightness": 9})
        )


def test_a_choice_carries_out_the_verb_that_all_devices_know():
    assert settings_of(WASHER, Action("start")) == {"operation": "START"}
    assert settings_of(WASHER, Action("pause")) == {"operation": "STOP"}


@pytest.mark.parametrize(
    ("action", "english", "korean"),
    [
        (
            Action(SET, {"mode": "HEAT"}),
            "The air conditioner can't do 'heat'. It can: cool, dry.",
            "에어컨은 ‘난방’은 할 수 없어요. 할 수 있는 건 냉방, 제습이에요.",
        ),
        (
            Action("set_temperature", {"temperature": 40}),
            "The temperature of the air conditioner goes from 18 to 30 °C.",
            "에어컨의 온도는 18에서 30도까지예요.",
        ),
        (Action(SET, {"target": 20.3}), "The temperature of the air conditioner goes in steps of 0.5.", None),
        (Action("mute"), "The air conditioner can't do that. It can: cool, dry, low, high.", None),
        (Action(SET, {}), "The air conditioner can't do that. It can: cool, dry, low, high.", None),
        (Action(SET, {"nothing": 1}), "The air conditioner can't do that. It can: cool, dry, low, high.", None),
        (Action(SET, {"saver": "perhaps"}), "The power save of the air conditioner is on or off.", None),
    ],
)
def test_what_it_cannot_do_is_answered_with_what_it_can(action, english, korean):
    with pytest.raises(DeviceError) as raised:
        settings_of(CLIMATE, action)
    assert str(raised.value) == english
    if korean:
        with pytest.raises(DeviceError) as raised:
            settings_of(made_up_air_conditioner("에어컨"), action)
        assert raised.value.others["ko"] == korean


def test_what_is_only_read_cannot_be_set():
    with pytest.raises(DeviceError, match="can only be asked for"):
        settings_of(WASHER, Action(SET, {"left": 3}))


@given(st.one_of(st.floats(), st.integers(), st.text(max_size=5), st.none(), st.booleans()))
def test_a_number_is_within_its_ends_or_refused(value):
    try:
        settings = settings_of(CLIMATE, Action(SET, {"target": value}))
    except DeviceError:
        return
    number = settings["target"]
    assert not isinstance(number, bool)
    assert 18 <= number <= 30
    assert math.isclose(number * 2, round(number * 2))


def test_asking_is_for_what_can_be_read():
    assert asked_of(WASHER, Action("get_property", {"property": "left"})).id == "left"
    assert asked_of(CLIMATE, Action("get_temperature")).id == "target"
    with pytest.raises(DeviceError, match="doesn't tell that"):
        asked_of(WASHER, Action("get_property", {"property": "operation"}))


def test_values_in_words():
    assert say_value(MODE, "DRY") == "dry"
    assert say_value(MODE, "HEAT", "ko") == "난방"
    assert say_value(TEMPERATURE, 21.5) == "21.5 °C"
    assert say_value(TEMPERATURE, 24, "ko") == "24도"
    assert abilities(WASHER, "ko") == ["세탁 시작", "정지"]


def test_by_touch_a_described_device_is_told_its_properties():
    [control] = controls(CLIMATE)
    assert [(one.name, one.kind) for one in control.arguments] == [
        ("power", "switch"),
        ("mode", "text"),
        ("target", "number"),
        ("wind", "text"),
        ("saver", "switch"),
    ]
    check_arguments(CLIMATE, SET, {"mode": "DRY", "saver": True})
    for wrong in ({"mode": "HEAT"}, {"saver": "on"}, {"target": 99}):
        with pytest.raises(DeviceError):
            check_arguments(CLIMATE, SET, wrong)
