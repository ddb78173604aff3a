"""Deleting a span of the log: gone from the file, said in the log, and the rest as it was."""

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import Event, LogError
from ogam.home import example_home
from ogam.hub import EventLog, Span, TurnQuery, explain, find_turns, open_hub, replay
from ogam.hub import log as log_module

HOME = example_home()


def turn(log: EventLog, name: str, at: float, answers: str = "", end: bool = True) -> None:
    more = {"answers": answers} if answers else {}
    log.append("mic", name, "turn", {"area": None, "medium": "audio", **more}, at)
    log.append("mic", name, "command", {"sentence": f"secret of {name}"}, at + 1)
    log.append("mic", name, "action", {"device": "light.lamp", "ok": True, "state": {"state": name}}, at + 1)
    if end:
        log.append("mic", name, "reply", {"text": "Done.", "timings_ms": {}}, at + 2)


def content(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def left(log: EventLog) -> list[str]:
    """Which turns are in the log, in order."""
    return list(dict.fromkeys(event.turn for event in log.events() if event.turn))


def test_a_span_is_gone_from_the_file_and_the_log_says_so(tmp_path: Path) -> None:
    with EventLog(tmp_path / "log.sqlite") as log:
        for name, at in (("one", 100.0), ("two", 200.0), ("three", 300.0)):
            turn(log, name, at)
        log.append("devices", "", "device", {"device": "lock.door", "state": {"state": "hidden"}}, 210.0)
        assert log.measure(Span(200, 300)).events == 5
        assert b"secret of two" in content(tmp_path)
        done = log.delete(Span(200, 300), "Mina")
        assert (done.events, done.turns, done.left, done.swept) == (5, ("two",), 0, True)
        assert left(log) == ["one", "three"]
        assert b"secret of two" not in content(tmp_path)
        assert b"secret of one" in content(tmp_path)
        assert done.note is not None
        told = {"by": "Mina", "from": 200.0, "to": 210.0, "events": 5, "turns": 1}
        assert (done.note.kind, dict(done.note.data)) == ("deleted", told)
        assert done.note in list(log.events())


def test_what_devices_are_like_stays_known(tmp_path: Path) -> None:
    with EventLog(tmp_path / "log.sqlite") as log:
        turn(log, "one", 100)
        turn(log, "two", 200)
        before = log.last_states()
        done = log.delete(Span(200, 300), "Mina")
        assert log.last_states() == before == {"light.lamp": {"state": "two"}}
        assert [event.kind for event in done.states] == ["device"]
        assert log.delete(Span(100, 101), "Mina").states == ()  # a later event knows it


def test_a_turn_goes_with_its_whole_dialogue() -> None:
    for chosen in ("asked", "answer", "again"):
        with EventLog(None) as log:
            turn(log, "before", 50)
            turn(log, "asked", 100)
            turn(log, "answer", 110, answers="asked")
            turn(log, "again", 120, answers="answer")
            turn(log, "other", 130, answers="gone long ago")
            assert log.delete(Span(turn=chosen), "Mina").turns == ("again", "answer", "asked")
            assert left(log) == ["before", "other"]


def test_a_dialogue_that_reaches_out_of_the_span_goes_too() -> None:
    with EventLog(None) as log:
        turn(log, "asked", 100)
        turn(log, "answer", 210, answers="asked")
        log.delete(Span(200, 300), "Mina")
        assert left(log) == []


def test_a_turn_belongs_to_the_moment_at_which_it_began() -> None:
    with EventLog(None) as log:
        turn(log, "early", 99.5)
        turn(log, "inside", 100)
        turn(log, "late", 199.5)
        turn(log, "after", 200)
        log.delete(Span(100, 200), "Mina")
        assert left(log) == ["early", "after"]


def test_a_turn_that_is_being_carried_out_stays() -> None:
    now = time.time()
    with EventLog(None) as log:
        turn(log, "now", now - 5, end=False)
        turn(log, "killed", now - 3600, end=False)
        assert log.delete(Span(turn="now"), "Mina").note is None
        assert log.delete(Span(now - 7200, now + 1), "Mina").turns == ("killed",)
        assert left(log) == ["now"]


def test_what_was_written_without_a_turn_goes_by_its_own_time() -> None:
    with EventLog(None) as log:
        log.append("camera", "never begun", "error", {"where": "identifier"}, 150)
        log.append("devices", "", "device", {"device": "light.lamp", "state": {}}, 250)
        assert log.delete(Span(100, 200), "Mina").events == 1
        assert [event.kind for event in log.events()] == ["device", "deleted"]


def test_notes_of_deletions_stay() -> None:
    with EventLog(None) as log:
        turn(log, "one", 100)
        log.delete(Span(0, 200), "Mina")
        turn(log, "two", 300)
        log.delete(Span(0, time.time() + 10), "Joon")
        notes = [event.data["by"] for event in log.events() if event.kind == "deleted"]
        assert notes == ["Mina", "Joon"]


def test_nothing_to_delete_is_no_note() -> None:
    with EventLog(None) as log:
        done = log.delete(Span(0, 10), "Mina")
        assert (done.events, done.turns, done.left, done.note) == (0, (), 0, None)
        assert list(log.events()) == []


@pytest.mark.parametrize("span", [(5.0, 5.0), (6.0, 5.0), (0.0, 0.0)])
def test_a_span_has_a_beginning_before_its_end(span: tuple[float, float]) -> None:
    with pytest.raises(LogError, match="ends after it begins"):
        Span(*span)


def test_whoever_watches_is_told_and_ids_are_never_used_again() -> None:
    told: list[Event] = []
    with EventLog(None) as log:
        turn(log, "one", 100)
        log.subscribe(told.append)
        done = log.delete(Span(0, 200), "Mina")
        assert [event.kind for event in told] == ["deleted", "device"]
        assert told[0].id == 5
        assert log.last_id() == 6
        assert done.states == tuple(told[1:])


def test_the_log_is_append_only_again_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        turn(log, "one", 100)
        turn(log, "two", 200)
        log.delete(Span(turn="one"), "Mina")
    connection = sqlite3.connect(path)
    for statement in ("UPDATE events SET kind = 'y'", "DELETE FROM events"):
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_a_log_that_another_holds_open_in_the_middle_of_reading_is_said_to_be_unswept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "_PATIENCE", 0.1)
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        turn(log, "one", 100)
        other = sqlite3.connect(path)
        reading = other.execute("BEGIN").execute("SELECT * FROM events")
        reading.fetchone()
        assert log.delete(Span(0, 200), "Mina").swept is False
        assert left(log) == []
        reading.close()
        other.close()
        assert log.delete(Span(0, 1), "Mina").swept is True
    assert b"secret of one" not in content(tmp_path)


def test_a_deletion_that_cannot_be_made_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_module, "_PATIENCE", 0.1)
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        turn(log, "one", 100)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogError, match="locked"):
            log.delete(Span(0, 200), "Mina")
        other.close()
        assert left(log) == ["one"]
        assert log.delete(Span(0, 200), "Mina").turns == ("one",)


def test_replay_and_explaining_go_on_across_it(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        hub = open_hub(HOME, log, listen=False)
        turns = [asyncio.run(hub.say(text)) for text in ("turn on the kitchen lights", "what time is it", "nonsense")]
        log.delete(Span(turn=turns[1].id), "Mina")
        asyncio.run(hub.say("turn off the kitchen lights"))
        found = find_turns(log, TurnQuery())
        assert [one.turn for one in found][1:] == [turns[2].id, turns[0].id]
        assert all(explain(one, "en") for one in found)
    result = asyncio.run(replay(path, open_hub(HOME, listen=False)))
    assert (result.turns, result.skipped, result.differences) == (3, 0, ())


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(-1, 8)), max_size=9),
    st.integers(0, 50),
    st.integers(1, 30),
)
def test_no_dialogue_is_torn(turns: list[tuple[int, int]], since: int, length: int) -> None:
    """Whatever lies in the span goes, and with it all that belongs to it; nothing else does."""
    with EventLog(None) as log:
        parents: dict[int, int] = {}
        for number, (at, parent) in enumerate(turns):
            known = 0 <= parent < number
            turn(log, str(number), float(at), answers=str(parent) if known else "")
            if known:
                parents[number] = parent

        def root(number: int) -> int:
            return root(parents[number]) if number in parents else number

        chosen = {root(number) for number, (at, _) in enumerate(turns) if since <= at < since + length}
        log.delete(Span(since, since + length), "Mina")
        assert left(log) == [str(number) for number in range(len(turns)) if root(number) not in chosen]
