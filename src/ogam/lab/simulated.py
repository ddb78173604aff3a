"""The devices that Ogam's simulators have, described as their drivers describe them; with names in both languages."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Protocol

from ogam.core import Device, Driver
from ogam.devices.drivers import Closes
from ogam.devices.identifiers import with_own_ids
from ogam.devices.robots import with_robots
from ogam.home import Home, Place
from ogam.home.model import Language

_KOREAN = {
    "Back Door": "뒷문", "Bathroom Radiator": "욕실 라디에이터", "Bedroom Blind": "침실 블라인드",
    "Ceiling Fan": "실링팬", "Desk Plug": "책상 플러그", "Double Switch": "현관 스위치", "Dusty": "로봇 청소기",
    "Front Door Lock": "현관 도어락", "Garage Door": "차고 문", "Hall Light": "복도등", "Heater Plug": "히터 플러그",
    "Humidifier": "가습기", "Office Air Conditioner": "서재 에어컨", "Old Lamp": "옛날 램프", "Reading Bulb": "독서등",
    "Study Shutter": "서재 셔터", "Window Sensor": "창문 센서",
    "Bedside Lamp": "침대 램프", "Stand Air Conditioner": "스탠드 에어컨", "Bespoke Washer": "세탁기",
    "Family Fridge": "냉장고", "Built-in Oven": "빌트인 오븐", "Entrance Lock": "도어락", "Roller Blind": "롤 블라인드",
    "Car Port": "차고", "The Frame": "텔레비전", "Jet Bot": "로봇 청소기", "Floor Heating": "바닥 난방",
    "Circulator": "서큘레이터", "Hall Sensor": "복도 센서", "robot": "로봇",
}  # fmt: skip
_ENGLISH = {"The Frame": "Television", "Dusty": "Dusty"}
"""What people call them, where the simulated account calls them otherwise."""
_PLACES: Mapping[str, tuple[str, ...]] = {"en": ("kitchen", "living room", "door"), "ko": ("주방", "거실", "현관")}


def simulated_devices(driver: str, language: Language) -> list[Device]:
    """All devices of a driver's simulator, nothing connected to beyond this computer. driver: one of `SIMULATED`.

    Raises ImportError where the driver's extra is not installed, KeyError for another driver.
    """
    found = SIMULATED[driver](language)
    names = {device.name: _KOREAN.get(device.name, device.name) for device in found}
    said = names if language == "ko" else {name: _ENGLISH.get(name, name) for name in names}
    return with_own_ids(replace(device, name=said[device.name], driver=driver, area=None) for device in found)


def _mqtt(_language: Language) -> list[Device]:
    from ogam.devices.mqtt.discovery import Announcements, Prefixes
    from ogam.devices.mqtt.settings import Settings
    from ogam.devices.mqtt.simulator import made_up_devices

    gathered = Announcements(Prefixes.of(Settings()))
    for one in made_up_devices():
        for message in one.announces:
            gathered.take(message.topic, message.payload.encode())
    return [thing.device() for thing in gathered.snapshot().found().things]


def _homeassistant(_language: Language) -> list[Device]:
    from ogam.devices.homeassistant import Settings, open_driver
    from ogam.devices.homeassistant.simulator import TOKEN, HomeAssistantSimulator

    simulator = HomeAssistantSimulator()
    return _discovered(simulator.start, lambda: open_driver(Settings(simulator.url, TOKEN), ()), simulator.stop)


def _smartthings(_language: Language) -> list[Device]:
    from ogam.devices.smartthings import Settings, SmartThingsDriver
    from ogam.devices.smartthings.simulator import TOKEN, Simulator

    simulator = Simulator()
    return _discovered(
        simulator.start, lambda: SmartThingsDriver(Settings(TOKEN, url=simulator.url), ()), simulator.cut
    )


def _thinq(language: Language) -> list[Device]:
    from ogam.devices.thinq import Settings, ThinQDriver
    from ogam.devices.thinq.simulator import Cloud, Simulator

    simulator = Simulator(Cloud(language=language))
    return _discovered(
        simulator.start, lambda: ThinQDriver(Settings("simulated", simulator=simulator.url), ()), simulator.cut
    )


def _robot(language: Language) -> list[Device]:
    places = tuple(Place(name, float(place), 0.0) for place, name in enumerate(_PLACES[language]))
    name = "robot" if language == "en" else "로봇"
    return list(with_robots(Home(devices=(Device("robot.robot", name, "robot"),), places=places)).devices)


def _vehicle(language: Language) -> list[Device]:
    from ogam.devices.vehicle import Settings, VehicleDriver
    from ogam.devices.vehicle.simulator import Simulator

    simulator, name = Simulator(), "car" if language == "en" else "차"
    return _discovered(
        simulator.start, lambda: VehicleDriver(Settings(port=simulator.port, name=name), ()), simulator.close
    )


class _Closing(Driver, Closes, Protocol):
    """A driver that has something to end."""


def _discovered(
    start: Callable[[], Awaitable[None]], driver_of: Callable[[], _Closing], stop: Callable[[], Awaitable[None]]
) -> list[Device]:
    """What a driver finds at a simulator that is started for it, and stopped afterwards."""

    async def discovered() -> list[Device]:
        await start()
        driver = driver_of()
        try:
            return list(await driver.discover())
        finally:
            await driver.close()
            await stop()

    return asyncio.run(discovered())


SIMULATED: Mapping[str, Callable[[Language], list[Device]]] = {
    "homeassistant": _homeassistant,
    "mqtt": _mqtt,
    "robot": _robot,
    "smartthings": _smartthings,
    "thinq": _thinq,
    "vehicle": _vehicle,
}
"""Drivers whose simulators have devices, and what describes them."""
