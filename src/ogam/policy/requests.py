"""What permissions are asked: who wants what done to which devices, when, and who is there."""

from dataclasses import dataclass, field
from datetime import time

from ogam.core import Action, Command, Device, Identity


@dataclass(frozen=True, slots=True)
class Request:
    """One command of one person.

    acts: what would be done to which device; permissions are about these, never about the words that were said.
    at: the local time of day; present: names of the people at home, as far as known.
    """

    command: Command
    who: Identity = field(default_factory=Identity)
    acts: tuple[tuple[Device, Action], ...] = ()
    at: time = time(12)
    present: tuple[str, ...] = ()
