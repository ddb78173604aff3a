"""What the hub needs of a grammar, of a policy, and of what tells people apart."""

from collections.abc import Sequence
from typing import Protocol

from ogam.biometrics.fusion import Evidence
from ogam.biometrics.situation import Situation
from ogam.core import Command, Decision, Identity, Recognizer, Signal
from ogam.policy import Request


class Interpretation(Protocol):
    """What a text means: a command; or, where something must be said first, what that is (`needs`: "area" …).

    alternatives: the other commands that the same words could mean.
    """

    @property
    def command(self) -> Command | None: ...

    @property
    def needs(self) -> tuple[str, ...]: ...

    @property
    def alternatives(self) -> tuple[Command, ...]: ...


class Grammar(Protocol):
    """Every sentence that a home understands. area: the area it is said in, if known."""

    def interpret(self, text: str, area: str | None = None) -> Interpretation: ...


class Policy(Protocol):
    """Says whether a command may be carried out, and by which rule."""

    def decide(self, request: Request) -> Decision: ...


class Identifier(Protocol):
    """Says who it is, in two steps: what one signal says, and what all of it says together.

    Either may raise whatever it likes: who speaks is then nobody known.
    """

    def observe(self, signal: Signal) -> list[Evidence]:
        """What a voice or the faces of a picture say. Blocking, thread-safe, pure; for one utterance or picture."""
        ...

    def conclude(self, evidence: Sequence[Evidence], situation: Situation) -> Identity:
        """Who it is, from all that was heard and seen in this turn; nobody known where that cannot be told. Quick."""
        ...


class ShortAnswers(Protocol):
    """Recognisers of what answers a question: observations of kind "sentence", as of the home's sentences."""

    def digits(self, language: str) -> Recognizer:
        """Hears the digits of a challenge, all of them alike (`ogam.liveness.digit_recognizer`)."""
        ...

    def among(self, language: str, answers: tuple[str, ...]) -> Recognizer:
        """Hears which of these answers was said, or that none was."""
        ...


EVERYONE_MAY = "everyone-may"
"""The rule of a home without permissions."""


class EveryoneMay:
    """The policy of a home that has declared none: everyone may do everything."""

    def decide(self, request: Request) -> Decision:
        intent = request.command.intent
        return Decision("allow", EVERYONE_MAY, f"No permissions are set, so everyone may use {intent}.")
