"""What answers a question back, as observations: so the log has it as evidence, and a replay decides the same on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from ogam.core import Decision, Observation
from ogam.liveness import ReplayEvidence

PIECE, CHALLENGE, FACE, APPROVAL = "piece", "challenge", "face_challenge", "approval"
"""Kinds of observation: a missing piece of a command, digits that were asked for, movements of the head, an answer on
a phone."""
AMENDMENT = "amendment"
"""Kind of observation: "no, the bedroom"."""
LOUDSPEAKER = "loudspeaker"
"""Kind of observation: what was found out about whether a voice came out of one."""

OTHER_VOICE = ("other voice", "That was not the voice that asked.", "부탁한 사람의 목소리가 아니었어요.")
NOT_RECOGNISED = ("not recognised", "I did not recognise your face.", "얼굴을 알아보지 못했어요.")
DECLINED = "declined"


def piece(said: str, source: str) -> Observation:
    """A missing piece, in the words that were said."""
    return Observation(PIECE, said, 1.0, 0.0, 0.0, source, "dialogue", details={"heard": said})


def amendment(said: str, source: str) -> Observation:
    """What was said to put a command right."""
    return Observation(AMENDMENT, said, 1.0, 0.0, 0.0, source, "dialogue", details={"heard": said})


def challenge_answer(asked: str, said: str, failure: str, reasons: tuple[str, str], source: str) -> Observation:
    """An answer to a spoken challenge. asked: the digits in words; failure: why it did not pass, empty where it did.

    reasons: the same for people, in English and Korean.
    """
    details = {"asked": asked, "passed": not failure, "failure": failure, "en": reasons[0], "ko": reasons[1]}
    return Observation(CHALLENGE, said, 1.0, 0.0, 0.0, source, "dialogue", details={"heard": said, **details})


def face_answer(failure: str, reasons: tuple[str, str], found: Mapping[str, Any], source: str) -> Observation:
    """The end of a challenge for a face. failure, reasons: as in `challenge_answer`; found: what was seen, JSON."""
    details = {"passed": not failure, "failure": failure, "en": reasons[0], "ko": reasons[1], "found": dict(found)}
    return Observation(FACE, failure or "passed", 1.0, 0.0, 0.0, source, "dialogue", details=details)


def loudspeaker_cue(found: ReplayEvidence, source: str) -> Observation:
    """Whether a command's voice came out of a loudspeaker."""
    value = "attack" if found.attack else "nothing"
    return Observation(LOUDSPEAKER, value, 1.0, 0.0, 0.0, source, "replay detector", details=found.to_json())


def is_attack(observations: Sequence[Observation]) -> bool:
    """Whether something was found that only a recording leaves behind."""
    return any(one.kind == LOUDSPEAKER and one.value == "attack" for one in observations)


def approval_answer(by: str, approved: bool, source: str) -> Observation:
    """What somebody said on a phone of their own."""
    return Observation(APPROVAL, by, 1.0, 0.0, 0.0, source, "dialogue", details={"approved": approved})


def said_after(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """The missing pieces and the corrections that were said, in their order."""
    return tuple(one for one in observations if one.kind in (PIECE, AMENDMENT))


_NAMES = {CHALLENGE: "challenge", FACE: "face"}


def refusal(observations: Sequence[Observation]) -> Decision | None:
    """The decision where an answer was wrong or said no: then no rule is asked any more."""
    for one in observations:
        if one.kind in (CHALLENGE, FACE) and not one.details["passed"]:
            name = f"{_NAMES[one.kind]}-{str(one.details['failure']).replace(' ', '-')}"
            return Decision("deny", name, str(one.details["en"]), reasons={"ko": str(one.details["ko"])})
        if one.kind == APPROVAL and not one.details["approved"]:
            reasons = {"ko": f"{one.value} 님이 휴대폰에서 거절했어요."}
            return Decision("deny", DECLINED, f"{one.value} declined it on a phone.", reasons=reasons)
    return None
