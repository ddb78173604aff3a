"""LG ThinQ: LG's appliances, through LG's own cloud and SDK (`thinqconnect`)."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from thinqconnect import ThinQApi

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent, PropertyValue
from ogam.devices.keeping import States
from ogam.devices.linking import ListenedLink
from ogam.devices.properties import asked_of, say_value, settings_of
from ogam.devices.states import say_settings, say_state
from ogam.devices.thinq.account import Account, is_about_account
from ogam.devices.thinq.controls import Control, controls
from ogam.devices.thinq.describing import POWER, STATE, Binding, describe
from ogam.devices.thinq.errors import error_of, only_some_done, unreadable
from ogam.devices.thinq.link import RENEWAL, listen, subscribe
from ogam.devices.thinq.pace import Pace
from ogam.devices.thinq.profile import merge
from ogam.devices.thinq.settings import Settings
from ogam.devices.thinq.telling import checked, tell
from ogam.devices.thinq.words import type_of
from ogam.home import slug

log = logging.getLogger(__name__)

_AT_ONCE = 4  # requests to LG side by side, when all devices are read
_SOON = 1.0  # seconds in which a device tells what a command changed
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0  # seconds before the link is tried again
_LANGUAGE = {"KR": "ko"}


@dataclass(slots=True)
class _Appliance:
    """What is known of a device: how it is described, and what LG last told of it."""

    bindings: tuple[Binding, ...]
    state: Any


class ThinQDriver:
    """Reaches the devices of one account. For one event loop.

    A device's description and state are read once, when it is first needed; from then on its changes come as events,
    while `events` is listened to.
    """

    def __init__(self, settings: Settings, devices: Sequence[Device], pace: Pace | None = None) -> None:
        self._pace = pace or Pace(settings.spacing)
        self._account = Account(settings, self._pace.pause)
        self._settings = settings
        self._devices = {device.address or device.id: device for device in devices}
        self._appliances: dict[str, _Appliance] = {}
        self._reading: dict[str, asyncio.Lock] = {}
        self._states = States()
        self._link = ListenedLink(self._stay_linked)

    async def discover(self) -> list[Device]:
        """All devices of the account, with what each can do. Raises DeviceError."""
        listed = await self._account.ask(lambda api: api.async_get_device_list())
        if not isinstance(listed, list):
            raise unreadable("")
        gate = asyncio.Semaphore(_AT_ONCE)
        known = [one for one in listed if isinstance(one, Mapping) and isinstance(one.get("deviceInfo"), Mapping)]
        found = await asyncio.gather(*(self._discovered(one, gate) for one in known))
        return _with_own_ids(found)

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Do something, or answer something.

        Raises DeviceError, with words for people; DeviceSilent if it was told and nobody knows whether it did it.
        """
        if action.verb.startswith("get_"):
            return await self._answer(device, action)
        settings = settings_of(device, action)
        appliance = await self._appliance(device)
        _check_bindings(device, appliance, settings)
        before = self._states.of(device.id)
        await self._carry_out(device, controls(appliance.bindings, settings, appliance.state))
        kept = {name: value for name, value in settings.items() if not _is_command(device, name)}
        if kept:
            self._states.update(device.id, kept)
        if len(kept) == len(settings):
            return ActionResult(device.id, True, self._states.of(device.id))
        return ActionResult(device.id, True, await self._after_command(device, before))

    def events(self) -> AsyncIterator[DeviceEvent]:
        """Every change from now on. The link to LG stands for as long as anybody listens."""
        return self._link.through(self._states.events())

    def states(self) -> dict[str, dict[str, Any]]:
        """A copy of what is known of all devices, by id."""
        return self._states.all()

    async def close(self) -> None:
        await self._link.end()
        await self._account.close()

    async def _discovered(self, listed: Mapping[str, Any], gate: asyncio.Semaphore) -> Device:
        info = listed["deviceInfo"]
        kind = type_of(str(info.get("deviceType", "")))
        language = _LANGUAGE.get(self._settings.country.upper(), "en")
        name = str(info.get("alias") or kind.names[language])
        address = str(listed.get("deviceId", ""))
        async with gate:
            bindings = await self._described(address, name)
        facts = {"model": str(info.get("modelName", ""))}
        properties = tuple(one.property for one in bindings)
        return Device(
            f"{kind.domain}.{slug(name)}", name, kind.domain, attributes=facts, driver="thinq", address=address,
            properties=properties,
        )  # fmt: skip

    async def _described(self, address: str, name: str) -> tuple[Binding, ...]:
        """Nothing, where LG has no profile of the device, or none that can be read."""
        try:
            profile = await self._account.ask(lambda api: api.async_get_device_profile(address), name)
            return self._bindings(profile, name)
        except DeviceError as error:
            if is_about_account(error):
                raise
            log.warning("%s: %s", name, error)
            return ()

    async def _appliance(self, device: Device) -> _Appliance:
        """What is known of a device; read now, if it was not yet. Raises DeviceError."""
        address = device.address or device.id
        async with self._reading.setdefault(address, asyncio.Lock()):
            if address not in self._appliances:
                self._appliances[address] = await self._read(address, device)
        return self._appliances[address]

    async def _read(self, address: str, device: Device) -> _Appliance:
        profile = await self._account.ask(lambda api: api.async_get_device_profile(address), device.name)
        told = await self._account.ask(lambda api: api.async_get_device_status(address), device.name)
        bindings, state = self._bindings(profile, device.name), checked(told, device.name)
        self._states.put(device.id, tell(bindings, state))
        return _Appliance(bindings, state)

    def _bindings(self, profile: Any, name: str) -> tuple[Binding, ...]:
        """Raises DeviceError for a profile that is none."""
        if not isinstance(profile, Mapping):
            raise unreadable(name)
        return describe(checked(profile, name), self._settings.temperature_unit)

    async def _answer(self, device: Device, action: Action) -> ActionResult:
        await self._appliance(device)
        state = self._states.of(device.id)
        if action.verb == "get_state":
            return ActionResult(device.id, True, state, answer=say_state(device, state))
        asked = asked_of(device, action)
        if asked.id not in state:
            raise unreadable(device.name)
        return ActionResult(device.id, True, state, answer=say_value(asked, state[asked.id]))

    async def _after_command(self, device: Device, before: Mapping[str, Any]) -> dict[str, Any]:
        """The state after a command, as the device soon tells it; where it does not, less what it did before."""
        if self._link.stands:
            await self._states.until(device.id, lambda state: state != before, _SOON)
        now = self._states.of(device.id)
        if now != before:
            return now
        return {name: value for name, value in now.items() if name != POWER and not name.endswith(STATE)}

    async def _carry_out(self, device: Device, sequence: Sequence[Control]) -> None:
        """Send each when its turn comes. When one fails the rest is not sent, and what was done is told."""
        done: dict[str, PropertyValue] = {}
        for control, moment in zip(sequence, self._pace.take(len(sequence)), strict=True):
            await asyncio.sleep(self._pace.wait_for(moment))
            try:
                await self._account.send(_request(device, control), device.name)
            except DeviceError as error:
                if not done:
                    raise
                said = {language: say_settings(device, done, language) for language in ("en", "ko")}
                raise only_some_done(said, error) from error
            done |= control.settings

    async def _stay_linked(self) -> None:
        """Be told of changes, for ever; each outage is logged once."""
        wait, out = _FIRST_WAIT, False

        async def ready() -> None:
            nonlocal wait, out
            await self._subscribe_all(read=True)
            if out:
                log.warning("LG ThinQ: changes of the devices are told again.")
            wait, out = _FIRST_WAIT, False

        while True:
            try:
                await self._listen(ready)
            except DeviceError as error:
                if not out:
                    log.warning("LG ThinQ: changes of the devices are not told for now: %s", error)
                out = True
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _listen(self, ready: Callable[[], Awaitable[None]]) -> None:
        renewing = asyncio.create_task(self._renew())
        try:
            await listen(self._account, self._received, ready)
        finally:
            renewing.cancel()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL)
            try:
                await self._subscribe_all(read=False)
            except DeviceError as error:
                log.warning("LG ThinQ: the subscription to changes could not be renewed: %s", error)

    async def _subscribe_all(self, read: bool) -> None:
        """One device that fails does not keep the others from it; LG that is away, or refuses the account, does.

        read: whether each is read too, once, since changes may have been missed.
        """
        for address, device in self._devices.items():
            try:
                await subscribe(self._account, address, device.name)
                if read:
                    await self._read_now(address, device)
            except DeviceError as error:
                if is_about_account(error):
                    raise
                log.warning("%s: %s", device.name, error)

    async def _read_now(self, address: str, device: Device) -> None:
        self._appliances.pop(address, None)
        before = self._states.of(device.id)
        await self._appliance(device)
        now = self._states.of(device.id)
        if now != before:
            self._states.update(device.id, now, whole=True)

    def _received(self, event: Mapping[str, Any]) -> None:
        """What LG tells: a change, or that something has happened. What makes no sense is logged."""
        address = str(event["deviceId"])
        device, appliance = self._devices.get(address), self._appliances.get(address)
        if device is None:
            return
        try:
            if event.get("pushType") == "DEVICE_PUSH" and isinstance(event.get("pushCode"), str):
                self._states.update(device.id, {"notification": event["pushCode"]})
            elif appliance is not None and "report" in event:
                appliance.state = merge(appliance.state, checked(event["report"], device.name))
                self._states.update(device.id, tell(appliance.bindings, appliance.state))
        except DeviceError as error:
            log.warning("%s: %s", device.name, error)


def open_driver(settings: Settings, devices: Sequence[Device]) -> ThinQDriver:
    """The driver of an account; nothing is connected yet. Raises DeviceError for settings that cannot be."""
    if settings.temperature_unit not in ("C", "F"):
        raise DeviceError(f'drivers.toml: thinq: temperature_unit is "C" or "F", not {settings.temperature_unit!r}.')
    return ThinQDriver(settings, devices)


def _request(device: Device, control: Control) -> Any:
    address = device.address or device.id

    async def send(api: ThinQApi) -> Any:
        return await api.async_post_device_control(address, control.payload)

    return send


def _check_bindings(device: Device, appliance: _Appliance, settings: Mapping[str, PropertyValue]) -> None:
    """What was once told of a device may not be so any more. Raises DeviceError."""
    known = {one.property.id: one for one in appliance.bindings if one.property.writable}
    for name, value in settings.items():
        if name not in known:
            raise error_of("2201", device.name)
        if value in known[name].excluded:
            raise error_of("1102", device.name)


def _is_command(device: Device, name: str) -> bool:
    one = device.property(name)
    return one is None or one.kind == "command"


def _with_own_ids(devices: Sequence[Device]) -> list[Device]:
    """Each with an id of its own: devices of one name are numbered."""
    taken: set[str] = set()
    named = []
    for device in devices:
        identifier, number = device.id, 2
        while identifier in taken:
            identifier, number = f"{device.id}_{number}", number + 1
        taken.add(identifier)
        named.append(replace(device, id=identifier))
    return named
