"""`ogam plugins new` writes a repository whose tests and workflow pass as it stands."""

import os
import re
import shutil
import site
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest
import yaml
from installed import install

from ogam.lab.conformance import check_plugin
from ogam.plugins import PluginError, find_plugin
from ogam.plugins.starting import BEGINNINGS, new_plugin

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("task", BEGINNINGS)
def test_what_is_begun_passes_the_kit(task, tmp_path, monkeypatch):
    folder = new_plugin(f"my-lab/{task}", task, tmp_path)
    entries = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    monkeypatch.syspath_prepend(str(folder / "src"))
    monkeypatch.syspath_prepend(str(install(tmp_path / "metadata", f"my-lab-{task}", entries)))
    report = check_plugin(f"my-lab/{task}")
    assert report.passed, report
    expected = {"streaming"} if task in ("asr", "wake", "vad", "voice") else {"streaming", "rate"}
    assert {verdict.check for verdict in report.of("skipped")} == expected
    assert find_plugin("recognizer", f"my-lab/{task}").card.licence == "Apache-2.0"


def test_no_placeholder_is_left(tmp_path):
    folder = new_plugin("parrot", "asr", tmp_path)
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert {str(path.relative_to(folder)) for path in written} == {
        ".github/workflows/test.yml", ".gitignore", "LICENSE", "MODEL_CARD.md", "README.md", "pyproject.toml",
        "src/parrot/__init__.py", "src/parrot/cards.toml", "src/parrot/py.typed", "src/parrot/recognizer.py",
        "tests/test_own.py",
    }  # fmt: skip
    for path in written:
        assert not re.search(r"\$(?!\{\{|\s)|PACKAGE", path.read_text("utf-8")), path


@pytest.mark.parametrize("name", ["Parrot", "a/b/c", "../x", "a_b", "", "/x", "1x", "ogam/x"])
def test_a_name_that_cannot_be(name, tmp_path):
    with pytest.raises(PluginError):
        new_plugin(name, "asr", tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_task_that_there_is_not(tmp_path):
    with pytest.raises(PluginError, match="Tasks: asr, wake"):
        new_plugin("parrot", "smelling", tmp_path)


def test_nothing_is_overwritten(tmp_path):
    new_plugin("parrot", "asr", tmp_path)
    with pytest.raises(PluginError, match="it is there already"):
        new_plugin("parrot", "asr", tmp_path)


@pytest.mark.slow
def test_the_steps_of_its_workflow_pass(tmp_path):
    """As its continuous integration runs them: in an environment of its own, with Ogam as it is here installed."""
    folder = new_plugin("my-lab/parrot", "asr", tmp_path)
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    [packages] = (tmp_path / "env").rglob("site-packages")
    (packages / "others.pth").write_text("\n".join([sysconfig.get_path("purelib"), *site.getsitepackages()]))
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("PYTHONPATH", None)

    def run(command):
        result = subprocess.run(
            command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, f"$ {command}\n{result.stdout}\n{result.stderr}"

    run(f"python -m pip install --no-deps '{ROOT}'")
    workflow = yaml.safe_load((folder / ".github/workflows/test.yml").read_text("utf-8"))
    for step in workflow["jobs"]["test"]["steps"]:
        if "run" in step:
            run(step["run"])
    shutil.rmtree(tmp_path / "env")


def test_the_interpreter_is_one_that_it_allows(tmp_path):
    project = tomllib.loads((new_plugin("parrot", "asr", tmp_path) / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    assert sys.version_info >= (3, 11)
