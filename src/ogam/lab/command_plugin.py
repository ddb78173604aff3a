"""Ogam's spoken commands as a recogniser that studies can try: `ogam/commands`, with the vocabulary as an option."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ogam.core import ModelCard, Observation, Recognizer, Signal
from ogam.grammar import Grammar, Grammars
from ogam.home import example_home
from ogam.lab.pipelines import build_ogam
from ogam.lab.vocabularies import Vocabulary, read_vocabulary


@dataclass(frozen=True, slots=True)
class CommandRecognizer:
    """Hears sentences of a grammar and says what each means: of kind "sentence", with `intent`, `slots` and `accepted`
    (whether it would be acted on) in its details."""

    recognizer: Recognizer
    grammar: Grammar | Grammars
    card: ModelCard

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [[self._meant(one) for one in found] for found in self.recognizer.recognize(signals)]

    def _meant(self, heard: Observation) -> Observation:
        command = self.grammar.interpret(heard.value).command if heard.value else None
        slots = {name: slot.value for name, slot in command.slots.items()} if command else {}
        meaning = {"intent": command.intent if command else "", "slots": slots}
        return replace(heard, details={**heard.details, **meaning})


def open_commands(vocabulary: str = "", threads: int = 1) -> CommandRecognizer:
    """vocabulary: a folder with expressions.yaml or home.yaml, as `ogam bench commands` reads it; empty for the example
    home. Raises HomeError for a wrong one, ModelError for missing weights."""
    known = read_vocabulary(Path(vocabulary)) if vocabulary else Vocabulary(home=example_home())
    built = build_ogam(known, threads)
    assert built.recognizer is not None
    card = replace(built.recognizer.card, task="commands", outputs="sentence, with intent and slots")
    return CommandRecognizer(built.recognizer, built.grammar, card)
