"""The driver of cars against the simulated one, over real gRPC."""

import asyncio
import logging
import random

import pytest

pytest.importorskip("kuksa.val.v2")

from ogam.core import DeviceError, DeviceSilent
from ogam.devices.vehicle import Settings, open_driver
from ogam.devices.vehicle.simulator import Car
from ogam.devices.vehicle.simulator.car import TREE, Spec

WINDOW = "Vehicle.Cabin.Door.Row1.DriverSide.Window.Position"
TRUNK = "Vehicle.Body.Trunk.Rear.IsOpen"
HAZARD = "Vehicle.Body.Lights.Hazard.IsSignaling"


def test_it_does_what_it_is_told(in_garage):
    async def test(garage):
        assert (await garage.act("set_temperature", temperature=23)).state["target_temperature"] == 23
        assert (await garage.act("set", passenger_temperature=19)).state["driver_temperature"] == 23
        assert (await garage.act("unlock")).state["doors"] == "unlocked"
        assert (await garage.act("lock")).state["doors"] == "locked"
        assert (await garage.act("set", hazard="on")).state["hazard"] is True
        assert (await garage.act("set", charging="start")).ok
        assert len(garage.car.actuations) == 6
        assert len(garage.car.actuations[2]) == 4  # all doors, in one go

    in_garage(test)


def test_a_window_is_confirmed_when_it_has_arrived(in_garage):
    async def test(garage):
        result = await garage.act("set", driver_window=40)
        assert garage.car.values[WINDOW] == result.state["driver_window"] == 40
        assert (await garage.act("close")).state["driver_window"] == 0

    in_garage(test)


def test_what_is_asked_is_answered(in_garage):
    async def test(garage):
        told = {
            name: (await garage.act("get_property", property=name)).answer for name in ("battery", "range", "doors")
        }
        assert told == {"battery": "64 %", "range": "288 km", "doors": "locked"}
        assert (await garage.act("get_property", property="location")).answer == "37.56650, 126.97800"
        assert (await garage.act("get_temperature")).answer.endswith("°C")
        assert "battery" in (await garage.act("get_state")).state
        assert garage.car.actuations == []

    in_garage(test)


def test_doors_that_differ_are_unlocked(in_garage):
    async def test(garage):
        garage.car.put({"Vehicle.Cabin.Door.Row2.DriverSide.IsLocked": False})
        assert (await garage.act("get_property", property="doors")).answer == "unlocked"

    in_garage(test)


@pytest.mark.parametrize(
    ("arguments", "is_done"),
    [
        ({"lock_doors": "unlock"}, False),
        ({"doors": "unlocked"}, False),
        ({"trunk": "open"}, False),
        ({"trunk_lid": "open"}, False),
        ({"driver_window": 100}, False),
        ({"move_driver_window": "open"}, False),
        ({"move_driver_window": "close"}, True),
        ({"lock_doors": "lock"}, True),
        ({"windows": "close"}, True),
        ({"trunk": "closed"}, True),
        ({"target_temperature": 20}, True),
        ({"hazard": True}, True),
    ],
)
def test_while_it_moves(in_garage, arguments, is_done):
    """Whatever permissions knew: the car says itself how fast it is."""

    async def test(garage):
        garage.car.put({"Vehicle.Speed": 30.0})
        if is_done:
            assert (await garage.act("set", **arguments)).ok
            return
        with pytest.raises(DeviceError, match="Not while the car is moving") as error:
            await garage.act("set", **arguments)
        assert "운행 중" in error.value.others["ko"]
        assert garage.car.actuations == []

    in_garage(test)


def test_while_it_moves_where_that_is_allowed(in_garage):
    async def test(garage):
        garage.car.put({"Vehicle.Speed": 30.0})
        assert (await garage.act("set", trunk="open")).ok

    in_garage(test, while_moving=True)


def test_a_car_that_does_not_confirm(in_garage):
    async def test(garage):
        garage.car.deaf.add(HAZARD)
        with pytest.raises(DeviceSilent) as error:
            await garage.act("set", hazard="on")
        assert "확인" in error.value.others["ko"]
        assert garage.car.actuations == [{HAZARD: True}]  # told once

    in_garage(test, confirming=0.2)


def test_a_broker_that_is_away_is_told_at_once_and_nothing_is_sent(in_garage, caplog):
    async def test(garage):
        await garage.act("lock")
        await garage.simulator.cut()
        for _ in range(3):
            with pytest.raises(DeviceError, match="can't be reached") as error:
                await garage.act("unlock")
            assert not isinstance(error.value, DeviceSilent)
        await garage.simulator.restore()
        assert (await garage.act("unlock")).state["doors"] == "unlocked"
        assert len(garage.car.actuations) == 2

    with caplog.at_level(logging.WARNING, "ogam"):
        in_garage(test)
    assert [one.getMessage() for one in caplog.records if one.name.startswith("ogam")] == [
        "The car is not followed for now: The car can't be reached right now.",
        "The car is reached again.",
    ]


def test_changes_come_as_events_and_again_after_an_outage(in_garage):
    async def test(garage):
        events = garage.driver.events()
        assert (await anext(events)).state["trunk"] == "closed"
        garage.car.put({TRUNK: True})
        while (await anext(events)).state["trunk"] != "open":
            pass
        await garage.simulator.cut()
        garage.car.put({TRUNK: False})
        await garage.simulator.restore()
        while (event := await anext(events)).state["trunk"] != "closed":
            pass
        assert event.device == garage.device.id
        await events.aclose()

    in_garage(test)


def test_a_token_that_is_refused(in_garage):
    async def test(garage):
        with pytest.raises(DeviceError, match="doesn't accept Ogam's token") as error:
            await garage.act("lock")
        assert "right" not in str(error.value)

    in_garage(test, asks="right", token="wrong")


def test_a_token_that_is_right(in_garage):
    async def test(garage):
        assert (await garage.act("lock")).ok

    in_garage(test, asks="right", token="right")


def test_a_car_has_only_what_its_tree_has(in_garage):
    tree = {path: spec for path, spec in TREE.items() if "TractionBattery" not in path}
    tree["Vehicle.Cabin.HVAC.Station.Row1.Driver.Temperature"] = Spec("int8", True, 21, 18, 28)
    tree[TRUNK] = Spec("boolean", False, False)

    async def test(garage):
        known = {one.id: one for one in garage.device.properties}
        assert not known.keys() & {"battery", "charge_limit", "charging", "trunk_lid"}
        assert (known["driver_temperature"].least, known["driver_temperature"].most) == (18, 28)
        assert not known["trunk"].writable
        with pytest.raises(DeviceError, match="from 18 to 28"):
            await garage.act("set", driver_temperature=30)
        with pytest.raises(DeviceError, match="can only be asked for"):
            await garage.act("set", trunk="open")

    in_garage(test, car=Car(tree))


def test_what_is_no_number_or_not_known_is_not_told(in_garage):
    async def test(garage):
        garage.car.put({"Vehicle.Exterior.AirTemperature": float("nan"), "Vehicle.Speed": None})
        for name in ("outside_temperature", "speed"):
            with pytest.raises(DeviceError, match="doesn't tell that right now"):
                await garage.act("get_property", property=name)
        assert (await garage.act("lock")).ok

    in_garage(test)


def test_a_car_that_lost_a_signal_since_it_was_discovered(in_garage):
    async def test(garage):
        garage.car.tree = {path: spec for path, spec in TREE.items() if path != HAZARD}
        with pytest.raises(DeviceError, match="doesn't have that"):
            await garage.act("set", hazard="on")

    in_garage(test)


def test_cut_at_random_each_command_is_done_once_or_answered_with_its_failure(in_garage):
    """200 commands while the broker comes and goes."""

    async def test(garage):
        chance = random.Random(7)
        outcomes: dict[int, str] = {}

        async def disturb():
            while True:
                await asyncio.sleep(chance.uniform(0.02, 0.1))
                await garage.simulator.cut()
                await asyncio.sleep(chance.uniform(0.0, 0.05))
                await garage.simulator.restore()

        path = "Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit"
        disturbing = asyncio.create_task(disturb())
        for number in range(200):
            before = len(garage.car.actuations)
            try:
                await garage.act("set", charge_limit=50 + number % 50)
                outcomes[number] = "done"
            except DeviceSilent:
                outcomes[number] = "unsure"
            except DeviceError:
                outcomes[number] = "not done"
            done = garage.car.actuations[before:]
            assert done in ([], [{path: 50 + number % 50}])
            assert len(done) == {"done": 1, "not done": 0}.get(outcomes[number], len(done))
            await asyncio.sleep(0.005)
        disturbing.cancel()
        assert len(outcomes) == 200
        assert {"done", "not done"} <= set(outcomes.values())

    in_garage(test, confirming=0.3)


def test_a_port_that_is_none():
    with pytest.raises(DeviceError, match="port"):
        open_driver(Settings(port=0), ())


def test_a_state_of_ten_megabytes_is_answered_with_a_failure(in_garage):
    """gRPC refuses more than 4 MB; the link is tried again, and what is asked is told that it cannot be reached."""

    async def test(garage):
        path = "Vehicle.Powertrain.TractionBattery.Charging.StartStopCharging"
        garage.car.put({path: "x" * 10_000_000})
        with pytest.raises(DeviceError, match="can't be reached"):
            await garage.act("lock")
        garage.car.put({path: "STOP"})
        assert (await garage.act("lock")).ok

    in_garage(test)
