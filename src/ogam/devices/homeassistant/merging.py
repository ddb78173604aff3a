"""Home Assistant's floors, areas and devices into a home file that is there: what the owner wrote stays.

With what was imported last time, it can be told who changed something: what was changed in Home Assistant since then
is taken over; what the owner has written differently stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ogam.core import Device
from ogam.devices.homeassistant.describing import DRIVER
from ogam.devices.homeassistant.importing import Chosen
from ogam.home import Area, Floor, Home, key
from ogam.home.checks import ambiguous
from ogam.home.device_editing import Changes, with_changes, with_devices, without_device
from ogam.home.place_editing import with_places


@dataclass(frozen=True, slots=True)
class Merged:
    """The file's new text and home; what was added, changed and taken out, by name; what was left out, with reasons."""

    text: str
    home: Home
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = field(default=())


def merge(
    text: str,
    places: tuple[Sequence[Floor], Sequence[Area]],
    chosen: Chosen,
    known: Iterable[str],
    before: Mapping[str, Device],
    sync: bool = False,
    path: str = "home.yaml",
) -> Merged:
    """The home file with what Home Assistant has more.

    known: all of Home Assistant's entities. before: what was imported last time, by address. sync: also take over what
    has changed there since then, and take out what is no more. Raises HomeError.
    """
    text, home = with_places(text, *places, path)
    changed: list[str] = []
    removed: list[str] = []
    if sync:
        text, home, removed = _without_gone(text, home, set(known), path)
        text, home, changed = _with_changes(text, home, chosen.devices, before, path)
    new, refused = _fitting(chosen.devices, home)
    if new:
        text, home = with_devices(text, new, path)
    names = tuple(device.name for device in new)
    return Merged(text, home, names, tuple(changed), tuple(removed), (*chosen.left_out, *refused))


def _without_gone(text: str, home: Home, known: set[str], path: str) -> tuple[str, Home, list[str]]:
    gone = [one for one in home.devices if one.driver == DRIVER and _address(one) not in known]
    for device in gone:
        text, home = without_device(text, device.id, path)
    return text, home, [device.name for device in gone]


def _with_changes(
    text: str, home: Home, devices: Sequence[Device], before: Mapping[str, Device], path: str
) -> tuple[str, Home, list[str]]:
    now = {device.address: device for device in devices}
    changed = []
    for own in [one for one in home.devices if one.driver == DRIVER and _address(one) in now]:
        address = _address(own)
        changes = _changes(own, before.get(address), now[address], home)
        if changes is not None:
            text, home = with_changes(text, own.id, changes, path)
            changed.append(own.name)
    return text, home, changed


def _changes(own: Device, then: Device | None, now: Device, home: Home) -> Changes | None:
    """What has changed in Home Assistant, and not been changed by the owner; None for nothing."""
    if then is None:
        return None
    area = _area(now.area, home)
    is_free = not _clashing(replace(now, area=area), [one for one in home.devices if one.id != own.id])
    name = now.name if own.name == then.name != now.name and is_free else None
    aliases = now.aliases if own.aliases == then.aliases != now.aliases and is_free else None
    moved = own.area == _area(then.area, home) != area
    if name is None and aliases is None and not moved:
        return None
    return Changes(name=name, aliases=aliases, area=(area or "") if moved else None)


def _fitting(devices: Sequence[Device], home: Home) -> tuple[list[Device], list[tuple[str, str]]]:
    """The devices that the home does not have and whose names can be told apart; the others, with the reason."""
    taken = list(home.devices)
    there = {_address(one) for one in home.devices if one.driver == DRIVER}
    new: list[Device] = []
    refused = []
    for found in devices:
        if found.address in there:
            continue
        device = replace(found, area=_area(found.area, home), properties=(), attributes={})
        free = tuple(alias for alias in device.aliases if not _clashing(replace(device, name=alias, aliases=()), taken))
        device = replace(device, aliases=free)
        other = _clashing(replace(device, aliases=()), taken)
        if other is not None:
            refused.append((found.address, f"called the same as {other.name} ({other.address or other.id})"))
            continue
        new.append(device)
        taken.append(device)
    return new, refused


def _clashing(device: Device, others: Iterable[Device]) -> Device | None:
    """Another device that nobody could tell apart from this one."""
    names = set(map(key, (device.name, *device.aliases)))
    return next(
        (one for one in others if names & set(map(key, (one.name, *one.aliases))) and ambiguous(device, one)), None
    )


def _area(name: str | None, home: Home) -> str | None:
    """The area of the home that has this name or alias."""
    wanted = key(name or "")
    return next((one.name for one in home.areas if wanted in map(key, (one.name, *one.aliases))), None)


def _address(device: Device) -> str:
    return device.address or device.id
