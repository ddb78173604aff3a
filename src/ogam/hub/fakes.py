"""Stand-ins for a grammar and a recogniser, to try a hub without models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ogam.core import Command, ModelCard, Observation, Signal


@dataclass(frozen=True, slots=True)
class FakeInterpretation:
    """What a text means."""

    command: Command | None = None
    needs: tuple[str, ...] = ()


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
