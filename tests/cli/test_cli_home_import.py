import asyncio
import threading

import pytest
from typer.testing import CliRunner

pytest.importorskip("websockets")

from ogam.cli.main import app
from ogam.devices.drivers import read_tables
from ogam.devices.homeassistant.simulator import TOKEN, HomeAssistantSimulator
from ogam.devices.known import recall


@pytest.fixture
def simulator():
    """A simulated Home Assistant in a thread of its own: the command line has a loop of its own."""
    made = HomeAssistantSimulator()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(made.start(), loop).result(5)
    yield made
    asyncio.run_coroutine_threadsafe(made.stop(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("OGAM_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        result = CliRunner().invoke(app, ["home", "import", *arguments])
        return result.exit_code, result.output

    return command


def test_it_is_shown_first_and_written_when_asked(run, simulator, tmp_path):
    there = ("--url", simulator.url, "--token", TOKEN)
    code, text = run("homeassistant", *there)
    assert code == 0
    assert "+  - {name: Curtain, domain: cover, area: Living room" in text
    assert "Left out, 1: hidden (light.old)" in text
    assert "Nothing is written yet" in text
    assert not (tmp_path / "home.yaml").exists()
    assert not (tmp_path / "drivers.toml").exists()
    code, text = run("homeassistant", *there, "--write")
    assert code == 0
    assert "name: Curtain" in (tmp_path / "home.yaml").read_text()
    assert read_tables(tmp_path / "drivers.toml")["homeassistant"] == {"url": simulator.url, "token": TOKEN}
    assert (tmp_path / "drivers.toml").stat().st_mode & 0o077 == 0
    assert recall(tmp_path, "homeassistant")["cover.curtain"].property("position") is not None


def test_the_second_time_it_is_synchronised(run, simulator):
    run("homeassistant", "--url", simulator.url, "--token", TOKEN, "--write")
    simulator.home.entries["light.hall"]["name"] = "Corridor light"
    code, text = run("homeassistant", "--sync", "--write")
    assert code == 0
    assert "Changed, 1: Hall light" in text
    code, text = run("homeassistant", "--sync")
    assert "There is nothing new in Home Assistant." in text


def test_what_is_wrong_is_said(run, tmp_path):
    code, _ = run("smartthings")
    assert code == 2
    code, text = run("homeassistant")
    assert code == 2
    assert "there is no table [homeassistant]" in text
