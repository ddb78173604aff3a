"""Ids of devices that a driver found."""

from collections.abc import Iterable
from dataclasses import replace

from ogam.core import Device
from ogam.home import slug


def with_own_ids(devices: Iterable[Device]) -> list[Device]:
    """Each with an id of its own, `domain.name`: devices of one name are numbered."""
    taken: set[str] = set()
    named = []
    for device in devices:
        base = f"{device.domain}.{slug(device.name) or 'device'}"
        identifier, number = base, 2
        while identifier in taken:
            identifier, number = f"{base}_{number}", number + 1
        taken.add(identifier)
        named.append(replace(device, id=identifier))
    return named
