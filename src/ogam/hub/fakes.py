"""Stand-ins for a grammar, a recogniser, cameras and what tells people apart, to try a hub without models."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

from ogam.biometrics.fusion import Evidence
from ogam.biometrics.situation import Situation
from ogam.core import Audio, Command, Identity, Image, ModelCard, Observation, Signal
from ogam.home import Camera
from ogam.hub.eyes import Eye


@dataclass(frozen=True, slots=True)
class FakeInterpretation:
    """What a text means."""

    command: Command | None = None
    needs: tuple[str, ...] = ()
    alternatives: tuple[Command, ...] = ()


@dataclass(frozen=True, slots=True)
class FakeGrammar:
    """Knows the sentences it is given, word for word."""

    meanings: Mapping[str, FakeInterpretation]

    def interpret(self, text: str, area: str | None = None) -> FakeInterpretation:  # noqa: ARG002
        return self.meanings.get(text.lower().strip(" .!?"), FakeInterpretation())


@dataclass(frozen=True, slots=True)
class FakeRecognizer:
    """Hears the same sentence in every signal; refuses it where `accepted` is False."""

    sentence: str
    confidence: float = 0.99
    accepted: bool = True

    @property
    def card(self) -> ModelCard:
        return ModelCard("fake", "1", "tests")

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        details = {"heard": self.sentence, "accepted": self.accepted}
        observation = Observation(
            "sentence",
            self.sentence,
            self.confidence,
            0.0,
            1.0,
            recognizer="fake",
            model=self.card.label,
            details=details,
        )
        return [[observation] for _ in signals]


@dataclass(slots=True)
class FakeIdentifier:
    """Takes everyone for the same person, or fails: `who` may be set anew between turns.

    asked: from what it was to conclude, call by call, for tests to look at.
    """

    who: Identity | Exception = field(default_factory=Identity)
    asked: list[tuple[tuple[Evidence, ...], Situation]] = field(default_factory=list)

    def observe(self, signal: Signal) -> list[Evidence]:
        if isinstance(self.who, Exception):
            raise self.who
        if isinstance(signal, Audio):
            return [Evidence("voice", time=signal.start, source=signal.source)]
        return [Evidence("face", time=signal.time, source=signal.source)]

    def conclude(self, evidence: Sequence[Evidence], situation: Situation) -> Identity:
        if isinstance(self.who, Exception):
            raise self.who
        self.asked.append((tuple(evidence), situation))
        return self.who


class FakePictures:
    """A camera whose pictures are made up: those of a script, each with whether anything moves in it; then it ends.

    An error in the script is raised, as by a camera that was given up. held: whether it waits at the end, as a camera
    does before which nothing happens any more, until it is closed.
    """

    def __init__(self, script: Sequence[tuple[Image, bool] | Exception], held: bool = True) -> None:
        self._script, self._held, self._closed = script, held, Event()
        self.state, self.reason, self.dropped = "opening", "", 0
        self.motion: object | None = None

    def close(self) -> None:
        self._closed.set()
        self.state = "stopped"

    def __iter__(self) -> Iterator[Image]:
        for step in self._script:
            if self._closed.is_set():
                return
            if isinstance(step, Exception):
                raise step
            self.state, self.motion = "watching", "moved" if step[1] else None
            yield step[0]
        if self._held:
            self._closed.wait()


@dataclass(frozen=True, slots=True)
class FakeSights:
    """The same eyes for every camera."""

    own: tuple[Eye, ...] = ()

    def eyes(self, camera: Camera) -> tuple[Eye, ...]:  # noqa: ARG002
        return self.own
