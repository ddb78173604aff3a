"""`/api/home`: areas, devices with their state and what can be said to them, and people."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from ogam.core import Device
from ogam.devices import Argument, Control, controls, first_name, say_value
from ogam.home.model import DOMAINS
from ogam.hub import states_of
from ogam.hub.phones import PhoneDriver
from ogam.server.api.running import Kept, Running
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context, Server

router = APIRouter(prefix="/api", tags=["home"])


class AreaShown(BaseModel):
    id: str
    name: str
    aliases: list[str]
    floor: str | None


class ArgumentShown(BaseModel):
    """least, most: of a number, in `unit`; choices: of a text, empty for any.

    label, labels: what it and each of its choices are called in the home's language, where the device's driver says.
    """

    name: str
    kind: Literal["number", "text", "switch"]
    least: float | None
    most: float | None
    unit: str
    choices: list[str]
    required: bool
    label: str = ""
    labels: list[str] = []


class ControlShown(BaseModel):
    """What a device can be told by touch."""

    verb: str
    arguments: list[ArgumentShown]


class DeviceShown(BaseModel):
    """state: as far as its driver knows it; examples: sentences that mean this device, in the home's language."""

    id: str
    name: str
    aliases: list[str]
    domain: str
    device_class: str | None
    area: str | None
    driver: str
    state: dict[str, Any]
    actions: list[ControlShown]
    examples: list[str]


class PersonShown(BaseModel):
    name: str
    aliases: list[str]
    role: str
    room: str | None


class HomeShown(BaseModel):
    """editable: whether there is a home file to change devices in; drivers, domains: what a new one may be;
    stops: whether something moves that `POST /api/stop` stops."""

    language: str
    languages: list[str]
    areas: list[AreaShown]
    devices: list[DeviceShown]
    people: list[PersonShown]
    editable: bool
    drivers: list[str]
    domains: list[str]
    stops: bool


@router.get("/home")
async def read_home(server: Context, kept: Kept, _: Annotated[Caller, Depends(signed_in("devices"))]) -> HomeShown:
    """The home: its areas, devices and people."""
    return await shown_home(server, kept)


async def shown_home(server: Server, kept: Running) -> HomeShown:
    """The home as it is now."""
    home, states, examples = server.house.hub.home, states_of(server.house.hub), await kept.examples()
    return HomeShown(
        language=home.language,
        languages=list(home.languages or (home.language,)),
        areas=[AreaShown(id=a.name, name=a.name, aliases=list(a.aliases), floor=a.floor) for a in home.areas],
        devices=[
            _device(device, states.get(device.id, {}), examples.get(device.id, ()), home.language)
            for device in home.devices
        ],
        people=[PersonShown(name=p.name, aliases=list(p.aliases), role=p.role, room=p.room) for p in home.people],
        editable=server.home_path is not None,
        stops=server.house.hub.stops,
        drivers=[name for name in server.house.hub.drivers if name != PhoneDriver.name],
        domains=sorted(DOMAINS),
    )


def _device(device: Device, state: dict[str, Any], examples: tuple[str, ...], language: str) -> DeviceShown:
    return DeviceShown(
        id=device.id,
        name=device.name,
        aliases=list(device.aliases),
        domain=device.domain,
        device_class=device.device_class,
        area=device.area,
        driver=device.driver,
        state=state,
        actions=[_control(device, control, language) for control in controls(device)],
        examples=list(examples),
    )


def _control(device: Device, control: Control, language: str) -> ControlShown:
    return ControlShown(verb=control.verb, arguments=[_argument(device, one, language) for one in control.arguments])


def _argument(device: Device, one: Argument, language: str) -> ArgumentShown:
    described = device.property(one.name)
    return ArgumentShown(
        name=one.name,
        kind=one.kind,
        least=one.least,
        most=one.most,
        unit=one.unit,
        choices=list(one.choices),
        required=one.required,
        label="" if described is None else first_name(described.names, language),
        labels=[] if described is None else [say_value(described, choice, language) for choice in one.choices],
    )
