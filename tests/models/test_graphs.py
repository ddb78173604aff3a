"""Writing ONNX graphs: what is written computes what was meant."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ogam.models import open_session
from ogam.models.graphs import GraphBuilder, Precision, quantise


@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 1e-4), ("int8", 0.5)])
@pytest.mark.parametrize("kind", [np.float16, np.float32])
def test_linear_is_a_matrix_product(tmp_path: Path, precision: Precision, tolerance: float, kind: type) -> None:
    random = np.random.default_rng(0)
    weight, bias = random.normal(size=(5, 64)).astype(kind), random.normal(size=5).astype(kind)
    x = random.normal(size=(3, 64)).astype(np.float32)
    graph = GraphBuilder("linear", precision)
    graph.output("y", graph.linear(graph.input("x", ["rows", 64]), weight, bias), ["rows", 5])
    graph.save(tmp_path / "linear.onnx")
    (y,) = open_session(tmp_path / "linear.onnx").run(None, {"x": x})
    assert np.abs(y - (x @ weight.T.astype(np.float32) + bias)).max() < tolerance


@given(arrays(np.float32, (3, 4), elements=st.floats(-100, 100, width=32)))
def test_quantised_weights_are_within_half_a_level(weight: np.ndarray) -> None:
    levels, scales = quantise(weight)
    assert np.abs(levels * scales[:, None] - weight).max() <= scales.max() * 0.5001
    assert np.abs(levels.astype(int)).max() <= 127
