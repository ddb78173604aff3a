"""Who is at home by their phone: the app is open on it, in the home's network. Only for those who turned it on."""

import asyncio
import ipaddress
from collections.abc import Callable, Collection
from dataclasses import dataclass
from time import time

from ogam.core import OgamError
from ogam.hub import House
from ogam.server.auth.phones import PhoneBook
from ogam.server.phones.connections import Connections

GRACE = 3600.0
"""Seconds without a connection after which somebody has left: a phone that sleeps is not away."""
EVERY = 5.0
EVENT = "presence"
SESSION = "phones"


@dataclass(frozen=True, slots=True)
class AtHome:
    """since, last: seconds since the epoch, when the phone was first and last connected at home."""

    since: float
    last: float


class PhonePresence:
    """Looks every few seconds. What it knows is in memory alone, but for a line in the log when somebody comes or goes.

    networks: those in which a phone is at home, every private one if there are none. clock: seconds since the epoch.
    """

    def __init__(
        self,
        house: House,
        book: PhoneBook,
        connections: Connections,
        networks: Collection[str] = (),
        clock: Callable[[], float] = time,
    ) -> None:
        self._house = house
        self._book = book
        self._connections = connections
        self._networks = [_network(one) for one in networks]
        self._clock = clock
        self._home: dict[str, AtHome] = {}
        self._left: set[str] = set()

    @property
    def at_home(self) -> dict[str, AtHome]:
        """Who is there, by name."""
        return dict(self._home)

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            self.look()
            await asyncio.sleep(EVERY)

    def look(self) -> None:
        """Who is connected now, and from where."""
        now = self._clock()
        phones = [one for one in self._book.all() if one.presence and one.person is not None]
        people = {one.person for one in phones}
        for person in self._home.keys() - people:  # turned off: nothing of it is kept
            del self._home[person]
        self._left &= people
        for person in sorted(filter(None, people)):
            places = {p for one in phones if one.person == person for p in self._connections.addresses(one.id)}
            if any(map(self._is_home, places)):
                self._is_there(person, now)
            elif person in self._home:
                last = self._home[person].last
                if any(map(self._is_elsewhere, places)):
                    self._leave(person, "its phone is in another network")
                elif now - last >= GRACE:
                    self._leave(person, f"its phone was not connected for {GRACE / 60:.0f} minutes")

    def _is_there(self, person: str, now: float) -> None:
        before = self._home.get(person)
        self._home[person] = AtHome(now if before is None else before.since, now)
        self._house.scheduler.seen(person)
        if before is not None:
            return
        self._tell(person, "came", "its phone is connected in the home's network")
        if person in self._left:  # of one who was never seen to leave it is not known
            self._left.discard(person)
            self._house.scheduler.arrived(person)

    def _leave(self, person: str, why: str) -> None:
        del self._home[person]
        self._left.add(person)
        self._tell(person, "left", why)

    def _tell(self, person: str, what: str, why: str) -> None:
        self._house.hub.log.append(SESSION, "", EVENT, {"person": person, "what": what, "by": "phone", "reason": why})

    def _is_home(self, address: str) -> bool:
        number = _number(address)
        if number is None or number.is_loopback:
            return False
        if self._networks:
            return any(number.version == one.version and number in one for one in self._networks)
        return number.is_private

    def _is_elsewhere(self, address: str) -> bool:
        number = _number(address)
        return number is not None and not number.is_loopback and not self._is_home(address)


def _number(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(number, "ipv4_mapped", None)
    return mapped or number


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise OgamError(f"settings.toml: home_networks: '{text}' is no network. Write it as 192.168.1.0/24.") from None
