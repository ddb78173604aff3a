import asyncio
import random
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

pytest.importorskip("websockets")

from ogam.core import Action, DeviceError
from ogam.devices.homeassistant import link

sys.path.insert(0, str(Path(__file__).parent))
from simulated import played


async def listening(scene, gathered):
    async with aclosing(scene.driver.events()) as events:
        async for event in events:
            gathered.append(event)


async def until(condition, seconds=5.0):
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


def with_events(play):
    async def whole(scene):
        gathered = []
        task = asyncio.create_task(listening(scene, gathered))
        await until(lambda: scene.driver.states().get("homeassistant", {}).get("link") == "up")
        try:
            return await play(scene, gathered)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return played(whole)


def test_changes_are_told_whoever_made_them():
    async def play(scene, gathered):
        gathered.clear()
        await scene.simulator.tell("light.kitchen", "off", brightness=None)
        await until(lambda: gathered)
        return gathered[0].device, dict(gathered[0].state)

    assert with_events(play) == ("light.kitchen_light", {"power": False, "brightness": 0})


def test_states_that_are_none_are_left_out_and_the_rest_goes_on():
    async def play(scene, gathered):
        gathered.clear()
        await scene.simulator.tell("climate.living", current_temperature=float("nan"), temperature=float("inf"))
        await scene.simulator.tell("light.hall", "on", story="x" * 10_000_000)
        await scene.simulator.tell("sensor.outside", "nan")
        await scene.simulator.tell("light.kitchen", "off")
        await until(lambda: any(one.device == "light.kitchen_light" for one in gathered))
        return {one.device: dict(one.state) for one in gathered}

    told = with_events(play)
    assert "temperature" not in told["climate.air_conditioner"]
    assert "current_temperature" not in told["climate.air_conditioner"]
    assert "light.hall_light" not in told
    assert told["sensor.outside_temperature"] == {}


def test_a_device_out_of_reach_is_told_as_such():
    async def play(scene, gathered):
        gathered.clear()
        await scene.simulator.tell("light.kitchen", "unavailable")
        await scene.simulator.gone("switch.coffee")
        await until(lambda: len(gathered) >= 2)
        return {one.device: dict(one.state) for one in gathered}

    told = with_events(play)
    assert told["light.kitchen_light"] == {"state": "unreachable"}
    assert told["switch.coffee_machine"] == {"state": "unreachable"}


def test_changes_of_the_registries_are_told(caplog):
    async def play(scene, gathered):
        gathered.clear()
        await scene.simulator.renamed("light.hall", "Corridor light")
        await scene.simulator.fire(
            "entity_registry_updated", {"action": "update", "entity_id": "light.hall", "changes": {"icon": None}}
        )
        await scene.simulator.fire("area_registry_updated", {"action": "create", "area_id": "attic"})
        await until(lambda: scene.driver.states()["homeassistant"].get("registry") == 2)
        return [dict(one.state) for one in gathered]

    assert with_events(play)[-1] == {"link": "up", "registry": 2}
    assert "ogam home import homeassistant --sync" in caplog.text


def test_an_outage_is_told_once_and_what_changed_meanwhile_after_it(monkeypatch, caplog):
    monkeypatch.setattr(link, "_FIRST_PAUSE", 0.05)

    async def play(scene, gathered):
        await scene.simulator.cut()
        await until(lambda: scene.driver.states()["homeassistant"]["link"] == "down")
        with pytest.raises(DeviceError, match="can't be reached"):
            await scene.driver.act(scene.device("light.hall"), Action("turn_on"))
        await asyncio.sleep(0.4)
        scene.simulator.home.change("light.kitchen", "off")
        gathered.clear()
        await scene.simulator.restore()
        await until(lambda: any(one.device == "light.kitchen_light" for one in gathered))
        await until(lambda: scene.driver.states()["homeassistant"]["link"] == "up")
        result = await scene.driver.act(scene.device("light.hall"), Action("turn_on"))
        return result.ok, len(scene.simulator.home.called)

    assert with_events(play) == (True, 1)
    assert sum("can't be reached" in record.message for record in caplog.records) == 1


def test_cut_at_random_every_command_is_done_once_or_answered(monkeypatch):
    monkeypatch.setattr(link, "_FIRST_PAUSE", 0.02)
    monkeypatch.setattr(link, "_LONGEST_PAUSE", 0.1)
    chance = random.Random(7)

    async def play(scene, gathered):
        stop = asyncio.Event()

        async def chaos():
            while not stop.is_set():
                await asyncio.sleep(chance.uniform(0.02, 0.15))
                await scene.simulator.cut()
                await asyncio.sleep(chance.uniform(0.01, 0.1))
                await scene.simulator.restore()

        breaking = asyncio.create_task(chaos())
        device, outcomes = scene.device("input_number.wish"), {"done": [], "not": [], "unsure": []}
        for number in range(200):
            await asyncio.sleep(chance.uniform(0, 0.01))
            value = number % 21 * 5
            scene.simulator.fails["input_number.wish"] = [chance.choice([0.0, 0.005])]
            before = len(scene.simulator.home.called)
            try:
                await scene.driver.act(device, Action("set", {"value": value}))
                outcomes["done"].append(len(scene.simulator.home.called) - before)
            except DeviceError as error:
                kind = "unsure" if type(error).__name__ == "DeviceSilent" else "not"
                outcomes[kind].append(len(scene.simulator.home.called) - before)
        stop.set()
        await breaking
        return outcomes

    outcomes = with_events(play)
    assert set(outcomes["done"]) == {1}
    assert set(outcomes["not"]) == {0}
    assert set(outcomes["unsure"]) <= {0, 1}
    assert sum(map(len, outcomes.values())) == 200
