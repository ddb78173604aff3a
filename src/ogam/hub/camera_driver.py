"""The cameras of a home as devices: they answer what they see, and are paused and watched again."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent
from ogam.hub.scene import Scene
from ogam.hub.views import CameraView, Happening, view_data
from ogam.hub.watching import WatchedCamera

NAME = "camera"
"""As `Device.driver` says it."""


class CameraDriver:
    """Answers from the scene. cameras: those that are watched; none where nobody opened them (`House.watch`)."""

    name = NAME

    def __init__(self, devices: Sequence[Device], scene: Scene) -> None:
        self._devices = {device.id: device for device in devices if device.driver == NAME}
        self._scene = scene
        self.cameras: tuple[WatchedCamera, ...] = ()

    async def discover(self) -> list[Device]:
        """The cameras."""
        return list(self._devices.values())

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Answer what a camera sees (`state["seen"]`, a `CameraView` as JSON: of it, what was asked for), pause it, or
        watch it again. `DeviceError` for a verb that cameras do not know."""
        verb = action.verb
        if verb in ("turn_off", "turn_on"):
            watched = self._watched(device)
            await asyncio.to_thread(watched.pause if verb == "turn_off" else watched.resume)
            return ActionResult(device.id, True, {"state": "paused" if verb == "turn_off" else "watching"})
        view = self._scene.view(device.name)
        if verb == "get_state":
            return ActionResult(device.id, True, {"state": view.state}, answer=view.state)
        if verb == "read_text":
            view = replace(view, happened=await self._read(device))
        elif verb not in _ASKED:
            raise DeviceError(f"The {device.name} can't do that ({verb.replace('_', ' ')}).")
        else:
            view = _only(view, verb, action.arguments)
        return ActionResult(device.id, True, {"state": view.state, "seen": view_data(view)})

    async def events(self) -> AsyncIterator[DeviceEvent]:
        """None: what cameras see is in the log as events of the scene."""
        none: tuple[DeviceEvent, ...] = ()
        for event in none:
            yield event

    def states(self) -> Mapping[str, Mapping[str, Any]]:
        """Whether each camera is watched, by id; not what it sees."""
        views = {view.camera: view.state for view in self._scene.now().cameras}
        return {device.id: {"state": views[device.name]} for device in self._devices.values()}

    async def _read(self, device: Device) -> tuple[Happening, ...]:
        watched = next((one for one in self.cameras if one.name == device.name), None)
        if watched is None:
            return ()
        seen = await asyncio.to_thread(watched.ask)
        return tuple(Happening(one.kind, one.value, None, 0.0) for one in seen.get("text", ()))

    def _watched(self, device: Device) -> WatchedCamera:
        found = next((one for one in self.cameras if one.name == device.name), None)
        if found is None:
            raise DeviceError(f"The {device.name} is not watched now: cameras are only while `ogam serve` runs.")
        return found


def _only(view: CameraView, verb: str, arguments: Mapping[str, Any]) -> CameraView:
    """Of a view, what was asked for: whoever may ask for things is told of no people, and neither is the log."""
    kept = _ASKED[verb]
    if "person" in arguments or arguments.get("thing") == "person":
        kept = _PEOPLE
    every = {*_PEOPLE, *_THINGS, "zones", "happened"}
    left_out: dict[str, Any] = {name: 0 if name == "unknown" else () for name in every - kept}
    return replace(view, **left_out)


_PEOPLE = frozenset({"people", "unknown", "were_people"})
_THINGS = frozenset({"things", "were_things"})
_ASKED = {
    "see_people": _PEOPLE,
    "see_things": _THINGS,
    "see_state": frozenset({"zones"}),
    "find": _THINGS,
    "see_all": _PEOPLE | _THINGS,
}
