"""The simulated account: what SmartThings' API answers."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from ogam.devices.smartthings.simulator.appliances import SETS, WORDS, Status, made_up

TOKEN = "simulated-token"
LOCATION = "loc-home"
_PAGE = 10

Answer = tuple[int, Any, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Failure:
    """What the next request is answered instead. before: whether it is not even carried out."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    before: bool = True


@dataclass(slots=True)
class Appliance:
    """A device. acted: the commands that it carried out, in order. silent: whether it takes them and does nothing."""

    id: str
    name: str
    category: str
    room: str
    state: Status
    online: bool = True
    silent: bool = False
    acted: list[dict[str, Any]] = field(default_factory=list)


class Cloud:
    """One account with its devices. failures: what the next commands are answered instead, in order.

    token: what is accepted; app: what an OAuth app may renew it with.
    """

    def __init__(self) -> None:
        self.token = TOKEN
        self.app = {"client_id": "app", "client_secret": "hush", "refresh_token": "refresh-1"}
        self.appliances = {row[0]: Appliance(*row) for row in made_up()}
        self.failures: list[Failure] = []
        self.requests: list[str] = []
        self.listeners: set[asyncio.Queue[str]] = set()
        self._renewals = 1

    def change(self, device: str, component: str, capability: str, attribute: str, value: Any) -> None:
        """Something changes at a device, and whoever listens is told."""
        self.appliances[device].state[component][capability][attribute] = value
        event = {"deviceId": device, "componentId": component, "capability": capability, "attribute": attribute,
                 "value": value, "eventId": "e", "locationId": LOCATION, "ownerId": "o"}  # fmt: skip
        text = json.dumps({"eventTime": 0, "eventType": "DEVICE_EVENT", "deviceEvent": event})
        for listener in self.listeners:
            listener.put_nowait(f"event: DEVICE_EVENT\ndata: {text}\n\n")

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes, base: str) -> Answer:
        """The status, body and headers that a request is answered with."""
        self.requests.append(f"{method} {path}")
        route, _, query = path.partition("?")
        if (method, route) == ("POST", "/oauth/token"):
            return self._renew(body)
        if headers.get("authorization") != f"Bearer {self.token}":
            return (
                401,
                {"requestId": "1", "error": {"code": "UnauthorizedError", "message": "Unauthorized", "details": []}},
                {},
            )
        parts = route.strip("/").split("/")
        match [method, *parts]:
            case ["GET", "v1", "devices"]:
                return self._listed(query, base)
            case ["GET", "v1", "locations"]:
                return 200, {"items": [{"locationId": LOCATION, "name": "Home"}], "_links": {}}, {}
            case ["GET", "v1", "locations", _, "rooms"]:
                rooms = sorted({one.room for one in self.appliances.values() if one.room})
                return 200, {"items": [{"roomId": f"room-{name}", "name": name} for name in rooms]}, {}
            case ["POST", "subscriptions"]:
                return 200, {"subscriptionId": "s", "registrationUrl": f"{base}/stream", "name": "Ogam"}, {}
            case [_, "v1", "devices", device, what] if device in self.appliances:
                return self._of_device(method, self.appliances[device], what, body)
        return 404, {"requestId": "1", "error": {"code": "NotFoundError", "message": "Not found", "details": []}}, {}

    def _listed(self, query: str, base: str) -> Answer:
        page = int(parse_qs(query).get("page", ["0"])[0])
        rows = list(self.appliances.values())
        shown = rows[page * _PAGE : (page + 1) * _PAGE]
        more = len(rows) > (page + 1) * _PAGE
        links = {"next": {"href": f"{base}/v1/devices?page={page + 1}&max={_PAGE}"}} if more else {}
        return 200, {"items": [_row(one) for one in shown], "_links": links}, {}

    def _of_device(self, method: str, one: Appliance, what: str, body: bytes) -> Answer:
        if method == "GET" and what == "status":
            return 200, {"components": _components(one.state)}, {}
        if method == "GET" and what == "health":
            return 200, {"deviceId": one.id, "state": "ONLINE" if one.online else "OFFLINE"}, {}
        if method == "POST" and what == "commands":
            failure = self.failures.pop(0) if self.failures else None
            if failure is not None and failure.before:
                return failure.status, failure.body, dict(failure.headers)
            answer = self._carry_out(one, json.loads(body)["commands"])
            return answer if failure is None else (failure.status, failure.body, dict(failure.headers))
        return 404, {}, {}

    def _carry_out(self, one: Appliance, commands: list[dict[str, Any]]) -> Answer:
        """All or nothing: a command that the device does not have is answered 422."""
        places = [_place(one, command) for command in commands]
        if None in places:
            detail = {"code": "ConstraintViolationError", "message": "command is malformed", "details": []}
            return 422, {"requestId": "1", "error": {**detail, "details": [detail]}}, {}
        for command, place in zip(commands, places, strict=True):
            one.acted.append(command)
            if place is not None and not one.silent:
                component, capability, attribute, value = place
                self.change(one.id, component, capability, attribute, value)
        return 200, {"results": [{"id": str(number), "status": "ACCEPTED"} for number, _ in enumerate(commands)]}, {}

    def _renew(self, body: bytes) -> Answer:
        given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if given.get("refresh_token") != self.app["refresh_token"]:
            return 400, {"error": "invalid_grant"}, {}
        self._renewals += 1
        self.token, self.app["refresh_token"] = f"access-{self._renewals}", f"refresh-{self._renewals}"
        told = {"access_token": self.token, "refresh_token": self.app["refresh_token"], "expires_in": 86399}
        return 200, {**told, "installed_app_id": "installed"}, {}


def _place(one: Appliance, command: Mapping[str, Any]) -> tuple[str, str, str, Any] | None:
    """Which attribute a command sets to what; None for one that the device does not have."""
    component, capability, name = (str(command.get(key)) for key in ("component", "capability", "command"))
    attributes = one.state.get(component, {}).get(capability)
    if attributes is None:
        return None
    arguments = command.get("arguments") or []
    if name in SETS and SETS[name] in attributes and len(arguments) == 1:
        return component, capability, SETS[name], arguments[0]
    if (capability, name) in WORDS:
        return component, capability, *WORDS[capability, name]
    return None


def _row(one: Appliance) -> dict[str, Any]:
    components = [
        {
            "id": name, "label": name,
            "capabilities": [{"id": capability, "version": 1} for capability in capabilities],
            "categories": [{"name": one.category, "categoryType": "manufacturer"}] if name == "main" else [],
        }
        for name, capabilities in one.state.items()
    ]  # fmt: skip
    return {
        "deviceId": one.id, "name": one.category, "label": one.name, "locationId": LOCATION,
        "roomId": f"room-{one.room}" if one.room else None, "type": "OCF", "components": components,
    }  # fmt: skip


def _components(state: Status) -> dict[str, Any]:
    return {
        component: {
            capability: {name: {"value": value} for name, value in attributes.items()}
            for capability, attributes in capabilities.items()
        }
        for component, capabilities in state.items()
    }
