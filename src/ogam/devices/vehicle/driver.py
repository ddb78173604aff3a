"""Cars: what is said to them goes to their databroker, and is confirmed by what they tell of themselves."""

import asyncio
import logging
import math
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent, PropertyValue
from ogam.devices.keeping import States
from ogam.devices.properties import asked_of, say_value, settings_of
from ogam.devices.states import say_state
from ogam.devices.vehicle.broker import Broker
from ogam.devices.vehicle.errors import missing, moving, silent, unreachable, unread
from ogam.devices.vehicle.settings import Settings
from ogam.devices.vehicle.signals import RawValue, Signal, paths_of, signals_of
from ogam.home import slug

log = logging.getLogger(__name__)

SPEED = "Vehicle.Speed"
_LINKING = 3.0  # seconds in which the car must tell how it is, before anything is done
_CONFIRMING = 4.5  # seconds in which it must have done it; with the others less than the hub waits
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds before the link is tried again


class VehicleDriver:
    """Reaches one car through its databroker. For one event loop.

    The link stands from when the car is first needed until `close`; nothing is asked again and again.
    """

    def __init__(self, settings: Settings, devices: Sequence[Device], confirming: float = _CONFIRMING) -> None:
        self._settings = settings
        self._devices = tuple(devices)
        self._broker = Broker(settings, devices[0].name if devices else settings.name)
        self._confirming = confirming
        self._states = States()
        self._values: dict[str, RawValue] = {}
        self._signals: tuple[Signal, ...] = ()
        self._link: asyncio.Task[None] | None = None
        self._up = False
        self._failure: DeviceError | None = None
        self._attempts = self._failed = 0  # the number of the last attempt that began, and that failed
        self._settled, self._wanted = asyncio.Event(), asyncio.Event()

    async def discover(self) -> list[Device]:
        """The car, with what it can do. Raises DeviceError."""
        signals = signals_of(await self._broker.signals())
        name = self._settings.name
        address = f"{self._settings.host}:{self._settings.port}"
        properties = tuple(one.property for one in signals)
        return [
            Device(f"vehicle.{slug(name)}", name, "vehicle", driver="vehicle", address=address, properties=properties)
        ]

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Do something, or answer something.

        Raises DeviceError, with words for people; DeviceSilent if it was told and nobody knows whether it did it.
        """
        if action.verb.startswith("get_"):
            return await self._answer(device, action)
        settings = settings_of(device, action)
        await self._linked(device)
        raws = self._raws(device, settings)
        self._check_moving(device, settings)
        await self._broker.actuate(raws)
        if not await self._states.until(device.id, lambda _state: _all_are(raws, self._values), self._confirming):
            raise silent(device.name)
        return ActionResult(device.id, True, self._states.of(device.id))

    async def events(self) -> AsyncIterator[DeviceEvent]:
        """Every change from now on."""
        self._start()
        async for event in self._states.events():
            yield event

    def states(self) -> dict[str, dict[str, Any]]:
        """A copy of what is known of the car, by id."""
        return self._states.all()

    async def close(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.cancel()
            await asyncio.gather(link, return_exceptions=True)
        await self._broker.close()

    async def _answer(self, device: Device, action: Action) -> ActionResult:
        asked = None if action.verb == "get_state" else asked_of(device, action)
        await self._linked(device)
        state = self._states.of(device.id)
        if asked is None:
            return ActionResult(device.id, True, state, answer=say_state(device, state))
        if asked.id not in state:
            raise unread(device.name)
        return ActionResult(device.id, True, state, answer=say_value(asked, state[asked.id]))

    def _raws(self, device: Device, settings: Mapping[str, PropertyValue]) -> dict[str, RawValue]:
        """What is sent, by path. Raises DeviceError for what the car has no more."""
        known = {one.property.id: one for one in self._signals if one.property.writable}
        if not settings.keys() <= known.keys():
            raise missing(device.name)
        return {path: known[name].raw(value) for name, value in settings.items() for path in known[name].paths}

    def _check_moving(self, device: Device, settings: Mapping[str, PropertyValue]) -> None:
        """The car tells its speed itself, so that this holds whatever permissions knew. Raises DeviceError."""
        speed = self._values.get(SPEED, 0)
        if self._settings.while_moving or not isinstance(speed, int | float) or abs(speed) == 0:
            return
        for one in self._signals:
            if one.property.id in settings and one.is_for_parked(settings[one.property.id]):
                raise moving(device.name)

    async def _linked(self, device: Device) -> None:
        """Be told by the car how it is. Raises DeviceError, at once where it cannot be reached.

        An attempt that had begun before does not count: the car may have come back since.
        """
        self._start()
        own = self._attempts + 1
        try:
            async with asyncio.timeout(_LINKING):
                while not self._up and self._failed < own:
                    self._settled.clear()
                    self._wanted.set()
                    await self._settled.wait()
        except TimeoutError as error:
            raise unreachable(device.name) from error
        if not self._up:
            raise self._failure or unreachable(device.name)

    def _start(self) -> None:
        if self._link is None or self._link.done():
            self._link = asyncio.create_task(self._stay_linked())

    async def _stay_linked(self) -> None:
        """Be told of changes, for ever; each outage is logged once."""
        wait, out = _FIRST_WAIT, False
        while True:
            self._attempts += 1
            self._wanted.clear()
            try:
                async with aclosing(self._told()) as told:
                    async for _ in told:
                        if out:
                            log.warning("The car is reached again.")
                        wait, out = _FIRST_WAIT, False
            except DeviceError as error:
                if not out:
                    log.warning("The car is not followed for now: %s", error)
                self._failure, out = error, True
            self._up, self._failed = False, self._attempts
            self._settled.set()
            await self._pause(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _told(self) -> AsyncGenerator[None, None]:
        """Once for each time that the car tells something. Raises DeviceError where that ends."""
        self._signals = signals_of(await self._broker.signals())
        self._values.clear()
        async with aclosing(self._broker.changes(paths_of(self._signals))) as changes:
            async for values in changes:
                self._keep(values)
                self._up = True
                self._settled.set()
                yield

    async def _pause(self, seconds: float) -> None:
        """Until it is time to try again, or somebody wants the car."""
        try:
            async with asyncio.timeout(seconds):
                await self._wanted.wait()
        except TimeoutError:
            pass

    def _keep(self, values: Mapping[str, RawValue | None]) -> None:
        for path, value in values.items():
            if value is None:
                self._values.pop(path, None)
            else:
                self._values[path] = value
        read = {one.property.id: one.read(self._values) for one in self._signals if one.property.readable}
        state = {name: value for name, value in read.items() if value is not None}
        for device in self._devices:
            try:
                self._states.update(device.id, state, whole=True)
            except DeviceError as error:
                log.warning("%s: %s", device.name, error)


def open_driver(settings: Settings, devices: Sequence[Device]) -> VehicleDriver:
    """The driver of a car; nothing is connected yet. Raises DeviceError for settings that cannot be."""
    if not 0 < settings.port < 65536:
        raise DeviceError(f"drivers.toml: vehicle: port is a number from 1 to 65535, not {settings.port}.")
    return VehicleDriver(settings, devices)


def _all_are(wanted: Mapping[str, RawValue], values: Mapping[str, RawValue]) -> bool:
    return all(path in values and _is(values[path], value) for path, value in wanted.items())


def _is(value: RawValue, wanted: RawValue) -> bool:
    """Whether a value is as wanted; floats as near as the wire keeps them."""
    if isinstance(value, float) and isinstance(wanted, int | float):
        return math.isclose(value, wanted, abs_tol=0.01)
    return value == wanted
