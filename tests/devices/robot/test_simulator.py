"""The simulated robot: ways that lead round things, wheels that stop by themselves, and an honest protocol."""

import asyncio
import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ogam.devices.robot import messages, protocol
from ogam.devices.robot.protocol import Assembler
from ogam.devices.robot.simulator import DEAD_MAN, DOCK, PLACES, Body, World, draw

WORLD = World.drawn()
FREE = [
    (x * 0.25 + 0.125, y * 0.25 + 0.125) for x in range(WORLD.width) for y in range(WORLD.height)
    if WORLD._can_pass((x, y))
]  # fmt: skip


@given(some.sampled_from(FREE), some.sampled_from(FREE))
def test_there_is_a_way_from_everywhere_to_everywhere_that_touches_nothing(start, goal):
    body = Body(WORLD, (*start, 0.0))
    body.follow(WORLD.way(start, goal), 90.0)
    assert body.corners
    for step in range(4000):
        body.step(0.05, step * 0.05)
        if not body.is_following:
            break
    assert math.dist(body.pose[:2], goal) < 0.1
    assert body.bumped == 0


def test_there_is_no_way_into_a_wall():
    assert WORLD.way(DOCK[:2], (0.1, 0.1)) == []


def test_a_velocity_holds_only_for_a_moment():
    body = Body(WORLD)
    body.drive(0.2, 0.0, now=10.0)
    body.step(0.05, 10.0 + DEAD_MAN - 0.01)
    assert body.is_moving
    body.step(0.05, 10.0 + DEAD_MAN)
    assert not body.is_moving


def test_it_does_not_drive_through_walls():
    body = Body(WORLD, (0.6, 2.75, 180.0))
    for step in range(200):
        body.drive(0.5, 0.0, step * 0.05)
        body.step(0.05, step * 0.05)
    assert body.pose[0] > 0.25
    assert body.bumped > 0


def test_the_battery_empties_and_charges_in_the_dock():
    body = Body(WORLD)
    body.step(60, 0.0)
    assert body.battery > 0.8
    body.pose = PLACES["study"]
    full = body.battery
    body.step(60, 100.0)
    assert body.battery < full


def test_it_can_be_drawn():
    body = Body(WORLD)
    body.trail = [(1.0, 2.75), (2.0, 2.75)]
    assert draw(body, PLACES).size == (768, 528)


def talk(robot: Callable[..., Any], sent: list[str], until: Callable[[list[dict[str, Any]]], bool]) -> list[Any]:
    """What the robot answers to messages."""
    from websockets.asyncio.client import connect

    async def run() -> list[Any]:
        got: list[dict[str, Any]] = []
        async with robot() as pair, connect(pair.simulator.url) as socket:
            for text in sent:
                await socket.send(text)
            assembler = Assembler()
            async with asyncio.timeout(10):
                while not until(got):
                    if (whole := assembler.accept(protocol.decoded(await socket.recv()))) is not None:
                        got.append(whole)
        return got

    return asyncio.run(run())


@pytest.mark.parametrize(
    "wrong",
    [
        "not JSON",
        "[]",
        '{"op": 3}',
        '{"op": "fly"}',
        '{"op": "publish"}',
        '{"op": "publish", "topic": "/cmd_vel", "msg": {"linear": "fast"}}',
        '{"op": "subscribe"}',
        '{"op": "subscribe", "topic": "/odom", "throttle_rate": "often"}',
        '{"op": "fragment", "id": "x"}',
        '{"op": "send_action_goal", "id": "g", "action": "/navigate_to_pose", "action_type": "x", "args": {}}',
    ],
)
def test_what_is_wrong_is_answered_with_an_error(robot, wrong):
    (answer,) = talk(robot, [wrong], lambda got: len(got) == 1)
    assert (answer["op"], answer["level"]) == ("status", "error")


@pytest.mark.parametrize("how", [{}, {"fragment_size": 40}, {"compression": "png"}])
def test_topics_come_whole_in_pieces_or_as_pictures(robot, how):
    asked = json.dumps({"op": "subscribe", "topic": "/amcl_pose", **how})
    (first,) = talk(robot, [asked], lambda got: len(got) == 1)
    assert messages.read_pose(first["msg"]) == pytest.approx(DOCK)


def test_topics_come_no_more_often_than_they_are_asked_for(robot):
    asked = [json.dumps({"op": "subscribe", "topic": topic, "throttle_rate": rate}) for topic, rate in
             (("/odom", 0), ("/battery_state", 60_000))]  # fmt: skip
    got = talk(robot, asked, lambda got: sum(one["topic"] == "/odom" for one in got) >= 5)
    assert sum(one["topic"] == "/battery_state" for one in got) == 1


def test_services(robot):
    asked = [json.dumps(protocol.call_service(str(n), name, "", {})) for n, name in
             enumerate(("/rosapi/topics", "/no_such"))]  # fmt: skip
    known, unknown = talk(robot, asked, lambda got: len(got) == 2)
    assert "/odom" in known["values"]["topics"]
    assert (unknown["id"], unknown["result"]) == ("1", False)
