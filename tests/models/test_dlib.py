"""dlib's file, written here with weights drawn at random; its network, against numpy and against dlib itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ogam.core import ModelError
from ogam.models import ensure, open_session
from ogam.models.converted import open_converted
from ogam.models.dlib import MEANS, SIZE, STAGES, convert_dlib, read_dlib

Array = NDArray[Any]


def integer(value: int) -> bytes:
    size = max(1, (abs(value).bit_length() + 7) // 8)
    return bytes([size | (0x80 if value < 0 else 0)]) + abs(value).to_bytes(size, "little")


def layer(name: str, values: Array) -> bytes:
    sizes = b"".join(map(integer, (len(values), 1, 1, 1)))
    head = integer(len(name)) + name.encode() + (integer(128) + integer(256) if name == "fc_2" else b"")
    return head + integer(2) + sizes + values.astype("<f4").tobytes() + b"\x01\x00" * 9


def drawn_layers() -> Iterator[tuple[str, Array]]:
    """Parameters of all layers, in the order of the file."""
    rng = np.random.default_rng(0)

    def convolution(inputs: int, outputs: int, size: int) -> Iterator[tuple[str, Array]]:
        count = inputs * outputs * size * size
        kernel = rng.normal(size=count) / np.sqrt(inputs * size * size)
        yield "con_4", np.concatenate([kernel, rng.normal(size=outputs)]).astype(np.float32)
        yield "affine_", np.concatenate([rng.uniform(0.5, 1, outputs), rng.normal(size=outputs)]).astype(np.float32)

    yield from convolution(3, 32, 7)
    width = 32
    for channels, blocks, _ in STAGES:
        for _ in range(blocks):
            yield from convolution(width, channels, 3)
            yield from convolution(channels, channels, 3)
            width = channels
    yield "fc_2", rng.normal(size=256 * 128).astype(np.float32) / 16


@pytest.fixture(scope="module")
def layers() -> list[tuple[str, Array]]:
    return list(drawn_layers())


@pytest.fixture(scope="module")
def file(layers: list[tuple[str, Array]]) -> bytes:
    return b"\x01\x01\x01\x0dloss_metric_2" + b"".join(layer(name, values) for name, values in layers)


def convolved(x: Array, kernel: Array, bias: Array, stride: int) -> Array:
    outputs, _, size, _ = kernel.shape
    pad = size // 2 if stride == 1 else 0
    padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    patches = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    _, height, width = patches.shape[:3]
    columns = patches.transpose(1, 2, 0, 3, 4).reshape(height * width, -1)
    return (columns @ kernel.reshape(outputs, -1).T + bias).T.reshape(outputs, height, width)


def as_numpy_has_it(layers: list[tuple[str, Array]], image: Array) -> Array:
    """The network layer by layer, as dlib's `dnn_face_recognition_ex.cpp` writes it."""
    rest = iter(values for _, values in layers)

    def convolution(x: Array, outputs: int, size: int, stride: int) -> Array:
        kernel, bias = np.split(next(rest), [len(x) * outputs * size * size])
        scale, shift = np.split(next(rest), 2)
        found = convolved(x, kernel.reshape(outputs, len(x), size, size), bias, stride)
        return found * scale[:, None, None] + shift[:, None, None]

    x = (image - np.array(MEANS)[:, None, None]) / 256
    x = np.maximum(convolution(x, 32, 7, 2), 0)
    views = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))[:, ::2, ::2]
    x = views.max(axis=(3, 4))
    for channels, blocks, halves in STAGES:
        for block in range(blocks):
            stride = 2 if halves and block == 0 else 1
            inner = np.maximum(convolution(x, channels, 3, stride), 0)
            inner = convolution(inner, channels, 3, 1)
            if stride == 2:
                even = x[:, : x.shape[1] // 2 * 2, : x.shape[2] // 2 * 2]
                x = even.reshape(len(x), even.shape[1] // 2, 2, even.shape[2] // 2, 2).mean(axis=(2, 4))
            total = np.zeros([max(sizes) for sizes in zip(inner.shape, x.shape, strict=True)])
            for part in (inner, x):
                total[tuple(slice(size) for size in part.shape)] += part
            x = np.maximum(total, 0)
    return x.mean(axis=(1, 2)) @ next(rest).reshape(256, 128)


def test_parameters_are_read_in_order(file: bytes, layers: list[tuple[str, Array]]) -> None:
    found = list(read_dlib(file))
    assert len(found) == len(layers)
    assert all(np.array_equal(one, other) for one, (_, other) in zip(found, layers, strict=True))


def test_the_network_is_dlibs(tmp_path: Path, file: bytes, layers: list[tuple[str, Array]]) -> None:
    (tmp_path / "net.dat").write_bytes(file)
    convert_dlib(tmp_path / "net.dat", tmp_path / "graph.onnx")
    image = np.random.default_rng(1).uniform(0, 255, (3, SIZE, SIZE)).astype(np.float32)
    (found,) = open_session(tmp_path / "graph.onnx").run(None, {"image": image[None]})
    wanted = as_numpy_has_it(layers, image)
    assert found.shape == (1, 128)
    assert np.abs(found[0] - wanted).max() < 1e-4 * np.abs(wanted).max()


@pytest.mark.parametrize("keep", [0, 30, 20_000, 5_000_000])
def test_a_file_cut_short_is_named(tmp_path: Path, file: bytes, keep: int) -> None:
    (tmp_path / "net.dat").write_bytes(file[:keep])
    with pytest.raises(ModelError, match=r"net\.dat: not dlib's face recognition network, or cut short"):
        convert_dlib(tmp_path / "net.dat", tmp_path / "graph.onnx")
    assert not (tmp_path / "graph.onnx").exists()


def test_a_model_that_needs_no_conversion_is_named() -> None:
    with pytest.raises(ModelError, match="silero-vad: not one of the models that are converted"):
        open_converted("silero-vad")


@pytest.mark.real
def test_embeddings_are_those_of_dlib() -> None:
    dlib = pytest.importorskip("dlib")
    weights = ensure("dlib-face") / "dlib_face_recognition_resnet_model_v1.dat"
    peer, session = dlib.face_recognition_model_v1(str(weights)), open_converted("dlib-face")
    for seed in range(3):
        chip = np.random.default_rng(seed).integers(0, 256, (SIZE, SIZE, 3), np.uint8)
        (found,) = session.run(None, {"image": chip.transpose(2, 0, 1)[None].astype(np.float32)})
        assert found[0] == pytest.approx(np.array(peer.compute_face_descriptor(chip)), abs=1e-5)
