"""Writing ONNX graphs: nodes one by one, weights in float32 or in 8 bits."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Precision = Literal["float32", "int8"]
OPSET = 20
IR_VERSION = 9
MICROSOFT = "com.microsoft"


class GraphBuilder:
    """A graph in the making. Values are known by their names; every method that makes one returns it.

    precision: of the weights of `linear` and `Embedding`; all else is float32.
    """

    def __init__(self, name: str, precision: Precision) -> None:
        self.precision = precision
        self._name = name
        self._nodes: list[Any] = []
        self._initializers: list[Any] = []
        self._inputs: list[Any] = []
        self._outputs: list[Any] = []

    def input(self, name: str, shape: list[int | str], kind: type[np.generic] = np.float32) -> str:
        """An input; a dimension with a name may have any size."""
        self._inputs.append(_value(name, shape, kind))
        return name

    def output(self, name: str, value: str, shape: list[int | str]) -> None:
        """Give a float32 value out, under this name."""
        self._nodes.append(_node("Identity", [value], [name]))
        self._outputs.append(_value(name, shape, np.float32))

    def constant(self, array: NDArray[Any] | np.generic | list[int]) -> str:
        """Weights; a list becomes int64, as shapes and indices are."""
        from onnx import numpy_helper

        name = f"c{len(self._initializers)}"
        values = np.array(array, np.int64) if isinstance(array, list) else np.array(array, order="C")
        self._initializers.append(numpy_helper.from_array(values, name))
        return name

    def weights(self, array: NDArray[Any]) -> str:
        """Weights as float32; those that are float16 stay so in the file and are widened when it is loaded."""
        if array.dtype == np.float16:
            return self.op("Cast", self.constant(array), to=1)
        return self.constant(array.astype(np.float32))

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """A node with one output."""
        return self.ops(kind, 1, *inputs, domain=domain, **attributes)[0]

    def ops(self, kind: str, count: int, *inputs: str, domain: str = "", **attributes: Any) -> list[str]:
        """A node with several outputs."""
        outputs = [f"v{len(self._nodes)}_{i}" for i in range(count)]
        self._nodes.append(_node(kind, list(inputs), outputs, domain=domain, **attributes))
        return outputs

    def reshape(self, value: str, shape: list[int]) -> str:
        """0 keeps a dimension, -1 is what is left."""
        return self.op("Reshape", value, self.constant(shape))

    def linear(self, value: str, weight: NDArray[Any], bias: NDArray[Any] | None = None) -> str:
        """value @ weight.T + bias. value: (rows, in); weight: (out, in); bias: (out,)."""
        if self.precision == "int8":
            return self.quantised_linear(value, *self.quantised(weight), None if bias is None else self.weights(bias))
        product = self.op("MatMul", value, self.weights(weight.T))
        return product if bias is None else self.op("Add", product, self.weights(bias))

    def quantised(self, weight: NDArray[Any]) -> tuple[str, str]:
        """Weights in 8 bits, shape (in, out), and their scales, (out,): one for each output."""
        levels, scales = quantise(weight)
        return self.constant(levels.T), self.constant(scales)

    def quantised_linear(self, value: str, weight: str, scales: str, bias: str | None = None) -> str:
        """A linear layer in 8 bits; the inputs' scale is found at run time (onnxruntime's own operator)."""
        more = [] if bias is None else ["", bias]
        return self.op("DynamicQuantizeMatMul", value, weight, scales, *more, domain=MICROSOFT)

    def save(self, path: Path) -> None:
        """Write the graph, once its nodes pass ONNX's checks. Its weights are gone then: they are large."""
        import onnx
        from onnx import helper

        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        empty = helper.make_graph(self._nodes, self._name, self._inputs, self._outputs)
        model = helper.make_model(empty, opset_imports=opsets, ir_version=IR_VERSION, producer_name="ogam")
        while self._initializers:
            model.graph.initializer.append(self._initializers.pop(0))
        onnx.save(model, path)


def quantise(weight: NDArray[Any]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric 8-bit levels, shape (out, in), and a scale for each output: weight ≈ levels × scales[:, None]."""
    levels = weight.astype(np.float32)
    scales = np.maximum(np.maximum(levels.max(axis=1), -levels.min(axis=1)), 1e-12) / 127
    levels /= scales[:, None]  # in place: a vocabulary's table is large
    return np.rint(levels, out=levels).astype(np.int8), scales.astype(np.float32)


def _node(kind: str, inputs: list[str], outputs: list[str], **attributes: Any) -> Any:
    from onnx import helper

    return helper.make_node(kind, inputs, outputs, **attributes)


def _value(name: str, shape: list[int | str], kind: type[np.generic]) -> Any:
    from onnx import helper

    return helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(kind)), shape)
