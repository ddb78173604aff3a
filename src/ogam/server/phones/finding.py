"""Finding a phone: it rings where the app is open on it, else a notification lets it ring."""

import asyncio
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from ogam.hub import House
from ogam.hub.phones import Rung
from ogam.messages import say
from ogam.server.auth.phones import Phone, PhoneBook
from ogam.server.phones.connections import Connections
from ogam.server.phones.notices import Notice
from ogam.server.phones.notifying import Notifier

EVENT = "phone"
"""Kind of the fleeting events that let a phone ring and be still again."""
PATIENCE = 1.5
"""Seconds in which an open app says that it rings; after that it is taken to sleep."""
RINGS = 60.0
"""Seconds for which a phone rings at most."""


@dataclass(slots=True)
class _Ring:
    person: str
    until: float
    heard: set[str] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Finder:
    """Lets the phones of a person ring, and be still."""

    def __init__(self, house: House, book: PhoneBook, connections: Connections, notifier: Notifier) -> None:
        self._house = house
        self._book = book
        self._connections = connections
        self._notifier = notifier
        self._rings: dict[str, _Ring] = {}

    async def ring(self, person: str) -> Rung:
        """All phones of a person. Those that do not say that they ring are sent a notification."""
        phones = self._book.of(person)
        if not phones:
            return Rung(0)
        ring, identifier = _Ring(person, time.monotonic() + RINGS), secrets.token_hex(8)
        self._rings = {key: one for key, one in self._rings.items() if one.until > time.monotonic()}
        self._rings[identifier] = ring
        open_now = [one for one in phones if one.id in self._connections]
        self._mention("ring", open_now, identifier)
        await self._until_heard(ring, {one.id for one in open_now})
        asleep = [one for one in phones if one.id not in ring.heard]
        sent = await self._notifier.tell(person, lambda language: _notice(identifier, language), asleep)
        return Rung(len(phones), len(ring.heard), sum(one.ok for one in sent))

    def heard(self, identifier: str, session: str, person: str | None) -> bool:
        """A phone says that it rings; whether it was to."""
        ring = self._rings.get(identifier)
        if ring is None or ring.person != person:
            return False
        ring.heard.add(session)
        ring.changed.set()
        return True

    def stop(self, person: str) -> None:
        """It was found: all phones of that person are still."""
        self._rings = {key: one for key, one in self._rings.items() if one.person != person}
        self._mention("still", self._book.of(person), "")

    def _mention(self, what: str, phones: Sequence[Phone], identifier: str) -> None:
        if phones:
            data = {"what": what, "ring": identifier, "seconds": RINGS, "for": [one.id for one in phones]}
            self._house.live.mention("phones", EVENT, data)

    async def _until_heard(self, ring: _Ring, wanted: set[str]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not wanted <= ring.heard:
                    await ring.changed.wait()
                    ring.changed.clear()
        except TimeoutError:
            return


def _notice(identifier: str, language: str) -> Notice:
    title, text = say(language, "Here I am!"), say(language, "Somebody looks for this phone.")
    return Notice("find", title, text, f"find-{identifier}", insists=True, seconds=int(RINGS))
