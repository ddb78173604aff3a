"""Names that would be ambiguous when spoken: two areas, floors, people or devices called the same."""

from collections.abc import Sequence

from yaml.nodes import Node

from ogam.core import Device
from ogam.home.model import Area, Floor, Person
from ogam.home.names import key
from ogam.home.nodes import Problems

_ONLY_ASKED = frozenset({"sensor", "binary_sensor"})


def check_floor_names(placed: Sequence[tuple[Node, Floor]], problems: Problems) -> None:
    _check_unique("floor", [(node, floor.name, floor.aliases) for node, floor in placed], problems)


def check_area_names(placed: Sequence[tuple[Node, Area]], problems: Problems) -> None:
    _check_unique("area", [(node, area.name, area.aliases) for node, area in placed], problems)


def check_person_names(placed: Sequence[tuple[Node, Person]], problems: Problems) -> None:
    _check_unique("person", [(node, person.name, person.aliases) for node, person in placed], problems)


def check_device_names(placed: Sequence[tuple[Node, Device]], problems: Problems) -> None:
    """Two devices may share a name in two areas, or where one of them is a sensor: it is asked, never commanded."""
    seen: dict[str, list[tuple[Node, Device]]] = {}
    for node, device in placed:
        for name in _unique_names("device", node, device.name, device.aliases, problems):
            for other_node, other in seen.setdefault(key(name), []):
                if ambiguous(device, other):
                    problems.error(node, _same_device_name(name, device, other, problems.where(other_node)))
            seen[key(name)].append((node, device))


def ambiguous(one: Device, other: Device) -> bool:
    """Whether nobody could tell two devices of one name apart."""
    apart = one.area is not None and other.area is not None and one.area != other.area
    told_apart = (one.domain in _ONLY_ASKED) != (other.domain in _ONLY_ASKED)
    return not apart and not told_apart


def _same_device_name(name: str, device: Device, other: Device, where: str) -> str:
    text = f"device '{device.name}' can be called '{name}', and so can '{other.name}' ({where})"
    if device.area == other.area:
        place = f"in '{device.area}'" if device.area else "without an area"
        return f"{text}, both {place}. Rename one of them, or remove the alias."
    return f"{text}, and one of them has no area. Give both an area, or rename one."


def _check_unique(what: str, named: Sequence[tuple[Node, str, tuple[str, ...]]], problems: Problems) -> None:
    seen: dict[str, tuple[Node, str]] = {}
    for node, name, aliases in named:
        for called in _unique_names(what, node, name, aliases, problems):
            if key(called) in seen:
                other_node, other = seen[key(called)]
                where = problems.where(other_node)
                problems.error(
                    node, f"{what} '{name}' can be called '{called}', and so can '{other}' ({where}). Rename one."
                )
            else:
                seen[key(called)] = (node, name)


def _unique_names(what: str, node: Node, name: str, aliases: tuple[str, ...], problems: Problems) -> list[str]:
    """All names of one thing; an alias that says the same again is worth a note, no more."""
    unique: dict[str, str] = {}
    for called in (name, *aliases):
        if key(called) in unique:
            problems.note(node, f"{what} '{name}' has '{called}' twice among its names; once is enough.")
        unique.setdefault(key(called), called)
    return list(unique.values())
