"""What every home can do without a device of its own: tell the time, keep timers and a shopping list, announce."""

from collections.abc import Sequence
from dataclasses import replace

from ogam.core import Device
from ogam.home import key

CLOCK = Device("clock.home", "clock", "clock")
TIMERS = Device("timer.home", "timers", "timer")
ANNOUNCER = Device("announcer.home", "announcements", "announcer")
SHOPPING_LIST = Device("todo.home_shopping_list", "shopping list", "todo")

SERVICES = (CLOCK, TIMERS, ANNOUNCER, SHOPPING_LIST)

_KOREAN_NAMES = {CLOCK.id: "시계", TIMERS.id: "타이머", ANNOUNCER.id: "방송", SHOPPING_LIST.id: "장보기 목록"}

_SHOPPING_LIST_NAMES = frozenset({"shopping list", "shopping", "groceries", "grocery list", "장보기 목록", "쇼핑 목록"})


def services_in(language: str) -> tuple[Device, ...]:
    """The services as a home of that language calls them; in English where no names are known in it."""
    if language != "ko":
        return SERVICES
    return tuple(replace(service, name=_KOREAN_NAMES[service.id]) for service in SERVICES)


def named(service: Device, devices: Sequence[Device]) -> Device:
    """A service as these devices, the home's and its services, call it."""
    return next((device for device in devices if device.id == service.id), service)


def shopping_list(devices: Sequence[Device]) -> Device:
    """The home's own shopping list if it declares one, else the built-in one."""
    for device in devices:
        if device.domain == "todo" and any(
            key(name) in _SHOPPING_LIST_NAMES for name in (device.name, *device.aliases)
        ):
            return device
    return named(SHOPPING_LIST, devices)
