"""What a home file says of seeing, read: `cameras`, `gestures`, and `seen` of a device."""

from collections.abc import Iterator, Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ogam.core import Device
from ogam.home import nodes
from ogam.home.model import Area
from ogam.home.names import key, spoken, suggestion
from ogam.home.nodes import Problems
from ogam.home.seeing import (
    GESTURES,
    SIGHTS,
    SNAPSHOT_REASONS,
    Camera,
    CameraZone,
    GestureCommand,
    KeptSnapshots,
    Point,
    Polygon,
    SeenDevice,
    Sight,
    middle,
)

KEYS = ("name", "aliases", "area", "address", "rate", "sees", "zones", "masks", "paused", "snapshots")
USUAL, FASTEST = 5.0, 30.0
"""Pictures a second."""
KEPT_DAYS, LONGEST_KEPT = 7.0, 90.0
"""Days for which snapshots are kept: usually, and at most."""
_SWITCH = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}


def camera(node: Node, found: dict[str, Node], name: str, problems: Problems) -> Camera | None:
    """A camera of `cameras`; None without a name or an address. found: its entries."""
    address = nodes.text(found.get("address"), f"address of camera '{name}'", problems)
    if not address:
        problems.error(
            found.get("address", node),
            f"camera '{name}' has no address. Write where it is, as in `address: rtsp://192.168.0.20/stream`.",
        )
    if "@" in address and "${" not in address.rpartition("@")[0]:
        problems.note(
            found["address"],
            f"camera '{name}' has a password in this file. Better: keep it in an environment variable, and write that "
            "in its place (docs/home.md).",
        )
    if not name or not address:
        return None
    return Camera(
        name,
        address,
        rate=_rate(found.get("rate"), name, problems),
        sees=_sees(found.get("sees"), name, problems),
        zones=tuple(_zones(found.get("zones"), name, problems)),
        masks=tuple(_masks(found.get("masks"), name, problems)),
        paused=_switch(found.get("paused"), f"paused of camera '{name}'", problems),
        snapshots=_snapshots(found.get("snapshots"), name, problems),
    )


def as_device(camera: Camera) -> Device:
    """The camera as a device of the home: it can be turned off, and asked what it sees."""
    return Device(camera.id, camera.name, "camera", camera.aliases, camera.area, driver="camera")


def gestures(
    node: Node | None, cameras: Sequence[Camera], areas: Sequence[Area], problems: Problems
) -> tuple[GestureCommand, ...]:
    """`gestures`: for each a sentence, or several with where they count."""
    if node is None or (isinstance(node, ScalarNode) and not node.value):
        return ()
    found = []
    for name, value in nodes.entries(node, "gestures", GESTURES, problems).items():
        for item in value.value if isinstance(value, SequenceNode) else [value]:
            command = _gesture(name, item, cameras, areas, problems)
            if command is not None:
                found.append(command)
    if found and not any("gestures" in camera.sees for camera in cameras):
        problems.note(node, "no camera of this home sees gestures. Give one: `sees: [people, gestures]`.")
    return tuple(found)


def seen_devices(
    placed: Sequence[tuple[Node, Device]], cameras: Sequence[Camera], problems: Problems
) -> tuple[SeenDevice, ...]:
    """Where cameras see devices: `seen: {camera: kitchen camera, at: [0.4, 0.6]}`, or a zone in the place of `at`."""
    found: list[SeenDevice] = []
    for node, device in placed:
        for name, value in node.value if isinstance(node, MappingNode) else ():
            if name.value == "seen":
                for item in value.value if isinstance(value, SequenceNode) else [value]:
                    found += _seen(item, device, cameras, problems)
    return tuple(found)


def find_camera(node: Node | None, what: str, cameras: Sequence[Camera], problems: Problems) -> Camera | None:
    """The camera that is meant by its name or one of its aliases; one that is not declared is a problem."""
    said = nodes.text(node, what, problems)
    if node is None or not said:
        return None
    for one in cameras:
        if key(said) in map(key, (one.name, *one.aliases)):
            return one
    names = [one.name for one in cameras]
    problems.error(
        node,
        f"{what} '{said}', which is not declared. Cameras: {', '.join(names) or 'none yet'}.{suggestion(said, names)}",
    )
    return None


def _rate(node: Node | None, name: str, problems: Problems) -> float:
    if node is None:
        return USUAL
    rate = _number(node, problems)
    if rate is None or not 0 < rate <= FASTEST:
        problems.error(node, f"rate of camera '{name}' is pictures a second: a number above 0, up to {FASTEST:g}.")
        return FASTEST
    return rate


def _sees(node: Node | None, name: str, problems: Problems) -> tuple[Sight, ...]:
    if node is None:
        return ("people", "objects")
    known = {str(sight): sight for sight in SIGHTS}
    found = []
    for place, said in nodes.texts(node, f"sees of camera '{name}'", problems):
        if said in known:
            found.append(known[said])
        else:
            text = f"camera '{name}' cannot see '{said}'. It may see: {', '.join(SIGHTS)}.{suggestion(said, SIGHTS)}"
            problems.error(place, text)
    return tuple(dict.fromkeys(found))


def _snapshots(node: Node | None, name: str, problems: Problems) -> KeptSnapshots | None:
    """`snapshots: {on: [entered, fall], keep_days: 7}`; None without."""
    if node is None:
        return None
    parts = nodes.entries(node, f"snapshots of camera '{name}'", ("on", "keep_days"), problems)
    found = []
    for place, said in nodes.texts(parts.get("on"), f"snapshots of camera '{name}'", problems):
        if said in SNAPSHOT_REASONS:
            found.append(said)
        else:
            known = ", ".join(SNAPSHOT_REASONS)
            text = f"camera '{name}' cannot keep a picture of '{said}'. It may of: {known}."
            problems.error(place, f"{text}{suggestion(said, SNAPSHOT_REASONS)}")
    days = _number(parts["keep_days"], problems) if "keep_days" in parts else KEPT_DAYS
    if days is None or not 0 < days <= LONGEST_KEPT:
        problems.error(node, f"keep_days of camera '{name}' is a number of days above 0, up to {LONGEST_KEPT:g}.")
        return None
    if not found:
        problems.error(node, f"snapshots of camera '{name}' says of what. As in: snapshots: {{on: [entered, fall]}}")
        return None
    return KeptSnapshots(tuple(dict.fromkeys(found)), days)


def _zones(node: Node | None, camera: str, problems: Problems) -> Iterator[CameraZone]:
    if node is None:
        return
    taken: dict[str, str] = {}
    for written, value in nodes.entries(node, f"zones of camera '{camera}'", None, problems).items():
        name, opens, corners = spoken(written), False, value
        aliases: tuple[str, ...] = ()
        if isinstance(value, MappingNode):
            parts = nodes.entries(value, f"zone '{written}'", ("polygon", "aliases", "opens"), problems)
            aliases = tuple(alias for _, said in nodes.texts(parts.get("aliases"), "aliases", problems)
                            if (alias := spoken(said)))  # fmt: skip
            opens = _switch(parts.get("opens"), f"opens of zone '{written}'", problems)
            corners = parts.get("polygon", value)
        polygon = _polygon(corners, f"zone '{written}' of camera '{camera}'", problems)
        if not name:
            problems.error(value, f"zone '{written}' of camera '{camera}' cannot be spoken. Write it in letters.")
        elif again := next((taken[key(one)] for one in (name, *aliases) if key(one) in taken), None):
            problems.error(value, f"zone '{written}' of camera '{camera}' is called as '{again}' is. Rename one.")
        elif polygon:
            taken |= {key(one): name for one in (name, *aliases)}
            yield CameraZone(name, polygon, aliases, opens)


def _masks(node: Node | None, camera: str, problems: Problems) -> Iterator[Polygon]:
    for item in nodes.items(node, f"masks of camera '{camera}'", problems):
        if polygon := _polygon(item, f"a mask of camera '{camera}'", problems):
            yield polygon


def _polygon(node: Node, what: str, problems: Problems) -> Polygon:
    """Empty where it is wrong."""
    corners = node.value if isinstance(node, SequenceNode) else []
    points = [point for corner in corners if (point := _point(corner, problems)) is not None]
    if len(points) < 3 or len(points) != len(corners):
        problems.error(
            node,
            f"{what} needs at least three corners, each from [0, 0] (upper left) to [1, 1], as in "
            "[[0.1, 0.5], [0.6, 0.5], [0.6, 0.9]].",
        )
        return ()
    return tuple(points)


def _point(node: Node, problems: Problems) -> Point | None:
    if not isinstance(node, SequenceNode) or len(node.value) != 2:
        return None
    x, y = (_number(part, problems) for part in node.value)
    return None if x is None or y is None or not (0 <= x <= 1 and 0 <= y <= 1) else (x, y)


def _number(node: Node, problems: Problems) -> float | None:
    value = nodes.plain(node, "a number", problems) if isinstance(node, ScalarNode) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _switch(node: Node | None, what: str, problems: Problems) -> bool:
    said = nodes.text(node, what, problems).lower()
    if node is not None and said not in _SWITCH:
        problems.error(node, f"{what} is 'true' or 'false', not '{said}'.")
    return _SWITCH.get(said, False)


def _gesture(
    name: str, node: Node, cameras: Sequence[Camera], areas: Sequence[Area], problems: Problems
) -> GestureCommand | None:
    parts = {"say": node}
    if isinstance(node, MappingNode):
        parts = nodes.entries(node, f"gesture '{name}'", ("say", "camera", "area"), problems)
    said = nodes.text(parts.get("say"), f"gesture '{name}'", problems)
    if not said:
        problems.error(node, f"gesture '{name}' says nothing. Write a sentence of your home, as in: stop the music")
        return None
    where = find_camera(parts.get("camera"), f"gesture '{name}' counts for camera", cameras, problems)
    area = _area(parts.get("area"), name, areas, problems)
    return GestureCommand(name, said, where.name if where else None, area, problems.where(node))


def _area(node: Node | None, gesture: str, areas: Sequence[Area], problems: Problems) -> str | None:
    said = nodes.text(node, "area", problems)
    for area in areas:
        if said and key(said) in map(key, (area.name, *area.aliases)):
            return area.name
    if node is not None and said:
        names = [area.name for area in areas]
        known = ", ".join(names) or "none yet"
        text = f"gesture '{gesture}' counts in area '{said}', which is not declared. Areas: {known}."
        problems.error(node, f"{text}{suggestion(said, names)}")
    return None


def _seen(node: Node, device: Device, cameras: Sequence[Camera], problems: Problems) -> Iterator[SeenDevice]:
    what = f"device '{device.name}'"
    parts = nodes.entries(node, f"seen of {what}", ("camera", "at", "zone"), problems)
    camera = find_camera(parts.get("camera"), f"{what} is seen by camera", cameras, problems)
    zone, place = nodes.text(parts.get("zone"), "zone", problems), parts.get("at")
    if camera is None:
        if "camera" not in parts:
            problems.error(
                node, f"device '{device.name}' is seen, but not by which camera. Write `camera:` and its name."
            )
        return
    if zone:
        found = next((z for z in camera.zones if key(zone) in map(key, (z.name, *z.aliases))), None)
        if found is None:
            names = [one.name for one in camera.zones]
            text = f"device '{device.name}' is seen in zone '{zone}', which camera '{camera.name}' has not."
            problems.error(node, f"{text} Zones: {', '.join(names) or 'none yet'}.{suggestion(zone, names)}")
        else:
            yield SeenDevice(device.id, camera.name, middle(found.polygon))
        return
    at = None if place is None else _point(place, problems)
    if at is None:
        text = f"device '{device.name}' is seen, but not where. Write `at: [0.4, 0.6]`, or `zone:` and its name."
        problems.error(node, text)
    else:
        yield SeenDevice(device.id, camera.name, at)
