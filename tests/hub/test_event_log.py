import json
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import LogError
from ogam.hub import EventLog
from ogam.hub.log import SCHEMA_VERSION

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.tuples(st.text(), st.text(), st.text(), st.dictionaries(st.text(), JSON, max_size=4)), max_size=5))
def test_what_is_appended_is_read_back(entries: list[tuple[str, str, str, dict[str, object]]]) -> None:
    with EventLog(None) as log:
        written = [log.append(session, turn, kind, data) for session, turn, kind, data in entries]
        assert list(log.events()) == written
        assert [event.id for event in written] == list(range(1, len(entries) + 1))
        assert [(e.session, e.turn, e.kind, dict(e.data)) for e in written] == entries


def test_a_log_is_opened_again_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "new" / "log.sqlite"
    with EventLog(path) as log:
        log.append("mic", "a", "turn", {"text": "주방 불 켰어요."}, time=5.0)
    with EventLog(path) as log:
        assert log.append("mic", "b", "turn", {}).id == 2
        assert next((event.turn, event.time) for event in log.events()) == ("a", 5.0)
        assert next(log.events()).data == {"text": "주방 불 켰어요."}
        assert [event.turn for event in log.events(after=1)] == ["b"]
        assert [event.id for event in log.events(turn="a")] == [1]
        assert log.last_turns(5) == ["a", "b"]
        assert log.last_turns(1) == ["b"]


def test_many_events_are_read_in_order() -> None:
    with EventLog(None) as log:
        for number in range(1201):
            log.append("s", str(number), "x", {})
        assert [event.turn for event in log.events()] == [str(number) for number in range(1201)]


def test_events_cannot_be_changed_or_deleted(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        log.append("s", "t", "x", {})
    connection = sqlite3.connect(path)
    for statement in ("UPDATE events SET kind = 'y'", "DELETE FROM events"):
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            connection.execute(statement)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    connection.close()


def test_several_threads_and_two_openings_may_write(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as one, EventLog(path) as other:
        threads = [
            threading.Thread(target=lambda log=log: [log.append("s", "t", "x", {}) for _ in range(25)])
            for log in (one, one, other, other)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [event.id for event in one.events()] == list(range(1, 101))


def test_a_new_log_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def write(path: Path) -> None:
        try:
            with EventLog(path) as log:
                log.append("s", "t", "x", {})
        except LogError as error:
            failures.append(error)

    for number in range(10):
        path = tmp_path / f"{number}.sqlite"
        threads = [threading.Thread(target=write, args=(path,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        with EventLog(path) as log:
            assert len(list(log.events())) == 6


def test_the_state_of_devices_is_that_after_the_last_action_that_worked() -> None:
    with EventLog(None) as log:
        for device, ok, state in (("a", True, "on"), ("b", True, "open"), ("a", True, "off"), ("a", False, "on")):
            log.append("s", "t", "action", {"device": device, "ok": ok, "state": {"state": state}})
        assert log.last_states() == {"a": {"state": "off"}, "b": {"state": "open"}}


def test_data_that_is_not_json_is_refused() -> None:
    with EventLog(None) as log:
        for value in (float("nan"), {1, 2}):
            with pytest.raises(LogError, match="not JSON"):
                log.append("s", "t", "x", {"value": value})
        assert list(log.events()) == []


def test_a_file_that_is_no_log_is_named(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("These are my notes. " * 100)
    with pytest.raises(LogError, match=r"notes\.txt: this is no event log, or it is damaged"):
        EventLog(text)
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(LogError, match=r"other\.sqlite: this is an SQLite file, but no event log"):
        EventLog(other)


def test_a_damaged_log_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        for _ in range(500):
            log.append("s", "t", "x", {"text": "x" * 100})
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(LogError, match="damaged"), EventLog(path) as log:
        list(log.events())


def test_a_log_of_a_newer_ogam_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    EventLog(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LogError, match="a newer Ogam wrote this log"):
        EventLog(path)


def test_an_older_log_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        log.append("s", "t", "x", {})
    from ogam.hub import log as module

    monkeypatch.setattr(module, "_MIGRATIONS", (*module._MIGRATIONS, ("ALTER TABLE events ADD COLUMN note TEXT",)))
    monkeypatch.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with EventLog(path) as log:
        assert [event.turn for event in log.events()] == ["t"]
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)
    assert connection.execute("SELECT note FROM events").fetchall() == [(None,)]
    connection.close()


def test_a_locked_log_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ogam.hub import log as module

    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        connection = sqlite3.connect(path)
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LogError, match="locked"):
            log.append("s", "t", "x", {})
        connection.rollback()
        assert log.append("s", "t", "x", {}).id == 1
        connection.close()


def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LogError, match="the folder cannot be made"):
        EventLog(tmp_path / "file" / "log.sqlite")
    with pytest.raises(LogError, match="cannot be opened"):
        EventLog(tmp_path)
    with pytest.raises(LogError, match="there is no such log"):
        EventLog(tmp_path / "none.sqlite", read_only=True)


def test_a_log_that_is_only_looked_at_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        log.append("s", "t", "x", {"a": 1})
    with EventLog(path, read_only=True) as log:
        assert json.dumps([dict(event.data) for event in log.events()]) == '[{"a": 1}]'
        with pytest.raises(LogError, match="may not be written"):
            log.append("s", "t", "x", {})


def test_a_new_log_is_for_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        log.append("tablet", "turn", "reply", {})
        assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}
