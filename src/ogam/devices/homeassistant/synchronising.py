"""The home file and Home Assistant: what one has that the other has not, from reading to the file's new text."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ogam.core import Device, DeviceError
from ogam.devices.drivers import secret
from ogam.devices.homeassistant.driver import HomeAssistantDriver
from ogam.devices.homeassistant.importing import choose, devices_of, places_of
from ogam.devices.homeassistant.merging import Merged, merge
from ogam.devices.homeassistant.registry import Registry
from ogam.devices.homeassistant.settings import Settings
from ogam.devices.known import recall, remember

IMPORTED = "homeassistant.import"
"""The name under which it is kept what was imported last, to tell who changed something since."""
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of Home Assistant is wanted in the home file.

    sync: also what has changed there since the last import, and without what is gone. exposed: only what Home Assistant
    shows to its own voice assistants. everything: also sensors that hardly anybody asks for.
    """

    sync: bool = False
    exposed: bool = False
    everything: bool = False


async def read(settings: Settings) -> Registry:
    """What Home Assistant has. Raises DeviceError."""
    driver = HomeAssistantDriver(settings, (), secret)
    try:
        async with asyncio.timeout(_PATIENCE):
            return await driver.registry()
    except TimeoutError:
        raise DeviceError(f"Home Assistant did not say in {_PATIENCE:g} seconds what it has.") from None
    finally:
        await driver.close()


def merged(text: str, registry: Registry, before: Mapping[str, Device], wanted: Wanted, path: str) -> Merged:
    """The home file's text with what Home Assistant has. before: what was imported last. Raises HomeError."""
    chosen = choose(registry, wanted.exposed, wanted.everything)
    known = {entity.id for entity in registry.entities}
    known |= {one.id for one in registry.entries.values() if one.left_out != "disabled"}
    return merge(text, places_of(registry), chosen, known, before, wanted.sync, path)


def differences(text: str, registry: Registry, before: Mapping[str, Device], path: str) -> int:
    """How many devices are new in Home Assistant since the last import, have changed, or are gone. Raises HomeError."""
    found = merged(text, registry, before, Wanted(sync=True), path)
    new = [one for one in choose(registry).devices if one.address not in before and one.name in found.added]
    return len(new) + len(found.changed) + len(found.removed)


def imported(folder: Path) -> dict[str, Device]:
    """What was imported last, by address; empty where nothing was. Raises DeviceError."""
    return recall(folder, IMPORTED)


def keep(folder: Path, registry: Registry) -> None:
    """Remember what was imported, and what every device can be told."""
    remember(folder, "homeassistant", devices_of(registry))
    remember(folder, IMPORTED, choose(registry, everything=True).devices)
