"""Home Assistant as a driver: its entities are devices, its services set their properties, its events tell of them."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ogam.core import Action, ActionResult, Asker, Device, DeviceError, DeviceEvent, PropertyValue
from ogam.devices.homeassistant import protocol
from ogam.devices.homeassistant.bindings import Call, Entity
from ogam.devices.homeassistant.calls import calls_of, is_for_list, with_code
from ogam.devices.homeassistant.describing import DRIVER, call_for, describe, state_of
from ogam.devices.homeassistant.errors import jammed, not_there, not_told, only_some_done, unavailable
from ogam.devices.homeassistant.importing import devices_of
from ogam.devices.homeassistant.link import OPENING, Link
from ogam.devices.homeassistant.mirror import Mirror
from ogam.devices.homeassistant.protocol import Message
from ogam.devices.homeassistant.registry import Registry, is_of_interest, read_registry
from ogam.devices.homeassistant.settings import Settings, socket_address
from ogam.devices.keeping import States
from ogam.devices.properties import asked_of, say_value, settings_of
from ogam.devices.states import say_settings, say_state, say_weather

log = logging.getLogger(__name__)

COMMAND_EVENT = "ogam_command"
"""The event that says in Home Assistant who asked for what: {person, area, sentence, entity_id}."""
_FIRST = ("power", "mode", "preset", "state")
"""Properties that are set before others: what is off or in another mode may not take a temperature."""


class HomeAssistantDriver:
    """One Home Assistant. Nothing is connected before it is told, asked or listened to; `close` ends it.

    secret: gives the secret that a reference stands for, and says where that was written.
    """

    def __init__(self, settings: Settings, devices: Sequence[Device], secret: Any) -> None:
        self._settings = settings
        self._secret = secret
        self._devices = {device.address or device.id: device.id for device in devices}
        self._states = States()
        self._mirror = Mirror()
        self._address = socket_address(settings.url)
        token = partial(secret, settings.token, "homeassistant: token")
        self._link = Link(self._address, token, self._greet, self._told, self._up)
        self._people: dict[str, Link] = {}
        self._said = set[str]()

    async def discover(self) -> list[Device]:
        """All entities that can be told or asked something, by the names and areas of Home Assistant."""
        return devices_of(await self.registry())

    async def registry(self) -> Registry:
        """What Home Assistant has: floors, areas, devices, entities and their states. Raises DeviceError."""
        await self._link.open()
        return await read_registry(self._link, self._mirror.entities())

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Tell or ask a device something; see `act_for`."""
        return await self.act_for(device, action, Asker())

    async def act_for(self, device: Device, action: Action, asker: Asker) -> ActionResult:
        """Tell or ask a device something, as the user of whoever asked, where there is a token of that person.

        Raises DeviceError for what was not done; DeviceSilent where nobody knows. A call is never made twice.
        """
        await self._link.open()
        entity = self._entity(device)
        known = replace(device, properties=tuple(one.property for one in describe(entity)))
        if action.verb.startswith("get_"):
            return _answer(known, entity, action)
        if is_for_list(known, action):
            settings: dict[str, PropertyValue] = {}
            await self._call_all(known, calls_of(known, entity, action), asker)
        else:
            settings = settings_of(known, _absolute(entity, action))
            await self._set_all(known, settings, asker)
        if device.domain == "lock" and self._state(known).get("state") == "jammed":
            raise jammed(device.name)
        kept = {name: value for name, value in settings.items() if _is_kept(known, name)}
        return ActionResult(device.id, True, {**self._state(known), **kept})

    async def events(self) -> AsyncIterator[DeviceEvent]:
        """Every change from now on; connects, and connects again. Also of the link itself, as the device
        `homeassistant`: {"link": "up" or "down", "registry": how often its devices or areas have changed}."""
        self._link.keep()
        async for event in self._states.events():
            yield event

    def states(self) -> dict[str, dict[str, Any]]:
        """A copy of what is known of all devices, by id."""
        return self._states.all()

    async def close(self) -> None:
        for link in (self._link, *self._people.values()):
            await link.close()

    async def _set_all(self, device: Device, settings: Mapping[str, PropertyValue], asker: Asker) -> None:
        """One property after the other. Where one fails the rest is left, and what was done is told."""
        done: dict[str, PropertyValue] = {}
        for name in sorted(settings, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST)):
            call = call_for(self._entity(device), name, settings[name])
            try:
                await self._call_all(device, [call] if call is not None else [], asker)
            except DeviceError as error:
                if not done:
                    raise
                said = {language: say_settings(device, done, language) for language in ("en", "ko")}
                raise only_some_done(said, error) from error
            done[name] = settings[name]

    async def _call_all(self, device: Device, calls: Sequence[Call], asker: Asker) -> None:
        entity = self._entity(device)
        link = await self._link_of(asker)
        for call in calls:
            complete = with_code(call, entity, device, self._settings.codes, self._secret)
            await self._announce(entity, asker)
            message = protocol.call_service(complete.domain, complete.service, complete.data, entity.id)
            await link.request(message, device.name)

    async def _link_of(self, asker: Asker) -> Link:
        """The connection of the user of whoever asks; Ogam's own where that person has none.

        A person's token that is not good is an error: Ogam's own user may be allowed more.
        """
        reference = self._settings.tokens.get(asker.person or "")
        if reference is None:
            return self._link
        person = str(asker.person)
        if person not in self._people:
            where = f"homeassistant: tokens: {person}"
            self._people[person] = Link(self._address, partial(self._secret, reference, where))
        await self._people[person].open()
        return self._people[person]

    async def _announce(self, entity: Entity, asker: Asker) -> None:
        """Say in Home Assistant who asks. Where its user may not, that is logged once, and the call is made anyway."""
        if not self._settings.events or asker == Asker():
            return
        data = {"person": asker.person, "area": asker.area, "sentence": asker.sentence, "entity_id": entity.id}
        try:
            await self._link.request(protocol.fire_event(COMMAND_EVENT, data), seconds=1.0)
        except DeviceError as error:
            self._say_once(f"Home Assistant is not told who asks (its user must be an administrator): {error}")

    def _entity(self, device: Device) -> Entity:
        address = device.address or device.id
        self._devices.setdefault(address, device.id)
        entity = self._mirror.entity(address)
        if entity is None:
            raise not_there(device.name)
        if not entity.is_available:
            raise unavailable(device.name)
        return entity

    def _state(self, device: Device) -> dict[str, Any]:
        entity = self._mirror.entity(device.address or device.id)
        return {} if entity is None else state_of(entity)

    async def _greet(self, link: Link) -> None:
        """Subscribe first, then ask for all states: nothing that changes in between is missed."""
        config = await link.request({"type": "get_config"}, seconds=OPENING)
        units = config.get("unit_system") if isinstance(config, dict) else None
        if isinstance(units, dict) and units.get("temperature") in ("°C", "°F"):
            self._mirror.temperature_unit = str(units["temperature"])
        for kind in ("state_changed", *protocol.REGISTRY_EVENTS):
            try:
                await link.request(protocol.subscribe_events(kind), seconds=OPENING)
            except DeviceError as error:
                if kind == "state_changed":
                    raise
                self._say_once(f"Home Assistant does not tell when its areas or devices change: {error}")
        self._mirror.replace(await link.request({"type": "get_states"}, seconds=OPENING))
        for entity in self._mirror.entities():
            self._pass_on(entity)

    def _told(self, event: Message) -> None:
        kind, data = event.get("event_type"), event.get("data")
        if not isinstance(data, dict):
            return
        if kind == "state_changed":
            identifier = str(data.get("entity_id", ""))
            entity = self._mirror.change(identifier, data.get("new_state"))
            if entity is not None:
                self._pass_on(entity)
            elif data.get("new_state") is None and identifier in self._devices:
                self._states.update(self._devices[identifier], {"state": "unreachable"}, whole=True)
        elif kind in protocol.REGISTRY_EVENTS and is_of_interest(str(kind), data):
            changes = int(self._states.of(DRIVER).get("registry", 0)) + 1
            self._states.update(DRIVER, {"registry": changes})
            self._say_once(
                "Home Assistant's devices or areas have changed. See how: ogam home import homeassistant --sync"
            )

    def _pass_on(self, entity: Entity) -> None:
        """Tell what has become of a device of the home; a state that is none is said and left out."""
        device = self._devices.get(entity.id)
        if device is None:
            return
        state = state_of(entity)
        if state != self._states.of(device):
            self._states.update(device, state, whole=True)

    def _up(self, error: DeviceError | None) -> None:
        if error is not None:
            log.warning("%s", error)
        elif self._states.of(DRIVER).get("link") == "down":
            log.warning("Home Assistant is there again.")
        self._states.update(DRIVER, {"link": "up" if error is None else "down"})

    def _say_once(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            log.warning("%s", text)


def _answer(device: Device, entity: Entity, action: Action) -> ActionResult:
    state = state_of(entity)
    if action.verb == "get_weather" and entity.domain == "weather" and {"state", "temperature"} <= state.keys():
        told = {**state, "temperature_unit": entity.word("temperature_unit") or "°C"}
        return ActionResult(device.id, True, told, answer=say_weather(told))
    if action.verb in ("get_state", "get_weather"):
        return ActionResult(device.id, True, state, answer=say_state(device, state))
    asked = asked_of(device, action)
    if asked.id not in state:
        raise not_told(device.name)
    return ActionResult(device.id, True, state, answer=say_value(asked, state[asked.id]))


def _absolute(entity: Entity, action: Action) -> Action:
    """Louder and quieter as a volume, where the volume is known."""
    level = entity.number("volume_level")
    step = action.arguments.get("volume_step")
    change = {"up": 10, "down": -10}.get(step) if isinstance(step, str) else step
    if action.verb != "change_volume" or level is None or not isinstance(change, int | float):
        return action
    return Action("set_volume", {"volume_level": min(100, max(0, round(level * 100 + change)))})


def _is_kept(device: Device, name: str) -> bool:
    one = device.property(name)
    return one is not None and one.kind != "command" and one.readable
