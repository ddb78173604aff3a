"""A house: what all sessions of one home share, in one process."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from weakref import WeakSet

from ogam.audio import Segmenter
from ogam.core import StreamingRecognizer
from ogam.hub.hub import Hub
from ogam.hub.listening import Listener
from ogam.hub.live import Live
from ogam.hub.sessions import Session
from ogam.hub.turns import Turn

_LOOK_EVERY = 0.02  # seconds


class House:
    """One hub, with its sessions by name, its voice activity detector, and what happens now.

    Everything that is heavy (acoustic models, grammar) is loaded once, in the hub, and used by all sessions.
    """

    def __init__(self, hub: Hub, detector: StreamingRecognizer) -> None:
        self.hub = hub
        self.live = Live()
        self.detector = detector
        self._ears = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="ears")
        self._sessions: dict[str, Session] = {}
        self._listeners = WeakSet[Listener]()
        self._leave = hub.log.subscribe(self.live.publish)

    @property
    def sessions(self) -> tuple[Session, ...]:
        return tuple(self._sessions.values())

    def session(self, name: str, area: str | None = None) -> Session:
        """The session of that name, opened where there is none. area: where it stands; as before if None."""
        session = self._sessions.setdefault(name, Session(self.hub, name, area))
        session.area = area or session.area
        return session

    def end(self, session: Session) -> None:
        """Forget a session that will not come back."""
        self._sessions.pop(session.name, None)

    def listener(
        self,
        session: Session,
        on_turn: Callable[[Turn], None] | None = None,
        on_speech: Callable[[bool], None] | None = None,
        segmenter: Segmenter | None = None,
    ) -> Listener:
        """A listener for a stream of that session. segmenter: other settings of endpointing."""
        listener = Listener(session, segmenter or Segmenter(self.detector), self._ears, on_turn, on_speech)
        self._listeners.add(listener)
        return listener

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
        """Stop listening. The log stays open: it belongs to whoever opened it."""
        self._leave()
        self._ears.shutdown()
