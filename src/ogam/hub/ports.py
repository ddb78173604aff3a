"""What the hub needs of a grammar and of a policy."""

from typing import Protocol

from ogam.core import Command, Decision


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

    def decide(self, command: Command) -> Decision: ...


class EveryoneMay:
    """The policy of a home that has declared none: everyone may do everything."""

    def decide(self, command: Command) -> Decision:
        return Decision("allow", "everyone-may", f"No permissions are set, so everyone may use {command.intent}.")
