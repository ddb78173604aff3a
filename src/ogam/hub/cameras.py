"""The cameras of a house: watched, told to its log and its scene, their gestures carried out."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from typing import Any

from ogam.biometrics import Evidence
from ogam.core import Audio, Observation, OgamError
from ogam.home import Camera, GestureCommand
from ogam.hub.camera_driver import NAME, CameraDriver
from ogam.hub.eyes import Seen, Sights
from ogam.hub.gesturing import Gesturing, carry_out
from ogam.hub.hub import Hub
from ogam.hub.scene import SceneChange
from ogam.hub.sessions import Mention, Session
from ogam.hub.snapshots import Snapshots
from ogam.hub.turns import Turn
from ogam.hub.views import CameraState
from ogam.hub.watching import Pictures, WatchedCamera

EVENT = "scene"
"""Kind of the log's events about what cameras see; their session is the camera's name, and they belong to no turn."""


class HouseCameras:
    """All of them. Make it inside a running event loop: there gestures are carried out.

    open_pictures: opens a camera; sights: makes the eyes that look at its pictures (`Kit` is one).
    session: gives the session of a name and an area (`House.session`). mention: told whether a camera is watched, each
    time that changes: a fleeting event of the kind `camera` (`Live.mention`).
    snapshots: where pictures are kept, of cameras that are to keep some.
    """

    def __init__(
        self,
        hub: Hub,
        session: Callable[[str, str | None], Session],
        open_pictures: Callable[[Camera], Pictures],
        sights: Sights,
        mention: Mention | None = None,
        snapshots: Snapshots | None = None,
    ) -> None:
        self.snapshots = snapshots
        self._mention = mention
        self._hub, self._session = hub, session
        self._loop = asyncio.get_running_loop()
        self._gesturing = Gesturing(hub.home)
        self._doing = set[Future[Turn]]()
        assert hub.scene is not None  # a home with cameras has a scene
        self.watched = tuple(
            WatchedCamera(
                camera,
                hub.scene,
                open_pictures,
                sights.eyes,
                hub.attention,
                self._changed,
                self._seen,
                self._failed,
                self._became,
            )
            for camera in hub.home.cameras
        )
        driver = hub.drivers.get(NAME)
        if isinstance(driver, CameraDriver):
            driver.cameras = self.watched
        for one in self.watched:
            one.start()

    def beside(self, area: str | None, voice: Audio) -> tuple[Evidence, ...]:
        """The faces that the cameras of an area saw while this was said there: who may have said it. Blocking.

        A camera without an area sees no speaker.
        """
        there = [one for one in self.watched if one.area is not None and one.area == area]
        return tuple(face for camera in there for face in camera.beside(voice))

    def close(self) -> None:
        """Watch them no more."""
        for one in self.watched:
            one.close()

    def _changed(self, change: SceneChange) -> None:
        self._hub.log.append(change.camera, "", EVENT, asdict(change))
        self._keep(change)
        if change.what in ("entered", "recognised") and change.value:
            self._hub.presence.recognised(change.value, change.area)

    def _keep(self, change: SceneChange) -> None:
        """A snapshot, where the home wants one of this. That it was kept is in the log; the picture is not."""
        camera = self._hub.home.camera(change.camera)
        watched = next((one for one in self.watched if one.name == change.camera), None)
        image = None if watched is None else watched.picture
        wish = None if camera is None else camera.snapshots
        if self.snapshots is None or wish is None or image is None or change.what not in wish.on:
            return
        try:
            kept = self.snapshots.keep(image, change.camera, change.area, change.what, change.value, wish.keep_days)
        except OgamError as error:
            self._failed(change.camera, "snapshots", error)
            return
        data = {"snapshot": kept.id, "camera": kept.camera, "what": kept.what, "expires": kept.expires}
        self._hub.log.append(kept.camera, "", "snapshot", data)

    def _became(self, camera: str, state: CameraState) -> None:
        if self._mention is not None:
            self._mention(camera, "camera", {"camera": camera, "state": state})

    def _failed(self, camera: str, what: str, error: Exception) -> None:
        data = {"where": what, "type": type(error).__name__, "message": str(error)}
        self._hub.log.append(camera, "", "error", data)

    def _seen(self, name: str, seen: Seen) -> None:
        camera = self._hub.home.camera(name)
        for command, gesture in self._gesturing.commands(camera, seen) if camera is not None else ():
            self._do(name, camera.area if camera else None, command, gesture)

    def _do(self, name: str, area: str | None, command: GestureCommand, gesture: Observation) -> None:
        """In the event loop, since the cameras have threads of their own."""
        if self._loop.is_closed():
            return
        doing = asyncio.run_coroutine_threadsafe(carry_out(self._session(name, area), command, gesture), self._loop)
        self._doing.add(doing)
        doing.add_done_callback(self._done)

    def _done(self, doing: "Future[Any]") -> None:
        self._doing.discard(doing)
