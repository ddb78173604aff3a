import json

import pytest
from typer.testing import CliRunner

from ogam.cli.main import app
from ogam.core import Device
from ogam.devices import drivers
from ogam.devices.fakes import FakeDriver, made_up_air_conditioner

HOME = """\
language: en
permissions: false
areas: [living room]
devices:
  - {name: lamp, domain: light, area: living room}
  - {name: cool box, domain: climate, area: living room, driver: fake, address: climate.ac}
"""


class Fake:
    """A module of a driver, as `drivers.MODULES` names one."""

    class Settings:
        pass

    told: FakeDriver


@pytest.fixture
def run(tmp_path, monkeypatch):
    (tmp_path / "home.yaml").write_text(HOME)
    (tmp_path / "drivers.toml").write_text("[fake]\n")
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    made = []

    def open_one(path, name, table, devices):
        made.append(
            FakeDriver([Device("climate.ac", "AC", "climate", properties=made_up_air_conditioner().properties)])
        )
        return made[-1]

    monkeypatch.setattr(drivers, "MODULES", {"fake": "none"})
    monkeypatch.setattr(drivers, "open_one", open_one)

    def command(*arguments):
        result = CliRunner().invoke(app, ["devices", *arguments], catch_exceptions=False)
        return result.exit_code, result.output, made

    return command


def test_devices_are_listed(run):
    code, text, _ = run("list")
    assert code == 0
    assert "light.lamp  lamp · living room · virtual" in text
    assert "climate.cool_box  cool box · living room · fake" in text


def test_what_is_discovered_is_remembered_and_can_be_told(run):
    assert "AC · climate · climate.ac" in run("discover")[1]
    assert "mode: cool, dry" in run("list")[1]
    code, text, made = run("act", "cool box", "mode=DRY", "target=24")
    assert code == 0
    assert "cool box → dry, 24 °C" in text
    assert made[-1].acted[0][1].arguments == {"mode": "DRY", "target": 24}


def test_a_verb_of_all_devices(run):
    code, text, _ = run("act", "lamp", "set_light", "brightness=40", "--json")
    assert code == 0
    assert json.loads(text)["actions"][0]["state"]["brightness"] == 40


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("act", "lmp", "turn_on"), "This home has no device 'lmp'. Did you mean 'lamp'?"),
        (("act", "lamp", "fly"), "The lamp can't do 'fly'. It can do:"),
        (("discover", "faje"), "there is no table [faje]. Did you mean 'fake'?"),
    ],
)
def test_what_is_wrong_is_said(run, arguments, message):
    code, text, _ = run(*arguments)
    assert code == 2
    assert message in text


def test_what_a_device_cannot_do_is_said_with_what_it_can(run):
    run("discover")
    code, text, _ = run("act", "cool box", "mode=HEAT")
    assert code == 2
    assert "The cool box can't do 'heat'. It can: cool, dry." in text


def test_a_simulator_says_how_to_reach_it(run, monkeypatch):
    class Simulated:
        @staticmethod
        async def serve(port, ready):
            ready(f"[fake]\nport = {port}\n")

    monkeypatch.setattr(drivers, "simulator", lambda name: Simulated)
    code, text, _ = run("simulate", "fake", "--port", "77")
    assert code == 0
    assert "nothing real moves" in text
    assert "[fake]\nport = 77" in text


def test_what_cannot_be_simulated_is_said(run):
    code, text, _ = run("simulate", "thinqq")
    assert code == 2
    assert "There is no simulator 'thinqq'. Did you mean 'thinq'?" in text
