"""The cameras of a house: watched, told to its log and its scene, their gestures carried out."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from typing import Any

from ogam.core import Observation
from ogam.home import Camera, GestureCommand
from ogam.hub.camera_driver import NAME, CameraDriver
from ogam.hub.eyes import Seen, Sights
from ogam.hub.gesturing import Gesturing, carry_out
from ogam.hub.hub import Hub
from ogam.hub.scene import SceneChange
from ogam.hub.sessions import Session
from ogam.hub.turns import Turn
from ogam.hub.watching import Pictures, WatchedCamera

EVENT = "scene"
"""Kind of the log's events about what cameras see; their session is the camera's name, and they belong to no turn."""


class HouseCameras:
    """All of them. Make it inside a running event loop: there gestures are carried out.

    open_pictures: opens a camera; sights: makes the eyes that look at its pictures (`Kit` is one).
    session: gives the session of a name and an area (`House.session`).
    """

    def __init__(
        self,
        hub: Hub,
        session: Callable[[str, str | None], Session],
        open_pictures: Callable[[Camera], Pictures],
        sights: Sights,
    ) -> None:
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
            )
            for camera in hub.home.cameras
        )
        driver = hub.drivers.get(NAME)
        if isinstance(driver, CameraDriver):
            driver.cameras = self.watched
        for one in self.watched:
            one.start()

    def close(self) -> None:
        """Watch them no more."""
        for one in self.watched:
            one.close()

    def _changed(self, change: SceneChange) -> None:
        self._hub.log.append(change.camera, "", EVENT, asdict(change))
        if change.what in ("entered", "recognised") and change.value:
            self._hub.presence.recognised(change.value, change.area)

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
