"""SmartThings: what an account's devices tell and are told."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent, PropertyValue
from ogam.devices.failures import failure, unconfirmed
from ogam.devices.identifiers import with_own_ids
from ogam.devices.keeping import States
from ogam.devices.linking import ListenedLink
from ogam.devices.properties import SET, asked_of, say_value, settings_of
from ogam.devices.smartthings.client import Client, Json
from ogam.devices.smartthings.describing import Binding, describe, domain_of
from ogam.devices.smartthings.settings import Settings
from ogam.devices.states import say_state
from ogam.home import spoken

_AT_ONCE = 4
_LOOKS = (0.3, 0.7, 1.0, 1.5, 2.0, 3.0)  # seconds between two looks whether a device did what it was told
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 300.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Known:
    """A device of the home: how it is described, and all that was told of it last."""

    device: Device
    bindings: tuple[Binding, ...]
    status: dict[str, Any]


class SmartThingsDriver:
    """Reaches the devices of one account. For one event loop.

    left_out: what the account has and cannot be used, and why, a line each.
    """

    def __init__(self, settings: Settings, devices: Sequence[Device], client: Client | None = None) -> None:
        self.left_out: tuple[str, ...] = ()
        self._settings = settings
        self._client = client or Client(settings)
        self._devices = {device.address or device.id: device for device in devices}
        self._known: dict[str, _Known] = {}
        self._states = States()
        self._link = ListenedLink(self._stay_linked)

    async def discover(self) -> list[Device]:
        """All devices of the account, with what each can do. Raises DeviceError."""
        rooms = await self._client.rooms()
        listed = await self._client.devices()
        gate = asyncio.Semaphore(_AT_ONCE)
        left_out: list[str] = []
        found = await asyncio.gather(*(self._discovered(one, rooms, gate, left_out) for one in listed))
        self.left_out = tuple(left_out)
        return with_own_ids(one for one in found if one is not None)

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Do something, or answer something.

        Raises DeviceError, with words for people; DeviceSilent if it was told, and nobody knows whether it did it.
        """
        if action.verb.startswith("get_"):
            return await self._answer(device, action)
        settings = settings_of(device, action)
        known = await self._read(device)
        if await self._client.health(_address(device), device.name) == "OFFLINE":
            raise failure("The {device} can't be reached: it is off, or out of range.", device=device.name)
        now = replace(device, properties=tuple(one.property for one in known.bindings))
        settings = settings_of(now, Action(SET, settings))
        bindings = {one.property.id: one for one in known.bindings if one.property.id in settings}
        before = known.status
        orders = [bindings[name].order(value) for name, value in settings.items()]
        await self._client.execute(_address(device), orders, device.name)
        await self._confirm(known, bindings, settings, before)
        return ActionResult(device.id, True, self._states.of(device.id))

    def events(self) -> AsyncIterator[DeviceEvent]:
        """Every change from now on. SmartThings is listened to, or asked, for as long as anybody listens here."""
        return self._link.through(self._states.events())

    def states(self) -> dict[str, dict[str, Any]]:
        """A copy of what is known of all devices, by id."""
        return self._states.all()

    async def close(self) -> None:
        await self._link.end()
        await self._client.close()

    async def _discovered(
        self, listed: Json, rooms: Mapping[str, str], gate: asyncio.Semaphore, left_out: list[str]
    ) -> Device | None:
        address = str(listed.get("deviceId", ""))
        name = spoken(str(listed.get("label") or listed.get("name") or "")) or address
        if not address:
            return None
        try:
            async with gate:
                status = await self._client.status(address, name)
        except DeviceError as error:
            left_out.append(f"{name}: {error}")
            return None
        bindings = describe(listed, status)
        if not bindings:
            left_out.append(f"{name}: there is nothing of it that Ogam could read or set.")
            return None
        domain, kind = domain_of(listed)
        return Device(
            "", name, domain, area=rooms.get(str(listed.get("roomId"))) or None, device_class=kind,
            driver="smartthings", address=address, properties=tuple(one.property for one in bindings),
        )  # fmt: skip

    async def _read(self, device: Device) -> _Known:
        """A device as it is now. Raises DeviceError."""
        address = _address(device)
        status = await self._client.status(address, device.name)
        known = self._known.get(address)
        if known is None:
            listed = next((one for one in await self._client.devices() if one.get("deviceId") == address), None)
            if listed is None:
                raise failure(
                    "SmartThings doesn't know the {device} any more. "
                    "Find the devices again: ogam devices discover smartthings",
                    device=device.name,
                )
            known = self._known[address] = _Known(device, describe(listed, status), dict(status))
            self._states.put(device.id, _told(known.bindings, status))
        self._take(known, status)
        return known

    def _take(self, known: _Known, status: Mapping[str, Any]) -> None:
        """What was told of a device; a change is told on."""
        known.status = dict(status)
        told, before = _told(known.bindings, status), self._states.of(known.device.id)
        if any(before.get(name) != value for name, value in told.items()):
            self._states.update(known.device.id, told)

    async def _confirm(
        self,
        known: _Known,
        bindings: Mapping[str, Binding],
        settings: Mapping[str, PropertyValue],
        before: Mapping[str, Any],
    ) -> None:
        """Look until the device shows that it did it. Raises DeviceSilent where it does not in time."""
        name = known.device.name
        try:
            async with asyncio.timeout(self._settings.patience):
                for seconds in (*_LOOKS, *(_LOOKS[-1] for _ in range(100))):
                    await asyncio.sleep(seconds)
                    self._take(known, await self._client.status(_address(known.device), name))
                    if all(one.is_so(settings[key], known.status, before) for key, one in bindings.items()):
                        return
        except (TimeoutError, DeviceError) as error:
            raise unconfirmed(name) from error
        raise unconfirmed(name)

    async def _answer(self, device: Device, action: Action) -> ActionResult:
        await self._read(device)
        state = self._states.of(device.id)
        if action.verb == "get_state":
            return ActionResult(device.id, True, state, answer=say_state(device, state))
        asked = asked_of(device, action)
        if asked.id not in state:
            raise failure("The {device} hasn't told that yet.", device=device.name)
        return ActionResult(device.id, True, state, answer=say_value(asked, state[asked.id]))

    async def _stay_linked(self) -> None:
        """Be told of changes, or look for them; an outage is logged once."""
        wait, out = _FIRST_WAIT, False
        while True:
            try:
                await self._look_at_all()
                if out:
                    log.warning("SmartThings: it is there again.")
                wait, out = _FIRST_WAIT, False
                await self._listen()
            except DeviceError as error:
                if not out:
                    log.warning("SmartThings: changes are not told for now: %s", error)
                out = True
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)

    async def _look_at_all(self) -> None:
        """Each device once. One that cannot be read does not stop the others. Raises DeviceError where none can."""
        errors: list[DeviceError] = []
        devices = list(self._devices.values())
        for device in devices:
            try:
                await self._read(device)
            except DeviceError as error:
                errors.append(error)
        if errors and len(errors) == len(devices):
            raise errors[0]

    async def _listen(self) -> None:
        """Until the stream of changes ends; where there is none, until it is time to look again."""
        location = await self._location()
        if not location:
            await asyncio.sleep(self._settings.poll)
            return
        async with self._client.changes(location) as changes:
            async for kind, data in changes:
                if kind == "DEVICE_EVENT":
                    self._changed(data.get("deviceEvent"))

    async def _location(self) -> str:
        """The location whose changes can be subscribed; empty for none."""
        if not self._client.tokens.installed_app:
            return ""
        return self._settings.location or next(iter(await self._client.locations()), "")

    def _changed(self, event: Any) -> None:
        """One attribute of one device."""
        known = self._known.get(str(event.get("deviceId"))) if isinstance(event, dict) else None
        if known is None:
            return
        for one in known.bindings:
            place = (one.component, one.capability, one.row["attribute"])
            if place == tuple(event.get(key) for key in ("componentId", "capability", "attribute")):
                value = one.read(event.get("value"))
                if value is not None and one.property.kind != "command":
                    self._states.update(known.device.id, {one.property.id: value})


def open_driver(settings: Settings, devices: Sequence[Device]) -> SmartThingsDriver:
    """The driver of an account; nothing is connected yet. Raises DeviceError for settings that cannot be."""
    settings.check()
    return SmartThingsDriver(settings, devices)


def _told(bindings: Sequence[Binding], status: Mapping[str, Any]) -> dict[str, PropertyValue]:
    """The state of a device; what is done and not kept has none."""
    read = {one.property.id: one.told(status) for one in bindings if one.property.kind != "command"}
    return {name: value for name, value in read.items() if value is not None}


def _address(device: Device) -> str:
    return device.address or device.id
