"""Gestures as commands: what a hand says is carried out as if it had been said, by whoever it is the hand of."""

from collections.abc import Callable, Iterator, Mapping
from time import monotonic

from ogam.core import Identity, Observation
from ogam.home import Camera, GestureCommand, Home
from ogam.hub.ports import Grammar
from ogam.hub.sessions import Session
from ogam.hub.turns import Turn, identity_from

AGAIN = 2.0
"""Seconds in which the same gesture before the same camera is the same one still."""


class Gesturing:
    """Carries out the gestures before all cameras of a home. clock: seconds, for tests."""

    def __init__(self, home: Home, clock: Callable[[], float] = monotonic) -> None:
        self._home, self._clock = home, clock
        self._last: dict[tuple[str, str], float] = {}

    def commands(self, camera: Camera, seen: Mapping[str, object]) -> list[tuple[GestureCommand, Observation]]:
        """Those that gestures before a camera give now. seen: what was seen, by kind (`Eye.look`)."""
        found = []
        for one in _observations(seen.get("gesture")):
            command = meant(self._home, camera, one.value)
            now = self._clock()
            before = self._last.get((camera.name, one.value), float("-inf"))
            self._last[camera.name, one.value] = now
            if command is not None and now - before > AGAIN:
                found.append((command, one))
        return found


def _observations(seen: object) -> Iterator[Observation]:
    for one in seen if isinstance(seen, list | tuple) else ():
        if isinstance(one, Observation):
            yield one


async def carry_out(session: Session, command: GestureCommand, gesture: Observation) -> Turn:
    """Do what a gesture says, with the permissions of whoever made it: nobody known, where that is not known."""
    return await session.gesture(command.say, gesture, who_made(gesture))


def who_made(gesture: Observation) -> Identity:
    """Whose hand it was, as the face beside it tells: `identity` in its details (`identity_data`)."""
    data = gesture.details.get("identity")
    return identity_from(data) if isinstance(data, Mapping) else Identity()


def meant(home: Home, camera: Camera, gesture: str) -> GestureCommand | None:
    """What a gesture says before a camera: what is said for the camera goes before its area, and that before all."""
    fitting = [
        one
        for one in home.gestures
        if one.gesture == gesture
        and one.camera in (None, camera.name)
        and (one.area is None or one.area == camera.area)
    ]
    return max(fitting, key=lambda one: (one.camera is not None, one.area is not None), default=None)


def wrong_gestures(home: Home, grammar: Grammar) -> list[str]:
    """A line for each gesture that says nothing which this home understands."""
    return [
        f"{one.where}: gesture '{one.gesture}' says '{one.say}', which this home does not understand. "
        "Try it with: ogam say"
        for one in home.gestures
        if grammar.interpret(one.say, one.area or _area(home, one)).command is None
    ]


def _area(home: Home, command: GestureCommand) -> str | None:
    camera = home.camera(command.camera)
    return None if camera is None else camera.area
