"""Identity: who speaks, how sure that is, and on what evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Modality = Literal["voice", "face"]
MODALITIES: tuple[Modality, ...] = ("voice", "face")

Liveness = Literal["live", "unknown", "attack"]
"""What presentation attack detection says: a live person, nothing, or a photo, a screen, a loudspeaker."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who it is. Without arguments: nobody known, on no evidence; what a failed recognition must give.

    person: the name in the home file, or None for someone unknown.
    probability: calibrated posterior that it is this person (or, for None, that it is nobody known), 0 to 1.
    modalities: by what the person was recognised, "voice" and "face"; empty where nobody was.
    challenge: whether an asked-for challenge was passed (digits said, a turn of the head) in this turn.
    approved_by: who approved this command on a phone of their own, or None.
    details: evidence for the log (scores, margins, models); JSON values only.
    """

    person: str | None = None
    probability: float = 0.0
    modalities: tuple[Modality, ...] = ()
    liveness: Liveness = "unknown"
    challenge: bool = False
    approved_by: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
