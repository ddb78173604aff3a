"""A simulator of a home's devices: every command has an effect that can be asked for. It reaches nothing real."""

import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent, PropertyValue
from ogam.devices import schedule, schedule_telling, timers
from ogam.devices.changes import change
from ogam.devices.keeping import States
from ogam.devices.properties import asked_of, say_value, settings_of
from ogam.devices.services import SERVICES
from ogam.devices.states import State, initial_state, say_items, say_state, say_weather

_TIMED = frozenset({"clock", "schedule", "timer"})
"""Their answers hold the time in `now`, seconds since the epoch, for those who word them in another language."""
_TIMER_CHANGES = {
    "start": timers.start,
    "cancel": timers.cancel,
    "cancel_all": timers.cancel_all,
    "pause": timers.pause,
    "resume": timers.resume,
    "increase": timers.increase,
    "decrease": timers.decrease,
    "restore": timers.restore,
}


class VirtualDriver:
    """Simulates devices, and the home's clock, timers, shopping list and announcements.

    devices: those to simulate, with their initial state in `Device.attributes`; one with the attribute
    `unreachable: true` never answers, to try what happens then. clock: seconds since the epoch.
    """

    name = "virtual"

    def __init__(self, devices: Iterable[Device], clock: Callable[[], float] = time.time) -> None:
        self._devices = {device.id: device for device in (*devices, *SERVICES)}
        self._states = States(clock)
        self._clock = clock
        for device in self._devices.values():
            self._states.put(device.id, initial_state(device))

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
            if device.properties and action.verb != "get_state":
                return self._tell_property(device, action)
            now = {"now": self._clock()} if device.domain in _TIMED else {}
            return ActionResult(device.id, True, self.state(device.id) | now, answer=self._answer(device, action))
        self._change(device, action)
        return ActionResult(device.id, True, self.state(device.id))

    async def events(self) -> AsyncIterator[DeviceEvent]:
        """Every change of state from now on."""
        async for event in self._states.events():
            yield event

    def state(self, identifier: str) -> State:
        """A copy of a device's state now."""
        return self._states.of(identifier)

    def states(self) -> dict[str, State]:
        """A copy of the state of every device, by id."""
        return self._states.all()

    def restore(self, states: Mapping[str, Mapping[str, Any]]) -> None:
        """Put devices back into states they had before; devices that are not here are left out."""
        for identifier, state in states.items():
            if identifier in self._devices:
                self._states.put(identifier, state)

    @property
    def dropped(self) -> int:
        """How many events no listener took in time."""
        return self._states.dropped

    def _tell_property(self, device: Device, action: Action) -> ActionResult:
        one = asked_of(device, action)
        state = self.state(device.id)
        return ActionResult(device.id, True, state, answer=say_value(one, state.get(one.id)))

    def adopt(self, devices: Iterable[Device]) -> None:
        """Simulate these devices from now on, beside the services. Those that were there keep their states."""
        before, self._devices = self._devices, {device.id: device for device in (*devices, *SERVICES)}
        for name in before.keys() - self._devices.keys():
            self._states.forget(name)
        for name in self._devices.keys() - before.keys():
            self._states.put(name, initial_state(self._devices[name]))

    def _change(self, device: Device, action: Action) -> None:
        state = self._states.of(device.id)
        if device.properties:
            state = state | _kept(device, settings_of(device, action))
        elif device.domain == "timer":
            now = self._clock()
            state = state | {"timers": _timers_after(state["timers"], action, now)}
        elif device.domain == "schedule":
            state = schedule.change(state, action.verb, action.arguments, self._clock())
        else:
            state = change(device, action.verb, state, action.arguments)
        self._states.update(device.id, state, whole=True)

    def _answer(self, device: Device, action: Action) -> str:
        state, now = self._states.of(device.id), datetime.fromtimestamp(self._clock())
        match action.verb:
            case "get_time":
                return f"{now.hour % 12 or 12}:{now:%M %p}"
            case "get_date":
                return f"{now:%A}, {now.day} {now:%B %Y}"
            case "get_timers":
                current = timers.matching(timers.running(state["timers"], self._clock()), action.arguments)
                return timers.tell(current, self._clock())
            case "get_entries":
                return schedule_telling.tell(state, action.arguments, self._clock())
            case "get_items":
                return say_items(device, state)
            case "get_weather":
                return say_weather(state)
            case "get_temperature":
                return f"{state['current_temperature']} {state.get('temperature_unit', '°C')}"
        return say_state(device, state)


def _timers_after(kept: list[timers.Timer], action: Action, now: float) -> list[timers.Timer]:
    """The timers after a change. Those that have ended stay until somebody rings for them (`take`)."""
    if action.verb == "take":
        return timers.running(kept, now)
    current = timers.running(kept, now)
    ended = [timer for timer in kept if timer not in current]
    return [*ended, *_TIMER_CHANGES[action.verb](current, action.arguments, now)]


def _kept(device: Device, settings: Mapping[str, PropertyValue]) -> State:
    """What remains of settings: a command is done, and only that it was the last is remembered."""
    commands = {one.id for one in device.properties if one.kind == "command"}
    return {"last_command" if name in commands else name: value for name, value in settings.items()}
