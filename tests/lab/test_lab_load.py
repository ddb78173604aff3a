from pathlib import Path

import numpy as np
import pytest

from ogam.audio import EnergyVoiceActivity, write_wav
from ogam.core import Command, Slot
from ogam.devices import VirtualDriver
from ogam.home import parse_home
from ogam.hub import EventLog, House, Hub
from ogam.hub.fakes import FakeGrammar, FakeInterpretation, FakeRecognizer
from ogam.lab.load import measure_load, write_script

HOME = parse_home("{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}]}")
GRAMMAR = FakeGrammar({"lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")}))})


@pytest.fixture
def recordings(tmp_path) -> list[Path]:
    path = tmp_path / "lamp on.wav"
    write_wav(path, np.full(8_000, 0.5, np.float32))
    return [path]


def test_each_microphone_hears_its_command_and_nothing_is_dropped(recordings):
    hub = Hub(HOME, GRAMMAR, FakeRecognizer("lamp on"), {"virtual": VirtualDriver(HOME.devices)}, EventLog(None))
    house = House(hub, EnergyVoiceActivity())
    found = measure_load(house, recordings, sessions=5, minutes=0.06)
    house.close()
    assert (found["n"], found["heard"], found["understood"], found["drops"]) == (5, 5, 1.0, 0)
    assert found["latency_ms"]["median"] > 400 > found["processing_ms"]["median"]


def test_what_is_said_when_is_drawn_and_always_the_same():
    from ogam.core import Audio

    spoken = [Audio(np.full(16_000, 0.5, np.float32))]
    one, other = (write_script(spoken, 2, np.random.default_rng(3)) for _ in range(2))
    assert one.times == other.times
    assert len(one.times) == 2
    assert 0 <= one.times[0] <= 57 < 60 <= one.times[1] <= 117
    assert float(np.abs(one.sound).max()) > 0.4
    assert len(one.sound) == 2 * 60 * 16_000
