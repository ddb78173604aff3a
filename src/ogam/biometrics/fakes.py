"""Stand-ins for tests and examples: no weights, and no telling of people apart."""

import hashlib

import numpy as np

from ogam.biometrics.embeddings import Embedding, EmbeddingContract
from ogam.biometrics.voice import SHORTEST, enough_speech
from ogam.core import Signal


class FakeSpeakerEmbedder:
    """Gives each pitch an embedding of its own, so that a tone stands for a person. It knows nothing of voices.

    The same pitch (within a third of an octave) gives nearly the same embedding, whatever else is in the audio;
    other pitches give one that has nothing to do with it. It asks for as much sound as the real one, and never for
    weights. dimensions: of its embeddings.
    """

    def __init__(self, dimensions: int = 64) -> None:
        digest = hashlib.sha256(b"fake speaker embedder").hexdigest()
        self.contract = EmbeddingContract("voice", "fake-speaker@1", digest, "loudest pitch/1", dimensions)

    def embed(self, signal: Signal) -> Embedding:
        """Raises QualityError as the real one does."""
        speech = enough_speech(signal, SHORTEST)
        spectrum = np.abs(np.fft.rfft(speech.samples))
        pitch = max(1.0, float(np.argmax(spectrum)) / speech.seconds)
        third = round(3 * np.log2(pitch))
        vector = np.random.default_rng(third).normal(size=self.contract.dimensions)
        vector += 0.02 * np.random.default_rng(len(speech.samples)).normal(size=len(vector))
        unit = (vector / np.linalg.norm(vector)).astype(np.float32)
        return Embedding(unit, self.contract, speech.seconds, min(1.0, max(0.0, speech.snr_db / 30)))
