"""Whisper by CTranslate2: what was said, in one observation for each utterance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

import numpy as np

from ogam.core import Audio, AudioError, ModelCard, Observation, Signal
from ogam.models import ensure
from ogam.plugins import card_beside

NAME = "examples/faster-whisper"
MODEL = "whisper-tiny-en"
"""Of Ogam's catalogue, which fetches the weights and verifies them."""
SILENCE = 0.005
"""Root mean square up to which there is nothing to hear; Whisper makes up words for silence."""
SHORTEST = 1600
"""Samples."""


@dataclass(frozen=True, slots=True, eq=False)
class WhisperRecognizer:
    """Gives an observation of kind "transcript" for each utterance in which something was said.

    confidence: geometric mean of the tokens' probabilities, times the probability that there is speech; it is a guide,
    and not calibrated.
    """

    model: Any
    folder: Path
    card: ModelCard

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._hear(signal) for signal in signals]

    def weights(self) -> Mapping[str, Path]:
        return {name: self.folder / name for name in self.card.files}

    def _hear(self, signal: Signal) -> list[Observation]:
        if not isinstance(signal, Audio):
            raise AudioError(f"{NAME}: it takes sound, no pictures.")
        if not np.isfinite(signal.samples).all():
            raise AudioError(f"{signal.source or NAME}: holds samples that are not numbers; record it again.")
        if len(signal.samples) < SHORTEST or float(np.sqrt(np.mean(np.square(signal.samples)))) < SILENCE:
            return []
        # one temperature: the others are tried with random numbers, and say something else every time
        segments = list(
            self.model.transcribe(
                np.clip(signal.samples, -1, 1),
                language="en",
                beam_size=5,
                temperature=0.0,
                condition_on_previous_text=False,
                without_timestamps=True,
            )[0]
        )
        text = " ".join(segment.text.strip() for segment in segments)
        if not text:
            return []
        sure = min(exp(segment.avg_logprob) * (1 - segment.no_speech_prob) for segment in segments)
        span = (signal.start, signal.end)
        return [Observation("transcript", text, min(sure, 1.0), *span, signal.source, NAME, self.card.label)]


def open_recognizer(threads: int = 1) -> WhisperRecognizer:
    """English, by Whisper tiny.en with 8-bit weights. Raises ModelError where the weights cannot be had."""
    from faster_whisper import WhisperModel

    folder = ensure(MODEL)
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
    return WhisperRecognizer(model, folder, card_beside(__file__, NAME))
