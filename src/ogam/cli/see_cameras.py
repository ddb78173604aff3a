"""`ogam see` of cameras: a line for whatever is not as before, and pictures with what is seen drawn in."""

import json
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ogam.cli.language import say, told
from ogam.cli.see_looks import value_of
from ogam.cli.see_pictures import write_drawn

if TYPE_CHECKING:
    from ogam.biometrics import Household
    from ogam.core import Observation
    from ogam.home import Camera, Home
    from ogam.home.seeing import Sight
    from ogam.hub import SceneChange, WatchedCamera

_SIGHTS: "Mapping[str, tuple[Sight, ...]]" = {
    "faces": ("people",),
    "objects": ("objects",),
    "hands": ("gestures",),
    "poses": ("falls",),
    "text": ("text",),
}
_LOOK_EVERY = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Watching:
    """How cameras are looked at. out: folder of pictures, None for none; every: seconds from one to the next; seconds:
    until it ends, None for Ctrl-C; what: of `LOOKS`."""

    what: tuple[str, ...]
    out: Path | None
    every: float
    seconds: float | None
    as_json: bool
    threads: int


def camera_of(source: str, home: "Home") -> "Camera | None":
    """The camera that a word means: one of the home by its name, or an address of one. None for files.

    Raises ImageError for what is no address, without showing what may be a password.
    """
    from ogam.home import Camera, key
    from ogam.vision.cameras.addresses import read_address

    for one in home.cameras:
        if key(source) in map(key, (one.name, *one.aliases)):
            return one
    if "://" not in source and not source.removeprefix("usb:").isdigit():
        return None
    return Camera(read_address(source).shown, source)


def see_cameras(cameras: "Sequence[Camera]", household: "Household | None", wish: Watching) -> int:
    """Watch cameras until Ctrl-C, or for as long as was asked; the exit code: 2 where none gave a picture."""
    from ogam.hub import Scene, WatchedCamera
    from ogam.hub.moving_faces import MovingFaces
    from ogam.hub.open_sights import open_kit, open_pictures
    from ogam.vision import LateFaceDetector

    chosen = [_looking_for(camera, wish.what) for camera in cameras]
    detector, scene = LateFaceDetector(), Scene(chosen)
    # What is learned of zones is in Ogam's own folder; whose faces they are, the household knows, if anybody does.
    kit = open_kit(lambda area: MovingFaces(detector, household, area=area), _folder(), wish.threads)
    tell = _telling(household is not None, wish.as_json)
    logging.getLogger("ogam.vision").setLevel(logging.ERROR)  # what a camera says of itself is said below, once
    watched = [WatchedCamera(camera, scene, open_pictures, kit.eyes, on_change=tell) for camera in chosen]
    for camera in watched:
        text = say("Watching {camera}. Stop with Ctrl-C.", camera=camera.name)
        typer.secho(text, bold=True, err=wish.as_json)
    with ExitStack() as opened:
        for camera in watched:
            opened.enter_context(camera)
        _wait(watched, household is not None, wish)
        seen = any(camera.counts.pictures for camera in watched)
        for camera in watched:
            typer.echo(_summary(camera), err=True)
    return 0 if seen else 2


def _folder() -> Path | None:
    from ogam.hub import default_folder

    return default_folder()


def _looking_for(camera: "Camera", what: Sequence[str]) -> "Camera":
    """The camera, looking for what was asked; one of the home that was paused is watched, since somebody asks."""
    sights = tuple(sight for name in what for sight in _SIGHTS[name])
    return replace(camera, sees=sights, paused=False)


def _wait(watched: "Sequence[WatchedCamera]", knows_people: bool, wish: Watching) -> None:
    end = None if wish.seconds is None else time.monotonic() + wish.seconds
    next_picture = time.monotonic() + min(wish.every, 1.0)
    reasons = dict[str, str]()
    while end is None or time.monotonic() < end:
        time.sleep(_LOOK_EVERY)
        _say_why(watched, reasons)
        if wish.out is not None and time.monotonic() >= next_picture:
            next_picture = time.monotonic() + wish.every
            for camera in watched:
                _keep(camera, knows_people, wish)


def _say_why(watched: "Sequence[WatchedCamera]", said: dict[str, str]) -> None:
    """Why a camera gives no picture, or what cannot be seen, each time that this changes."""
    for camera in watched:
        reason = camera.reason
        if reason and reason != said.get(camera.name):
            named = reason if reason.startswith(camera.name) else f"{camera.name}: {reason}"
            typer.echo(told(named), err=True)
        said[camera.name] = reason


def _keep(camera: "WatchedCamera", knows_people: bool, wish: Watching) -> None:
    """Write what a camera sees now into a picture, if it sees."""
    assert wish.out is not None
    if "text" in wish.what:
        camera.ask()
    latest = camera.latest()
    if latest is not None:
        name = re.sub(r"\W+", "-", camera.name).strip("-")
        path = wish.out / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}.seen.png"
        for line in write_drawn(*latest, knows_people, path):
            typer.echo(line, err=wish.as_json)


def _telling(knows_people: bool, as_json: bool) -> "Callable[[SceneChange], None]":
    def tell(change: "SceneChange") -> None:
        if as_json:
            typer.echo(json.dumps({"time": time.time(), **asdict(change)}, ensure_ascii=False))
            return
        what = say(change.what)
        people = change.what in ("entered", "left", "recognised")
        whom = say("somebody") if people and not change.value else value_of(_as_seen(change), knows_people)
        zone = f" · {change.zone}" if change.zone and change.zone != change.value else ""
        typer.echo(f"{time.strftime('%H:%M:%S')}  {change.camera}  {what}: {whom}{zone}")

    return tell


def _as_seen(change: "SceneChange") -> "Observation":
    """What changed as an observation, to be named as one."""
    from ogam.core import Observation

    kinds = {"appeared": "object", "gone": "object", "entered": "person", "left": "person", "recognised": "person"}
    return Observation(kinds.get(change.what, change.what), change.value, 1.0, 0.0, 0.0)


def _summary(camera: "WatchedCamera") -> str:
    counts = camera.counts
    text = "{camera}: {pictures} pictures looked at, {still} of them still, {dropped} dropped; {seconds} s of looking."
    return say(
        text,
        camera=camera.name,
        pictures=counts.pictures,
        still=counts.still,
        dropped=counts.dropped,
        seconds=f"{counts.seconds:.1f}",
    )
