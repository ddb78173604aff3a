"""`ogam lab run`, `compare`, `leaderboard` and `card`, on fakes."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from ogam.audio import write_wav
from ogam.cli.main import app
from ogam.lab.studies import running
from ogam.lab.studies.fakes import fake_sources

STUDY = """
name: tones
datasets: {tones: tones 12}
recognizers:
  sharp: sharp
  blurred: {plugin: blurred, options: {blur: 0.97}}
  raises: {plugin: bad, options: {fault: raise, every: 4}}
noises: {white: white.wav}
conditions: [{noise: white, snr_db: [-15, 10]}]
protocols: [words]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "lab_sources", fake_sources)
    monkeypatch.chdir(tmp_path)
    write_wav("white.wav", np.random.default_rng(0).normal(0, 0.1, 8_000).astype(np.float32))
    (tmp_path / "tones.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def ogam(*arguments: str):
    return CliRunner().invoke(app, ["lab", *arguments])


def test_a_study_from_the_file_to_the_card(folder):
    ran = ogam("run", "tones.yaml", "--workers", "2")
    assert ran.exit_code == 0, ran.output
    assert "tones: 72 to do, 0 of them done before." in ran.output
    assert "words · tones · sharp: words right 100.0 %" in ran.output
    assert "raised RuntimeError: the fake raises" in ran.output
    assert (folder / "tones-results" / "index.html").is_file()
    again = ogam("run", "tones.yaml", "--lang", "ko")
    assert "할 것 72개, 그중 72개는 전에 했어요." in again.output

    compared = ogam("compare", "tones-results#sharp", "tones-results#blurred")
    assert compared.exit_code == 0, compared.output
    assert "of 24 in common" in compared.output
    (line,) = json.loads(ogam("compare", "tones-results#sharp", "tones-results#blurred", "--json").output)
    assert line["difference"]["count"] == 24

    board = ogam("leaderboard", "tones-results", "--out", "board.html")
    assert board.exit_code == 0, board.output
    assert board.output.index("sharp") < board.output.index("blurred")
    assert (folder / "board.html").is_file()

    card = ogam("card", "tones-results", "sharp", "--out", "sharp.md")
    assert card.exit_code == 0, card.output
    assert (folder / "sharp.md").read_text(encoding="utf-8").startswith("# sharp 1\n")
    assert json.loads((folder / "sharp.json").read_text(encoding="utf-8"))["name"] == "sharp"
    assert ogam("card", "tones-results", "sharp").output.startswith("# sharp 1\n")


def test_which_recogniser_is_asked_where_there_are_several(folder):
    ogam("run", "tones.yaml", "--out", "results")
    refused = ogam("compare", "results", "results#sharp")
    assert refused.exit_code == 2
    assert "say which recogniser: FOLDER#NAME. There are: blurred, raises, sharp." in refused.output


def test_what_is_wrong_with_a_study_is_told_with_its_line(folder):
    (folder / "tones.yaml").write_text(STUDY + "sead: 1\n", encoding="utf-8")
    refused = ogam("run", "tones.yaml")
    assert refused.exit_code == 2
    assert "tones.yaml:11: the study has no key 'sead'." in refused.output
    assert "seed" in refused.output


def test_fresh_begins_anew(folder):
    ogam("run", "tones.yaml", "--out", "results")
    assert "72 to do, 72 of them done before." in ogam("run", "tones.yaml", "--out", "results").output
    assert "72 to do, 0 of them done before." in ogam("run", "tones.yaml", "--out", "results", "--fresh").output
