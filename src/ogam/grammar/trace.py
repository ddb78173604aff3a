"""The ways in which the network reads a text: each gives a template and the slots on its path."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ogam.grammar.network import (
    ALTERNATIVES,
    BYTE,
    CALL,
    END,
    FREE_WORDS,
    SPACE,
    TRIE,
    WILDCARD,
    Network,
    Template,
)

_MOST_READINGS = 200
_SPACE_BYTE = 0x20


class Capture(NamedTuple):
    """A slot on the path: its value, and the bytes of the text that said so. wildcard: any words were allowed."""

    slot: str
    value: Any
    start: int
    end: int
    wildcard: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text. start: the byte where the command begins, after what is said before it ("please")."""

    template: Template
    captures: tuple[Capture, ...]
    start: int = 0


class _Return(NamedTuple):
    """Where to go on after a list or an inner sentence, and which slot it fills."""

    node: int
    slot: str
    start: int
    below: "_Return | None"


class _Place(NamedTuple):
    node: int
    at: int
    returns: _Return | None
    captures: tuple[Capture, ...] = ()
    template: Template | None = None
    start: int = 0


def readings(network: Network, text: bytes) -> list[Reading]:
    """All readings of a normalised text (at most 200, those of the first templates first).

    text: without its spaces where the network has none.
    """
    return [reading for reading, _ in zip(_search(network, text), range(_MOST_READINGS), strict=False)]


def _search(network: Network, text: bytes) -> Iterator[Reading]:
    todo = [_Place(network.start, 0, None)]
    seen: set[_Place] = set()
    while todo:
        place = todo.pop()
        if place in seen:
            continue
        seen.add(place)
        if network.nodes[place.node][0] == END and place.returns is None:
            if place.at == len(text) and place.template is not None:
                yield Reading(place.template, place.captures, place.start)
        else:
            todo.extend(reversed(list(_onward(network, text, place))))


def _onward(network: Network, text: bytes, place: _Place) -> Iterator[_Place]:
    node = network.nodes[place.node]
    kind, at = node[0], place.at
    if kind == BYTE:
        if spelled := _spell(network, text, place):
            yield spelled
    elif kind == SPACE:
        if at == 0 or at == len(text) or text[at - 1] == _SPACE_BYTE:
            yield _move(place, node[1], at)
        elif text[at] == _SPACE_BYTE:
            yield _move(place, node[1], at + 1)
    elif kind == ALTERNATIVES:
        for way in node[1]:
            if network.may_start(way, text, at):
                yield _move(place, way, at)
    elif kind == CALL:
        yield from _enter(network, text, place, *node[1:])
    elif kind == TRIE:
        for value in node[2]:
            if network.values[value] == FREE_WORDS:
                yield from _leave_said(place, text, at)
            else:
                yield from _leave(place, at, network.values[value])
        if at < len(text) and text[at] in node[1]:
            yield _move(place, node[1][text[at]], at + 1)
    elif kind == WILDCARD:
        for end in _word_ends(text, at):
            yield from _leave(place, end, text[at:end].decode(errors="replace"), wildcard=True)
    elif kind == END and place.returns:
        start = place.returns.start
        outer = place if not place.returns.slot else place._replace(captures=_before(place.captures, start))
        yield from _leave(outer, at, text[start:at].decode(errors="replace").strip(), wildcard=True)


def _before(captures: tuple[Capture, ...], start: int) -> tuple[Capture, ...]:
    """What was said before an inner command; its own slots are the inner command's business."""
    return tuple(capture for capture in captures if capture.start < start)


def _spell(network: Network, text: bytes, place: _Place) -> _Place | None:
    """Along a run of bytes, as far as it goes without a choice."""
    index, at = place.node, place.at
    while (node := network.nodes[index])[0] == BYTE:
        if at >= len(text) or text[at] != node[1]:
            return None
        index, at = node[2], at + 1
    return _move(place, index, at)


def _move(place: _Place, node: int, at: int) -> _Place:
    return _Place(node, at, place.returns, place.captures, place.template, place.start)


def _enter(network: Network, text: bytes, place: _Place, fragment: int, slot: str, following: int) -> Iterator[_Place]:
    """Into a list; or, from the outermost call, into each template of the grammar."""
    returns = _Return(following, slot, place.at, place.returns)
    if place.template is None:
        for template, root in network.roots:
            if template.may_read(text) and network.may_start(root, text, place.at):
                yield _Place(root, place.at, returns, place.captures, template, place.at)
    else:
        yield _Place(fragment, place.at, returns, place.captures, place.template, place.start)


def _leave(place: _Place, at: int, value: Any, wildcard: bool = False) -> Iterator[_Place]:
    back = place.returns
    if back is None:
        return
    captures = place.captures
    if back.slot:
        captures = (*captures, Capture(back.slot, value, back.start, at, wildcard))
    yield _Place(back.node, at, back.below, captures, place.template, place.start)


def _leave_said(place: _Place, text: bytes, at: int) -> Iterator[_Place]:
    """Out of free words: what was said is the value."""
    start = place.returns.start if place.returns else at
    return _leave(place, at, text[start:at].decode(errors="replace"), wildcard=True)


def _word_ends(text: bytes, at: int) -> Iterator[int]:
    if at < len(text) and text[at] != _SPACE_BYTE:
        for end in range(at + 1, len(text) + 1):
            if end == len(text) or text[end] == _SPACE_BYTE:
                yield end
