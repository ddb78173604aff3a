"""The scene: what is true now, as far as cameras see it. Made of observations alone, kept in memory, bounded.

Only the scene knows what changed: whoever tells it what a camera sees is told what is new, for the log.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic

from ogam.core import Observation
from ogam.home import Camera
from ogam.home.things import PERSON
from ogam.hub.sightings import Kept, Sightings
from ogam.hub.views import CameraState, CameraView, Happening, PersonSeen, SceneView, ThingsSeen, ZoneSeen

LINGER, LINGER_PEOPLE = 5.0, 30.0
"""Seconds for which something, and somebody, stays unseen before it is said to have gone: who turns away is there. Of
people, only the shorter counts where fewer bodies are to be seen than people were."""
STRANGER = 0.9
"""Probability that somebody is nobody known, from which on it is nobody of whom only the face was turned away."""
LATELY = 3.0
"""Seconds for which a pointing hand, or a look, is what is meant by "that"."""
_MOST_NOW, _MOST_PAST, _MOST_HAPPENED, _MOST_SAID = 64, 128, 16, 32

PEOPLE, THINGS, ZONES = "person", "object", "state"
"""Kinds of observation of what lasts: all of a camera's at once."""
HAPPENINGS = frozenset({"gesture", "fall", "text"})
AIMS = frozenset({"pointing", "looking"})
"""Kinds of observation of where somebody points or looks."""


@dataclass(frozen=True, slots=True)
class SceneChange:
    """Something that is not as it was before. what: "entered", "left", "recognised", "appeared", "gone", "opened",
    "closed", "gesture", "fall", "text"; value: whom (empty for somebody unknown) or what it concerns."""

    camera: str
    area: str | None
    what: str
    value: str
    count: int = 1
    zone: str | None = None


class Scene:
    """What the cameras of a home show. Safe to use from threads. clock: seconds, for tests."""

    def __init__(self, cameras: Iterable[Camera], clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._sights = {camera.name: _Sight(camera) for camera in cameras}
        self._said: dict[str, str] = {}

    def state(self, camera: str, state: CameraState) -> None:
        """Whether a camera is watched."""
        with self._lock:
            self._sights[camera].state = state

    def see(self, camera: str, kind: str, observations: Sequence[Observation]) -> tuple[SceneChange, ...]:
        """All of a kind that a camera sees now; none of them says that none is there. What changed by it.

        kind: `PEOPLE` (value: the name, empty for somebody unknown, confidence: of that), `THINGS` (value: the class;
        details: `track`, `zone`), `ZONES` (value: open or closed; details: `zone`), one of `HAPPENINGS` (details:
        `person`) or of `AIMS`. Other kinds are left out.
        """
        with self._lock:
            return self._sights[camera].see(kind, observations[:_MOST_NOW], self._clock())

    def still(self, camera: str) -> tuple[SceneChange, ...]:
        """Nothing moves before a camera: what was there still is."""
        with self._lock:
            return self._sights[camera].still(self._clock())

    def say(self, session: str, words: str) -> None:
        """Something was said."""
        with self._lock:
            self._said.pop(session, None)
            self._said[session] = words
            if len(self._said) > _MOST_SAID:
                del self._said[next(iter(self._said))]

    def aims(self, camera: str) -> tuple[Observation, ...]:
        """Where people before a camera point and look, or did a moment ago."""
        with self._lock:
            return self._sights[camera].aims_since(self._clock() - LATELY)

    def view(self, camera: str) -> CameraView:
        """What one camera shows. Raises KeyError where there is none of this name."""
        with self._lock:
            return self._sights[camera].view(self._clock())

    def now(self) -> SceneView:
        """All of it."""
        with self._lock:
            now = self._clock()
            return SceneView(tuple(sight.view(now) for sight in self._sights.values()), dict(self._said))

    def forget(self, name: str) -> None:
        """Let go of a person: who was them is somebody unknown."""
        with self._lock:
            for sight in self._sights.values():
                sight.forget(name)


class _Sight:
    """What one camera shows."""

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        self.state: CameraState = "off"
        self.looked: float | None = None
        self.people = Sightings(LINGER_PEOPLE, _MOST_NOW, _MOST_PAST)
        self.things = Sightings(LINGER, _MOST_NOW, _MOST_PAST)
        self.zones: dict[str, tuple[str, float, float]] = {}
        self.happened: list[tuple[Observation, float]] = []
        self._aims: list[tuple[Observation, float]] = []
        self._bodies = 0

    def see(self, kind: str, observations: Sequence[Observation], now: float) -> tuple[SceneChange, ...]:
        self.looked = now
        if kind == PEOPLE:
            return self._see_people(observations, now)
        if kind == THINGS:
            return self._see_things(observations, now)
        if kind == ZONES:
            return tuple(change for one in observations for change in self._see_zone(one, now))
        if kind in HAPPENINGS:
            self.happened = [*self.happened, *((one, now) for one in observations)][-_MOST_HAPPENED:]
            return tuple(self._change(one.kind, one.value) for one in observations)
        if kind in AIMS:
            lately = [(one, at) for one, at in self._aims if at >= now - LATELY]
            self._aims = [*lately, *((one, now) for one in observations)][-_MOST_NOW:]
        return ()

    def still(self, now: float) -> tuple[SceneChange, ...]:
        self.looked = now
        left, gone = (*self.people.keep_seen(now), *self._missed(now)), self.things.keep_seen(now)
        self.zones = {name: (state, since, now) for name, (state, since, _) in self.zones.items()}
        return (
            *(self._change("left", kept.value) for kept in left),
            *(self._change("gone", kept.value, kept.zone) for kept in gone),
        )

    def aims_since(self, since: float) -> tuple[Observation, ...]:
        """The last of each kind that each track has shown."""
        latest = {(one.kind, str(one.details.get("track", ""))): one for one, at in self._aims if at >= since}
        return tuple(latest.values())

    def forget(self, name: str) -> None:
        self.people.forget(name)
        self.happened = [(_without(one, name), at) for one, at in self.happened]
        self._aims = [(_without(one, name), at) for one, at in self._aims]

    def _see_people(self, observations: Sequence[Observation], now: float) -> tuple[SceneChange, ...]:
        """People are known by name; those who have none are counted. A face that is not known yet may be that of
        somebody who was here a moment ago."""
        before = self.people.present(now)
        names = sorted({one.value for one in observations if one.value})
        away = [track for track, kept in before.items() if kept.value and track not in names]
        sure = sum(not one.value and one.confidence >= STRANGER for one in observations)
        unsure = sum(not one.value and one.confidence < STRANGER for one in observations)
        strangers = [f"#{number}" for number in range(sure + max(0, unsure - len(away)))]
        turned_out = list(zip(
            [name for name in names if name not in before],
            [track for track, kept in before.items() if not kept.value and track not in strangers],
            strict=False,
        ))  # fmt: skip
        for name, track in turned_out:
            self.people.rename(track, name, name)
        there = (*names, *sorted(away, key=lambda name: -before[name].last)[:unsure])
        seen = [*((name, name, None) for name in there), *((track, "", None) for track in strangers)]
        came, went = self.people.see(seen, now)
        return (
            *(self._change("entered", kept.value) for kept in came),
            *(self._change("recognised", name) for name, _ in turned_out),
            *(self._change("left", kept.value) for kept in went),
        )

    def _missed(self, now: float) -> Sequence[Kept]:
        """Who has left: fewer bodies are to be seen than people were. Whose face is turned away is still there."""
        there = len(self.people.present(now))
        if self._bodies >= there:
            self.people.keep_all(now)
            return ()
        return self.people.let_go(there - self._bodies, LINGER, now)

    def _see_things(self, observations: Sequence[Observation], now: float) -> tuple[SceneChange, ...]:
        self._bodies = sum(one.value == PERSON for one in observations)
        left = self._missed(now)
        others = [one for one in observations if one.value != PERSON]
        came, went = self.things.see([(t, one.value, one.details.get("zone")) for t, one in _tracked(others)], now)
        return (
            *(self._change("appeared", kept.value, kept.zone) for kept in came),
            *(self._change("gone", kept.value, kept.zone) for kept in went),
            *(self._change("left", kept.value) for kept in left),
        )

    def _see_zone(self, seen: Observation, now: float) -> tuple[SceneChange, ...]:
        name = str(seen.details.get("zone", ""))
        before = self.zones.get(name)
        since = before[1] if before is not None and before[0] == seen.value else now
        self.zones[name] = (seen.value, since, now)
        if before is None or before[0] == seen.value:
            return ()
        return (self._change("opened" if seen.value == "open" else "closed", name, name),)

    def _change(self, what: str, value: str, zone: str | None = None) -> SceneChange:
        return SceneChange(self.camera.name, self.camera.area, what, value, zone=zone)

    def view(self, now: float) -> CameraView:
        looks = self.state == "watching" and self.looked is not None
        people = list(self.people.present(now).values()) if looks else []
        things = list(self.things.present(now).values()) if looks else []
        named = {kept.value: kept for kept in people if kept.value}
        nameless = sum(not kept.value for kept in people)
        bodies = self._bodies if looks else 0
        return CameraView(
            self.camera.name,
            self.camera.area,
            self.state,
            None if self.looked is None else now - self.looked,
            tuple(PersonSeen(name, now - kept.since, now - kept.last) for name, kept in sorted(named.items())),
            max(nameless, bodies - len(named)),
            tuple(_counted(things, now)),
            tuple(
                PersonSeen(kept.value, kept.last - kept.since, now - kept.last)
                for kept in self.people.past(now, of_all=self.state != "watching")
                if kept.value and kept.value not in named
            ),
            tuple(_counted(self.things.past(now, of_all=self.state != "watching"), now)),
            tuple(ZoneSeen(name, state, now - since, now - last) for name, (state, since, last) in self.zones.items()),
            tuple(_happening(one, now - at) for one, at in reversed(self.happened)),
        )


def _without(seen: Observation, name: str) -> Observation:
    """The same of somebody unknown, where it is of this person."""
    return replace(seen, details={**seen.details, "person": None}) if seen.details.get("person") == name else seen


def _tracked(observations: Sequence[Observation]) -> Iterator[tuple[str, Observation]]:
    """Each with which it is of its kind: its track; where nobody follows it, its number in its place."""
    counts: dict[str, int] = {}
    for one in observations:
        track = one.details.get("track")
        if track is None:
            place = f"{one.value}@{one.details.get('zone') or ''}"
            counts[place] = counts.get(place, 0) + 1
            track = f"{place}#{counts[place]}"
        yield str(track), one


def _happening(seen: Observation, ago: float) -> Happening:
    person = seen.details.get("person")
    return Happening(seen.kind, seen.value, None if person is None else str(person), ago)


def _counted(kept: Iterable[Kept], now: float) -> Iterable[ThingsSeen]:
    """Things of one kind in one place, counted."""
    groups: dict[tuple[str, str | None], list[Kept]] = {}
    for one in kept:
        groups.setdefault((one.value, one.zone), []).append(one)
    for (what, zone), several in groups.items():
        last = max(one.last for one in several)
        together = [one for one in several if last - one.last <= LINGER]
        yield ThingsSeen(what, len(together), zone, now - last)
