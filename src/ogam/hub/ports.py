"""What the hub needs of a grammar, of a policy, and of what tells people apart."""

from typing import Protocol

from ogam.core import Audio, Command, Decision, Identity
from ogam.policy import Request


class Interpretation(Protocol):
    """What a text means: a command; or, where something must be said first, what that is (`needs`: "area" …)."""

    @property
    def command(self) -> Command | None: ...

    @property
    def needs(self) -> tuple[str, ...]: ...


class Grammar(Protocol):
    """Every sentence that a home understands. area: the area it is said in, if known."""

    def interpret(self, text: str, area: str | None = None) -> Interpretation: ...


class Policy(Protocol):
    """Says whether a command may be carried out, and by which rule."""

    def decide(self, request: Request) -> Decision: ...


class Identifier(Protocol):
    """Says who speaks; somebody unknown where it cannot tell. area: where it was heard, if known."""

    def identify(self, audio: Audio, area: str | None = None) -> Identity: ...


class EveryoneMay:
    """The policy of a home that has declared none: everyone may do everything."""

    def decide(self, request: Request) -> Decision:
        intent = request.command.intent
        return Decision("allow", "everyone-may", f"No permissions are set, so everyone may use {intent}.")
