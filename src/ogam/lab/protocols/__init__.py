"""Protocols: ways to judge the recognisers of a task, from a data set and outcomes to figures. See docs/metrics.md."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from ogam.core import LabError
from ogam.lab.outcomes import StudyProtocol
from ogam.lab.protocols.commands import Commands
from ogam.lab.protocols.identification import FaceIdentification, Identification
from ogam.lab.protocols.liveness import Liveness
from ogam.lab.protocols.objects import Objects
from ogam.lab.protocols.parts import Settings
from ogam.lab.protocols.rejection import Rejection
from ogam.lab.protocols.speed import Speed
from ogam.lab.protocols.transcription import Transcription
from ogam.lab.protocols.verification import FaceVerification, Verification
from ogam.lab.protocols.voice import VoiceActivity
from ogam.lab.protocols.wake import WakeWord

PROTOCOLS: Mapping[str, Callable[..., StudyProtocol]] = MappingProxyType(
    {
        each.name: each
        for each in (
            Commands,
            FaceIdentification,
            Identification,
            Liveness,
            Objects,
            Rejection,
            Speed,
            Transcription,
            FaceVerification,
            Verification,
            VoiceActivity,
            WakeWord,
        )
    }
)
"""By the name that studies write."""

__all__ = ["PROTOCOLS", "Settings", "protocol"]


def protocol(name: str, **options: Any) -> StudyProtocol:
    """The protocol of a name. options: fields of its class, and of `Settings` (smallest_group, replicates …).

    Raises LabError for a name or an option that there is not, and for a value that it cannot have.
    """
    if name not in PROTOCOLS:
        raise LabError(f"there is no protocol {name!r}. There are: {', '.join(sorted(PROTOCOLS))}.")
    made = PROTOCOLS[name]
    shared = {field.name for field in fields(Settings)}
    own = {field.name for field in fields(made)} - {"settings"}  # type: ignore[arg-type]
    unknown = sorted(set(options) - shared - own)
    if unknown:
        raise LabError(f"{name} has no option {unknown[0]!r}. It has: {', '.join(sorted(own | shared))}.")
    for key, value in options.items():
        default = getattr(Settings() if key in shared else made(), key)
        if not _fits(value, default):
            raise LabError(f"{name}: {key} cannot be {value!r}; it is {default!r} where nothing is said.")
    settings = Settings(**{key: value for key, value in options.items() if key in shared})
    return made(**{key: value for key, value in options.items() if key in own}, settings=settings)


def _fits(value: object, default: object) -> bool:
    """Whether a value is of the sort that an option takes, as its default tells; None stands for a number."""
    if isinstance(default, str):
        return isinstance(value, str)
    if isinstance(default, tuple):
        return isinstance(value, list | tuple)
    if isinstance(default, int):
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    return (value is None and default is None) or (isinstance(value, int | float) and not isinstance(value, bool))
