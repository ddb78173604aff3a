"""A simulator of a home's devices: every command has an effect that can be asked for. It reaches nothing real."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent
from ogam.devices import timers
from ogam.devices.changes import change
from ogam.devices.services import SERVICES
from ogam.devices.states import State, initial_state, say_state, say_weather

_EVENTS_KEPT = 1000
_TIMED = frozenset({"clock", "timer"})
"""Their answers hold the time in `now`, seconds since the epoch, for those who word them in another language."""
_TIMER_CHANGES = {
    "start": timers.start,
    "cancel": timers.cancel,
    "cancel_all": timers.cancel_all,
    "pause": timers.pause,
    "resume": timers.resume,
    "increase": timers.increase,
    "decrease": timers.decrease,
}


class VirtualDriver:
    """Simulates devices, and the home's clock, timers, shopping list and announcements.

    devices: those to simulate, with their initial state in `Device.attributes`; one with the attribute
    `unreachable: true` never answers, to try what happens then. clock: seconds since the epoch.
    dropped: how many events no listener took in time.
    """

    name = "virtual"

    def __init__(self, devices: Iterable[Device], clock: Callable[[], float] = time.time) -> None:
        self._devices = {device.id: device for device in (*devices, *SERVICES)}
        self._states = {device.id: initial_state(device) for device in self._devices.values()}
        self._clock = clock
        self._listeners: list[asyncio.Queue[DeviceEvent]] = []
        self.dropped = 0

    async def discover(self) -> list[Device]:
        """The simulated devices and services."""
        return list(self._devices.values())

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Do something, or answer something. `DeviceError` if the device is not here, does not answer, or can't."""
        if device.id not in self._devices:
            raise DeviceError(f"The simulator has no device '{device.id}'. Is it in the home file?")
        if device.attributes.get("unreachable") is True:
            raise DeviceError(f"The {device.name} doesn't answer.")
        if action.verb.startswith("get_"):
            now = {"now": self._clock()} if device.domain in _TIMED else {}
            return ActionResult(device.id, True, self.state(device.id) | now, answer=self._answer(device, action))
        self._change(device, action)
        return ActionResult(device.id, True, self.state(device.id))

    async def events(self) -> AsyncIterator[DeviceEvent]:
        """Every change of state from now on."""
        listener: asyncio.Queue[DeviceEvent] = asyncio.Queue(_EVENTS_KEPT)
        self._listeners.append(listener)
        try:
            while True:
                yield await listener.get()
        finally:
            self._listeners.remove(listener)

    def state(self, identifier: str) -> State:
        """A copy of a device's state now."""
        return dict(self._states[identifier])

    def states(self) -> dict[str, State]:
        """A copy of the state of every device, by id."""
        return {identifier: dict(state) for identifier, state in self._states.items()}

    def restore(self, states: Mapping[str, Mapping[str, Any]]) -> None:
        """Put devices back into states they had before; devices that are not here are left out."""
        for identifier, state in states.items():
            if identifier in self._states:
                self._states[identifier] |= state

    def adopt(self, devices: Iterable[Device]) -> None:
        """Simulate these devices from now on, beside the services. Those that were there keep their states."""
        self._devices = {device.id: device for device in (*devices, *SERVICES)}
        self._states = {name: self._states.get(name) or initial_state(device) for name, device in self._devices.items()}

    def _change(self, device: Device, action: Action) -> None:
        state = self._states[device.id]
        if device.domain == "timer":
            now = self._clock()
            current = timers.running(state["timers"], now)
            state = state | {"timers": _TIMER_CHANGES[action.verb](current, action.arguments, now)}
        else:
            state = change(device, action.verb, state, action.arguments)
        self._states[device.id] = state
        self._tell(DeviceEvent(device.id, dict(state), self._clock()))

    def _answer(self, device: Device, action: Action) -> str:
        state, now = self._states[device.id], datetime.fromtimestamp(self._clock())
        match action.verb:
            case "get_time":
                return f"{now.hour % 12 or 12}:{now:%M %p}"
            case "get_date":
                return f"{now:%A}, {now.day} {now:%B %Y}"
            case "get_timers":
                current = timers.matching(timers.running(state["timers"], self._clock()), action.arguments)
                return timers.tell(current, self._clock())
            case "get_weather":
                return say_weather(state)
            case "get_temperature":
                return f"{state['current_temperature']} {state.get('temperature_unit', '°C')}"
        return say_state(device, state)

    def _tell(self, event: DeviceEvent) -> None:
        for listener in self._listeners:
            if listener.full():
                self.dropped += 1
            else:
                listener.put_nowait(event)
