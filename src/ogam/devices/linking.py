"""A link that stands while anybody listens: a task that begins with the first listener and ends with the last."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from ogam.core import DeviceEvent


class ListenedLink:
    """run: what keeps up the link, until it is cancelled."""

    def __init__(self, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._run = run
        self._task: asyncio.Task[None] | None = None
        self._listeners = 0

    @property
    def stands(self) -> bool:
        """Whether it was begun, and not ended."""
        return self._task is not None

    async def through(self, events: AsyncIterator[DeviceEvent]) -> AsyncIterator[DeviceEvent]:
        """These events, with the link standing meanwhile."""
        self._listeners += 1
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        try:
            async for event in events:
                yield event
        finally:
            self._listeners -= 1
            if not self._listeners:
                await self.end()

    async def end(self) -> None:
        """Whoever listens or not."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
