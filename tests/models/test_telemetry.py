"""Nothing leaves this machine: onnxruntime is told so before it is loaded."""

import os
import subprocess
import sys

CODE = """
import ogam
import onnx
import onnxruntime
from onnx import TensorProto, helper

value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy"]
graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "g", value[:1], value[1:])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnxruntime.InferenceSession(model.SerializeToString())
"""


def test_onnxruntime_keeps_no_identifier_and_no_events(tmp_path):
    """From 1.29 on it would keep both below the user's cache folder, and send them to Microsoft."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")}
    subprocess.run([sys.executable, "-c", CODE], env={**kept, "HOME": str(tmp_path)}, check=True)
    assert not list(tmp_path.rglob("*"))
