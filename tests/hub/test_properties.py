"""What is said to a device that its driver described, all the way to the deed and the answer."""

import asyncio
from dataclasses import replace

import pytest

from ogam.core import Action, DeviceError
from ogam.devices.fakes import FakeDriver, made_up_air_conditioner, made_up_washer
from ogam.home import example_home
from ogam.hub import open_hub
from ogam.policy.actions import action_of

OWN = {
    "en": (made_up_air_conditioner(), made_up_washer()),
    "ko": (made_up_air_conditioner("에어컨", "거실"), made_up_washer("세탁기", "욕실")),
}


def _hub(language, driver=None):
    home = example_home(language)
    own = tuple(replace(device, driver="fake" if driver else "virtual") for device in OWN[language])
    names = {device.name for device in own}
    others = tuple(device for device in home.devices if device.name not in names)
    hub = open_hub(replace(home, devices=(*others, *own), permissions=False), listen=False)
    if driver:
        hub.drivers["fake"] = driver
    return hub


@pytest.fixture(scope="module")
def hubs():
    return {language: _hub(language) for language in OWN}


@pytest.mark.parametrize(
    ("language", "sentence", "reply"),
    [
        ("en", "set the air conditioner to dry mode", "Air conditioner: dry."),
        ("en", "set the air conditioner to dry and 24", "Air conditioner: dry, 24 °C."),
        ("en", "set the air conditioner to heat", "The air conditioner can't do 'heat'. It can: cool, dry."),
        ("en", "turn the air conditioner on", "Air conditioner's on."),
        ("en", "set the air conditioner to 22", "Air conditioner's set to 22 °C."),
        (
            "en",
            "set the air conditioner to 40 degrees",
            "The temperature of the air conditioner goes from 18 to 30 °C.",
        ),
        ("en", "turn on power save on the air conditioner", "Air conditioner: power save on."),
        ("en", "start the washing machine", "Washing machine's running."),
        ("en", "what is the time left on the washing machine", "Time left: 0 min."),
        ("ko", "에어컨 제습 모드로 24도", "에어컨을 제습, 24도로 맞췄어요."),
        ("ko", "에어컨 난방으로 해줘", "에어컨은 ‘난방’은 할 수 없어요. 할 수 있는 건 냉방, 제습이에요."),
        ("ko", "에어컨 켜줘", "에어컨을 켰어요."),
        ("ko", "에어컨 절전 모드 꺼줘", "에어컨을 절전 꺼짐으로 맞췄어요."),
        ("ko", "세탁기 세탁 시작해 줘", "세탁기를 시작했어요."),
        ("ko", "세탁기 남은 시간 알려줘", "남은 시간은 0분이에요."),
    ],
)
def test_said_done_and_answered(hubs, language, sentence, reply):
    assert asyncio.run(hubs[language].say(sentence)).reply == reply


def test_a_driver_gets_settings_and_its_answer_is_told():
    driver = FakeDriver(OWN["en"])
    turn = asyncio.run(_hub("en", driver).say("set the air conditioner to dry and 24"))
    assert driver.acted == [("climate.ac", Action("set", {"mode": "DRY", "target": 24}))] or driver.acted == [
        ("climate.ac", Action("set", {"target": 24, "mode": "DRY"}))
    ]
    assert turn.acts[0].result.state == {"mode": "DRY", "target": 24}


def test_a_device_that_fails_is_answered_and_nothing_is_done_twice():
    driver = FakeDriver(OWN["en"], {"climate.ac": [DeviceError("The air conditioner is being cleaned.")]})
    hub = _hub("en", driver)
    assert asyncio.run(hub.say("turn the air conditioner on")).reply == "The air conditioner is being cleaned."
    assert driver.acted == []


def test_a_device_that_is_silent_is_not_said_to_have_failed_for_sure():
    driver = FakeDriver(OWN["en"], {"climate.ac": [60.0]})
    hub = _hub("en", driver)
    hub._patience = 0.01
    turn = asyncio.run(hub.say("turn the air conditioner on"))
    assert (turn.acts[0].result.ok, turn.acts[0].result.sure) == (False, False)


@pytest.mark.parametrize(
    ("action", "permission"),
    [
        (Action("set", {"mode": "DRY"}), "set"),
        (Action("set", {"power": True}), "turn_on"),
        (Action("set", {"power": False}), "turn_off"),
        (Action("set", {"mode": "DRY", "unknown": 1}), "own"),
        (Action("get_property", {"property": "mode"}), "ask"),
    ],
)
def test_permissions_look_at_what_is_set(action, permission):
    assert action_of(OWN["en"][0], action) == permission


def test_to_start_what_heats_is_protected_and_a_guard_goes_first():
    oven = replace(OWN["en"][1], domain="oven")
    assert action_of(oven, Action("set", {"operation": "START"})) == "heat"
    assert action_of(oven, Action("set", {"operation": "STOP"})) == "turn_off"
    guarded = replace(oven, properties=tuple(replace(one, guard="unlock") for one in oven.properties))
    assert action_of(guarded, Action("set", {"operation": "STOP"})) == "unlock"
