"""Each bad plugin fails exactly the check that is made for its fault, and the kit goes on after it."""

import sys
from pathlib import Path

import pytest

from ogam.lab.conformance import CHECKS, check_plugin, running
from ogam.lab.conformance.tracing import tracer
from ogam.lab.conformance.watching import network_wrapper

BAD = Path(__file__).with_name("bad_plugins")
FAULTS = {
    "opens": ("opens", "RuntimeError: the licence server does not answer"),
    "opens-and-exits": ("opens", "it crashes: its process ended (exit code 3)"),
    "answers": ("answers", "it gives 1 lists"),
    "card": ("card", "inputs, outputs"),
    "licence": ("licence", "no licence"),
    "units": ("units", "a confidence is 1.5, where 0 to 1 is meant"),
    "time-stamps": ("time stamps", "of a signal that begins at 100 s instead of 0 s"),
    "rate": ("rate", "48000 samples a second"),
    "silence": ("silence", "in silence it finds 'hello' with a confidence of 0.90"),
    "noise": ("noise", "in noise it finds 'hello'"),
    "short-input": ("short input", "it raises ZeroDivisionError"),
    "hangs": ("long input", "it hangs: no answer within"),
    "crashes": ("long input", "SIGSEGV"),
    "broken-input": ("broken input", "it raises ValueError"),
    "determinism": ("determinism", "the second time it says something else"),
    "determinism-elsewhere": ("determinism", "in another process it says something else"),
    "thread-safety": ("thread safety", "when 4 threads ask at once"),
    "streaming": ("streaming", "in chunks of 1600 samples"),
    "memory-growth": ("memory growth", "over a hundred signals it takes"),
    "latency": ("latency", "its card promises 1"),
    "weights": ("weights", "model.bin is not the file that its card states"),
    "unnamed-weights": ("weights", "not on its card"),
    "offline": ("offline", "without a network it fails"),
    "network": ("network", "it reaches for the network: 127.0.0.1"),
    "files": ("files", "diary.txt"),
    "files-written": ("files", "cache.bin"),
    "files-native": ("files", str(Path.home())),
}
LONG_ENOUGH = {"hangs": 10.0}
"""Seconds that a check may take; a plugin that hangs takes all of them."""


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    """The bad plugins are found, and this repository is no folder of packages, though pytest was started in it."""
    here = [path for path in sys.path if not BAD.is_relative_to(Path(path).resolve())]
    monkeypatch.setattr(sys, "path", [str(BAD), *here])


@pytest.mark.whole
@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_plugin_fails_exactly_its_check(name, tmp_path):
    if name == "offline" and not network_wrapper():
        pytest.skip("no namespaces here: native code cannot be kept from the network")
    if name == "files-native" and not tracer(tmp_path / "trace"):
        pytest.skip("no strace here: what native code does cannot be seen")
    check, said = FAULTS[name]
    report = check_plugin(f"bad/{name}", timeout=LONG_ENOUGH.get(name, 120.0))
    assert [verdict.check for verdict in report.of("failed")] == [check], report
    [failed] = report.of("failed")
    assert said in failed.says
    assert failed.advice
    assert [verdict.check for verdict in report.verdicts] == [one.name for one in CHECKS]
    assert not report.passed


def test_one_without_a_fault_passes():
    report = check_plugin("bad/sound")
    assert report.passed
    assert [verdict.check for verdict in report.of("skipped")] == ["streaming"]


def test_without_namespaces_python_is_kept_from_the_network(monkeypatch):
    monkeypatch.setattr(running, "network_wrapper", list)
    monkeypatch.setattr(running, "tracer", lambda log: [])
    assert check_plugin("bad/sound").passed
    failed = check_plugin("bad/network").of("failed")
    assert [verdict.check for verdict in failed] == ["network"]


def test_every_check_has_a_bad_plugin():
    assert {check for check, _ in FAULTS.values()} == {one.name for one in CHECKS}
