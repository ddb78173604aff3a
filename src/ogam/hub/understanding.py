"""From what was heard to a command of this home; or to what must be said first."""

from dataclasses import dataclass, replace

from ogam.core import Command, Identity, Observation
from ogam.home import Home, resolve
from ogam.hub import replies
from ogam.hub.aiming import targets
from ogam.hub.amending import amended
from ogam.hub.demonstratives import is_demonstrative, which_pointed, with_target
from ogam.hub.followups import AMENDMENT, said_after
from ogam.hub.personal import personal
from ogam.hub.pieces import fill
from ogam.hub.ports import Grammar, Interpretation
from ogam.hub.scene_questions import as_seen
from ogam.hub.turns import Turn


@dataclass(frozen=True, slots=True)
class Meaning:
    """command: None where it is none of the home's sentences. question: what to ask first, empty where nothing is
    missing; missing: the slot that its answer fills, empty where no short answer would do."""

    command: Command | None = None
    question: str = ""
    missing: str = ""


def understand(turn: Turn, grammar: Grammar, home: Home) -> Meaning:
    """What a turn's sentence means, with the missing pieces and the corrections that were said after it."""
    sentence, area, who = turn.sentence, turn.area, turn.who
    if sentence is None or not sentence.value or not sentence.details.get("accepted", True):
        return Meaning()
    meaning = grammar.interpret(sentence.value, area)
    if meaning.command is None:
        return Meaning()
    meant, needs = meaning.command, meaning.needs
    if pointed := _pointed(meaning, turn):
        meant, needs = pointed, ()
    said = as_seen(replace(meant, sentence=meant.sentence or sentence.value), home)
    said, needs = personal(said, needs, home, who)
    said = with_target(said, turn.observations, home)
    found = _asked(_here(said, home, area, who, sentence.confidence), needs, home, turn)
    for one in said_after(turn.observations):
        filled = None if found.command is None else _with(found.command, found.missing, one, home)
        if filled is None:
            return found
        filled, needs = personal(filled, tuple(need for need in needs if need != found.missing), home, who)
        found = _asked(_here(filled, home, area, who, sentence.confidence), needs, home, turn)
    return found


def _with(command: Command, missing: str, said: Observation, home: Home) -> Command | None:
    """The command with what was said after it: what was missing, or what was wrong."""
    if said.kind == AMENDMENT:
        return amended(command, said.value, home)
    return fill(command, missing, said.value, home)


def _pointed(meaning: Interpretation, turn: Turn) -> Command | None:
    """The reading that is about "that", where something is pointed at: 저 불 may be that light, or just a light."""
    if not targets(turn.observations):
        return None
    return next((one for one in meaning.alternatives if is_demonstrative(one)), None)


def _asked(command: Command, needs: tuple[str, ...], home: Home, turn: Turn) -> Meaning:
    """The command, and the first question that it leaves open."""
    if is_demonstrative(command):
        command, question = which_pointed(command, turn.observations, home)
        return Meaning(command, question, "name")
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
