""" "That was not me": a turn whose speaker was taken for somebody else, and what can be taken back of it."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ogam.core import Action, BiometricsError, Device, LogError
from ogam.devices import undo
from ogam.devices.states import initial_state
from ogam.devices.undoing import KEEPERS
from ogam.home import Home
from ogam.hub.log import EventLog
from ogam.hub.turns_log import LoggedTurn

_BY_ID = frozenset({"schedule", "timer"})
"""Kinds of device in which single things are put back, whatever has become of the others."""
KIND = "correction"
"""Of the event, in the turn: person (who it was not), by, withdrawn."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """One thing to do so that a device is as it was before the turn."""

    device: Device
    action: Action


@dataclass(frozen=True, slots=True)
class Correction:
    """What came of it. person: whom the speaker was taken for.

    withdrawn: samples that were learned in passing and are gone; kept: those that somebody has confirmed meanwhile,
    or that cannot be reached. undo: what would take back what was done, in order: nobody does it but who is asked.
    """

    person: str
    withdrawn: int
    kept: int
    undo: tuple[Undoing, ...]


def mistaken_for(turn: LoggedTurn) -> str | None:
    """Whom the speaker was taken for by voice or face; None where by neither, or for nobody."""
    who = turn.data("identity")
    return who["person"] if who is not None and who["modalities"] else None


def correct(
    turn: LoggedTurn, by: str, log: EventLog, home: Home, discard: Callable[[str], object] | None = None
) -> Correction:
    """Note that a turn was not whom it was taken for, and drop what was learned of them from it.

    by: who says so. discard: removes a sample that waits to be confirmed, by its id (`Gallery.discard`); None where
    there is no gallery. Saying it twice notes it once. Raises LogError where the turn was taken for nobody, or the log
    cannot be written.
    """
    person = mistaken_for(turn)
    if person is None:
        raise LogError("Nobody was recognised by voice or face in this turn, so there is nothing to correct.")
    learned = [number for event in _held_of(turn, log) for number in event]
    withdrawn = sum(_gone(number, discard) for number in learned)
    if turn.data(KIND) is None:
        data = {"person": person, "by": by, "withdrawn": withdrawn}
        log.append(turn.session, turn.turn, KIND, data)
    return Correction(person, withdrawn, len(learned) - withdrawn, tuple(undoing(turn, log, home)))


def undoing(turn: LoggedTurn, log: EventLog, home: Home, devices: Sequence[Device] | None = None) -> Iterator[Undoing]:
    """What would put each device of a turn back, where its state before is known and it has not changed since.

    devices: those that are known, the home's if None; with its services, timers and lists are put back too.
    """
    acts = [act for act in turn.all("action") if act["ok"] and not act["answer"]]
    after, now = {act["device"]: act["state"] for act in acts}, log.last_states()
    known = {act["device"]: act["before"] for act in reversed(acts) if act.get("before") is not None}
    for name, state in after.items():
        device = next((one for one in devices or home.devices if one.id == name), None)
        before = known.get(name) or _state_before(name, turn.id, log)
        if before is None and device is not None and device.domain in KEEPERS:
            before = initial_state(device)
        by_id = device is not None and device.domain in _BY_ID
        if device is not None and before is not None and (by_id or now.get(name) == state):
            yield from (Undoing(device, action) for action in undo(device, before, state))


def changed_devices(turn: LoggedTurn, log: EventLog, devices: Sequence[Device]) -> list[Device]:
    """The devices that a turn has changed, as far as the log knows how they were before."""
    acts = [act for act in turn.all("action") if act["ok"] and not act["answer"]]
    names = {
        act["device"]
        for act in acts
        if (act.get("before") or _state_before(act["device"], turn.id, log)) != act["state"]
    }
    return [device for device in devices if device.id in names]


def _state_before(device: str, event: int, log: EventLog) -> dict[str, Any] | None:
    """The state of a device before an event, as the log knows it; None where it does not."""
    query = """SELECT json_extract(data, '$.state') FROM events WHERE id < ? AND json_extract(data, '$.device') = ?
        AND (kind = 'device' OR (kind = 'action' AND json_extract(data, '$.ok'))) ORDER BY id DESC LIMIT 1"""
    rows = log.read(query, (event, device))
    return json.loads(rows[0][0]) if rows else None


def _held_of(turn: LoggedTurn, log: EventLog) -> Iterator[Sequence[str]]:
    """The ids of what was learned in the turn, or in one that answered it."""
    query = """SELECT turn FROM events WHERE kind = 'turn' AND json_extract(data, '$.answers') = ?"""
    answers = [answer for (answer,) in log.read(query, (turn.turn,))]
    for one in (turn.turn, *answers):
        for event in log.events(turn=one):
            if event.kind == "held":
                yield event.data.get("ids", ())


def _gone(number: str, discard: Callable[[str], object] | None) -> bool:
    if discard is None:
        return False
    try:
        discard(number)
    except BiometricsError:
        return False  # it was confirmed, or dropped, by its person
    return True
