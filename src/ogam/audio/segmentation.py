"""A stream of sound, cut into utterances."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ogam.core import Audio, AudioError, Observation, RecognizerSession, StreamingRecognizer

GAP = 0.002
"""Seconds by which a chunk may miss the end of the one before; beyond that, sound was lost."""


class Cutter(Protocol):
    """Cuts one stream into utterances: a `SegmenterSession`, or what listens for a wake word first."""

    @property
    def speaking(self) -> bool: ...

    @property
    def paused(self) -> Audio | None: ...

    def end(self, utterance: Audio) -> bool: ...

    def accept(self, chunk: Audio) -> list[Audio]: ...

    def finish(self) -> list[Audio]: ...


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Finds utterances by a voice activity detector, with the endpointing settings of one kind of use.

    detector: gives observations of kind "voice" whose confidence is the probability of speech.
    threshold: probability at which speech begins; release: below it, speech pauses.
    padding, tail: seconds kept before and after the speech, so that no soft first or last sound is lost.
    silence: seconds without speech that end an utterance.
    early: seconds without speech after which it may be ended, if what was said is known to be whole.
    shortest: seconds of speech that make an utterance; less is a click or a cough.
    longest: seconds after which an utterance is cut, and goes on in the next one.
    """

    detector: StreamingRecognizer
    threshold: float = 0.5
    release: float = 0.35
    padding: float = 0.3
    tail: float = 0.2
    silence: float = 0.6
    early: float = 0.35
    shortest: float = 0.1
    longest: float = 15.0

    def __post_init__(self) -> None:
        if self.padding < 0 or not 0 <= self.tail <= self.silence < self.longest:
            raise AudioError(
                f"segmenter: tail {self.tail:g} s, silence {self.silence:g} s, longest {self.longest:g} s; "
                "give them in rising order."
            )

    def open(self) -> "SegmenterSession":
        """Begin with one stream."""
        return SegmenterSession(self)


def utterances(chunks: Iterable[Audio], detector: StreamingRecognizer) -> Iterator[Audio]:
    """The utterances in a stream of chunks, each given as soon as it has ended; times are the stream's."""
    session = Segmenter(detector).open()
    for chunk in chunks:
        yield from session.accept(chunk)
    yield from session.finish()


class SegmenterSession:
    """One stream's state. What it gives depends on the sound only, not on how it is cut into chunks."""

    _voice: RecognizerSession
    _kept: Audio  # the sound that may still be wanted
    _judged: float  # how far the detector has come
    _given: float  # end of the last utterance
    _first: float  # where the utterance that is going on begins
    _last: float  # end of its last speech so far
    _spoken: float  # seconds of speech in it, without pauses; 0 while nobody speaks
    _pause: Audio | None  # the utterance that is going on, as it was given out in this pause

    def __init__(self, settings: Segmenter) -> None:
        self._settings = settings
        self._begin(0.0)

    def accept(self, chunk: Audio) -> list[Audio]:
        """The utterances that have ended with this chunk."""
        if not len(chunk.samples):
            return []
        before: list[Audio] = []
        if abs(chunk.start - self._kept.end) > GAP:
            before = self.finish()
            self._begin(chunk.start)
        self._kept = Audio(np.concatenate([self._kept.samples, chunk.samples]), self._kept.start, chunk.source)
        return before + self._judge(self._voice.accept(chunk))

    def finish(self) -> list[Audio]:
        """The utterance that was going on when the stream ended, if any."""
        found = self._judge(self._voice.finish())
        if self._spoken:
            found += self._give(min(self._last + self._settings.tail, self._kept.end))
        self._begin(self._kept.end)
        return found

    @property
    def speaking(self) -> bool:
        """Whether an utterance is going on."""
        return self._spoken > 0

    @property
    def paused(self) -> Audio | None:
        """The utterance that is going on, just as it will be given if nobody speaks on; None while somebody speaks.

        The same object as long as the pause lasts.
        """
        if self._spoken < self._settings.shortest or self._silence < self._settings.tail:
            self._pause = None
        elif self._pause is None:
            self._pause = self._kept.cut(self._first, self._last + self._settings.tail)
        return self._pause

    def end(self, utterance: Audio) -> bool:
        """End the utterance that `paused` gave, which is not given again. False where it is too early, or too late."""
        if utterance is not self.paused or self._silence < self._settings.early:
            return False
        self._give(utterance.end)
        return True

    @property
    def _silence(self) -> float:
        """Seconds since the last speech."""
        return self._judged - self._last

    def _begin(self, time: float) -> None:
        self._voice = self._settings.detector.open()
        self._kept = Audio(np.zeros(0, np.float32), time)
        self._judged = self._given = self._first = self._last = time
        self._spoken = 0.0
        self._pause = None

    def _judge(self, observations: list[Observation]) -> list[Audio]:
        found: list[Audio] = []
        for frame in observations:
            found += self._frame(frame)
        self._forget()
        return found

    def _frame(self, frame: Observation) -> list[Audio]:
        settings, self._judged = self._settings, frame.end
        if frame.confidence >= (settings.release if self._spoken else settings.threshold):
            if not self._spoken:
                self._first = max(self._given, frame.start - settings.padding)
            self._spoken += frame.end - frame.start
            self._last = frame.end
            self._pause = None
        if not self._spoken:
            return []
        if frame.end - self._first >= settings.longest:
            return self._give(self._first + settings.longest)
        if frame.end - self._last >= settings.silence:
            return self._give(self._last + settings.tail)
        return []

    def _give(self, end: float) -> list[Audio]:
        enough = self._spoken >= self._settings.shortest
        utterance = self._kept.cut(self._first, end)
        self._spoken = 0.0
        self._pause = None
        if enough:
            self._given = utterance.end
        return [utterance] if enough else []

    def _forget(self) -> None:
        wanted = self._first if self._spoken else self._judged - self._settings.padding
        self._kept = self._kept.cut(wanted, self._kept.end)
