"""Reading CTranslate2's `model.bin`, written here by hand."""

import struct
from pathlib import Path

import numpy as np
import pytest

from ogam.core import ModelError
from ogam.models.ctranslate2 import read_ctranslate2


def text(value: str) -> bytes:
    return struct.pack("<H", len(value.encode()) + 1) + value.encode() + b"\0"


def array(name: str, values: np.ndarray, kind: int) -> bytes:
    shape = struct.pack("<B", values.ndim) + struct.pack(f"<{values.ndim}I", *values.shape)
    return text(name) + shape + struct.pack("<BI", kind, values.nbytes) + values.tobytes()


def model_bin(version: int = 6) -> bytes:
    arrays = [
        array("a/weight", np.arange(6, dtype=np.float16).reshape(2, 3), 4),
        array("heads", np.array(8, np.int16), 2),
        array("b/weight", np.array([[1.5]], np.float32), 0),
    ]
    header = struct.pack("<I", version) + text("WhisperSpec") + struct.pack("<I", 3)
    aliases = struct.pack("<I", 1) + text("c/weight") + text("a/weight")
    return header + struct.pack("<I", len(arrays)) + b"".join(arrays) + aliases


def test_arrays_have_their_shapes_types_and_aliases(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(model_bin())
    model = read_ctranslate2(path)
    assert (model.spec, model.revision) == ("WhisperSpec", 3)
    assert model.arrays["a/weight"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert model.arrays["a/weight"].dtype == np.float16
    assert model.arrays["heads"] == 8
    assert model.arrays["b/weight"].tolist() == [[1.5]]
    assert model.arrays["c/weight"] is model.arrays["a/weight"]


@pytest.mark.parametrize("length", [1, 10, 40, 60, len(model_bin()) - 1])
def test_a_file_cut_short_is_named(tmp_path: Path, length: int) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(model_bin()[:length])
    with pytest.raises(ModelError, match=r"model\.bin.*cut short"):
        read_ctranslate2(path)


def test_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(model_bin(version=7))
    with pytest.raises(ModelError, match="version 7, expected 6"):
        read_ctranslate2(path)


def test_a_missing_or_empty_file_says_what_to_do(tmp_path: Path) -> None:
    for path in (tmp_path / "none.bin", tmp_path / "empty.bin"):
        (tmp_path / "empty.bin").touch()
        with pytest.raises(ModelError, match="ogam models pull"):
            read_ctranslate2(path)
