"""Listening: a stream of sound into a session. Utterances are found as they end, and carried out one by one.

While somebody pauses, what was said so far is recognised already. If it is surely one of the home's sentences, it is
carried out after a shorter silence; and if nobody speaks on, the recognising is done by the time the utterance ends.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass

from ogam.audio import Cutter
from ogam.core import Audio, Observation
from ogam.devices.stopping import StopEars
from ogam.hub.sessions import Session
from ogam.hub.stream_clock import StreamClock
from ogam.hub.turns import Turn

SECONDS = 10.0
"""Of sound that may wait to be listened to."""
UTTERANCES = 4
"""That may wait to be carried out."""
STOPPED = 0.5
"""Seconds after an utterance in which a stop word may still have been noticed in it."""
SURE = 0.9
"""Confidence in a sentence that is carried out without waiting whether somebody speaks on."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """An utterance that may have ended, and who said what in it, as soon as that is known."""

    utterance: Audio
    turn: asyncio.Task[Turn]

    def is_of(self, utterance: Audio) -> bool:
        return (utterance.start, utterance.end) == (self.utterance.start, self.utterance.end)

    @property
    def is_sure(self) -> bool:
        """Whether it is known by now, and surely a sentence of this home."""
        if not self.turn.done() or self.turn.exception() is not None:
            return False
        sentence = self.turn.result().sentence
        return sentence is not None and bool(sentence.details.get("accepted")) and sentence.confidence >= SURE


class Listener:
    """One stream. `accept` its chunks while `run` is running; `finish` ends both.

    cutter: finds the utterances in it, this stream's own: `Segmenter(…).open()`.
    stops: hears stop words in it while they are said, beside everything else; what stops then waits for nothing. None
    where there is nothing to stop; with it, a listener is made inside a running event loop.
    ears: threads in which voice activity is looked for, those of asyncio if None. on_turn: told of each utterance that
    was carried out; on_speech: whether somebody speaks now, told when that changes.
    dropped_seconds, dropped_utterances: what came while too much was waiting, and was not listened to.
    running: whether `run` is.
    """

    def __init__(
        self,
        session: Session,
        cutter: Cutter,
        ears: Executor | None = None,
        on_turn: Callable[[Turn], None] | None = None,
        on_speech: Callable[[bool], None] | None = None,
        stops: StopEars | None = None,
    ) -> None:
        self.session = session
        self.dropped_seconds = 0.0
        self.dropped_utterances = 0
        self.running = False
        self._cutter = cutter
        self._ears = ears
        self._on_turn = on_turn
        self._on_speech = on_speech
        self._stopped = float("-inf")  # when a stop word was heard last, in seconds of the stream
        self._speaking = False
        self._waiting = 0.0
        self._times = StreamClock()
        self._guess: _Guess | None = None
        self._sound = asyncio.Queue[Audio | None]()
        self._stops_heard = asyncio.Queue[Observation | None]()
        self._stop_ear = None if stops is None else stops.open(_into(self._stops_heard))
        self._utterances = asyncio.Queue[Audio | _Guess | None]()

    def accept(self, chunk: Audio) -> bool:
        """Take a chunk; False where it is dropped, since too much is waiting. Never waits."""
        if self._stop_ear is not None:
            self._stop_ear.accept(chunk)
        if self._waiting + chunk.duration > SECONDS:
            self.dropped_seconds += chunk.duration
            return False
        self._waiting += chunk.duration
        self._times.at(chunk.end, self.session.now)
        self._sound.put_nowait(chunk)
        return True

    def finish(self) -> None:
        """The stream has ended: `run` carries out what is left, and returns."""
        self._sound.put_nowait(None)
        self._finish_stops()

    async def run(self) -> None:
        """Listen until the stream has ended and all of it is carried out.

        Raises what ends it before that: a LogError where nothing can be logged any more, on a full disk for example.
        """
        self.running = True
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._carry_out())
                if self._stop_ear is not None:
                    tasks.create_task(self._hear_stops(tasks))
                await self._listen()
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        finally:
            self._finish_stops()
            self.running = False

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        while (chunk := await self._sound.get()) is not None:
            self._waiting -= chunk.duration
            self._heard(await loop.run_in_executor(self._ears, self._cutter.accept, chunk))
            self._look_ahead()
        self._heard(await loop.run_in_executor(self._ears, self._cutter.finish))
        self._utterances.put_nowait(None)

    async def _hear_stops(self, tasks: asyncio.TaskGroup) -> None:
        """Beside everything else: whatever is recognised or done meanwhile holds up none of it."""
        while (found := await self._stops_heard.get()) is not None:
            self._stopped = found.end
            tasks.create_task(self._halt(found))

    def _finish_stops(self) -> None:
        if self._stop_ear is not None:
            self._stop_ear.finish()

    async def _halt(self, found: Observation) -> None:
        turn = await self.session.halt(heard=found)
        if self._on_turn is not None:
            self._on_turn(turn)

    def _is_done(self, perceived: Turn) -> bool:
        """Whether an utterance says no more than the stop word in it, at which everything has stopped already."""
        said = perceived.utterance
        if said is None or not said.start <= self._stopped <= said.end + STOPPED:
            return False
        return self.session.hub.is_stop(perceived)

    def _heard(self, utterances: list[Audio]) -> None:
        for utterance in utterances:
            guess, self._guess = self._guess, None
            self._put(guess if guess is not None and guess.is_of(utterance) else utterance)
        self._tell_speech()

    def _look_ahead(self) -> None:
        """While somebody pauses: begin to recognise what was said, or end the utterance if that is sure."""
        paused = self._cutter.paused
        if paused is None:
            self._guess = None
        elif self._guess is None or not self._guess.is_of(paused):
            if self._utterances.empty():
                self._guess = _Guess(paused, asyncio.create_task(self._perceive(paused)))
        elif self._guess.is_sure and self._cutter.end(paused):
            self._put(self._guess)
            self._guess = None
            self._tell_speech()

    async def _perceive(self, utterance: Audio) -> Turn:
        """Who said what, and when: on the clock of the pictures that were taken meanwhile."""
        return await self.session.perceive(utterance, began=self._times.shifted(utterance.start))

    def _put(self, utterance: Audio | _Guess) -> None:
        if self._utterances.qsize() >= UTTERANCES:
            self.dropped_utterances += 1
        else:
            self._utterances.put_nowait(utterance)

    def _tell_speech(self) -> None:
        if self._speaking != self._cutter.speaking:
            self._speaking = self._cutter.speaking
            if self._on_speech is not None:
                self._on_speech(self._speaking)

    async def _carry_out(self) -> None:
        while (heard := await self._utterances.get()) is not None:
            perceived = await (heard.turn if isinstance(heard, _Guess) else self._perceive(heard))
            if self._is_done(perceived):
                continue
            turn = await self.session.carry_out(perceived)
            if self._on_turn is not None:
                self._on_turn(turn)


def _into(heard: "asyncio.Queue[Observation | None]") -> Callable[[Observation | None], None]:
    """What puts into a queue of this event loop from any thread; nothing, once the loop is closed."""
    loop = asyncio.get_running_loop()

    def put(found: Observation | None) -> None:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(heard.put_nowait, found)

    return put
