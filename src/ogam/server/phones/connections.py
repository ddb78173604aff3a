"""Which phones have the app open now, and from where: those that listen to the server's events."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Connections:
    """Counted by session and address: one phone may have several pages open."""

    def __init__(self) -> None:
        self._open: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def one(self, session: str, address: str) -> Iterator[None]:
        """A connection as long as the block runs. address: "" where a proxy hides it."""
        self._open[session, address] += 1
        try:
            yield
        finally:
            self._open[session, address] -= 1
            self._open += Counter()  # forgets what is at zero

    def __contains__(self, session: str) -> bool:
        return any(one == session for one, _ in self._open)

    def addresses(self, session: str) -> set[str]:
        """From where a session is connected now."""
        return {address for one, address in self._open if one == session}
