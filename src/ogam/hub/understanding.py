"""From what was heard to a command of this home; or to what must be said first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ogam.core import Command, Identity, Observation
from ogam.home import Home, resolve
from ogam.hub import replies
from ogam.hub.followups import pieces
from ogam.hub.personal import personal
from ogam.hub.pieces import fill
from ogam.hub.ports import Grammar


@dataclass(frozen=True, slots=True)
class Meaning:
    """command: None where it is none of the home's sentences. question: what to ask first, empty where nothing is
    missing; asks: the slot that its answer fills, empty where no short answer would do."""

    command: Command | None = None
    question: str = ""
    asks: str = ""


def understand(
    observations: Sequence[Observation],
    sentence: Observation | None,
    grammar: Grammar,
    home: Home,
    area: str | None,
    who: Identity | None,
) -> Meaning:
    """What a sentence means, with the missing pieces that were said after it."""
    if sentence is None or not sentence.value or not sentence.details.get("accepted", True):
        return Meaning()
    meaning = grammar.interpret(sentence.value, area)
    if meaning.command is None:
        return Meaning()
    said = replace(meaning.command, sentence=meaning.command.sentence or sentence.value)
    said, needs = personal(said, meaning.needs, home, who)
    found = _asked(_here(said, home, area, who, sentence.confidence), needs, home)
    for piece in pieces(observations):
        filled = fill(found.command, found.asks, piece, home) if found.command is not None else None
        if filled is None:
            return found
        filled, needs = personal(filled, tuple(need for need in needs if need != found.asks), home, who)
        found = _asked(_here(filled, home, area, who, sentence.confidence), needs, home)
    return found


def _asked(command: Command, needs: tuple[str, ...], home: Home) -> Meaning:
    """The command, and the first question that it leaves open."""
    if question := replies.whose(command, home):
        return Meaning(command, question, "area")
    if question := replies.missing(needs, command, home):
        return Meaning(command, question, "area" if "area" in needs else needs[0])
    if question := replies.which_one(command, home):
        return Meaning(command, question, "name")
    return Meaning(command)


def _here(command: Command, home: Home, area: str | None, who: Identity | None, confidence: float) -> Command:
    """The command with the devices of this home that it means, and who said it where."""
    values = {name: slot.value for name, slot in command.slots.items()}
    return replace(
        command,
        speaker=None if who is None else who.person,
        devices=resolve(home, values, area, command.intent),
        area=area,
        confidence=confidence,
    )
