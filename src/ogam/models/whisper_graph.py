"""Whisper's encoder and decoder as ONNX graphs, from the arrays of a CTranslate2 model.

Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022 (arXiv 2212.04356).
The keys and values of cross-attention are the encoder's to give, once an utterance; the decoder takes them with one
row for all hypotheses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import ModelError
from ogam.models.ctranslate2 import CTranslate2Model, read_ctranslate2
from ogam.models.graphs import GraphBuilder, Precision
from ogam.models.sessions import open_session

SPEC = "WhisperSpec"
GRAPH_VERSION = 3
"""To be raised with every change of the graphs: those that were built before are then built again."""
HEAD_WIDTH = 64
EPSILON = 1e-5
MEL_FRAMES = 3000
"""Frames of a spectrogram of 30 s; the encoder joins them in pairs."""
SILENCE = -0.75
"""What silence is in the log-mel spectrogram of usual speech: 8 powers of ten below its loudest band."""
STRIDE = 4
"""Silent frames that one stands for, the middle one. The last carries the cue of the end best, but ends too early."""
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class WhisperSize:
    """The sizes of a Whisper model. width: of its hidden vectors; bands: of the log-mel spectrogram."""

    layers: int
    heads: int
    width: int
    bands: int
    tokens: int

    @classmethod
    def of(cls, arrays: Arrays) -> "WhisperSize":
        tokens, width = arrays["decoder/embeddings/weight"].shape
        layers = sum(name.startswith("decoder/") and name.endswith("/attention/linear_0/weight") for name in arrays)
        return cls(layers, width // HEAD_WIDTH, width, arrays["encoder/conv1/weight"].shape[1], tokens)


def build_whisper(source: Path, folder: Path, precision: Precision) -> None:
    """Write `encoder.onnx` and `decoder.onnx` into a folder, from a CTranslate2 `model.bin`.

    precision: of the decoder's weights. The encoder stays in float32: 8 bits cost it accuracy and save little time.
    """
    model = read_ctranslate2(source)
    _check(model, source)
    decoder_graph(model.arrays, precision).save(folder / "decoder.onnx")
    encoder = folder / "encoder.onnx"
    encoder_graph(model.arrays).save(encoder)
    features = np.full((1, WhisperSize.of(model.arrays).bands, MEL_FRAMES), SILENCE, np.float32)
    silence = open_session(encoder, keep_memory=False).run(None, {"features": features})
    encoder_graph(model.arrays, silence).save(encoder)


def _check(model: CTranslate2Model, source: Path) -> None:
    if model.spec != SPEC:
        raise ModelError(f"{source}: holds a {model.spec or 'nameless model'}, not a Whisper model.")
    kinds = {array.dtype.kind for name, array in model.arrays.items() if name.endswith("/weight")}
    if kinds != {"f"}:
        raise ModelError(f"{source}: its weights are quantised. Get the float16 or float32 conversion.")


def encoder_graph(arrays: Arrays, silence: Sequence[NDArray[Any]] = ()) -> GraphBuilder:
    """features (1, bands, 2 × frames) → what the decoder's cross-attention looks at.

    For each of its layers keys (heads, 64, all) and values (heads, all, 64), and to be added to the scores weights
    (all,). silence: the keys and values of 30 s of silence. Every fourth of those that come after the audio's own
    frames, which must then be a multiple of four, is given too, with the weight of four: the decoder was trained
    with 30 s, and without the silence it does not find the end.
    """
    size = WhisperSize.of(arrays)
    net = _Net(GraphBuilder("whisper_encoder", "float32"), arrays, size)
    g = net.graph
    x = g.input("features", [1, size.bands, "mel_frames"])
    x = net.convolution(net.convolution(x, "encoder/conv1", 1), "encoder/conv2", 2)
    x = g.op("Transpose", g.op("Squeeze", x, g.constant([0])), perm=[1, 0])
    frames = g.op("Shape", x, start=0, end=1)
    x = g.op("Add", x, net.positions("encoder", g.constant([0]), frames))
    for layer in range(size.layers):
        name = f"encoder/layer_{layer}"
        x = g.op("Add", x, net.encoder_attention(x, f"{name}/self_attention"))
        x = g.op("Add", x, net.feed_forward(x, f"{name}/ffn"))
    x = net.norm(x, "encoder/layer_norm")
    tail = _Tail(g, frames, bool(silence))
    for layer in range(size.layers):
        both = net.linear(x, f"decoder/layer_{layer}/attention/linear_1")
        parts = [
            g.reshape(part, [-1, size.heads, HEAD_WIDTH]) for part in g.ops("Split", 2, both, axis=1, num_outputs=2)
        ]
        key, value = (
            g.op("Transpose", part, perm=perm) for part, perm in zip(parts, ([1, 2, 0], [1, 0, 2]), strict=True)
        )
        if silence:
            key = tail.append(key, silence[2 * layer], axis=2)
            value = tail.append(value, silence[2 * layer + 1], axis=1)
        g.output(f"heard_key_{layer}", key, [size.heads, HEAD_WIDTH, "all"])
        g.output(f"heard_value_{layer}", value, [size.heads, "all", HEAD_WIDTH])
    g.output("heard_weights", tail.weights(), ["all"])
    return g


class _Tail:
    """Silent frames after the audio's own: one of each STRIDE, with the weight of all of them."""

    def __init__(self, graph: GraphBuilder, frames: str, present: bool) -> None:
        self._graph = graph
        self._frames = frames
        self._first = graph.op("Div", frames, graph.constant([STRIDE]))
        self._count = MEL_FRAMES // 2 // STRIDE if present else 0

    def append(self, own: str, silent: NDArray[Any], axis: int) -> str:
        g = self._graph
        chosen = np.take(silent, range(STRIDE // 2, silent.shape[axis], STRIDE), axis)
        last, along = g.constant([self._count]), g.constant([axis])
        return g.op("Concat", own, g.op("Slice", g.constant(chosen), self._first, last, along), axis=axis)

    def weights(self) -> str:
        """(all,): zero for the audio's own frames, log STRIDE for the silent ones."""
        g = self._graph
        own = g.op("Expand", g.constant(np.float32(0)), self._frames)
        silent = g.constant(np.full(self._count, np.log(STRIDE), np.float32))
        rest = g.op("Slice", silent, self._first, g.constant([self._count]), g.constant([0]))
        return g.op("Concat", own, rest, axis=0)


def decoder_graph(arrays: Arrays, precision: Precision) -> GraphBuilder:
    """tokens (hypotheses, count) and caches → log-probabilities of the next token, and what to add to the caches.

    suppressed (vocabulary,) is added to the logits. Caches of what was said: (hypotheses, heads, length, 64); the keys
    and values of the new tokens alone are given out, since copying the whole caches would cost as much as computing.
    """
    size = WhisperSize.of(arrays)
    net = _Net(GraphBuilder("whisper_decoder", precision), arrays, size)
    g = net.graph
    tokens = g.input("tokens", ["hypotheses", "count"], np.int64)
    suppressed = g.input("suppressed", [size.tokens])
    said: list[int | str] = ["hypotheses", size.heads, "length", HEAD_WIDTH]
    newly: list[int | str] = ["hypotheses", size.heads, "count", HEAD_WIDTH]
    caches = [[g.input(f"said_{part}_{i}", said) for part in ("key", "value")] for i in range(size.layers)]
    heard = [
        (
            g.input(f"heard_key_{i}", [size.heads, HEAD_WIDTH, "all"]),
            g.input(f"heard_value_{i}", [size.heads, "all", HEAD_WIDTH]),
        )
        for i in range(size.layers)
    ]
    weights = g.input("heard_weights", ["all"])
    shape = g.op("Shape", tokens)
    count = g.op("Shape", tokens, start=1, end=2)
    begin = g.op("Shape", caches[0][0], start=2, end=3)
    embedded, project = net.embedding(tokens)
    x = g.op("Add", embedded, net.positions("decoder", begin, g.op("Add", begin, count)))
    x = g.reshape(x, [-1, size.width])
    mask = net.causal_mask(count)
    for layer, (cache, (heard_key, heard_value)) in enumerate(zip(caches, heard, strict=True)):
        name = f"decoder/layer_{layer}"
        attended, *new = net.decoder_attention(x, f"{name}/self_attention", cache, begin, mask, shape)
        for part, value in zip(("key", "value"), new, strict=True):
            g.output(f"said_{part}_{layer}_new", value, newly)
        x = g.op("Add", x, attended)
        x = g.op("Add", x, net.cross_attention(x, f"{name}/attention", heard_key, heard_value, weights))
        x = g.op("Add", x, net.feed_forward(x, f"{name}/ffn"))
    rows = g.op("Reshape", x, g.op("Concat", shape, g.constant([size.width]), axis=0))
    last = g.op("Squeeze", g.op("Slice", rows, g.constant([-1]), g.constant([2**31]), g.constant([1])), g.constant([1]))
    logits = project(net.norm(last, "decoder/layer_norm"), suppressed)
    g.output("log_probs", g.op("LogSoftmax", logits, axis=-1), ["hypotheses", size.tokens])
    return g


class _Net:
    """Whisper's building blocks; each takes and gives rows of vectors, (rows, width), unless it says otherwise."""

    def __init__(self, graph: GraphBuilder, arrays: Arrays, size: WhisperSize) -> None:
        self.graph = graph
        self._arrays = arrays
        self._size = size

    def linear(self, x: str, name: str) -> str:
        return self.graph.linear(x, self._arrays[f"{name}/weight"], self._arrays[f"{name}/bias"])

    def norm(self, x: str, name: str) -> str:
        gamma, beta = (self._floats(f"{name}/{part}") for part in ("gamma", "beta"))
        return self.graph.op("LayerNormalization", x, gamma, beta, axis=-1, epsilon=EPSILON)

    def convolution(self, x: str, name: str, stride: int) -> str:
        """(1, channels, frames), followed by GELU."""
        weight, bias = (self._floats(f"{name}/{part}") for part in ("weight", "bias"))
        return self.graph.op("Gelu", self.graph.op("Conv", x, weight, bias, strides=[stride], pads=[1, 1]))

    def positions(self, side: str, begin: str, end: str) -> str:
        table = self._floats(f"{side}/position_encodings/encodings")
        return self.graph.op("Slice", table, begin, end, self.graph.constant([0]))

    def feed_forward(self, x: str, name: str) -> str:
        hidden = self.graph.op("Gelu", self.linear(self.norm(x, f"{name}/layer_norm"), f"{name}/linear_0"))
        return self.linear(hidden, f"{name}/linear_1")

    def embedding(self, tokens: str) -> tuple[str, Callable[[str, str], str]]:
        """The tokens' vectors, (hypotheses, count, width); and what projects rows onto the same table, plus a bias."""
        g, table = self.graph, self._arrays["decoder/embeddings/weight"]
        if g.precision == "float32":
            rows = g.weights(table)
            columns = g.op("Transpose", rows, perm=[1, 0])
            return g.op("Gather", rows, tokens), lambda x, bias: g.op("Add", g.op("MatMul", x, columns), bias)
        levels, scales = g.quantised(table)
        chosen = g.op("Transpose", g.op("Gather", levels, tokens, axis=1), perm=[1, 2, 0])
        scale = g.op("Unsqueeze", g.op("Gather", scales, tokens), g.constant([-1]))
        vectors = g.op("Mul", g.op("Cast", chosen, to=1), scale)
        return vectors, lambda x, bias: g.quantised_linear(x, levels, scales, bias)

    def encoder_attention(self, x: str, name: str) -> str:
        g = self.graph
        joined = self._query_key_value(x, name)
        heads = g.op("Transpose", g.reshape(joined, [-1, 3, self._size.heads, HEAD_WIDTH]), perm=[1, 2, 0, 3])
        query, key, value = (g.op("Gather", heads, g.constant(np.int64(i))) for i in range(3))
        weights = g.op("Softmax", g.op("MatMul", query, g.op("Transpose", key, perm=[0, 2, 1])), axis=-1)
        return self._join(g.op("Transpose", g.op("MatMul", weights, value), perm=[1, 0, 2]), f"{name}/linear_1")

    def decoder_attention(self, x: str, name: str, cache: list[str], length: str, mask: str, shape: str) -> list[str]:
        """To what was said before and to the new tokens: gives the rows, and the new tokens' keys and values.

        length: of the cache. The two are never joined: only their scores are, which are small.
        """
        g = self.graph
        parts = g.constant([3, self._size.heads, HEAD_WIDTH])
        joined = g.op("Reshape", self._query_key_value(x, name), g.op("Concat", shape, parts, axis=0))
        heads = g.op("Transpose", joined, perm=[2, 0, 3, 1, 4])
        query, key, value = (g.op("Gather", heads, g.constant(np.int64(i))) for i in range(3))
        before, new = (g.op("MatMul", query, g.op("Transpose", keys, perm=[0, 1, 3, 2])) for keys in (cache[0], key))
        weights = g.op("Softmax", g.op("Concat", before, g.op("Add", new, mask), axis=-1), axis=-1)
        last, along = g.constant([2**31]), g.constant([3])
        of_before = g.op("Slice", weights, g.constant([0]), length, along)
        of_new = g.op("Slice", weights, length, last, along)
        attended = g.op("Add", g.op("MatMul", of_before, cache[1]), g.op("MatMul", of_new, value))
        return [self._join(g.op("Transpose", attended, perm=[0, 2, 1, 3]), f"{name}/linear_1"), key, value]

    def cross_attention(self, x: str, name: str, key: str, value: str, weights: str) -> str:
        """To what was heard, which is one for all rows: so each head is one product of matrices for all of them."""
        g = self.graph
        query = g.linear(self.norm(x, f"{name}/layer_norm"), *self._scaled_query(f"{name}/linear_0"))
        query = g.op("Transpose", g.reshape(query, [-1, self._size.heads, HEAD_WIDTH]), perm=[1, 0, 2])
        scores = g.op("Add", g.op("MatMul", query, key), weights)
        attended = g.op("MatMul", g.op("Softmax", scores, axis=-1), value)
        return self._join(g.op("Transpose", attended, perm=[1, 0, 2]), f"{name}/linear_2")

    def causal_mask(self, count: str) -> str:
        """(count, count): far below zero where a token would look at a later one."""
        g = self.graph
        zero, one = g.constant(np.int64(0)), g.constant(np.int64(1))
        later = g.op("Range", zero, g.op("Squeeze", count, g.constant([0])), one)
        is_later = g.op("Greater", later, g.op("Unsqueeze", later, g.constant([1])))
        return g.op("Where", is_later, g.constant(np.float32(-1e9)), g.constant(np.float32(0)))

    def _query_key_value(self, x: str, name: str) -> str:
        return self.graph.linear(self.norm(x, f"{name}/layer_norm"), *self._scaled_query(f"{name}/linear_0"))

    def _scaled_query(self, name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Weights and bias, with attention's scale, 1/√64, in the query's part: a power of two, so nothing is lost."""
        weight, bias = (self._arrays[f"{name}/{part}"].astype(np.float32) for part in ("weight", "bias"))
        weight[: self._size.width] /= np.sqrt(HEAD_WIDTH)
        bias[: self._size.width] /= np.sqrt(HEAD_WIDTH)
        return weight, bias

    def _join(self, heads: str, name: str) -> str:
        return self.linear(self.graph.reshape(heads, [-1, self._size.width]), name)

    def _floats(self, name: str) -> str:
        return self.graph.weights(self._arrays[name])
