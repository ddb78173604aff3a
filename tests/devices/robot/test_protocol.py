"""The codec of rosbridge v2: whatever is sent comes back, and what is none is refused."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ogam.devices.robot import protocol
from ogam.devices.robot.protocol import Assembler, ProtocolError

_VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4),
    max_leaves=12,
)
_OTHERS = some.text(min_size=1).filter(lambda op: op not in ("fragment", "png"))
_MESSAGES = some.builds(lambda op, body: {**body, "op": op}, _OTHERS, some.dictionaries(some.text(), _VALUES))


@given(_MESSAGES)
def test_a_message_comes_back_as_it_was(message: dict[str, object]) -> None:
    assert Assembler().accept(protocol.decoded(protocol.encoded(message))) == message


@given(_MESSAGES, some.integers(1, 40), some.randoms(use_true_random=False))
def test_pieces_in_any_order_make_the_message(message: dict[str, object], size: int, shuffle: random.Random) -> None:
    pieces = list(protocol.fragments(protocol.encoded(message), size, "m"))
    shuffle.shuffle(pieces)
    assembler = Assembler()
    came = [assembler.accept(protocol.decoded(piece)) for piece in pieces]
    assert came[-1] == message
    assert came[:-1] == [None] * (len(pieces) - 1)


@given(_MESSAGES)
def test_a_picture_holds_the_message(message: dict[str, object]) -> None:
    assert Assembler().accept(protocol.to_png(protocol.encoded(message))) == message


@given(_MESSAGES, some.integers(5, 40))
def test_a_picture_may_come_in_pieces(message: dict[str, object], size: int) -> None:
    inside = protocol.encoded(protocol.to_png(protocol.encoded(message)))
    assembler = Assembler()
    came = [assembler.accept(protocol.decoded(piece)) for piece in protocol.fragments(inside, size, "p")]
    assert came[-1] == message


@given(some.text() | some.binary())
def test_whatever_comes_is_a_message_or_an_error(text: str | bytes) -> None:
    try:
        message = protocol.decoded(text)
    except ProtocolError:
        return
    assert isinstance(message["op"], str)


@given(some.dictionaries(some.sampled_from(["id", "data", "num", "total"]), _VALUES))
def test_bad_pieces_are_refused_and_leave_nothing(parts: dict[str, object]) -> None:
    assembler = Assembler()
    try:
        assembler.accept({"op": "fragment", **parts})
    except ProtocolError:
        whole = {"op": "publish", "topic": "/t", "msg": {}}
        pieces = list(protocol.fragments(protocol.encoded(whole), 7, "other"))
        assert [assembler.accept(protocol.decoded(piece)) for piece in pieces][-1] == whole


def test_what_json_cannot_hold_is_not_sent() -> None:
    with pytest.raises(ProtocolError, match="cannot be written"):
        protocol.encoded({"op": "publish", "msg": float("nan")})


def test_more_than_is_read_is_refused_whole_and_in_pieces() -> None:
    with pytest.raises(ProtocolError, match="more than"):
        protocol.decoded("x" * (protocol.LARGEST + 1))
    assembler = Assembler()
    half = "x" * (protocol.LARGEST // 2 + 1)
    assembler.accept({"op": "fragment", "id": "m", "data": half, "num": 0, "total": 3})
    with pytest.raises(ProtocolError, match="more than"):
        assembler.accept({"op": "fragment", "id": "m", "data": half, "num": 1, "total": 3})


def test_pieces_that_are_never_completed_are_forgotten() -> None:
    assembler = Assembler()
    first, *_ = protocol.fragments(json.dumps({"op": "publish"}), 4, "old")
    assembler.accept(protocol.decoded(first))
    for number in range(40):
        assembler.accept({"op": "fragment", "id": f"m{number}", "data": "x", "num": 0, "total": 2})
    assert len(assembler._parts) <= 17


def test_a_picture_without_a_message_is_refused() -> None:
    with pytest.raises(ProtocolError, match="no message"):
        Assembler().accept({"op": "png", "data": "bm90IGEgcGljdHVyZQ=="})
