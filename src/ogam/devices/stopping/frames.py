"""What is written to the process that listens for stop words: a header, and sound or JSON."""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, BinaryIO

import numpy as np

from ogam.core import Audio

_HEADER = struct.Struct("<BIdI")
LONGEST = 1 << 24
"""Bytes of a frame: more than any sound that is handed over at once."""


class Kind(IntEnum):
    """SETUP: how to listen, as JSON; OPEN, SOUND, FINISH: a stream begins, goes on, has ended."""

    SETUP = 0
    OPEN = 1
    SOUND = 2
    FINISH = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """stream: its number. start: of the sound, in seconds of the stream."""

    kind: Kind
    stream: int = 0
    start: float = 0.0
    body: bytes = b""

    def audio(self) -> Audio:
        return Audio(np.frombuffer(self.body, np.float32), self.start)

    def data(self) -> Any:
        return json.loads(self.body)


def sound(stream: int, chunk: Audio) -> Frame:
    return Frame(Kind.SOUND, stream, chunk.start, np.asarray(chunk.samples, np.float32).tobytes())


def setup(data: Mapping[str, Any]) -> Frame:
    return Frame(Kind.SETUP, body=json.dumps(data).encode())


def encoded(frame: Frame) -> bytes:
    return _HEADER.pack(frame.kind, frame.stream, frame.start, len(frame.body)) + frame.body


def read_frame(file: BinaryIO) -> Frame | None:
    """The next frame; None where there is no whole one any more. Raises ValueError for what is none."""
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    kind, stream, start, size = _HEADER.unpack(header)
    if size > LONGEST:
        raise ValueError(f"a frame of {size} bytes")
    body = file.read(size)
    return Frame(Kind(kind), stream, start, body) if len(body) == size else None
