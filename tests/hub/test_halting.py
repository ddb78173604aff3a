"""Stop: everything that stops, before anything else, whoever says it."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from ogam.audio import EnergyVoiceActivity
from ogam.audio.stop_words import FakeStopWords
from ogam.core import Action, Audio, Device, DeviceError, Identity, Observation, Signal
from ogam.devices import VirtualDriver
from ogam.devices.fakes import FakeDriver
from ogam.devices.robots import with_robots
from ogam.devices.stopping import Brake, ThreadStopEars
from ogam.grammar import compile_home
from ogam.home import parse_home
from ogam.hub import EventLog, House, Hub, Turn, replay
from ogam.hub.fakes import FakeRecognizer
from ogam.policy import Permissions

HOME = with_robots(
    parse_home(
        """
areas: [kitchen, hall]
places: {kitchen: {x: 1, y: 2}, hall: {x: 3, y: 4}}
devices:
  - {name: robot, domain: robot}
  - {name: lamp, domain: light, area: kitchen}
  - {name: radio, domain: media_player, area: kitchen, stops: true, state: playing}
people: [{name: Mina, role: owner}]
"""
    )
)
KOREAN = with_robots(
    parse_home("{language: ko, areas: [주방], places: {주방: {x: 1, y: 2}}, devices: [{name: 로봇, domain: robot}]}")
)
ALONE = replace(HOME, devices=HOME.devices[:2])
STOPPED = {"robot.robot": "stop", "media_player.radio": "pause"}


def hub(home=HOME, driver=None, recognizer=None, **more) -> Hub:
    drivers = {"virtual": driver or VirtualDriver(home.devices)}
    return Hub(home, compile_home(home), recognizer, drivers, more.pop("log", None) or EventLog(None), **more)


def told(turn: Turn) -> dict[str, str]:
    return {act.device.id: act.action.verb for act in turn.acts}


@pytest.mark.parametrize("said", ["stop", "halt", "stop stop", "please stop", "freeze"])
def test_the_word_stops_all_that_stops_and_nothing_else(said):
    turn = asyncio.run(hub().say(said))
    assert told(turn) == STOPPED
    assert turn.reply == "Stopped."


@pytest.mark.parametrize("said", ["멈춰", "정지", "서", "스톱", "거기 서"])
def test_the_korean_words(said):
    turn = asyncio.run(hub(KOREAN).say(said))
    assert told(turn) == {"robot.로봇": "stop"}
    assert turn.reply == "멈췄어요."


def test_by_touch_it_is_told_and_then_logged():
    log = EventLog(None)
    turn = asyncio.run(hub(log=log).halt("tablet", Identity("Mina")))
    assert told(turn) == STOPPED
    assert [event.kind for event in log.events()] == [
        "turn", "identity", "command", "decision", "action", "action", "reply"
    ]  # fmt: skip


@pytest.mark.parametrize("said", ["stop", "robot stop", "stop the robot"])
def test_nobody_is_asked_and_no_rule_hinders(said):
    strict = replace(HOME, permissions=True)
    rules = Permissions(strict)
    turn = asyncio.run(hub(strict, policy=rules).say(said, who=Identity()))
    assert turn.acts[0].result.ok
    assert turn.decision.rule == "stop-at-once"
    assert asyncio.run(hub(strict, policy=rules).say("go to the kitchen", who=Identity())).decision.effect != "allow"


def test_a_rule_that_forbids_everything_does_not_forbid_to_stop():
    from ogam.home import PolicyText

    nothing = replace(HOME, policies=(PolicyText('@id("never") forbid (principal, action, resource);'),))
    assert asyncio.run(hub(nothing, policy=Permissions(nothing)).say("stop")).acts


def test_stop_does_not_wait_for_a_command_that_is_being_carried_out():
    """The session carries one thing out after the other; "stop" goes before all of them."""
    slow = FakeDriver(HOME.devices, {"light.lamp": [1.0]})
    house = House(hub(driver=slow), EnergyVoiceActivity())
    session = house.session("tablet", "kitchen")

    async def run() -> tuple[bool, Turn]:
        waiting = asyncio.create_task(session.say("turn on the lamp"))
        await asyncio.sleep(0.05)
        stopped = await session.say("stop")
        was_done = waiting.done()
        await waiting
        return was_done, stopped

    was_done, turn = asyncio.run(run())
    assert not was_done
    assert told(turn) == STOPPED
    house.close()


def test_a_driver_that_fails_does_not_keep_the_others_from_stopping():
    home = replace(HOME, devices=(HOME.devices[0], replace(HOME.devices[0], id="robot.other", name="other")))
    driver = FakeDriver(home.devices, {"robot.robot": [DeviceError("The robot can't be reached.")]})
    turn = asyncio.run(hub(home, driver).halt("tablet"))
    assert [act.result.ok for act in turn.acts] == [False, True]
    assert turn.reply == "Stopped. The robot can't be reached."


def test_a_home_without_anything_that_stops_does_not_know_the_sentence():
    home = parse_home("{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}]}")
    plain = hub(home)
    assert not plain.stops
    assert all(act.device.id != "light.lamp" for act in asyncio.run(plain.say("halt")).acts)


class Slow(FakeRecognizer):
    """Takes its time, as a large model on a busy computer does."""

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        time.sleep(0.5)
        return super().recognize(signals)


def chunks(levels: Sequence[float], size: int = 640) -> Iterator[Audio]:
    """Seconds of sound, one of each level."""
    samples = np.concatenate([np.full(16_000, level, np.float32) for level in levels])
    for start in range(0, len(samples), size):
        yield Audio(samples[start : start + size], start / 16_000, "tablet")


def listen(sentence: str, levels: Sequence[float]) -> tuple[FakeDriver, list[Turn]]:
    driver, turns = FakeDriver(ALONE.devices), list[Turn]()
    house = House(hub(ALONE, driver, recognizer=Slow(sentence)), EnergyVoiceActivity(), ThreadStopEars(FakeStopWords()))

    async def run() -> None:
        listener = house.listener(house.session("tablet", "kitchen"), turns.append)
        for chunk in chunks(levels):
            listener.accept(chunk)
        listener.finish()
        await listener.run()

    asyncio.run(run())
    house.close()
    return driver, turns


def test_a_stop_word_is_acted_on_before_anything_is_recognised_and_once():
    driver, turns = listen("stop", [0, 1, 0])
    assert [device for device, _ in driver.acted] == ["robot.robot"]
    assert [turn.reply for turn in turns] == ["Stopped."]
    assert turns[0].observations[0].kind == "stop"


def test_what_else_was_said_is_carried_out_all_the_same():
    driver, turns = listen("turn on the lamp", [0, 1, 0])
    assert [device for device, _ in driver.acted] == ["robot.robot", "light.lamp"]
    assert len(turns) == 2


class Braked(FakeDriver):
    def brake(self) -> Brake:
        return Brake("ws://robot", (), ("stand still",))


def test_what_stops_and_has_a_brake_is_braked():
    stopping, other = Braked(HOME.devices), Braked(HOME.devices)
    drivers = {"virtual": stopping, "of no device": other}
    own = Hub(HOME, compile_home(HOME), None, drivers, EventLog(None))
    assert own.brakes == [stopping.brake()]
    assert hub(HOME, FakeDriver(HOME.devices)).brakes == []


def test_without_a_stop_word_nothing_stops():
    driver, _ = listen("turn on the lamp", [0, 0.5, 0])
    assert [device for device, _ in driver.acted] == ["light.lamp"]


def test_a_log_with_a_stop_word_can_be_replayed(tmp_path):
    with EventLog(tmp_path / "log") as log:
        heard = Observation("stop", "stop", 1.0, 0.0, 0.5, "tablet", "fake")
        asyncio.run(hub(log=log).halt("tablet", heard=heard))
        asyncio.run(hub(log=log).say("stop"))
    again = asyncio.run(replay(tmp_path / "log", hub()))
    assert (again.turns, again.skipped, again.differences) == (1, 1, ())


def test_come_here_means_the_room_in_which_it_is_said():
    driver = FakeDriver(HOME.devices)
    session = House(hub(driver=driver), EnergyVoiceActivity()).session("tablet", "hall")
    turn = asyncio.run(session.say("come here"))
    assert driver.acted == [("robot.robot", Action("set", {"go": "hall"}))]
    assert turn.reply == "On my way to the hall."


def test_come_here_asks_where_that_is_where_it_is_not_known():
    assert asyncio.run(hub().say("come here")).reply.startswith("In which room")


def test_what_came_of_a_way_is_told_to_whoever_asked_for_it():
    log = EventLog(None)
    house = House(hub(log=log), EnergyVoiceActivity())
    session, told_to = house.session("tablet", "hall"), list[Turn]()
    session.on_turn = told_to.append
    going = {"device": "robot.robot", "ok": True, "state": {"task": "going", "destination": "hall"}}
    there = {"device": "robot.robot", "state": {"task": "idle", "ended": "going", "destination": "hall"}}
    log.append("tablet", "t1", "action", going)
    log.append("devices", "", "device", {**there, "state": {**there["state"], "outcome": "reached"}})
    log.append("devices", "", "device", {**there, "state": {**there["state"], "outcome": "reached", "battery": 3}})
    assert [turn.reply for turn in told_to] == ["The robot is at the hall."]
    assert [event.data["medium"] for event in log.events() if event.kind == "turn"] == ["report"]
    house.close()


def test_a_device_that_is_told_to_stop_by_its_kind():
    from ogam.devices.halting import stopping

    assert stopping(Device("cover.c", "blind", "cover", attributes={"stops": True})) == Action("turn_off")
    assert stopping(Device("vacuum.v", "vacuum", "vacuum", attributes={"stops": True})) == Action("return_to_base")
