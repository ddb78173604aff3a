"""`places:` of the home file: where robots can be sent, on their map.

places:
  kitchen: {x: 4.2, y: 1.0, heading: 90}        # an area, or a name of its own
  sofa: {x: 1.5, y: 2.5, aliases: [couch]}

or beside the area: `areas: [{name: kitchen, position: {x: 4.2, y: 1.0}}]`.
"""

from collections.abc import Mapping, Sequence

from yaml.nodes import MappingNode, Node, ScalarNode

from ogam.home import nodes
from ogam.home.model import Area, Place
from ogam.home.names import TEMPLATE_CHARACTERS, key, spoken, suggestion
from ogam.home.nodes import Problems

_KEYS = ("x", "y", "heading", "aliases")
_POSITION = ("x", "y", "heading")


def area_places(node: Node | None, areas: Sequence[Area], problems: Problems) -> tuple[Place, ...]:
    """The areas that have a `position`. Problems with the areas themselves are told elsewhere."""
    if node is None or not hasattr(node, "value") or isinstance(node, ScalarNode):
        return ()
    found = []
    for item in node.value:
        parts = {key.value: value for key, value in item.value} if isinstance(item, MappingNode) else {}
        named = parts.get("name")
        area = next(
            (one for one in areas if named is not None and one.name == " ".join(str(named.value).split())), None
        )
        if area is not None and "position" in parts:
            what = f"position of area '{area.name}'"
            position = nodes.entries(parts["position"], what, _POSITION, problems)
            place = _place(area.name, area.aliases, position, parts["position"], what, problems)
            found += [place] if place else []
    return tuple(found)


def places(
    node: Node | None, of_areas: Sequence[Place], areas: Sequence[Area], problems: Problems
) -> tuple[Place, ...]:
    """Every place: those of areas, and those that are named."""
    if node is None or (isinstance(node, ScalarNode) and not node.value):
        return tuple(of_areas)
    if not isinstance(node, MappingNode):
        problems.error(node, "places must be written as `kitchen: {x: 4.2, y: 1.0}`, one a line.")
        return tuple(of_areas)
    taken = {key(name): f"area '{place.name}'" for place in of_areas for name in (place.name, *place.aliases)}
    found = list(of_areas)
    for named, value in node.value:
        if not isinstance(named, ScalarNode) or not spoken(named.value) or TEMPLATE_CHARACTERS & set(named.value):
            problems.error(named, "a place has a name that nobody can say. Name an area, or write it in letters.")
            continue
        place = _named(named.value, value, named, areas, problems)
        for name in (place.name, *place.aliases) if place else ():
            if key(name) in taken:
                text = f"place '{named.value}' can be called '{name}', and so can {taken[key(name)]}. Rename one."
                problems.error(named, text)
            taken[key(name)] = f"place '{named.value}'"
        found += [place] if place else []
    return tuple(found)


def _named(written: str, value: Node, node: Node, areas: Sequence[Area], problems: Problems) -> Place | None:
    name = spoken(written)
    area = next((one for one in areas if key(name) in map(key, (one.name, *one.aliases))), None)
    what = f"place '{name}'"
    parts = nodes.entries(value, what, _KEYS, problems)
    own = tuple(text for _, text in nodes.texts(parts.get("aliases"), f"aliases of {what}", problems) if text)
    if area is None and (meant := _misspelled(name, areas)):
        problems.note(node, f"place '{name}' is no area.{meant}")
    aliases = own if area is None else tuple(dict.fromkeys((*area.aliases, *own)))
    return _place(name if area is None else area.name, aliases, parts, value, what, problems)


def _misspelled(name: str, areas: Sequence[Area]) -> str:
    return suggestion(name, [called for area in areas for called in (area.name, *area.aliases)])


def _place(
    name: str, aliases: tuple[str, ...], parts: Mapping[str, Node], node: Node, what: str, problems: Problems
) -> Place | None:
    numbers = {part: nodes.number(parts.get(part), f"{part} of {what}", problems) for part in _POSITION}
    x, y = numbers["x"], numbers["y"]
    for part in ("x", "y"):
        if part not in parts and isinstance(node, MappingNode):
            problems.error(node, f"{what} has no {part}. Say where it is on the robot's map, in metres.")
    if x is None or y is None:
        return None
    return Place(name, x, y, numbers["heading"] or 0.0, aliases)
