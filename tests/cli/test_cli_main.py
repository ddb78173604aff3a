"""The frame of the command line: lazy commands, errors as plain lines, exit codes."""

import subprocess
import sys
from types import ModuleType

import pytest
import typer
from typer.testing import CliRunner

from ogam import __version__
from ogam.cli import main as cli
from ogam.core import HomeError, ModelError

runner = CliRunner()


@pytest.fixture
def fake(monkeypatch):
    """Put a command called `fake` in place, that does what the test wants."""

    def put(function):
        module = ModuleType("ogam.cli.fake_command")
        module.fake = function
        module.__spec__ = type(sys.__spec__)("ogam.cli.fake_command", None)
        monkeypatch.setitem(sys.modules, "ogam.cli.fake_command", module)
        monkeypatch.setattr(cli, "ENTRIES", (cli.Entry("fake", "fake_command", "fake", "A command for the test."),))

    return put


def test_version():
    result = runner.invoke(cli.app, ["--version"])
    assert (result.exit_code, result.stdout.strip()) == (0, f"ogam {__version__}")


def test_help_lists_commands_without_loading_them():
    code = """
import sys
from ogam.cli.main import app
app(["--help"], standalone_mode=False)
print(sorted(sys.modules))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "bench" in run.stdout
    assert "'ogam.cli.bench'" not in run.stdout
    assert "'numpy'" not in run.stdout


def test_a_command_whose_module_is_missing_is_not_there(monkeypatch):
    monkeypatch.setattr(cli, "ENTRIES", (cli.Entry("ghost", "no_such_module", "ghost", ""),))
    result = runner.invoke(cli.app, ["ghost"])
    assert result.exit_code == 2
    assert "No such command 'ghost'" in result.stderr


def test_command_runs_with_its_arguments(fake):
    def command(text: str, loud: bool = typer.Option(False)) -> None:
        """Echo."""
        typer.echo(text.upper() if loud else text)

    fake(command)
    assert runner.invoke(cli.app, ["fake", "hello", "--loud"]).stdout == "HELLO\n"


def test_an_error_of_ours_is_one_line_and_exit_code_2(fake):
    def command() -> None:
        raise ModelError("whisper-tiny-en: not here; run `ogam models pull whisper-tiny-en`")

    fake(command)
    result = runner.invoke(cli.app, ["fake"])
    assert result.exit_code == 2
    assert result.stderr == "whisper-tiny-en: not here; run `ogam models pull whisper-tiny-en`\n"


def test_a_home_error_is_a_line_for_each_problem(fake):
    def command() -> None:
        raise HomeError(["home.yaml:3: one", "home.yaml:5: two"])

    fake(command)
    assert runner.invoke(cli.app, ["fake"]).stderr.splitlines() == ["home.yaml:3: one", "home.yaml:5: two"]


def test_ctrl_c_is_quiet(fake):
    def command() -> None:
        raise KeyboardInterrupt

    fake(command)
    result = runner.invoke(cli.app, ["fake"])
    assert (result.exit_code, result.output) == (130, "")


def test_any_other_error_is_a_bug_and_not_hidden(fake):
    def command() -> None:
        raise ZeroDivisionError

    fake(command)
    assert isinstance(runner.invoke(cli.app, ["fake"]).exception, ZeroDivisionError)


def test_a_closed_pipe_is_no_traceback():
    command = f"{sys.executable} -m ogam.cli.main --help | true"
    assert "Traceback" not in subprocess.run(command, shell=True, capture_output=True, text=True).stderr
