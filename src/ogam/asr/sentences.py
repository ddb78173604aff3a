"""A grammar that is a plain list of sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ogam.grammar.language import Language

Lattice = tuple[tuple[bytes, ...], ...]
"""The pieces of a sentence, each with its spellings."""

Place = tuple[int, int, bytes]
"""Where one stands in a sentence (its index): before which of its pieces, once these bytes were read."""


class SentenceList:
    """Acceptor of sentences given one by one, and of what they mean: a deterministic automaton.

    language: how the sentences are normalised and their numbers spelled, in digits and in words ("오월 십칠일" and
    "5월 17일" are one sentence). Without it they must be in normal form (lower case, no punctuation).
    sentences: as they were given.
    """

    def __init__(self, sentences: Iterable[str], language: Language | None = None) -> None:
        self.sentences = tuple(sentences)
        self.language = language
        self.spaced = language is None or language.spaced
        self.start = 0
        self._next: list[dict[int, int]] = []
        self._final: list[frozenset[int]] = []
        self._ahead: list[set[frozenset[int]]] = []
        self._build([_lattice(sentence, language) for sentence in self.sentences])

    @property
    def acceptor(self) -> "SentenceList":
        """Itself: so it can stand wherever a compiled grammar does."""
        return self

    def _build(self, lattices: Sequence[Lattice]) -> None:
        """Subset construction: a state is a set of places."""
        start = _settled(((sentence, 0, b"") for sentence in range(len(lattices))), lattices)
        states, numbers = [start], {start: 0}
        for state in states:  # grows while it is gone through
            following: dict[int, set[Place]] = {}
            for sentence, piece, rest in state:
                if rest:
                    following.setdefault(rest[0], set()).add((sentence, piece, rest[1:]))
            self._next.append({})
            for byte, places in following.items():
                there = _settled(places, lattices)
                if there not in numbers:
                    numbers[there] = len(states)
                    states.append(there)
                self._next[-1][byte] = numbers[there]
            self._final.append(frozenset(sentence for sentence, _, rest in state if not rest))
        self._look_ahead()

    def _look_ahead(self) -> None:
        """From each state, what the texts mean that go on from there."""
        self._ahead = [{final} if final else set() for final in self._final]
        changed = True
        while changed:  # backwards, so that once or twice is enough
            changed = False
            for ahead, steps in zip(reversed(self._ahead), reversed(self._next), strict=True):
                known = len(ahead)
                ahead.update(*(self._ahead[state] for state in steps.values()))
                changed = changed or len(ahead) > known

    def step(self, state: int, byte: int) -> int:
        return self._next[state].get(byte, -1)

    def accepts(self, state: int) -> bool:
        return bool(self._final[state])

    def live_bytes(self, state: int) -> bytes:
        return bytes(self._next[state])

    def branches(self, state: int, byte: int) -> tuple[int, ...]:
        there = self.step(state, byte)
        return (there,) if there >= 0 else ()

    def said_freely(self, state: int) -> bool:  # noqa: ARG002
        return False

    def meaning(self, text: str) -> frozenset[int]:
        """Which of the sentences a text is, by index: more than one where they are written alike; none if it is none.

        text: normalised, as the decoder gives it; spaces do not matter where they do not in the language.
        """
        state = self.start
        for byte in (text if self.spaced else text.replace(" ", "")).encode():
            state = self.step(state, byte)
            if state < 0:
                return frozenset()
        return self._final[state]

    def without(self, sentence: int) -> "SentencesLeft":
        """The same list, one sentence left out."""
        return SentencesLeft(self, sentence)

    def leads_elsewhere(self, state: int, sentence: int) -> bool:
        """Whether a state is on the way to a text that is not this sentence."""
        return any(sentence not in meant for meant in self._ahead[state])

    def ends_elsewhere(self, state: int, sentence: int) -> bool:
        """Whether a text ends in a state that is not this sentence."""
        return bool(self._final[state]) and sentence not in self._final[state]


@dataclass(frozen=True, slots=True, eq=False)
class SentencesLeft:
    """A list of sentences of which one is left out, and with it every text that it may be written as."""

    whole: SentenceList
    missing: int

    @property
    def spaced(self) -> bool:
        return self.whole.spaced

    @property
    def start(self) -> int:
        return self.whole.start

    @property
    def acceptor(self) -> "SentencesLeft":
        return self

    def step(self, state: int, byte: int) -> int:
        there = self.whole.step(state, byte)
        return there if there >= 0 and self.whole.leads_elsewhere(there, self.missing) else -1

    def accepts(self, state: int) -> bool:
        return self.whole.ends_elsewhere(state, self.missing)

    def live_bytes(self, state: int) -> bytes:
        return bytes(byte for byte in self.whole.live_bytes(state) if self.step(state, byte) >= 0)

    def branches(self, state: int, byte: int) -> tuple[int, ...]:
        beyond = self.whole.branches(state, byte)
        return tuple(there for there in beyond if self.whole.leads_elsewhere(there, self.missing))

    def said_freely(self, state: int) -> bool:
        return self.whole.said_freely(state)

    def meaning(self, text: str) -> frozenset[int]:
        return self.whole.meaning(text) - {self.missing}


def _lattice(sentence: str, language: Language | None) -> Lattice:
    if language is None:
        return ((" ".join(sentence.lower().split()).encode(),),)
    pieces = language.writings(language.normalise(sentence))
    kept = pieces if language.spaced else tuple(tuple(said.replace(" ", "") for said in piece) for piece in pieces)
    return tuple(tuple(dict.fromkeys(said.encode() for said in piece)) for piece in kept)


def _settled(places: Iterable[Place], lattices: Sequence[Lattice]) -> frozenset[Place]:
    """Places with something to read, and the ends of sentences."""
    todo, settled = list(places), set()
    while todo:
        place = sentence, piece, rest = todo.pop()
        if rest or piece == len(lattices[sentence]):
            settled.add(place)
        else:
            todo += [(sentence, piece + 1, said) for said in lattices[sentence][piece]]
    return frozenset(settled)
