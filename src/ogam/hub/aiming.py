"""Aiming: what somebody points or looks at, among the devices that a camera sees."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ogam.core import Identity, Observation
from ogam.home import Home
from ogam.hub.scene import Scene

TARGET = "target"
"""Kind of observation: what "that" is. value: the device's id, empty where it is none or one of several; details:
`devices`, the ids of all that it may be, the likeliest first."""
POINTING, LOOKING = 20.0, 15.0
"""Degrees off the line of a finger, or of a look, within which a device is meant."""
ALIKE = 6.0
"""Degrees between two devices of which neither is clearly meant."""
_ASPECT = 4 / 3


@dataclass(frozen=True, slots=True)
class _Aim:
    """device: that lies so many degrees off the line of somebody's hand or look."""

    device: str
    off: float
    camera: str
    seen: Observation


def target(home: Home, scene: Scene, area: str | None, who: Identity | None, source: str) -> Observation:
    """What whoever speaks in an area points at now; or looks at, where they point at nothing.

    Observations of the kinds "pointing" and "looking" hold in their details: `origin` and `direction`, in parts of the
    picture's width and height; `person`, where known; `aspect`, width by height. Of somebody who is known to be another
    than who speaks, it does not count.
    """
    here = [camera for camera in home.cameras if area is None or camera.area == area]
    aims = [(camera.name, aim) for camera in here or home.cameras for aim in scene.aims(camera.name)]
    aims = [(camera, aim) for camera, aim in aims if _may_be_of(aim, who)]
    for kind, widest in (("pointing", POINTING), ("looking", LOOKING)):
        hits = [hit for camera, aim in aims if aim.kind == kind for hit in _hits(home, camera, aim, widest)]
        if hits:
            return _found(hits, kind, source)
    return Observation(TARGET, "", 1.0, 0.0, 0.0, source, "aiming", details={"devices": []})


def targets(observations: Iterable[Observation]) -> tuple[str, ...] | None:
    """The devices that were aimed at; None where nobody looked for that."""
    found = [one for one in observations if one.kind == TARGET]
    return tuple(map(str, found[-1].details["devices"])) if found else None


def _found(hits: Sequence[_Aim], kind: str, source: str) -> Observation:
    best: dict[str, _Aim] = {}
    for hit in sorted(hits, key=lambda one: one.off):
        best.setdefault(hit.device, hit)
    first = next(iter(best.values()))
    meant = [hit.device for hit in best.values() if hit.off - first.off < ALIKE]
    details = {
        "devices": meant,
        "by": kind,
        "camera": first.camera,
        "person": first.seen.details.get("person"),
        "degrees": {device: round(hit.off, 1) for device, hit in best.items()},
    }
    value = meant[0] if len(meant) == 1 else ""
    return Observation(TARGET, value, first.seen.confidence, 0.0, 0.0, source, "aiming", details=details)


def _may_be_of(aim: Observation, who: Identity | None) -> bool:
    person = aim.details.get("person")
    return person is None or who is None or who.person is None or person == who.person


def _hits(home: Home, camera: str, aim: Observation, widest: float) -> Iterable[_Aim]:
    aspect = float(aim.details.get("aspect", _ASPECT))
    (x, y), (across, down) = aim.details["origin"], aim.details["direction"]
    for seen in home.seen:
        if seen.camera == camera:
            off = _degrees(((seen.at[0] - x) * aspect, seen.at[1] - y), (across * aspect, down))
            if off <= widest:
                yield _Aim(seen.device, off, camera, aim)


def _degrees(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The angle between two directions."""
    return abs(math.degrees(math.atan2(one[0] * other[1] - one[1] * other[0], one[0] * other[0] + one[1] * other[1])))
