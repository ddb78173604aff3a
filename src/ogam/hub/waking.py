"""Listening after a wake word: only what follows it is carried out, and the answer to a question."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

from ogam.audio import WakeSegmenter
from ogam.core import Audio, Observation
from ogam.devices.stopping import StopEars
from ogam.hub.listening import Listener
from ogam.hub.sessions import Session
from ogam.hub.turns import Turn

FOLLOW_UP = 8.0
"""Seconds in which a question may be answered without the wake word."""


class WakeListener:
    """One stream with a wake word, used as a `Listener` is. `run` it in the event loop that `on_wake` is called in.

    on_wake: told of each wake word that is heard. follow_up: seconds in which a question that a turn ended in may be
    answered without the wake word; 0 for never. Who plays the question aloud calls `stay_awake` when it has been said.
    stops: as in `Listener`: a stop word needs no wake word before it.
    """

    def __init__(
        self,
        session: Session,
        waking: WakeSegmenter,
        ears: Executor | None = None,
        on_turn: Callable[[Turn], None] | None = None,
        on_speech: Callable[[bool], None] | None = None,
        on_wake: Callable[[Observation], None] | None = None,
        follow_up: float = FOLLOW_UP,
        stops: StopEars | None = None,
    ) -> None:
        self._stream = waking.open()
        self._listener = Listener(session, self._stream, ears, self._carried_out, on_speech, stops)
        self._on_turn = on_turn
        self._on_wake = on_wake
        self._follow_up = follow_up

    @property
    def session(self) -> Session:
        return self._listener.session

    @property
    def dropped_seconds(self) -> float:
        return self._listener.dropped_seconds

    @property
    def dropped_utterances(self) -> int:
        return self._listener.dropped_utterances

    @property
    def running(self) -> bool:
        return self._listener.running

    @property
    def awake(self) -> bool:
        """Whether what is said now would be carried out."""
        return self._stream.awake

    def stay_awake(self, seconds: float = FOLLOW_UP) -> None:
        """Carry out the next utterance without a wake word, if it begins within so many seconds from now."""
        self._stream.stay_awake(seconds)

    def accept(self, chunk: Audio) -> bool:
        return self._listener.accept(chunk)

    def finish(self) -> None:
        self._listener.finish()

    async def run(self) -> None:
        on_wake = self._on_wake
        if on_wake is not None:
            loop = asyncio.get_running_loop()
            self._stream.on_wake = lambda heard: _tell(loop, on_wake, heard)
        await self._listener.run()

    def _carried_out(self, turn: Turn) -> None:
        if turn.asks and self._follow_up:
            self.stay_awake(self._follow_up)
        if self._on_turn is not None:
            self._on_turn(turn)


def _tell(loop: asyncio.AbstractEventLoop, on_wake: Callable[[Observation], None], heard: Observation) -> None:
    loop.call_soon_threadsafe(on_wake, heard)
