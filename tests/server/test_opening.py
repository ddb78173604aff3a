import gc

import pytest

from ogam.audio import EnergyVoiceActivity
from ogam.hub.fakes import FakeRecognizer
from ogam.server import opening


def test_everything_is_used_once_before_it_is_ready():
    used = []

    class Ears(EnergyVoiceActivity):
        def open(self):
            used.append("ears")
            return super().open()

    class Hearing(FakeRecognizer):
        def recognize(self, signals):
            used.append("recogniser")
            return super().recognize(signals)

    class Grammar:
        def interpret(self, text, area=None):
            used.append("grammar")

    opening.warm(Hearing("lamp on"), Grammar(), Ears())
    assert used == ["ears", "recogniser", "grammar"]


def test_the_garbage_collector_is_back_whatever_happens():
    def fail() -> None:
        with opening._nothing_collected():
            assert not gc.isenabled()
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert gc.isenabled()
    gc.unfreeze()


@pytest.mark.real
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_first_command_is_not_slower_than_the_next(language):
    """By the work that is left to do, not by the clock: the states of the grammar that are still to be made."""
    import numpy as np

    from ogam.core import Audio
    from ogam.home import example_home
    from ogam.hub import EventLog

    house = opening.open_house(example_home(language), EventLog(None))
    recognizer = house.hub.recognizer
    known = len(recognizer._paths()._listed)
    assert known > 20
    noise = Audio(np.random.default_rng(1).normal(0, 0.01, 16_000).astype(np.float32))
    recognizer.recognize([noise])
    assert len(recognizer._paths()._listed) - known < known
    house.close()
