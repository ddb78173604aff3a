"""Sound in: files and microphones as 16 kHz mono, voice activity, and the cut into utterances."""

from ogam.audio.files import read, read_chunks, write_wav
from ogam.audio.microphones import microphone
from ogam.audio.segmentation import Cutter, Segmenter, SegmenterSession, utterances
from ogam.audio.voice import EnergyVoiceActivity, SileroVoiceActivity
from ogam.audio.wake import FakeWakeWords, MicroWakeWords, WakeWord, read_wake_word, wake_words
from ogam.audio.waking import WakeSegmenter, WakeSegmenterSession

__all__ = [
    "Cutter",
    "EnergyVoiceActivity",
    "FakeWakeWords",
    "MicroWakeWords",
    "Segmenter",
    "SegmenterSession",
    "SileroVoiceActivity",
    "WakeSegmenter",
    "WakeSegmenterSession",
    "WakeWord",
    "microphone",
    "read",
    "read_chunks",
    "read_wake_word",
    "utterances",
    "wake_words",
    "write_wav",
]
