"""Sentences drawn at random from a grammar, with what each of them means: for tests, examples and synthetic speech."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ogam.core import Command
from ogam.grammar.grammar import Grammar
from ogam.grammar.network import ALTERNATIVES, BYTE, CALL, END, TRIE, Network, Node, Template
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
    # Of what may come from the context only the area ever does; what else is missing is asked for.
    context = {key: "here" for key in walk.template.context_slots if key == "area"}
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

    def follow(self, index: int) -> int | None:
        """To the end of a sentence or of a list; returns the number of the list's value."""
        while (node := self._network.nodes[index])[0] != END:
            if node[0] != TRIE:
                index = self._step(node)
            elif node[2] and (not node[1] or self._random.random() < 0.5):
                return int(self._random.choice(node[2]))
            else:
                byte = self._random.choice(list(node[1]))
                self.text.append(byte)
                index = node[1][byte]
        return None

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
            roots = [root for root in self._network.roots if not root[0].refused]
            self.template, fragment = self._random.choice(roots)
        if fragment == self._network.wildcard:
            self._say_anything()
            value = None
        else:
            value = self.follow(fragment)
        if slot and value is None:
            said = self.text[start:].decode().strip()
            self.captures = [capture for capture in self.captures if capture.start < start]
            self.captures.append(Capture(slot, said, start, len(self.text), wildcard=True))
        elif slot:
            self.captures.append(Capture(slot, self._network.values[value or 0], start, len(self.text)))

    def _say_anything(self) -> None:
        words = self._random.choice(self._free_words)
        self.text += (words if self._network.spaced else words.replace(" ", "")).encode()
