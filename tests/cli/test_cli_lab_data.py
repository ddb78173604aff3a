"""`ogam lab data`, as people use it."""

import json

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from ogam.cli.main import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))
    monkeypatch.setenv("OGAM_LANG", "en")

    def running(*arguments):
        return CliRunner().invoke(app, ["lab", "data", *map(str, arguments)])

    return running


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "made"
    folder.mkdir()
    lines = ["path\tspeaker\tsex\ttext"]
    for number in range(4):
        soundfile.write(folder / f"{number}.wav", np.full(8_000, 0.1), 16_000)
        lines.append(f"{number}.wav\tp{number}\t{'fm'[number % 2]}\ttext {number}")
    lines.append("gone.wav\tp9\tf\tgone")
    (folder / "transcripts.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_add_tells_what_it_took_and_what_it_left_out(run, corpus):
    added = run("add", corpus, "--licence", "CC0-1.0")
    assert added.exit_code == 0
    assert added.stdout.splitlines()[0] == "made · recordings: 4 (0.00 h) · people: 4 · left out: 1 · CC0-1.0"
    assert f"  {corpus / 'transcripts.tsv'}:6: {corpus / 'gone.wav'}: no such file." in added.stdout
    assert "how its people agreed" in added.stdout
    assert run("list").stdout == "made · recordings: 4 (0.00 h) · people: 4 · left out: 1 · CC0-1.0\n"


def test_add_strictly(run, corpus):
    refused = run("add", corpus, "--strict")
    assert refused.exit_code == 2
    assert "no such file" in refused.stderr
    assert "There are no data sets yet" in run("list").stdout


def test_show_lists_groups(run, corpus):
    run("add", corpus, "--consent", "They signed.")
    shown = run("show", "made").stdout
    assert "consent: They signed." in shown
    assert [line.split() for line in shown.splitlines() if "sex=" in line] == [["sex=female", "2"], ["sex=male", "2"]]


def test_verify_tells_what_changed(run, corpus):
    run("add", corpus)
    right = run("verify", "made")
    assert (right.exit_code, right.stdout) == (0, "made: 4 of 4 as they were.\n")
    (corpus / "1.wav").unlink()
    changed = run("verify", "made")
    assert changed.exit_code == 1
    assert "made: 3 of 4 as they were." in changed.stdout
    assert "no such file" in changed.stdout
    assert json.loads(run("verify", "made", "--json").stdout)["unchanged"] == 3


def test_slice_shows_keeps_and_writes(run, corpus, tmp_path):
    run("add", corpus)
    shown = run("slice", "made", "--where", "sex=female")
    assert shown.stdout.startswith("made · recordings: 2")
    assert "Keep it with: --name NAME" in shown.stdout
    out = tmp_path / "part.jsonl"
    kept = run("slice", "made", "--take", 1, "--seed", 7, "--name", "part", "--out", out)
    assert kept.exit_code == 0
    assert run("show", "part").stdout.startswith("part · recordings: 1")
    assert json.loads(out.read_text("utf-8").splitlines()[0])["name"] == "part"
    divided = json.loads(run("slice", "made", "--divide", "train=0.5,test=0.5", "--json").stdout)
    assert sum(divided["splits"].values()) == 4
    for wrong in (("--divide", "half"), ("--where", "age=old"), ("--split", "test")):
        assert run("slice", "made", *wrong).exit_code == 2


def test_remove_forgets(run, corpus):
    run("add", corpus)
    assert "made: forgotten" in run("remove", "made").stdout
    assert run("remove", "made").exit_code == 2


def test_many_problems_are_not_all_printed(run, tmp_path):
    folder = tmp_path / "made"
    folder.mkdir()
    soundfile.write(folder / "0.wav", np.full(800, 0.1), 16_000)
    rows = "".join(f"{number}.wav\tx\n" for number in range(15))
    (folder / "transcripts.tsv").write_text("path\ttext\n" + rows, "utf-8")
    assert "… and 4 more (--all)." in run("add", folder).stdout
    assert run("show", "made", "--all").stdout.count("no such file") == 14


def test_a_damaged_manifest_hides_no_other(run, corpus, tmp_path):
    run("add", corpus)
    (tmp_path / "ogam" / "datasets" / "bad.jsonl").write_text("no")
    listed = run("list")
    assert listed.stdout.startswith("made · recordings: 4")
    assert "not the header of a manifest" in listed.stderr


def test_in_korean(run, corpus, monkeypatch):
    monkeypatch.setenv("OGAM_LANG", "ko")
    added = run("add", corpus)
    assert added.stdout.splitlines()[0] == "made · 녹음 4개(0.00시간) · 사람 4명 · 빠진 것 1개 · 라이선스 모름"
    assert "그런 파일이 없어요" in added.stdout
    assert "그대로예요" in run("verify", "made").stdout
    assert "없어요" in run("show", "nix").stderr


def test_formats_are_listed(run):
    assert {"manifest", "kaldi", "lhotse", "nemo", "common-voice", "coco"} <= {
        line.split()[0] for line in run("formats").stdout.splitlines()
    }
