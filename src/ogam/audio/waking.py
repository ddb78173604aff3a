"""A stream of sound, cut into the utterances that follow a wake word."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ogam.audio.frames import Frames
from ogam.audio.segmentation import GAP, Segmenter
from ogam.core import Audio, Observation, RecognizerSession, StreamingRecognizer

PIECE = 512
"""Samples that are looked at at a time, 32 ms, so that it does not matter how the stream is cut into chunks."""


@dataclass(frozen=True, slots=True)
class WakeSegmenter:
    """Finds the utterance after each wake word.

    words: gives observations of kind "wake" where a wake word was noticed. segmenter: cuts what follows.
    lead: seconds before the noticing from which on sound belongs to the utterance. A wake word is noticed a little
    after its end, when somebody who does not pause is already speaking on.
    tail: seconds after the noticing in which what is heard may be the end of the wake word; speech that ends in them
    is no utterance. patience: seconds in which speech must begin; then the stream sleeps again.
    """

    words: StreamingRecognizer
    segmenter: Segmenter
    lead: float = 0.1
    tail: float = 0.25
    patience: float = 5.0

    def open(self) -> "WakeSegmenterSession":
        """Begin with one stream."""
        return WakeSegmenterSession(self)


class WakeSegmenterSession:
    """One stream's state: asleep, until the wake word comes; then awake for one utterance.

    on_wake: told of each wake word, in the thread that calls `accept`.
    """

    def __init__(self, settings: WakeSegmenter) -> None:
        self.on_wake: Callable[[Observation], None] | None = None
        self._settings = settings
        self._asked: float | None = None  # seconds to stay awake, by another thread
        self._end = 0.0
        self._begin(0.0)

    @property
    def awake(self) -> bool:
        """Whether what is said now would be an utterance."""
        return self._awake_until is not None

    @property
    def speaking(self) -> bool:
        """Whether somebody speaks, awake."""
        return self.awake and self._utterances.speaking

    @property
    def paused(self) -> Audio | None:
        """The utterance that is going on, as a `SegmenterSession` has it."""
        paused = self._utterances.paused if self.awake else None
        return paused if paused is not None and self._said([paused]) else None

    def end(self, utterance: Audio) -> bool:
        """End the utterance that `paused` gave. False where it is too early, or too late."""
        ended = utterance is self.paused and self._utterances.end(utterance)
        if ended:
            self._sleep()
        return ended

    def stay_awake(self, seconds: float) -> None:
        """Listen for an utterance without a wake word, from the next sound on: for the answer to a question.

        May be called from another thread than `accept`.
        """
        self._asked = seconds

    def accept(self, chunk: Audio) -> list[Audio]:
        """The utterances that have ended with this chunk."""
        if not len(chunk.samples):
            return []
        before: list[Audio] = []
        if abs(chunk.start - self._end) > GAP:
            before = self.finish()
            self._begin(chunk.start)
        self._end = chunk.end
        return before + [utterance for piece in self._pieces.accept(chunk) for utterance in self._listen(piece)]

    def finish(self) -> list[Audio]:
        """The utterance that was going on when the stream ended, if any."""
        rest = self._pieces.finish()
        given = self._listen(rest) if len(rest.samples) else []
        given += self._said(self._utterances.finish()) if self.awake else []
        self._sleep()
        return given

    def _sleep(self) -> None:
        self._awake_until: float | None = None  # on the stream's clock; None while asleep

    def _begin(self, time: float) -> None:
        self._words: RecognizerSession = self._settings.words.open()
        self._utterances = self._settings.segmenter.open()
        self._pieces = Frames(PIECE)
        self._recent = Audio(np.zeros(0, np.float32), time)  # what may belong to an utterance, should we wake up
        self._noticed = time  # when the wake word was, on the stream's clock
        self._sleep()

    def _listen(self, piece: Audio) -> list[Audio]:
        if self._asked is not None:
            self._noticed = piece.start - self._settings.tail
            self._wake_up(piece.start, self._asked)
            self._asked = None
        given = self._said(self._utterances.accept(piece)) if self.awake else []
        if given:
            self._sleep()
        self._remember(piece)
        for heard in self._words.accept(piece):
            given = []  # what was said before the wake word was not for us
            self._noticed = heard.end
            self._wake_up(heard.end - self._settings.lead, self._settings.patience)
            if self.on_wake is not None:
                self.on_wake(heard)
        if self._awake_until is not None and piece.end > self._awake_until and not self._utterances.speaking:
            self._sleep()
        return given

    def _said(self, utterances: list[Audio]) -> list[Audio]:
        """Those that are more than the end of the wake word."""
        settings = self._settings
        least = self._noticed + settings.tail + settings.segmenter.tail
        return [utterance for utterance in utterances if utterance.end > least]

    def _wake_up(self, since: float, patience: float) -> None:
        """Awake for an utterance that may have begun a moment ago; less than that moment cannot hold a whole one."""
        self._utterances = self._settings.segmenter.open()
        self._awake_until = self._recent.end + patience
        self._utterances.accept(self._recent.cut(since, self._recent.end))

    def _remember(self, piece: Audio) -> None:
        joined = Audio(np.concatenate([self._recent.samples, piece.samples]), self._recent.start, piece.source)
        self._recent = joined.cut(piece.end - self._settings.lead - piece.duration, piece.end)
