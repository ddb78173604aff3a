"""What alarms, timers and reminders must know of the turn that sets them: where it was said, and by whom."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ogam.core import Action, Command, Device, Identity
from ogam.hub.turns import Turn, identity_data

_KEEPS = frozenset({"schedule", "timer"})
"""Kinds of device that do something later on."""


def placed(todo: Sequence[tuple[Device, Action]], turn: Turn, command: Command) -> list[tuple[Device, Action]]:
    """The actions with what those need that do something later on, or are of one person."""
    return [(device, _placed(action, turn, command) if device.domain in _KEEPS else action) for device, action in todo]


def asker(who: Identity | None) -> dict[str, Any] | None:
    """Who asks for something to be done later: as recognised, but for what was proven for this moment only."""
    if who is None:
        return None
    return identity_data(replace(who, challenge=False, approved_by=None, details={}))


def _placed(action: Action, turn: Turn, command: Command) -> Action:
    person = None if turn.who is None else turn.who.person
    about = {"session": turn.session, "person": person, "language": command.language, "who": asker(turn.who)}
    if turn.area is not None and "area" not in action.arguments:
        about["area"] = turn.area
    # What is not known is left out: a log of a home without people says no more than it did.
    return replace(action, arguments={**{k: v for k, v in about.items() if v is not None}, **action.arguments})
