"""Running a log again: the same observations through today's code must give the same commands and decisions."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

from ogam.core import Decision, Event
from ogam.core.observations import observation_from
from ogam.devices import VirtualDriver
from ogam.home import Home
from ogam.hub.hub import Hub
from ogam.hub.log import EventLog
from ogam.hub.ports import EVERYONE_MAY
from ogam.hub.turns import Turn, command_data, decision_data, identity_from


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that came out otherwise than it did then. what: "command intent", "command slots", "decision" …"""

    turn: str
    sentence: str
    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """How a replay went. turns: how many were run again; skipped: those that had failed before any observation,
    or in which the process ended."""

    turns: int
    skipped: int
    differences: tuple[Difference, ...]


def simulated(home: Home) -> Home:
    """The home with every device simulated: what is tried again must reach nothing real."""
    devices = tuple(replace(device, driver=VirtualDriver.name) for device in home.devices)
    return replace(home, devices=devices)


_NO_DECISION = decision_data(Decision("deny", ""))
"""What logs of earlier versions do not say of a decision."""


async def replay(path: Path | str, hub: Hub) -> Replay:
    """Run a log's observations again through a hub and compare. `LogError` if the log cannot be read.

    hub: with the same home, fresh devices, and a log of its own.
    """
    turns, skipped = 0, 0
    differences: list[Difference] = []
    for then in _turns(path):
        found = await replay_turn(then, hub)
        if found is None:
            skipped += 1
            continue
        differences += found
        turns += 1
    return Replay(turns, skipped, tuple(differences))


async def replay_turn(then: Sequence[Event], hub: Hub) -> tuple[Difference, ...] | None:
    """Run one turn's observations again, as `replay` does; None for touch, a stop word, or what was broken off."""
    observations = [observation_from(event.data) for event in then if event.kind == "observation"]
    if not any(one.kind == "sentence" for one in observations) or any(event.kind == "interrupted" for event in then):
        return None
    begun = next((event.data for event in then if event.kind == "turn"), {})
    identity = next((event.data for event in then if event.kind == "identity"), None)
    who = None if identity is None else identity_from(identity)
    at = None if identity is None else time.fromisoformat(identity["at"])
    now = await hub.take(observations, begun.get("area"), then[0].session, who, at, begun.get("can_ask"))
    return tuple(_compare(then, now))


def permissions_counted(path: Path | str) -> bool:
    """Whether permissions decided the last turn of a log: they do as soon as somebody is enrolled, whom a replay does
    not know. `LogError` if the log cannot be read."""
    with EventLog(path, read_only=True) as log:
        rules = [event.data["rule"] for event in log.events() if event.kind == "decision"]
    return bool(rules) and rules[-1] != EVERYONE_MAY


def _turns(path: Path | str) -> list[list[Event]]:
    """The events of each turn; turns of several microphones may lie across each other in the log."""
    by_turn: dict[str, list[Event]] = {}
    with EventLog(path, read_only=True) as log:
        for event in log.events():
            if not event.turn:
                continue  # a device that changed by itself
            by_turn.setdefault(event.turn, []).append(event)
    return list(by_turn.values())


def _compare(then: Sequence[Event], now: Turn) -> Iterator[Difference]:
    sentence = "" if now.sentence is None else now.sentence.value
    before, after = _outcome(then), _outcome_now(now)
    for what in sorted({*before, *after}):
        if before.get(what) != after.get(what):
            yield Difference(now.id, sentence, what, _text(before.get(what)), _text(after.get(what)))


def _outcome(events: Sequence[Event]) -> dict[str, Any]:
    command = next((event.data for event in events if event.kind == "command"), None)
    decision = next(({**_NO_DECISION, **event.data} for event in events if event.kind == "decision"), None)
    acts = [event.data for event in events if event.kind == "action"]
    return _parts(command) | {"decision": decision, "actions": [[act["device"], act["verb"]] for act in acts]}


def _outcome_now(turn: Turn) -> dict[str, Any]:
    command = None if turn.command is None else json.loads(json.dumps(command_data(turn.command)))
    decision = None if turn.decision is None else decision_data(turn.decision)
    acts = [[act.device.id, act.action.verb] for act in turn.acts]
    return _parts(command) | {"decision": decision, "actions": acts}


def _parts(command: Any) -> dict[str, Any]:
    return {} if command is None else {f"command {name}": value for name, value in command.items()}


def _text(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
