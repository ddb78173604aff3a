"""Who said a text that comes back to be handled.

Home Assistant asks for a transcription on one connection, and sends its text to be handled on another: without the
speaker, and without the satellite. So what was perceived is kept for a few seconds, under the client's address and the
text, and given back once.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from ogam.hub import Turn

MOST = 1000
"""Transcriptions that are kept at once."""


@dataclass(frozen=True, slots=True)
class _Kept:
    address: str
    text: str
    turn: Turn
    until: float


class Joiner:
    """Keeps what was perceived, until its text comes back. window: seconds in which that must be.

    Where several people said the same text from one address within the window, nobody can tell whose it is: then it is
    nobody's, for all of them.
    """

    def __init__(self, window: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._window = window
        self._clock = clock
        self._kept: list[_Kept] = []

    def keep(self, address: str, text: str, perceived: Turn) -> None:
        """Remember what was perceived, by the text that the client was given."""
        self._forget()
        self._kept = [*self._kept[-MOST + 1 :], _Kept(address, _plain(text), perceived, self._clock() + self._window)]

    def take(self, address: str, text: str) -> Turn | None:
        """What was perceived when this text was transcribed, once; None where that is unknown or not clear."""
        self._forget()
        meant = [kept for kept in self._kept if (kept.address, kept.text) == (address, _plain(text))]
        if len(meant) != 1:
            return None  # several stay until they expire: the last one left over would be joined wrongly
        self._kept.remove(meant[0])
        return meant[0].turn

    def _forget(self) -> None:
        now = self._clock()
        self._kept = [kept for kept in self._kept if kept.until > now]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
