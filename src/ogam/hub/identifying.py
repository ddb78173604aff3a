"""Who is there: an identifier asked in such a way that whatever fails, the speaker is nobody known."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from time import perf_counter

from ogam.biometrics.fusion import Evidence
from ogam.core import Identity, Signal
from ogam.hub.log import to_json
from ogam.hub.ports import Identifier
from ogam.hub.presence import Presence
from ogam.hub.turns import identity_data


@dataclass(frozen=True, slots=True)
class Look:
    """What a signal told, or why it told nothing, and how long that took."""

    evidence: tuple[Evidence, ...] = ()
    error: Exception | None = None
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Who it is, from which evidence; error: why it is nobody known, where something failed."""

    who: Identity
    evidence: tuple[Evidence, ...]
    error: Exception | None = None
    milliseconds: float = 0.0


async def look(identifier: Identifier, signal: Signal, area: str | None) -> Look:
    """Ask an identifier for evidence, in a thread. area: where the signal was taken, if known."""
    started = perf_counter()
    try:
        evidence = await asyncio.to_thread(identifier.observe, signal)
        found = tuple(replace(one, area=area) for one in evidence)
    except Exception as error:  # noqa: BLE001 (an identifier may be anyone's)
        return Look((), error, _milliseconds(started))
    return Look(found, None, _milliseconds(started))


def conclude(
    identifier: Identifier, heard: Look, beside: Sequence[Evidence], presence: Presence, area: str | None, at: time
) -> Finding:
    """Ask who it is. beside: evidence that belongs to what was heard. What failed once is not made up for by it."""
    started = perf_counter()
    evidence = (*beside, *heard.evidence)
    who, failed = Identity(), heard.error
    if failed is None:
        try:
            who = identifier.conclude(evidence, presence.situation(area, at))
            to_json(identity_data(who))
        except Exception as error:  # noqa: BLE001 (an identifier may be anyone's)
            who, failed = Identity(), error
    if who.person is not None:
        presence.recognised(who.person, area)
    return Finding(who, evidence, failed, round(heard.milliseconds + _milliseconds(started), 3))


def _milliseconds(since: float) -> float:
    return round((perf_counter() - since) * 1000, 3)
