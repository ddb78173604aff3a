"""Sentences drawn at random from a grammar, with what each of them means: for tests, examples and synthetic speech."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ogam.core import Command
from ogam.grammar.grammar import Grammar
from ogam.grammar.network import ALTERNATIVES, BYTE, CALL, SPACE, TRIE, Network, Node, Template
from ogam.grammar.ranking import to_command
from ogam.grammar.trace import Capture, Reading
from ogam.grammar.wording import Wording

_FREE_WORDS = ("milk", "blue suede shoes", "dinner is ready", "the second one", "coffee")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence of a grammar (normalised) and the command it was made from."""

    sentence: str
    command: Command


def sample(grammar: Grammar, random: Random, free_words: Sequence[str] = _FREE_WORDS) -> Sample:
    """Draw one sentence: a template, then a way through it; wildcards are filled from `free_words`."""
    walk = _Walk(grammar.network, random, free_words)
    walk.follow(grammar.network.start)
    text = walk.text.decode().rstrip()
    assert walk.template is not None  # every path from the start leads through one template
    context = dict.fromkeys(walk.template.context_slots, "here")
    reading, spoken = Reading(walk.template, tuple(walk.captures)), grammar.language
    command = to_command(reading, Wording(text, (), spoken.spaced), context, spoken.code)
    return Sample(text, command)


class _Walk:
    """One random way from the start of a sentence to its end."""

    def __init__(self, network: Network, random: Random, free_words: Sequence[str]) -> None:
        self._network, self._random, self._free_words = network, random, free_words
        self.text = bytearray()
        self.captures: list[Capture] = []
        self.template: Template | None = None

    def follow(self, index: int) -> None:
        while (node := self._network.nodes[index])[0] in (BYTE, SPACE, ALTERNATIVES, CALL):
            index = self._step(node)

    def _step(self, node: Node) -> int:
        if node[0] == ALTERNATIVES:
            way: int = self._random.choice(node[1])
            return way
        if node[0] == BYTE:
            self.text.append(node[1])
        elif node[0] == CALL:
            self._call(node[1], node[2])
        elif self.text and self.text[-1:] != b" ":
            self.text += b" "
        return int(node[-1])

    def _call(self, fragment: int, slot: str) -> None:
        start = len(self.text)
        if self.template is None:
            self.template, fragment = self._random.choice(self._network.roots)
        if fragment == self._network.wildcard:
            self._say_anything(slot, start)
            return
        if self._network.nodes[fragment][0] == TRIE:
            value = self._spell(fragment)
            self.captures.append(Capture(slot, value, start, len(self.text)))
            return
        self.follow(fragment)
        if slot:
            said = self.text[start:].decode().strip()
            self.captures = [capture for capture in self.captures if capture.start < start]
            self.captures.append(Capture(slot, said, start, len(self.text), wildcard=True))

    def _say_anything(self, slot: str, start: int) -> None:
        words = self._random.choice(self._free_words)
        self.text += (words if self._network.spaced else words.replace(" ", "")).encode()
        if slot:
            said = self.text[start:].decode()
            self.captures.append(Capture(slot, said, start, len(self.text), wildcard=True))

    def _spell(self, index: int) -> object:
        """A random entry of a list, letter by letter; returns its value."""
        while True:
            _, children, values = self._network.nodes[index]
            if values and (not children or self._random.random() < 0.5):
                return self._network.values[self._random.choice(values)]
            byte = self._random.choice(list(children))
            self.text.append(byte)
            index = children[byte]
