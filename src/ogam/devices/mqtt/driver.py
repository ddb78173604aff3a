"""MQTT devices: what they announce, tell and are told at a broker."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent, DeviceSilent, PropertyValue
from ogam.devices.failures import failure, unconfirmed, unsure
from ogam.devices.identifiers import with_own_ids
from ogam.devices.keeping import States
from ogam.devices.mqtt.bindings import Binding, Thing, is_near
from ogam.devices.mqtt.connection import Connection, NotKnown, NotSent
from ogam.devices.mqtt.discovery import Announcements, Prefixes
from ogam.devices.mqtt.news import News
from ogam.devices.mqtt.payloads import NONSENSE, Payload, Unreadable, number, payload_of
from ogam.devices.mqtt.settings import Settings
from ogam.devices.properties import SET, asked_of, say_value, settings_of
from ogam.devices.states import say_state

_GRACE = 1.5  # seconds in which a device that is as it should be already may still say so again
_MOST_QUIETS = 10  # times `quiet` that news of devices are waited for
_LONGEST_TEXT = 1000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. once: never twice, where twice would not be the same as once."""

    topic: str
    payload: str
    once: bool = False


class MqttDriver:
    """Reaches what announces itself at one broker. For one event loop.

    left_out: what was announced and cannot be used, and why, a line each.
    """

    def __init__(self, settings: Settings, devices: Sequence[Device]) -> None:
        self.left_out: tuple[str, ...] = ()
        self._settings = settings
        self._devices = {device.address or device.id: device for device in devices}
        self._announced = Announcements(Prefixes.of(settings))
        self._connection = Connection(settings, self._received, self._session)
        self._states = States()
        self._news = News()
        self._things: dict[str, Thing] = {}
        self._there: dict[str, dict[str, tuple[bool, float]]] = {}
        self._listening: dict[str, list[tuple[Device, Thing]]] = {}
        self._changed = asyncio.Event()
        self._settled = asyncio.Event()
        self._complained: set[str] = set()
        self._marker = f"ogam/devices/{uuid4().hex}"
        self._marked = asyncio.Event()

    async def discover(self) -> list[Device]:
        """All devices that announce themselves, with what each can do. Raises DeviceError."""
        await self._connect("")
        await self._settle()
        return with_own_ids(thing.device() for thing in self._things.values())

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Do something, or answer something.

        Raises DeviceError, with words for people; DeviceSilent if it was told, and nobody knows whether it did it.
        """
        if action.verb.startswith("get_"):
            return await self._answer(device, action)
        settings = settings_of(device, action)
        await self._connect(device.name)
        thing = await self._thing(device)
        settings = settings_of(replace(device, properties=thing.device().properties), Action(SET, settings))
        bindings = self._bindings(device, thing, settings)
        self._check_there(device, thing)
        messages = self._messages(device, bindings, settings)
        told = {name: self._news.count(device.id, _told_by(one)) for name, one in bindings.items()}
        before = self._states.of(device.id)
        try:
            await self._send(device, messages)
            if messages:
                await self._confirm(device, bindings, settings, told, before)
        except (DeviceSilent, asyncio.CancelledError):  # it may have done it, and be no longer as it told last
            self._news.doubt(device.id, {_told_by(one) for one in bindings.values()})
            raise
        assumed = {name: settings[name] for name, one in bindings.items() if _is_assumed(one)}
        if assumed:
            self._states.update(device.id, assumed)
        return ActionResult(device.id, True, self._states.of(device.id))

    async def events(self) -> AsyncIterator[DeviceEvent]:
        """Every change from now on."""
        self._connection.start()
        async for event in self._states.events():
            yield event

    def states(self) -> dict[str, dict[str, Any]]:
        """A copy of what is known of all devices, by id."""
        return self._states.all()

    async def close(self) -> None:
        await self._connection.close()

    async def _connect(self, device: str) -> None:
        """Raises DeviceError where the broker is away. device: who was not told therefore; empty for none."""
        try:
            await self._connection.ready()
        except NotSent as error:
            raise self._unreachable(device) from error

    def _unreachable(self, device: str) -> DeviceError:
        at = f"{self._settings.host}:{self._settings.port}"
        if not device:
            return failure("The MQTT broker at {at} can't be reached. Is it running?", at=at)
        return failure("The MQTT broker at {at} can't be reached, so the {device} wasn't told.", device=device, at=at)

    async def _thing(self, device: Device) -> Thing:
        """What the device announced. Raises DeviceError where it is not there."""
        address = device.address or device.id
        await self._settle()
        if address not in self._things:
            raise failure(
                "The {device} is not announced at the MQTT broker. Is it on? See: ogam devices discover mqtt",
                device=device.name,
            )
        if address not in self._devices:
            self._devices[address] = device
            try:
                await self._follow()
            except NotSent as error:
                raise self._unreachable(device.name) from error
        return self._things[address]

    def _bindings(self, device: Device, thing: Thing, settings: Mapping[str, PropertyValue]) -> dict[str, Binding]:
        found = {name: one for name in settings if (one := thing.binding(name)) is not None and one.writing is not None}
        if len(found) != len(settings):
            raise failure("The {device} can't do that.", device=device.name)
        return found

    def _check_there(self, device: Device, thing: Thing) -> None:
        """Raises DeviceError where the device has said, or its broker for it, that it is not there."""
        told = self._there.get(thing.address, {})
        if not told:
            return
        says = [told[one.topic] for one in thing.available if one.topic in told]
        if thing.needs == "latest" and says:
            here = max(says, key=lambda one: one[1])[0]
        elif thing.needs == "any":
            here = any(value for value, _ in says)
        else:
            here = all(value for value, _ in says)
        if says and not here:
            raise failure("The {device} can't be reached: it is off, or out of range.", device=device.name)

    def _messages(
        self, device: Device, bindings: Mapping[str, Binding], settings: Mapping[str, PropertyValue]
    ) -> list[Message]:
        """What to send; keys of one JSON message go together. A device that can only be toggled is read first."""
        messages: list[Message] = []
        merged: dict[str, dict[str, Any]] = {}
        state = self._states.of(device.id)
        for name, one in bindings.items():
            writing = one.writing
            if writing is None:
                continue
            if writing.toggles:
                if name not in state:
                    raise failure("The {device} hasn't told its state yet, so it can't be set.", device=device.name)
                if state[name] == settings[name]:
                    continue
            try:
                fragment = writing.write(settings[name])
            except Unreadable as error:
                raise failure("The {device} can't do that.", device=device.name) from error
            if isinstance(fragment, dict):
                merged.setdefault(writing.topic, {}).update(fragment)
            else:
                messages.append(Message(writing.topic, fragment, writing.toggles))
        return [*(Message(topic, json.dumps(keys)) for topic, keys in merged.items()), *messages]

    async def _send(self, device: Device, messages: Sequence[Message]) -> None:
        """Raises DeviceError if nothing was sent, DeviceSilent where that is not known, or where some was."""
        for place, message in enumerate(messages):
            try:
                await self._connection.publish(message.topic, message.payload, self._settings.patience, message.once)
            except NotSent as error:
                if place:
                    raise unsure(
                        "Only some of it reached the {device}; look what it did.", device=device.name
                    ) from error
                raise self._unreachable(device.name) from error
            except NotKnown as error:
                raise unconfirmed(device.name) from error

    async def _confirm(
        self,
        device: Device,
        bindings: Mapping[str, Binding],
        settings: Mapping[str, PropertyValue],
        told: Mapping[str, int],
        before: Mapping[str, Any],
    ) -> None:
        """Wait until the device tells that it is so. Raises DeviceSilent where it does not."""
        waiting = {name: one for name, one in bindings.items() if _told_by(one)}

        def holds() -> bool:
            state = self._states.of(device.id)
            return all(
                self._news.count(device.id, _told_by(one)) > told[name] and _is_so(one, settings[name], state, before)
                for name, one in waiting.items()
            )

        was_so = all(
            _told_by(one) in before
            and not self._news.is_doubted(device.id, _told_by(one))
            and _is_so(one, settings[name], before, before)
            for name, one in waiting.items()
        )
        seconds = min(_GRACE, self._settings.patience) if was_so else self._settings.patience
        if not await self._news.until(holds, seconds) and not was_so:
            raise unconfirmed(device.name)

    async def _answer(self, device: Device, action: Action) -> ActionResult:
        await self._connect(device.name)
        thing = await self._thing(device)
        self._check_there(device, thing)
        if action.verb == "get_state":
            await self._news.until(lambda: bool(self._states.of(device.id)), self._settings.patience / 2)
            state = self._states.of(device.id)
            if not state:
                raise failure("The {device} hasn't told that yet.", device=device.name)
            return ActionResult(device.id, True, state, answer=say_state(device, state))
        asked = asked_of(device, action)
        await self._news.until(lambda: asked.id in self._states.of(device.id), self._settings.patience / 2)
        state = self._states.of(device.id)
        if asked.id not in state:
            raise failure("The {device} hasn't told that yet.", device=device.name)
        return ActionResult(device.id, True, state, answer=say_value(asked, state[asked.id]))

    async def _settle(self) -> None:
        """Wait until it is known which devices there are; not for ever, where the broker is slow."""
        with suppress(TimeoutError):
            async with asyncio.timeout((_MOST_QUIETS + 1) * self._settings.quiet + 2 * self._settings.patience):
                await self._settled.wait()

    async def _session(self) -> None:
        """For as long as a connection stands: hear of devices, and follow those of the home."""
        self._settled.clear()
        self._there.clear()
        self._listening.clear()
        await self._connection.subscribe([*Prefixes.of(self._settings).topics(), self._marker])
        await self._all_kept()
        while True:
            await self._quiet()
            snapshot = self._announced.snapshot()
            found = await asyncio.to_thread(snapshot.found)
            self._things = {thing.address: thing for thing in found.things}
            self.left_out = found.left_out
            await self._follow()
            self._settled.set()
            await self._changed.wait()

    async def _all_kept(self) -> None:
        """Wait until the broker has sent all that it kept: then comes back what is sent to oneself now.

        Not every broker lets everybody write everywhere; where it does not come back, only the quiet tells.
        """
        self._marked.clear()
        with suppress(NotKnown, TimeoutError):
            async with asyncio.timeout(self._settings.patience):
                await self._connection.publish(self._marker, "", self._settings.patience)
                await self._marked.wait()

    async def _quiet(self) -> None:
        """Wait until no more devices announce themselves; not for ever, where one never stops."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_MOST_QUIETS * self._settings.quiet):
                while await self._changes_within(self._settings.quiet):
                    pass
        self._changed.clear()

    async def _changes_within(self, seconds: float) -> bool:
        self._changed.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def _follow(self) -> None:
        """Listen to the devices of the home, as they announced themselves last, and have them tell their states."""
        before = set(self._listening)
        self._listening = {}
        asks: list[tuple[str, str]] = []
        for address, device in self._devices.items():
            if address in self._things:
                self._follow_one(device, self._things[address])
                asks += self._things[address].asks
        new = set(self._listening) - before
        await self._connection.subscribe(sorted(new))
        for topic, payload in asks if new else ():
            with suppress(NotKnown):
                await self._connection.publish(topic, payload, self._settings.patience)

    def _follow_one(self, device: Device, thing: Thing) -> None:
        for topic in thing.topics():
            rows = self._listening.setdefault(topic, [])
            rows[:] = [row for row in rows if row[0].id != device.id] + [(device, thing)]

    def _received(self, topic: str, raw: object, kept: bool) -> None:
        """A message. What makes no sense is logged, once a topic."""
        if topic == self._marker:
            self._marked.set()
        elif self._announced.take(topic, raw):
            self._changed.set()
        if topic not in self._listening:
            return
        try:
            payload = payload_of(raw)
        except Unreadable as error:
            self._complain(topic, str(error))
            return
        for device, thing in self._listening[topic]:
            self._read(device, thing, topic, payload, kept)

    def _read(self, device: Device, thing: Thing, topic: str, payload: Payload, kept: bool) -> None:
        for one in thing.available:
            if one.topic == topic and (says := one.says(payload)) is not None:
                self._there.setdefault(thing.address, {})[topic] = (says, time.monotonic())
        told: dict[str, Any] = {}
        for binding in thing.bindings:
            if binding.reading is not None and topic in binding.reading.topics:
                value = self._value(binding, topic, payload)
                if value is not None:
                    told[binding.property.id] = value
        if not told:
            return
        before = self._states.of(device.id)
        if any(before.get(name) != value for name, value in told.items()):
            try:
                self._states.update(device.id, told)
            except DeviceError as error:
                self._complain(topic, str(error))
                return
        self._news.tell(device.id, set() if kept else set(told))

    def _value(self, binding: Binding, topic: str, payload: Payload) -> PropertyValue | None:
        """What a message tells of a property; None for nothing, or for what makes no sense."""
        if binding.reading is None:
            return None
        try:
            value = binding.reading.read(payload)
        except NONSENSE as error:
            self._complain(topic, str(error))
            return None
        if binding.property.kind == "number" and number(value) is None:
            return None
        return value[:_LONGEST_TEXT] if isinstance(value, str) else value

    def _complain(self, topic: str, what: str) -> None:
        if topic not in self._complained and len(self._complained) < 1000:
            self._complained.add(topic)
            log.warning("MQTT topic %s tells what cannot be read: %s", topic, what)


def open_driver(settings: Settings, devices: Sequence[Device]) -> MqttDriver:
    """The driver of a broker; nothing is connected yet. Raises DeviceError for settings that cannot be."""
    settings.check()
    return MqttDriver(settings, devices)


def _told_by(one: Binding) -> str:
    """The property whose news show that a binding was set; empty where nothing does."""
    return one.property.id if one.reading is not None else one.told_by


def _is_so(one: Binding, value: PropertyValue, state: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    if one.confirmed is not None:
        return one.confirmed(value, state, before)
    return is_near(value, state.get(one.property.id), one.tolerance)


def _is_assumed(one: Binding) -> bool:
    """Whether a device never tells what was set, so that what it was told last is all that is known."""
    return one.reading is None and not one.told_by and one.property.kind != "command"
