from ogam.hub import EventLog, report_interrupted


def begin(log: EventLog, turn: str, medium: str = "audio", *kinds: str) -> None:
    log.append("tablet", turn, "turn", {"area": None, "medium": medium})
    for kind in kinds:
        log.append("tablet", turn, kind, {"effect": "allow", "device": "light.lamp", "ok": True, "state": {}})


def test_turns_without_a_reply_are_reported_once():
    log = EventLog(None)
    begin(log, "whole", "audio", "decision", "action", "reply")
    begin(log, "cut short", "audio", "decision", "action")
    begin(log, "heard only")
    begin(log, "asked what if", "what if", "decision")
    assert [(event.turn, dict(event.data)) for event in report_interrupted(log)] == [
        ("cut short", {"decided": "allow", "done": ["light.lamp"]}),
        ("heard only", {"decided": None, "done": []}),
    ]
    assert report_interrupted(log) == []


def test_a_log_without_turns_has_none_unfinished():
    log = EventLog(None)
    log.append("people", "", "enrolled", {})
    assert report_interrupted(log) == []


def test_what_was_appended_is_on_the_disk_after_a_flush(tmp_path):
    with EventLog(tmp_path / "log.sqlite") as log:
        begin(log, "turn")
        log.flush()
    log = EventLog(None)
    log.flush()
