"""The kit itself: what passes, what is skipped and why, and how it is used from pytest."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from ogam.audio import write_wav
from ogam.core import Audio, Image
from ogam.lab.conformance import CHECKS, check_plugin
from ogam.lab.conformance.comparing import difference
from ogam.lab.conformance.signals import delayed, mumble, repeated, usual
from ogam.lab.conformance.tracing import add_traced
from ogam.lab.conformance.watching import Reach, environment, strange_reads, strange_writes
from ogam.plugins.echo import EchoRecognizer
from ogam.plugins.serving import serve

BAD = Path(__file__).with_name("bad_plugins")


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    monkeypatch.syspath_prepend(str(BAD))


def verdict_of(report, check):
    return next(verdict for verdict in report.verdicts if verdict.check == check)


def test_one_over_http_is_checked_as_far_as_can_be():
    with serve(EchoRecognizer({"": "hello"}), 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        report = check_plugin(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    assert report.passed
    skipped = {verdict.check for verdict in report.of("skipped")}
    assert skipped == {"streaming", "weights", "offline", "network", "files"}


def test_an_address_where_nobody_is():
    report = check_plugin("http://127.0.0.1:9")
    assert [verdict.check for verdict in report.of("failed")] == ["opens"]
    assert "nobody listens there" in verdict_of(report, "opens").says
    assert len(report.of("skipped")) == len(CHECKS) - 1


def test_only_some_checks_and_what_they_rest_on():
    report = check_plugin("bad/silence", only=["noise"])
    assert [verdict.check for verdict in report.verdicts] == ["opens", "answers", "noise"]
    assert report.passed


def test_verdicts_are_told_as_they_come():
    told = []
    report = check_plugin("bad/sound", only=["card"], tell=told.append)
    assert told == list(report.verdicts)


def test_samples_of_ones_own_are_used(tmp_path):
    quiet = tmp_path / "quiet.wav"
    write_wav(quiet, np.zeros(16_000, np.float32))
    report = check_plugin("bad/units", samples=[quiet])
    assert verdict_of(report, "units").result == "skipped"
    assert "--sample" in verdict_of(report, "units").advice


def test_figures_are_numbers_with_units():
    report = check_plugin("bad/sound", only=["latency", "memory growth"])
    assert set(verdict_of(report, "latency").figures) == {
        "latency_p50_ms", "latency_p95_ms", "latency_p99_ms", "real_time_factor",
    }  # fmt: skip
    assert verdict_of(report, "memory growth").figures["memory_mb"] > 5


def run_pytest(*arguments):
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--rootdir", os.curdir]
    command += ["-p", "ogam.lab.pytest_plugin", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)


def test_under_pytest_each_check_is_a_test(tmp_path):
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    run = run_pytest("--ogam-plugin=bad/silence", str(tmp_path))
    assert run.returncode == 1, run.stdout + run.stderr
    assert "1 failed" in run.stdout
    assert f"{len(CHECKS) - 1} passed, 1 skipped" in run.stdout  # its own test is among them
    assert "bad/silence: silence" in run.stdout
    assert "in silence it finds 'hello'" in run.stdout
    assert "Look for speech first" in run.stdout


def test_under_pytest_it_does_nothing_unless_it_is_asked(tmp_path):
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    assert "1 passed" in run_pytest(str(tmp_path)).stdout


def test_differences_are_said_where_they_are():
    one = [{"value": "a", "details": {"vector": [1.0, 2.0]}}]
    assert not difference(one, [{"value": "a", "details": {"vector": [1.0, 2.000001]}}])
    assert difference(one, [{"value": "b", "details": {"vector": [1.0, 2.0]}}]) == "[0].value: 'a' and 'b'"
    assert difference(one, [{"value": "a", "details": {"vector": [1.0, 3.0]}}]) == "[0].details.vector[1]: 2.0 and 3.0"
    assert difference(one, []) == "observations: 1 and 0 of them"
    assert difference([{"a": True}], [{"a": 1.5}])


def test_the_made_up_signals_are_the_same_each_time():
    for medium in ("audio", "image"):
        for one, other in zip(usual(medium), usual(medium), strict=True):
            same = one.samples == other.samples if isinstance(one, Audio) else one.pixels == other.pixels
            assert same.all()
    assert all(isinstance(one, Image) and one.pixels.dtype == np.uint8 for one in usual("image"))


def test_a_signal_is_made_longer_and_later():
    sound = Audio(mumble(1.0), 3.0, "x")
    assert repeated(sound, 2.5).duration == 2.5
    later = delayed(sound, 1.0)
    assert (later.start, later.duration) == (3.0, 2.0)
    assert not later.samples[:16_000].any()


TRACE = """\
7 openat(AT_FDCWD, "/before", O_RDONLY) = 3
7 openat(AT_FDCWD, "/ogam-conformance-begins-to-watch", O_RDONLY|O_CLOEXEC) = -1 ENOENT (No such file or directory)
7 openat(AT_FDCWD, "/read", O_RDONLY|O_CLOEXEC <unfinished ...>
8 openat(AT_FDCWD, "/written", O_RDWR|O_CREAT, 0644) = 4
7 <... openat resumed>) = 3
7 openat(AT_FDCWD, "/missing", O_RDONLY) = -1 ENOENT (No such file or directory)
7 openat(AT_FDCWD, "relative", O_RDONLY) = 5
7 rename("/old", "/new") = 0
7 connect(3, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("10.0.0.1")}, 16) = -1 ENETUNREACH (…)
7 connect(3, {sa_family=AF_INET6, sin6_port=htons(53), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0
7 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0
9 execve("/usr/bin/ls", ["ls"], 0x7ffe /* 3 vars */) = 0
9 +++ exited with 0 +++
"""


def test_the_lines_of_strace_are_read_from_the_mark_on(tmp_path):
    (tmp_path / "trace").write_text(TRACE, "utf-8")
    reach = Reach()
    add_traced(reach, tmp_path / "trace")
    assert reach.read == {"/read"}
    assert reach.written == {"/written", "/old"}
    assert reach.connections == {"10.0.0.1:9", "::1:53"}
    assert reach.programs == {"/usr/bin/ls"}


def test_what_is_read_and_written_elsewhere_is_strange(tmp_path):
    home = Path.home()
    reach = Reach()
    reach.read = {str(home / "diary.txt"), sys.executable, str(tmp_path / "own.bin"), "/proc/self/status"}
    reach.written = {str(home / ".cache" / "x"), str(tmp_path / "scratch"), "/dev/null"}
    assert strange_reads(reach, []) == [str(home / "diary.txt")]
    assert strange_writes(reach) == [str(home / ".cache" / "x")]
    assert strange_reads(reach, [home / "diary.txt"]) == []
