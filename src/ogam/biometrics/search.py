"""Search among templates: exact for a household; in large galleries over short codes first, then exact among the best.

A code is the signs of 192 random projections of the embedding, taken around the templates' mean; the share of bits in
which two codes differ grows with their angle (Charikar 2002, "Similarity estimation techniques from rounding
algorithms"). Codes of a million templates are 24 MB, which are read through in 3 ms. Nothing is written to disk, and
there is no graph to build or to mend when someone is forgotten.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGE = 30_000
"""Templates from which on codes are quicker than comparing with all."""

BITS = 192
SHORTLIST = 800
"""Templates that are compared exactly; more find weaker matches, and cost time."""

_SAMPLE = 20_000
_BLOCK = 32_768
_SEED = 5

Track = Callable[[Sequence[int], str], Iterable[int]]
"""Goes through a sequence and may show how far it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Templates, ready to be searched. vectors: float32, shape (templates, dimensions), each of length 1.

    codes: uint64, shape (words, templates), no words in a small index; mean: shape (dimensions,); projection: shape
    (dimensions, BITS).
    """

    vectors: NDArray[np.float32]
    codes: NDArray[np.uint64]
    mean: NDArray[np.float32]
    projection: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Match:
    """position: of the template, in the order in which the index was built; similarity: cosine, −1 to 1."""

    position: int
    similarity: float


def silently(items: Sequence[int], description: str) -> Iterable[int]:  # noqa: ARG001
    """Shows nothing."""
    return items


def build_index(vectors: NDArray[np.float32], track: Track = silently, large: int = LARGE) -> Index:
    """An index of unit vectors, shape (templates, dimensions), which it holds and does not copy.

    large: from how many templates on it shall have codes. Raises ValueError for another shape.
    """
    if vectors.ndim != 2:
        raise ValueError(f"vectors of shape {vectors.shape}: (templates, dimensions) is meant")
    count, dimensions = vectors.shape
    if count < large:
        nothing = np.zeros((0, 0), np.float32)
        return Index(vectors, np.zeros((0, count), np.uint64), np.zeros(dimensions, np.float32), nothing)
    mean = np.mean(vectors[:: math.ceil(count / _SAMPLE)], axis=0)
    projection = _projection(dimensions)
    codes = np.empty((BITS // 64, count), np.uint64)
    for start in track(range(0, count, _BLOCK), "indexing"):
        block = slice(start, start + _BLOCK)
        codes[:, block] = _codes(vectors[block], mean, projection).T
    return Index(vectors, codes, mean, projection)


def nearest(index: Index, probe: NDArray[np.float32], count: int = 1) -> list[Match]:
    """The templates most similar to a unit vector, shape (dimensions,), the best first; fewer if there are fewer."""
    positions = _shortlist(index, probe, max(count, SHORTLIST)) if len(index.codes) else None
    rows = index.vectors if positions is None else index.vectors[positions]
    similarities = rows @ probe
    best = np.arange(len(similarities))
    if count < len(best):
        best = np.argpartition(-similarities, count)[:count]
    best = best[np.argsort(-similarities[best], kind="stable")]
    return [Match(int(at if positions is None else positions[at]), float(similarities[at])) for at in best]


def _shortlist(index: Index, probe: NDArray[np.float32], size: int) -> NDArray[np.intp]:
    """Where the codes differ least from the probe's: `size` templates, about."""
    differing = _distances(index.codes, _codes(probe[np.newaxis], index.mean, index.projection)[0])
    step = math.ceil(len(differing) / _SAMPLE)
    sample = differing[::step]
    limit = np.partition(sample, rank := min(math.ceil(size / step), len(sample) - 1))[rank]
    return _where(differing <= limit)


def _where(true: NDArray[np.bool_]) -> NDArray[np.intp]:
    """`flatnonzero` of an array in which little is true, eight at a time: five times as quick."""
    whole = len(true) // 8 * 8
    eights = np.flatnonzero(true[:whole].view(np.uint64))
    near = (eights[:, np.newaxis] * 8 + np.arange(8)).ravel()
    return np.concatenate([near[true[near]], whole + np.flatnonzero(true[whole:])])


def _distances(codes: NDArray[np.uint64], code: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """In how many bits each template's code differs from one code. Block by block, so that it stays in the cache."""
    words, count = codes.shape
    differing = np.empty(count, np.uint8)
    mixed, bits = np.empty(_BLOCK, np.uint64), np.empty(_BLOCK, np.uint8)
    for start in range(0, count, _BLOCK):
        total = differing[start : start + _BLOCK]
        size = len(total)
        for word in range(words):
            np.bitwise_xor(codes[word, start : start + size], code[word], out=mixed[:size])
            np.bitwise_count(mixed[:size], out=bits[:size] if word else total)
            if word:
                total += bits[:size]
    return differing


def _codes(
    vectors: NDArray[np.float32], mean: NDArray[np.float32], projection: NDArray[np.float32]
) -> NDArray[np.uint64]:
    """uint64, shape (vectors, words)."""
    return np.packbits((vectors - mean) @ projection > 0, axis=1).view(np.uint64)


def _projection(dimensions: int) -> NDArray[np.float32]:
    """Random directions, at right angles to one another as far as there is room for it: (dimensions, BITS)."""
    normal = np.random.default_rng(_SEED).standard_normal((max(dimensions, BITS), BITS))
    return np.linalg.qr(normal)[0][:dimensions].astype(np.float32)
