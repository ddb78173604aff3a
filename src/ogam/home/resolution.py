"""Which of the home's devices a command's slots mean."""

from collections.abc import Mapping

from ogam.core import Device, SlotValue
from ogam.home.model import Home
from ogam.home.names import key

_DOMAINS_OF_INTENT = {
    "HassClimateGetTemperature": ("climate",),
    "HassClimateSetFanMode": ("climate",),
    "HassClimateSetTemperature": ("climate",),
    "HassFanSetSpeed": ("fan",),
    "HassGetWeather": ("weather",),
    "HassLawnMowerDock": ("lawn_mower",),
    "HassLawnMowerStartMowing": ("lawn_mower",),
    "HassLightSet": ("light",),
    "HassListAddItem": ("todo",),
    "HassListCompleteItem": ("todo",),
    "HassListRemoveItem": ("todo",),
    "HassMediaNext": ("media_player",),
    "HassMediaPause": ("media_player",),
    "HassMediaPlayerMute": ("media_player",),
    "HassMediaPlayerUnmute": ("media_player",),
    "HassMediaPrevious": ("media_player",),
    "HassMediaSearchAndPlay": ("media_player",),
    "HassMediaUnpause": ("media_player",),
    "HassSetPosition": ("cover", "valve"),
    "HassSetVolume": ("media_player",),
    "HassSetVolumeRelative": ("media_player",),
    "HassVacuumCleanArea": ("vacuum",),
    "HassVacuumReturnToBase": ("vacuum",),
    "HassVacuumStart": ("vacuum",),
    "OgamRobotCome": ("robot",),
}
"""The only kinds of device that an intent is about, whatever its slots say."""

SCENE_INTENTS = (
    "OgamSceneWho",
    "OgamSceneCount",
    "OgamSceneState",
    "OgamSceneWhere",
    "OgamSceneDescribe",
    "OgamSceneRead",
)
"""Questions that cameras answer."""

_WHOLE_HOME = frozenset({"HassGetWeather", "HassLawnMowerDock", "HassLawnMowerStartMowing"})
"""Intents that need no name and no place: there is one such device, or all are meant."""

_CALLED_BY_KIND = frozenset({"light", "fan", "cover", "sensor", "binary_sensor"})
"""Kinds of device whose word alone means all of them in a room."""

_ONLY_ASKED = frozenset({"sensor", "binary_sensor", "weather", "person"})
_AREA_IS_THE_WORK = frozenset({"HassVacuumCleanArea", "OgamRobotCome"})
"""Intents whose area says where to work, not where the device stands."""


def resolve(home: Home, slots: Mapping[str, SlotValue], area: str | None = None, intent: str = "") -> tuple[str, ...]:
    """Ids of the devices that slots select, in the order of the home file; none if nothing is selected.

    slots: values by name; `name`, `area`, `floor`, `domain`, `device_class` count, others are ignored. A `name`
    (or alias, or id) selects the devices called so, narrowed by `area` or `floor`; where several remain, those in
    the area it was said in (`area`) are meant. Without a name, all devices of the domain (or of the intent's own
    domain) and device class in the area or on the floor are meant; where neither is given, those in `area`.
    """
    if intent in SCENE_INTENTS:
        return _cameras(home, slots, area, intent)
    candidates = [device for device in home.devices if _fits(device, slots, intent)]
    here = (area_name(home, area) or area) if area is not None else None
    if intent not in _AREA_IS_THE_WORK:
        areas = _areas_meant(home, slots)
        candidates = [device for device in candidates if areas is None or device.area in areas]
    if "name" in slots:
        name = str(slots["name"])
        wanted = key(name)
        called = [device for device in candidates if name == device.id or wanted in map(key, _names(device))]
        if not called:
            short = short_names(home)
            called = [device for device in candidates if wanted in map(key, short.get(device.id, ()))]
        return _ids(_prefer_area(called, here) if len(called) > 1 else called)
    if not _selects_by_kind(slots, intent):
        return ()
    if "area" in slots or "floor" in slots:
        return _ids(candidates)
    if intent in _WHOLE_HOME or intent == "HassGetState" or here is None:
        return _ids(candidates)
    return _ids([device for device in candidates if device.area == here])


def short_names(home: Home) -> dict[str, tuple[str, ...]]:
    """What devices are called in their own room, by id: 거실 에어컨 in 거실 is 에어컨, unless that is a device's name.

    Lights, fans and covers have none: the word that is left is their kind, and means all of them (조명, 커튼).
    """
    full = {key(name) for device in home.devices for name in _names(device)}
    rooms = {area.name: (area.name, *area.aliases) for area in home.areas}
    found: dict[str, tuple[str, ...]] = {}
    for device in home.devices:
        if device.area in rooms and device.domain not in _CALLED_BY_KIND:
            rests = (_without(name, room) for name in _names(device) for room in rooms[device.area])
            short = tuple(dict.fromkeys(rest for rest in rests if rest and key(rest) not in full))
            if short:
                found[device.id] = short
    return found


def _without(name: str, room: str) -> str:
    """What is left of a name that begins with its room; nothing where it does not, or where too little is left."""
    begins = name.casefold().startswith(f"{room} ".casefold())
    return name[len(room) :].strip() if begins and name[len(room) :].strip() else ""


def area_name(home: Home, said: str | None) -> str | None:
    """The name of the area that is called so (by name or alias), or None."""
    if said is None:
        return None
    return next((a.name for a in home.areas if key(said) in map(key, (a.name, *a.aliases))), None)


def floor_name(home: Home, said: str) -> str | None:
    """The name of the floor that is called so (by name or alias), or None."""
    return next((f.name for f in home.floors if key(said) in map(key, (f.name, *f.aliases))), None)


def _cameras(home: Home, slots: Mapping[str, SlotValue], area: str | None, intent: str) -> tuple[str, ...]:
    """Ids of the cameras that can answer: those of the place that was named; else those of the room where a picture is
    to be described or read; else all. Whoever looks for a thing or a person looks everywhere."""
    if "camera" in slots:
        return tuple(camera.id for camera in home.cameras if camera.name == slots["camera"])
    if "zone" in slots:
        return tuple(camera.id for camera in home.cameras if camera.zone(str(slots["zone"])) is not None)
    areas = _areas_meant(home, slots)
    if areas is not None:
        return tuple(camera.id for camera in home.cameras if camera.area in areas)
    here = tuple(camera.id for camera in home.cameras if area is not None and camera.area == area_name(home, area))
    if here and intent in ("OgamSceneDescribe", "OgamSceneRead"):
        return here
    return tuple(camera.id for camera in home.cameras)


def _fits(device: Device, slots: Mapping[str, SlotValue], intent: str) -> bool:
    domains = _DOMAINS_OF_INTENT.get(intent)
    if domains is not None and device.domain not in domains:
        return False
    if "domain" in slots and device.domain != slots["domain"]:
        return False
    if intent in ("HassTurnOn", "HassTurnOff") and device.domain in _ONLY_ASKED:
        return False
    return "device_class" not in slots or device.device_class == slots["device_class"]


def _areas_meant(home: Home, slots: Mapping[str, SlotValue]) -> frozenset[str] | None:
    """Names of the areas that the slots `area` and `floor` allow, or None where they say neither."""
    if "area" not in slots and "floor" not in slots:
        return None
    areas = {area.name: area.floor for area in home.areas}
    if "area" in slots:
        meant = area_name(home, str(slots["area"]))
        areas = {name: floor for name, floor in areas.items() if name == meant}
    if "floor" in slots:
        storey = floor_name(home, str(slots["floor"]))
        areas = {name: floor for name, floor in areas.items() if floor is not None and floor == storey}
    return frozenset(areas)


def _selects_by_kind(slots: Mapping[str, SlotValue], intent: str) -> bool:
    return "domain" in slots or "device_class" in slots or intent in _DOMAINS_OF_INTENT


def _prefer_area(devices: list[Device], here: str | None) -> list[Device]:
    return [device for device in devices if here is not None and device.area == here] or devices


def _names(device: Device) -> tuple[str, ...]:
    return (device.name, *device.aliases)


def _ids(devices: list[Device]) -> tuple[str, ...]:
    return tuple(device.id for device in devices)
