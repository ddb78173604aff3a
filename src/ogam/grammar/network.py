"""The compiled grammar: a network of nodes that share their tails, with calls into shared lists.

Built backwards, from the end of a sentence to its start, each node is a tuple that names the nodes after it; equal
tuples are one node. So a tail that many templates share ("… lights in the {area}") is stored once, and memory follows
the templates. A list ({name}, {area}, numbers) is a fragment of its own, entered by a call and left with a value:
two thousand device names are stored once for each way of filtering them, not once a template.

    (BYTE, byte, next)            this byte of UTF-8
    (SPACE, next)                 a space between words; free at the start, at the end and after another space
    (ALTERNATIVES, (next, …))     any of these
    (CALL, fragment, slot, next)  a list's value, into a slot; fragment is the node that the list starts with
    (TRIE, {byte: node}, values)  inside a list: the ways on, and the values (indices) that end here
    (WILDCARD,)                   one or more words, whatever they are; leaves at a word's end
    (END,)                        the end of a sentence (or of a sentence inside another)

A language without spaces has no SPACE and no WILDCARD: there free words are a trie that goes in circles, a character
at a time, and ends with the value `FREE_WORDS` after each of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Final

from ogam.grammar.language import unique

BYTE: Final = 0
SPACE: Final = 1
ALTERNATIVES: Final = 2
CALL: Final = 3
TRIE: Final = 4
WILDCARD: Final = 5
END: Final = 6

FREE_WORDS: Final = "\0free words"
"""The value of a list that takes any words: what was said is the value."""

_SPACE_BYTE = 0x20
_LEAVES = 1 << 256

Node = tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """What a sentence template says once it has matched.

    intent, response, slots: as the template's block declares them.
    context_slots: slot → key of the context that fills it ({"area": "area"}: the area it was said in).
    text: the template as it was written.
    required: of each of these sets of words, one must stand in the text; a quick look before reading on.
    refused: whether it only tells what is not meant ("turn on the humidifier", where there is none): no command.
    """

    intent: str
    text: str
    response: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    context_slots: Mapping[str, str] = field(default_factory=dict)
    required: frozenset[frozenset[bytes]] = frozenset()
    refused: bool = False

    def may_read(self, text: bytes) -> bool:
        """Whether the text has the words that this template cannot do without."""
        return all(any(word in text for word in words) for words in self.required)


@dataclass(frozen=True, slots=True)
class Network:
    """All nodes; the roots (a template and the node it starts with); and the values of the lists.

    wildcard: the node that takes any words; free: the nodes that it is made of;
    spaced: whether spaces tell words apart; everyday: the node that the sentences of every day start with, if they
    are told apart.
    """

    nodes: list[Node]
    roots: tuple[tuple[Template, int], ...]
    start: int
    values: list[Any]
    wildcard: int
    free: frozenset[int] = frozenset()
    spaced: bool = True
    everyday: int | None = None
    _first: dict[tuple[int, bool], int] = field(default_factory=dict)

    def may_start(self, node: int, text: bytes, at: int) -> bool:
        """Whether the text from `at` may begin with this node: a look one byte ahead, never wrongly False."""
        spaced = at == 0 or text[at - 1] == _SPACE_BYTE
        first = self._first_bytes(node, spaced)
        return bool(first & _LEAVES) or (at < len(text) and bool(first >> text[at] & 1))

    def _first_bytes(self, node: int, spaced: bool) -> int:
        """The bytes with which a node may begin, as bits; the bit `_LEAVES` where it may need no byte at all."""
        key = (node, spaced)
        if key not in self._first:
            content = self.nodes[node]
            kind = content[0]
            if kind == BYTE:
                bits = 1 << content[1]
            elif kind == SPACE:
                bits = self._first_bytes(content[1], True) if spaced else 1 << _SPACE_BYTE | _LEAVES
            elif kind == ALTERNATIVES:
                bits = reduce(or_, (self._first_bytes(way, spaced) for way in content[1]))
            elif kind == CALL:
                bits = self._first_bytes(content[1], spaced)
            elif kind == TRIE:
                bits = reduce(or_, (1 << byte for byte in content[1]), _LEAVES if content[2] else 0)
            elif kind == WILDCARD:
                bits = _LEAVES - 1
            else:
                bits = _LEAVES
            self._first[key] = bits
        return self._first[key]


class NetworkBuilder:
    """Makes nodes; the same node twice is one node."""

    def __init__(self, spaced: bool = True) -> None:
        self.nodes: list[Node] = []
        self.spaced = spaced
        self.values: list[Any] = []
        self._known: dict[Node, int] = {}
        self._value_index: dict[Any, int] = {}
        self.end = self._node((END,))
        self.wildcard = self._node((WILDCARD,)) if spaced else self._free_words()
        self.free = frozenset(range(self.wildcard, len(self.nodes)))

    def _node(self, node: Node) -> int:
        index = self._known.get(node)
        if index is None:
            index = self._known[node] = len(self.nodes)
            self.nodes.append(node)
        return index

    def alternatives(self, following: Iterable[int]) -> int:
        """A node from which each of these may follow."""
        flat: dict[int, None] = {}
        for node in following:
            flat.update(dict.fromkeys(self._ways(node)))
        return next(iter(flat)) if len(flat) == 1 else self._node((ALTERNATIVES, tuple(flat)))

    def _ways(self, node: int) -> Iterator[int]:
        content = self.nodes[node]
        if content[0] == ALTERNATIVES:
            yield from content[1]
        else:
            yield node

    def text(self, text: str, following: int) -> int:
        """A text, spelled byte by byte; its apostrophes may be left out."""
        for byte in reversed(text.encode()):
            if byte == 0x20:
                following = self.space(following)
            else:
                spelled = self._node((BYTE, byte, following))
                following = self.alternatives((spelled, following)) if byte == 0x27 else spelled
        return following

    def texts(self, texts: Iterable[str], following: int) -> list[int]:
        """The ways in which any of these texts leads on; what they begin with alike is stored once."""
        longer: dict[str, list[str]] = {}
        ways = []
        for text in unique(texts):
            if text:
                longer.setdefault(text[0], []).append(text[1:])
            else:
                ways.append(following)
        for letter, rests in longer.items():
            ways.append(self.text(letter, self.alternatives(self.texts(rests, following))))
        return ways

    def space(self, following: int) -> int:
        """A space; two in a row are one. None where the language has no spaces."""
        return following if not self.spaced or self.nodes[following][0] == SPACE else self._node((SPACE, following))

    def call(self, fragment: int, slot: str, following: int) -> int:
        """A list's value into a slot ("" for none)."""
        return self._node((CALL, fragment, slot, following))

    def branch(self, children: Mapping[int, int], ends: bool) -> int:
        """Ways on by their bytes, in a part that is called; `ends`: whether it may end here. Equal ones are one."""
        key = (TRIE, tuple(children.items()), ends)
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append((TRIE, dict(children), (self._value(""),) if ends else ()))
        return self._known[key]

    def trie(self, entries: Iterable[tuple[str, Any]]) -> int | None:
        """A list's texts (normalised) with their values; None where no text is left to say."""
        root: dict[int, Any] = {}
        for text, value in entries:
            spelled = text if self.spaced else text.replace(" ", "")
            for variant in {spelled, spelled.replace("'", "")}:
                if variant:
                    self._insert(root, variant, self._value(value))
        return self._freeze(root) if root else None

    def _free_words(self) -> int:
        """One or more characters of UTF-8, whatever they are."""
        start, after = len(self.nodes), len(self.nodes) + 1
        one_more, two_more, three_more = after + 1, after + 2, after + 3
        first = {
            **dict.fromkeys(range(0x21, 0x80), after),
            **dict.fromkeys(range(0xC2, 0xE0), one_more),
            **dict.fromkeys(range(0xE0, 0xF0), two_more),
            **dict.fromkeys(range(0xF0, 0xF5), three_more),
        }
        self.nodes += [(TRIE, first, ()), (TRIE, first, (self._value(FREE_WORDS),))]
        self.nodes += [(TRIE, dict.fromkeys(range(0x80, 0xC0), place), ()) for place in (after, one_more, two_more)]
        return start

    def _value(self, value: Any) -> int:
        key = (type(value).__name__, repr(value))
        if key not in self._value_index:
            self._value_index[key] = len(self.values)
            self.values.append(value)
        return self._value_index[key]

    @staticmethod
    def _insert(root: dict[int, Any], text: str, value: int) -> None:
        place = root
        for byte in text.encode():
            place = place.setdefault(byte, {})
        place.setdefault(-1, {})[value] = None

    def _freeze(self, root: dict[int, Any]) -> int:
        """Nodes of a trie, leaves first (without recursion: names may be long)."""
        order: list[dict[int, Any]] = [root]
        for place in order:
            order.extend(child for byte, child in place.items() if byte >= 0)
        index: dict[int, int] = {}
        for place in reversed(order):
            children = {byte: index[id(child)] for byte, child in place.items() if byte >= 0}
            index[id(place)] = len(self.nodes)
            self.nodes.append((TRIE, children, tuple(place.get(-1, ()))))
        return index[id(root)]
