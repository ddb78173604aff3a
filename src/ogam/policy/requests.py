"""What permissions are asked: who wants what done to which devices, when, and who is there."""

from dataclasses import dataclass, field
from datetime import time

from ogam.core import Action, Command, Device, Identity

STEP_UPS = ("voice", "face", "challenge", "approval")
"""What may be asked for, in this order: to be heard; to be seen, live; a challenge, an adult's approval on a phone."""


@dataclass(frozen=True, slots=True)
class Request:
    """One command of one person.

    acts: what would be done to which device; permissions are about these, never about the words that were said.
    at: the local time of day; present: names of the people at home, as far as known.
    step_ups: what can be asked for where it was said, of `STEP_UPS`: no camera, no "look at the camera".
    moving: ids of the cars that are on the move.
    """

    command: Command
    who: Identity = field(default_factory=Identity)
    acts: tuple[tuple[Device, Action], ...] = ()
    at: time = time(12)
    present: tuple[str, ...] = ()
    step_ups: tuple[str, ...] = STEP_UPS
    moving: tuple[str, ...] = ()
