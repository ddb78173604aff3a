"""The grammar as a deterministic automaton over bytes, made state by state as it is asked.

A state is a set of places in the network, each with the frame that a list returns to. States are numbered, their
steps remembered; what was never said in this home costs nothing. An acceptor only grows, so a grammar hands out a new
one when the old has grown large (`Grammar.acceptor`). Safe to use from several threads.
"""

import threading
from collections.abc import Iterable

from ogam.grammar.network import ALTERNATIVES, BYTE, CALL, END, SPACE, TRIE, WILDCARD, Network

DEAD = -1
_SPACE_BYTE = 0x20

_Frame = int  # number of a set of returns, each a node with its own frame; 0 is the frame of whole sentences
_Place = tuple[int, _Frame]


class Acceptor:
    """Which bytes may follow. States are small integers; `DEAD` is −1. `start` is the state before any byte."""

    def __init__(self, network: Network) -> None:
        self._nodes = network.nodes
        self._lock = threading.Lock()
        self._frames: list[frozenset[_Place]] = [frozenset()]
        self._frame_numbers: dict[frozenset[_Place], _Frame] = {}
        self._states: list[frozenset[_Place]] = []
        self._spaced: list[bool] = []
        self._state_numbers: dict[tuple[frozenset[_Place], bool], int] = {}
        self._moves: list[dict[int, list[_Place]] | None] = []
        self._steps: list[dict[int, int]] = []
        self._accepting: list[bool | None] = []
        self.start = self._state(self._settle([(network.start, 0)], spaced=True), spaced=True)

    def __len__(self) -> int:
        """How many states were made so far."""
        return len(self._states)

    def step(self, state: int, byte: int) -> int:
        """The state after one more byte, or DEAD."""
        known = self._steps[state].get(byte)
        return self._make_step(state, byte) if known is None else known

    def accepts(self, state: int) -> bool:
        """Whether a sentence may end here."""
        known = self._accepting[state]
        if known is None:
            known = self._accepting[state] = self._may_end(state)
        return known

    def live_bytes(self, state: int) -> bytes:
        """The bytes that lead somewhere, in order; a wildcard takes every byte."""
        moves = self._moves_of(state)
        if -1 in moves:
            return bytes(b for b in range(256) if b != _SPACE_BYTE or not self._spaced[state])
        return bytes(sorted(moves))

    # -- making states

    def _make_step(self, state: int, byte: int) -> int:
        moves = self._moves_of(state)
        places = moves.get(byte, [])
        if -1 in moves and not (byte == _SPACE_BYTE and self._spaced[state]):
            places = places + moves[-1]
        spaced = byte == _SPACE_BYTE
        settled = self._settle(places, spaced) if places else frozenset()
        following = self._state(settled, spaced) if settled else DEAD
        self._steps[state][byte] = following
        return following

    def _state(self, places: frozenset[_Place], spaced: bool) -> int:
        key = (places, spaced)
        number = self._state_numbers.get(key)
        if number is not None:
            return number
        with self._lock:
            if key not in self._state_numbers:
                self._states.append(places)
                self._spaced.append(spaced)
                self._moves.append(None)
                self._steps.append({})
                self._accepting.append(None)
                self._state_numbers[key] = len(self._states) - 1
            return self._state_numbers[key]

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

    def _moves_of(self, state: int) -> dict[int, list[_Place]]:
        """Byte → places before settling; −1 stands for any byte (a wildcard)."""
        moves = self._moves[state]
        if moves is None:
            moves = {}
            for place in self._states[state]:
                self._add_moves(moves, place, self._spaced[state])
            self._moves[state] = moves
        return moves

    def _add_moves(self, moves: dict[int, list[_Place]], place: _Place, spaced: bool) -> None:
        node, frame = self._nodes[place[0]], place[1]
        kind = node[0]
        if kind == BYTE:
            moves.setdefault(node[1], []).append((node[2], frame))
        elif kind == SPACE:
            moves.setdefault(_SPACE_BYTE, []).append((node[1], frame))
        elif kind == TRIE:
            for byte, child in node[1].items():
                moves.setdefault(byte, []).append((child, frame))
        elif kind == WILDCARD:
            moves.setdefault(-1, []).append(place)
            if not spaced:
                for following in self._after_wildcard(frame):
                    self._add_space_moves(moves, following)

    def _add_space_moves(self, moves: dict[int, list[_Place]], place: _Place) -> None:
        node = self._nodes[place[0]]
        if node[0] == SPACE:
            moves.setdefault(_SPACE_BYTE, []).append((node[1], place[1]))

    def _after_wildcard(self, frame: _Frame) -> frozenset[_Place]:
        return self._settle(list(self._frames[frame]), spaced=False)

    def _may_end(self, state: int) -> bool:
        places: Iterable[_Place] = self._states[state]
        if not self._spaced[state]:
            left = [p for w, f in places if self._nodes[w][0] == WILDCARD for p in self._frames[f]]
            places = self._settle([*places, *left], spaced=True)
        return any(self._nodes[node][0] == END and not frame for node, frame in places)
