"""What happens now, for whoever watches: every event of the log as it is written, and what is too fleeting for it."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from ogam.core import Event


class Live:
    """Gives each event to all who watch. Events may come from any thread; nobody who is slow holds up the others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: set[Watch] = set()

    def publish(self, event: Event) -> None:
        """An event that is in the log."""
        with self._lock:
            watches = tuple(self._watches)
        for watch in watches:
            watch.offer(event)

    def mention(self, session: str, kind: str, data: Mapping[str, Any]) -> None:
        """Something fleeting that is in no log (a level, speech that began): an event with the id 0."""
        self.publish(Event(0, time.time(), session, "", kind, data))

    def watch(self, capacity: int = 1000) -> "Watch":
        """Begin to watch, inside a running event loop. capacity: events that may wait for a slow watcher."""
        watch = Watch(self, capacity)
        with self._lock:
            self._watches.add(watch)
        return watch

    def leave(self, watch: "Watch") -> None:
        with self._lock:
            self._watches.discard(watch)

    def close(self) -> None:
        """End every watch, once it has been given what it still waits for."""
        with self._lock:
            watches = tuple(self._watches)
        for watch in watches:
            watch.end()


class Watch:
    """One watcher: an asynchronous iterator over events, and a context that ends the watching.

    dropped: how many events did not wait for this watcher, since it was too slow.
    """

    def __init__(self, live: Live, capacity: int) -> None:
        self.dropped = 0
        self._live = live
        self._ended = False
        self._loop = asyncio.get_running_loop()
        self._events = asyncio.Queue[Event | None](capacity + 1)
        self._capacity = capacity

    def offer(self, event: Event) -> None:
        with suppress(RuntimeError):  # the loop has ended, and the watching with it
            self._loop.call_soon_threadsafe(self._keep, event)

    def end(self) -> None:
        """Let the watching end after what has come until now."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._finish)

    def _keep(self, event: Event) -> None:
        if self._ended:
            return
        if self._events.qsize() >= self._capacity:
            self.dropped += 1
        else:
            self._events.put_nowait(event)

    def _finish(self) -> None:
        if not self._ended:
            self._ended = True
            self._events.put_nowait(None)

    async def next(self) -> Event | None:
        """The next event; waits for it. None once the watching has ended, and from then on."""
        event = await self._events.get()
        if event is None:
            self._events.put_nowait(None)
        return event

    def waiting(self) -> list[Event]:
        """Those that have come already; does not wait."""
        found = list[Event]()
        while not self._events.empty():
            event = self._events.get_nowait()
            if event is None:
                self._events.put_nowait(None)
                break
            found.append(event)
        return found

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self.next()) is not None:
            yield event

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._live.leave(self)
