"""home.yaml → `Home`, with every problem of the file said at once, each with its line."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from ogam.core import Device, HomeError
from ogam.home import cameras, nodes, permissions
from ogam.home.checks import check_area_names, check_device_names, check_floor_names, check_person_names
from ogam.home.model import DOMAINS, LANGUAGES, Area, Floor, Home, Language, Person, Role, Sentence
from ogam.home.names import TEMPLATE_CHARACTERS, key, slug, spoken, suggestion
from ogam.home.nodes import Problems
from ogam.home.places import area_places, places
from ogam.home.properties import properties
from ogam.home.routines import routines
from ogam.home.seeing import Camera

KEYS = (
    "language",
    "languages",
    "floors",
    "areas",
    "places",
    "devices",
    "scenes",
    "scripts",
    "cameras",
    "gestures",
    "roles",
    "people",
    "permissions",
    "policies",
    "routines",
    "sentences",
    "intents",
    "lists",
    "expansion_rules",
)
_DEVICE_KEYS = (
    "name",
    "aliases",
    "domain",
    "area",
    "device_class",
    "id",
    "capabilities",
    "attributes",
    "state",
    "driver",
    "seen",
    "address",
    "properties",
    "stops",
)


def parse_home(text: str, path: str = "home.yaml") -> Home:
    """The home that a file's text describes. `HomeError` with all of its problems if it is wrong."""
    home, problems = read_home(text, path)
    if problems.errors:
        raise HomeError(problems.sorted_errors())
    return home


def load_home(path: Path | str) -> Home:
    """The home that a file describes. `HomeError` if the file cannot be read or is wrong."""
    return parse_home(read_text(path), str(path))


def read_text(path: Path | str) -> str:
    """A home file's text; `HomeError` if there is none, or it is not UTF-8."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise HomeError([f"{path}: there is no such file. Write one with: ogam home init {path}"]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise HomeError([f"{path}:{line}: the file is not UTF-8 text. Save it as UTF-8 and try again."]) from None
    except OSError as error:
        raise HomeError([f"{path}: the file cannot be read: {error.strerror or error}."]) from None


def read_home(text: str, path: str = "home.yaml") -> tuple[Home, Problems]:
    """The home as far as it can be read, with what is wrong and what is worth knowing."""
    problems = Problems(path)
    root = nodes.compose(text, problems)
    if root is None:
        if not problems.errors:
            problems.errors.append(f"{path}:1: the file is empty. Write an example with: ogam home init")
        return Home(), problems
    top = nodes.entries(root, "a home", KEYS, problems)
    floors = _floors(top.get("floors"), problems)
    areas = _areas(top.get("areas"), floors, problems)
    languages = _languages(top.get("languages"), problems)
    roles = permissions.roles(top.get("roles"), problems)
    placed, watched = _devices(top, areas, problems)
    people = _people(top.get("people"), areas, roles, problems)
    ids = [device.id for _, device in placed]
    home = Home(
        language=_language(top["language"], problems) if "language" in top else (*languages, "en")[0],
        languages=languages,
        floors=floors,
        areas=areas,
        places=places(top.get("places"), area_places(top.get("areas"), areas, problems), areas, problems),
        devices=tuple(device for _, device in placed),
        cameras=watched,
        gestures=cameras.gestures(top.get("gestures"), watched, areas, problems),
        seen=cameras.seen_devices(placed, watched, problems),
        people=people,
        permissions=permissions.switch(top.get("permissions"), problems),
        roles=roles,
        policies=permissions.policies(top.get("policies"), problems),
        routines=tuple(routines(top.get("routines"), people, roles, areas, ids, problems)),
        sentences=tuple(_sentences(top.get("sentences"), problems)),
        intents=nodes.plain_mapping(top.get("intents"), "intents", problems),
        lists=nodes.plain_mapping(top.get("lists"), "lists", problems),
        expansion_rules=nodes.plain_mapping(top.get("expansion_rules"), "expansion_rules", problems),
    )
    return home, problems


def _language(node: Node | None, problems: Problems) -> Language:
    return _known_language(node, nodes.text(node, "language", problems), problems) or "en"


def _languages(node: Node | None, problems: Problems) -> tuple[Language, ...]:
    named = nodes.texts(node, "languages", problems)
    known = [_known_language(place, said, problems) for place, said in named]
    return tuple(dict.fromkeys(language for language in known if language))


def _known_language(node: Node | None, said: str, problems: Problems) -> Language | None:
    for language in LANGUAGES:
        if said.lower() == language:
            return language
    if node is not None:
        known = ", ".join(LANGUAGES)
        problems.error(node, f"language '{said}' is not one that Ogam understands. Languages: {known}.")
    return None


def _floors(node: Node | None, problems: Problems) -> tuple[Floor, ...]:
    placed = []
    for item in nodes.items(node, "floors", problems):
        found = _named(item, "a floor", ("name", "aliases"), problems)
        name, aliases = _names(item, found, "floor", problems)
        if name:
            placed.append((item, Floor(name, aliases)))
    check_floor_names(placed, problems)
    return tuple(floor for _, floor in placed)


def _areas(node: Node | None, floors: tuple[Floor, ...], problems: Problems) -> tuple[Area, ...]:
    placed = []
    for item in nodes.items(node, "areas", problems):
        found = _named(item, "an area", ("name", "aliases", "floor", "position"), problems)
        name, aliases = _names(item, found, "area", problems)
        floor = _reference(found.get("floor"), f"area '{name}' is on floor", "Floors", floors, problems)
        if name:
            placed.append((item, Area(name, aliases, floor)))
    check_area_names(placed, problems)
    return tuple(area for _, area in placed)


def _people(
    node: Node | None, areas: tuple[Area, ...], roles: tuple[Role, ...], problems: Problems
) -> tuple[Person, ...]:
    placed = []
    for item in nodes.items(node, "people", problems):
        found = _named(item, "a person", ("name", "aliases", "role", "room"), problems)
        name, aliases = _names(item, found, "person", problems)
        role = permissions.role_of(found.get("role"), name, roles, problems)
        room = _reference(found.get("room"), f"person '{name}' has room", "Areas", areas, problems)
        if name:
            placed.append((item, Person(name, aliases, role, room)))
    check_person_names(placed, problems)
    return tuple(person for _, person in placed)


def _devices(
    top: dict[str, Node], areas: tuple[Area, ...], problems: Problems
) -> tuple[list[tuple[Node, Device]], tuple[Camera, ...]]:
    """The devices, each with its place in the file; the cameras, which are the last of them."""
    placed: list[tuple[Node, Device]] = []
    taken: set[str] = set()
    for section, domain in (("devices", ""), ("scenes", "scene"), ("scripts", "script")):
        for item in nodes.items(top.get(section), section, problems):
            device = _device(item, domain, areas, taken, problems)
            if device is not None:
                placed.append((item, device))
                taken.add(device.id)
    watched = []
    for item in nodes.items(top.get("cameras"), "cameras", problems):
        camera = _camera(item, areas, taken, problems)
        if camera is not None:
            watched.append(camera)
            placed.append((item, cameras.as_device(camera)))
            taken.add(camera.id)
    check_device_names(placed, problems)
    return placed, tuple(watched)


def _camera(node: Node, areas: tuple[Area, ...], taken: set[str], problems: Problems) -> Camera | None:
    found = _named(node, "a camera", cameras.KEYS, problems, short=False)
    name, aliases = _names(node, found, "camera", problems)
    area = _reference(found.get("area"), f"camera '{name}' is in area", "Areas", areas, problems)
    camera = cameras.camera(node, found, name, problems)
    if camera is None:
        return None
    return replace(camera, id=_free_id("camera", name, area, taken), aliases=aliases, area=area)


def _device(node: Node, domain: str, areas: tuple[Area, ...], taken: set[str], problems: Problems) -> Device | None:
    found = _named(node, f"a {domain or 'device'}", _DEVICE_KEYS, problems, short=bool(domain))
    name, aliases = _names(node, found, domain or "device", problems)
    domain = _domain(found.get("domain"), node, name, domain, problems)
    area = _reference(found.get("area"), f"device '{name}' is in area", "Areas", areas, problems)
    given_id = nodes.text(found.get("id"), "id", problems)
    if given_id and not given_id.startswith(f"{domain}."):
        problems.error(found["id"], f"id '{given_id}' of device '{name}' must begin with its domain: {domain}.…")
    if given_id in taken:
        problems.error(found["id"], f"id '{given_id}' of device '{name}' is taken by another device. Choose another.")
    if not name or not domain:
        return None
    return Device(
        id=given_id or _free_id(domain, name, area, taken),
        name=name,
        domain=domain,
        aliases=aliases,
        area=area,
        device_class=nodes.text(found.get("device_class"), "device_class", problems) or None,
        attributes=_attributes(found, domain, name, problems),
        driver=nodes.text(found.get("driver"), "driver", problems) or "virtual",
        address=nodes.text(found.get("address"), "address", problems),
        properties=properties(found.get("properties"), name, problems),
    )


def _domain(node: Node | None, device: Node, name: str, section: str, problems: Problems) -> str:
    said = nodes.text(node, "domain", problems) or section
    if said in DOMAINS:
        return said
    domains = ", ".join(sorted(DOMAINS))
    if said:
        text = f"device '{name}' has domain '{said}', which Ogam does not know.{suggestion(said, DOMAINS)}"
        problems.error(node or device, f"{text} Domains: {domains}.")
    elif name:
        problems.error(
            device, f"device '{name}' has no domain. Say what it is, as in `domain: light`. Domains: {domains}."
        )
    return ""


def _attributes(found: dict[str, Node], domain: str, name: str, problems: Problems) -> dict[str, Any]:
    """Facts and initial state in one mapping: `capabilities: [color]` of a light is `light_supports_color: true`."""
    what = f"device '{name}'"
    attributes = nodes.plain_mapping(found.get("attributes"), f"attributes of {what}", problems)
    for _, capability in nodes.texts(found.get("capabilities"), f"capabilities of {what}", problems):
        attributes[f"{domain}_supports_{slug(capability)}"] = True
    if "stops" in found:
        attributes["stops"] = nodes.flag(found["stops"], f"stops of {what}", problems)
    state = found.get("state")
    if isinstance(state, MappingNode):
        return attributes | nodes.plain_mapping(state, f"state of {what}", problems)
    if state is None:
        return attributes
    return attributes | {"state": nodes.plain(state, f"state of {what}", problems)}


def _sentences(node: Node | None, problems: Problems) -> Iterator[Sentence]:
    for item in nodes.items(node, "sentences", problems):
        found = nodes.entries(item, "a sentence", ("say", "do", "reply"), problems)
        say = tuple(template for _, template in nodes.texts(found.get("say"), "say", problems) if template)
        do = nodes.entries(found["do"], "do", ("intent", "slots"), problems) if "do" in found else {}
        intent = nodes.text(do.get("intent"), "intent", problems)
        slots = nodes.plain_mapping(do.get("slots"), "slots", problems)
        if not say:
            problems.error(item, "a sentence says nothing. Write what can be said, as in `say: [movie time]`.")
        if not intent:
            problems.error(item, "a sentence does nothing. Write what it does, as in `do: {intent: HassTurnOn}`.")
        for name, value in slots.items():
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                problems.error(do["slots"], f"slot '{name}' must be a word or a number.")
        if say and intent:
            reply = nodes.text(found.get("reply"), "reply", problems)
            yield Sentence(say, intent, slots, reply, problems.where(item))


def _named(node: Node, what: str, keys: Collection[str], problems: Problems, short: bool = True) -> dict[str, Node]:
    """The entries of something with a name; where `short`, its name alone will do."""
    if short and isinstance(node, ScalarNode):
        return {"name": node}
    return nodes.entries(node, what, keys, problems)


def _names(node: Node, found: dict[str, Node], what: str, problems: Problems) -> tuple[str, tuple[str, ...]]:
    """The name and the aliases as they can be spoken; the name is empty if there is none that can."""
    written = nodes.text(found.get("name"), "name", problems)
    aliases = [
        alias
        for place, text in nodes.texts(found.get("aliases"), f"aliases of {what} '{written}'", problems)
        if (alias := _speakable(place, text, f"an alias of {what} '{written}'", problems))
    ]
    if not written:
        problems.error(
            found.get("name", node), f"a{'n' if what[0] in 'aeiou' else ''} {what} has no name. Give it one."
        )
        return "", tuple(aliases)
    place = found["name"]
    if not spoken(written) and aliases:
        problems.note(place, f"{what} '{written}' has a name that cannot be spoken; it is called '{aliases[0]}'.")
        return aliases[0], tuple(aliases[1:])
    if not spoken(written):
        problems.error(
            place, f"{what} '{written}' has a name that nobody can say. Add a spoken one: `aliases: [lamp]`."
        )
        return "", ()
    return _speakable(place, written, what, problems), tuple(aliases)


def _speakable(node: Node, written: str, what: str, problems: Problems) -> str:
    name = spoken(written)
    if TEMPLATE_CHARACTERS & set(written):
        problems.error(node, f"{what} '{written}' has brackets or '|' in its name. Write it as it is spoken.")
    elif not name:
        problems.error(node, f"{what} cannot be spoken: '{written}'. Write it in letters.")
    elif name != " ".join(written.split()):
        problems.note(node, f"{what} '{written}' is spoken '{name}'.")
    return name


def _reference(
    node: Node | None, what: str, plural: str, known: tuple[Area, ...] | tuple[Floor, ...], problems: Problems
) -> str | None:
    """The name of the area or floor that is meant by its name or one of its aliases."""
    said = nodes.text(node, what, problems)
    if node is None or not said:
        return None
    for place in known:
        if key(said) in map(key, (place.name, *place.aliases)):
            return place.name
    names = ", ".join(place.name for place in known) or "none yet"
    every_name = [name for place in known for name in (place.name, *place.aliases)]
    problems.error(node, f"{what} '{said}', which is not declared. {plural}: {names}.{suggestion(said, every_name)}")
    return None


def _free_id(domain: str, name: str, area: str | None, taken: set[str]) -> str:
    """`light.lamp`; with the area's name where that is taken, and with a number where that is taken too."""
    base = f"{domain}.{slug(name)}"
    if base in taken and area:
        base = f"{base}_{slug(area)}"
    return next(free for n in range(1, len(taken) + 2) if (free := base if n == 1 else f"{base}_{n}") not in taken)
