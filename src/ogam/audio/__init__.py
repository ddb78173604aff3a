"""Sound in: files and microphones as 16 kHz mono, voice activity, and the cut into utterances."""

from ogam.audio.files import read, read_chunks, write_wav
from ogam.audio.microphones import microphone
from ogam.audio.segmentation import Segmenter, SegmenterSession, utterances
from ogam.audio.voice import EnergyVoiceActivity, SileroVoiceActivity

__all__ = [
    "EnergyVoiceActivity",
    "Segmenter",
    "SegmenterSession",
    "SileroVoiceActivity",
    "microphone",
    "read",
    "read_chunks",
    "utterances",
    "write_wav",
]
