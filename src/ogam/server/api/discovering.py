"""`/api/home/found`: what the drivers of `drivers.toml` can reach, to choose devices that the home has not got."""

import asyncio

from fastapi import APIRouter
from pydantic import BaseModel

from ogam.core import Device, Driver, OgamError
from ogam.devices import first_name
from ogam.devices.drivers import MODULES, LeavesOut
from ogam.devices.known import remember
from ogam.home import Home
from ogam.server.auth import Owner
from ogam.server.context import Context, Server
from ogam.server.settings import data_folder

router = APIRouter(prefix="/api/home", tags=["home"])

PATIENCE = 30.0
"""Seconds that a driver may take to say which devices it has."""
MOST = 500
"""Devices of one driver that are shown."""


class DeviceFound(BaseModel):
    """As `POST /api/home/devices` takes it, but for `properties`: what it can be told, in words. area: a room of the
    home, or as the other system calls it; known: whether the home has it."""

    name: str
    domain: str
    area: str
    device_class: str | None
    driver: str
    address: str
    aliases: list[str]
    properties: list[str]
    known: bool


class DriverFound(BaseModel):
    """error: why it could not say; left_out: what it found and cannot use, a line each."""

    driver: str
    devices: list[DeviceFound]
    left_out: list[str]
    error: str


class Found(BaseModel):
    """drivers: of those that `drivers.toml` names; others: that could be named there."""

    drivers: list[DriverFound]
    others: list[str]


@router.post("/found")
async def find(server: Context, _: Owner) -> Found:
    """Ask every driver which devices there are, and remember what each can be told. It may take half a minute."""
    own = {name: driver for name, driver in server.house.hub.drivers.items() if name in MODULES}
    found = await asyncio.gather(*(_ask(name, driver, server) for name, driver in own.items()))
    return Found(drivers=list(found), others=sorted(set(MODULES) - set(own)))


async def _ask(name: str, driver: Driver, server: Server) -> DriverFound:
    try:
        async with asyncio.timeout(PATIENCE):
            devices = await driver.discover()
        await asyncio.to_thread(remember, data_folder(), name, devices)
    except TimeoutError:
        return DriverFound(
            driver=name, devices=[], left_out=[], error=f"{name} did not answer in {PATIENCE:g} seconds."
        )
    except OgamError as error:
        return DriverFound(driver=name, devices=[], left_out=[], error=str(error))
    left_out = list(driver.left_out) if isinstance(driver, LeavesOut) else []
    home = server.house.hub.home
    return DriverFound(
        driver=name, devices=[_shown(one, name, home) for one in devices[:MOST]], left_out=left_out, error=""
    )


def _shown(device: Device, driver: str, home: Home) -> DeviceFound:
    address = device.address or device.id
    names = [first_name(one.names, home.language) or one.id for one in device.properties]
    known = {(one.driver, one.address or one.id) for one in home.devices}
    return DeviceFound(
        name=device.name,
        domain=device.domain,
        area=device.area or "",
        device_class=device.device_class,
        driver=driver,
        address=address,
        aliases=list(device.aliases),
        properties=names,
        known=(driver, address) in known,
    )
