"""What all the evidence of one turn says: live, attack, or unknown, with the reasons for the log.

Live is said only where a challenge was passed by the person whom it is about, in a modality by which that person was
recognised: who turns his own head while a loudspeaker plays the owner's voice has proved nothing about the owner.
Passive cues can only say attack, and that outweighs everything.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ogam.core import Liveness, Modality
from ogam.liveness.face_session import Progress
from ogam.liveness.lip_sync import LipSync
from ogam.liveness.replay import ReplayEvidence
from ogam.liveness.spoken import SpokenAnswer


@dataclass(frozen=True, slots=True)
class LivenessEvidence:
    """What is known; None for what was not tried.

    face: the end of a face's challenge; it counts for the person if it was compared in each action.
    answer: to a spoken challenge; same_voice: whether its voice is that of the person: it counts only if it is True.
    replay: of the command's audio or the answer's. lips: goes to the log and decides nothing, see docs/liveness.md.
    """

    face: Progress | None = None
    answer: SpokenAnswer | None = None
    same_voice: bool | None = None
    replay: ReplayEvidence | None = None
    lips: LipSync | None = None


@dataclass(frozen=True, slots=True)
class LivenessVerdict:
    """liveness: for `ogam.core.Identity`; by: the modalities in which a challenge was passed by the person; challenge:
    whether one was, for `Identity.challenge`; details: JSON values."""

    liveness: Liveness
    by: tuple[Modality, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def challenge(self) -> bool:
        return self.liveness == "live"


def judge_liveness(evidence: LivenessEvidence, modalities: Collection[Modality]) -> LivenessVerdict:
    """modalities: by which the person was recognised, as in `ogam.core.Identity`."""
    passed = _passed(evidence)
    by = tuple(modality for modality in passed if modality in modalities)
    attacks = _attacks(evidence)
    liveness: Liveness = "attack" if attacks else "live" if by else "unknown"
    details = {"liveness": liveness, "passed": list(passed), "attacks": list(attacks), **_log(evidence)}
    return LivenessVerdict(liveness, by, details)


def _passed(evidence: LivenessEvidence) -> tuple[Modality, ...]:
    """In which modalities the person passed a challenge."""
    face, answer = evidence.face, evidence.answer
    passed: list[Modality] = []
    if answer is not None and answer.passed and evidence.same_voice is True:
        passed.append("voice")
    if face is not None and face.state == "passed" and face.details.get("compared", 0) > 0:
        passed.append("face")
    return tuple(passed)


def _attacks(evidence: LivenessEvidence) -> tuple[str, ...]:
    """What is sure enough to say attack."""
    attacks = []
    if evidence.face is not None and evidence.face.reason == "flat":
        attacks.append("flat picture")
    if evidence.replay is not None and evidence.replay.attack:
        attacks.append("loudspeaker")
    return tuple(attacks)


def _log(evidence: LivenessEvidence) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if evidence.face is not None:
        found["face"] = {"state": evidence.face.state, **evidence.face.details}
    if evidence.answer is not None:
        found["answer"] = {**asdict(evidence.answer), "same_voice": evidence.same_voice}
    if evidence.replay is not None:
        found["replay"] = evidence.replay.to_json()
    if evidence.lips is not None:
        found["lips"] = evidence.lips.to_json()
    return found
