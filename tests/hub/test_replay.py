import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Audio, Box, Observation
from ogam.core.observations import observation_data, observation_from
from ogam.home import example_home, parse_home
from ogam.hub import EventLog, open_hub, replay
from ogam.hub.fakes import FakeRecognizer

HOME = example_home()
SAID = ("turn on the kitchen lights", "set the thermostat to 21", "what time is it", "turn off the lights", "nonsense")


def record(path: Path) -> None:
    with EventLog(path) as log:
        hub = open_hub(HOME, log, recognizer=FakeRecognizer("start the robot vacuum", 0.93))
        for text in SAID:
            asyncio.run(hub.say(text, "office" if text == "turn off the lights" else None))
        asyncio.run(hub.hear(Audio(np.zeros(100, np.float32)), "office"))


def test_a_log_run_again_gives_the_same(tmp_path: Path) -> None:
    record(tmp_path / "log.sqlite")
    result = asyncio.run(replay(tmp_path / "log.sqlite", open_hub(HOME, listen=False)))
    assert (result.turns, result.skipped, result.differences) == (6, 0, ())


def test_what_comes_out_otherwise_is_named(tmp_path: Path) -> None:
    record(tmp_path / "log.sqlite")
    kitchen = tuple(
        replace(device, id="light.other") if device.id == "light.ceiling_light" else device for device in HOME.devices
    )
    other = replace(HOME, devices=tuple(device for device in kitchen if device.name != "robot vacuum"))
    result = asyncio.run(replay(tmp_path / "log.sqlite", open_hub(other, listen=False)))
    named = {(difference.sentence, difference.what) for difference in result.differences}
    assert ("turn on the kitchen lights", "command devices") in named
    assert ("turn on the kitchen lights", "actions") in named
    assert ("start the robot vacuum", "decision") in named
    assert not any(sentence == "what time is it" for sentence, _ in named)
    gone = next(d for d in result.differences if (d.sentence, d.what) == ("start the robot vacuum", "command intent"))
    assert (gone.then, gone.now) == ('"HassVacuumStart"', "nothing")


def test_turns_that_had_failed_are_skipped(tmp_path: Path) -> None:
    with EventLog(tmp_path / "log.sqlite") as log:
        log.append("s", "t", "turn", {"area": None, "medium": "audio"})
        log.append("s", "t", "error", {"where": "recognizer", "type": "X", "message": "x"})
    result = asyncio.run(replay(tmp_path / "log.sqlite", open_hub(parse_home("scenes: [night]"), listen=False)))
    assert (result.turns, result.skipped) == (0, 1)


@given(
    st.builds(
        Observation,
        kind=st.text(),
        value=st.text(),
        confidence=st.floats(0, 1),
        start=st.floats(0, 1e6),
        end=st.floats(0, 1e6),
        box=st.none() | st.builds(Box, *[st.floats(0, 1e4)] * 4),
        details=st.dictionaries(st.text(), st.integers() | st.text() | st.booleans()),
    )
)
def test_observations_come_back_from_the_log_as_they_were(observation: Observation) -> None:
    with EventLog(None) as log:
        event = log.append("s", "t", "observation", observation_data(observation))
    assert observation_from(event.data) == observation
