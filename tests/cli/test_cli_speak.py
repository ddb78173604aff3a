"""`ogam speak`, with the stand-in synthesiser."""

import sys

import pytest
import soundfile
from typer.testing import CliRunner

from ogam import synthesis
from ogam.audio import sound_card
from ogam.cli import speak
from ogam.cli.main import app
from ogam.synthesis import ToneSynthesizer

runner = CliRunner()


@pytest.fixture(autouse=True)
def stand_in(monkeypatch):
    monkeypatch.setattr(synthesis, "Synthesizer", lambda voice, threads: ToneSynthesizer())
    monkeypatch.setattr(speak, "fetch_voice", lambda: None)


def test_a_file_is_written_and_the_voice_is_called_synthesised(tmp_path):
    path = tmp_path / "a.wav"
    result = runner.invoke(app, ["speak", "hello there", "--out", str(path)])
    assert result.exit_code == 0, result.stderr
    assert "synthesised voice tones" in result.stdout
    assert soundfile.info(path).duration == pytest.approx(0.56)


def test_without_a_loudspeaker_it_says_what_to_install_and_the_other_way(monkeypatch):
    monkeypatch.setattr(sound_card, "find_spec", lambda name: None)
    result = runner.invoke(app, ["speak", "hello"])
    assert result.exit_code == 2
    assert "pip install" in result.stderr
    assert "--out" in result.stderr


def test_with_a_loudspeaker_it_is_played(monkeypatch):
    played = []
    monkeypatch.setattr(sound_card, "find_spec", lambda name: True)
    fake = type(sys)("sounddevice")
    fake.PortAudioError = RuntimeError
    fake.play = lambda samples, rate, blocking: played.append((len(samples), rate))
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    result = runner.invoke(app, ["speak", "hello"])
    assert result.exit_code == 0, result.stderr
    assert played == [(6720, 24000)]
    assert "synthesised" in result.stderr


@pytest.mark.parametrize("arguments", [["", "--out", "a.wav"], ["hello", "--out", "/nowhere/a.wav"]])
def test_what_cannot_be_done_is_one_plain_line(arguments):
    result = runner.invoke(app, ["speak", *arguments])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_the_voices_are_listed():
    assert "af_heart" in runner.invoke(app, ["speak", "-", "--voice", "list"]).stdout
