"""What a pull shows: lines where nobody watches, one bar on a terminal."""

import logging

from ogam.models import QuietProgress, terminal_progress


def test_without_a_terminal_there_are_plain_lines(capsys):
    with terminal_progress() as progress:
        progress.begin("[a] model", 100)
        progress.update(40, 100)
        progress.end()
        progress.say("Skipped [b]: no")
    assert capsys.readouterr().err == "getting [a] model\nSkipped [b]: no\n"


def test_on_a_terminal_there_is_a_bar_with_size_and_time(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with terminal_progress() as progress:
        progress.begin("model", 2_000_000)
        progress.update(1_000_000)
        progress.say("a line")
        shown = capsys.readouterr()
        progress._bar.refresh()
        shown = capsys.readouterr().err
        progress.end()
    assert "model" in shown
    assert "1.0/2.0 MB" in shown


def test_a_library_only_logs(caplog):
    progress = QuietProgress()
    progress.begin("model", 1)
    progress.update(1)
    progress.end()
    with caplog.at_level(logging.WARNING, "ogam.models"):
        progress.say("Skipped one")
    assert caplog.messages == ["Skipped one"]
