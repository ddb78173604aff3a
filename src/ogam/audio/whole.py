"""Whole signals, heard by what listens to streams: each as a stream of its own."""

from collections.abc import Sequence
from typing import Protocol

from ogam.core import Audio, Observation, RecognizerSession, Signal


class Opens(Protocol):
    """What begins to listen to a stream."""

    def open(self) -> RecognizerSession: ...


def recognize_whole(recognizer: Opens, signals: Sequence[Signal]) -> list[list[Observation]]:
    """What is heard in each signal, from its beginning to its end; nothing in a picture."""
    found = []
    for signal in signals:
        session = recognizer.open()
        found.append([*session.accept(signal), *session.finish()] if isinstance(signal, Audio) else [])
    return found
