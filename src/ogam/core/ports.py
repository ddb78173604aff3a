"""The ports: what a recogniser and a driver must be able to do. Partners implement these."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol, runtime_checkable

from ogam.core.cards import ModelCard
from ogam.core.devices import Action, ActionResult, Asker, Device, DeviceEvent
from ogam.core.observations import Observation
from ogam.core.signals import Audio, Signal


@runtime_checkable
class Recognizer(Protocol):
    """Turns signals into observations: pure, thread-safe, one list of observations a signal."""

    @property
    def card(self) -> ModelCard: ...

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]: ...


class RecognizerSession(Protocol):
    """One stream's state: a microphone's, a camera's."""

    def accept(self, chunk: Audio) -> list[Observation]: ...

    def finish(self) -> list[Observation]: ...


@runtime_checkable
class StreamingRecognizer(Recognizer, Protocol):
    """A recogniser that can also listen chunk by chunk; the session holds the state, never the recogniser."""

    def open(self) -> RecognizerSession: ...


@runtime_checkable
class Driver(Protocol):
    """Reaches one family of devices."""

    async def discover(self) -> list[Device]: ...

    async def act(self, device: Device, action: Action) -> ActionResult: ...

    def events(self) -> AsyncIterator[DeviceEvent]: ...


@runtime_checkable
class ActsFor(Protocol):
    """A driver that can tell its devices on whose behalf it acts."""

    async def act_for(self, device: Device, action: Action, asker: Asker) -> ActionResult: ...
