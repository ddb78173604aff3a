"""Frames of a camera in one connection: bounded in size, rate and number, and looked at one after the other."""

import asyncio
import base64
import binascii
import math
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from ogam.core import Image, ImageError
from ogam.hub import Session, StreamClock
from ogam.server.errors import Refused
from ogam.vision import read_jpeg

FASTEST = 12
"""Frames a second that are looked at; what comes faster is left out."""
LARGEST = 300_000
"""Bytes of one JPEG; a face 150 pixels wide takes a tenth of it."""
WAITING = 4
"""Frames that may wait; what comes then is left out."""


class Frames:
    """Those of one connection. `accept` them while `run` is running. clock: seconds; problem: told what is unreadable.

    dropped: how many were left out.
    """

    def __init__(
        self, session: Session, problem: Callable[[ImageError], None], clock: Callable[[], float] = monotonic
    ) -> None:
        self.dropped = 0
        self._session = session
        self._problem = problem
        self._clock = clock
        self._times = StreamClock()
        self._may = float(WAITING)
        self._asked = clock()
        self._waiting = asyncio.Queue[tuple[bytes, float]](WAITING)

    def accept(self, message: Mapping[str, Any]) -> None:
        """{"jpeg": base64, "time": seconds}. Raises Refused (422) for what is none; never waits."""
        coded, taken = message.get("jpeg"), message.get("time")
        if not isinstance(coded, str) or isinstance(taken, bool) or not isinstance(taken, int | float):
            raise Refused(422, "picture", _FORM)
        if not math.isfinite(taken) or len(coded) > LARGEST * 4 / 3 + 4:
            raise Refused(422, "picture", _FORM)
        try:
            data = base64.b64decode(coded, validate=True)
        except (binascii.Error, ValueError):
            raise Refused(422, "picture", _FORM) from None
        now = self._clock()
        time = self._times.at(float(taken), now)
        self._may = min(float(WAITING), self._may + (now - self._asked) * FASTEST)
        self._asked = now
        if self._may < 1 or self._waiting.full():
            self.dropped += 1
            return
        self._may -= 1
        self._waiting.put_nowait((data, time))

    async def run(self) -> None:
        """Look at them, until it is cancelled. What came of one is told by the session."""
        while True:
            data, time = await self._waiting.get()
            try:
                picture: Image = await asyncio.to_thread(read_jpeg, data, time, self._session.name)
            except ImageError as error:
                self._problem(error)
                continue
            await self._session.see(picture)


_FORM = f'A picture has "jpeg", base64 of {LARGEST} bytes at most, and "time", in seconds.'
