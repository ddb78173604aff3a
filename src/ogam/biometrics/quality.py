"""Whether a recording is good enough to enrol a voice by: what was taken in wrongly goes wrong every day after."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ogam.audio import SileroVoiceActivity
from ogam.biometrics.embeddings import Embedder, Embedding, EmbeddingContract, centroid, similarity
from ogam.biometrics.voice import SpeakerEmbedder, enough_speech
from ogam.core import SAMPLE_RATE, Audio, QualityError, Recognizer, Signal

SHORTEST = 2.0
"""Seconds of speech in a recording for enrolment."""
QUIETEST = 18.0
"""Decibels by which loud frames must stand out from the quietest."""
CLIPPED, CLIPPED_SHARE = 0.99, 0.001
"""Of the loudest sample; the share of the samples that may come so near to it."""
SPOKEN_SHARE = 0.5
"""The share of what is loud that must be speech."""
WINDOW = 2.0
"""Seconds of speech that are compared with the rest, to find a second person."""
LONGEST = 30.0
"""Seconds of speech in which a second person is looked for."""
ALIKE = 0.45
"""Similarity to the rest that each window must have."""


class CheckedSpeakerEmbedder:
    """A speaker embedder for enrolment: it refuses what is too short, noisy or clipped, no speech, or two people.

    detector: of voice activity, as Silero's; it tells speech from music. alike: the least similarity of one part of a
    recording to the rest. Two people who speak at the same time all along are not told from one.
    """

    def __init__(self, embedder: Embedder, detector: Recognizer, alike: float = ALIKE) -> None:
        self._embedder = embedder
        self._detector = detector
        self._alike = alike

    @property
    def contract(self) -> EmbeddingContract:
        return self._embedder.contract

    def embed(self, signal: Signal) -> Embedding:
        """Raises QualityError that says what is wrong with the recording, and what to do."""
        speech = enough_speech(signal, SHORTEST)
        name = signal.source or "audio"
        spoken = self._spoken_share(speech.samples)
        if spoken < SPOKEN_SHARE:
            raise QualityError(
                f"{name}: only {spoken:.0%} of what is to be heard is speech; music, or a noise? Record speech alone."
            )
        if share := clipped_share(speech.samples):
            raise QualityError(
                f"{name}: clipped in {share:.1%} of its samples. Speak less loudly, or turn the microphone down."
            )
        if speech.snr_db < QUIETEST:
            raise QualityError(
                f"{name}: too noisy (loud parts are {speech.snr_db:.0f} dB above quiet ones; {QUIETEST:.0f} are "
                "needed). Record it in a quieter room, nearer to the microphone."
            )
        least = least_alike(self._embedder, speech.samples)
        if least < self._alike:
            raise QualityError(
                f"{name}: more than one person seems to speak (parts are only {least:.2f} alike). Record one alone."
            )
        return self._embedder.embed(signal)

    def _spoken_share(self, samples: NDArray[np.float32]) -> float:
        [observations] = self._detector.recognize([Audio(samples)])
        return float(np.mean([observation.confidence > 0.5 for observation in observations]))


def enrolment_embedder(threads: int = 1) -> CheckedSpeakerEmbedder:
    """CAM++ for enrolment, with Silero's voice activity. Raises ModelError if the weights cannot be had."""
    return CheckedSpeakerEmbedder(SpeakerEmbedder(threads), SileroVoiceActivity(threads))


def clipped_share(samples: NDArray[np.float32]) -> float:
    """The share of samples at the recording's greatest amplitude, 0 where it is as small as in any speech."""
    sizes = np.abs(samples)
    share = float(np.mean(sizes >= CLIPPED * sizes.max()))
    return share if share > CLIPPED_SHARE else 0.0


def least_alike(embedder: Embedder, samples: NDArray[np.float32]) -> float:
    """The similarity of that part of 2 s which is least like the rest; 1 where there is only one part."""
    width = round(WINDOW * SAMPLE_RATE)
    count = max(1, round(min(len(samples), LONGEST * SAMPLE_RATE) / width))
    if count == 1:
        return 1.0
    parts = np.array_split(samples[: round(LONGEST * SAMPLE_RATE)], count)
    embeddings = [embedder.embed(Audio(part)) for part in parts]
    return min(similarity(one, centroid(without(embeddings, place))) for place, one in enumerate(embeddings))


def without(embeddings: Sequence[Embedding], place: int) -> list[Embedding]:
    """All but one."""
    return [*embeddings[:place], *embeddings[place + 1 :]]
