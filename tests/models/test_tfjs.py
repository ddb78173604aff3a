"""TensorFlow.js graphs, made by hand, converted, run, and compared with what numpy makes of each operator."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ogam.core import ModelError
from ogam.models import open_session
from ogam.models.tfjs import convert_tfjs, read_tfjs

Array = NDArray[Any]
RNG = np.random.default_rng(7)
IMAGE = RNG.normal(size=(1, 6, 5, 3)).astype(np.float32)
KERNEL = RNG.normal(size=(3, 3, 3, 4)).astype(np.float32)
BIAS, SLOPE = RNG.normal(size=4).astype(np.float32), RNG.normal(size=(1, 1, 4)).astype(np.float32)
EACH = RNG.normal(size=(3, 3, 3, 1)).astype(np.float32)


def text(value: str) -> str:
    return base64.b64encode(value.encode()).decode()


def numbers(*values: int) -> dict[str, Any]:
    return {"list": {"i": [str(value) for value in values]}}


def window(padding: str, stride: int, **more: Any) -> dict[str, Any]:
    return {"padding": {"s": text(padding)}, "strides": numbers(1, stride, stride, 1), **more}


def fused(*kinds: str) -> dict[str, Any]:
    return {"fused_ops": {"list": {"s": [text(kind) for kind in kinds]}}}


def op(kind: str, *inputs: str, **attributes: Any) -> dict[str, Any]:
    return {"name": "out", "op": kind, "input": list(inputs), "attr": attributes}


def write(folder: Path, nodes: list[dict[str, Any]], weights: Mapping[str, Array], half: tuple[str, ...] = ()) -> Path:
    """A graph model of an input "x" like IMAGE, the weights as constants, and these nodes."""
    shape = {"shape": {"dim": [{"size": str(size)} for size in (-1, *IMAGE.shape[1:])]}}
    x = {"name": "x", "op": "Placeholder", "attr": {"shape": shape}}
    entries, shard = [], b""
    for name, array in weights.items():
        kind = "float32" if array.dtype.kind == "f" else "int32"
        stored = "float16" if name in half else kind
        shard += array.astype(stored).tobytes()
        entries.append(
            {"name": name, "shape": list(array.shape), "dtype": kind}
            | ({"quantization": {"dtype": "float16", "original_dtype": kind}} if name in half else {})
        )
    constants = [{"name": name, "op": "Const"} for name in weights]
    (folder / "weights.bin").write_bytes(shard)
    model = folder / "model.json"
    model.write_text(
        json.dumps(
            {
                "modelTopology": {"node": [*nodes, *constants, x]},
                "weightsManifest": [{"paths": ["weights.bin"], "weights": entries}],
            }
        )
    )
    return model


def run(folder: Path, nodes: list[dict[str, Any]], **weights: Array) -> Array:
    convert_tfjs(write(folder, nodes, weights), folder / "graph.onnx", {"result": "out"})
    (result,) = open_session(folder / "graph.onnx").run(None, {"x": IMAGE})
    return np.asarray(result)


def convolved(image: Array, kernel: Array, stride: int, padding: str) -> Array:
    """TensorFlow's convolution, from its definition. SAME pads so that ⌈size ÷ stride⌉ places come out."""
    _, height, width, _ = image.shape
    kh, kw, _, outputs = kernel.shape
    sizes = [-(-n // stride) if padding == "SAME" else (n - k) // stride + 1 for n, k in ((height, kh), (width, kw))]
    pads = [max((out - 1) * stride + k - n, 0) for out, n, k in zip(sizes, (height, width), (kh, kw), strict=True)]
    padded = np.pad(image, ((0, 0), *((pad // 2, pad - pad // 2) for pad in pads), (0, 0)))
    result = np.zeros((1, *sizes, outputs))
    for y in range(sizes[0]):
        for x in range(sizes[1]):
            patch = padded[0, y * stride : y * stride + kh, x * stride : x * stride + kw]
            result[0, y, x] = np.tensordot(patch, kernel, axes=3)
    return result


def each_convolved(image: Array, kernel: Array, stride: int, padding: str) -> Array:
    channels = [convolved(image[..., [c]], kernel[:, :, [c], :], stride, padding) for c in range(kernel.shape[2])]
    return np.concatenate(channels, axis=-1)


@pytest.mark.parametrize("padding", ["SAME", "VALID"])
@pytest.mark.parametrize("stride", [1, 2])
def test_convolutions(tmp_path: Path, padding: str, stride: int) -> None:
    wanted = convolved(IMAGE, KERNEL, stride, padding)
    plain = run(tmp_path, [op("Conv2D", "x", "k", **window(padding, stride))], k=KERNEL)
    assert plain == pytest.approx(wanted, abs=1e-5)
    attributes = window(padding, stride) | fused("BiasAdd", "Relu")
    rectified = run(tmp_path, [op("_FusedConv2D", "x", "k", "b", **attributes)], k=KERNEL, b=BIAS)
    assert rectified == pytest.approx(np.maximum(wanted + BIAS, 0), abs=1e-5)
    attributes = window(padding, stride) | fused("BiasAdd", "Prelu")
    leaky = run(tmp_path, [op("_FusedConv2D", "x", "k", "b", "s", **attributes)], k=KERNEL, b=BIAS, s=SLOPE)
    biased = wanted + BIAS
    assert leaky == pytest.approx(np.where(biased < 0, biased * SLOPE, biased), abs=1e-5)


@pytest.mark.parametrize("stride", [1, 2])
def test_depthwise_convolution(tmp_path: Path, stride: int) -> None:
    found = run(tmp_path, [op("DepthwiseConv2dNative", "x", "k", **window("SAME", stride))], k=EACH)
    assert found == pytest.approx(each_convolved(IMAGE, EACH, stride, "SAME"), abs=1e-5)


ELEMENTWISE = {
    "Add": IMAGE + BIAS[:3],
    "AddV2": IMAGE + BIAS[:3],
    "Mul": IMAGE * BIAS[:3],
    "Maximum": np.maximum(IMAGE, BIAS[:3]),
    "Minimum": np.minimum(IMAGE, BIAS[:3]),
    "Prelu": np.where(IMAGE < 0, IMAGE * BIAS[:3], IMAGE),
}
ALONE = {
    "Identity": IMAGE,
    "Relu": np.maximum(IMAGE, 0),
    "Relu6": np.clip(IMAGE, 0, 6),
    "Sigmoid": 1 / (1 + np.exp(-IMAGE)),
    "Softmax": np.exp(IMAGE) / np.exp(IMAGE).sum(axis=-1, keepdims=True),
}


@pytest.mark.parametrize("kind", ELEMENTWISE)
def test_operators_of_two_arrays(tmp_path: Path, kind: str) -> None:
    assert run(tmp_path, [op(kind, "x", "b")], b=BIAS[:3]) == pytest.approx(ELEMENTWISE[kind], abs=1e-6)


@pytest.mark.parametrize("kind", ALONE)
def test_operators_of_one_array(tmp_path: Path, kind: str) -> None:
    assert run(tmp_path, [op(kind, "x")]) == pytest.approx(ALONE[kind], abs=1e-6)


def test_depthwise_convolution_with_what_is_fused_into_it(tmp_path: Path) -> None:
    attributes = window("SAME", 1) | fused("BiasAdd", "Relu6")
    nodes = [op("FusedDepthwiseConv2dNative", "x", "k", "b", **attributes)]
    wanted = np.clip(each_convolved(IMAGE, 9 * EACH, 1, "SAME") + BIAS[:3], 0, 6)
    assert (wanted == 6).any()
    assert run(tmp_path, nodes, k=9 * EACH, b=BIAS[:3]) == pytest.approx(wanted, abs=1e-4)


def test_leaky_relu_transpose_and_filled_padding(tmp_path: Path) -> None:
    leaky = run(tmp_path, [op("LeakyRelu", "x", alpha={"f": 0.1})])
    assert leaky == pytest.approx(np.where(IMAGE < 0, 0.1 * IMAGE, IMAGE))
    order = np.array([0, 3, 1, 2], np.int32)
    assert run(tmp_path, [op("Transpose", "x", "p")], p=order) == pytest.approx(IMAGE.transpose(order))
    edges = np.array([[0, 0], [1, 0], [0, 2], [0, 0]], np.int32)
    padded = run(tmp_path, [op("PadV2", "x", "p", "v")], p=edges, v=np.array(-3, np.float32))
    assert padded == pytest.approx(np.pad(IMAGE, edges, constant_values=-3))


def bilinear(image: Array, rows: int, columns: int, half: bool) -> Array:
    """TensorFlow's, from its definition: where a pixel of the result lies in the image, and what is around there."""

    def places(length: int, wanted: int) -> tuple[Array, Array, Array]:
        shift = 0.5 if half else 0.0
        at = np.clip((np.arange(wanted) + shift) * length / wanted - shift, 0, length - 1)
        low = np.floor(at).astype(int)
        return low, np.minimum(low + 1, length - 1), at - low

    top, bottom, y = places(image.shape[1], rows)
    left, right, x = places(image.shape[2], columns)
    upper = image[:, top][:, :, left] * (1 - x)[:, None] + image[:, top][:, :, right] * x[:, None]
    lower = image[:, bottom][:, :, left] * (1 - x)[:, None] + image[:, bottom][:, :, right] * x[:, None]
    return upper * (1 - y)[:, None, None] + lower * y[:, None, None]


@pytest.mark.parametrize("half", [True, False])
@pytest.mark.parametrize("size", [(12, 10), (3, 9)])
def test_resizing(tmp_path: Path, half: bool, size: tuple[int, int]) -> None:
    node = op("ResizeBilinear", "x", "s", align_corners={"b": False}, half_pixel_centers={"b": half})
    found = run(tmp_path, [node], s=np.array(size, np.int32))
    assert found == pytest.approx(bilinear(IMAGE, *size, half), abs=1e-5)


def test_pooling_padding_and_means(tmp_path: Path) -> None:
    pooled = run(tmp_path, [op("MaxPool", "x", **window("VALID", 2, ksize=numbers(1, 2, 2, 1)))])
    assert pooled == pytest.approx(IMAGE[:, :, :4].reshape(1, 3, 2, 2, 2, 3).max(axis=(2, 4)))
    edges = np.array([[0, 0], [1, 2], [0, 0], [0, 3]], np.int32)
    assert run(tmp_path, [op("Pad", "x", "p")], p=edges) == pytest.approx(np.pad(IMAGE, edges))
    axes = np.array([1, 2], np.int32)
    assert run(tmp_path, [op("Mean", "x", "a")], a=axes) == pytest.approx(IMAGE.mean(axis=(1, 2)), abs=1e-6)
    kept = run(tmp_path, [op("Mean", "x", "a", keep_dims={"b": True})], a=axes)
    assert kept == pytest.approx(IMAGE.mean(axis=(1, 2), keepdims=True), abs=1e-6)


def test_a_transposed_convolution_undoes_a_stride(tmp_path: Path) -> None:
    """From its definition: each place of the input adds the kernel, times its values, to a window of the outcome."""
    kernel, shape = RNG.normal(size=(2, 2, 4, 3)).astype(np.float32), np.array([1, 12, 10, 4], np.int32)
    wanted = np.einsum("byxi,hwoi->byhxwo", IMAGE, kernel).reshape(1, 12, 10, 4)
    found = run(tmp_path, [op("Conv2DBackpropInput", "s", "k", "x", **window("SAME", 2))], s=shape, k=kernel)
    assert found == pytest.approx(wanted, abs=1e-5)


def test_batches_are_taken_apart_and_put_together(tmp_path: Path) -> None:
    """As MoveNet does it with its one picture."""
    nodes = [
        op("Cast", "x") | {"name": "cast"},
        op("Unpack", "cast", axis={"i": "0"}, num={"i": "1"}) | {"name": "one"},
        op("ExpandDims", "one", "d") | {"name": "batch"},
        op("Squeeze", "batch", squeeze_dims=numbers(0)) | {"name": "alone"},
        op("ExpandDims", "alone", "d") | {"name": "again"},
        op("AddN", "again", "again", "again") | {"name": "thrice"},
        op("Sub", "thrice", "b"),
    ]
    found = run(tmp_path, nodes, d=np.array(0, np.int32), b=BIAS[:3])
    assert found == pytest.approx(3 * IMAGE - BIAS[:3], abs=1e-5)


def test_shapes_are_computed_as_in_the_graph(tmp_path: Path) -> None:
    """As BlazeFace does it: the shape's first number, packed with others, is the new shape."""
    nodes = [
        op("Shape", "x") | {"name": "shape"},
        op("StridedSlice", "shape", "at", "to", "by", shrink_axis_mask={"i": "1"}) | {"name": "first"},
        op("Pack", "first", "rows", "three", axis={"i": "0"}) | {"name": "new"},
        op("Reshape", "x", "new") | {"name": "flat"},
        op("ConcatV2", "flat", "flat", "axis"),
    ]
    at = {name: np.array([value], np.int32) for name, value in (("at", 0), ("to", 1), ("by", 1))}
    sizes = {name: np.array(value, np.int32) for name, value in (("rows", -1), ("three", 3), ("axis", 1))}
    flat = IMAGE.reshape(1, 30, 3)
    assert run(tmp_path, nodes, **at, **sizes) == pytest.approx(np.concatenate([flat, flat], axis=1))


def test_products(tmp_path: Path) -> None:
    axes, matrix = np.array([1, 2], np.int32), RNG.normal(size=(3, 4)).astype(np.float32)
    nodes = [op("Mean", "x", "a") | {"name": "mean"}, op("_FusedMatMul", "mean", "m", "b", **fused("BiasAdd", "Relu"))]
    wanted = np.maximum(IMAGE.mean(axis=(1, 2)) @ matrix + BIAS, 0)
    assert run(tmp_path, nodes, a=axes, m=matrix, b=BIAS) == pytest.approx(wanted, abs=1e-6)


def test_weights_in_half_precision_are_widened(tmp_path: Path) -> None:
    model = write(tmp_path, [op("Add", "x", "b")], {"b": BIAS[:3]}, half=("b",))
    assert read_tfjs(model).weights["b"].dtype == np.float16
    convert_tfjs(model, tmp_path / "graph.onnx", {"result": "out"})
    (result,) = open_session(tmp_path / "graph.onnx").run(None, {"x": IMAGE})
    assert result == pytest.approx(IMAGE + BIAS[:3].astype(np.float16).astype(np.float32), abs=1e-6)


def test_what_the_outputs_do_not_need_is_left_out(tmp_path: Path) -> None:
    nodes = [op("Relu", "x"), op("Unheard", "x") | {"name": "other"}]
    assert run(tmp_path, nodes) == pytest.approx(np.maximum(IMAGE, 0))


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (op("Unheard", "x"), "operator Unheard of out"),
        (op("_FusedConv2D", "x", "k", **(window("SAME", 1) | fused("Swish"))), "operator Swish"),
        (op("Relu", "nobody"), "nobody"),
        (op("StridedSlice", "x", "k", shrink_axis_mask={"i": "0"}), "more than one number"),
        (op("_FusedMatMul", "x", "k", transpose_b={"b": True}), "transposed"),
        (op("Unpack", "x", axis={"i": "0"}, num={"i": "2"}), "more than one part"),
    ],
)
def test_what_is_not_known_is_named(tmp_path: Path, node: dict[str, Any], reason: str) -> None:
    with pytest.raises(ModelError, match=rf"model\.json: cannot be converted .*{reason}"):
        run(tmp_path, [node], k=KERNEL)


@pytest.mark.parametrize("harm", ["short", "long", "no shard", "no json", "no graph", "uint8"])
def test_a_broken_model_is_an_error_of_ours(tmp_path: Path, harm: str) -> None:
    model = write(tmp_path, [op("Add", "x", "b")], {"b": BIAS})
    shard = tmp_path / "weights.bin"
    if harm in ("short", "long"):
        shard.write_bytes(shard.read_bytes()[:-1] if harm == "short" else shard.read_bytes() + b"\0")
    elif harm == "no shard":
        shard.unlink()
    elif harm == "no json":
        model.write_text("{")
    elif harm == "no graph":
        model.write_text("[]")
    else:
        model.write_text(model.read_text().replace("float32", "uint8"))
    with pytest.raises(ModelError, match=r"model\.json: not a TensorFlow\.js graph model"):
        read_tfjs(model)
