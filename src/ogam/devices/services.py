"""What every home can do without a device of its own: tell the time, timers, alarms, reminders, lists, announcements,
and letting phones ring."""

from collections.abc import Sequence
from dataclasses import replace

from ogam.core import Device
from ogam.home import key

CLOCK = Device("clock.home", "clock", "clock")
TIMERS = Device("timer.home", "timers", "timer")
SCHEDULE = Device("schedule.home", "alarms and reminders", "schedule")
ANNOUNCER = Device("announcer.home", "announcements", "announcer")
SHOPPING_LIST = Device("todo.home_shopping_list", "shopping list", "todo")

TODO_LIST = Device("todo.home_tasks", "to-do list", "todo", aliases=("todo list", "task list", "tasks"))

PHONES = Device("phone.household", "phones", "phone", driver="phones")

SERVICES = (CLOCK, TIMERS, SCHEDULE, ANNOUNCER, SHOPPING_LIST, TODO_LIST, PHONES)

_KOREAN_NAMES = {
    CLOCK.id: "시계",
    TIMERS.id: "타이머",
    SCHEDULE.id: "알람과 알림",
    ANNOUNCER.id: "방송",
    SHOPPING_LIST.id: "장보기 목록",
    TODO_LIST.id: "할 일 목록",
    PHONES.id: "휴대폰",
}

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


def list_called(name: str, devices: Sequence[Device]) -> Device:
    """One of the two lists that every home has: "tasks", else the shopping list."""
    return named(TODO_LIST, devices) if name == "tasks" else shopping_list(devices)
