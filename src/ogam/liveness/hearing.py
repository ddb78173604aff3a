"""Which digits were said: a speech recogniser that hears digits only, any of them as easily as those asked for.

That it may choose freely among all strings of digits is the point: a list of the right answer and a few others would
pull what is said badly towards the right one.
"""

from typing import TYPE_CHECKING

from ogam.core import Observation
from ogam.liveness.digits import SPACED, WORDS, readings
from ogam.liveness.spoken import COUNT, SpokenChallenge, said_right

if TYPE_CHECKING:
    from ogam.asr import Calibration, CtcScorer, Scorer, SentenceRecognizer

SPACE = 0x20


class DigitStrings:
    """Acceptor of all strings of so many digits, in words and in figures: a deterministic automaton over bytes.

    After a word a space must follow before the next digit, after a figure one may. See `ogam.asr.Acceptor`.
    """

    def __init__(self, language: str, count: int = COUNT) -> None:
        self.language = language
        self.spaced = SPACED[language]
        self._next: list[dict[int, int]] = [{} for _ in range(2 * count)]
        self._final: set[int] = set()
        for place in range(count):
            for digit, words in enumerate(WORDS[language]):
                self._spell(place, str(digit), count, follows_directly=True)
                for word in words:
                    self._spell(place, word, count, follows_directly=not self.spaced)
        for place in range(1, count):
            self._next[2 * place + 1] = {**self._next[2 * place], SPACE: 2 * place}

    @property
    def start(self) -> int:
        return 0

    def _spell(self, place: int, word: str, count: int, *, follows_directly: bool) -> None:
        """State 2 × place expects the digit at that place; 2 × place + 1 expects it, or a space before it."""
        *before, last = word.encode()
        state = 2 * place
        for byte in before:
            state = self._step_or_grow(state, byte)
        if follows_directly and place + 1 < count:
            self._next[state][last] = 2 * (place + 1) + 1
            return
        end = self._step_or_grow(state, last)
        if place + 1 < count:
            self._next[end][SPACE] = 2 * (place + 1)
        else:
            self._final.add(end)

    def _step_or_grow(self, state: int, byte: int) -> int:
        if byte not in self._next[state]:
            self._next[state][byte] = len(self._next)
            self._next.append({})
        return self._next[state][byte]

    def step(self, state: int, byte: int) -> int:
        return self._next[state].get(byte, -1)

    def branches(self, state: int, byte: int) -> tuple[int, ...]:
        there = self.step(state, byte)
        return (there,) if there >= 0 else ()

    def accepts(self, state: int) -> bool:
        return state in self._final

    def live_bytes(self, state: int) -> bytes:
        return bytes(self._next[state])

    def said_freely(self, state: int) -> bool:  # noqa: ARG002
        return False

    def meaning(self, text: str) -> tuple[int, ...]:
        """The digits of a text that it accepts, so that "4" and "four" are no rivals."""
        return next(iter(readings(text, self.language)), ())


def digit_recognizer(
    language: str = "en",
    *,
    scorer: "Scorer | CtcScorer | None" = None,
    calibration: "Calibration | None" = None,
    count: int = COUNT,
    threads: int = 1,
) -> "SentenceRecognizer":
    """Hears so many digits: observations of kind "sentence".

    scorer: an acoustic model; the catalogue's for the language if None, Moonshine for English and Whisper base for
    Korean. calibration: the one that comes with it if None. Raises ModelError if there are no weights or no
    calibration.
    """
    from ogam.asr import SentenceRecognizer, default_scorer

    if scorer is None:
        scorer = default_scorer(threads, language)
    return SentenceRecognizer(DigitStrings(language, count), scorer, calibration=calibration)


def heard_right(observation: Observation, challenge: SpokenChallenge) -> bool:
    """Whether the recogniser heard the digits that were asked for, and was sure enough that digits were said."""
    return bool(observation.details.get("accepted")) and said_right(observation.value, challenge)
