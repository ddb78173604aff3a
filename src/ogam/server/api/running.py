"""What the API keeps while the server runs, beside the `Server` itself."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from ogam.biometrics import Embedder, Gallery, Modality, find_embedder, gallery_exists, open_gallery
from ogam.hub import Abilities, Glance, Listener, Meter, Session, example_sentences
from ogam.policy.entities import role_parents
from ogam.server.api.looks import Looks
from ogam.server.api.waiting import WaitingApprovals
from ogam.server.auth import Caller
from ogam.server.context import Server
from ogam.server.errors import Refused
from ogam.server.phones.phones import Phones

MOST_WATCHERS = 200
"""Streams of events at once."""
MOST_LISTENERS = 100
"""Streams of sound at once."""
MOST_GLANCES = 2
"""Pictures that are looked at, or wait for it, at once: each takes a tenth of a second of a core."""
MOST_SESSIONS = 500
"""Sessions that are remembered; of those that nobody listens in, the oldest goes when another comes."""


@dataclass(slots=True)
class Places:
    """So many may come at once. code: of the refusal; text: of it, with the number in place of {most}."""

    most: int
    code: str
    text: str
    taken: int = 0

    def check(self) -> None:
        """Raises Refused (503) where no place is free."""
        if self.taken >= self.most:
            raise Refused(503, self.code, self.text.format(most=self.most), {"Retry-After": "10"})

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place as long as the block runs. Raises Refused (503) where none is free."""
        self.check()
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1


@dataclass(slots=True)
class Drops:
    """What was not listened to, since too much was waiting; of listeners that have ended."""

    seconds: float = 0.0
    utterances: int = 0


@dataclass(slots=True)
class Running:
    """One server's.

    approvals: what waits for a yes on a phone; the house's.
    editing: held by whoever changes the home file.
    phones: rings and tells the phones of those who are signed in.
    looks: tells the log who looks through cameras. glance: looks at single pictures.
    find_embedder, find_gallery: how people are enrolled, and where; given by tests.
    """

    server: Server
    find_embedder: Callable[[Modality], Embedder] = find_embedder
    find_gallery: Callable[[bool], Gallery | None] = field(default=lambda create: _default_gallery(create))
    watchers: Places = field(default_factory=lambda: Places(MOST_WATCHERS, "too-many-watchers", _TOO_MANY))
    listening: Places = field(default_factory=lambda: Places(MOST_LISTENERS, "too-many-listeners", _TOO_MANY))
    glances: Places = field(default_factory=lambda: Places(MOST_GLANCES, "too-many-pictures", _TOO_MANY_PICTURES))
    listeners: dict[int, Listener] = field(default_factory=dict)
    drops: Drops = field(default_factory=Drops)
    editing: asyncio.Lock = field(default_factory=asyncio.Lock)
    looks: Looks = field(init=False)
    glance: Glance = field(init=False)
    approvals: WaitingApprovals = field(init=False)
    meter: Meter = field(init=False)
    phones: Phones = field(init=False)
    _examples: dict[str, tuple[str, ...]] | None = None
    _gallery: Gallery | None = None
    _embedders: dict[Modality, Embedder] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.approvals = self.server.house.approvals
        self.glance = Glance(self.server.house.hub)
        self.looks = Looks(self.server.house.hub.log)
        self.meter = Meter(self.server.house.hub.log)
        self.phones = Phones.of(self.server)

    async def examples(self) -> dict[str, tuple[str, ...]]:
        """What can be said to each device; worked out once, in a thread."""
        if self._examples is None:
            hub = self.server.house.hub
            self._examples = await asyncio.to_thread(example_sentences, hub.home, hub.grammar)
        return self._examples

    def forget_examples(self) -> None:
        """The home has changed: they are worked out anew when they are asked for."""
        self._examples = None

    @property
    def anyone_enrolled(self) -> bool:
        """Whether anybody can be recognised, which turns permissions on where the home file does not say. Blocks."""
        gallery = self.gallery()
        return gallery is not None and bool(gallery.members())

    def gallery(self, create: bool = False) -> Gallery | None:
        """The gallery; None where there is none and none shall be made."""
        with self._lock:
            self._gallery = self._gallery or self.server.gallery or self.find_gallery(create)
            return self._gallery

    def embedder(self, modality: Modality) -> Embedder:
        """What voices or faces are enrolled with; loaded once, which takes a while. Blocks."""
        with self._lock:
            if modality not in self._embedders:
                self._embedders[modality] = self.find_embedder(modality)
            return self._embedders[modality]

    def session(self, caller: Caller, name: str, area: str | None = None, microphone: bool = False) -> Session:
        """A session of that account: another's session cannot be spoken in, nor its questions answered.

        microphone: whether it is heard who speaks, so that a voice can be asked for. What a microphone that is
        open there has said of its place stays so.
        """
        house = self.server.house
        full = f"{caller.account}/{name}"
        heard = {listener.session.name for listener in self.listeners.values()}
        idle = [one for one in house.sessions if one.name not in heard and one.name != full]
        for oldest in idle[: max(0, len(house.sessions) - MOST_SESSIONS)]:
            house.end(oldest)
        abilities = None if full in heard else Abilities(microphone=microphone, phones=self.has_phones)
        session = house.session(full, area, abilities)
        session.person = caller.person
        return session

    @property
    def has_phones(self) -> bool:
        """Whether there is an adult who can say yes on a phone: with an account, and a passkey to say it by."""
        home, auth = self.server.house.hub.home, self.server.auth
        people = {person.name for person in home.people if _is_adult(person.role, role_parents(home))}
        return any(one.person in people and auth.passkeys.of(one.name) for one in auth.accounts.all())


_TOO_MANY_PICTURES = "{most} pictures are being looked at already. Send the next one when one is done."
_TOO_MANY = "There are {most} such connections already, and no more are taken. Close one, or try again later."


def _is_adult(role: str, parents: Mapping[str, Sequence[str]]) -> bool:
    return role == "adult" or any(_is_adult(like, parents) for like in parents.get(role, ()))


def _default_gallery(create: bool) -> Gallery | None:
    return open_gallery(create=create) if create or gallery_exists() else None


def running(connection: HTTPConnection) -> Running:
    """What the API keeps, of the server that a request belongs to."""
    kept: Running = connection.app.state.running
    return kept


Kept = Annotated[Running, Depends(running)]
"""A parameter of a route: `async def read(kept: Kept) -> …`."""
