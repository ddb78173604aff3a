"""What every home can do without a device of its own: tell the time, keep timers and a shopping list, announce."""

from collections.abc import Sequence

from ogam.core import Device
from ogam.home import key

CLOCK = Device("clock.home", "clock", "clock")
TIMERS = Device("timer.home", "timers", "timer")
ANNOUNCER = Device("announcer.home", "announcements", "announcer")
SHOPPING_LIST = Device("todo.home_shopping_list", "shopping list", "todo")

SERVICES = (CLOCK, TIMERS, ANNOUNCER, SHOPPING_LIST)

_SHOPPING_LIST_NAMES = frozenset({"shopping list", "shopping", "groceries", "grocery list", "장보기 목록", "쇼핑 목록"})


def shopping_list(devices: Sequence[Device]) -> Device:
    """The home's own shopping list if it declares one, else the built-in one."""
    for device in devices:
        if device.domain == "todo" and any(
            key(name) in _SHOPPING_LIST_NAMES for name in (device.name, *device.aliases)
        ):
            return device
    return SHOPPING_LIST
