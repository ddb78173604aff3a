"""Does a converted network answer as it did before? Compared with what TensorFlow.js itself gave, kept as samples.

Each TensorFlow.js model of `ogam.models.converted` has a file of references, NAME.json, made by
`benchmarks/tfjs_reference/make.py`: some hundred values of each output on an input that is drawn from a seed. The
difference is the largest |ours − theirs| among the samples, divided by the largest absolute value of the whole output,
or by 1 for a probability, however small it is on that input.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCKS = 16
"""An input is made of so many blocks along each side, with noise on top: structure at two scales, as pictures have."""
RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "blazeface": (-1.0, 1.0),
        "facemesh": (0.0, 1.0),
        "nanodet": (-2.0, 2.6),
        "centernet": (0.0, 255.0),
        "palms": (-1.0, 1.0),
        "hand-landmarks": (0.0, 1.0),
        "hand-landmarks-lite": (0.0, 1.0),
        "movenet": (0.0, 255.0),
    }
)
"""The least and the largest value of what each network is given."""
PROBABILITIES = frozenset({"present"})
"""Outputs that are probabilities."""


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What one output must be. scale: what differences are divided by; values: at `indexes` of it, laid flat."""

    shape: tuple[int, ...]
    scale: float
    indexes: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Of one model. seed: of its input; tfjs: the version that gave them."""

    seed: int
    tfjs: str
    outputs: Mapping[str, Reference]


def made_input(shape: tuple[int, ...], low: float, high: float, seed: int) -> NDArray[np.float32]:
    """Blocks and noise, (1, rows, columns, 3) or (1, 3, rows, columns), in 256 levels between low and high."""
    channels_last = shape[-1] == 3
    rows, columns = (shape[1], shape[2]) if channels_last else (shape[2], shape[3])
    y, x, channel = np.meshgrid(
        np.arange(rows, dtype=np.uint64),
        np.arange(columns, dtype=np.uint64),
        np.arange(3, dtype=np.uint64),
        indexing="ij",
    )
    blocks = _noise((y * BLOCKS // rows * BLOCKS + x * BLOCKS // columns) * 3 + channel, seed)
    fine = _noise((y * columns + x) * 3 + channel, seed + 1)
    levels = (3 * blocks + fine) // 4
    picture = (low + (high - low) * levels.astype(np.float64) / 255).astype(np.float32)
    return picture[None] if channels_last else np.ascontiguousarray(picture.transpose(2, 0, 1))[None]


def _noise(index: NDArray[np.uint64], seed: int) -> NDArray[np.int64]:
    """0 to 255 for every index: SplitMix64 (Steele et al., 2014), the same with every version of numpy."""
    with np.errstate(over="ignore"):
        z = (index + np.uint64(seed << 32)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) & np.uint64(255)).astype(np.int64)


def input_of(session: Any, name: str, seed: int) -> dict[str, NDArray[Any]]:
    """What a model's session is fed with: its only input, of the type that it wants."""
    (wanted,) = session.get_inputs()
    made = made_input(tuple(wanted.shape), *RANGES[name], seed)
    return {wanted.name: np.rint(made).astype(np.int32) if "int32" in wanted.type else made}


def read_references(path: Path) -> References:
    """A file that `write_references` wrote."""
    data = json.loads(path.read_text(encoding="ascii"))
    outputs = {
        name: Reference(tuple(one["shape"]), one["scale"], np.array(one["indexes"]), np.array(one["values"]))
        for name, one in data["outputs"].items()
    }
    return References(data["seed"], data["tfjs"], outputs)


def write_references(path: Path, references: References) -> None:
    """As JSON, seven digits of each value."""
    outputs = {
        name: {
            "shape": list(one.shape),
            "scale": one.scale,
            "indexes": one.indexes.tolist(),
            "values": [float(f"{value:.7g}") for value in one.values],
        }
        for name, one in references.outputs.items()
    }
    data = {"seed": references.seed, "tfjs": references.tfjs, "outputs": outputs}
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="ascii")


def sampled(output: NDArray[np.floating], count: int, seed: int, *, probability: bool = False) -> Reference:
    """`count` values of an output: half of them where it is largest, the others anywhere."""
    flat = output.astype(np.float64).ravel()
    largest = np.argsort(-np.abs(flat), kind="stable")[: count // 2]
    anywhere = _places(len(flat), count - len(largest), seed)
    indexes = np.unique(np.concatenate([largest, anywhere]))
    scale = 1.0 if probability else float(np.abs(flat).max())
    return Reference(output.shape, scale, indexes, flat[indexes])


def _places(length: int, count: int, seed: int) -> NDArray[np.int64]:
    drawn = np.arange(count * 4, dtype=np.uint64)
    numbers = sum(_noise(drawn * np.uint64(4) + np.uint64(byte), seed) << (8 * byte) for byte in range(4))
    return np.asarray(numbers)[:count] % length


def differences(session: Any, name: str, references: References) -> dict[str, float]:
    """For each output, how far a model's session is from its references, relative to their scale.

    Raises ValueError if an output has another shape.
    """
    names = list(references.outputs)
    ours = session.run(names, input_of(session, name, references.seed))
    found = {}
    for output, array in zip(names, ours, strict=True):
        wanted = references.outputs[output]
        if array.shape != wanted.shape:
            raise ValueError(f"{name}: {output} has the shape {array.shape}, not {wanted.shape}")
        away = np.abs(array.astype(np.float64).ravel()[wanted.indexes] - wanted.values)
        found[output] = float(away.max() / wanted.scale)
    return found
