"""The driver against the simulated robot: what it does, what it tells, what it does not do twice."""

import asyncio
import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ogam.core import Action, DeviceError, DeviceSilent
from ogam.devices.drivers import open_drivers
from ogam.devices.properties import GET, SET
from ogam.devices.robot import RobotDriver, Settings, open_driver
from ogam.devices.robot.protocol import Message
from ogam.devices.robot.simulator import PLACES, made_up_robot

Opened = Callable[..., Any]
ROBOT = made_up_robot()


def go(place: str) -> Action:
    return Action(SET, {"go": place})


def do(what: str) -> Action:
    return Action(SET, {"do": what})


async def until(driver: RobotDriver, holds: Callable[[Mapping[str, Any]], bool], seconds: float = 20) -> None:
    assert await driver._states.until(ROBOT.id, holds, seconds), driver.states()


def test_it_goes_to_a_place_and_tells_when_it_is_there(robot: Opened) -> None:
    async def run() -> None:
        async with robot() as pair:
            begun = await pair.driver.act(ROBOT, go("kitchen"))
            assert begun.ok
            assert begun.state["task"] == "going"
            await until(pair.driver, lambda state: state.get("outcome") == "reached")
            assert math.dist(pair.simulator.body.pose[:2], PLACES["kitchen"][:2]) < 0.1
            assert pair.simulator.body.bumped == 0
            await until(pair.driver, lambda state: state.get("where") == "kitchen")
            assert pair.driver.states()[ROBOT.id]["task"] == "idle"

    asyncio.run(run())


def test_what_it_tells_of_itself(robot: Opened) -> None:
    async def run() -> None:
        async with robot() as pair:
            battery = await pair.driver.act(ROBOT, Action(GET, {"property": "battery"}))
            assert battery.answer == "80 %"
            where = await pair.driver.act(ROBOT, Action(GET, {"property": "where"}))
            assert where.answer == "1 m, 3 m"

    asyncio.run(run())


def test_it_comes_to_its_dock_and_charges(robot: Opened) -> None:
    async def run() -> None:
        async with robot() as pair:
            pair.simulator.body.pose = PLACES["study"]
            assert (await pair.driver.act(ROBOT, do("return_to_base"))).state["task"] == "docking"
            await until(pair.driver, lambda state: state.get("outcome") == "reached")
            charge = pair.simulator.body.battery
            await asyncio.sleep(0.2)
            assert pair.simulator.body.battery > charge

    asyncio.run(run())


def test_without_a_dock_it_goes_to_the_place_that_is_named_for_that(robot: Opened) -> None:
    async def run() -> None:
        async with robot(dock="", home="hall") as pair:
            assert (await pair.driver.act(ROBOT, do("return_to_base"))).state["task"] == "docking"
            await until(pair.driver, lambda state: state.get("outcome") == "reached")
            assert math.dist(pair.simulator.body.pose[:2], PLACES["hall"][:2]) < 0.1

    asyncio.run(run())


def test_it_follows_somebody_who_walks(robot: Opened) -> None:
    async def run() -> None:
        async with robot() as pair:
            assert (await pair.driver.act(ROBOT, do("follow"))).state["task"] == "following"
            pair.simulator.person = (5.0, 2.75)
            for _ in range(200):
                await asyncio.sleep(0.05)
                if math.dist(pair.simulator.body.pose[:2], (5.0, 2.75)) < 1.1:
                    break
            assert math.dist(pair.simulator.body.pose[:2], (5.0, 2.75)) < 1.1

    asyncio.run(run())


@pytest.mark.parametrize(
    ("settings", "what", "says"),
    [
        ({"follow": ""}, do("follow"), "can't follow anybody"),
        ({"dock": ""}, do("return_to_base"), "no dock"),
        ({"navigate": ""}, go("kitchen"), "find its way"),
        ({}, go("garage"), "can't do 'garage'. It can: go to the kitchen"),
        ({"follow": "/no_such_action"}, do("follow"), "can't do that now"),
        ({}, Action(SET, {"go": "kitchen", "do": "follow"}), "one thing after the other"),
    ],
)
def test_what_it_cannot_do_it_says(robot: Opened, settings: dict[str, str], what: Action, says: str) -> None:
    async def run() -> None:
        async with robot(**settings) as pair:
            with pytest.raises(DeviceError, match=says):
                await pair.driver.act(ROBOT, what)

    asyncio.run(run())


def test_stop_ends_the_way_at_once(robot: Opened) -> None:
    async def run() -> None:
        async with robot(pace=1) as pair:
            await pair.driver.act(ROBOT, go("kitchen"))
            assert pair.simulator.is_going
            stopped = await pair.driver.act(ROBOT, Action("stop"))
            assert not pair.simulator.is_going
            assert not pair.simulator.body.is_moving
            assert stopped.state["task"] == "idle"
            assert stopped.state["outcome"] == "canceled"

    asyncio.run(run())


def test_stop_ends_a_way_that_somebody_else_has_sent_it(robot: Opened) -> None:
    async def run() -> None:
        async with robot(pace=1) as pair:
            other = RobotDriver(Settings(pair.simulator.url), [ROBOT])
            await other.act(ROBOT, go("kitchen"))
            await pair.driver.act(ROBOT, Action("stop"))
            assert not pair.simulator.is_going
            await other.close()

    asyncio.run(run())


def test_its_brake_stops_it_over_a_connection_of_its_own(robot: Opened) -> None:
    from websockets.asyncio.client import connect

    async def run() -> None:
        async with robot(pace=1) as pair:
            await pair.driver.act(ROBOT, go("kitchen"))
            await asyncio.sleep(0.2)
            brake = pair.driver.brake()
            async with connect(brake.url) as socket:
                for text in (*brake.greetings, *brake.stopping):
                    await socket.send(text)
                await until(pair.driver, lambda state: state.get("outcome") == "canceled")
            assert not pair.simulator.is_going
            assert not pair.simulator.body.is_moving
            assert (await pair.driver.act(ROBOT, Action("stop"))).ok

    asyncio.run(run())


def test_stop_waits_for_nothing_that_waits(robot: Opened) -> None:
    """A robot that answers nothing keeps a command waiting, and "stop" leaves all the same."""

    async def run() -> None:
        async with robot(pace=1) as pair:
            await pair.driver.discover()
            got: list[Message] = []
            pair.simulator._on_message = got.append
            pair.simulator.silent = True
            waiting = asyncio.create_task(pair.driver.act(ROBOT, go("kitchen")))
            await asyncio.sleep(0.2)
            assert not waiting.done()
            stopping = asyncio.create_task(pair.driver.act(ROBOT, Action("stop")))
            await asyncio.sleep(0.2)
            assert not pair.simulator.is_going
            sent = [one["op"] for one in got if one["op"] not in ("advertise", "subscribe")]
            assert sent[:3] == ["send_action_goal", "publish", "cancel_action_goal"]
            with pytest.raises(DeviceSilent):
                await stopping
            with pytest.raises(DeviceSilent):
                await waiting

    asyncio.run(run())


def test_a_small_move_ends_by_itself_in_standing_still(robot: Opened) -> None:
    async def run() -> None:
        async with robot() as pair:
            got: list[Message] = []
            pair.simulator._on_message = got.append
            heading = pair.simulator.body.pose[2]
            assert (await pair.driver.act(ROBOT, Action(SET, {"move": "left"}))).ok
            assert pair.simulator.body.pose[2] > heading
            await asyncio.sleep(0.2)
            speeds = [one["msg"]["angular"]["z"] for one in got if one["op"] == "publish"]
            assert len(speeds) >= 3
            assert speeds[-1] == 0
            assert not pair.simulator.body.is_moving

    asyncio.run(run())


def test_stop_ends_a_small_move(robot: Opened) -> None:
    async def run() -> None:
        async with robot(move_seconds=2.0) as pair:
            moving = asyncio.create_task(pair.driver.act(ROBOT, Action(SET, {"move": "right"})))
            await asyncio.sleep(0.3)
            await pair.driver.act(ROBOT, Action("stop"))
            with pytest.raises(DeviceError, match="stopped"):
                await moving
            await asyncio.sleep(0.1)
            assert not pair.simulator.body.is_moving

    asyncio.run(run())


def test_the_robots_own_timeout_stops_it_where_the_connection_breaks(robot: Opened) -> None:
    async def run() -> None:
        async with robot(move_seconds=2.0) as pair:
            moving = asyncio.create_task(pair.driver.act(ROBOT, Action(SET, {"move": "left"})))
            await asyncio.sleep(0.3)
            assert pair.simulator.body.is_moving
            await pair.simulator.cut()
            with pytest.raises(DeviceError):
                await moving
            await asyncio.sleep(1.0)
            assert not pair.simulator.body.is_moving

    asyncio.run(run())


def test_a_way_on_which_the_connection_breaks_is_told_as_lost_and_not_taken_up_again(robot: Opened) -> None:
    async def run() -> None:
        async with robot(pace=1) as pair:
            await pair.driver.act(ROBOT, go("kitchen"))
            await pair.simulator.cut()
            await until(pair.driver, lambda state: state.get("outcome") == "lost")
            with pytest.raises(DeviceError, match="can't be reached"):
                await pair.driver.act(ROBOT, go("study"))
            await pair.simulator.restore()
            await until(pair.driver, lambda state: state.get("task") == "idle")
            assert len(pair.simulator.goals) == 1
            assert (await pair.driver.act(ROBOT, go("study"))).ok
            assert len(pair.simulator.goals) == 2

    asyncio.run(run())


def test_a_robot_that_is_not_there_is_told_at_once() -> None:
    pytest.importorskip("websockets")

    async def run() -> None:
        driver = open_driver(Settings("ws://127.0.0.1:9"), [ROBOT])
        with pytest.raises(DeviceError, match="can't be reached"):
            await driver.act(ROBOT, go("kitchen"))
        await driver.close()

    asyncio.run(run())


def test_events_begin_and_end_with_the_connection(robot: Opened) -> None:
    async def run() -> None:
        async with robot() as pair:
            events = pair.driver.events()
            seen = [(await anext(events)).state.get("task") for _ in range(1)]
            await pair.simulator.cut()
            while seen[-1] != "unreachable":
                seen.append((await anext(events)).state.get("task"))
            assert seen[0] == "idle"

    asyncio.run(run())


@pytest.mark.parametrize(
    "lie",
    [
        {"percentage": None},
        {"percentage": "full"},
        {"percentage": 7},
        [],
        "x" * 70_000,
    ],
)
def test_a_robot_that_talks_nonsense_is_not_believed(robot: Opened, lie: Any) -> None:
    async def run() -> None:
        async with robot() as pair:
            await pair.driver.discover()
            for client in pair.simulator._clients:
                client.send({"op": "publish", "topic": "/battery_state", "msg": lie})
                client.send({"op": "publish", "topic": "/amcl_pose", "msg": lie})
                client._send("not JSON")
                client._send('{"op": 3}')
            await asyncio.sleep(0.1)
            assert pair.driver.states()[ROBOT.id].get("battery") in (None, 80)
            assert (await pair.driver.act(ROBOT, go("hall"))).ok

    asyncio.run(run())


def test_the_file_of_drivers_opens_it(tmp_path: Any) -> None:
    pytest.importorskip("websockets")
    file = tmp_path / "drivers.toml"
    file.write_text('[robot]\nurl = "ws://127.0.0.1:9090"\n', "utf-8")
    assert isinstance(open_drivers(file, [ROBOT])["robot"], RobotDriver)
    file.write_text('[robot]\nurl = "http://robot"\n', "utf-8")
    with pytest.raises(Exception, match="no address of a rosbridge"):
        open_drivers(file, [ROBOT])
