"""A house: what all sessions of one home share, in one process."""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TypeVar
from weakref import WeakSet

from ogam.audio import Segmenter, WakeSegmenter
from ogam.biometrics import Evidence
from ogam.core import Audio, Observation, StreamingRecognizer
from ogam.devices.stopping import StopEars
from ogam.home import Camera
from ogam.hub.abilities import Abilities
from ogam.hub.approvals import Approvals
from ogam.hub.cameras import HouseCameras
from ogam.hub.deleting import Deletion, Span
from ogam.hub.eyes import Sights
from ogam.hub.hub import Hub
from ogam.hub.listening import Listener
from ogam.hub.live import Live
from ogam.hub.reporting import Reports
from ogam.hub.scheduling import Scheduler
from ogam.hub.sessions import Session
from ogam.hub.snapshots import Snapshots
from ogam.hub.turns import Turn
from ogam.hub.waking import WakeListener
from ogam.hub.watching import Pictures, WatchedCamera

Kept = TypeVar("Kept", Listener, WakeListener)
_LOOK_EVERY = 0.02  # seconds


class House:
    """One hub, with its sessions by name, its voice activity detector, what waits for approval, and what happens now.

    Everything that is heavy (acoustic models, grammar) is loaded once, in the hub, and used by all sessions.
    segmenter: how utterances are found, where a stream asks for nothing else. stops: hears stop words in every stream,
    where there is something that stops, and is closed with the house; None to hear them only as sentences, after their
    pause.
    """

    def __init__(self, hub: Hub, detector: StreamingRecognizer, stops: StopEars | None = None) -> None:
        self.hub = hub
        self.live = Live()
        self.approvals = Approvals()
        self.segmenter = Segmenter(detector)
        self._stops = stops
        self._ears = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="ears")
        self._sessions: dict[str, Session] = {}
        self._listeners = WeakSet[Listener | WakeListener]()
        self.scheduler = Scheduler(hub, lambda: self.sessions)
        self._cameras: HouseCameras | None = None
        reports = Reports(hub.home, hub.log, self._report)
        self._leaving = (hub.log.subscribe(self.live.publish), hub.log.subscribe(reports.take))

    @property
    def cameras(self) -> tuple[WatchedCamera, ...]:
        """The cameras of the home; none until they are watched (`watch`)."""
        return () if self._cameras is None else self._cameras.watched

    @property
    def snapshots(self) -> Snapshots | None:
        """The pictures that cameras keep; None where none may keep any, or none is watched."""
        return None if self._cameras is None else self._cameras.snapshots

    def watch(
        self, open_pictures: Callable[[Camera], Pictures], sights: Sights, snapshots: Snapshots | None = None
    ) -> tuple[WatchedCamera, ...]:
        """Begin to watch the cameras of the home, once, inside a running event loop. See `HouseCameras`."""
        if self._cameras is None and self.hub.home.cameras:
            self._cameras = HouseCameras(self.hub, self.session, open_pictures, sights, self.live.mention, snapshots)
        return self.cameras

    def beside(self, area: str | None, voice: Audio) -> Sequence[Evidence]:
        """The faces that the cameras of an area saw while this was said there; none where no camera is watched."""
        return () if self._cameras is None else self._cameras.beside(area, voice)

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
        session.eyes = session.eyes or _AreaEyes(self, session)
        session.alarms = self.scheduler
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
        cutter = (segmenter or self.segmenter).open()
        return self._kept(Listener(session, cutter, self._ears, on_turn, on_speech, self._streams_stop()))

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
        listener = WakeListener(
            session,
            waking,
            self._ears,
            on_turn,
            on_speech,
            on_wake,
            stops=self._streams_stop(),
        )
        return self._kept(listener)

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
        for leave in self._leaving:
            leave()
        self._ears.shutdown()
        if self._stops is not None:
            self._stops.close()

    def _report(self, turn: Turn) -> None:
        """Tell a session, if somebody still listens there; it is in the log all the same."""
        session = self._sessions.get(turn.session)
        if session is not None and session.on_turn is not None:
            session.on_turn(turn)

    def _streams_stop(self) -> StopEars | None:
        return self._stops if self.hub.stops else None

    def _kept(self, listener: Kept) -> Kept:
        """Remembered for as long as somebody uses it, to be finished with the others."""
        self._listeners.add(listener)
        return listener


class _AreaEyes:
    """The cameras of the area in which a session is at the time: they see who speaks there."""

    def __init__(self, house: House, session: Session) -> None:
        self._house, self._session = house, session

    def beside(self, voice: Audio) -> Sequence[Evidence]:
        return self._house.beside(self._session.area, voice)
