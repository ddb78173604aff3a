"""CTranslate2's `model.bin`: a header, a list of named arrays, and aliases of them.

The format is that of `ctranslate2.specs.model_spec` (MIT). Numbers are little-endian; a text is its length in two
bytes, then its bytes with a zero at the end.
"""

import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import ModelError

VERSION = 6
TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}
_BROKEN = (struct.error, ValueError, KeyError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class CTranslate2Model:
    """What a `model.bin` holds. spec: the architecture's name, such as "WhisperSpec"; arrays: by name, aliases too."""

    spec: str
    revision: int
    arrays: dict[str, NDArray[Any]]


def read_ctranslate2(path: Path) -> CTranslate2Model:
    """The arrays of a `model.bin`, read only, as views of the file.

    Raises ModelError if it is missing, cut short or of another version.
    """
    if not path.is_file() or path.stat().st_size == 0:
        raise ModelError(f"{path}: there is no such model file, or it is empty. Get it with: ogam models pull")
    try:
        return _Reader(np.memmap(path, np.uint8, mode="r").data).model()
    except _BROKEN as error:
        raise ModelError(f"{path}: not a CTranslate2 model, or cut short ({error}). Try: ogam models verify") from error


class _Reader:
    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def model(self) -> CTranslate2Model:
        version = self._number("<I")
        if version != VERSION:
            raise ValueError(f"format version {version}, expected {VERSION}")
        spec, revision = self._text(), self._number("<I")
        arrays = dict(self._array() for _ in range(self._number("<I")))
        for _ in range(self._number("<I")):
            alias = self._text()
            arrays[alias] = arrays[self._text()]
        return CTranslate2Model(spec, revision, arrays)

    def _array(self) -> tuple[str, NDArray[Any]]:
        name = self._text()
        shape = [self._number("<I") for _ in range(self._number("<B"))]
        kind = np.dtype(TYPES[self._number("<B")])
        size = self._number("<I")
        if size != prod(shape) * kind.itemsize:
            raise ValueError(f"{name}: {size} bytes for the shape {shape}")
        array = np.frombuffer(self._data, kind, prod(shape), self._at).reshape(shape)
        self._at += size
        return name, array

    def _number(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return int(value)

    def _text(self) -> str:
        length = self._number("<H")
        value = self._data[self._at : self._at + length].tobytes()
        self._at += length
        if len(value) < length:
            raise ValueError("the file ends inside a name")
        return value.rstrip(b"\0").decode()
