import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ogam.core import HomeError
from ogam.home import parse_home
from ogam.server import checks
from ogam.server.checks import CHECKS, Finding, Patient, examine
from ogam.server.settings import Settings
from ogam.server.tls import own_certificate

HOME = parse_home("{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}]}")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def patient() -> Patient:
    return Patient(Settings(port=0), HOME)


def test_every_check_says_something(patient):
    findings = examine(patient)
    assert len(findings) == len(CHECKS)
    assert all(one.detail and (one.advice or one.state == "ok") for one in findings)


def test_a_check_that_breaks_holds_up_no_other(patient, monkeypatch):
    def check_broken(_: Patient) -> Finding:
        raise RuntimeError("oh")

    monkeypatch.setattr(checks, "CHECKS", (check_broken, checks.check_disk))
    broken, disk = examine(patient)
    assert (broken.name, broken.state, broken.detail) == ("broken", "problem", "This could not be checked: oh.")
    assert disk.state == "ok"


def test_a_home_file_that_is_wrong_is_a_problem(patient):
    finding = checks.check_home(replace(patient, home=HomeError(["home.yaml:3: wrong"])))
    assert (finding.state, finding.detail) == ("problem", "home.yaml:3: wrong")


def test_weights_that_are_missing_are_named(patient):
    finding = checks.check_weights(patient)
    assert finding.state == "problem"
    assert finding.advice == "Get them: ogam models pull silero-vad moonshine-tiny-en"


def test_a_port_that_is_taken_is_a_problem(patient):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(port=taken.getsockname()[1])
        assert checks.check_port(replace(patient, settings=settings)).state == "problem"
    assert checks.check_port(patient).state == "ok"


def test_a_port_that_is_ogams_own_is_well(patient, monkeypatch):
    monkeypatch.setattr(checks, "answers", lambda port, scheme: True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(port=taken.getsockname()[1])
        assert checks.check_port(replace(patient, settings=settings)).state == "ok"


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        (Settings(), "note"),
        (Settings(tls=True, host="0.0.0.0"), "ok"),
        (Settings(host="0.0.0.0"), "problem"),
        (Settings(host="0.0.0.0", insecure=True), "note"),
        (Settings(certificate="none.pem", key="none.key"), "problem"),
    ],
)
def test_tls_is_needed_beyond_this_computer(patient, settings, state):
    assert checks.check_certificate(replace(patient, settings=settings)).state == state


def test_a_certificate_that_ends_soon_is_a_problem(patient, elsewhere, monkeypatch):
    own = own_certificate(elsewhere / "given", ["localhost"])
    settings = Settings(certificate=str(own.path), key=str(own.key))
    assert checks.check_certificate(replace(patient, settings=settings)).state == "ok"
    monkeypatch.setattr(checks, "_SOON", datetime.now(UTC) - datetime(2000, 1, 1, tzinfo=UTC))
    assert checks.check_certificate(replace(patient, settings=settings)).state == "problem"


def test_a_broker_is_reached_or_not(patient):
    assert checks.check_broker(patient).state == "note"
    with socket.create_server(("127.0.0.1", 0)) as broker:
        address = ("127.0.0.1", broker.getsockname()[1])
        assert checks.check_broker(replace(patient, broker=address)).state == "ok"
    assert checks.check_broker(replace(patient, broker=address)).state == "problem"


def test_a_clock_that_was_never_set_is_a_problem(patient, monkeypatch):
    monkeypatch.setattr(checks, "_MADE", datetime(3000, 1, 1, tzinfo=UTC))
    assert checks.check_clock(patient).state == "problem"


def test_a_full_disk_is_a_problem(patient, monkeypatch):
    monkeypatch.setattr(checks, "_LEAST_FREE_GB", 1e9)
    assert checks.check_disk(patient).state == "problem"
    monkeypatch.setattr(checks, "_LEAST_FREE_GB", 0)
    assert checks.check_disk(patient).state == "ok"


def test_home_assistant_is_asked_what_the_home_file_does_not_have(patient, tmp_path, monkeypatch):
    import asyncio
    import threading

    pytest.importorskip("websockets")
    from ogam.devices.homeassistant.simulator import TOKEN, HomeAssistantSimulator

    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert checks.check_home_assistant(patient).state == "note"
    simulator, loop = HomeAssistantSimulator(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(simulator.start(), loop).result(5)
        (tmp_path / "home.yaml").write_text("language: en\n")
        (tmp_path / "drivers.toml").write_text(f'[homeassistant]\nurl = "{simulator.url}"\ntoken = "{TOKEN}"\n')
        found = checks.check_home_assistant(patient)
        assert (found.state, found.detail) == ("note", "The home file and Home Assistant differ in 37 devices.")
        asyncio.run_coroutine_threadsafe(simulator.cut(), loop).result(5)
        assert checks.check_home_assistant(patient).state == "problem"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
