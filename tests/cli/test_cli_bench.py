"""`ogam bench`: its arguments and what it prints."""

import json

import pytest
from typer.testing import CliRunner

from ogam.cli import bench
from ogam.cli.main import app

runner = CliRunner()
FIGURES = {
    "n": 20,
    "accuracy": 0.95,
    "latency_ms": {"median": 100.0, "p95": 150.0},
    "errors": [{"file": f"{number}.wav"} for number in range(12)],
}


@pytest.fixture
def files(tmp_path):
    (tmp_path / "home.yaml").write_text("areas: [kitchen]\n")
    (tmp_path / "phrases.tsv").write_text('turn on the kitchen lights\tHassTurnOn\t{"area": "kitchen"}\n')
    return str(tmp_path / "phrases.tsv"), str(tmp_path / "home.yaml")


def test_json_is_one_object_on_the_last_line(files):
    result = runner.invoke(app, ["bench", "phrases", *files, "--json"])
    assert result.exit_code == 0
    figures = json.loads(result.stdout.splitlines()[-1])
    assert (figures["n"], figures["accuracy"]) == (1, 1.0)


def test_every_benchmark_takes_a_limit_a_seed_and_threads(files):
    result = runner.invoke(app, ["bench", "phrases", *files, "--limit", "1", "--seed", "3", "--threads", "2", "--json"])
    assert result.exit_code == 0
    for name in ("commands", "rejection", "spoken", "sentences", "speakers", "phrases", "intents", "faces"):
        result = runner.invoke(app, ["bench", name, "--seed", "x"])
        assert "Invalid value for '--seed'" in result.stderr, name


def test_without_json_the_figures_are_lines(files):
    result = runner.invoke(app, ["bench", "phrases", *files])
    assert [line.split() for line in result.stdout.splitlines()[:2]] == [["n", "1"], ["accuracy", "1.0"]]


def test_the_language_can_be_made_sure_of(files):
    result = runner.invoke(app, ["bench", "phrases", *files, "--language", "ko"])
    assert result.exit_code == 2
    assert "another language" in result.stderr


def test_a_folder_that_is_not_there_is_named():
    result = runner.invoke(app, ["bench", "commands", "no-such-folder"])
    assert result.exit_code == 2
    assert "no-such-folder" in result.stderr


def test_a_folder_without_what_is_needed_is_an_error_of_ours(tmp_path):
    result = runner.invoke(app, ["bench", "intents", str(tmp_path)])
    assert result.exit_code == 2
    assert "holds no tests" in result.stderr


@pytest.mark.parametrize("levels", ["loud", "6,,9", ""])
def test_levels_that_are_no_numbers_are_named(tmp_path, levels):
    result = runner.invoke(app, ["bench", "commands", str(tmp_path), "--snr", levels])
    assert result.exit_code == 2
    assert "is not numbers" in result.stderr


def test_an_unknown_peer_is_said_before_anything_is_measured(tmp_path):
    result = runner.invoke(app, ["bench", "commands", str(tmp_path), "--peer", "siri"])
    assert result.exit_code == 2
    assert "Peers: whisper-hassil" in result.stderr


def test_figures_that_belong_together_are_indented(capsys):
    bench.show(FIGURES, json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:5] == ["latency ms", f"{'  median':<34}100.0", f"{'  p95':<34}150.0"]
    assert lines[-1] == "  … and 2 more; --json has them all"


def test_voices_need_recordings_and_a_peer_that_is_known(tmp_path, monkeypatch):
    result = runner.invoke(app, ["bench", "speakers", str(tmp_path)])
    assert result.exit_code == 2
    assert "no recordings" in result.stderr
    result = runner.invoke(app, ["bench", "speakers", str(tmp_path), "--peer", "nobody"])
    assert result.exit_code == 2
    assert "there is no peer" in result.stderr
    monkeypatch.setattr("ogam.lab.resemblyzer.find_spec", lambda name: None)
    result = runner.invoke(app, ["bench", "speakers", str(tmp_path), "--peer", "resemblyzer"])
    assert "pip install Resemblyzer" in result.stderr
