"""A home, its people, and what they say: stand-ins for the tests of dialogues.

An utterance is an `Audio` whose source is "Mina: unlock the front door"; a picture one whose source is "Mina". The
identifier is Ogam's own fusion over evidence that is certain of who it is of. Frames of somebody before the camera
are pictures from "Mina:1", "Mina:2" …, in which made-up faces are found.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ogam.biometrics.fusion import Evidence, decide
from ogam.biometrics.situation import Situation, priors
from ogam.core import Audio, Identity, Image, ModelCard, Observation, Signal
from ogam.grammar import compile_home
from ogam.home import Home, parse_home
from ogam.hub import Abilities, EventLog, Hub, Session, open_hub
from ogam.liveness import FaceAction, FakeActor
from ogam.liveness.fakes import HEAD
from ogam.vision import Face

HOME = parse_home("""
areas: [hall, kitchen]
devices:
  - {name: hall light, domain: light, area: hall}
  - {name: kitchen light, domain: light, area: kitchen}
  - {name: desk lamp, aliases: [lamp], domain: light, area: hall}
  - {name: floor lamp, aliases: [lamp], domain: light, area: kitchen}
  - {name: front door, domain: lock, area: hall, state: locked}
  - {name: oven, domain: oven, area: kitchen}
permissions: on
people: [{name: Mina, role: owner}, Jun, {name: Ara, role: child}]
""")
PEOPLE = ("Mina", "Jun", "Ara")
ALL = Abilities(microphone=True, camera=True, phones=True)


class Ears:
    """Hears what an utterance's source says; what is no sentence of the home is refused, as real ones do."""

    card = ModelCard("ears", "1", "tests")

    def __init__(self, hub: Hub | None = None) -> None:
        self.hub = hub

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [[self._hear(signal.source.partition(": ")[2])] for signal in signals]

    def _hear(self, words: str) -> Observation:
        known = self.hub is not None and self.hub.grammar.interpret(words).command is not None
        details = {"heard": words, "accepted": known}
        return Observation("sentence", words if known else "", 0.99, 0.0, 1.0, recognizer="ears", details=details)


class Eyes:
    """Knows the people of the home by the source of what is heard and seen; "crowd" is nobody's. Or fails."""

    def __init__(self) -> None:
        self.broken = False

    def observe(self, signal: Signal) -> list[Evidence]:
        if self.broken:
            raise RuntimeError("no eyes")
        name = signal.source.partition(":")[0]
        voice = isinstance(signal, Audio)
        ratios = {person: 9.0 if person == name else -9.0 for person in PEOPLE}
        shares = {person: 0.0001 if person == name else 1.0 for person in PEOPLE}
        return [Evidence("voice" if voice else "face", ratios, shares, source=signal.source)]

    def conclude(self, evidence: Sequence[Evidence], situation: Situation) -> Identity:
        if self.broken:
            raise RuntimeError("no eyes")
        return decide(evidence, *priors(situation, PEOPLE))


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def utterance(who: str, words: str) -> Audio:
    return Audio(np.zeros(16_000, np.float32), source=f"{who}: {words}")


def picture(who: str) -> Image:
    return Image(np.zeros((4, 4, 3), np.uint8), source=who)


class Stage:
    """Finds in a frame the face that was put on for it; a detector."""

    def __init__(self) -> None:
        self.faces: dict[str, list[Face]] = {}
        self.broken = False

    def detect(self, image: Image) -> list[Face]:
        if self.broken:
            raise RuntimeError("no weights")
        return self.faces.get(image.source, [])

    def frames(self, who: str, actions: Sequence[FaceAction], start: float, relief: float = HEAD) -> Iterator[Image]:
        """Somebody who does that before the camera, from a time on, ten frames a second."""
        for time, faces in FakeActor(relief, 10.0).perform(actions, start):
            yield self.frame(who, time, faces)

    def frame(self, who: str, time: float, faces: Sequence[Face]) -> Image:
        source = f"{who}:{len(self.faces)}"
        self.faces[source] = list(faces)
        return Image(np.zeros((4, 4, 3), np.uint8), time, source)


_grammars: dict[int, tuple[Home, Any]] = {}


def grammar_of(home: Home) -> Any:
    """Compiled once, which takes a second."""
    if id(home) not in _grammars:
        _grammars[id(home)] = (home, compile_home(home))
    return _grammars[id(home)][1]


def open_session(
    abilities: Abilities = ALL, home: Home = HOME, log: EventLog | None = None, **more: Any
) -> tuple[Session, Clock]:
    """A session in the hall, and its clock, which the approvals go by too."""
    from ogam.hub import Approvals

    ears, clock = Ears(), Clock()
    eyes = more.pop("identifier", None) or Eyes()
    stage = more.pop("stage", None) or Stage()
    log = log or EventLog(None)
    hub = open_hub(home, log, grammar=grammar_of(home), recognizer=ears, identifier=eyes, faces=stage)
    ears.hub = hub
    area = more.pop("area", home.areas[0].name)
    return Session(hub, "hall", area, abilities, Approvals(clock), clock, **more), clock
