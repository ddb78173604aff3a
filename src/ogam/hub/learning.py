"""Learning in passing: what a confirmed command was recognised by waits for its person to keep it, or to drop it."""

import asyncio
import time as clock
from collections.abc import Callable, Sequence

from ogam.biometrics.fusion import Evidence
from ogam.hub.log import EventLog
from ogam.hub.turns import Turn

Hold = Callable[[Sequence[Evidence], str, str], Sequence[object]]
"""Holds evidence of a person for them to confirm (`ogam.biometrics.Household.hold`); the last is where it is from."""


async def learn(hold: Hold | None, log: EventLog, turn: Turn, person: str) -> None:
    """After a turn that its speaker confirmed by another means. The log says what is held, and what went wrong."""
    if hold is None:
        return
    where = turn.area or turn.session
    try:
        held = await asyncio.to_thread(hold, turn.evidence, person, f"{where}, {clock.strftime('%Y-%m-%d')}")
    except Exception as error:  # noqa: BLE001 (the command is carried out already; that must stand)
        data = {"where": "enrolment", "type": type(error).__name__, "message": str(error)}
        log.append(turn.session, turn.id, "error", data)
        return
    if held:
        ids = [str(getattr(one, "id", "")) for one in held]
        log.append(turn.session, turn.id, "held", {"person": person, "templates": len(held), "ids": ids})
