"""The simulated cloud itself: what it answers to each of LG's requests. No network here."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ogam.devices.thinq.simulator.appliances import Appliance, RefusedError
from ogam.devices.thinq.simulator.profiles import device, kinds, profile

Answer = tuple[int, dict[str, Any]]
"""An HTTP status, and the body."""

_DEVICE = re.compile(r"devices/(?P<id>[^/]+)/(?P<what>profile|state|control)")
_ENERGY = re.compile(r"devices/energy/(?P<id>[^/]+)/(?P<what>profile|usage)")
_SUBSCRIPTION = re.compile(r"(?P<kind>push|event)/(?P<id>[^/]+)/(?P<what>subscribe|unsubscribe)")
_STATUS = {"1103": 401, "1218": 401, "1302": 401, "1306": 429, "2000": 500}


class Cloud:
    """Made-up appliances, and an account that has them.

    of: kinds of appliance, all of them if none are named. language: of their names. strict: whether they refuse what
    does not go with their state. calls_a_minute: how many an account may make, 0 for any number. token: the only one
    that is good.
    controls: all that was told, in order, as device and payload. calls: all requests, as method and path.
    """

    def __init__(
        self,
        of: Sequence[str] = (),
        language: str = "en",
        strict: bool = True,
        calls_a_minute: int = 0,
        token: str = "simulated",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        chosen = tuple(of) or kinds()
        self.listed = [device(kind, language, chosen[:place].count(kind) + 1) for place, kind in enumerate(chosen)]
        self.profiles = {one["deviceId"]: profile(one["deviceInfo"]["deviceType"]) for one in self.listed}
        self.appliances = {name: Appliance(found, strict) for name, found in self.profiles.items()}
        self.controls: list[tuple[str, Any]] = []
        self.calls: list[tuple[str, str]] = []
        self.subscribed: dict[str, set[str]] = {"event": set(), "push": set()}
        self.token = token
        self.delay = 0.0
        self._calls_a_minute, self._clock = calls_a_minute, clock
        self._recent: deque[float] = deque()
        self._errors: deque[tuple[str, bool]] = deque()
        self._listeners: list[asyncio.Queue[dict[str, Any]]] = []

    def fail(self, code: str, times: int = 1, done: bool = False) -> None:
        """Answer the next commands with an error. done: whether they are done all the same."""
        self._errors.extend([(code, done)] * times)

    async def answer(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> Answer:
        """What the cloud says to a request. path: without the leading slash and the question."""
        self.calls.append((method, path))
        refused = self._refused(headers)
        if refused:
            return _error(refused)
        try:
            if self.delay and path.endswith("/control"):
                await asyncio.sleep(self.delay)
            return 200, {"messageId": headers.get("x-message-id", ""), "response": self._response(method, path, body)}
        except RefusedError as error:
            return _error(error.code)

    def advance(self, minutes: float) -> None:
        """Let time go by for all appliances."""
        for name, appliance in self.appliances.items():
            self.tell(name, appliance.advance(minutes))

    def tell(self, name: str, report: Any) -> None:
        """Send a report of an appliance to all who listen, if it is subscribed."""
        if report is not None and name in self.subscribed["event"]:
            kind = self._info(name)["deviceType"]
            self._send({"pushType": "DEVICE_STATUS", "deviceId": name, "deviceType": kind, "report": report})

    def push(self, name: str, code: str) -> None:
        """Send a message of an appliance ("WASHING_IS_COMPLETE") to all who listen, if it is subscribed."""
        if name in self.subscribed["push"]:
            kind = self._info(name)["deviceType"]
            self._send({"pushType": "DEVICE_PUSH", "deviceId": name, "deviceType": kind, "pushCode": code})

    def listen(self) -> asyncio.Queue[dict[str, Any]]:
        """All events from now on, until `leave`."""
        self._listeners.append(queue := asyncio.Queue[dict[str, Any]]())
        return queue

    def leave(self, queue: asyncio.Queue[dict[str, Any]]) -> None:
        self._listeners.remove(queue)

    def _send(self, event: dict[str, Any]) -> None:
        for queue in self._listeners:
            queue.put_nowait(event)

    def _refused(self, headers: Mapping[str, str]) -> str:
        """The code of what is wrong with a request as such; empty for nothing."""
        if headers.get("Authorization") != f"Bearer {self.token}":
            return "1103"
        if not all(headers.get(name) for name in ("x-country", "x-client-id", "x-api-key", "x-message-id")):
            return "1216"
        if self._calls_a_minute:
            now = self._clock()
            while self._recent and now - self._recent[0] > 60:
                self._recent.popleft()
            if len(self._recent) >= self._calls_a_minute:
                return "1306"
            self._recent.append(now)
        return ""

    def _response(self, method: str, path: str, body: Any) -> Any:
        if path == "devices":
            return self.listed
        if path == "route":
            return {"mqttServer": "mqtts://simulated.invalid:8883", "apiServer": "https://simulated.invalid"}
        if path in ("client", "push/devices", "push", "event"):
            return [] if method == "GET" else {}
        if path == "client/certificate":
            result = {"certificatePem": "SIMULATED", "subscriptions": ["app/clients/simulated/push"]}
            return {"resultCode": "0000", "result": result}
        if found := _ENERGY.fullmatch(path):
            self._info(found["id"])
            return {"resultCode": "0000", "result": {"property": ["totalEnergy"], "dataList": []}}
        if found := _SUBSCRIPTION.fullmatch(path):
            return self._subscription(found["kind"], found["id"], found["what"])
        if found := _DEVICE.fullmatch(path):
            return self._of_device(found["id"], found["what"], body)
        raise RefusedError("1000")

    def _subscription(self, kind: str, name: str, what: str) -> Any:
        self._info(name)
        known = self.subscribed[kind]
        if what == "subscribe":
            if kind == "push" and name in known:
                raise RefusedError("1207")
            known.add(name)
        else:
            known.discard(name)
        return {}

    def _of_device(self, name: str, what: str, body: Any) -> Any:
        self._info(name)
        if what == "profile":
            return self.profiles[name]
        if what == "state":
            return self.appliances[name].state
        code, done = self._errors.popleft() if self._errors else ("", True)
        if done:
            self.controls.append((name, body))
            self.tell(name, self.appliances[name].control(body))
        if code:
            raise RefusedError(code)
        return {}

    def _info(self, name: str) -> dict[str, Any]:
        found = next((one["deviceInfo"] for one in self.listed if one["deviceId"] == name), None)
        if found is None:
            raise RefusedError("1205")
        return dict(found)


def _error(code: str) -> Answer:
    return _STATUS.get(code, 400), {"error": {"code": code, "message": f"simulated {code}"}}
