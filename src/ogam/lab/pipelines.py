"""What is measured: something that hears a recording, or reads a text, and answers with a command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ogam.asr import recognizer_of
from ogam.core import Audio, Command, Observation, Recognizer, SlotValue
from ogam.grammar import Grammar, Grammars, compile_home, compile_intents
from ogam.home import key
from ogam.lab.vocabularies import Vocabulary


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood. intent: empty if nothing was.

    score: the higher, the surer that it is one of the sentences; accepted: whether it would be acted on;
    heard: what a free transcription says.
    """

    intent: str = ""
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    sentence: str = ""
    score: float = 0.0
    accepted: bool = False
    heard: str = ""

    def as_json(self) -> dict[str, Any]:
        """For reports of errors."""
        return {
            "intent": self.intent,
            "slots": dict(self.slots),
            "sentence": self.sentence,
            "score": round(self.score, 4),
            "accepted": self.accepted,
            "heard": self.heard,
        }


class Pipeline(Protocol):
    """From a recording, or from text, to an answer."""

    def hear(self, audio: Audio) -> Answer: ...

    def read(self, text: str, area: str | None = None) -> Answer: ...


Build = Callable[[Vocabulary], Pipeline]
"""Makes a pipeline that knows a vocabulary."""


@dataclass(frozen=True, slots=True)
class Ogam:
    """Ogam itself, as `ogam hear` and `ogam say` run it, without the devices."""

    recognizer: Recognizer | None
    grammar: Grammar | Grammars

    def hear(self, audio: Audio) -> Answer:
        if self.recognizer is None:
            raise ValueError("this pipeline was built for text only")
        found = self.recognizer.recognize([audio])[0]
        sentence = next((observation for observation in found if observation.kind == "sentence"), None)
        if sentence is None:
            return Answer()
        return answer_of(self.grammar.interpret(sentence.value).command, sentence)

    def read(self, text: str, area: str | None = None) -> Answer:
        return answer_of(self.grammar.interpret(text, area).command)


def answer_of(command: Command | None, heard: Observation | None = None) -> Answer:
    """A command, with the evidence of the observation that it came from, if it was heard."""
    return Answer(
        intent=command.intent if command else "",
        slots={name: slot.value for name, slot in command.slots.items()} if command else {},
        sentence=heard.value if heard else command.sentence if command else "",
        score=heard.confidence if heard else float(command is not None),
        accepted=bool(heard.details["accepted"]) if heard else command is not None,
        heard=str(heard.details.get("heard", "")) if heard else "",
    )


def build_ogam(vocabulary: Vocabulary, threads: int = 1) -> Ogam:
    """Ogam for a vocabulary; loads the acoustic model."""
    grammar = grammar_of(vocabulary)
    return Ogam(recognizer_of(grammar, threads), grammar)


def build_reader(vocabulary: Vocabulary) -> Ogam:
    """Ogam for text only; loads no model."""
    return Ogam(None, grammar_of(vocabulary))


def grammar_of(vocabulary: Vocabulary) -> Grammar | Grammars:
    """The vocabulary, compiled."""
    if vocabulary.intents is None:
        return compile_home(vocabulary.home)
    return compile_intents(vocabulary.intents, vocabulary.home)


def same_value(one: Any, other: Any) -> bool:
    """Whether two slot values mean the same: numbers by value, names and words without regard to case and spacing."""
    try:
        return abs(float(one) - float(other)) < 1e-6
    except (TypeError, ValueError):
        return key(str(one)) == key(str(other))


def fills(answer: Answer, intent: str, slots: Mapping[str, Any]) -> bool:
    """Whether an answer has the intent and every slot that is asked for; it may have others besides."""
    return answer.intent == intent and all(
        name in answer.slots and same_value(answer.slots[name], value) for name, value in slots.items()
    )
