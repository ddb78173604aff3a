"""`ogam people enroll NAME --voice mic --face camera`: with a file for the microphone and a folder for the camera."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from typer.testing import CliRunner

import ogam.audio
from ogam.audio import EnergyVoiceActivity, write_wav
from ogam.biometrics import Embedding, EmbeddingContract
from ogam.cli.main import app
from ogam.core import SAMPLE_RATE, Audio, QualityError, Signal

DIMENSIONS = 16


class Strict:
    """Takes sound of two seconds at least, and bright pictures; gives the same person's embedding for each."""

    def __init__(self, modality: Any) -> None:
        self.contract = EmbeddingContract(modality, f"{modality} 1", "00", "features 1", DIMENSIONS)

    def embed(self, signal: Signal) -> Embedding:
        if isinstance(signal, Audio):
            if signal.duration < 2:
                raise QualityError(f"{signal.source}: only {signal.duration:.1f} s of speech; 2.0 s are needed.")
        elif signal.pixels.mean() < 50:
            raise QualityError(f"{signal.source}: the face is too dark. Put a light in front of it, not behind.")
        vector = np.ones(DIMENSIONS, np.float32) / DIMENSIONS**0.5
        return Embedding(vector, self.contract, 3.0, 0.9)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))
    monkeypatch.setattr("ogam.biometrics.embedders.find_embedder", Strict)
    monkeypatch.setattr(ogam.audio, "SileroVoiceActivity", lambda *_: EnergyVoiceActivity())
    assert run("add", "Mina")[0] == 0


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["people", *arguments])
    return result.exit_code, result.stdout, result.stderr


def record(*seconds: float) -> None:
    """A file for the microphone: bursts of noise of these lengths, with two seconds of near silence around each."""
    random = np.random.default_rng(0)
    quiet = random.normal(0, 1e-4, 2 * SAMPLE_RATE).astype(np.float32)
    parts = [quiet]
    for length in seconds:
        parts += [random.normal(0, 0.3, round(length * SAMPLE_RATE)).astype(np.float32), quiet]
    write_wav("take.wav", np.concatenate(parts))


def photograph(*brightness: int) -> None:
    """A folder for the camera, with a picture of each brightness."""
    Path("pictures").mkdir()
    for number, level in enumerate(brightness):
        Pillow.new("RGB", (8, 8), (level, level, level)).save(f"pictures/{number}.png")


def test_three_sentences_are_read_and_what_was_too_short_once_more() -> None:
    record(3, 1, 3, 3, 3)
    code, out, err = run("enroll", "Mina", "--voice", "mic:take.wav")
    assert code == 0
    assert out.startswith("3 of 3 enrolled.\nMina: 3 voice prints")
    assert [line.strip() for line in err.splitlines()][:3] == [
        "1 of 3 · Read aloud: When the sun comes up, the whole house smells of coffee and fresh bread.",
        "Good.",
        "2 of 3 · Read aloud: Please turn the lights down a little, and tell me "
        "what the weather will be like tomorrow.",
    ]
    assert "s of speech; 2.0 s are needed." in err
    assert err.count("Good.") == 3


def test_a_microphone_that_ends_too_soon() -> None:
    record(3, 1)
    code, out, err = run("enroll", "Mina", "--voice", "mic:take.wav")
    assert (code, out.splitlines()[0]) == (1, "1 of 2 enrolled.")
    assert "2.0 s are needed" in err


def test_pictures_are_taken_until_three_are_good() -> None:
    photograph(10, 10, 200, 10, 210, 220, 230)
    code, out, err = run("enroll", "Mina", "--face", "camera:pictures")
    assert (code, out.splitlines()[0]) == (0, "3 of 3 enrolled.")
    assert err.count("too dark") == 2
    assert "Look into the camera" in err


def test_voice_and_face_in_one_go_and_in_korean() -> None:
    record(3, 3, 3)
    photograph(200, 200, 200)
    code, out, err = run(
        "enroll", "Mina", "--voice", "mic:take.wav", "--face", "camera:pictures", "--lang", "ko", "--json"
    )
    assert code == 0
    facts = json.loads(out)
    assert (facts["enrolled"], facts["person"]["voice"], facts["person"]["face"]) == (6, 3, 3)
    assert "소리 내어 읽으세요: 아침에 해가 뜨면" in err
    assert "카메라를 보세요." in err


def test_without_opencv_the_camera_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ogam.vision.cameras.opencv.find_spec", lambda _: None)
    code, _, err = run("enroll", "Mina", "--face", "camera")
    assert code == 2
    assert "pip install 'ogam[camera]'" in err
