"""CAM++ as a graph. The expected numbers are PyTorch's 2.13, of the network written after 3D-Speaker's definition."""

from pathlib import Path

import numpy as np
import pytest

from ogam.audio.fbank import FilterBank, filter_bank
from ogam.core import ModelError
from ogam.models import Store, open_session
from ogam.models.campplus_graph import build_campplus
from ogam.models.graphs import Precision

N = np.arange(40_000)
SIGNAL = (
    0.3 * np.sin(2 * np.pi * (200 * N / 16000 + 30 * (N / 16000) ** 2))
    + 0.1 * np.sin(2 * np.pi * 1234.5 * N / 16000) * np.cos(2 * np.pi * 3 * N / 16000)
    + 0.02 * np.cos(N * N * 0.37)
)
EXPECTED = [-0.97696, 0.3459, 1.06276, -0.24928, -0.22501, 0.58782]
EXPECTED += [0.1716, 0.56428, 0.1346, -0.07275, -0.85905, -0.25377]
"""Every sixteenth of 192. The signal is long enough for the context of a mask to have two segments."""


@pytest.fixture(scope="module")
def checkpoint() -> Path:
    try:
        return Store().path("campplus") / "campplus_cn_en_common.pt"
    except ModelError as error:
        pytest.skip(str(error))


@pytest.mark.real
@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 1e-4), ("int8", 0.15)])
def test_equals_pytorch(checkpoint: Path, tmp_path: Path, precision: Precision, tolerance: float) -> None:
    banks = filter_bank(SIGNAL.astype(np.float32), FilterBank(high=8000.0, whole_frames=True))
    build_campplus(checkpoint, tmp_path / "campplus.onnx", precision)
    (found,) = open_session(tmp_path / "campplus.onnx").run(None, {"features": banks - banks.mean(0)})
    assert found.shape == (192,)
    assert found[::16] == pytest.approx(np.array(EXPECTED), abs=tolerance)
    if precision == "float32":
        assert np.linalg.norm(found) == pytest.approx(9.25699, abs=1e-3)
        assert found.sum() == pytest.approx(21.6107, abs=1e-2)


@pytest.mark.real
@pytest.mark.parametrize("frames", [3, 8, 199, 200, 201, 202, 401])
def test_any_number_of_frames_is_embedded(checkpoint: Path, tmp_path: Path, frames: int) -> None:
    build_campplus(checkpoint, tmp_path / "campplus.onnx", "float32")
    noise = np.random.default_rng(0).normal(size=(frames, 80)).astype(np.float32)
    (found,) = open_session(tmp_path / "campplus.onnx").run(None, {"features": noise})
    assert np.isfinite(found).all()


def test_another_models_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ogam.models.campplus_graph.read_checkpoint", lambda path: {"fc.weight": np.zeros((2, 3))})
    with pytest.raises(ModelError, match=r"other\.pt: the weights are not those of CAM\+\+"):
        build_campplus(tmp_path / "other.pt", tmp_path / "campplus.onnx", "int8")
    assert not (tmp_path / "campplus.onnx").exists()
