"""dlib's face recognition network, from its own file to ONNX.

dlib writes a network as C++ objects, the innermost layer first: a name, then what the layer keeps. Of all that only the
parameters are needed, and those stand right after the names of three kinds of layers. The network itself is a residual
network of 29 convolutions: `dnn_face_recognition_ex.cpp` of dlib; King, "Dlib-ml: A Machine Learning Toolkit", 2009;
He et al., "Deep Residual Learning for Image Recognition", 2015 (arXiv 1512.03385).
"""

import re
from collections.abc import Iterator, Sequence
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ogam.core import ModelError
from ogam.models.graphs import GraphBuilder

DLIB_VERSION = 1
"""To be raised with every change of the graph: what was built before is then built again."""
SIZE = 150
"""Pixels of a side of the picture of a face."""
MEANS, SCALE = (122.782, 117.001, 104.298), 256.0
"""What dlib subtracts from red, green and blue, and then divides by."""
STAGES = ((32, 3, False), (64, 4, True), (128, 3, True), (256, 3, True), (256, 1, True))
"""Channels, residual blocks, and whether the first of them halves the picture."""
_LAYER = re.compile(rb"\x01(?:\x05con_4|\x07affine_|\x04fc_2)")
Parameters = NDArray[np.float32]


def convert_dlib(source: Path, target: Path) -> None:
    """Write the ONNX graph: image (1, 3, 150, 150), float32, 0 to 255, RGB → embedding (1, 128), not normalised.

    Raises ModelError if the file is not dlib's face recognition network, or is cut short.
    """
    try:
        layers = list(read_dlib(source.read_bytes()))
        graph = _graph(layers)
    except (OSError, ValueError, IndexError, StopIteration) as error:
        raise ModelError(
            f"{source}: not dlib's face recognition network, or cut short ({error}). Try: ogam models verify"
        ) from error
    graph.save(target)


def read_dlib(data: bytes) -> Iterator[Parameters]:
    """The parameters of each layer that has some, the innermost first, as flat arrays.

    Raises ValueError where the data ends inside one.
    """
    at = 0
    while layer := _LAYER.search(data, at):
        at = layer.end()
        if layer.group().endswith(b"fc_2"):
            _, at = _integer(data, at)  # outputs
            _, at = _integer(data, at)  # inputs
        version, at = _integer(data, at)
        if version != 2:
            raise ValueError(f"version {version} of a tensor, expected 2")
        shape = []
        for _ in range(4):
            size, at = _integer(data, at)
            shape.append(size)
        yield np.frombuffer(data, "<f4", prod(shape), at)
        at += 4 * prod(shape)


def _integer(data: bytes, at: int) -> tuple[int, int]:
    """An integer and the place after it. First comes how many bytes it has; the highest bit there is its sign."""
    control = data[at]
    end = at + 1 + (control & 0x0F)
    value = int.from_bytes(data[at + 1 : end], "little")
    return (-value if control & 0x80 else value), end


def _graph(layers: Sequence[Parameters]) -> GraphBuilder:
    expected = 2 * (1 + 2 * sum(blocks for _, blocks, _ in STAGES)) + 1
    if len(layers) != expected:
        raise ValueError(f"{len(layers)} layers with parameters, expected {expected}")
    net = _Net(layers)
    g = net.graph
    x = g.input("image", [1, 3, SIZE, SIZE])
    x = g.op("Div", g.op("Sub", x, _per_channel(g, MEANS)), g.constant(np.float32(SCALE)))
    x = g.op("Relu", net.convolution(x, 3, STAGES[0][0], 7, 2))
    x = g.op("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2])
    width, side = STAGES[0][0], 35
    for channels, blocks, halves in STAGES:
        for block in range(blocks):
            if halves and block == 0:
                x, side = net.halving(x, width, channels, side)
            else:
                x = net.residual(x, channels)
        width = channels
    pooled = g.op("ReduceMean", x, g.constant([2, 3]), keepdims=0)
    g.output("embedding", g.op("MatMul", pooled, g.constant(net.next().reshape(width, -1))), [1, 128])
    return g


class _Net:
    """Layers in the order in which dlib keeps them."""

    def __init__(self, layers: Sequence[Parameters]) -> None:
        self.graph = GraphBuilder("dlib_face_recognition", "float32")
        self._layers = iter(layers)

    def next(self) -> Parameters:
        return next(self._layers)

    def residual(self, x: str, channels: int) -> str:
        """`ares`: two convolutions, added to what came in."""
        g = self.graph
        inner = g.op("Relu", self.convolution(x, channels, channels, 3, 1))
        return g.op("Relu", g.op("Add", self.convolution(inner, channels, channels, 3, 1), x))

    def halving(self, x: str, width: int, channels: int, side: int) -> tuple[str, int]:
        """`ares_down`: the same at half the size; what came in is averaged 2×2.

        Where the two differ in size or channels, dlib takes what is not there for zeros.
        """
        g = self.graph
        inner = g.op("Relu", self.convolution(x, width, channels, 3, 2))
        inner = self.convolution(inner, channels, channels, 3, 1)
        pooled = g.op("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
        convolved, halved = (side - 3) // 2 + 1, side // 2
        wider, more = halved - convolved, channels - width
        if wider:
            inner = g.op("Pad", inner, g.constant([0, 0, 0, 0, 0, 0, wider, wider]))
        if more:
            pooled = g.op("Pad", pooled, g.constant([0, 0, 0, 0, 0, more, 0, 0]))
        return g.op("Relu", g.op("Add", inner, pooled)), halved

    def convolution(self, x: str, inputs: int, outputs: int, size: int, stride: int) -> str:
        """A convolution and the scale and shift that dlib applies after it, in one. Padded only where stride is 1."""
        kernel, bias = np.split(self.next(), [inputs * outputs * size * size])
        scale, shift = np.split(self.next(), 2)
        pad = size // 2 if stride == 1 else 0
        return self.graph.op(
            "Conv",
            x,
            self.graph.constant(kernel.reshape(outputs, inputs, size, size) * scale.reshape(-1, 1, 1, 1)),
            self.graph.constant(bias * scale + shift),
            kernel_shape=[size, size],
            strides=[stride, stride],
            pads=[pad] * 4,
        )


def _per_channel(graph: GraphBuilder, values: Sequence[float]) -> str:
    return graph.constant(np.array(values, np.float32).reshape(1, -1, 1, 1))
