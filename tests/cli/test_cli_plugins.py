"""`ogam plugins` and `ogam lab check` as a partner meets them."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app
from ogam.lab.conformance import CHECKS
from ogam.lab.conformance.watching import environment

ROOT = Path(__file__).parents[2]
BAD = Path(__file__).parents[1] / "lab" / "conformance" / "bad_plugins"


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    monkeypatch.syspath_prepend(str(BAD))


def ogam(*arguments):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_list_shows_name_task_package_and_licence():
    result = ogam("plugins", "list")
    line = next(line for line in result.output.splitlines() if " bad/sound " in line)
    assert line.split() == ["recognizer", "bad/sound", "speech", "recognition", "bad-plugins", "1.0", "MIT"]


def test_list_as_data_with_what_cannot_be_imported(tmp_path, monkeypatch):
    info = tmp_path / "gone-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gone\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[ogam.recognizers]\ngone = no_such_module:open\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    result = ogam("plugins", "list", "--import", "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert {"gone", "bad/sound"} <= {plugin["name"] for plugin in said["plugins"]}
    [problem] = said["problems"]
    assert "gone (package gone 1) cannot be imported" in problem


def test_new_says_what_comes_next(tmp_path):
    result = ogam("plugins", "new", "my-lab/parrot", "--task", "asr", "--folder", str(tmp_path))
    assert result.exit_code == 0
    assert (tmp_path / "my-lab-parrot" / "pyproject.toml").is_file()
    assert f"ogam lab check {tmp_path / 'my-lab-parrot'}" in result.output


def test_a_folder_is_checked_without_being_installed(tmp_path):
    ogam("plugins", "new", "my-lab/parrot", "--task", "asr", "--folder", str(tmp_path))
    before = list(sys.path)
    result = ogam("lab", "check", str(tmp_path / "my-lab-parrot"))
    assert result.exit_code == 0, result.output
    assert "my-lab/parrot keeps to the contract. 20 passed, 0 failed, 1 skipped." in result.output
    assert sys.path == before


@pytest.mark.parametrize(
    ("project", "said"),
    [
        ("[", "cannot be read"),
        ("[tool]", "no table [project]"),
        ("[project]\nversion = '1'", "its project has no name"),
        ("[project]\nname = 'x'", "no entry points of ogam.recognizers"),
        ("[project]\nname = 'x'\n[project.entry-points.'ogam.recognizers']\na = 'b:c'\nd = 'e:f'", "several"),
    ],
)
def test_a_folder_that_is_no_plugin(project, said, tmp_path):
    (tmp_path / "pyproject.toml").write_text(project)
    result = ogam("lab", "check", str(tmp_path))
    assert result.exit_code == 2
    assert said in result.output


def test_new_refuses_in_plain_words(tmp_path):
    result = ogam("plugins", "new", "parrot", "--task", "smelling", "--folder", str(tmp_path))
    assert result.exit_code == 2
    assert "there is no beginning for the task 'smelling'. Tasks: asr, wake" in result.output
    korean = ogam("--lang", "ko", "plugins", "new", "Parrot", "--task", "asr", "--folder", str(tmp_path))
    assert "플러그인 이름" in korean.output


def test_check_says_what_fails_and_what_to_do():
    result = ogam("lab", "check", "bad/silence")
    assert result.exit_code == 1
    assert "✗ silence         in silence it finds 'hello' with a confidence of 0.90" in result.output
    assert "→ Look for speech first, or lower the confidence." in result.output
    assert "bad/silence does not keep to the contract yet. 19 passed, 1 failed, 1 skipped." in result.output


def test_check_speaks_korean():
    result = ogam("--lang", "ko", "lab", "check", "bad/silence")
    assert "bad/silence:이" not in result.output
    assert "→ 먼저 말소리가 있는지 보거나 확신도를 낮추세요." in result.output
    assert "통과 19, 실패 1, 건너뜀 1" in result.output


def test_check_as_data():
    result = ogam("lab", "check", "bad/sound", "--json")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert said["plugin"] == "bad/sound"
    assert said["passed"]
    assert [verdict["check"] for verdict in said["verdicts"]] == [check.name for check in CHECKS]


def test_options_are_handed_to_the_plugin():
    result = ogam("lab", "check", str(ROOT))
    assert result.exit_code == 2  # Ogam itself has many
    assert "it has several recognizers" in result.output
    result = ogam("lab", "check", "bad/sound", "--option", "beam=5")
    assert "cannot be opened like this: got an unexpected keyword argument 'beam'" in result.output
    assert ogam("lab", "check", "bad/sound", "--option", "beam").exit_code == 2


def test_check_knows_its_checks():
    result = ogam("lab", "check", "bad/sound", "--only", "smell")
    assert result.exit_code == 2
    assert "there is no check 'smell'. Checks: opens, answers" in result.output


def test_serve_answers_until_it_is_ended():
    command = [sys.executable, "-m", "ogam.cli.main", "plugins", "serve", "bad/sound", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            address = process.stdout.readline().partition("answers at ")[2].split()[0].rstrip(".")
            with urlopen(f"{address}/card") as answer:
                assert json.load(answer)["name"] == "bad/sound"
        finally:
            process.terminate()
