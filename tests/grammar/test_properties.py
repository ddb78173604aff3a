"""Every property of a device can be set by a sentence, in both languages, and only where the device has it."""

from dataclasses import replace

import pytest

from ogam.core import Choice, Property
from ogam.devices.fakes import TEMPERATURE, made_up_air_conditioner, made_up_washer
from ogam.grammar import compile_home
from ogam.home import Home, example_home

OWN = {
    "en": (made_up_air_conditioner(), made_up_washer()),
    "ko": (made_up_air_conditioner("에어컨", "거실"), made_up_washer("세탁기", "욕실")),
}


def _grammar(language, devices):
    home = example_home(language)
    names = {device.name for device in devices}
    others = tuple(device for device in home.devices if device.name not in names)
    return compile_home(replace(home, devices=(*others, *devices)))


@pytest.fixture(scope="module")
def grammars():
    return {language: _grammar(language, devices) for language, devices in OWN.items()}


@pytest.mark.parametrize(
    ("language", "sentence", "slots"),
    [
        ("en", "set the air conditioner to dry mode", {"setting": "mode=DRY"}),
        ("en", "switch to dry mode on the air conditioner", {"setting": "mode=DRY"}),
        ("en", "set the air conditioner fan speed to high", {"setting": "wind=HIGH"}),
        ("en", "air conditioner cool and high", {"setting": "mode=COOL", "also": "wind=HIGH"}),
        (
            "en",
            "set the air conditioner to dry mode at twenty four degrees",
            {"setting": "mode=DRY", "property": "target", "value": 24},
        ),
        ("en", "turn on power save on the air conditioner", {"property": "saver", "value": "on"}),
        ("en", "start the washing machine", {"setting": "operation=START"}),
        ("ko", "에어컨 제습 모드로 24도", {"setting": "mode=DRY", "property": "target", "value": 24}),
        ("ko", "에어컨 스물네 도로 제습 해줘", {"setting": "mode=DRY", "property": "target", "value": 24}),
        ("ko", "거실 에어컨 바람 세기 강풍으로 바꿔 줘", {"setting": "wind=HIGH", "area": "거실"}),
        ("ko", "에어컨 냉방 모드 강풍으로", {"setting": "mode=COOL", "also": "wind=HIGH"}),
        ("ko", "에어컨 절전 모드 꺼줘", {"property": "saver", "value": "off"}),
        ("ko", "세탁기 세탁 시작해 줘", {"setting": "operation=START"}),
        ("ko", "에어컨을 제습으로 바꿔 주세요", {"setting": "mode=DRY"}),
    ],
)
def test_a_sentence_sets_a_property(grammars, language, sentence, slots):
    command = grammars[language].interpret(sentence).command
    assert command is not None
    assert command.intent == "OgamSet"
    found = {name: slot.value for name, slot in command.slots.items()}
    assert found == {**slots, "name": OWN[language]["washing" in sentence or "세탁" in sentence].name}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "what is the time left on the washing machine"),
        ("ko", "세탁기 남은 시간 알려줘"),
        ("ko", "세탁기 남은 시간이 얼마야"),
    ],
)
def test_a_sentence_asks_for_a_property(grammars, language, sentence):
    command = grammars[language].interpret(sentence).command
    assert (command.intent, command.value("property")) == ("OgamGet", "left")


def test_a_home_without_such_a_device_understands_no_such_sentence():
    for language, sentence in (("en", "set the air conditioner to dry mode"), ("ko", "에어컨 제습 모드로 바꿔줘")):
        assert compile_home(example_home(language)).interpret(sentence).command is None


def test_a_property_belongs_to_its_own_device(grammars):
    for language, sentence in (("en", "set the washing machine to dry mode"), ("ko", "세탁기 제습 모드로 바꿔줘")):
        assert grammars[language].interpret(sentence).command is None


def test_what_others_can_is_understood_to_be_answered(grammars):
    assert grammars["en"].interpret("set the air conditioner to heat").command.value("setting") == "mode=HEAT"
    assert grammars["ko"].interpret("에어컨 난방으로 해줘").command.value("setting") == "mode=HEAT"


AUTO = (Choice("AUTO", {"en": ("automatic",), "ko": ("자동",)}), Choice("LOW", {"en": ("low",), "ko": ("약풍",)}))
HOURS = Property("h", "number", {"en": ("off timer",), "ko": ("꺼짐 예약",)}, least=0, most=24, unit="h")
MINUTES = Property("m", "number", {"en": ("off timer",), "ko": ("꺼짐 예약",)}, least=0, most=59, unit="min")
COLD = Property("cold", "number", {"en": ("cooling temperature",), "ko": ("냉방 온도",)}, least=-20, most=30, unit="°C")


@pytest.mark.parametrize(
    ("language", "sentence", "slots"),
    [
        ("en", "set the cooler to automatic", {"setting": "mode=AUTO"}),
        ("en", "set the cooler fan speed to automatic", {"setting": "wind=AUTO"}),
        ("ko", "쿨러 자동으로 해줘", {"setting": "mode=AUTO"}),
        ("ko", "쿨러 바람 세기 자동으로 해줘", {"setting": "wind=AUTO"}),
        ("en", "set the cooler off timer to 2", {"property": "h", "value": 2}),
        ("en", "set the cooler off timer to 30 minutes", {"property": "m", "value": 30}),
        ("ko", "쿨러 꺼짐 예약 30분으로 맞춰줘", {"property": "m", "value": 30}),
        ("en", "set the cooler cooling temperature to -18 degrees", {"property": "cold", "value": -18}),
        ("ko", "쿨러 냉방 온도 -18도로 맞춰줘", {"property": "cold", "value": -18}),
    ],
)
def test_of_two_that_sound_alike_the_one_that_was_said(language, sentence, slots):
    """A value alone is the mode's; a number without a unit is in hours; a name that is said is no value of the mode."""
    air = made_up_air_conditioner()
    mode, wind = (
        replace(air.property(name), choices=(*air.property(name).choices, *AUTO[:1])) for name in ("mode", "wind")
    )
    name = {"en": "cooler", "ko": "쿨러"}[language]
    device = replace(air, name=name, area=None, properties=(wind, mode, TEMPERATURE, HOURS, MINUTES, COLD))
    command = compile_home(Home(language=language, devices=(device,))).interpret(sentence).command
    assert command is not None
    assert {slot: command.value(slot) for slot in command.slots if slot not in ("name", "_named")} == slots
