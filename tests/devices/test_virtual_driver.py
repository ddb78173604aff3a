import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from ogam.core import Action, ActionResult, Device, DeviceError, Driver
from ogam.devices import SERVICES, VirtualDriver
from ogam.devices.services import ANNOUNCER, CLOCK


def do(device: Device, *steps: tuple[str, Mapping[str, Any]]) -> ActionResult:
    """The result of the last of several actions on one device."""
    driver = VirtualDriver([device])

    async def run() -> ActionResult:
        for verb, arguments in steps[:-1]:
            await driver.act(device, Action(verb, arguments))
        verb, arguments = steps[-1]
        return await driver.act(device, Action(verb, arguments))

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("domain", "steps", "state"),
    [
        ("light", [("turn_on", {})], {"state": "on"}),
        ("light", [("turn_on", {}), ("turn_off", {})], {"state": "off"}),
        ("light", [("set_light", {"brightness": 40})], {"state": "on", "brightness": 40}),
        ("light", [("set_light", {"brightness": 0})], {"state": "off"}),
        ("light", [("set_light", {"color": "red"})], {"state": "on", "color": "red"}),
        ("light", [("set_light", {"temperature": 4000})], {"state": "on", "color_temperature": 4000}),
        ("switch", [("turn_on", {})], {"state": "on"}),
        ("fan", [("turn_on", {})], {"state": "on", "percentage": 100}),
        ("fan", [("set_speed", {"percentage": 30})], {"state": "on", "percentage": 30}),
        ("fan", [("set_speed", {"percentage": 0})], {"state": "off", "percentage": 0}),
        (
            "climate",
            [("turn_off", {}), ("set_temperature", {"temperature": 22.5})],
            {"state": "heat", "temperature": 22.5},
        ),
        ("climate", [("set_fan_mode", {"fan_mode": "low"})], {"fan_mode": "low"}),
        ("cover", [("open", {})], {"state": "open", "position": 100}),
        ("cover", [("open", {}), ("close", {})], {"state": "closed", "position": 0}),
        ("cover", [("set_position", {"position": 40})], {"state": "open", "position": 40}),
        ("valve", [("open", {})], {"state": "open"}),
        ("lock", [("unlock", {})], {"state": "unlocked"}),
        ("lock", [("unlock", {}), ("lock", {})], {"state": "locked"}),
        ("media_player", [("play_media", {"search_query": "jazz"})], {"state": "playing", "media": "jazz", "track": 1}),
        ("media_player", [("next", {}), ("next", {}), ("previous", {})], {"track": 2}),
        ("media_player", [("previous", {})], {"track": 1}),
        ("media_player", [("play", {}), ("pause", {})], {"state": "paused"}),
        ("media_player", [("mute", {})], {"muted": True}),
        ("media_player", [("mute", {}), ("unmute", {})], {"muted": False}),
        ("media_player", [("mute", {}), ("set_volume", {"volume_level": 70})], {"volume_level": 70, "muted": False}),
        ("media_player", [("change_volume", {"volume_step": "up"})], {"volume_level": 40}),
        ("media_player", [("change_volume", {"volume_step": -50})], {"volume_level": 0}),
        ("vacuum", [("clean_area", {"area": "kitchen"})], {"state": "cleaning", "area": "kitchen"}),
        ("vacuum", [("start", {}), ("return_to_base", {})], {"state": "docked", "area": None}),
        ("lawn_mower", [("start_mowing", {})], {"state": "mowing"}),
        ("lawn_mower", [("start_mowing", {}), ("dock", {})], {"state": "docked"}),
        ("oven", [("turn_on", {}), ("set_temperature", {"temperature": 220})], {"state": "on", "temperature": 220}),
        ("washer", [("start", {}), ("pause", {})], {"state": "paused"}),
        ("dryer", [("turn_on", {})], {"state": "running"}),
        ("dishwasher", [("start", {}), ("turn_off", {})], {"state": "off"}),
        ("styler", [("turn_on", {})], {"state": "on"}),
        ("scene", [("activate", {}), ("activate", {})], {"activated": 2}),
        ("script", [("run", {})], {"activated": 1}),
        ("button", [("press", {})], {"pressed": 1}),
        ("todo", [("add_item", {"item": "milk"})], {"items": [{"name": "milk", "done": False}]}),
        (
            "todo",
            [("add_item", {"item": "milk"}), ("complete_item", {"item": "Milk"})],
            {"items": [{"name": "milk", "done": True}]},
        ),
        ("todo", [("add_item", {"item": "milk"}), ("remove_item", {"item": "milk"})], {"items": []}),
        (
            "light",
            [("orderDrink", {"size": "big"})],
            {"last_command": {"intent": "orderDrink", "slots": {"size": "big"}}},
        ),
    ],
)
def test_every_command_has_an_effect(
    domain: str, steps: list[tuple[str, dict[str, Any]]], state: dict[str, Any]
) -> None:
    result = do(Device(f"{domain}.x", "x", domain), *steps)
    assert result.ok
    assert {name: result.state[name] for name in state} == state


@pytest.mark.parametrize(
    ("domain", "verb", "arguments", "words"),
    [
        ("sensor", "turn_on", {}, "can't do that"),
        ("binary_sensor", "turn_off", {}, "can't do that"),
        ("scene", "turn_off", {}, "can't do that"),
        ("cover", "set_position", {"position": 140}, "from 0 to 100 %, not to 140"),
        ("climate", "set_temperature", {"temperature": "hot"}, "not to hot"),
        ("todo", "remove_item", {"item": "milk"}, "'milk' is not on the x"),
        ("media_player", "change_volume", {"volume_step": "sideways"}, "sideways"),
    ],
)
def test_what_cannot_be_done_is_said(domain: str, verb: str, arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(DeviceError, match=words):
        do(Device(f"{domain}.x", "x", domain), (verb, arguments))


def test_limits_and_missing_capabilities_come_from_the_home_file() -> None:
    thermostat = Device("climate.x", "heating", "climate", attributes={"max_temperature": 30})
    with pytest.raises(DeviceError, match="from 0 to 30 °C, not to 31"):
        do(thermostat, ("set_temperature", {"temperature": 31}))
    lamp = Device("light.x", "lamp", "light", attributes={"light_supports_color": False})
    with pytest.raises(DeviceError, match="can't change its color"):
        do(lamp, ("set_light", {"color": "red"}))


@pytest.mark.parametrize(
    ("device", "steps", "answer"),
    [
        (Device("light.x", "x", "light"), [("get_state", {})], "off"),
        (
            Device("light.x", "x", "light"),
            [("set_light", {"brightness": 40, "color": "red"}), ("get_state", {})],
            "on at 40 %, red",
        ),
        (Device("cover.x", "x", "cover"), [("set_position", {"position": 30}), ("get_state", {})], "open at 30 %"),
        (Device("fan.x", "x", "fan"), [("set_speed", {"percentage": 30}), ("get_state", {})], "on at 30 %"),
        (
            Device("media_player.x", "x", "media_player"),
            [("play_media", {"search_query": "jazz"}), ("get_state", {})],
            "playing jazz",
        ),
        (
            Device("climate.x", "x", "climate", attributes={"current_temperature": 19.5}),
            [("get_temperature", {})],
            "19.5 °C",
        ),
        (Device("climate.x", "x", "climate"), [("get_state", {})], "set to 20 °C, and it is 20 °C now"),
        (
            Device("sensor.x", "x", "sensor", attributes={"state": 12, "unit_of_measurement": "%"}),
            [("get_state", {})],
            "12 %",
        ),
        (Device("binary_sensor.x", "x", "binary_sensor", device_class="window"), [("get_state", {})], "closed"),
        (
            Device("weather.x", "x", "weather", attributes={"state": "partlycloudy"}),
            [("get_weather", {})],
            "18 °C and partly cloudy",
        ),
        (Device("valve.x", "x", "valve", attributes={"state": "open"}), [("get_state", {})], "open"),
    ],
)
def test_state_can_be_asked(device: Device, steps: list[tuple[str, dict[str, Any]]], answer: str) -> None:
    assert do(device, *steps).answer == answer


def test_the_clock_tells_time_and_date() -> None:
    from datetime import datetime

    now = datetime(2026, 11, 3, 0, 5).timestamp()
    driver = VirtualDriver([], clock=lambda: now)
    assert asyncio.run(driver.act(CLOCK, Action("get_time"))).answer == "12:05 AM"
    assert asyncio.run(driver.act(CLOCK, Action("get_date"))).answer == "Tuesday, 3 November 2026"


def test_announcements_are_kept() -> None:
    result = asyncio.run(VirtualDriver([]).act(ANNOUNCER, Action("announce", {"message": "dinner"})))
    assert result.state["announced"] == ["dinner"]


def test_devices_that_are_not_there_or_do_not_answer_are_device_errors() -> None:
    broken = Device("washer.x", "washer", "washer", attributes={"unreachable": True})
    with pytest.raises(DeviceError, match="The washer doesn't answer"):
        do(broken, ("start", {}))
    with pytest.raises(DeviceError, match=r"light\.other"):
        asyncio.run(VirtualDriver([]).act(Device("light.other", "other", "light"), Action("turn_on")))


def test_it_is_a_driver_and_tells_what_changed() -> None:
    lamp = Device("light.x", "lamp", "light")
    driver = VirtualDriver([lamp], clock=lambda: 5.0)
    assert isinstance(driver, Driver)

    async def run() -> None:
        assert await driver.discover() == [lamp, *SERVICES]
        events = driver.events()
        first = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        await driver.act(lamp, Action("turn_on"))
        event = await first
        assert (event.device, event.state["state"], event.time) == ("light.x", "on", 5.0)

    asyncio.run(run())


def test_events_that_nobody_takes_are_counted() -> None:
    lamp = Device("light.x", "lamp", "light")
    driver = VirtualDriver([lamp])

    async def run() -> None:
        events = driver.events()
        first = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        for _ in range(1005):
            await driver.act(lamp, Action("turn_on"))
        await first

    asyncio.run(run())
    assert driver.dropped == 5


def test_states_are_restored_for_devices_that_are_still_there() -> None:
    lamp = Device("light.x", "lamp", "light")
    driver = VirtualDriver([lamp])
    driver.restore({"light.x": {"state": "on"}, "light.gone": {"state": "on"}})
    assert driver.state("light.x")["state"] == "on"
    assert "light.gone" not in driver.states()


def test_a_state_that_was_handed_out_does_not_change_the_device() -> None:
    lamp = Device("light.x", "lamp", "light")
    driver = VirtualDriver([lamp])
    driver.state("light.x")["state"] = "on"
    assert driver.state("light.x")["state"] == "off"
