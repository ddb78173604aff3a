"""`/api/home/devices`: devices named, added, moved and removed; the home file is changed, and counts at once."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ogam.core import Device
from ogam.home.device_editing import Changes, with_changes, with_devices, without_device
from ogam.server.api.home import HomeShown, shown_home
from ogam.server.api.home_file import change_home
from ogam.server.api.running import Kept
from ogam.server.api.shapes import InPath, Name
from ogam.server.auth import Owner
from ogam.server.context import Context, Server
from ogam.server.errors import Refused

router = APIRouter(prefix="/api/home", tags=["home"])

AreaGiven = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Aliases = Annotated[list[Name], Field(max_length=20)]
MOST = 200
"""Devices that are added at once: as many as another system may bring along."""


class NewDevice(BaseModel):
    """domain: what it is, such as "light"; area: a room of the home, "" for none; driver: "virtual" simulates it;
    address: how its driver calls it. id: "light.…", made of the name where it is empty.

    attributes: facts and first state, as in the home file.
    """

    name: Name
    domain: Name
    area: AreaGiven = ""
    aliases: Aliases = []
    device_class: Name | None = None
    driver: Name = "virtual"
    address: AreaGiven = ""
    id: Annotated[str, Field(max_length=128, pattern=r"^[a-z_]*(\.[\w]+)?$")] = ""
    attributes: dict[str, bool | int | float | str] = Field(default_factory=dict, max_length=50)


class DeviceChanged(BaseModel):
    """What is null stays. area: "" for none."""

    name: Name | None = None
    aliases: Aliases | None = None
    area: AreaGiven | None = None


@router.post("/devices", status_code=201)
async def add_devices(
    body: Annotated[list[NewDevice], Field(min_length=1, max_length=MOST)], server: Context, kept: Kept, _: Owner
) -> HomeShown:
    """Add devices, all of them or none: what another system knows, too, comes in by this."""
    drivers = server.house.hub.drivers
    for one in body:
        if one.driver not in drivers:
            known = ", ".join(drivers)
            raise Refused(422, "no-such-driver", f"There is no driver '{one.driver}' here. Drivers: {known}.")
    devices = [_device(one) for one in body]
    await change_home(server, kept, lambda text, path: with_devices(text, devices, path))
    return await shown_home(server, kept)


@router.patch("/devices/{device_id}")
async def change_device(device_id: InPath, body: DeviceChanged, server: Context, kept: Kept, _: Owner) -> HomeShown:
    """Rename a device, give it other names, or say where it stands. It keeps its id, which rules and the log name."""
    _check_known(server, device_id)
    changes = Changes(body.name, body.aliases, body.area)
    await change_home(server, kept, lambda text, path: with_changes(text, device_id, changes, path))
    return await shown_home(server, kept)


@router.delete("/devices/{device_id}")
async def remove_device(device_id: InPath, server: Context, kept: Kept, _: Owner) -> HomeShown:
    """Take a device out of the home. The log keeps what was done with it."""
    _check_known(server, device_id)
    await change_home(server, kept, lambda text, path: without_device(text, device_id, path))
    return await shown_home(server, kept)


def _check_known(server: Server, device: str) -> None:
    if server.house.hub.home.device(device) is None:
        raise Refused(404, "no-such-device", f"This home has no device '{device}'.")


def _device(new: NewDevice) -> Device:
    return Device(
        id=new.id,
        name=new.name,
        domain=new.domain,
        aliases=tuple(new.aliases),
        area=new.area or None,
        device_class=new.device_class,
        attributes=new.attributes,
        driver=new.driver,
        address=new.address,
    )
