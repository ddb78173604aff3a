"""Runs of studies: bad recognisers are named, what was killed goes on, and the table is the same every time."""

import json
import os
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from ogam.lab.studies import StudyError, load_results
from ogam.lab.studies.fakes import fake_sources
from ogam.lab.studies.journal import read_journals
from ogam.lab.studies.outcomes_table import read_table
from ogam.lab.studies.running import WORK, locked, prepare

BAD = """
    name: bad ones
    datasets: {tones: tones 12}
    recognizers:
      good: fine
      hangs: {plugin: bad, options: {fault: hang, every: 4}}
      crashes: {plugin: bad, options: {fault: crash, every: 4}}
      exits: {plugin: bad, options: {fault: exit, every: 4}}
      raises: {plugin: bad, options: {fault: raise, every: 4}}
      leaks: {plugin: bad, options: {fault: leak, every: 4}}
      lies: {plugin: bad, options: {fault: rate, every: 4}}
      missing: {plugin: bad, options: {fails_to_load: raise}}
      dies: {plugin: bad, options: {fails_to_load: exit}}
      stuck: {plugin: bad, options: {fails_to_load: hang}}
      other: {plugin: bad, options: {task: objects}}
    protocols: [words]
    noises: {white: white.wav}
    conditions: [{noise: white, snr_db: [20]}]
    limits: {seconds: 1.5, load_seconds: 6, memory_mb: 120}
"""
NAMED = {
    "hangs": ("timed out", "gave no answer within 1.5 s"),
    "crashes": ("failed", "its process ended: SIGSEGV"),
    "exits": ("failed", "its process ended: exit code 3"),
    "raises": ("failed", "raised RuntimeError: the fake raises"),
    "leaks": ("failed", "held more memory than its limit of 120 MB"),
    "lies": ("failed", "does it take the sound at another rate"),
    "missing": ("left out", "the fake's weights are not there. Fetch them."),
    "dies": ("left out", "could not be loaded: its process ended: exit code 4"),
    "stuck": ("left out", "could not be loaded: gave no answer within 6 s"),
    "other": ("left out", "its task is objects; the study judges speech recognition"),
}
NOISY = """
    name: in noise
    seed: 5
    datasets: {{tones: tones 24}}
    recognizers:
      sharp: {{plugin: sharp, options: {{log: "{log}", work: {work}}}}}
      blurred: {{plugin: blurred, options: {{blur: 0.97, log: "{log}", work: {work}}}}}
      crashes: {{plugin: bad, options: {{fault: crash, every: 23, log: "{log}", work: {work}}}}}
    noises: {{white: white.wav}}
    conditions: [as recorded, {{noise: white, snr_db: [-20, -10, 0]}}]
    protocols: [words]
"""
UNITS = 24 * 3 * 4


def table_of(folder: Path) -> bytes:
    return (folder / "results.parquet").read_bytes()


def executed(log: Path) -> Counter[str]:
    """How often each recogniser was given each signal."""
    return Counter(log.read_text().splitlines()) if log.is_file() else Counter()


pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    """The results of all bad recognisers at once."""
    from textwrap import dedent

    from ogam.lab.studies import prepare, run

    folder = tmp_path_factory.mktemp("bad")
    (folder / "white.wav").write_bytes(_wave())
    (folder / "STUDY.yaml").write_text(dedent(BAD))
    run(prepare(folder / "STUDY.yaml", folder / "out", fake_sources()), 3)
    return folder / "out"


def _wave() -> bytes:
    import io

    import numpy as np
    import soundfile

    file = io.BytesIO()
    soundfile.write(file, np.random.default_rng(0).normal(0, 0.1, 8_000), 16_000, format="WAV")
    return file.getvalue()


@pytest.mark.parametrize("name", NAMED)
def test_a_bad_recogniser_is_named(bad, name):
    status, why = NAMED[name]
    own = [row for row in read_table(bad / "results.parquet") if row["recognizer"] == name]
    wrong = [row for row in own if row["status"] != "ok"]
    assert len(own) == 12
    assert wrong
    assert {row["status"] for row in wrong} == {status}
    assert all(why in row["failure"] for row in wrong), {row["failure"] for row in wrong}
    told = [one for one in load_results(bad).omissions if one.recognizer == name]
    assert sum(one.count for one in told) == len(wrong)


def test_the_others_are_not_harmed(bad):
    rows = read_table(bad / "results.parquet")
    assert all(row["status"] == "ok" for row in rows if row["recognizer"] == "good")
    for name in ("hangs", "crashes", "exits", "raises", "lies"):
        assert any(row["status"] == "ok" for row in rows if row["recognizer"] == name)


def test_what_was_left_out_stands_on_top_of_the_page(bad):
    written = (bad / "index.html").read_text()
    assert written.index("What was left out") < written.index('<h2><span lang="en">Figures')
    assert all(why in written.replace("&#x27;", "'") for _, why in NAMED.values())


@pytest.fixture
def noisy(study, tmp_path):
    """A study whose recognisers note what they were given."""

    def write(work: float = 0.0) -> Path:
        return study(NOISY.format(log=tmp_path / "log.txt", work=work))

    return write


def test_the_table_is_the_same_whatever_the_number_of_workers(noisy, tmp_path, run_here):
    path = noisy()
    for workers in (1, 3):
        run_here(path, tmp_path / f"out{workers}", workers)
    tables = {table_of(tmp_path / f"out{workers}") for workers in (1, 3)}
    assert len(tables) == 1
    assert (tmp_path / "out1/figures.json").read_bytes() == (tmp_path / "out3/figures.json").read_bytes()
    rows = read_table(tmp_path / "out1/results.parquet")
    assert len(rows) == UNITS
    assert {"ok", "failed"} == {row["status"] for row in rows}


def test_another_seed_gives_another_table(noisy, tmp_path, run_here):
    path = noisy()
    run_here(path, tmp_path / "one")
    path.write_text(path.read_text().replace("seed: 5", "seed: 6"))
    run_here(path, tmp_path / "two")
    assert table_of(tmp_path / "one") != table_of(tmp_path / "two")


def test_killed_it_goes_on_and_repeats_nothing_that_was_finished(noisy, tmp_path, run_here, run_apart):
    path, log = noisy(work=0.01), tmp_path / "log.txt"
    run_here(path, tmp_path / "whole")
    log.unlink()
    kills = 0
    finished: dict[int, object] = {}
    for share in (0.1, 0.4, 0.7):
        running = run_apart(path, tmp_path / "out")
        while running.poll() is None and len(read_journals(tmp_path / "out" / WORK)) < share * UNITS:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
        kills += running.wait() == -signal.SIGKILL
        wait_for_silence(log)
        now = read_journals(tmp_path / "out" / WORK)
        assert all(now[index] == entry for index, entry in finished.items())
        finished = dict(now)
    assert kills == 3
    before = executed(log)
    run_here(path, tmp_path / "out")
    assert table_of(tmp_path / "out") == table_of(tmp_path / "whole")
    rows = read_table(tmp_path / "out/results.parquet")
    ok = sum(row["status"] == "ok" for row in rows)
    repeated = executed(log).total() - ok
    assert len(executed(log)) == ok
    assert 0 <= repeated <= 2 * kills, "more was done again than was in work when it was killed"
    assert executed(log).total() - before.total() <= UNITS - len(finished)


def wait_for_silence(log: Path) -> None:
    """Until the workers of a runner that was killed have ended."""
    size = -1
    while log.is_file() and log.stat().st_size != size:
        size = log.stat().st_size
        time.sleep(0.3)


def test_finished_it_does_nothing_again(noisy, tmp_path, run_here):
    path, log = noisy(), tmp_path / "log.txt"
    run_here(path, tmp_path / "out")
    before, table = executed(log), table_of(tmp_path / "out")
    speed = json.loads((tmp_path / "out/speed.json").read_text())
    run_here(path, tmp_path / "out")
    assert executed(log) == before
    assert table_of(tmp_path / "out") == table
    assert json.loads((tmp_path / "out/speed.json").read_text()) == speed


def test_fresh_does_everything_again(noisy, tmp_path, run_here):
    path, log = noisy(), tmp_path / "log.txt"
    run_here(path, tmp_path / "out")
    before = executed(log).total()
    run_here(path, tmp_path / "out", fresh=True)
    assert executed(log).total() == 2 * before


def test_an_interruption_ends_all_processes_and_keeps_what_is_done(noisy, tmp_path, run_apart):
    path, log = noisy(work=0.02), tmp_path / "log.txt"
    running = run_apart(path, tmp_path / "out")
    while len(read_journals(tmp_path / "out" / WORK)) < 20:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    assert running.wait() != 0
    done = executed(log).total()
    time.sleep(0.3)
    assert executed(log).total() == done, "workers went on"
    assert len(read_journals(tmp_path / "out" / WORK)) >= 20


def test_each_recogniser_is_loaded_once_a_worker_and_both_workers_work(study, tmp_path, run_here):
    path = study("""
        name: shared
        datasets: {tones: tones 60}
        recognizers: {one: {plugin: a, options: {work: 0.02}}, two: {plugin: b, options: {work: 0.02}}}
        protocols: [words]
        """)
    run_here(path, tmp_path / "out", 2)
    loads = [json.loads(line) for line in (tmp_path / "out" / WORK / "loads.jsonl").read_text().splitlines()]
    assert all(count <= 2 for count in Counter(one["recognizer"] for one in loads).values())
    journals = [path.read_text().count("\n") for path in (tmp_path / "out" / WORK).glob("units-*.jsonl")]
    assert sum(journals) == 120
    assert sum(count > 0 for count in journals) >= 3


def test_a_recogniser_that_only_breaks_is_given_up_on_at_the_same_place(study, tmp_path, run_here):
    text = """
        name: hopeless
        datasets: {tones: tones 40}
        recognizers: {hopeless: {plugin: bad, options: {fault: exit}}, good: fine}
        protocols: [words]
        limits: {failures: 3}
        """
    path = study(text)
    run_here(path, tmp_path / "one", 1)
    run_here(path, tmp_path / "three", 3)
    assert table_of(tmp_path / "one") == table_of(tmp_path / "three")
    counts = Counter((row["recognizer"], row["status"]) for row in read_table(tmp_path / "one/results.parquet"))
    assert counts == {("hopeless", "failed"): 3, ("hopeless", "left out"): 37, ("good", "ok"): 40}


def test_a_recogniser_that_is_there_later_is_tried_again(study, tmp_path, run_here):
    flag = tmp_path / "weights"
    path = study(f"""
        name: later
        datasets: {{tones: tones 4}}
        recognizers: {{late: {{plugin: late, options: {{needs: "{flag}"}}}}}}
        protocols: [words]
        """)
    run_here(path, tmp_path / "out")
    assert {row["status"] for row in read_table(tmp_path / "out/results.parquet")} == {"left out"}
    flag.touch()
    run_here(path, tmp_path / "out")
    assert {row["status"] for row in read_table(tmp_path / "out/results.parquet")} == {"ok"}


def test_items_that_cannot_be_read_are_left_out(study, tmp_path, run_here):
    path = study("""
        name: damaged
        datasets: {tones: damaged 6}
        recognizers: {good: fine}
        protocols: [words]
        """)
    results = run_here(path, tmp_path / "out")
    told = {(one.status, one.recognizer, one.count) for one in results.omissions}
    assert told == {("left out", "good", 1), ("data", "", 1)}
    assert results.judged[0].assessment.figures[0].count == 5


def test_a_folder_of_another_study_is_refused(noisy, tmp_path, run_here):
    path = noisy()
    run_here(path, tmp_path / "out")
    path.write_text(path.read_text().replace("seed: 5", "seed: 6"))
    with pytest.raises(StudyError, match="before something was changed"):
        prepare(path, tmp_path / "out", fake_sources())
    prepare(path, tmp_path / "out", fake_sources(), fresh=True)


def test_two_runs_in_one_folder_are_refused(noisy, tmp_path):
    path = noisy()
    with locked(tmp_path / "out"), pytest.raises(StudyError, match="a study is being run in it"):
        prepare(path, tmp_path / "out", fake_sources())


def test_a_folder_that_cannot_be_one(noisy, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StudyError, match="cannot be written"):
        prepare(noisy(), tmp_path / "file", fake_sources())


def test_results_of_no_study(tmp_path):
    with pytest.raises(StudyError, match="no results of a study"):
        load_results(tmp_path)
    for name in ("figures.json", "speed.json", "environment.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(StudyError, match="cannot be read"):
        load_results(tmp_path)


def test_results_can_be_moved(noisy, tmp_path, run_here):
    results = run_here(noisy(), tmp_path / "out")
    shutil.move(tmp_path / "out", tmp_path / "moved")
    moved = load_results(tmp_path / "moved")
    assert [one.recognizer for one in moved.judged] == [one.recognizer for one in results.judged]
    assert moved.omissions == results.omissions
    assert str(tmp_path) not in (tmp_path / "moved/environment.json").read_text()
    assert os.uname().nodename not in (tmp_path / "moved/environment.json").read_text()


def test_a_recogniser_that_nobody_judges_is_named(study, tmp_path, run_here):
    path = study("""
        name: idle
        datasets: {tones: tones 2}
        recognizers: {busy: one, idle: two}
        protocols: [{protocol: words, recognizers: busy}]
        """)
    (told,) = run_here(path, tmp_path / "out").omissions
    assert (told.recognizer, told.why) == ("idle", "no protocol of the study takes it")


def test_without_the_extra_it_says_what_to_install(study, tmp_path, monkeypatch):
    from ogam.lab.studies import running

    monkeypatch.setattr(running, "find_spec", lambda name: None if name == "pyarrow" else object())
    with pytest.raises(StudyError, match=r"studies need pyarrow.*pip install 'ogam\[lab\]'"):
        prepare(tmp_path / "STUDY.yaml", tmp_path / "out", fake_sources())
