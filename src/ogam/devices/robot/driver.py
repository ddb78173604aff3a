"""A robot over rosbridge: sent to places, asked for its state, moved a little; and stopped, whatever else goes on."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent, DeviceSilent
from ogam.devices import robots
from ogam.devices.keeping import States
from ogam.devices.properties import asked_of, say_value, settings_of
from ogam.devices.robot import messages, protocol
from ogam.devices.robot.link import Goal, Link
from ogam.devices.robot.protocol import Message
from ogam.devices.robot.settings import Settings
from ogam.devices.stopping import Brake
from ogam.home import slug

CONFIRMING = 2.0
"""Seconds in which a robot must say that it has begun, or that it stands."""
EVERY = 0.1
"""Seconds between two velocities: a robot whose dead-man timeout is longer than that moves on smoothly."""
LONGEST_MOVE = 2.0
"""Seconds after which a small move ends, whatever the settings say."""
_HOLDING = 1.0  # seconds for which a robot that was stopped is told to stand still
_POSE_EVERY, _BATTERY_EVERY = 0.5, 5.0
_MOVES = {"forward": (1, 0), "back": (-1, 0), "left": (0, 1), "right": (0, -1)}
_OUTCOMES = {messages.SUCCEEDED: "reached", messages.CANCELED: "canceled", messages.ABORTED: "aborted"}


class RobotDriver:
    """One robot. Nothing is connected before it is told, asked or listened to; `close` ends it."""

    def __init__(self, settings: Settings, devices: Sequence[Device]) -> None:
        self._settings = settings
        self._ids = tuple(device.id for device in devices)
        self._places = {name: at for device in devices for name, at in robots.places_of(device).items()}
        self._states = States()
        self._moving: asyncio.Task[None] | None = None
        self._tasks = set[asyncio.Task[None]]()
        self._dropped = set[str]()  # goals that gave way to another one: nobody waits to hear of them
        self._at: messages.Pose | None = None
        self._link = Link(settings.url, self._greetings(), self._told, self._up, self._problem)

    async def discover(self) -> list[Device]:
        """The robot, if it answers. Raises DeviceError."""
        await self._link.open()
        name = self._settings.name
        properties = robots.robot_properties(())
        return [Device(f"robot.{slug(name)}", name, robots.DOMAIN, driver="robot", properties=properties)]

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Tell or ask the robot something. To stop waits for nothing that goes on.

        What takes long is answered as soon as the robot has begun; its end is an event, whose state has the `outcome`:
        reached, aborted, canceled, or lost where the connection broke. Raises DeviceError.
        """
        if action.verb == robots.STOP or action.arguments.get(robots.DO) == robots.STOP:
            await self._stop()
        elif action.verb.startswith("get_"):
            return await self._tell(device, action)
        else:
            await self._do(device, action)
        return ActionResult(device.id, True, self._states.of(device.id))

    async def events(self) -> AsyncIterator[DeviceEvent]:
        self._link.keep()
        async for event in self._states.events():
            yield event

    def states(self) -> dict[str, dict[str, Any]]:
        return self._states.all()

    def brake(self) -> Brake:
        """What stops it over a connection of its own: zero velocity, and the end of every goal."""
        settings, kind = self._settings, messages.TWIST_STAMPED if self._settings.stamped else messages.TWIST
        ends = [
            protocol.call_service(
                f"ogam:brake:{action}", _cancelling(action), messages.CANCEL_GOALS, messages.EVERY_GOAL
            )
            for action in self._actions()
        ]
        return Brake(
            settings.url,
            (protocol.encoded(protocol.advertise(settings.velocity, kind)),),
            tuple(map(protocol.encoded, (self._velocity(0, 0), *ends))),
        )

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._link.close()

    async def _do(self, device: Device, action: Action) -> None:
        settings = settings_of(device, action)
        if len(settings) != 1:
            raise DeviceError("The robot does one thing after the other. Say them one by one.")
        [(identifier, value)] = settings.items()
        await self._link.open()
        match identifier, value:
            case robots.GO, str():
                await self._go(value)
            case robots.MOVE, str():
                await self._move(value)
            case robots.DO, robots.DOCK:
                await self._dock()
            case robots.DO, robots.FOLLOW:
                await self._follow()

    async def _go(self, place: str, task: str = "going") -> None:
        if place not in self._places:
            raise DeviceError(f"The robot doesn't know where '{place}' is. Write it under places in the home file.")
        settings = self._settings
        if not settings.navigate:
            raise DeviceError("The robot can't find its way: drivers.toml names no action for it.")
        goal = messages.pose_goal(self._places[place], settings.frame)
        await self._begin(settings.navigate, settings.navigate_type, goal, task, place)

    async def _dock(self) -> None:
        settings = self._settings
        if settings.dock:
            goal = {"use_dock_id": True, "dock_id": settings.dock_id, "navigate_to_staging_pose": True}
            await self._begin(settings.dock, settings.dock_type, goal, "docking", "")
        elif settings.home:
            await self._go(settings.home, "docking")
        else:
            raise DeviceError("The robot has no dock: drivers.toml names neither an action (dock) nor a place (home).")

    async def _follow(self) -> None:
        settings = self._settings
        if not settings.follow:
            raise DeviceError("The robot can't follow anybody: drivers.toml names no action for it (follow).")
        await self._begin(settings.follow, settings.follow_type, {"tracked_frame": "person"}, "following", "")

    async def _begin(self, action: str, kind: str, arguments: Message, task: str, place: str) -> None:
        """Send a goal in the place of all others. Raises DeviceError where the robot does not begin."""
        await self._drop()
        goal = await self._link.send_goal(action, kind, arguments)
        with suppress(TimeoutError):
            async with asyncio.timeout(CONFIRMING):
                await goal.accepted.wait()
        if goal.result.done() and _outcome(goal.result.result()) != "reached":
            raise DeviceError("The robot can't do that now.")
        if not goal.accepted.is_set() and not goal.result.done():
            self._spawn(self._watch(goal, task, place))
            raise DeviceSilent("The robot didn't confirm it; look whether it did.")
        self._update({robots.TASK: task, "destination": place, "outcome": ""})
        self._spawn(self._watch(goal, task, place))

    async def _watch(self, goal: Goal, task: str, place: str) -> None:
        """Tell what came of a goal, once it has ended."""
        try:
            outcome = _outcome(await goal.result)
        except DeviceSilent:
            outcome = "lost"
        except DeviceError:
            outcome = "aborted"
        if goal.identifier in self._dropped:
            self._dropped.discard(goal.identifier)
        else:
            ended = "idle" if self._link.is_up else "unreachable"
            self._update({robots.TASK: ended, "ended": task, "destination": place, "outcome": outcome})

    async def _drop(self) -> None:
        """Take back every goal and move: something else takes their place."""
        self._halt_move()
        goals = self._link.goals
        self._dropped.update(goal.identifier for goal in goals)
        await self._link.send(*(protocol.cancel_goal(goal.identifier, goal.action) for goal in goals))

    async def _stop(self) -> None:
        """Stand still: zero velocity and the end of every goal, also of those that others have set.

        Raises DeviceSilent where the robot does not say that its goals have ended.
        """
        self._halt_move()
        if not self._link.is_up:
            await self._link.open()
        goals = self._link.goals
        await self._link.send(
            self._velocity(0, 0), *(protocol.cancel_goal(goal.identifier, goal.action) for goal in goals)
        )
        self._spawn(self._hold())
        asked = [self._cancel_all(action) for action in self._actions()]
        ended = [asyncio.wait_for(asyncio.shield(goal.result), CONFIRMING) for goal in goals]
        confirmed = await asyncio.gather(*asked, *ended, return_exceptions=True)
        if any(isinstance(one, TimeoutError | DeviceSilent) for one in confirmed):
            raise DeviceSilent("The robot was told to stop and didn't confirm it; look whether it did.")
        await asyncio.sleep(0)  # whoever watches a goal has its turn

    def _actions(self) -> list[str]:
        return [one for one in (self._settings.navigate, self._settings.dock, self._settings.follow) if one]

    async def _cancel_all(self, action: str) -> None:
        await self._link.call(_cancelling(action), messages.CANCEL_GOALS, messages.EVERY_GOAL, CONFIRMING)

    async def _hold(self) -> None:
        """Go on saying "stand still" for a moment: a controller may send one more velocity before its goal is gone."""
        with suppress(DeviceError):
            for _ in range(round(_HOLDING / EVERY)):
                await asyncio.sleep(EVERY)
                if self._moving is not None or self._link.goals:
                    return
                await self._link.send(self._velocity(0, 0))

    async def _move(self, value: str) -> None:
        """A small move: velocities for a moment, and then zero. Raises DeviceError where it is stopped before that."""
        await self._drop()
        forward, left = _MOVES[value]
        speeds = forward * self._settings.speed, left * self._settings.turn
        self._moving = moving = self._spawn(self._pulse(*speeds))
        try:
            await asyncio.wait({moving})
        finally:
            moving.cancel()
            if self._moving is moving:
                self._moving = None
        if moving.cancelled():
            raise DeviceError("The robot was stopped.")
        moving.result()

    async def _pulse(self, forward: float, left: float) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + min(self._settings.move_seconds, LONGEST_MOVE)
        try:
            while loop.time() < end:
                await self._link.send(self._velocity(forward, left))
                await asyncio.sleep(EVERY)
        finally:
            with suppress(DeviceError):  # where it cannot be told, the robot's own dead-man timeout stops it
                await self._link.send(self._velocity(0, 0))

    def _halt_move(self) -> None:
        moving, self._moving = self._moving, None
        if moving is not None:
            moving.cancel()

    def _velocity(self, forward: float, left: float) -> Message:
        return protocol.publish(self._settings.velocity, messages.twist(forward, left, self._settings.stamped))

    async def _tell(self, device: Device, action: Action) -> ActionResult:
        await self._link.open()
        state = self._states.of(device.id)
        if action.verb == "get_state" and not action.arguments:
            return ActionResult(device.id, True, state, answer=str(state.get(robots.TASK, "")))
        asked = asked_of(device, action)
        if not await self._states.until(device.id, lambda known: asked.id in known, CONFIRMING):
            raise DeviceError(f"The robot doesn't tell its {asked.names['en'][0]}.")
        state = self._states.of(device.id)
        return ActionResult(device.id, True, state, answer=say_value(asked, state[asked.id]))

    def _greetings(self) -> tuple[Message, ...]:
        settings = self._settings
        kind = messages.TWIST_STAMPED if settings.stamped else messages.TWIST
        pose_type = messages.POSE_TYPES.get(settings.pose_type, settings.pose_type)
        return (
            protocol.advertise(settings.velocity, kind),
            *([protocol.subscribe(settings.pose, pose_type, _POSE_EVERY)] if settings.pose else []),
            *([protocol.subscribe(settings.battery, messages.BATTERY, _BATTERY_EVERY)] if settings.battery else []),
        )

    def _told(self, topic: str, message: Any) -> None:
        if topic == self._settings.battery and (charge := messages.read_battery(message)) is not None:
            self._update({robots.BATTERY: charge})
        if topic == self._settings.pose and (pose := messages.read_pose(message)) is not None:
            self._at = pose
            self._update({robots.WHERE: self._where(pose)})

    def _where(self, pose: messages.Pose) -> str:
        """The nearest place, or where it is on the map."""
        away = {name: ((x - pose[0]) ** 2 + (y - pose[1]) ** 2) ** 0.5 for name, (x, y, _) in self._places.items()}
        nearest = min(away, key=lambda name: away[name], default="")
        if nearest and away[nearest] <= self._settings.place_within:
            return nearest
        return f"{round(pose[0])} m, {round(pose[1])} m"

    def _up(self, is_up: bool) -> None:
        if not is_up:
            self._halt_move()
        self._update({robots.TASK: "idle", "problem": ""} if is_up else {robots.TASK: "unreachable"})

    def _problem(self, error: DeviceError) -> None:
        """What cannot be read, or why the robot cannot be reached: told once, until it is something else."""
        self._update({"problem": str(error)})

    def _update(self, changes: Message) -> None:
        for identifier in self._ids or (robots.DOMAIN,):
            known = self._states.of(identifier)
            if any(known.get(name) != value for name, value in changes.items()):
                self._states.update(identifier, changes)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _cancelling(action: str) -> str:
    """The service that ends goals of an action."""
    return f"{action}/_action/cancel_goal"


def _outcome(result: Message) -> str:
    """reached, canceled or aborted. `status` is the goal's; `result` whether rosbridge could send it at all."""
    if result.get("result") is False and result.get("status") not in _OUTCOMES:
        return "aborted"
    return _OUTCOMES.get(int(result.get("status") or 0), "aborted")
