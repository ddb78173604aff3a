"""What answers a question back, as observations: so the log has it as evidence, and a replay decides the same on it."""

from collections.abc import Sequence

from ogam.core import Decision, Observation

PIECE, CHALLENGE, APPROVAL = "piece", "challenge", "approval"
"""Kinds of observation: a missing piece of a command, digits that were asked for, an answer on a phone."""

OTHER_VOICE = ("other voice", "That was not the voice that asked.", "부탁한 사람의 목소리가 아니었어요.")
DECLINED = "declined"


def piece(said: str, source: str) -> Observation:
    """A missing piece, in the words that were said."""
    return Observation(PIECE, said, 1.0, 0.0, 0.0, source, "dialogue", details={"heard": said})


def challenge_answer(asked: str, said: str, failure: str, reasons: tuple[str, str], source: str) -> Observation:
    """An answer to a spoken challenge. asked: the digits in words; failure: why it did not pass, empty where it did.

    reasons: the same for people, in English and Korean.
    """
    details = {"asked": asked, "passed": not failure, "failure": failure, "en": reasons[0], "ko": reasons[1]}
    return Observation(CHALLENGE, said, 1.0, 0.0, 0.0, source, "dialogue", details={"heard": said, **details})


def approval_answer(by: str, approved: bool, source: str) -> Observation:
    """What somebody said on a phone of their own."""
    return Observation(APPROVAL, by, 1.0, 0.0, 0.0, source, "dialogue", details={"approved": approved})


def pieces(observations: Sequence[Observation]) -> tuple[str, ...]:
    """The missing pieces that were said, in their order."""
    return tuple(one.value for one in observations if one.kind == PIECE)


def refusal(observations: Sequence[Observation]) -> Decision | None:
    """The decision where an answer was wrong or said no: then no rule is asked any more."""
    for one in observations:
        if one.kind == CHALLENGE and not one.details["passed"]:
            name = f"challenge-{str(one.details['failure']).replace(' ', '-')}"
            return Decision("deny", name, str(one.details["en"]), reasons={"ko": str(one.details["ko"])})
        if one.kind == APPROVAL and not one.details["approved"]:
            reasons = {"ko": f"{one.value} 님이 휴대폰에서 거절했어요."}
            return Decision("deny", DECLINED, f"{one.value} declined it on a phone.", reasons=reasons)
    return None
