"""Which tokens may follow: an acoustic model's vocabulary inside a grammar's automaton.

A position is where a hypothesis stands: the automaton's state, and what was written but not yet read. The automaton
has one space between words and none at the end, so a space waits until the next word begins; a full stop waits
too, since "20.5" keeps it and "20." drops it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.asr.ports import Acceptor, LogProbs
from ogam.asr.vocabulary import PUNCTUATION, SortedTokens

SPACE = 0x20
MARKS = frozenset(PUNCTUATION)
INSIDE = 0x80, 0xBF
"""Bytes that go on with a character of UTF-8: no space and no mark stands before them."""
NOTHING, BEGINNING, INDENTED = 0, -1, -2

Position = tuple[int, int]
"""State of the automaton, and the byte that waits: a space, a mark or `NOTHING`; before the first word `BEGINNING`, or
`INDENTED` after a space. A second space or mark is never read, so that no hypothesis can go on without end."""

End = tuple[Position, bytes]
"""Where a token leads, and the bytes that the automaton read on the way."""


@dataclass(frozen=True, slots=True, eq=False)
class Following:
    """The tokens that may follow a position: tokens[i] leads to ends[i]. A token may occur more than once."""

    tokens: NDArray[np.int64]
    ends: Sequence[End]


UNKNOWN = Following(np.empty(0, np.int64), ())
"""Stands for a position that was never looked up."""


class TokenPaths:
    """Walks a vocabulary through an acceptor, and remembers.

    Where few tokens may follow they are listed once; where thousands may (a wildcard, a great many names), only the
    tokens that the acoustic model finds likely are tried.
    """

    most_steps = 1000
    """Bytes tried, over all beginnings of tokens, before a position counts as wide."""
    reach = 16.0
    most_tried = 512
    """Tokens tried at a wide position: at most so many, so many nats below the model's favourite."""
    most_remembered = 150_000
    """Tokens remembered over all positions before the memory is emptied."""

    def __init__(self, acceptor: Acceptor, tokens: SortedTokens) -> None:
        everyday: int | None = getattr(acceptor, "everyday", None)
        self.start: Position = (acceptor.start, BEGINNING)
        self.everyday: Position | None = None if everyday is None else (everyday, BEGINNING)
        self._acceptor = acceptor
        self._sorted = tokens
        self._listed: dict[Position, Following | None] = {}
        self._initials: dict[Position, NDArray[np.bool_]] = {}
        self._tried: dict[tuple[Position, bytes], tuple[End, ...]] = {}
        self._ends: dict[End, End] = {}
        self._remembered = 0

    def accepts(self, position: Position) -> bool:
        """Whether what was said so far is a whole sentence."""
        state, waiting = position
        return waiting >= NOTHING and self._acceptor.accepts(state)

    def read(self, tokens: Iterable[int]) -> str:
        """What a sequence of tokens says, in the form that grammars are written in."""
        return self._sorted.read(tokens)

    def is_sentence(self, text: str, *, everyday: bool = False) -> bool:
        """Whether a text, as `read` gives it, is a whole sentence of the grammar, or one that is said every day."""
        beginning = self.everyday if everyday else self.start
        if beginning is None or not text:
            return False
        state = beginning[0]
        for byte in text.encode():
            state = self._acceptor.step(state, byte)
            if state < 0:
                return False
        return self._acceptor.accepts(state)

    def following(self, position: Position, log_probs: LogProbs, wanted: int) -> Following:
        """Tokens that may follow; at a wide position only the `wanted` most likely ones of them.

        log_probs: shape (vocabulary,).
        """
        listed = self._look_up(position)
        return self._likely(position, log_probs, wanted) if listed is None else listed

    def said_freely(self, position: Position) -> bool:
        """Whether the word that led here was the speaker's own choice (a wildcard's)."""
        return self._acceptor.said_freely(position[0])

    def _look_up(self, position: Position) -> Following | None:
        known = self._listed.get(position, UNKNOWN)
        if known is UNKNOWN:
            known = self._list(position)
            self._make_room(1 if known is None else len(known.tokens))
            self._listed[position] = known
        return known

    def _make_room(self, count: int) -> None:
        self._remembered += count
        if self._remembered > self.most_remembered:
            self._listed.clear()
            self._initials.clear()
            self._tried.clear()
            self._ends.clear()
            self._remembered = count

    def _shared(self, end: End) -> End:
        """An end, or the same one where it is remembered: of seven tokens in eight it is, and tokens are many."""
        return self._ends.setdefault(end, end)

    def _list(self, position: Position) -> Following | None:
        """Every token that may follow, or None where there are too many to list."""
        keys, writers = self._sorted.keys, self._sorted.tokens
        found: dict[tuple[int, End], None] = {}
        todo = [(0, len(keys), b"", position, b"")]
        steps = 0
        while todo:
            first, last, prefix, here, read = todo.pop()
            if prefix and keys[first] == prefix:
                end = here, read
                found.update(dict.fromkeys((token, end) for token in writers[first]))
                first += 1
            candidates = self._candidates(here, first, last, len(prefix))
            steps += len(candidates)
            if steps > self.most_steps:
                return None
            for byte in candidates:
                for there, more in self._read(here, byte):
                    longer = prefix + bytes((byte,))
                    low = bisect_left(keys, longer, first, last)
                    high = bisect_left(keys, _after(longer), low, last) if byte < 255 else last
                    if low < high:
                        todo.append((low, high, longer, there, read + more))
        return Following(np.array([token for token, _ in found], np.int64), [self._shared(end) for _, end in found])

    def _candidates(self, position: Position, first: int, last: int, depth: int) -> set[int]:
        """Bytes that may come next: those that the keys have where there are few keys, else those that live."""
        if last - first <= 8:
            return {key[depth] for key in self._sorted.keys[first:last]}
        state, waiting = position
        live = {SPACE, *MARKS}
        if waiting != SPACE:
            live.update(self._acceptor.live_bytes(state))
        if waiting > NOTHING:
            for beyond in self._acceptor.branches(state, waiting):
                live.update(self._acceptor.live_bytes(beyond))
        return live

    def _read(self, position: Position, byte: int) -> list[End]:
        """Where one more byte leads: more than one place where a mark may be kept or dropped, or where the speaker's
        own words may go on and so may those that a template spells out."""
        state, waiting = position
        if byte == SPACE:
            return self._read_space(state, waiting)
        if byte in MARKS:
            return [((state, byte), b"")] if waiting == NOTHING else []
        if waiting > NOTHING and INSIDE[0] <= byte <= INSIDE[1]:
            return []
        ends: list[End] = []
        if waiting > NOTHING:
            for beyond in self._acceptor.branches(state, waiting):
                for there in self._acceptor.branches(beyond, byte):
                    if all(end[0][0] != there for end in ends):
                        ends.append(((there, NOTHING), bytes((waiting, byte))))
        if waiting != SPACE:
            for there in self._acceptor.branches(state, byte):
                if all(end[0][0] != there for end in ends):
                    ends.append(((there, NOTHING), bytes((byte,))))
        return ends

    def _read_space(self, state: int, waiting: int) -> list[End]:
        if waiting == BEGINNING:
            return [((state, INDENTED), b"")]
        if waiting in (INDENTED, SPACE):
            return []
        if self._acceptor.branches(state, SPACE) or self._acceptor.accepts(state):
            return [((state, SPACE), b"")]
        return []

    def _likely(self, position: Position, log_probs: LogProbs, wanted: int) -> Following:
        best = np.flatnonzero(log_probs >= log_probs.max() - self.reach)
        if len(best) > self.most_tried:
            best = best[np.argpartition(log_probs[best], -self.most_tried)[-self.most_tried :]]
        tokens: list[int] = []
        ends: list[End] = []
        best = best[self._may_begin(position)[self._sorted.initials[best]]]
        for token in best[np.argsort(-log_probs[best], kind="stable")].tolist():
            found = self._try(position, self._sorted.written[token])
            tokens.extend([token] * len(found))
            ends.extend(found)
            if len(tokens) >= wanted:
                break
        return Following(np.array(tokens, np.int64), ends)

    def _may_begin(self, position: Position) -> NDArray[np.bool_]:
        """Which initials (see SortedTokens) a token may have here: a quick test before it is walked."""
        known = self._initials.get(position)
        if known is None:
            known = np.zeros(512, bool)
            known[list(self._candidates(position, 0, len(self._sorted.keys), 0))] = True
            for there, _ in self._read(position, SPACE):
                known[[256 + byte for byte in self._candidates(there, 0, len(self._sorted.keys), 0)]] = True
                known[256] = True
            self._make_room(16)
            self._initials[position] = known
        return known

    def _try(self, position: Position, surface: bytes) -> tuple[End, ...]:
        key = (position, surface)
        found = self._tried.get(key)
        if found is None:
            ends: dict[End, None] = {(position, b""): None} if surface else {}
            for byte in surface:
                ends = {(there, read + more): None for here, read in ends for there, more in self._read(here, byte)}
            self._make_room(1)
            found = self._tried[key] = tuple(map(self._shared, ends))
        return found


def _after(prefix: bytes) -> bytes:
    """The least bytes above everything that begins with this prefix."""
    return prefix[:-1] + bytes((prefix[-1] + 1,))
