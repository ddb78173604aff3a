"""onnxruntime sessions with the settings that suit one small model among others on a shared CPU."""

from pathlib import Path
from typing import TYPE_CHECKING

from ogam.core import ModelError

if TYPE_CHECKING:
    import onnxruntime


def open_session(path: Path, threads: int = 1, *, keep_memory: bool = True) -> "onnxruntime.InferenceSession":
    """An inference session on the CPU for a `.onnx` or `.ort` file.

    threads: CPU threads inside one operator. Idle threads sleep instead of spinning, so that other sessions and
    the audio get the core. keep_memory: False for inputs of ever other sizes, such as caches that grow with every step:
    what onnxruntime keeps from one run then never fits the next, and only piles up.
    Raises ModelError if the file is missing or is not a model.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = options.enable_mem_pattern = keep_memory
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    if not path.is_file():
        raise ModelError(f"{path}: there is no such model file. Get the weights with: ogam models pull")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no base of their own
        raise ModelError(
            f"{path}: onnxruntime cannot load it ({error}). If it came from the catalogue, check it with: "
            "ogam models verify"
        ) from error
