"""Reading PyTorch checkpoints: arrays come out, and nothing that is in the pickle is run."""

import io
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import ModelError
from ogam.models.checkpoints import LARGEST_PICKLE, read_checkpoint


class Global:
    """Pickled as the name of something in a module that need not be there."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name


class Stored:
    def __init__(self, *pid: Any) -> None:
        self.pid = pid


class Call:
    def __init__(self, function: Global, *arguments: Any) -> None:
        self.function, self.arguments = function, arguments


class Writer(pickle._Pickler):
    """Python's own pickler, taught to name what this test names, as torch.save does."""

    dispatch: ClassVar[dict[Any, Any]] = dict(pickle._Pickler.dispatch)

    def persistent_id(self, obj: Any) -> Any:
        return obj.pid if isinstance(obj, Stored) else None

    def save_global_name(self, obj: Global) -> None:
        self.write(pickle.GLOBAL + f"{obj.module}\n{obj.name}\n".encode())

    def save_call(self, obj: Call) -> None:
        self.save(obj.function)
        self.save(obj.arguments)
        self.write(pickle.REDUCE)

    dispatch[Global] = save_global_name
    dispatch[Call] = save_call


REBUILD = Global("torch._utils", "_rebuild_tensor_v2")
FLOATS = Global("torch", "FloatStorage")


def tensor(key: str, shape: tuple[int, ...], strides: tuple[int, ...], offset: int = 0, kind: Global = FLOATS) -> Call:
    return Call(REBUILD, Stored("storage", kind, key, "cpu", 6), offset, shape, strides, False, OrderedDict())


def archive(found: Any, storages: dict[str, bytes], **more: Any) -> bytes:
    pickled, whole = io.BytesIO(), io.BytesIO()
    Writer(pickled, 2).dump(found)
    with zipfile.ZipFile(whole, "w", more.get("compression", zipfile.ZIP_STORED)) as target:
        target.writestr("archive/data.pkl", pickled.getvalue())
        if "byteorder" in more:
            target.writestr("archive/byteorder", more["byteorder"])
        for key, data in storages.items():
            target.writestr(f"archive/data/{key}", data)
    return whole.getvalue()


SIX = struct.pack("<6f", *range(6))
WEIGHTS = OrderedDict(
    whole=tensor("0", (2, 3), (3, 1)),
    turned=tensor("0", (3, 2), (1, 3)),
    tail=tensor("0", (2,), (1,), offset=4),
    count=tensor("1", (), (), kind=Global("torch", "LongStorage")),
)


def written(folder: Path, data: bytes) -> Path:
    path = folder / "model.pt"
    path.write_bytes(data)
    return path


def test_arrays_have_their_shapes_strides_and_types(tmp_path: Path) -> None:
    storages = {"0": SIX, "1": struct.pack("<q", 7)}
    found = read_checkpoint(written(tmp_path, archive(WEIGHTS, storages, byteorder="little")))
    assert found["whole"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert found["turned"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert found["tail"].tolist() == [4, 5]
    assert found["whole"].dtype == np.float32
    assert found["count"].shape == ()
    assert found["count"] == 7


def ran() -> None:
    raise AssertionError("code of the pickle was run")


class Evil:
    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return ran, ()


@pytest.mark.parametrize(
    "harmful",
    [
        Evil(),
        Call(Global("os", "system"), "true"),
        Call(Global("builtins", "eval"), "1"),
        Call(Global("torch", "load"), "x"),
        Call(Global("torch._utils", "_rebuild_parameter"), "x"),
    ],
)
def test_what_else_it_names_is_refused(tmp_path: Path, harmful: Any) -> None:
    with pytest.raises(ModelError, match=r"model\.pt: not a PyTorch checkpoint.*it names"):
        read_checkpoint(written(tmp_path, archive({"weight": harmful}, {"0": SIX})))


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ({"w": tensor("0", (2, 4), (4, 1))}, "beyond its storage"),
        ({"w": tensor("0", (2, 3), (3, 1), offset=1)}, "beyond its storage"),
        ({"w": tensor("0", (2, 3), (3, -1))}, "no right shape"),
        ({"w": tensor("0", (2, 3), (3,))}, "no right shape"),
        ({"w": tensor("0", (10**9, 10**9), (0, 10**9))}, "beyond its storage"),
        ({"w": tensor("0", (10**9, 10**9), (0, 0))}, "beyond its storage"),
        ({"w": tensor("9", (2,), (1,))}, "9"),
        ({"w": tensor("../data.pkl", (2,), (1,))}, "kept outside"),
        ({"w": Stored("module", FLOATS, "0", "cpu", 6)}, "kept outside"),
        ({"w": [1.0]}, "not an array"),
        ({7: tensor("0", (2,), (1,))}, "not an array"),
        ({"w": Call(REBUILD, 1, 2)}, "missing"),
        ([1, 2], "no table"),
    ],
)
def test_what_is_no_weights_is_refused(tmp_path: Path, found: Any, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        read_checkpoint(written(tmp_path, archive(found, {"0": SIX})))


def test_a_compressed_one_is_refused(tmp_path: Path) -> None:
    data = archive(WEIGHTS, {"0": SIX, "1": bytes(8)}, compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(ModelError, match="compressed"):
        read_checkpoint(written(tmp_path, data))
    with pytest.raises(ModelError, match="too large"):
        read_checkpoint(written(tmp_path, archive({"w": "x" * LARGEST_PICKLE}, {})))


def test_a_big_endian_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="big-endian"):
        read_checkpoint(written(tmp_path, archive(WEIGHTS, {"0": SIX}, byteorder="big")))


def test_a_missing_one_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ogam models pull"):
        read_checkpoint(tmp_path / "model.pt")


GOOD = archive(WEIGHTS, {"0": SIX, "1": bytes(8)})


@given(st.integers(0, len(GOOD) - 1))
def test_one_cut_short_is_refused(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    with pytest.raises(ModelError, match=r"model\.pt"):
        read_checkpoint(written(tmp_path_factory.mktemp("cut"), GOOD[:length]))


@pytest.mark.parametrize(("from_the_end", "byte"), [(74, 1), (6, 255), (4, 1)])
def test_an_archive_that_lies_about_its_places_is_refused(tmp_path: Path, from_the_end: int, byte: int) -> None:
    data = bytearray(GOOD)
    data[-from_the_end] = byte
    with pytest.raises(ModelError, match=r"model\.pt"):
        read_checkpoint(written(tmp_path, bytes(data)))


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_one_damaged_byte_gives_arrays_or_a_model_error(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int
) -> None:
    data = bytearray(GOOD)
    data[place] = byte
    try:
        found = read_checkpoint(written(tmp_path_factory.mktemp("damaged"), bytes(data)))
    except ModelError:
        return
    assert all(isinstance(array, np.ndarray) for array in found.values())
