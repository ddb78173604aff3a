"""What devices have told, counted, so that an answer can be told from what was known before."""

import asyncio
from collections import Counter
from collections.abc import Callable


class News:
    """How often each property of each device was told. For one event loop."""

    def __init__(self) -> None:
        self._told: Counter[tuple[str, str]] = Counter()
        self._waiting: set[asyncio.Event] = set()

    def count(self, device: str, identifier: str) -> int:
        return self._told[device, identifier]

    def tell(self, device: str, identifiers: set[str]) -> None:
        """A device has told these, perhaps the same as before."""
        for identifier in identifiers:
            self._told[device, identifier] += 1
        for event in self._waiting:
            event.set()

    async def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Wait for news by which it holds. Whether it was in time."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    event.clear()
                    await event.wait()
            return True
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(event)
