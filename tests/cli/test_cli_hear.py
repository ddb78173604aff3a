import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import ogam.asr
import ogam.audio
from ogam.audio import EnergyVoiceActivity, write_wav
from ogam.cli.hear import SoundClock
from ogam.cli.main import app
from ogam.core import SAMPLE_RATE, Audio
from ogam.hub.fakes import FakeRecognizer

RECORDINGS = Path("../shared/data/speech-to-phrase-en").resolve()


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to be in, and a log of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ogam.hub.default_log_path", lambda: tmp_path / "log.sqlite")


@pytest.fixture
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser that hears one sentence, and a voice activity detector without weights."""
    monkeypatch.setattr(ogam.asr, "recognizer_of", lambda *_, **__: FakeRecognizer("turn on the ceiling light"))
    monkeypatch.setattr(ogam.audio, "SileroVoiceActivity", lambda *_: EnergyVoiceActivity())


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["hear", *arguments])
    return result.exit_code, result.stdout, result.stderr


def write_bursts(path: Path, count: int) -> str:
    """A second of noise, as many times, with two seconds of near silence around each."""
    random = np.random.default_rng(0)
    quiet = random.normal(0, 1e-4, 2 * SAMPLE_RATE).astype(np.float32)
    parts = [quiet]
    for _ in range(count):
        parts += [random.normal(0, 0.3, SAMPLE_RATE).astype(np.float32), quiet]
    write_wav(path, np.concatenate(parts))
    return str(path)


@pytest.mark.usefixtures("no_models")
def test_each_utterance_of_a_file_is_carried_out(tmp_path: Path) -> None:
    code, out, err = run(write_bursts(tmp_path / "two.wav", 2))
    assert (code, err) == (0, "")
    assert out.count("ceiling light → on") == 2
    turns: list[dict[str, Any]] = [
        json.loads(line) for line in run(str(tmp_path / "two.wav"), "--json")[1].splitlines()
    ]
    assert [turn["reply"] for turn in turns] == ["Ceiling light's on."] * 2
    assert turns[0]["session"].endswith("two.wav")


@pytest.mark.usefixtures("no_models")
def test_a_file_without_speech_says_so(tmp_path: Path) -> None:
    code, _, err = run(write_bursts(tmp_path / "none.wav", 0))
    assert code == 0
    assert "there is no speech in it" in err


@pytest.mark.usefixtures("no_models")
def test_a_file_that_is_no_sound_is_named_and_the_others_are_heard(tmp_path: Path) -> None:
    Path("notes.txt").write_text("not a sound")
    code, out, err = run("notes.txt", "missing.wav", write_bursts(tmp_path / "one.wav", 1))
    assert code == 2
    assert "ceiling light → on" in out
    assert [line.split(":")[0] for line in err.splitlines()] == ["notes.txt", "missing.wav"]


@pytest.mark.real
def test_real_recordings_are_understood(tmp_path: Path) -> None:
    if not RECORDINGS.is_dir():
        pytest.skip(f"needs {RECORDINGS}")
    Path("home.yaml").write_text("devices: [{name: Sliding Door, domain: cover}, {name: TV, domain: media_player}]")
    files = ["close the Sliding Door.flac", "open the Sliding Door.flac", "turn off TV.flac"]
    _, out, _ = run(*(str(RECORDINGS / name) for name in files), "--json")
    assert [json.loads(line)["actions"][0]["verb"] for line in out.splitlines()] == ["close", "open", "turn_off"]


class Script(FakeRecognizer):
    """Hears one line after another; what stands in brackets is none of the home's sentences."""

    def __init__(self, *lines: str) -> None:
        super().__init__("")
        object.__setattr__(self, "lines", iter(lines))

    def recognize(self, signals: Any) -> Any:
        line = next(self.lines)  # type: ignore[attr-defined]
        return FakeRecognizer(line.strip("()"), accepted=not line.startswith("(")).recognize(signals)


@pytest.mark.usefixtures("no_models")
def test_the_second_file_answers_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script("turn on the lights", "(in the kitchen)", "(kitchen)")
    monkeypatch.setattr(ogam.asr, "recognizer_of", lambda *_, **__: script)
    files = [write_bursts(tmp_path / name, 1) for name in ("first.wav", "second.wav", "third.wav")]
    code, out, _ = run(*files, "--json")
    asked, answered, late = (json.loads(line) for line in out.splitlines())
    assert code == 0
    assert asked["reply"].startswith("In which room:")
    assert answered["answers"] == asked["turn"]
    assert {action["name"] for action in answered["actions"]} == {"ceiling light", "counter lights"}
    assert (late["answers"], late["actions"]) == ("", [])


def test_in_a_recording_time_goes_as_it_went_then() -> None:
    clock = SoundClock()
    chunks = (Audio(np.zeros(1_600, np.float32), at / 10) for at in range(30))
    assert [len(ended) for ended in clock.utterances(chunks, EnergyVoiceActivity())] == [0] * 31
    assert clock() == pytest.approx(3.0)
