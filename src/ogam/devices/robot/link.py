"""The connection to a robot's rosbridge: kept, made again when it breaks, and nothing sent twice."""

import asyncio
import itertools
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ogam.core import DeviceError, DeviceSilent
from ogam.devices.robot import protocol
from ogam.devices.robot.protocol import Assembler, Message

OPENING = 3.0
"""Seconds that a robot has to answer when it is called."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_SENDING = 1.0  # seconds in which a message must have left


@dataclass(slots=True, eq=False)
class Goal:
    """A goal that was sent. accepted: the robot has begun, or ended; result: what came of it, an `action_result`."""

    identifier: str
    action: str
    accepted: asyncio.Event
    result: "asyncio.Future[Message]"


class Link:
    """One connection. It is opened by `open`, or `keep` in the background, and made again until it is closed.

    greetings: what is sent first on every connection: subscriptions. on_topic: told of each message of a topic;
    on_up: whether there is a connection, told when that changes; on_problem: of what cannot be read.
    """

    def __init__(
        self,
        url: str,
        greetings: tuple[Message, ...],
        on_topic: Callable[[str, Any], None],
        on_up: Callable[[bool], None],
        on_problem: Callable[[DeviceError], None],
    ) -> None:
        self.url = url
        self._greetings = greetings
        self._on_topic, self._on_up, self._on_problem = on_topic, on_up, on_problem
        self._socket: Any = None
        self._keeping: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()  # the first call was answered, or not
        self._goals: dict[str, Goal] = {}
        self._calls: dict[str, asyncio.Future[Message]] = {}
        self._session, self._numbers = uuid.uuid4().hex[:8], itertools.count(1)

    @property
    def is_up(self) -> bool:
        return self._socket is not None

    @property
    def goals(self) -> tuple[Goal, ...]:
        """Those that have not ended."""
        return tuple(self._goals.values())

    def keep(self) -> None:
        """Call the robot, and keep the connection, in the background."""
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())

    async def open(self) -> None:
        """Wait until the robot was called once. Raises DeviceError where there is no connection then."""
        self.keep()
        with suppress(TimeoutError):
            async with asyncio.timeout(OPENING):
                await self._tried.wait()
        self.check()

    def check(self) -> None:
        """Raises DeviceError where there is no connection now."""
        if not self.is_up:
            raise DeviceError(f"The robot can't be reached at {self.url}.")

    async def close(self) -> None:
        """End the connection."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def send(self, *messages: Message) -> None:
        """Send messages. Raises DeviceError where they surely did not leave, DeviceSilent where that is not known."""
        self.check()
        texts, socket = [protocol.encoded(message) for message in messages], self._socket
        from websockets.exceptions import ConnectionClosed

        for number, text in enumerate(texts):
            try:
                async with asyncio.timeout(_SENDING):
                    await socket.send(text)
            except (ConnectionClosed, OSError, TimeoutError) as error:
                if number == 0 and isinstance(error, ConnectionClosed):
                    raise DeviceError(f"The robot can't be reached at {self.url}.") from error
                raise lost() from error

    async def call(self, service: str, kind: str, arguments: Mapping[str, Any], seconds: float) -> Message:
        """The answer of a service. Raises DeviceSilent where none comes in time, or the connection breaks."""
        identifier = self._identifier("call")
        answer = self._calls[identifier] = asyncio.get_running_loop().create_future()
        try:
            await self.send(protocol.call_service(identifier, service, kind, arguments))
            async with asyncio.timeout(seconds):
                found: Message = await answer
                return found
        except TimeoutError:
            raise DeviceSilent("The robot didn't confirm it; look whether it did.") from None
        finally:
            self._calls.pop(identifier, None)

    async def send_goal(self, action: str, kind: str, arguments: Mapping[str, Any]) -> Goal:
        """Send a goal. Its `result` raises DeviceSilent where the connection breaks before there is one."""
        goal = Goal(self._identifier("goal"), action, asyncio.Event(), asyncio.get_running_loop().create_future())
        self._goals[goal.identifier] = goal
        try:
            await self.send(protocol.send_goal(goal.identifier, action, kind, arguments))
        except DeviceError:
            self._goals.pop(goal.identifier, None)
            raise
        return goal

    def _identifier(self, what: str) -> str:
        return f"ogam:{what}:{self._session}:{next(self._numbers)}"

    async def _keep(self) -> None:
        from websockets.asyncio.client import connect
        from websockets.exceptions import WebSocketException

        pause = _FIRST_PAUSE
        while True:
            try:
                async with connect(
                    self.url, open_timeout=OPENING, ping_interval=5, ping_timeout=5, max_size=protocol.LARGEST
                ) as socket:
                    for greeting in self._greetings:
                        await socket.send(protocol.encoded(greeting))
                    self._socket, pause = socket, _FIRST_PAUSE
                    self._tried.set()
                    self._on_up(True)
                    await self._read(socket)
            except (OSError, TimeoutError, WebSocketException) as error:
                self._on_problem(DeviceError(f"The robot can't be reached at {self.url} ({error or 'no answer'})."))
            finally:
                self._broken()
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _read(self, socket: Any) -> None:
        assembler = Assembler()
        async for text in socket:
            try:
                message = assembler.accept(protocol.decoded(text))
            except DeviceError as error:
                self._on_problem(error)
                continue
            if message is not None:
                self._take(message)

    def _take(self, message: Message) -> None:
        """What a message of the robot is about."""
        identifier = str(message.get("id", ""))
        match message["op"]:
            case "publish":
                self._on_topic(str(message.get("topic")), message.get("msg"))
            case "service_response" if identifier in self._calls:
                _settle(self._calls[identifier], message)
            case "action_feedback" if identifier in self._goals:
                self._goals[identifier].accepted.set()
            case "action_result" if identifier in self._goals:
                goal = self._goals.pop(identifier)
                _settle(goal.result, message)
                goal.accepted.set()
            case "status" if message.get("level") == "error":
                self._refused(identifier, DeviceError(f"The robot refused that: {str(message.get('msg'))[:200]}"))

    def _refused(self, identifier: str, error: DeviceError) -> None:
        """A status message of the level "error": the robot says that it did not do what it was sent."""
        waiting = self._calls.get(identifier)
        if identifier in self._goals:
            goal = self._goals.pop(identifier)
            waiting = goal.result
            goal.accepted.set()
        if waiting is None:
            self._on_problem(error)
        elif not waiting.done():
            waiting.set_exception(error)

    def _broken(self) -> None:
        """There is no connection any more: nothing that waits will be answered."""
        was_up, self._socket = self.is_up, None
        self._tried.set()
        waiting = [*self._calls.values(), *(goal.result for goal in self._goals.values())]
        for goal in self._goals.values():
            goal.accepted.set()
        self._goals.clear()
        for one in waiting:
            if not one.done():
                one.set_exception(lost())
                one.exception()  # looked at, so that nobody is warned of it
        if was_up:
            self._on_up(False)


def lost() -> DeviceSilent:
    """The error of a command that was sent when the connection broke."""
    return DeviceSilent("The connection to the robot broke; look whether it did that.")


def _settle(future: "asyncio.Future[Message]", message: Message) -> None:
    if not future.done():
        future.set_result(message)
