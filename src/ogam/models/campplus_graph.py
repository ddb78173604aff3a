"""CAM++, a network that embeds voices, as an ONNX graph, from the arrays of its checkpoint.

Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware Masking", 2023
(arXiv 2303.00332); sizes and names of the weights as in its authors' 3D-Speaker (Apache-2.0). A convolutional head
looks at the filter banks as at a picture; layers of a densely connected time-delay network follow, each of which adds
32 features and weighs them by a mask from the mean of its surroundings; mean and deviation over time are embedded.

Rows are moments, columns features, so that nearly all is products of matrices. Normalisations that follow a product
are folded into its weights.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import ModelError
from ogam.models.checkpoints import read_checkpoint
from ogam.models.graphs import GraphBuilder, Precision

GRAPH_VERSION = 1
"""To be raised with every change of the graph: those that were built before are then built again."""
BANDS = 80
"""Mel bands of the filter banks."""
BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers of each block, and its dilation: how many moments lie between the three that a layer looks at."""
SEGMENT = 100
"""Moments (20 ms each) whose mean is part of the mask's context; the mean of all is the other part."""
EPSILON = 1e-5
Arrays = Mapping[str, NDArray[Any]]
Affine = tuple[NDArray[np.float32], NDArray[np.float32]]


def build_campplus(source: Path, target: Path, precision: Precision) -> None:
    """Write the graph of a checkpoint. precision: of the weights of its matrices.

    Raises ModelError if the checkpoint is broken, or another model's.
    """
    arrays = read_checkpoint(source)
    try:
        graph = campplus_graph(arrays, precision)
    except (KeyError, ValueError) as error:
        raise ModelError(f"{source}: the weights are not those of CAM++ ({error}).") from error
    graph.save(target)


def campplus_graph(arrays: Arrays, precision: Precision) -> GraphBuilder:
    """features (frames, 80), the mean over time taken away → embedding (192,), of no particular length."""
    net = _Net(GraphBuilder("campplus", precision), arrays)
    g = net.graph
    x = net.head(g.input("features", ["frames", BANDS]))
    context = _Context(g, x)
    for number, (layers, dilation) in enumerate(BLOCKS, start=1):
        for layer in range(1, layers + 1):
            x = net.dense_layer(x, f"xvector.block{number}.tdnnd{layer}", dilation, context)
        x = net.linear(net.norm(x, f"xvector.transit{number}.nonlinear"), f"xvector.transit{number}.linear")
    x = net.statistics(net.norm(x, "xvector.out_nonlinear"))
    embedding = net.linear(x, "xvector.dense.linear", "xvector.dense.nonlinear.batchnorm")
    g.output("embedding", g.op("Squeeze", embedding, g.constant([0])), [192])
    return g


class _Context:
    """What a layer's mask is made from: for each segment its mean and that of all moments, added, by one product."""

    def __init__(self, graph: GraphBuilder, x: str) -> None:
        g = self._graph = graph
        zero, one = g.constant(np.int64(0)), g.constant(np.int64(1))
        count = g.op("Shape", x, start=0, end=1)
        moments = g.op("Range", zero, g.op("Squeeze", count), one)
        self._segment = g.op("Div", moments, g.constant(np.int64(SEGMENT)))
        last = g.op("Gather", self._segment, g.constant(np.int64(-1)))
        segments = g.op("Unsqueeze", g.op("Range", zero, g.op("Add", last, one), one), g.constant([1]))
        inside = g.op("Cast", g.op("Equal", segments, g.op("Unsqueeze", self._segment, g.constant([0]))), to=1)
        shares = g.op("Div", inside, g.op("ReduceSum", inside, g.constant([1]), keepdims=1))
        self._means = g.op("Add", shares, g.op("Reciprocal", g.op("Cast", count, to=1)))

    def of(self, x: str) -> str:
        """(moments, width) → (segments, width)"""
        return self._graph.op("MatMul", self._means, x)

    def spread(self, x: str) -> str:
        """(segments, width) → (moments, width)"""
        return self._graph.op("Gather", x, self._segment)


class _Net:
    """CAM++'s building blocks; each takes and gives (moments, width) unless it says otherwise."""

    def __init__(self, graph: GraphBuilder, arrays: Arrays) -> None:
        self.graph = graph
        self._arrays = arrays

    def head(self, features: str) -> str:
        """(frames, 80) → (moments, 128): half as many, 20 ms each."""
        g = self.graph
        x = g.op("Unsqueeze", g.op("Transpose", features, perm=[1, 0]), g.constant([0, 1]))
        x = g.op("Relu", self.convolution(x, "head.conv1", "head.bn1"))
        for layer in ("head.layer1", "head.layer2"):
            x = self.residual(self.residual(x, f"{layer}.0", 2), f"{layer}.1", 1)
        x = g.op("Relu", self.convolution(x, "head.conv2", "head.bn2", 2))
        weight, bias = self.folded("xvector.tdnn.linear", "xvector.tdnn.nonlinear.batchnorm")
        x = g.reshape(x, [1, weight.shape[1], 1, -1])
        x = g.op("Conv", x, g.weights(weight[:, :, None]), g.weights(bias), strides=[1, 2], pads=[0, 2, 0, 2])
        return g.op("Transpose", g.op("Squeeze", g.op("Relu", x), g.constant([0, 2])), perm=[1, 0])

    def residual(self, x: str, name: str, stride: int) -> str:
        """Two convolutions beside a shortcut, over (1, channels, bands, frames); bands in steps of `stride`."""
        g = self.graph
        inner = g.op("Relu", self.convolution(x, f"{name}.conv1", f"{name}.bn1", stride))
        inner = self.convolution(inner, f"{name}.conv2", f"{name}.bn2")
        if f"{name}.shortcut.0.weight" in self._arrays:
            x = self.convolution(x, f"{name}.shortcut.0", f"{name}.shortcut.1", stride)
        return g.op("Relu", g.op("Add", inner, x))

    def convolution(self, x: str, name: str, norm: str, stride: int = 1) -> str:
        """In bands and frames, of size 3 × 3 or 1 × 1."""
        g = self.graph
        weight, bias = self.folded(name, norm)
        pads = [weight.shape[-1] // 2] * 4
        return g.op("Conv", x, g.weights(weight), g.weights(bias), strides=[stride, 1], pads=pads)

    def dense_layer(self, x: str, name: str, dilation: int, context: _Context) -> str:
        """The features with 32 more."""
        g = self.graph
        hidden = self.norm(x, f"{name}.nonlinear1")
        hidden = g.op("Relu", self.linear(hidden, f"{name}.linear1", f"{name}.nonlinear2.batchnorm"))
        cam = f"{name}.cam_layer"
        mask = g.op("Relu", self.plain(context.of(hidden), f"{cam}.linear1"))
        mask = context.spread(g.op("Sigmoid", self.plain(mask, f"{cam}.linear2")))
        local = self.neighbours(hidden, dilation)
        weight = self._arrays[f"{cam}.linear_local.weight"]
        more = g.linear(local, weight.transpose(0, 2, 1).reshape(len(weight), -1))
        return g.op("Concat", x, g.op("Mul", more, mask), axis=1)

    def neighbours(self, x: str, dilation: int) -> str:
        """(moments, 3 × width): each moment with the one `dilation` before and the one after; zeros at the ends."""
        g = self.graph
        padded = g.op("Pad", x, g.constant([dilation, 0, dilation, 0]))
        before = g.op("Slice", padded, g.constant([0]), g.constant([-2 * dilation]), g.constant([0]))
        after = g.op("Slice", padded, g.constant([2 * dilation]), g.constant([2**31]), g.constant([0]))
        return g.op("Concat", before, x, after, axis=1)

    def statistics(self, x: str) -> str:
        """(1, 2 × width): mean over all moments, and standard deviation."""
        g = self.graph
        mean = g.op("ReduceMean", x, g.constant([0]), keepdims=1)
        squares = g.op("ReduceSumSquare", g.op("Sub", x, mean), g.constant([0]), keepdims=1)
        others = g.op("Cast", g.op("Sub", g.op("Shape", x, start=0, end=1), g.constant([1])), to=1)
        return g.op("Concat", mean, g.op("Sqrt", g.op("Div", squares, others)), axis=1)

    def norm(self, x: str, name: str) -> str:
        """A normalisation before a product, followed by ReLU."""
        g = self.graph
        scale, shift = self.affine(f"{name}.batchnorm")
        return g.op("Relu", g.op("Add", g.op("Mul", x, g.weights(scale)), g.weights(shift)))

    def linear(self, x: str, name: str, norm: str | None = None) -> str:
        """A product, and the normalisation that follows it."""
        if norm is None:
            return self.graph.linear(x, self._arrays[f"{name}.weight"][:, :, 0])
        weight, bias = self.folded(name, norm)
        return self.graph.linear(x, weight[:, :, 0], bias)

    def plain(self, x: str, name: str) -> str:
        """A product with its bias, of few rows."""
        g = self.graph
        weight, bias = (self._arrays[f"{name}.{part}"] for part in ("weight", "bias"))
        return g.op("Gemm", x, g.weights(weight[:, :, 0]), g.weights(bias), transB=1)

    def folded(self, name: str, norm: str) -> Affine:
        """Weights and bias that do what the weights and the normalisation after them do."""
        weight = self._arrays[f"{name}.weight"]
        scale, shift = self.affine(norm)
        return (weight * scale.reshape(-1, *[1] * (weight.ndim - 1))).astype(np.float32), shift

    def affine(self, name: str) -> Affine:
        """A batch normalisation as factor and summand of each feature."""
        mean, variance = (self._arrays[f"{name}.running_{part}"].astype(np.float64) for part in ("mean", "var"))
        scale = self._arrays.get(f"{name}.weight", np.ones(())) / np.sqrt(variance + EPSILON)
        shift = self._arrays.get(f"{name}.bias", np.zeros(())) - mean * scale
        return scale.astype(np.float32), shift.astype(np.float32)
