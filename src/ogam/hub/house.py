"""A house: what all sessions of one home share, in one process."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TypeVar
from weakref import WeakSet

from ogam.audio import Segmenter, WakeSegmenter
from ogam.core import Observation, StreamingRecognizer
from ogam.home import Camera
from ogam.hub.abilities import Abilities
from ogam.hub.approvals import Approvals
from ogam.hub.cameras import HouseCameras
from ogam.hub.deleting import Deletion, Span
from ogam.hub.eyes import Sights
from ogam.hub.hub import Hub
from ogam.hub.listening import Listener
from ogam.hub.live import Live
from ogam.hub.sessions import Session
from ogam.hub.turns import Turn
from ogam.hub.waking import WakeListener
from ogam.hub.watching import Pictures, WatchedCamera

Kept = TypeVar("Kept", Listener, WakeListener)
_LOOK_EVERY = 0.02  # seconds


class House:
    """One hub, with its sessions by name, its voice activity detector, what waits for approval, and what happens now.

    Everything that is heavy (acoustic models, grammar) is loaded once, in the hub, and used by all sessions.
    segmenter: how utterances are found, where a stream asks for nothing else.
    """

    def __init__(self, hub: Hub, detector: StreamingRecognizer) -> None:
        self.hub = hub
        self.live = Live()
        self.approvals = Approvals()
        self.segmenter = Segmenter(detector)
        self._ears = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="ears")
        self._sessions: dict[str, Session] = {}
        self._listeners = WeakSet[Listener | WakeListener]()
        self._cameras: HouseCameras | None = None
        self._leave = hub.log.subscribe(self.live.publish)

    @property
    def cameras(self) -> tuple[WatchedCamera, ...]:
        """The cameras of the home; none until they are watched (`watch`)."""
        return () if self._cameras is None else self._cameras.watched

    def watch(self, open_pictures: Callable[[Camera], Pictures], sights: Sights) -> tuple[WatchedCamera, ...]:
        """Begin to watch the cameras of the home, once, inside a running event loop. See `HouseCameras`."""
        if self._cameras is None and self.hub.home.cameras:
            self._cameras = HouseCameras(self.hub, self.session, open_pictures, sights)
        return self.cameras

    @property
    def sessions(self) -> tuple[Session, ...]:
        return tuple(self._sessions.values())

    def session(self, name: str, area: str | None = None, abilities: Abilities | None = None) -> Session:
        """The session of that name, opened where there is none.

        area: where it stands; abilities: what can be asked for there. Both as before if None; a new one can hear.
        """
        hears = Abilities(microphone=self.hub.tells_people)
        session = self._sessions.setdefault(
            name, Session(self.hub, name, area, hears, self.approvals, mention=self.live.mention)
        )
        session.area = area or session.area
        session.abilities = abilities or session.abilities
        return session

    def end(self, session: Session) -> None:
        """Forget a session that will not come back."""
        self._sessions.pop(session.name, None)

    async def delete(self, span: Span, by: str) -> Deletion:
        """Delete a span of the log (`EventLog.delete`); what was asked in it waits for no answer any more."""
        done = await asyncio.to_thread(self.hub.log.delete, span, by)
        self.approvals.withdraw(*done.turns)
        for session in self.sessions:
            session.withdraw(*done.turns)
        return done

    def listener(
        self,
        session: Session,
        on_turn: Callable[[Turn], None] | None = None,
        on_speech: Callable[[bool], None] | None = None,
        segmenter: Segmenter | None = None,
    ) -> Listener:
        """A listener for a stream of that session. segmenter: other settings of endpointing."""
        return self._kept(Listener(session, (segmenter or self.segmenter).open(), self._ears, on_turn, on_speech))

    def wake_listener(
        self,
        session: Session,
        words: StreamingRecognizer,
        on_turn: Callable[[Turn], None] | None = None,
        on_speech: Callable[[bool], None] | None = None,
        on_wake: Callable[[Observation], None] | None = None,
    ) -> WakeListener:
        """A listener that carries out only what follows a wake word. words: which those are (`MicroWakeWords`)."""
        waking = WakeSegmenter(words, self.segmenter)
        return self._kept(WakeListener(session, waking, self._ears, on_turn, on_speech, on_wake))

    async def finish(self, seconds: float) -> bool:
        """End every stream: each carries out what it has heard until now, and every watch ends after that.

        seconds: to wait at most. Whether all streams were done by then.
        """
        for listener in self._listeners:
            listener.finish()
        deadline = monotonic() + seconds
        while (busy := any(listener.running for listener in self._listeners)) and monotonic() < deadline:
            await asyncio.sleep(_LOOK_EVERY)
        self.live.close()
        return not busy

    def close(self) -> None:
        """Stop listening and watching. The log stays open: it belongs to whoever opened it."""
        if self._cameras is not None:
            self._cameras.close()
        self._leave()
        self._ears.shutdown()

    def _kept(self, listener: Kept) -> Kept:
        """Remembered for as long as somebody uses it, to be finished with the others."""
        self._listeners.add(listener)
        return listener
