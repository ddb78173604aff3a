"""PyTorch checkpoints, read without PyTorch and without running anything that is in them.

A checkpoint is a zip archive: `data.pkl`, a pickle of names and of views into storages, and one file a storage
(`torch.save` since 1.6). A pickle can call whatever it names. Here it can name the four things that weights are made
of, and they do nothing but note what was asked for.
"""

import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from ogam.core import ModelError

STORAGES = {
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "DoubleStorage": "<f8",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "CharStorage": "<i1",
    "ByteStorage": "<u1",
    "BoolStorage": "?",
}
"""PyTorch's types of storages, and numpy's for the same bytes."""
LARGEST_PICKLE = 16_000_000
"""Bytes of the pickle: names and shapes only, so that a large model has a small one."""
_BROKEN = (
    *(zipfile.BadZipFile, pickle.UnpicklingError, ValueError, LookupError, TypeError, AttributeError, EOFError),
    *(OverflowError, RuntimeError, OSError),
)
"""What zipfile and pickle raise for bytes that are none of theirs: OSError for a place before the file's beginning,
RuntimeError for a member that says it is encrypted."""


def read_checkpoint(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a checkpoint that holds a model's weights by name (a `state_dict`).

    Raises ModelError if it is missing, cut short, compressed, or holds anything but arrays.
    """
    if not path.is_file():
        raise ModelError(f"{path}: there is no such model file. Get the weights with: ogam models pull")
    try:
        with zipfile.ZipFile(path) as archive:
            return _Archive(archive).arrays()
    except _BROKEN as error:
        raise ModelError(
            f"{path}: not a PyTorch checkpoint of weights alone, or cut short ({error}). Try: ogam models verify"
        ) from error


@dataclass(frozen=True, slots=True)
class _Storage:
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class _View:
    """A tensor: numbers of a storage, from `offset` on, in steps of `strides` (all in numbers, not bytes)."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _view(storage: Any, offset: Any, shape: Any, strides: Any, *_: Any) -> _View:
    """What stands for `torch._utils._rebuild_tensor_v2`."""
    return _View(storage, offset, shape, strides)


class _Names(pickle.Unpickler):
    """Reads a pickle that may name nothing but dictionaries, storages and views."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _view
        if module == "torch" and name in STORAGES:
            return STORAGES[name]
        return _refuse(f"it names {module}.{name}")

    def persistent_load(self, pid: Any) -> _Storage:
        word, kind, key, *_ = pid
        if word != "storage" or kind not in STORAGES.values() or not isinstance(key, str) or not key.isdecimal():
            return _refuse(f"it names a thing kept outside of it, {pid!r}")
        return _Storage(kind, key)


class _Archive:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        (pickled,) = [name for name in archive.namelist() if name.endswith("/data.pkl")] or [""]
        self._folder = pickled.removesuffix("data.pkl")
        self._storages: dict[_Storage, NDArray[Any]] = {}

    def arrays(self) -> dict[str, NDArray[Any]]:
        order = f"{self._folder}byteorder"
        if order in self._archive.namelist() and self._archive.read(order) != b"little":
            _refuse("its numbers are big-endian")
        with self._archive.open(self._stored("data.pkl", LARGEST_PICKLE)) as file:
            found = _Names(file).load()
        if not isinstance(found, Mapping):
            _refuse("it is no table of weights")
        return {name: self._array(name, view) for name, view in found.items()}

    def _array(self, name: Any, view: Any) -> NDArray[Any]:
        if not isinstance(name, str) or not isinstance(view, _View) or not isinstance(view.storage, _Storage):
            _refuse(f"{name!r} is not an array")
        numbers = (view.offset, *view.shape, *view.strides)
        if len(view.shape) != len(view.strides) or not all(type(n) is int and n >= 0 for n in numbers):
            _refuse(f"{name!r} has no right shape")
        storage = self._storage(view.storage)
        last = view.offset + sum((n - 1) * step for n, step in zip(view.shape, view.strides, strict=True))
        if 0 in view.shape or max(last + 1, prod(view.shape)) > len(storage):
            _refuse(f"{name!r} reaches beyond its storage")
        steps = tuple(step * storage.itemsize for step in view.strides)
        strided = np.lib.stride_tricks.as_strided(storage[view.offset :], view.shape, steps, writeable=False)
        return np.ascontiguousarray(strided).reshape(view.shape)

    def _storage(self, storage: _Storage) -> NDArray[Any]:
        if storage not in self._storages:
            data = self._archive.read(self._stored(f"data/{storage.key}"))
            self._storages[storage] = np.frombuffer(data, storage.kind)
        return self._storages[storage]

    def _stored(self, name: str, largest: int | None = None) -> zipfile.ZipInfo:
        """A member as it is: what is compressed could grow without end."""
        member = self._archive.getinfo(self._folder + name)
        if member.compress_type != zipfile.ZIP_STORED or (largest is not None and member.file_size > largest):
            _refuse(f"{name} is compressed, or too large")
        return member


def _refuse(what: str) -> NoReturn:
    raise pickle.UnpicklingError(what)
