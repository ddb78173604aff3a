"""Search in a large gallery: random templates, and probes that are planted near some of them."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.biometrics.search import Index, Track, build_index, nearest, silently
from ogam.core import BiometricsError
from ogam.lab.metrics import peak_rss_mb, share, spread

DIMENSIONS = 192
PROBES = 200
ALIKE = (0.5, 0.9)
"""Cosine of a probe and the template it is planted near: what two recordings of one person usually have."""

PEERS = ("usearch",)
_BLOCK = 65_536
_ADDED = 1_000

Vectors = NDArray[np.float32]
Find = Callable[[Vectors], int]
"""A probe → the position of the template that is most like it."""


def measure_gallery(
    count: int, *, probes: int = PROBES, seed: int = 0, peer: str | None = None, track: Track = silently
) -> dict[str, Any]:
    """Figures of searching `count` templates. Recall is against comparing the probe with every one of them.

    peer: "usearch" (HNSW, its default settings, half precision), measured on the same templates and probes.
    """
    if peer is not None and peer not in PEERS:
        raise BiometricsError(f"{peer}: no such peer. Peers: {', '.join(PEERS)}.")
    templates = random_templates(count, seed, track)
    planted = planted_probes(templates, probes, seed)
    right = [int(np.argmax(templates @ probe)) for probe in planted]
    began = perf_counter()
    index = build_index(templates, track)
    built = perf_counter() - began
    figures = {"n": count, "dimensions": DIMENSIONS, "probes": len(planted), "similarity": list(ALIKE)}
    figures |= measure(lambda probe: nearest(index, probe)[0].position, planted, right)
    figures |= {"build_seconds": round(built, 2), "index_mb": round(size_mb(index), 1), "peak_rss_mb": peak_rss_mb()}
    if peer is not None:
        figures["peer"] = {"name": peer, **measure_usearch(templates, planted, right, track)}
    return figures


def measure(find: Find, probes: Sequence[Vectors], right: Sequence[int]) -> dict[str, Any]:
    """How often the nearest template is found, and how long that takes."""
    found, seconds = [], []
    for probe in probes:
        began = perf_counter()
        found.append(find(probe))
        seconds.append(perf_counter() - began)
    return {"recall_at_1": round(share([a == b for a, b in zip(found, right, strict=True)]), 4), "ms": spread(seconds)}


def measure_usearch(
    templates: Vectors, probes: Sequence[Vectors], right: Sequence[int], track: Track
) -> dict[str, Any]:
    """The same for a graph of usearch's, built with one thread."""
    from importlib.util import find_spec

    if find_spec("usearch") is None:
        raise BiometricsError("The peer needs usearch. Install it: pip install 'ogam[bench]'")
    from usearch.index import Index as Graph

    graph = Graph(ndim=templates.shape[1], metric="ip", dtype="f16")
    began = perf_counter()
    for start in track(range(0, len(templates), _ADDED), "building the peer's graph"):
        block = templates[start : start + _ADDED]
        graph.add(np.arange(start, start + len(block)), block, threads=1)
    built = perf_counter() - began
    figures = measure(lambda probe: int(graph.search(probe, 1).keys[0]), probes, right)
    return {**figures, "build_seconds": round(built, 2)}


def random_templates(count: int, seed: int, track: Track) -> Vectors:
    """Unit vectors, float32, shape (count, DIMENSIONS), evenly spread over the sphere."""
    draw = np.random.default_rng((seed, 0))
    templates = np.empty((count, DIMENSIONS), np.float32)
    for start in track(range(0, count, _BLOCK), "drawing templates"):
        block = draw.standard_normal((min(_BLOCK, count - start), DIMENSIONS), np.float32)
        templates[start : start + _BLOCK] = block / np.linalg.norm(block, axis=1, keepdims=True)
    return templates


def planted_probes(templates: Vectors, count: int, seed: int) -> list[Vectors]:
    """Unit vectors, each as much like one template as `ALIKE` says, in a random direction."""
    draw = np.random.default_rng((seed, 1))
    probes = []
    for position in draw.integers(len(templates), size=count):
        template, cosine = templates[position], draw.uniform(*ALIKE)
        across = draw.standard_normal(DIMENSIONS)
        across -= (across @ template) * template
        probe = cosine * template + np.sqrt(1 - cosine**2) * across / np.linalg.norm(across)
        probes.append(probe.astype(np.float32))
    return probes


def size_mb(index: Index) -> float:
    """Memory of an index in MB (10⁶ bytes), vectors included."""
    return (index.vectors.nbytes + index.codes.nbytes + index.projection.nbytes) / 1e6
