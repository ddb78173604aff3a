"""Voice activity: in which frames somebody speaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio.frames import Frames, padded
from ogam.audio.whole import recognize_whole
from ogam.core import SAMPLE_RATE, Audio, ModelCard, Observation, Signal

FRAME = 512
"""Samples of a frame: 32 ms. One observation is given for each."""

CONTEXT = 64
"""Samples of the frame before that Silero's model wants to see again."""


class SileroVoiceActivity:
    """Silero's voice activity detector, a small recurrent network (https://github.com/snakers4/silero-vad, MIT).

    Gives for each frame of 32 ms an observation of kind "voice", value "speech", whose confidence is the
    probability of speech. Raises ModelError if the weights cannot be had.
    """

    def __init__(self, threads: int = 1) -> None:
        from ogam import models

        self.card: ModelCard = models.model_card("silero-vad")
        self._model: Any = models.open_session(models.ensure("silero-vad") / "silero_vad.onnx", threads)

    def open(self) -> "VoiceSession":
        return VoiceSession(_SileroState(self._model).probability, self.card)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return recognize_whole(self, signals)


@dataclass(frozen=True, slots=True)
class EnergyVoiceActivity:
    """A stand-in that takes whatever is louder than a level for speech: for tests and examples, without weights.

    level: decibels below full scale at which a frame is as likely speech as not.
    """

    level: float = -40.0

    @property
    def card(self) -> ModelCard:
        return ModelCard(name="energy", version="1", task="voice activity", licence="Apache-2.0", inputs="Audio")

    def open(self) -> "VoiceSession":
        return VoiceSession(self._probability, self.card)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return recognize_whole(self, signals)

    def _probability(self, frame: NDArray[np.float32]) -> float:
        decibels = 10 * np.log10(float(np.mean(np.square(frame, dtype=np.float64))) + 1e-12)
        return float(1 / (1 + np.exp(self.level - decibels)))


class VoiceSession:
    """Listens to one stream; its chunks may have any length."""

    def __init__(self, probability: Callable[[NDArray[np.float32]], float], card: ModelCard) -> None:
        self._probability = probability
        self._card = card
        self._frames = Frames(FRAME)

    def accept(self, chunk: Audio) -> list[Observation]:
        return [self._observe(frame) for frame in self._frames.accept(chunk)]

    def finish(self) -> list[Observation]:
        rest = self._frames.finish()
        return [self._observe(rest)] if len(rest.samples) else []

    def _observe(self, frame: Audio) -> Observation:
        samples = padded(np.nan_to_num(frame.samples, nan=0.0, posinf=0.0, neginf=0.0), FRAME)
        return Observation(
            kind="voice",
            value="speech",
            confidence=self._probability(samples),
            start=frame.start,
            end=frame.end,
            source=frame.source,
            recognizer=self._card.name,
            model=self._card.label,
        )


class _SileroState:
    """The network's memory of one stream."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._state = np.zeros((2, 1, 128), np.float32)
        self._context = np.zeros(CONTEXT, np.float32)

    def probability(self, frame: NDArray[np.float32]) -> float:
        window = np.concatenate([self._context, frame])[np.newaxis]
        rate = np.array(SAMPLE_RATE, np.int64)
        out, self._state = self._model.run(None, {"input": window, "state": self._state, "sr": rate})
        self._context = frame[-CONTEXT:]
        return float(out[0, 0])
