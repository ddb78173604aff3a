"""Resemblyzer, a peer in telling voices apart: GE2E (Wan et al., 2018, arXiv 1710.10467) with PyTorch."""

from importlib.util import find_spec
from typing import Any

import numpy as np

from ogam.biometrics import Embedding, EmbeddingContract
from ogam.core import SAMPLE_RATE, Audio, OgamError, QualityError, Signal


class Resemblyzer:
    """Used as its authors do: `preprocess_wav`, then `embed_utterance`. One thread."""

    def __init__(self, threads: int = 1) -> None:
        if find_spec("resemblyzer") is None:
            raise OgamError("the peer resemblyzer is not installed (it needs PyTorch): pip install Resemblyzer")
        import resemblyzer
        import torch

        torch.set_num_threads(threads)
        self.contract = EmbeddingContract("voice", "resemblyzer", "", "preprocess_wav", 256)
        self._prepare: Any = resemblyzer.preprocess_wav
        self._encoder: Any = resemblyzer.VoiceEncoder("cpu", verbose=False)

    def embed(self, signal: Signal) -> Embedding:
        if not isinstance(signal, Audio):
            raise QualityError("A voice is recognised in sound, not in a picture.")
        wav = self._prepare(signal.samples, source_sr=SAMPLE_RATE)
        if not len(wav):
            wav = signal.samples
        vector = self._encoder.embed_utterance(wav).astype(np.float32)
        return Embedding(vector / np.linalg.norm(vector), self.contract, signal.duration)
