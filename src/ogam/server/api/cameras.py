"""`/api/cameras`: which cameras watch, what they see, who may look, and how they are paused."""

import asyncio
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from ogam.core import Action, Device, Image, Observation
from ogam.home import Camera
from ogam.hub import CameraView, House, WatchedCamera
from ogam.server.api.frames import LARGEST
from ogam.server.api.running import Kept, Running
from ogam.server.api.seen import BoxShown, boxes_of, words_of
from ogam.server.api.shapes import InPath, writer
from ogam.server.api.uploads import UPLOAD
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import language_of
from ogam.vision import read_jpeg

router = APIRouter(prefix="/api", tags=["cameras"])

QUALITY = 80  # of JPEG
LONGEST = 7 * 86_400.0
"""Seconds of a pause with an end."""

Signed = Annotated[Caller, Depends(signed_in("devices"))]
Seeing = Annotated[Caller, Depends(signed_in("see"))]
State = Literal["off", "starting", "watching", "paused", "lost"]


class Area(BaseModel):
    """A part of the picture: its corners, from [0, 0], the upper left, to [1, 1]. opens: whether it is a door."""

    name: str
    polygon: list[tuple[float, float]]
    opens: bool = False


class SnapshotsWished(BaseModel):
    """Of what a camera keeps pictures, and for how many days."""

    on: list[str]
    keep_days: float


class CountsShown(BaseModel):
    """Pictures that were looked at; still: of them those in which nothing moved; dropped, failures, seconds."""

    pictures: int
    still: int
    dropped: int
    failures: int
    seconds: float


class CameraShown(BaseModel):
    """Whether a camera watches: everybody of the house may know. What it sees is for those who may look.

    watching: whether somebody might be seen by it now: show a sign. reason: why it gives no picture; empty where all is
    well. paused_for: seconds for which it is still paused: 0 where it is not, null where nobody said for how long.
    looked: seconds since its last picture was looked at; null where that never was. may_look: whether you may see what
    it sees: for others moving, looked and counts are null, since they tell that somebody is there.
    snapshots: the pictures that it keeps, null for none.
    """

    id: str
    name: str
    area: str | None
    state: State
    watching: bool
    reason: str
    paused_for: float | None
    looked: float | None
    moving: bool | None
    rate: float
    sees: list[str]
    zones: list[Area]
    masks: list[list[tuple[float, float]]]
    snapshots: SnapshotsWished | None
    counts: CountsShown | None
    may_look: bool


class ThingsShown(BaseModel):
    what: str
    count: int
    zone: str | None


class StateShown(BaseModel):
    zone: str
    state: str


class SeenShown(BaseModel):
    """What a camera sees now. boxes: in its last picture, width × height pixels, both 0 where there is none.

    people: those who are known; unknown: how many more there are. words: all of it, in the reader's language.
    """

    name: str
    state: State
    width: int
    height: int
    boxes: list[BoxShown]
    people: list[str]
    unknown: int
    things: list[ThingsShown]
    zones: list[StateShown]
    words: str


class PictureSeen(BaseModel):
    """What is in a picture that was sent."""

    width: int
    height: int
    boxes: list[BoxShown]


class Pause(BaseModel):
    """seconds: for so long; null: until somebody says so."""

    seconds: Annotated[float, Field(ge=1, le=LONGEST)] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A camera of the home: as it is described, as a device, and watched, where it is."""

    camera: Camera
    device: Device
    watched: WatchedCamera | None


@router.get("/cameras")
async def read_cameras(server: Context, caller: Signed) -> list[CameraShown]:
    """Every camera of the home, and whether it watches."""
    return [_shown(server.house, found, caller) for found in _all(server.house)]


@router.get(
    "/cameras/{name}/picture",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def read_picture(name: InPath, server: Context, kept: Kept, caller: Seeing) -> Response:
    """The last picture as a JPEG, what is masked in it black. That somebody looked is in the log; nothing is kept."""
    watched = _may_look(server, kept, name, caller, "picture")
    latest = watched.latest()
    if latest is None:
        raise Refused(404, "no-picture", "This camera shows no picture now.")
    data = await asyncio.to_thread(jpeg, latest[0].pixels)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.get("/cameras/{name}/seen")
async def read_seen(name: InPath, request: Request, server: Context, kept: Kept, caller: Seeing) -> SeenShown:
    """What is seen: people and things, and where in the last picture. That somebody looked is in the log."""
    watched = _may_look(server, kept, name, caller, "seen")
    scene = server.house.hub.scene
    assert scene is not None  # a home with cameras has a scene
    view, latest = scene.view(watched.name), watched.latest()
    return _seen(watched, view, language_of(request), *(latest or (None, ())))


@router.post("/cameras/{name}/pause")
async def pause(name: InPath, body: Pause, server: Context, caller: Seeing) -> CameraShown:
    """Let a camera go, for a time or until it is resumed."""
    found, watched = _watched(server.house, name)
    await asyncio.to_thread(watched.pause, body.seconds)
    _told(server, found.camera, caller, {"what": "paused", "seconds": body.seconds})
    return _shown(server.house, found, caller)


@router.post("/cameras/{name}/resume")
async def resume(name: InPath, server: Context, caller: Seeing) -> CameraShown:
    """Watch it again."""
    found, watched = _watched(server.house, name)
    await asyncio.to_thread(watched.resume)
    _told(server, found.camera, caller, {"what": "resumed"})
    return _shown(server.house, found, caller)


@router.post("/see", openapi_extra=UPLOAD)
async def see(request: Request, kept: Kept, _: Seeing) -> PictureSeen:
    """Who and what is in a picture of the caller's own (JPEG, 300 kB at most). It is looked at, and not kept."""
    data = await request.body()
    if len(data) > LARGEST:
        raise Refused(413, "too-large", f"A picture may have {LARGEST} bytes at most. Send a smaller one.")
    with kept.glances.one():
        image = await asyncio.to_thread(read_jpeg, data)
        seen = await asyncio.to_thread(kept.glance.look, image)
    height, width = image.pixels.shape[:2]
    return PictureSeen(width=width, height=height, boxes=boxes_of(seen, width, height, language_of(request)))


def jpeg(pixels: NDArray[np.uint8]) -> bytes:
    """A picture, uint8 (height, width, 3), as a JPEG."""
    from PIL import Image as Pillow

    file = io.BytesIO()
    Pillow.fromarray(pixels).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _all(house: House) -> Iterable[_Found]:
    home, watched = house.hub.home, {one.name: one for one in house.cameras}
    for camera in home.cameras:
        device = home.device(camera.id)
        if device is not None:
            yield _Found(camera, device, watched.get(camera.name))


def _find(house: House, name: str) -> _Found:
    """By name or id. Raises Refused (404)."""
    for found in _all(house):
        if name in (found.camera.name, found.camera.id):
            return found
    raise Refused(404, "no-such-camera", f"This home has no camera '{name}'.")


def _watched(house: House, name: str) -> tuple[_Found, WatchedCamera]:
    """Raises Refused: 404 for none of the home, 409 for one that is not watched."""
    found = _find(house, name)
    if found.watched is None:
        raise Refused(409, "not-watched", "This camera is not watched now.")
    return found, found.watched


def _may_look(server: Server, kept: Running, name: str, caller: Caller, what: str) -> WatchedCamera:
    """The camera, for somebody who may look through it; that they look is in the log before they see anything.

    Raises Refused, 403 where the rules of the home forbid it.
    """
    found, watched = _watched(server.house, name)
    if not _allowed(server.house, found.device, caller):
        raise Refused(403, "not-allowed", "The rules of this home do not let you look through this camera.")
    kept.looks.note(watched.name, caller, what)
    return watched


def _allowed(house: House, device: Device, caller: Caller) -> bool:
    """Whether an account may look: its scope says it, and the rules let its person be told of people there."""
    if "see" not in caller.scopes:
        return False
    return bool(house.hub.may(writer(caller), device, Action("see_people")).effect == "allow")


def _told(server: Server, camera: Camera, caller: Caller, what: dict[str, str | float | None]) -> None:
    who = {"camera": camera.name, "account": caller.account, "person": caller.person}
    server.house.hub.log.append(camera.name, "", "watching", {**who, **what})


def _shown(house: House, found: _Found, caller: Caller) -> CameraShown:
    camera, watched, scene = found.camera, found.watched, house.hub.scene
    wish = camera.snapshots
    may_look = _allowed(house, found.device, caller)
    tells = watched if may_look else None
    return CameraShown(
        id=camera.id,
        name=camera.name,
        area=camera.area,
        state="off" if watched is None else watched.state,
        watching=watched is not None and watched.watching,
        reason="" if watched is None else watched.reason,
        paused_for=0.0 if watched is None else watched.paused_for,
        looked=scene.view(camera.name).looked if may_look and scene is not None else None,
        moving=None if tells is None else tells.moving,
        rate=camera.rate,
        sees=list(camera.sees),
        zones=[Area(name=zone.name, polygon=list(zone.polygon), opens=zone.opens) for zone in camera.zones],
        masks=[list(mask) for mask in camera.masks],
        snapshots=None if wish is None else SnapshotsWished(on=list(wish.on), keep_days=wish.keep_days),
        counts=None if tells is None else CountsShown.model_validate(asdict(tells.counts)),
        may_look=may_look,
    )


def _seen(
    watched: WatchedCamera, view: CameraView, language: str, image: Image | None, seen: Iterable[Observation]
) -> SeenShown:
    height, width = (0, 0) if image is None else image.pixels.shape[:2]
    return SeenShown(
        name=watched.name,
        state=watched.state,
        width=width,
        height=height,
        boxes=boxes_of(seen, width, height, language),
        people=[one.name for one in view.people if one.name],
        unknown=view.unknown,
        things=[ThingsShown(what=one.what, count=one.count, zone=one.zone) for one in view.things],
        zones=[StateShown(zone=one.zone, state=one.state) for one in view.zones],
        words=words_of(view, language),
    )
