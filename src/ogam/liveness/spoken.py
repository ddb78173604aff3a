"""A spoken challenge: digits drawn at random that a person says at once, so that no recording made before will do.

What is checked here is that the right digits were heard, in time and only once. That the voice is the one that gave the
command is for whoever compares voices.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ogam.liveness.digits import languages, readings, words_of

COUNT = 4
"""Digits of a challenge."""
SECONDS = 15.0
"""From the question to the beginning of the answer, at most."""
Clock = Callable[[], float]
"""The time now, in seconds, on the clock of the audio that will hold the answer."""
SpokenFailure = Literal["", "used", "too early", "expired", "other digits", "nothing heard"]


@dataclass(frozen=True, slots=True)
class SpokenChallenge:
    """digits: to be said, in this order; language: "en" or "ko"; issued: when the question had been put; expires: when
    an answer must have begun. Both in seconds, on the clock that it was drawn with."""

    digits: tuple[int, ...]
    language: str
    issued: float
    expires: float

    @property
    def words(self) -> str:
        """The digits as they are said: "four seven one nine", "사 칠 일 구"."""
        return words_of(self.digits, self.language)

    @property
    def chance(self) -> float:
        """How likely it is that digits said without knowing the question are the right ones."""
        return float(0.1 * 9.0 ** (1 - len(self.digits)))

    def asked_at(self, time: float) -> "SpokenChallenge":
        """The same, its time beginning when the question had been put, for that takes a while."""
        return replace(self, issued=time, expires=time + self.expires - self.issued)


@dataclass(frozen=True, slots=True)
class SpokenAnswer:
    """What came of an answer. reason: why it did not pass, empty where it did."""

    passed: bool
    reason: SpokenFailure = ""


def draw_challenge(
    clock: Clock,
    language: str = "en",
    *,
    count: int = COUNT,
    seconds: float = SECONDS,
    choose: Callable[[Sequence[int]], int] = secrets.choice,
) -> SpokenChallenge:
    """Digits at random, no two alike in a row. Its time begins now; again, once it was put into words: `asked_at`.

    choose: replaced in tests. Raises ValueError for a language without digits, or a count that is not 1 to 12.
    """
    if language not in languages():
        raise ValueError(f"digits can be asked for in {', '.join(languages())}, not in '{language}'")
    if not 1 <= count <= 12:
        raise ValueError(f"a challenge has 1 to 12 digits, not {count}")
    digits: list[int] = []
    for _ in range(count):
        digits.append(choose([digit for digit in range(10) if digits[-1:] != [digit]]))
    issued = clock()
    return SpokenChallenge(tuple(digits), language, issued, issued + seconds)


def said_right(heard: str, challenge: SpokenChallenge) -> bool:
    """Whether a text is the digits that were asked for, and no more: "4719", "four seven one nine", "사 칠 일 구"."""
    return challenge.digits in readings(heard, challenge.language)


class SpokenChallengeSession:
    """One challenge and its one answer."""

    def __init__(self, challenge: SpokenChallenge) -> None:
        self.challenge = challenge
        self._used = False

    def answer(self, heard: str, began: float) -> SpokenAnswer:
        """heard: what was recognised; began: when the answer began, on the challenge's clock. A second one never
        passes."""
        reason = self._failure(heard, began)
        self._used = True
        return SpokenAnswer(not reason, reason)

    def _failure(self, heard: str, began: float) -> SpokenFailure:
        if self._used:
            return "used"
        if began < self.challenge.issued:
            return "too early"
        if began > self.challenge.expires:
            return "expired"
        if not heard.strip():
            return "nothing heard"
        return "" if said_right(heard, self.challenge) else "other digits"
