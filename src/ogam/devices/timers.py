"""Timers as plain data: started, found by name, length or area, paused, changed and told."""
# ruff: noqa: ARG001 (what stands in one table has one signature)

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from ogam.core import DeviceError

Timer = dict[str, Any]
"""id, name, area, seconds (as set), ends (seconds since the epoch) or, while paused, left (seconds); command: put off
until it ends; session, person, who, language: where it was set, and by whom (`schedule.Entry`)."""


def start(timers: list[Timer], arguments: Mapping[str, Any], now: float) -> list[Timer]:
    seconds = arguments.get("seconds", 0)
    if seconds <= 0:
        raise DeviceError("I need to know for how long. Say, for example: set a timer for five minutes.")
    timer = {
        "id": secrets.token_hex(4),
        "name": arguments.get("name", ""),
        "area": arguments.get("area", ""),
        "seconds": seconds,
        "ends": now + seconds,
        "left": None,
        "command": arguments.get("conversation_command", ""),
        "session": arguments.get("session", ""),
        "person": arguments.get("person"),
        "who": arguments.get("who"),
        "language": arguments.get("language", "en"),
    }
    return [*timers, timer]


def cancel(timers: list[Timer], arguments: Mapping[str, Any], now: float) -> list[Timer]:
    gone = the_one(timers, arguments)
    return [timer for timer in timers if timer is not gone]


def cancel_all(timers: list[Timer], arguments: Mapping[str, Any], now: float) -> list[Timer]:
    gone = matching(timers, arguments)
    return [timer for timer in timers if timer not in gone]


def pause(timers: list[Timer], arguments: Mapping[str, Any], now: float) -> list[Timer]:
    timer = the_one([timer for timer in timers if timer["left"] is None], arguments)
    return _replace(timers, timer, {"left": seconds_left(timer, now), "ends": None})


def resume(timers: list[Timer], arguments: Mapping[str, Any], now: float) -> list[Timer]:
    timer = the_one([timer for timer in timers if timer["left"] is not None], arguments)
    return _replace(timers, timer, {"left": None, "ends": now + timer["left"]})


def increase(timers: list[Timer], arguments: Mapping[str, Any], now: float, sign: int = 1) -> list[Timer]:
    timer = the_one(timers, arguments)
    change = sign * arguments.get("seconds", 0)
    clock = "ends" if timer["left"] is None else "left"
    return running(_replace(timers, timer, {clock: timer[clock] + change}), now)


def decrease(timers: list[Timer], arguments: Mapping[str, Any], now: float) -> list[Timer]:
    return increase(timers, arguments, now, sign=-1)


def restore(timers: list[Timer], arguments: Mapping[str, Any], now: float) -> list[Timer]:
    """Timers put back as they were, and those taken out that were not there."""
    gone = {*arguments.get("without", ()), *(timer["id"] for timer in arguments.get("entries", ()))}
    return running([*(one for one in timers if one.get("id") not in gone), *arguments.get("entries", ())], now)


def running(timers: Sequence[Timer], now: float) -> list[Timer]:
    """The timers that have not run out."""
    return [timer for timer in timers if seconds_left(timer, now) > 0]


def matching(timers: Sequence[Timer], arguments: Mapping[str, Any]) -> list[Timer]:
    """The timers with the name, area and length (`start_seconds`) that the arguments give."""
    wanted = {
        "name": arguments.get("name"),
        "area": arguments.get("area"),
        "seconds": arguments.get("start_seconds"),
    }
    asked = {field: value for field, value in wanted.items() if value is not None}
    return [timer for timer in timers if all(timer[field] == value for field, value in asked.items())]


def the_one(timers: Sequence[Timer], arguments: Mapping[str, Any]) -> Timer:
    """The one timer that is meant; `DeviceError` says what there is instead."""
    found = matching(timers, arguments)
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(call(timer) for timer in found)
        raise DeviceError(f"There are {len(found)} timers: {names}. Say which one.")
    raise DeviceError("There is no such timer.")


def tell(timers: Sequence[Timer], now: float) -> str:
    """What the timers are at: "The tea timer has 4 minutes and 10 seconds left."."""
    if not timers:
        return "No timer is running."
    return " ".join(_tell_one(timer, now) for timer in sorted(timers, key=lambda timer: seconds_left(timer, now)))


def call(timer: Timer) -> str:
    """How a timer is called: by its name, or else by its length."""
    return str(timer["name"]) or say_duration(timer["seconds"])


def seconds_left(timer: Timer, now: float) -> float:
    left = timer["left"] if timer["left"] is not None else timer["ends"] - now
    return float(left)


def say_duration(seconds: float) -> str:
    """3700 → "1 hour, 1 minute and 40 seconds"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    counts = ((hours, "hour"), (minutes, "minute"), (rest, "second"))
    parts = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count]
    if len(parts) < 2:
        return parts[0] if parts else "0 seconds"
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def _tell_one(timer: Timer, now: float) -> str:
    left = say_duration(seconds_left(timer, now))
    paused = "" if timer["left"] is None else " and is paused"
    title = f"{timer['name']} timer" if timer["name"] else f"timer for {call(timer)}"
    return f"The {title} has {left} left{paused}."


def _replace(timers: Sequence[Timer], changed: Timer, fields: Mapping[str, Any]) -> list[Timer]:
    return [timer | dict(fields) if timer is changed else timer for timer in timers]
