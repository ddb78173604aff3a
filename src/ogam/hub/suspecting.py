"""Suspecting: whether the voice of a command for something protected came out of a loudspeaker."""

import asyncio
from collections.abc import Sequence

from ogam.core import Action, Device, Observation, QualityError
from ogam.hub.followups import loudspeaker_cue
from ogam.hub.turns import Turn
from ogam.liveness import ReplayDetector
from ogam.policy import GROUPS, action_of


async def suspicion(
    detector: ReplayDetector | None, turn: Turn, todo: Sequence[tuple[Device, Action]]
) -> tuple[Observation, ...]:
    """What the detector finds, as an observation, for the log and for replays of it. It never says "live".

    Empty where there is nothing to look for: no detector, nothing heard, nothing protected, too little of a voice.
    """
    protected = any(action_of(device, action) in GROUPS["protected"] for device, action in todo)
    if detector is None or turn.utterance is None or not protected:
        return ()
    try:
        found = await asyncio.to_thread(detector.judge, turn.utterance)
    except QualityError:
        return ()
    return (loudspeaker_cue(found, turn.session),)
