"""Adding floors and areas to a home file, and nothing else: comments, order and layout stay as they are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from yaml.nodes import MappingNode, ScalarNode

from ogam.core import HomeError
from ogam.home import nodes
from ogam.home.model import Area, Floor, Home
from ogam.home.names import key
from ogam.home.nodes import Problems
from ogam.home.parsing import parse_home
from ogam.home.yaml_editing import appended, flow

Place = TypeVar("Place", Floor, Area)


def with_places(text: str, floors: Sequence[Floor], areas: Sequence[Area], path: str = "home.yaml") -> tuple[str, Home]:
    """The file's text with those floors and areas that it does not have yet, and the home that it describes then.

    One is there already where anything is called by its name; an alias that is taken is left out. Raises HomeError.
    """
    before = parse_home(text, path)
    for floor in _new(floors, before.floors):
        entry = {"name": floor.name, **({"aliases": list(floor.aliases)} if floor.aliases else {})}
        text = _with_item(text, "floors", entry, path)
    on = {key(name): floor.name for floor in parse_home(text, path).floors for name in (floor.name, *floor.aliases)}
    for area in _new(areas, before.areas):
        entry = {"name": area.name, **({"aliases": list(area.aliases)} if area.aliases else {})}
        if area.floor and key(area.floor) in on:
            entry["floor"] = on[key(area.floor)]
        text = _with_item(text, "areas", entry, path)
    after = parse_home(text, path)
    kept = replace(after, floors=before.floors, areas=before.areas)
    # sentences and rules say in which line they stand
    if replace(kept, sentences=before.sentences, policies=before.policies) != before:
        raise HomeError([f"{path}: floors and areas are written in a way that cannot be changed here. Do it by hand."])
    return text, after


def _new(wanted: Sequence[Place], known: Sequence[Place]) -> list[Place]:
    taken = {key(name) for place in known for name in _called(place)}
    found: list[Place] = []
    for place in wanted:
        if key(place.name) not in taken:
            taken.add(key(place.name))
            free = tuple(alias for alias in place.aliases if key(alias) not in taken)
            taken.update(map(key, free))
            found.append(replace(place, aliases=free))
    return found


def _called(place: Floor | Area) -> tuple[str, ...]:
    return (place.name, *place.aliases)


def _with_item(text: str, section: str, entry: object, path: str) -> str:
    problems = Problems(path)
    root = nodes.compose(text, problems)
    if problems.errors:
        raise HomeError(problems.sorted_errors())
    if not isinstance(root, MappingNode) or root.flow_style:
        raise HomeError([f"{path}:1: a home file can only be changed with one key a line. Rewrite it so."])
    found = next((value for name, value in root.value if isinstance(name, ScalarNode) and name.value == section), None)
    return appended(text, found, section, flow(entry), path)
