"""What a driver keeps of its devices: the last state of each, told to whoever listens, and waited for."""

import asyncio
import json
import math
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from ogam.core import DeviceError, DeviceEvent

LARGEST = 64 * 1024
"""Bytes of a state, as JSON: a device that sends more is not believed."""
_EVENTS_KEPT = 1000


class States:
    """The states of one driver's devices, by id. For one event loop. clock: seconds since the epoch.

    dropped: how many events no listener took in time.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.dropped = 0
        self._clock = clock
        self._states: dict[str, dict[str, Any]] = {}
        self._listeners: list[asyncio.Queue[DeviceEvent]] = []
        self._changed: set[asyncio.Event] = set()

    def put(self, device: str, state: Mapping[str, Any]) -> None:
        """What is known of a device without anything having changed: at the beginning."""
        self._states[device] = {**self._states.get(device, {}), **state}

    def update(self, device: str, changes: Mapping[str, Any], whole: bool = False) -> None:
        """What a device told of itself. whole: whether what it did not tell is not so any more.

        Raises DeviceError for a state that is no state: too large, or not JSON. Numbers that are none are left out.
        """
        told = clean_state(changes)
        self._states[device] = told if whole else {**self._states.get(device, {}), **told}
        event = DeviceEvent(device, dict(self._states[device]), self._clock())
        for listener in self._listeners:
            if listener.full():
                self.dropped += 1
            else:
                listener.put_nowait(event)
        for changed in self._changed:
            changed.set()

    def of(self, device: str) -> dict[str, Any]:
        """A copy of a device's state; empty where nothing is known of it."""
        return dict(self._states.get(device, {}))

    def all(self) -> dict[str, dict[str, Any]]:
        """A copy of all states."""
        return {device: dict(state) for device, state in self._states.items()}

    def forget(self, device: str) -> None:
        """A device that is gone."""
        self._states.pop(device, None)

    async def events(self) -> AsyncIterator[DeviceEvent]:
        """Every change from now on."""
        listener = asyncio.Queue[DeviceEvent](_EVENTS_KEPT)
        self._listeners.append(listener)
        try:
            while True:
                yield await listener.get()
        finally:
            self._listeners.remove(listener)

    async def until(self, device: str, holds: Callable[[Mapping[str, Any]], bool], seconds: float) -> bool:
        """Wait until a device's state is as it is asked for. Whether it was in time."""
        changed = asyncio.Event()
        self._changed.add(changed)
        try:
            async with asyncio.timeout(seconds):
                while not holds(self._states.get(device, {})):
                    changed.clear()
                    await changed.wait()
            return True
        except TimeoutError:
            return False
        finally:
            self._changed.discard(changed)


def clean_state(state: Mapping[str, Any]) -> dict[str, Any]:
    """A state as JSON can hold it: what is no number (NaN, infinity) is left out.

    Raises DeviceError for what is too large, or is not JSON.
    """
    kept = {str(name): value for name, value in state.items() if not _is_no_number(value)}
    try:
        size = len(json.dumps(kept, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise DeviceError(f"The device told a state that cannot be read ({error}).") from error
    if size > LARGEST:
        raise DeviceError(f"The device told a state of {size} bytes; more than {LARGEST} are not read.")
    return kept


def holds(wanted: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a state has all of these values."""
    return lambda state: all(state.get(name) == value for name, value in wanted.items())


def _is_no_number(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
