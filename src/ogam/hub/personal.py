"""What depends on who speaks: "my room", "my lights" and "my phone" are those of one person."""

import re
from dataclasses import replace

from ogam.core import Command, Identity, Slot
from ogam.devices.actions import FIND_PHONE_INTENT
from ogam.home import MY_ROOM, Home

_MINE = {"en": re.compile(r"\bmy\b")}
"""Words that make the room that was left out the speaker's own; in Korean the room itself says so (내 방)."""


def personal(
    command: Command, needs: tuple[str, ...], home: Home, who: Identity | None
) -> tuple[Command, tuple[str, ...]]:
    """The command with the speaker's own room where "my" means it, and what must still be said then.

    Its area stays `MY_ROOM` where nobody knows whose that is. A room that was named is that room: "my kitchen".
    """
    if command.intent == FIND_PHONE_INTENT:
        return _own_phone(command, home, who)
    if not any(person.room for person in home.people) or not _is_mine(command, needs):
        return command, needs
    person = None if who is None else home.person(who.person)
    room = MY_ROOM if person is None or person.room is None else person.room
    said = command.slots["area"].text if "area" in command.slots else ""
    slots = {**command.slots, "area": Slot("area", room, said)}
    return replace(command, slots=slots), tuple(need for need in needs if need != "area")


def _own_phone(command: Command, home: Home, who: Identity | None) -> tuple[Command, tuple[str, ...]]:
    """Nobody said whose: it is the speaker's; nobody knows whose that is: it must be said."""
    if "person" in command.slots:
        return command, ()
    person = None if who is None else home.person(who.person)
    if person is None:
        return command, ("person",)
    return replace(command, slots={**command.slots, "person": Slot("person", person.name)}), ()


def _is_mine(command: Command, needs: tuple[str, ...]) -> bool:
    area = command.slots.get("area")
    if area is not None and area.value == MY_ROOM:
        return True
    left_out = "area" in needs if area is None else not area.text
    says_so = _MINE.get(command.language)
    return left_out and says_so is not None and bool(says_so.search(command.sentence.lower()))
