"""TensorFlow.js graph models: a graph in JSON and its weights in binary shards, turned into ONNX.

A graph model is TensorFlow's GraphDef written as JSON (`modelTopology`) with a list of its weights
(`weightsManifest`), as tensorflowjs_converter writes it. Only what the outputs asked for need is converted.
TensorFlow keeps images as (batch, height, width, channels), ONNX's convolutions want the channels second: they are
turned around each of them, and onnxruntime takes out the turns that cancel each other.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import ModelError
from ogam.models.graphs import GraphBuilder

TFJS_VERSION = 2
"""To be raised with every change of the conversion: what was converted before is then converted again."""
_BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError)
_TO_CHANNELS_FIRST, _TO_CHANNELS_LAST = [0, 3, 1, 2], [0, 2, 3, 1]
_PLAIN = {
    "Add": "Add",
    "AddN": "Sum",
    "AddV2": "Add",
    "Cast": "Identity",
    "Identity": "Identity",
    "Maximum": "Max",
    "Minimum": "Min",
    "Mul": "Mul",
    "Prelu": "PRelu",
    "Relu": "Relu",
    "Reshape": "Reshape",
    "Shape": "Shape",
    "Sigmoid": "Sigmoid",
    "Sub": "Sub",
}
"""Operators that differ in their names only. A cast is one from the integers of a picture: here it is float32
already."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operator of a GraphDef. inputs: names of nodes; attributes: as JSON has them."""

    name: str
    kind: str
    inputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GraphModel:
    """What a graph model holds. weights: by the name of the node that stands for them."""

    nodes: Mapping[str, Node]
    weights: Mapping[str, NDArray[Any]]


def convert_tfjs(source: Path, target: Path, outputs: Mapping[str, str]) -> None:
    """Write the ONNX graph of a graph model's `model.json`, whose shards lie beside it, for one image at a time.

    outputs: name in the ONNX graph → name of the node. The input keeps its name and shape, with a batch of one.
    Raises ModelError for what is no graph model, cut short, or has an operator that is not known here.
    """
    model = read_tfjs(source)
    try:
        graph = _Conversion(model, GraphBuilder(source.stem.replace("-", "_"), "float32")).run(outputs)
    except _BROKEN as error:
        raise ModelError(f"{source}: cannot be converted ({error!r}). Try: ogam models verify") from error
    graph.save(target)


def read_tfjs(source: Path) -> GraphModel:
    """The nodes and weights of a graph model. Raises ModelError if it is none, or its shards do not fit."""
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
        nodes = [_node(entry) for entry in data["modelTopology"]["node"]]
        weights: dict[str, NDArray[Any]] = {}
        for group in data["weightsManifest"]:
            shards = b"".join((source.parent / path).read_bytes() for path in group["paths"])
            weights |= _weights(group["weights"], shards)
    except (OSError, *_BROKEN) as error:
        raise ModelError(
            f"{source}: not a TensorFlow.js graph model, or cut short ({error}). Try: ogam models verify"
        ) from error
    return GraphModel({node.name: node for node in nodes}, weights)


def _node(entry: Mapping[str, Any]) -> Node:
    inputs = tuple(name.partition(":")[0] for name in entry.get("input", ()) if not name.startswith("^"))
    return Node(entry["name"], entry["op"], inputs, entry.get("attr", {}))


def _weights(entries: Sequence[Mapping[str, Any]], data: bytes) -> dict[str, NDArray[Any]]:
    """Arrays one after the other; those stored as float16 stay so."""
    arrays, at = {}, 0
    for entry in entries:
        stored = entry.get("quantization", {}).get("dtype", entry["dtype"])
        if stored not in ("float32", "float16", "int32"):
            raise ValueError(f"{entry['name']} is stored as {stored}")
        kind = np.dtype(stored).newbyteorder("<")
        count = prod(entry["shape"])
        arrays[entry["name"]] = np.frombuffer(data, kind, count, at).reshape(entry["shape"])
        at += count * kind.itemsize
    if at != len(data):
        raise ValueError(f"{len(data)} bytes of weights, expected {at}")
    return arrays


class _Conversion:
    """Goes through the nodes from the outputs back, each after those that it needs."""

    def __init__(self, model: GraphModel, graph: GraphBuilder) -> None:
        self._model = model
        self._graph = graph
        self._values: dict[str, str] = {}
        self._special: Mapping[str, Callable[[Node], str]] = {
            "Const": self._const,
            "Placeholder": self._placeholder,
            "Conv2D": self._convolution,
            "_FusedConv2D": self._convolution,
            "Conv2DBackpropInput": self._transposed_convolution,
            "DepthwiseConv2dNative": self._depthwise,
            "FusedDepthwiseConv2dNative": self._depthwise,
            "_FusedMatMul": self._product,
            "MaxPool": self._max_pool,
            "Mean": self._mean,
            "ExpandDims": lambda node: graph.op(
                "Unsqueeze", self._value(node.inputs[0]), graph.constant([int(self._array(node.inputs[1]))])
            ),
            "Squeeze": lambda node: graph.op(
                "Squeeze", self._value(node.inputs[0]), graph.constant(_integers(node, "squeeze_dims"))
            ),
            "Unpack": self._unpack,
            "Pad": self._pad,
            "PadV2": self._pad,
            "Pack": self._pack,
            "ConcatV2": self._concat,
            "StridedSlice": self._one_of,
            "ResizeBilinear": self._resize,
            "Transpose": self._transpose,
            "LeakyRelu": lambda node: graph.op(
                "LeakyRelu", self._value(node.inputs[0]), alpha=float(node.attributes["alpha"]["f"])
            ),
            "Relu6": lambda node: self._activated("Relu6", self._value(node.inputs[0])),
            "Softmax": lambda node: graph.op("Softmax", self._value(node.inputs[0]), axis=-1),
        }

    def run(self, outputs: Mapping[str, str]) -> GraphBuilder:
        for name, node in outputs.items():
            self._graph.output(name, self._value(node), [])
        return self._graph

    def _value(self, name: str) -> str:
        if name not in self._values:
            node = self._model.nodes[name]
            if node.kind in self._special:
                self._values[name] = self._special[node.kind](node)
            elif node.kind in _PLAIN:
                self._values[name] = self._graph.op(_PLAIN[node.kind], *map(self._value, node.inputs))
            else:
                raise ValueError(f"the operator {node.kind} of {name} is not known")
        return self._values[name]

    def _array(self, name: str) -> NDArray[Any]:
        """The weights that an input stands for."""
        return self._model.weights[name]

    def _const(self, node: Node) -> str:
        array = self._array(node.name)
        if array.dtype.kind == "i":  # shapes and indices, which are int64 in ONNX
            return self._graph.constant(array.astype(np.int64))
        return self._graph.weights(array)

    def _placeholder(self, node: Node) -> str:
        _, *sizes = (int(dimension["size"]) for dimension in node.attributes["shape"]["shape"]["dim"])
        return self._graph.input(node.name, [1, *sizes])

    def _convolution(self, node: Node) -> str:
        """Kernel (height, width, in, out); what is fused into it comes after: a bias, an activation."""
        x, kernel, *more = node.inputs
        value = self._convolve(node, x, self._array(kernel).transpose(3, 2, 0, 1), 1)
        return self._fused(node, value, more)

    def _depthwise(self, node: Node) -> str:
        """Kernel (height, width, in, multiplier): each channel has its own."""
        x, kernel, *more = node.inputs
        height, width, channels, multiplier = self._array(kernel).shape
        turned = self._array(kernel).transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width)
        return self._fused(node, self._convolve(node, x, turned, channels), more)

    def _transposed_convolution(self, node: Node) -> str:
        """Kernel (height, width, out, in); its first input says how large the outcome is."""
        g = self._graph
        shape, kernel, x = node.inputs
        weights = self._array(kernel).transpose(3, 2, 0, 1)
        strides = _integers(node, "strides")[1:3]
        pads = [
            max((-(-int(size) // stride) - 1) * stride + width - int(size), 0)
            for size, stride, width in zip(self._array(shape)[1:3], strides, weights.shape[2:], strict=True)
        ]
        if _padding(node) != "SAME":
            raise ValueError(f"{node.name} is a transposed convolution without padding")
        before = [pad // 2 for pad in pads]
        after = [pad - half for pad, half in zip(pads, before, strict=True)]
        first = g.op("Transpose", self._value(x), perm=_TO_CHANNELS_FIRST)
        value = g.op("ConvTranspose", first, g.weights(weights), strides=strides, pads=[*before, *after])
        return g.op("Transpose", value, perm=_TO_CHANNELS_LAST)

    def _convolve(self, node: Node, x: str, kernel: NDArray[Any], groups: int) -> str:
        g = self._graph
        first = g.op("Transpose", self._value(x), perm=_TO_CHANNELS_FIRST)
        dilations = _integers(node, "dilations")[1:3] or [1, 1]
        value = g.op(
            "Conv", first, g.weights(kernel), group=groups, dilations=dilations, **_window(node, list(kernel.shape[2:]))
        )
        return g.op("Transpose", value, perm=_TO_CHANNELS_LAST)

    def _product(self, node: Node) -> str:
        x, kernel, *more = node.inputs
        if any(node.attributes.get(name, {}).get("b") for name in ("transpose_a", "transpose_b")):
            raise ValueError(f"{node.name} multiplies a transposed matrix")
        return self._fused(node, self._graph.op("MatMul", self._value(x), self._value(kernel)), more)

    def _fused(self, node: Node, value: str, more: Sequence[str]) -> str:
        inputs = iter(more)
        for kind in _texts(node, "fused_ops"):
            if kind == "BiasAdd":
                value = self._graph.op("Add", value, self._value(next(inputs)))
            elif kind == "Prelu":
                value = self._graph.op("PRelu", value, self._value(next(inputs)))
            else:
                value = self._activated(kind, value)
        return value

    def _activated(self, kind: str, value: str) -> str:
        if kind == "Relu":
            return self._graph.op("Relu", value)
        if kind == "Relu6":
            zero, six = (self._graph.constant(np.float32(limit)) for limit in (0, 6))
            return self._graph.op("Clip", value, zero, six)
        raise ValueError(f"the operator {kind}, fused into another, is not known")

    def _unpack(self, node: Node) -> str:
        """The parts of a picture's batch, of which there is one."""
        if int(node.attributes["num"]["i"]) != 1:
            raise ValueError(f"{node.name} takes more than one part out")
        axis = int(node.attributes.get("axis", {}).get("i", 0))
        return self._graph.op("Squeeze", self._value(node.inputs[0]), self._graph.constant([axis]))

    def _max_pool(self, node: Node) -> str:
        g = self._graph
        first = g.op("Transpose", self._value(node.inputs[0]), perm=_TO_CHANNELS_FIRST)
        pooled = g.op("MaxPool", first, **_window(node, _integers(node, "ksize")[1:3]))
        return g.op("Transpose", pooled, perm=_TO_CHANNELS_LAST)

    def _mean(self, node: Node) -> str:
        axes = np.atleast_1d(self._array(node.inputs[1])).tolist()
        keep = int(node.attributes.get("keep_dims", {}).get("b", False))
        return self._graph.op("ReduceMean", self._value(node.inputs[0]), self._graph.constant(axes), keepdims=keep)

    def _pad(self, node: Node) -> str:
        """TensorFlow has (before, after) for each dimension; ONNX all that is before, then all that is after."""
        x, edges, *filled = node.inputs
        pads = self._array(edges).T.reshape(-1).tolist()
        return self._graph.op("Pad", self._value(x), self._graph.constant(pads), *map(self._value, filled))

    def _resize(self, node: Node) -> str:
        g, (x, size) = self._graph, node.inputs
        if node.attributes.get("align_corners", {}).get("b"):
            raise ValueError(f"{node.name} aligns corners")
        half = node.attributes.get("half_pixel_centers", {}).get("b")
        first = g.op("Transpose", self._value(x), perm=_TO_CHANNELS_FIRST)
        shape = g.op("Slice", g.op("Shape", first), g.constant([0]), g.constant([2]))
        sizes = g.op("Concat", shape, g.constant(self._array(size).astype(np.int64)), axis=0)
        mode = "half_pixel" if half else "asymmetric"
        resized = g.op("Resize", first, "", "", sizes, mode="linear", coordinate_transformation_mode=mode)
        return g.op("Transpose", resized, perm=_TO_CHANNELS_LAST)

    def _transpose(self, node: Node) -> str:
        x, order = node.inputs
        return self._graph.op("Transpose", self._value(x), perm=self._array(order).tolist())

    def _pack(self, node: Node) -> str:
        g, axis = self._graph, int(node.attributes.get("axis", {}).get("i", 0))
        parts = [g.op("Unsqueeze", self._value(name), g.constant([axis])) for name in node.inputs]
        return g.op("Concat", *parts, axis=axis)

    def _concat(self, node: Node) -> str:
        *parts, axis = node.inputs
        return self._graph.op("Concat", *map(self._value, parts), axis=int(self._array(axis)))

    def _one_of(self, node: Node) -> str:
        """A slice of a vector that is one number, as of a shape: no other slice is in the models that we convert."""
        x, begin, *_ = node.inputs
        at = self._array(begin)
        if at.shape != (1,) or int(node.attributes["shrink_axis_mask"]["i"]) != 1:
            raise ValueError(f"{node.name} cuts more than one number out")
        return self._graph.op("Gather", self._value(x), self._graph.constant(np.int64(at[0])))


def _window(node: Node, shape: list[int]) -> dict[str, Any]:
    """Size, steps and padding of a convolution or pooling."""
    padding = {"SAME": "SAME_UPPER", "VALID": "VALID"}[_padding(node)]
    return {"kernel_shape": shape, "strides": _integers(node, "strides")[1:3], "auto_pad": padding}


def _padding(node: Node) -> str:
    return _texts(node, "padding")[0]


def _integers(node: Node, name: str) -> list[int]:
    return [int(number) for number in node.attributes.get(name, {}).get("list", {}).get("i", ())]


def _texts(node: Node, name: str) -> list[str]:
    """Texts, which GraphDef keeps as bytes, and JSON in base64."""
    value = node.attributes.get(name, {})
    return [
        base64.b64decode(text).decode() for text in value.get("list", {}).get("s", [value["s"]] if "s" in value else [])
    ]
