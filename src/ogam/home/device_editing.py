"""Changing the devices of a home file, and nothing else in it: comments, order and layout stay as they are.

The text is changed where the device stands, and then read again: what comes out must be the same home but for that
device, or nothing is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ogam.core import Device, HomeError
from ogam.home import nodes
from ogam.home.model import Home
from ogam.home.nodes import Problems
from ogam.home.parsing import parse_home
from ogam.home.yaml_editing import (
    appended,
    flow,
    with_entry,
    without_item,
)

_SECTIONS = ("devices", "scenes", "scripts")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a device is to be from now on; what is None stays. area: "" for none."""

    name: str | None = None
    aliases: Sequence[str] | None = None
    area: str | None = None


def with_devices(text: str, devices: Sequence[Device], path: str = "home.yaml") -> tuple[str, Home]:
    """The file's text with more devices at the end of `devices`, and the home that it describes then.

    One without an id gets one. Raises HomeError with all that is wrong: a name that is taken, an area that is not
    there, a kind that is not known.
    """
    before = parse_home(text, path)
    for device in devices:
        text = appended(text, _top(text, path).get("devices"), "devices", flow(_entry(device)), path)
    place = len(before.devices) - sum(len(section) for section in _items(text, path)[1:])
    ids: list[str | None] = [device.id for device in before.devices]
    text, after = _with_ids(text, [*ids[:place], *[device.id or None for device in devices], *ids[place:]], path)
    _check(before, after, [one for one in after.devices if one in before.devices] == list(before.devices), path)
    return text, after


def with_changes(text: str, device: str, changes: Changes, path: str = "home.yaml") -> tuple[str, Home]:
    """The file's text with one device changed, and the home that it describes then.

    Every device keeps its id, by which rules and the log know it. Raises HomeError where that cannot be done, or the
    home would be wrong, and why.
    """
    before = parse_home(text, path)
    old = _known(before, device)
    place = before.devices.index(old)
    aliases = None if changes.aliases is None else list(changes.aliases)
    for name, value in (("name", changes.name), ("aliases", aliases), ("area", changes.area)):
        if value is not None:
            text = with_entry(text, _item(text, place, path), name, value)
    text, after = _with_ids(text, [one.id for one in before.devices], path)
    as_before = [
        replace(one, name=old.name, aliases=old.aliases, area=old.area) if one.id == device else one
        for one in after.devices
    ]
    _check(before, after, as_before == list(before.devices), path)
    return text, after


def without_device(text: str, device: str, path: str = "home.yaml") -> tuple[str, Home]:
    """The file's text without one device, and the home that it describes then. Raises HomeError as `with_changes`."""
    before = parse_home(text, path)
    old = _known(before, device)
    text = without_item(text, *_place(text, before.devices.index(old), path))
    rest = [one for one in before.devices if one != old]
    text, after = _with_ids(text, [one.id for one in rest], path)
    _check(before, after, list(after.devices) == rest, path)
    return text, after


def _with_ids(text: str, ids: Sequence[str | None], path: str) -> tuple[str, Home]:
    """The text in which each device has the id that is wanted: written down where it was made of names, and those have
    changed. None for any."""
    home = parse_home(text, path)
    for place, wanted in enumerate(ids):
        if wanted is not None and place < len(home.devices) and home.devices[place].id != wanted:
            text = with_entry(text, _item(text, place, path), "id", wanted)
            home = parse_home(text, path)
    return text, home


def _entry(device: Device) -> dict[str, object]:
    """A device as the home file has it."""
    entry: dict[str, object] = {"name": device.name, "domain": device.domain}
    if device.area:
        entry["area"] = device.area
    if device.device_class:
        entry["device_class"] = device.device_class
    if device.aliases:
        entry["aliases"] = list(device.aliases)
    if device.driver != "virtual":
        entry["driver"] = device.driver
    if device.address:
        entry["address"] = device.address
    if device.id:
        entry["id"] = device.id
    if device.attributes:
        entry["attributes"] = dict(device.attributes)
    return entry


def _known(home: Home, device: str) -> Device:
    found = home.device(device)
    if found is None:
        raise HomeError([f"This home has no device '{device}'."])
    return found


def _check(before: Home, after: Home, devices_are_right: bool, path: str) -> None:
    """That nothing else has become of the home."""
    sentences = [[replace(one, where="") for one in home.sentences] for home in (before, after)]
    rules = [[one.text for one in home.policies] for home in (before, after)]
    rest = [replace(home, devices=(), sentences=(), policies=()) for home in (before, after)]
    if not (devices_are_right and all(one == other for one, other in (sentences, rules, rest))):
        raise _unusual(path)


def _item(text: str, place: int, path: str) -> Node:
    section, inside = _place(text, place, path)
    item: Node = section.value[inside]
    return item


def _place(text: str, place: int, path: str) -> tuple[SequenceNode, int]:
    """The list in which a device of the home stands, and where in it: the home has its devices in the file's order."""
    top = _top(text, path)
    for name, items in zip(_SECTIONS, _items(text, path), strict=True):
        section = top.get(name)
        if isinstance(section, SequenceNode) and place < len(items):
            return section, place
        place -= len(items)
    raise _unusual(path)


def _items(text: str, path: str) -> list[list[Node]]:
    """What stands in each of the sections."""
    top = _top(text, path)
    return [nodes.items(top.get(name), name, Problems(path)) for name in _SECTIONS]


def _top(text: str, path: str) -> dict[str, Node]:
    problems = Problems(path)
    root = nodes.compose(text, problems)
    if problems.errors:
        raise HomeError(problems.sorted_errors())
    if not isinstance(root, MappingNode) or root.flow_style:
        raise HomeError([f"{path}:1: devices can only be changed in a home file with one key a line. Rewrite it so."])
    return {key.value: value for key, value in root.value if isinstance(key, ScalarNode)}


def _unusual(path: str) -> HomeError:
    return HomeError([f"{path}: this device is written in a way that cannot be changed here. Change it by hand."])
