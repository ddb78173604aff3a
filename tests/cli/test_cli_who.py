"""`ogam hear` with people enrolled: who speaks, what they may, and what happens where that cannot be told."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from typer.testing import CliRunner

import ogam.asr
import ogam.audio
from ogam.audio import EnergyVoiceActivity, write_wav
from ogam.biometrics import Embedding, EmbeddingContract, Household, open_gallery, shipped_calibration
from ogam.biometrics.fakes import FakeSpeakerEmbedder
from ogam.biometrics.opening import FILE
from ogam.biometrics.parts import Part, one_voice
from ogam.cli.main import app
from ogam.core import SAMPLE_RATE, Audio
from ogam.hub.fakes import FakeRecognizer
from ogam.vision.cameras import opencv

HOME = """
areas: [hall]
devices: [{name: front door, domain: lock, area: hall, state: locked}]
people: [{name: Mina, role: adult}]
"""
KOREAN_HOME = """
language: ko
areas: [현관]
devices: [{name: 현관문, domain: lock, area: 현관, state: locked}]
people: [{name: Mina, role: adult}]
"""
VOICES, CALIBRATION = FakeSpeakerEmbedder(), shipped_calibration("campplus")
FACES = EmbeddingContract("face", "fake-face@1", "1" * 64, "colour/1", 4)
MINA, STRANGER = 220.0, 700.0


def hum(pitch: float, seconds: float = 3.0) -> np.ndarray:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.2 * np.sin(2 * np.pi * pitch * at) * (1 + np.sin(6 * np.pi * at))).astype(np.float32)


def face(signal: Any) -> list[Embedding | str]:
    """Black: no face; grey: one that is too blurred; white: Mina."""
    shade = int(signal.pixels.mean())
    if shade == 0:
        return []
    if shade < 255:
        return [f"{signal.source}: the face is blurred. Hold still, and clean the lens."]
    return [Embedding(np.eye(4, dtype=np.float32)[0], FACES)]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a home and a gallery that knows Mina by voice and face; stand-ins for all weights."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    monkeypatch.setattr(ogam.asr, "recognizer_of", lambda *_, **__: FakeRecognizer("unlock the front door"))
    monkeypatch.setattr(ogam.audio, "SileroVoiceActivity", lambda *_: EnergyVoiceActivity())
    # Tones stand for voices here; to the detector of loudspeakers a tone is no voice.
    monkeypatch.setattr("ogam.hub.assembly.load_replay_detector", lambda: None)
    parts = {"voice": lambda: one_voice(VOICES, CALIBRATION), "face": lambda: Part(FACES, face, CALIBRATION)}
    monkeypatch.setattr(
        "ogam.biometrics.open_household",
        lambda folder, people, threads: Household(lambda: open_gallery(folder), parts, people),
    )
    Path("home.yaml").write_text(HOME)
    with open_gallery(create=True) as gallery:
        gallery.add("Mina")
        gallery.enrol("Mina", [VOICES.embed(Audio(hum(MINA, seconds))) for seconds in (2.0, 2.5, 3.0)])
        gallery.enrol("Mina", [Embedding(np.eye(4, dtype=np.float32)[0], FACES)])
    for name, pitch in (("mina", MINA), ("stranger", STRANGER)):
        quiet = np.random.default_rng(0).normal(0, 1e-4, SAMPLE_RATE).astype(np.float32)
        write_wav(tmp_path / f"{name}.wav", np.concatenate([quiet, hum(pitch), quiet]))
    for name, shade in (("mina", 255), ("blurred", 128), ("nobody", 0)):
        Pillow.new("RGB", (8, 8), (shade,) * 3).save(f"{name}.png")
    return tmp_path


def hear(*arguments: str) -> tuple[str, str]:
    result = CliRunner().invoke(app, ["hear", *arguments])
    return result.stdout, result.stderr


def line(out: str, label: str) -> str:
    return next(" ".join(text.split()) for text in out.splitlines() if text.split()[:1] == [label])


def turn(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(hear(*arguments, "--json")[0])
    return found


def test_who_speaks_is_said_and_what_they_may() -> None:
    out, err = hear("mina.wav")
    assert line(out, "who").startswith("who Mina 99 %")
    assert line(out, "who").endswith("ms")
    assert line(out, "may").startswith("may not yet · Locks")
    assert "Say: " in line(out, "says")
    assert err == ""


def test_a_stranger_is_nobody_known() -> None:
    out, _ = hear("stranger.wav")
    assert line(out, "who").startswith("who nobody I know 9")
    assert line(out, "says").startswith("says I can't unlock the front door for a voice I don't know. Say: ")


def test_in_korean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ogam.asr, "recognizer_of", lambda *_, **__: FakeRecognizer("현관문 열어 줘"))
    Path("home.yaml").write_text(KOREAN_HOME)
    out, _ = hear("stranger.wav", "--lang", "ko")
    assert "모르는 사람" in out
    assert "모르는 목소리라 현관문을 열 수 없어요" in out


def test_a_picture_is_evidence_too_but_shows_nobody_alive() -> None:
    heard, seen = turn("mina.wav"), turn("mina.wav", "--face", "mina.png")
    assert (heard["who"]["modalities"], heard["actions"]) == (["voice"], [])
    assert (seen["who"]["modalities"], seen["who"]["liveness"]) == (["voice", "face"], "unknown")
    assert (seen["decision"]["effect"], seen["decision"]["needs"], seen["actions"]) == ("ask", ["challenge"], [])


def test_minas_picture_does_not_help_a_stranger() -> None:
    found = turn("stranger.wav", "--face", "mina.png")
    assert (found["who"]["person"], found["actions"]) == (None, [])


@pytest.mark.parametrize(("picture", "what"), [("blurred.png", "blurred"), ("nobody.png", "no face in it")])
def test_a_picture_that_tells_nothing_says_why(picture: str, what: str) -> None:
    out, err = hear("mina.wav", "--face", picture)
    assert err.startswith(f"{picture}:")
    assert what in err
    assert line(out, "who").startswith("who Mina")


def test_without_opencv_the_camera_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opencv, "find_spec", lambda name: None)
    assert hear("mina.wav", "--face", "camera")[1] == ("cameras need OpenCV. Install it: pip install 'ogam[camera]'.\n")


def test_who_speaks_can_be_left_out() -> None:
    found = turn("stranger.wav", "--no-who")
    assert (found["who"], [act["verb"] for act in found["actions"]]) == (None, ["unlock"])


def test_nobody_is_enrolled_by_face() -> None:
    with open_gallery() as gallery:
        gallery.forget("Mina")
        gallery.add("Mina")
        gallery.enrol("Mina", [VOICES.embed(Audio(hum(MINA)))])
    assert "Nobody is enrolled by face" in hear("mina.wav", "--face", "mina.png")[1]


def test_with_a_damaged_gallery_nobody_is_recognised_and_permissions_count(place: Path) -> None:
    path = place / "gallery" / FILE
    path.write_bytes(path.read_bytes()[:5000])
    out, err = hear("mina.wav")
    assert "damaged" in err
    assert "Until that is mended, nobody is recognised." in err
    assert line(out, "who").startswith("who nobody I know")
    assert turn("mina.wav")["actions"] == []


def test_an_empty_gallery_changes_nothing(place: Path) -> None:
    with open_gallery() as gallery:
        gallery.forget("Mina")
    assert [act["verb"] for act in turn("stranger.wav")["actions"]] == ["unlock"]
