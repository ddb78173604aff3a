"""What is said to the simulated devices, in both languages, becomes the right setting; decided without a broker."""

import asyncio
from dataclasses import replace

import pytest

pytest.importorskip("aiomqtt")
pytest.importorskip("jinja2")

from ogam.core import Device
from ogam.devices.fakes import FakeDriver
from ogam.devices.identifiers import with_own_ids
from ogam.devices.mqtt.discovery import Announcements, Prefixes
from ogam.devices.mqtt.settings import Settings
from ogam.devices.mqtt.simulator import made_up_devices
from ogam.home import parse_home
from ogam.hub import open_hub

KOREAN = {
    "Back Door": "뒷문", "Bathroom Radiator": "욕실 라디에이터", "Bedroom Blind": "블라인드", "Ceiling Fan": "실링팬",
    "Desk Plug": "책상 플러그", "Double Switch": "현관 스위치", "Dusty": "로봇 청소기", "Front Door Lock": "도어락",
    "Garage Door": "차고 문", "Hall Light": "복도등", "Heater Plug": "히터 플러그", "Humidifier": "가습기",
    "Office Air Conditioner": "에어컨", "Old Lamp": "옛날 램프", "Reading Bulb": "독서등", "Study Shutter": "셔터",
    "Window Sensor": "창문 센서",
}  # fmt: skip


def devices(language: str) -> list[Device]:
    gathered = Announcements(Prefixes.of(Settings()))
    for one in made_up_devices():
        for message in one.announces:
            gathered.take(message.topic, message.payload.encode())
    found = with_own_ids(thing.device() for thing in gathered.snapshot().found().things)
    names = {one: KOREAN[one] if language == "ko" else one for one in KOREAN}
    return [replace(one, name=names[one.name], area=None) for one in found]


def heard(language: str, sentences: list[str]) -> dict[str, dict[str, object]]:
    """What each sentence sets, all said to one house: verb and arguments, by sentence."""
    everything = tuple(devices(language))
    areas = "[주방, 거실]" if language == "ko" else "[kitchen, living room]"
    home = replace(parse_home(f"{{language: {language}, areas: {areas}, devices: []}}"), devices=everything)
    driver = FakeDriver(everything)
    hub = open_hub(home, listen=False)
    hub.drivers["mqtt"] = driver

    async def say_all() -> dict[str, dict[str, object]]:
        found = {}
        for sentence in sentences:
            driver.acted.clear()
            turn = await hub.say(sentence)
            found[sentence] = {device: dict(action.arguments) or action.verb for device, action in driver.acted}
            assert all(result.ok for result in turn.results), (sentence, turn.reply)
        return found

    return asyncio.run(say_all())


ENGLISH_SAID = {
    "turn on the desk plug": {"switch.desk_plug": "turn_on"},
    "set the hall light to blue": {"light.hall_light": {"color": "blue"}},
    "set the office air conditioner to dry": {"climate.office_air_conditioner": {"mode": "dry"}},
    "turn on the child lock of the office air conditioner": {"climate.office_air_conditioner": {"child_lock": "on"}},
    "set the humidifier target humidity to 55": {"humidifier.humidifier": {"target_humidity": 55}},
    "set the ceiling fan to nature": {"fan.ceiling_fan": {"mode": "nature"}},
    "turn on the oscillation of the ceiling fan": {"fan.ceiling_fan": {"oscillation": "on"}},
    "turn off the left of the double switch": {"switch.double_switch": {"power_left": "off"}},
    "clean the kitchen with the dusty": {"vacuum.dusty": {"room": "16"}},
    "clean the kitchen": {"vacuum.dusty": {"area": "kitchen"}},
    "set the dusty fan speed to max": {"vacuum.dusty": {"fan_speed": "max"}},
    "what is the battery of the back door": {"lock.back_door": {"property": "battery"}},
    "what is the power use of the heater plug": {"switch.heater_plug": {"property": "power_used"}},
}
KOREAN_SAID = {
    "책상 플러그 켜줘": {"switch.desk_plug": "turn_on"},
    "에어컨 제습 모드로 바꿔줘": {"climate.office_air_conditioner": {"mode": "dry"}},
    "가습기 희망 습도 55퍼센트로 맞춰줘": {"humidifier.humidifier": {"target_humidity": 55}},
    "실링팬 자연풍으로 바꿔줘": {"fan.ceiling_fan": {"mode": "nature"}},
    "실링팬 회전 켜줘": {"fan.ceiling_fan": {"oscillation": "on"}},
    "현관 스위치 왼쪽 꺼줘": {"switch.double_switch": {"power_left": "off"}},
    "로봇 청소기 거실 청소해줘": {"vacuum.dusty": {"room": "17"}},
    "주방 청소해줘": {"vacuum.dusty": {"area": "주방"}},
    "로봇 청소기 흡입력 강으로 맞춰줘": {"vacuum.dusty": {"fan_speed": "high"}},
    "복도등 파란색으로 바꿔줘": {"light.hall_light": {"color": "blue"}},
    "히터 플러그 소비 전력 알려줘": {"switch.heater_plug": {"property": "power_used"}},
}


@pytest.mark.parametrize(("language", "said"), [("en", ENGLISH_SAID), ("ko", KOREAN_SAID)])
def test_sentences_reach_properties(language, said):
    ids = {one.name: one.id for one in devices(language)}
    assert heard(language, list(said)) == said, ids
