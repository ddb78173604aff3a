"""What opens, closes and locks: cover, valve, lock."""

from ogam.core import Choice
from ogam.devices.homeassistant.bindings import (
    Binding,
    Call,
    Entity,
    attribute,
    choices,
    commands,
    number,
    service,
    state_word,
)
from ogam.devices.homeassistant.words import choice

_MOVING = ("opening", "closing")


def cover(entity: Entity) -> tuple[Binding, ...]:
    found = [*_open_close(entity, "cover", opens=1, closes=2)]
    if entity.can(4):
        call = service("cover", "set_cover_position", "position")
        found.append(number("position", 0, 100, _position, call, unit="%", role="position"))
    if entity.can(128):
        call = service("cover", "set_cover_tilt_position", "tilt_position")
        found.append(number("tilt", 0, 100, attribute("current_tilt_position"), call, unit="%"))
    if entity.can(8):
        found.append(commands("operation", [(choice("stop", "stop"), Call("cover", "stop_cover"))]))
    return tuple(found)


def valve(entity: Entity) -> tuple[Binding, ...]:
    found = [*_open_close(entity, "valve", opens=1, closes=2)]
    if entity.can(4):
        call = service("valve", "set_valve_position", "position")
        found.append(number("position", 0, 100, _position, call, unit="%", role="position"))
    if entity.can(8):
        found.append(commands("operation", [(choice("stop", "stop"), Call("valve", "stop_valve"))]))
    return tuple(found)


def lock(entity: Entity) -> tuple[Binding, ...]:
    """Its verbs say what they are to permissions: to set it to "unlocked" is to unlock it."""
    calls = {"locked": Call("lock", "lock"), "unlocked": Call("lock", "unlock")}
    known = (choice("locked", "lock"), choice("unlocked", "unlock"))
    others = ("jammed", "locking", "unlocking", "open", "opening")
    found = [choices("state", known, state_word, lambda value: calls[value], others=others)]
    if entity.can(1):
        found.append(commands("latch", [(choice("open_latch"), Call("lock", "open"))], guard="unlock"))
    return tuple(found)


def _open_close(entity: Entity, domain: str, opens: int, closes: int) -> list[Binding]:
    calls = {"open": Call(domain, f"open_{domain}"), "closed": Call(domain, f"close_{domain}")}
    known: list[Choice] = []
    if entity.can(opens):
        known.append(choice("open", "open"))
    if entity.can(closes):
        known.append(choice("closed", "close"))
    others = [value for value in ("open", "closed", *_MOVING) if value not in {one.value for one in known}]
    call = (lambda value: calls[value]) if known else None
    return [choices("state", known, state_word, call, others=others)]


def _position(entity: Entity) -> float | None:
    return entity.number("current_position")
