"""A simulated robot that speaks rosbridge v2 on a socket of this machine. It moves nothing real, and says so."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ogam.core import DeviceError
from ogam.devices.robot import messages
from ogam.devices.robot.protocol import LARGEST, Message, decoded
from ogam.devices.robot.simulator.body import Body
from ogam.devices.robot.simulator.client import Client
from ogam.devices.robot.simulator.world import DOCK, Point, World

NAVIGATE, DOCKING, FOLLOW = "/navigate_to_pose", "/dock_robot", "/follow_object"
VELOCITY, BATTERY, POSE, ODOMETRY = "/cmd_vel", "/battery_state", "/amcl_pose", "/odom"
TOPICS = {
    VELOCITY: messages.TWIST,
    BATTERY: messages.BATTERY,
    POSE: messages.POSE_TYPES["amcl_pose"],
    ODOMETRY: messages.POSE_TYPES["odom"],
}
_TICK, _FEEDBACK, _REPLAN = 0.05, 0.5, 0.5  # seconds
_BEHIND = 1.0  # metres that it stays behind somebody whom it follows
_NEEDED = {
    "subscribe": ("topic",),
    "unsubscribe": ("topic",),
    "advertise": ("topic", "type"),
    "unadvertise": ("topic",),
    "publish": ("topic", "msg"),
    "call_service": ("service",),
    "send_action_goal": ("id", "action", "action_type"),
    "cancel_action_goal": ("id", "action"),
    "set_level": ("level",),
}
"""The operations it knows, and what each must say."""


@dataclass(slots=True)
class _Running:
    """The goal that it follows. last: when it told how far it is."""

    client: Client
    identifier: str
    action: str
    goal: Point
    last: float = float("-inf")


class RobotSimulator:
    """A robot in a flat. `start` it, `stop` it; `cut` it off and `restore` it.

    pace: seconds that pass for it while it follows a way, for each real one. on_message: told of all that it is sent.
    silent: whether it does what it is told without an answer. person: whom it follows, in metres on its map.
    """

    def __init__(
        self, world: World | None = None, pace: float = 1.0, on_message: Callable[[Message], None] | None = None
    ) -> None:
        self.body = Body(world or World.drawn())
        self.pace = pace
        self.person: Point = (2.0, 1.6)
        self.silent = False
        self.port = 0
        self.goals: list[tuple[str, str]] = []
        """Every goal that it was sent, by id, and its action."""
        self._on_message = on_message or (lambda _: None)
        self._clients = set[Client]()
        self._running: _Running | None = None
        self._replanned = 0.0
        self._server: Any = None
        self._ticking: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def is_going(self) -> bool:
        """Whether it follows a goal."""
        return self._running is not None

    async def start(self, port: int = 0) -> None:
        """Listen on a port of this machine; 0 for a free one, which `port` is then."""
        self.port = port
        await self.restore()
        self._ticking = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
        await self.cut()

    async def cut(self) -> None:
        """Break all connections, and refuse new ones. The robot goes on being there."""
        server, self._server = self._server, None
        if server is not None:
            for client in tuple(self._clients):
                client.socket.transport.abort()
            server.close()
            await server.wait_closed()

    async def restore(self) -> None:
        """Take connections again."""
        from websockets.asyncio.server import serve

        if self._server is None:
            self._server = await serve(self._connected, "127.0.0.1", self.port, max_size=LARGEST)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _connected(self, socket: Any) -> None:
        from websockets.exceptions import ConnectionClosed

        client = Client(socket)
        self._clients.add(client)
        try:
            async for text in socket:
                self._received(client, text)
        except ConnectionClosed:
            return
        finally:
            self._clients.discard(client)
            if self._running is not None and self._running.client is client:
                self._running = None
                self.body.stand()

    def _received(self, client: Client, text: str | bytes) -> None:
        try:
            message = client.assembler.accept(decoded(text))
        except DeviceError as error:
            client.complain(str(error))
            return
        if message is None:
            return
        self._on_message(message)
        operation, identifier = message["op"], message.get("id")
        missing = [name for name in _NEEDED.get(operation, ()) if name not in message]
        if operation not in _NEEDED:
            client.complain(f"Unknown operation: {operation}", identifier)
        elif missing:
            client.complain(f"{operation} needs: {', '.join(missing)}", identifier)
        else:
            try:
                self._do(client, operation, message)
            except (TypeError, ValueError, KeyError, AttributeError) as error:
                client.complain(f"{operation}: {error!r}", identifier)

    def _do(self, client: Client, operation: str, message: Message) -> None:
        match operation:
            case "subscribe":
                client.subscribe(message)
            case "unsubscribe":
                client.subscriptions.pop(str(message["topic"]), None)
            case "publish" if message["topic"] == VELOCITY:
                self._drive(client, message)
            case "call_service":
                self._serve(client, message)
            case "send_action_goal":
                self._take_goal(client, message)
            case "cancel_action_goal":
                if self._running is not None and self._running.identifier == message["id"]:
                    self._end(messages.CANCELED)

    def _drive(self, client: Client, message: Message) -> None:
        speeds = messages.read_twist(message["msg"])
        if speeds is None:
            client.complain("no velocity", message.get("id"))
            return
        if self._running is None:
            self.body.drive(*speeds, self._now)

    def _serve(self, client: Client, message: Message) -> None:
        service, values, is_known = str(message["service"]), dict[str, Any](), True
        if service == "/rosapi/topics":
            values = {"topics": list(TOPICS), "types": list(TOPICS.values())}
        elif service.endswith("/_action/cancel_goal") and service.split("/_")[0] in (NAVIGATE, DOCKING, FOLLOW):
            canceled = self._running is not None and service.startswith(self._running.action)
            if canceled:
                self._end(messages.CANCELED)
            values = {"return_code": 0, "goals_canceling": [{}] if canceled else []}
        else:
            is_known = False
        if not self.silent:
            answer: Message = {"op": "service_response", "service": service, "result": is_known}
            answer["values"] = values if is_known else f"Service {service} does not exist"
            client.send(answer | ({"id": message["id"]} if "id" in message else {}))

    def _take_goal(self, client: Client, message: Message) -> None:
        identifier, action = str(message["id"]), str(message["action"])
        self.goals.append((identifier, action))
        if action not in (NAVIGATE, DOCKING, FOLLOW):
            client.send(_result(identifier, action, 0, f"Action {action} does not exist"))
            return
        arguments = message.get("args") or {}
        pose = messages.read_pose({"pose": arguments["pose"]["pose"]}) if action == NAVIGATE else DOCK
        if pose is None:
            client.complain(f"{action}: no pose", identifier)
            return
        goal = pose[:2] if action != FOLLOW else self.person
        if self._running is not None:
            self._end(messages.ABORTED)
        self._running = _Running(client, identifier, action, goal)
        corners = self.body.world.way(self.body.pose[:2], goal)
        if not corners and action != FOLLOW:
            self._end(messages.ABORTED)
            return
        self.body.follow(corners, None if action == FOLLOW else pose[2])

    async def _tick(self) -> None:
        before = self._now
        while True:
            await asyncio.sleep(_TICK)
            seconds, before = self._now - before, self._now
            pace = self.pace if self.body.is_following else 1
            for _ in range(max(1, round(pace))):
                self.body.step(min(seconds, 4 * _TICK) * pace / max(1, round(pace)), self._now)
            self._progress()
            self._publish()

    def _progress(self) -> None:
        """How far it is; and the end of it."""
        running = self._running
        if running is None:
            return
        if running.action == FOLLOW:
            self._follow()
        elif not self.body.is_following:
            self._end(messages.SUCCEEDED if self.body.battery else messages.ABORTED)
            return
        if self._now - running.last >= _FEEDBACK and not self.silent:
            running.last = self._now
            away = math.dist(self.body.pose[:2], running.goal)
            feedback: Message = {"op": "action_feedback", "id": running.identifier, "action": running.action}
            running.client.send({**feedback, "values": {"distance_remaining": away}})

    def _follow(self) -> None:
        if self._now - self._replanned >= _REPLAN:
            self._replanned = self._now
            away = math.dist(self.body.pose[:2], self.person)
            corners = self.body.world.way(self.body.pose[:2], self.person) if away > _BEHIND else []
            self.body.follow(corners, None)

    def _end(self, status: int) -> None:
        running, self._running = self._running, None
        self.body.stand()
        if running is not None and not self.silent:
            running.client.send(_result(running.identifier, running.action, status, {"error_code": 0}))

    def _publish(self) -> None:
        body = self.body
        pose = {"pose": messages.pose_message(body.pose), "covariance": [0.0] * 36}
        here = {"header": {"frame_id": "map"}, "pose": pose}
        speed = {"twist": messages.twist(body.forward, body.left)}
        charge = {"percentage": body.battery, "power_supply_status": 1 if body.is_docked else 2, "present": True}
        for client in tuple(self._clients):
            client.publish(POSE, here, self._now)
            client.publish(ODOMETRY, {**here, "header": {"frame_id": "odom"}, "twist": speed}, self._now)
            client.publish(BATTERY, charge, self._now)

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _result(identifier: str, action: str, status: int, values: Any) -> Message:
    answer: Message = {"op": "action_result", "id": identifier, "action": action}
    return {**answer, "values": values, "status": status, "result": status != 0}
