"""The grammar as a deterministic automaton over bytes, made state by state as it is asked.

A state is a set of places in the network, each with the frame that a list returns to. States are numbered, their
steps remembered; what was never said in this home costs nothing. An acceptor only grows, so a grammar hands out a new
one when the old has grown large (`Grammar.acceptor`). Safe to use from several threads.
"""

import struct
import threading
from collections.abc import Iterable, Iterator

from ogam.grammar.network import ALTERNATIVES, BYTE, CALL, END, SPACE, TRIE, WILDCARD, Network

DEAD = -1
_SPACE_BYTE = 0x20

_Frame = int  # number of a set of returns, each a node with its own frame; 0 is the frame of whole sentences
_Place = tuple[int, _Frame]
_Places = bytes  # those of a state, in order and packed: states are many, and a set of tuples takes ten times as much
_PLACE = struct.Struct("=II")


class Acceptor:
    """Which bytes may follow. States are small integers; `DEAD` is −1. `start` is the state before any byte.

    everyday: the state before any byte of what is said every day, None if that is not told apart.
    """

    def __init__(self, network: Network) -> None:
        self._nodes = network.nodes
        self._free_nodes = network.free
        self._has_spaces = network.spaced
        self._lock = threading.Lock()
        self._frames: list[frozenset[_Place]] = [frozenset()]
        self._frame_numbers: dict[frozenset[_Place], _Frame] = {}
        self._states: list[_Places] = []
        self._spaced: list[bool] = []
        self._free: list[bool] = []
        self._state_numbers: dict[tuple[_Places, bool, bool], int] = {}
        self._live: list[bytes | None] = []
        self._steps: list[dict[int, int]] = []
        self._branches: list[dict[int, tuple[int, ...]]] = []
        self._accepting: list[bool | None] = []
        self.start = self._first(network.start)
        self.everyday = None if network.everyday is None else self._first(network.everyday)

    def __len__(self) -> int:
        """How many states were made so far."""
        return len(self._states)

    def step(self, state: int, byte: int) -> int:
        """The state after one more byte, or DEAD. A language without spaces does not mind them."""
        known = self._steps[state].get(byte)
        return self._make_step(state, byte) if known is None else known

    def branches(self, state: int, byte: int) -> tuple[int, ...]:
        """The states after one more byte, the speaker's own words apart from those that a template spells out.

        Together they are what `step` gives: at most one that is `said_freely`, and at most one that is not.
        """
        known = self._branches[state].get(byte)
        if known is None:
            known = self._branches[state][byte] = self._make_branches(state, byte)
        return known

    def accepts(self, state: int) -> bool:
        """Whether a sentence may end here."""
        known = self._accepting[state]
        if known is None:
            known = self._accepting[state] = self._may_end(state)
        return known

    def live_bytes(self, state: int) -> bytes:
        """The bytes that lead somewhere, in order."""
        known = self._live[state]
        if known is None:
            known = self._live[state] = self._find_live(state)
        return known

    def said_freely(self, state: int) -> bool:
        """Whether the word just read can only be the speaker's own (a wildcard's): nothing spells it out."""
        return self._free[state]

    # -- making states

    def _first(self, node: int) -> int:
        return self._state(self._settle([(node, 0)], spaced=True), spaced=True, free=False)

    def _make_step(self, state: int, byte: int) -> int:
        if byte == _SPACE_BYTE and not self._has_spaces:
            return state
        following = self._state_of(self._places_after(state, byte), byte)
        self._steps[state][byte] = following
        return following

    def _make_branches(self, state: int, byte: int) -> tuple[int, ...]:
        if byte == _SPACE_BYTE and not self._has_spaces:
            return (state,)
        places = self._places_after(state, byte)
        free = [place for place in places if place[0] in self._free_nodes]
        spelled = [place for place in places if place[0] not in self._free_nodes]
        found = (self._state_of(some, byte) for some in (spelled, free))
        return tuple(there for there in found if there != DEAD)

    def _state_of(self, places: list[_Place], byte: int) -> int:
        """The state of these places, reached by a byte; DEAD where there are none."""
        spaced = byte == _SPACE_BYTE
        settled = self._settle(places, spaced) if places else frozenset()
        free = all(node in self._free_nodes for node, _ in places)
        return self._state(settled, spaced, free) if settled else DEAD

    def _state(self, places: frozenset[_Place], spaced: bool, free: bool) -> int:
        key = (_packed(places), spaced, free)
        number = self._state_numbers.get(key)
        if number is not None:
            return number
        with self._lock:
            if key not in self._state_numbers:
                self._states.append(key[0])
                self._spaced.append(spaced)
                self._free.append(free)
                self._live.append(None)
                self._steps.append({})
                self._branches.append({})
                self._accepting.append(None)
                self._state_numbers[key] = len(self._states) - 1
            return self._state_numbers[key]

    def _places(self, state: int) -> Iterator[_Place]:
        return _PLACE.iter_unpack(self._states[state])

    def _frame(self, returns: frozenset[_Place]) -> _Frame:
        number = self._frame_numbers.get(returns)
        if number is not None:
            return number
        with self._lock:
            if returns not in self._frame_numbers:
                self._frames.append(returns)
                self._frame_numbers[returns] = len(self._frames) - 1
            return self._frame_numbers[returns]

    def _settle(self, places: list[_Place], spaced: bool) -> frozenset[_Place]:
        """Follow what needs no byte: alternatives, free spaces, entering a list, leaving a list or a sentence."""
        nodes, settled, seen = self._nodes, set(), set(places)
        todo = list(seen)
        calls: dict[int, set[_Place]] = {}
        while todo or calls:
            if not todo:
                todo = [(fragment, self._frame(frozenset(returns))) for fragment, returns in calls.items()]
                calls = {}
            place = todo.pop()
            node, frame = nodes[place[0]], place[1]
            kind = node[0]
            if kind == ALTERNATIVES:
                following = [(way, frame) for way in node[1]]
            elif kind == SPACE and spaced:
                following = [(node[1], frame)]
            elif kind == CALL:
                calls.setdefault(node[1], set()).add((node[3], frame))
                continue
            elif kind == TRIE and node[2]:
                settled.add(place)
                following = list(self._frames[frame])
            elif kind == END and frame:
                following = list(self._frames[frame])
            else:
                settled.add(place)
                continue
            for place in following:
                if place not in seen:
                    seen.add(place)
                    todo.append(place)
        return frozenset(settled)

    def _places_after(self, state: int, byte: int) -> list[_Place]:
        """Where one byte leads, before settling."""
        spaced, after = self._spaced[state], []
        for place in self._places(state):
            node, frame = self._nodes[place[0]], place[1]
            kind = node[0]
            if kind == TRIE:
                if byte in node[1]:
                    after.append((node[1][byte], frame))
            elif kind == BYTE:
                if byte == node[1]:
                    after.append((node[2], frame))
            elif kind == SPACE:
                if byte == _SPACE_BYTE:
                    after.append((node[1], frame))
            elif kind == WILDCARD and not (spaced and byte == _SPACE_BYTE):
                after.append(place)
                if byte == _SPACE_BYTE:
                    after += self._beyond_space(frame)
        return after

    def _find_live(self, state: int) -> bytes:
        """The bytes that any of a state's places takes; a wildcard takes every byte."""
        live: set[int] = set() if self._has_spaces else {_SPACE_BYTE}
        for number, _ in self._places(state):
            node = self._nodes[number]
            if node[0] == TRIE:
                live.update(node[1])
            elif node[0] == BYTE:
                live.add(node[1])
            elif node[0] == SPACE:
                live.add(_SPACE_BYTE)
            elif node[0] == WILDCARD:
                live.update(b for b in range(256) if b != _SPACE_BYTE or not self._spaced[state])
        return bytes(sorted(live))

    def _beyond_space(self, frame: _Frame) -> list[_Place]:
        """Where a space leads that ends the words of a wildcard."""
        spaces = (place for place in self._after_wildcard(frame) if self._nodes[place[0]][0] == SPACE)
        return [(self._nodes[node][1], outer) for node, outer in spaces]

    def _after_wildcard(self, frame: _Frame) -> frozenset[_Place]:
        return self._settle(list(self._frames[frame]), spaced=False)

    def _may_end(self, state: int) -> bool:
        places: Iterable[_Place] = list(self._places(state))
        if not self._spaced[state]:
            left = [p for w, f in places if self._nodes[w][0] == WILDCARD for p in self._frames[f]]
            places = self._settle([*places, *left], spaced=True)
        return any(self._nodes[node][0] == END and not frame for node, frame in places)


def _packed(places: Iterable[_Place]) -> _Places:
    return b"".join(_PLACE.pack(node, frame) for node, frame in sorted(places))
