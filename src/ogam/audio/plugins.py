"""Ogam's own voice activity and wake words, as plugins."""

from collections.abc import Sequence

from ogam.audio.voice import SileroVoiceActivity
from ogam.audio.wake import MicroWakeWords, wake_words


def open_silero(threads: int = 1) -> SileroVoiceActivity:
    """Where somebody speaks. Raises ModelError for missing weights."""
    return SileroVoiceActivity(threads)


def open_wake_words(words: Sequence[str] = (), threads: int = 1) -> MicroWakeWords:  # noqa: ARG001
    """Wake words of the catalogue by name, all of them without. Raises ModelError (the extra `wake`, weights)."""
    return MicroWakeWords(wake_words(words))
