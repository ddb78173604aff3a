"""`ogam models` as a person meets it."""

import hashlib
import json

import pytest
from typer.testing import CliRunner

from ogam.cli.models import app
from ogam.core import ModelError

BODY = b"weights of a small model"
COMMANDS = CliRunner()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A home whose own catalogue has one model, in a file beside it, and nothing that needs the network."""
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    (tmp_path / "there.bin").write_bytes(BODY)
    (tmp_path / "catalog.toml").write_text(
        '[[model]]\nname = "tiny"\nversion = "1"\ntask = "test"\nlicence = "MIT"\n'
        f'[[model.file]]\nname = "a.bin"\nsize = {len(BODY)}\nsha256 = "{hashlib.sha256(BODY).hexdigest()}"\n'
        'sources = [{ kind = "path", path = "there.bin" }]\n',
        encoding="utf-8",
    )
    return tmp_path


def ogam_models(*arguments):
    return COMMANDS.invoke(app, list(arguments), catch_exceptions=True)


def line_of(text, name):
    return next(line for line in text.splitlines() if line.startswith(name))


def test_list_shows_what_is_there_before_and_after(folder):
    assert " absent " in line_of(ogam_models("list").output, "tiny")
    assert "MIT" in line_of(ogam_models("list").output, "silero-vad")
    assert ogam_models("pull", "tiny").exit_code == 0
    shown = ogam_models("list").output
    assert " here " in line_of(shown, "tiny")
    assert "\x1b" not in shown


def test_pull_says_where_it_is_and_path_repeats_it(folder):
    place = folder / "models" / "tiny" / "1"
    assert str(place) in ogam_models("pull", "tiny").output
    assert ogam_models("path", "tiny").output == f"{place}\n"
    assert (place / "a.bin").read_bytes() == BODY


def test_verify_names_what_is_damaged_and_pull_mends_it(folder):
    assert "no models on this computer" in ogam_models("verify").output
    ogam_models("pull", "tiny")
    assert "tiny 1: verified" in ogam_models("verify").output
    path = folder / "models" / "tiny" / "1" / "a.bin"
    path.write_bytes(BODY[::-1])
    failed = ogam_models("verify")
    assert isinstance(failed.exception, ModelError)
    assert str(failed.exception) == f"{path}: damaged\nGet them again with: ogam models pull tiny"
    assert " damaged " in line_of(ogam_models("list").output, "tiny")
    assert "is damaged; it is fetched again" in ogam_models("pull", "tiny").output
    assert ogam_models("verify", "tiny").exit_code == 0


def test_verify_by_name_says_that_a_model_is_missing(folder):
    assert "a.bin: missing" in str(ogam_models("verify", "tiny").exception)


def test_json_is_json(folder):
    pulled = json.loads(ogam_models("pull", "tiny", "--json").stdout)
    assert [(entry["name"], entry["state"], entry["bytes"]) for entry in pulled] == [("tiny", "here", len(BODY))]
    listed = {entry["name"]: entry for entry in json.loads(ogam_models("list", "--json").stdout)}
    assert listed["tiny"]["state"] == "here"
    assert listed["silero-vad"]["licence"] == "MIT"
    assert json.loads(ogam_models("verify", "--json").stdout) == [{"name": "tiny", "faulty": []}]


def test_errors_are_for_people(folder):
    assert "the catalogue has no such model" in str(ogam_models("pull", "nothing").exception)
    assert "ogam models pull tiny" in str(ogam_models("path", "tiny").exception)
    (folder / "there.bin").unlink()
    failed = ogam_models("pull", "tiny")
    assert "there.bin: there is no such file" in str(failed.exception)


def test_the_whole_command_exits_with_2(folder, capsys, monkeypatch):
    from ogam.cli.main import main

    monkeypatch.setattr("sys.argv", ["ogam", "models", "path", "tiny"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
