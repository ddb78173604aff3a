import sqlite3
from pathlib import Path

import pytest

from ogam.core import LogError
from ogam.hub import EventLog
from ogam.hub import log as log_module
from ogam.hub.redaction import FORGOTTEN


def written(path: Path) -> EventLog:
    log = EventLog(path)
    log.append(
        "mic", "a", "observation", {"kind": "speaker", "value": "민아", "details": {"scores": {"민아": 3.5, "Jun": 1}}}
    )
    log.append("mic", "a", "command", {"speaker": "민아", "sentence": "민아가 불 켜줘", "devices": ["light.민아_방"]})
    log.append("mic", "a", "action", {"device": "light.민아_방", "ok": True, "state": {"state": "on"}})
    log.append("mic", "b", "command", {"speaker": "Jun", "sentence": "june is not JUN's month"})
    log.append("mic", "b", "reply", {"text": "Done.", "timings_ms": {"total": 3.0}})
    return log


def test_a_person_is_taken_out_of_every_event_and_out_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with written(path) as log:
        assert log.redact(["민아", "a1b2c3"]) == 2
        data = [event.data for event in log.events()]
        assert data[0]["value"] == FORGOTTEN
        assert data[0]["details"] == {"scores": {FORGOTTEN: 3.5, "Jun": 1}}
        assert data[1]["sentence"] == f"{FORGOTTEN}가 불 켜줘"
        assert log.last_states() == {"light.민아_방": {"state": "on"}}
        content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert '"민아'.encode() not in content
        assert "민아가".encode() not in content
        assert b"Jun" in content


def test_only_whole_names_are_taken_out(tmp_path: Path) -> None:
    with written(tmp_path / "log.sqlite") as log:
        assert log.redact(["jun"]) == 2
        (command,) = [event.data for event in log.events(turn="b") if event.kind == "command"]
        assert command == {"speaker": FORGOTTEN, "sentence": f"june is not {FORGOTTEN}'s month"}
        assert log.redact(["Done.", " ", ""]) == 1
        assert log.redact([]) == 0
        assert log.redact([".*"]) == 0


def test_the_log_is_append_only_again_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with written(path) as log:
        log.redact(["Jun"])
        log.append("mic", "c", "x", {})
    connection = sqlite3.connect(path)
    for statement in ("UPDATE events SET kind = 'y'", "DELETE FROM events"):
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_another_open_log_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with written(path) as log, EventLog(path) as other:
        assert len(list(other.events())) == 5
        assert log.redact(["Jun"]) == 2
        assert other.append("mic", "c", "x", {}).id == 6
        assert b'"Jun"' not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_log_that_is_locked_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_module, "_PATIENCE", 0.05)
    with written(tmp_path / "log.sqlite") as log:
        connection = sqlite3.connect(tmp_path / "log.sqlite")
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LogError, match="locked"):
            log.redact(["Jun"])
        connection.rollback()
        connection.close()
        assert log.redact(["Jun"]) == 2


def test_a_log_that_is_only_looked_at_is_not_redacted(tmp_path: Path) -> None:
    written(tmp_path / "log.sqlite").close()
    with EventLog(tmp_path / "log.sqlite", read_only=True) as log, pytest.raises(LogError, match="may not be written"):
        log.redact(["Jun"])
