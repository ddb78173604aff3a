"""What drivers have told of their devices, kept in a file a driver: a home can be spoken to while a cloud is away.

The home file says what a device is called and where it stands; what it can do is found here, by driver and address.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ogam.core import Choice, Device, DeviceError, Property
from ogam.devices.robots import with_robots
from ogam.home import Home

FOLDER = "devices"


def remember(folder: Path, driver: str, devices: Iterable[Device]) -> None:
    """Keep what a driver has told of its devices, in place of what it told before."""
    path = _path(folder, driver)
    path.parent.mkdir(parents=True, exist_ok=True)
    known = {device.address or device.id: _as_data(device) for device in devices}
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
    unfinished.replace(path)


def recall(folder: Path, driver: str) -> dict[str, Device]:
    """What is kept of a driver's devices, by address; empty where nothing is. Raises DeviceError if it is damaged."""
    path = _path(folder, driver)
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
        return {address: _from_data(data) for address, data in found.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        what = f"ogam devices discover {driver}"
        raise DeviceError(f"{path}: what is known of these devices cannot be read. Find them again: {what}") from error


def with_known(home: Home, folder: Path) -> Home:
    """The home, with what each of its devices can do where its driver has told that, and the home file says nothing.

    Of robots it is known without that: what they can be told is the same for all, but for the places of the home.
    """
    home = with_robots(home)
    drivers = {device.driver for device in home.devices}
    known = {driver: recall(folder, driver) for driver in drivers}
    if not any(known.values()):
        return home
    return replace(home, devices=tuple(_described(device, known[device.driver]) for device in home.devices))


def _described(device: Device, known: Mapping[str, Device]) -> Device:
    found = known.get(device.address or device.id)
    if found is None or device.properties:
        return device
    return replace(device, properties=found.properties, attributes={**found.attributes, **device.attributes})


def _path(folder: Path, driver: str) -> Path:
    return folder / FOLDER / f"{driver}.json"


def _as_data(device: Device) -> dict[str, Any]:
    data = asdict(replace(device, attributes={}, properties=()))
    return {**data, "attributes": dict(device.attributes), "properties": [asdict(one) for one in device.properties]}


def _from_data(data: Mapping[str, Any]) -> Device:
    properties = tuple(_property(one) for one in data["properties"])
    return Device(**{**data, "aliases": tuple(data["aliases"]), "properties": properties})


def _property(data: Mapping[str, Any]) -> Property:
    choices = {name: tuple(_choice(one) for one in data[name]) for name in ("choices", "others")}
    return Property(**{**data, **choices, "names": _names(data["names"])})


def _choice(data: Mapping[str, Any]) -> Choice:
    return Choice(**{**data, "names": _names(data["names"])})


def _names(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(names) for language, names in data.items()}
