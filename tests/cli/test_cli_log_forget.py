"""`ogam log forget`: what is deleted, what is asked first, and what the log says of it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app
from ogam.hub import EventLog


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log with a turn of 14 March 2026 at noon, and one an hour later, local time."""
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    monkeypatch.setenv("LOGNAME", "mina")
    from datetime import datetime

    with EventLog(tmp_path / "log.sqlite") as events:
        for name, hour in (("one", 12), ("two", 13)):
            at = datetime(2026, 3, 14, hour).timestamp()
            events.append("mic", name, "turn", {"area": None, "medium": "text"}, at)
            events.append("mic", name, "reply", {"text": f"Done with {name}.", "timings_ms": {}}, at)
    return tmp_path / "log.sqlite"


def run(*arguments: str, said: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["log", "forget", *arguments], input=said)
    return result.exit_code, result.stdout, result.stderr


def turns(log: Path) -> list[str]:
    with EventLog(log, read_only=True) as events:
        return events.last_turns(9)


def test_a_span_is_deleted_and_the_log_goes_on(log: Path) -> None:
    code, out, _ = run("--from", "2026-03-14 12:30", "--to", "2026-03-14T14:00", "--yes")
    assert (code, out) == (0, "2 events of 1 turns are deleted; 0 of them are left.\n")
    assert turns(log) == ["one"]
    shown = CliRunner().invoke(app, ["log"]).stdout
    assert "Done with one." in shown
    assert b"Done with two" not in b"".join(file.read_bytes() for file in log.parent.iterdir())


def test_it_asks_first(log: Path) -> None:
    code, out, _ = run("--from", "2026-03-14", said="n\n")
    assert code == 1
    assert "Delete 2 turns (4 events) for ever?" in out
    assert turns(log) == ["one", "two"]
    assert run("--from", "2026-03-14", said="y\n")[0] == 0
    assert turns(log) == []


def test_one_turn_as_data(log: Path) -> None:
    code, out, _ = run("--turn", "one", "--yes", "--json")
    assert (code, json.loads(out)) == (0, {"events": 2, "turns": 1, "left": 0, "swept": True})
    assert turns(log) == ["two"]
    with EventLog(log, read_only=True) as events:
        assert [event.data["by"] for event in events.events() if event.kind == "deleted"] == ["mina"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "say what to delete"),
        (["--turn", "one", "--from", "2026-03-14"], "not both"),
        (["--turn", "nine"], "The log has no turn 'nine'"),
        (["--from", "2026-03-14", "--to", "2026-03-13"], "ends after it begins"),
        (["--from", "yesterday"], "does not match"),
        (["--from", "2026-03-14", "--log", "none.sqlite"], "there is no such log"),
    ],
)
def test_what_is_wrong_is_said(log: Path, arguments: list[str], words: str) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert words in " ".join(err.replace("│", " ").split())
    assert turns(log) == ["one", "two"]


def test_nothing_to_delete(log: Path) -> None:
    assert run("--from", "2020-01-01", "--to", "2020-01-02")[1] == "There is nothing to delete.\n"
