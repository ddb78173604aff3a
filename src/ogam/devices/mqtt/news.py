"""What devices have told, counted, so that an answer can be told from what was known before."""

import asyncio
from collections import Counter
from collections.abc import Callable


class News:
    """How often each property of each device was told. For one event loop."""

    def __init__(self) -> None:
        self._told: Counter[tuple[str, str]] = Counter()
        self._doubted: set[tuple[str, str]] = set()
        self._waiting: set[asyncio.Event] = set()

    def count(self, device: str, identifier: str) -> int:
        return self._told[device, identifier]

    def tell(self, device: str, identifiers: set[str]) -> None:
        """A device has told these, perhaps the same as before."""
        for identifier in identifiers:
            self._told[device, identifier] += 1
            self._doubted.discard((device, identifier))
        for event in self._waiting:
            event.set()

    def doubt(self, device: str, identifiers: set[str]) -> None:
        """These may have changed by now without being told: what was told last is no longer known to be so."""
        self._doubted.update((device, identifier) for identifier in identifiers)

    def is_doubted(self, device: str, identifier: str) -> bool:
        """Whether it was doubted, and not told since."""
        return (device, identifier) in self._doubted

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
