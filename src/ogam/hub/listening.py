"""Listening: a stream of sound into a session. Utterances are found as they end, and carried out one by one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

from ogam.audio import Segmenter
from ogam.core import Audio
from ogam.hub.sessions import Session
from ogam.hub.turns import Turn

SECONDS = 10.0
"""Of sound that may wait to be listened to."""
UTTERANCES = 4
"""That may wait to be carried out."""


class Listener:
    """One stream. `accept` its chunks while `run` is running; `finish` ends both.

    ears: threads in which voice activity is looked for, those of asyncio if None. on_turn: told of each utterance that
    was carried out; on_speech: whether somebody speaks now, told when that changes.
    dropped_seconds, dropped_utterances: what came while too much was waiting, and was not listened to.
    running: whether `run` is.
    """

    def __init__(
        self,
        session: Session,
        segmenter: Segmenter,
        ears: Executor | None = None,
        on_turn: Callable[[Turn], None] | None = None,
        on_speech: Callable[[bool], None] | None = None,
    ) -> None:
        self.session = session
        self.dropped_seconds = 0.0
        self.dropped_utterances = 0
        self.running = False
        self._segmenter = segmenter.open()
        self._ears = ears
        self._on_turn = on_turn
        self._on_speech = on_speech
        self._speaking = False
        self._waiting = 0.0
        self._sound = asyncio.Queue[Audio | None]()
        self._utterances = asyncio.Queue[Audio | None]()

    def accept(self, chunk: Audio) -> bool:
        """Take a chunk; False where it is dropped, since too much is waiting. Never waits."""
        if self._waiting + chunk.duration > SECONDS:
            self.dropped_seconds += chunk.duration
            return False
        self._waiting += chunk.duration
        self._sound.put_nowait(chunk)
        return True

    def finish(self) -> None:
        """The stream has ended: `run` carries out what is left, and returns."""
        self._sound.put_nowait(None)

    async def run(self) -> None:
        """Listen until the stream has ended and all of it is carried out."""
        self.running = True
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._carry_out())
                await self._listen()
        finally:
            self.running = False

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        while (chunk := await self._sound.get()) is not None:
            self._waiting -= chunk.duration
            self._heard(await loop.run_in_executor(self._ears, self._segmenter.accept, chunk))
        self._heard(await loop.run_in_executor(self._ears, self._segmenter.finish))
        self._utterances.put_nowait(None)

    def _heard(self, utterances: list[Audio]) -> None:
        for utterance in utterances:
            if self._utterances.qsize() >= UTTERANCES:
                self.dropped_utterances += 1
            else:
                self._utterances.put_nowait(utterance)
        if self._speaking != self._segmenter.speaking:
            self._speaking = self._segmenter.speaking
            if self._on_speech is not None:
                self._on_speech(self._speaking)

    async def _carry_out(self) -> None:
        while (utterance := await self._utterances.get()) is not None:
            turn = await self.session.hear(utterance)
            if self._on_turn is not None:
                self._on_turn(turn)
