"""What a language must give, so that Ogam can speak it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ogam.core import Action, Device
from ogam.hub.turns import Act
from ogam.korean.filling import Show, fill

DONE = "done."
"""Keys of sentences about what was done: "done.turn_on", or "done.timer.start" where a kind of device has its own."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One language. Every language has the same keys, and uses no placeholders that English does not have.

    sentences: templates by key. examples: commands by kind of device, with the place of its name; the last two, under
    "", are about no device. show: how values are shown in templates. answer: what a device answered, as a whole
    predicate. effect: what became of a device, in a word or two, from its action and its state.
    values: words for values (colours, fan modes); what is missing is shown as it is.
    """

    code: str
    sentences: Mapping[str, str]
    examples: Mapping[str, tuple[str, ...]]
    show: Show
    answer: Callable[[Act], str]
    effect: Callable[[Device, Action, Mapping[str, Any]], str]
    asked_state: Callable[[str, str], str]
    values: Mapping[str, str]

    def say(self, key: str, **fields: Any) -> str:
        """The sentence of a key, filled."""
        text = self.part(key, **fields)
        return text[:1].upper() + text[1:]

    def part(self, key: str, **fields: Any) -> str:
        """A part of a sentence, filled."""
        return fill(self.sentences[key], self.show, **fields)

    def done_key(self, domain: str, verb: str) -> str:
        """The key of the sentence about a verb done to a kind of device."""
        own, general = f"{DONE}{domain}.{verb}", f"{DONE}{verb}"
        return own if own in self.sentences else general if general in self.sentences else "done_otherwise"

    def value(self, value: Any) -> str:
        """A value as it is said: "blue" → 파란색."""
        return self.values.get(str(value), str(value))
