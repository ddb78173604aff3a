"""Inference sessions: they run, and what is not a model is said plainly."""

import subprocess
import sys

import numpy as np
import pytest

from ogam.core import ModelError
from ogam.models import open_session


@pytest.fixture
def doubling(tmp_path):
    onnx = pytest.importorskip("onnx")
    value = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Add", ["x", "x"], ["y"])],
        "double",
        [value("x", onnx.TensorProto.FLOAT, [None])],
        [value("y", onnx.TensorProto.FLOAT, [None])],
    )
    model = onnx.helper.make_model(graph, ir_version=8, opset_imports=[onnx.helper.make_opsetid("", 13)])
    onnx.save(model, tmp_path / "double.onnx")
    return tmp_path / "double.onnx"


def test_a_session_runs(doubling):
    session = open_session(doubling, threads=2)
    assert session.get_session_options().intra_op_num_threads == 2
    np.testing.assert_array_equal(session.run(None, {"x": np.float32([1, 2])})[0], np.float32([2, 4]))


def test_a_session_may_keep_no_memory_between_runs(doubling):
    kept, freed = (open_session(doubling, keep_memory=keep).get_session_options() for keep in (True, False))
    assert kept.enable_cpu_mem_arena
    assert kept.enable_mem_pattern
    assert not freed.enable_cpu_mem_arena
    assert not freed.enable_mem_pattern


def test_a_file_that_is_no_model(tmp_path):
    (tmp_path / "text.onnx").write_text("hello")
    with pytest.raises(ModelError, match=r"text\.onnx: onnxruntime cannot load it"):
        open_session(tmp_path / "text.onnx")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ModelError, match="no such model file"):
        open_session(tmp_path / "none.onnx")


def test_importing_it_imports_nothing_heavy():
    heavy = "{'onnxruntime', 'rich', 'filelock', 'platformdirs', 'urllib.request'}"
    code = f"import sys, ogam.models; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
