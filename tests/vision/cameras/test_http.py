"""Streams of JPEGs, in whatever pieces they come."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import ImageError
from ogam.vision.cameras.http import LARGEST, PartReader

PICTURES = st.lists(st.binary(max_size=60).map(lambda data: b"\xff\xd8" + data), max_size=5)


def stream(pictures: list[bytes], lengths: bool) -> bytes:
    parts = []
    for number, data in enumerate(pictures):
        length = f"Content-Length: {len(data)}\r\n" if lengths else ""
        head = f"Content-Type: image/jpeg\r\n{length}X-Timestamp: {number}.5\r\n\r\n"
        parts.append(head.encode() + data + b"\r\n--edge\r\n")
    return b"--edge\r\n" + b"".join(parts)


@given(PICTURES, st.booleans(), st.lists(st.integers(1, 40), max_size=40), st.sampled_from(["edge", "--edge"]))
def test_in_any_pieces_the_same_pictures(pictures: list[bytes], lengths: bool, sizes: list[int], boundary: str) -> None:
    if not lengths and any(b"\r\n--edge" in data for data in pictures):
        return
    data, reader, found = stream(pictures, lengths), PartReader(boundary, "door"), []
    for size in [*sizes, len(data)]:
        found += reader.feed(data[:size])
        data = data[size:]
    assert [part.data for part in found] == pictures
    assert [part.time for part in found] == [number + 0.5 for number in range(len(pictures))]


@given(st.lists(st.binary(max_size=5000), max_size=12), st.booleans())
def test_any_bytes_are_parts_or_an_error_of_ours(pieces: list[bytes], begun: bool) -> None:
    reader = PartReader("edge", "door")
    with contextlib.suppress(ImageError):
        for piece in [b"--edge\r\nContent-Length: 9\r\n\r\n" if begun else b"", *pieces]:
            reader.feed(piece)


def test_a_picture_without_an_end_is_not_kept() -> None:
    with pytest.raises(ImageError, match="without an end"):
        PartReader("edge", "door").feed(f"--edge\r\nContent-Length: {LARGEST + 1}\r\n\r\n".encode())
    reader = PartReader("edge", "door")
    reader.feed(b"--edge\r\n\r\n")
    with pytest.raises(ImageError, match="without an end"):
        reader.feed(bytes(LARGEST + 20_000))


def test_headers_without_an_end_are_no_stream() -> None:
    with pytest.raises(ImageError, match="no stream of pictures"):
        PartReader("edge", "door").feed(b"x" * 20_000)
