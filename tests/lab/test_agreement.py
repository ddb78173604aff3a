"""The comparison of converted networks with their references: its inputs are always the same, and it sees errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ogam.lab.agreement import (
    References,
    differences,
    input_of,
    made_input,
    read_references,
    sampled,
    write_references,
)

SHAPE = (1, 32, 48, 3)


@dataclass
class Network:
    """Gives the input back, changed at one place."""

    change: float = 0.0
    kind: str = "tensor(float)"

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(name="x", shape=list(SHAPE), type=self.kind)]

    def run(self, outputs: Sequence[str], feeds: dict[str, Any]) -> list[np.ndarray]:
        array = np.array(feeds["x"], np.float32)
        array.flat[np.argmax(array)] += self.change
        return [array for _ in outputs]


def references() -> References:
    made = made_input(SHAPE, 0.0, 255.0, 3)
    return References(3, "4", {"same": sampled(made, 100, 3)})


def test_an_input_is_the_same_for_ever() -> None:
    made = made_input(SHAPE, 0.0, 255.0, 3)
    assert made.dtype == np.float32
    assert made[0, 0, 0].tolist() == [90, 110, 206]
    assert made_input(SHAPE, 0.0, 255.0, 4).tolist() != made.tolist()
    assert made.min() >= 0
    assert made.max() <= 255
    assert len(np.unique(made)) > 200


def test_channels_may_come_first() -> None:
    first = made_input((1, 3, 32, 48), 0.0, 255.0, 3)
    assert np.array_equal(first.transpose(0, 2, 3, 1), made_input(SHAPE, 0.0, 255.0, 3))


def test_what_differs_is_seen_relative_to_the_largest_value() -> None:
    scale = references().outputs["same"].scale
    assert differences(Network(), "centernet", references()) == {"same": 0.0}
    found = differences(Network(change=scale / 100), "centernet", references())
    assert found["same"] == pytest.approx(0.01, rel=1e-3)


def test_a_small_probability_is_compared_with_one() -> None:
    assert sampled(np.full((1, 1), 1e-6), 2, 3, probability=True).scale == 1.0


def test_another_shape_is_an_error() -> None:
    wrong = References(3, "4", {"same": sampled(np.ones((1, 4)), 4, 3)})
    with pytest.raises(ValueError, match="shape"):
        differences(Network(), "centernet", wrong)


def test_integers_where_the_network_wants_them() -> None:
    assert input_of(Network(kind="tensor(int32)"), "centernet", 3)["x"].dtype == np.int32


def test_references_are_kept_in_a_file(tmp_path: Path) -> None:
    kept = references()
    write_references(tmp_path / "a.json", kept)
    read = read_references(tmp_path / "a.json")
    assert (read.seed, read.tfjs) == (3, "4")
    one, other = kept.outputs["same"], read.outputs["same"]
    assert (one.shape, one.scale) == (other.shape, other.scale)
    assert np.array_equal(one.indexes, other.indexes)
    assert other.values == pytest.approx(one.values, rel=1e-6)
