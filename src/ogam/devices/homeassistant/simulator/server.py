"""The simulated Home Assistant's WebSocket: the parts of the protocol that Ogam uses, and what can go wrong."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ogam.devices.homeassistant.simulator.demo import demo_home
from ogam.devices.homeassistant.simulator.home import Called, SimulatedHome
from ogam.devices.homeassistant.simulator.services import Refused, call

TOKEN = "simulated"
"""The token that lets in, as the user `Ogam`."""
NEVER = float("inf")
_VERSION = "2025.4.4"

Message = dict[str, Any]
Trouble = str | float
"""The code of an error, in place of doing it; or the seconds after which it is answered, though it is done at once."""


class HomeAssistantSimulator:
    """A Home Assistant on a port of this machine. It moves nothing.

    tokens: the users by their tokens. fails: by entity, what becomes of its next calls, in order. admins: users that
    may fire events.
    """

    def __init__(self, home: SimulatedHome | None = None, tokens: Mapping[str, str] | None = None) -> None:
        self.home = home or demo_home()
        self.tokens = dict(tokens or {TOKEN: "Ogam"})
        self.admins = set(self.tokens.values())
        self.fails: dict[str, list[Trouble]] = {}
        self.connections = 0
        self._clients: dict[Any, dict[int, str]] = {}
        self._server: Any = None
        self._port = 0
        self._late = set[asyncio.Task[None]]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self, port: int = 0) -> None:
        """Listen. port: 0 for any that is free."""
        from websockets.asyncio.server import serve

        self._server = await serve(self._serve, "127.0.0.1", port or self._port, max_size=1 << 22)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        for task in self._late:
            task.cancel()
        await self.cut()

    async def cut(self) -> None:
        """Drop every connection at once, and let nobody in until `restore`."""
        server, self._server = self._server, None
        for socket in list(self._clients):
            socket.transport.abort()
        if server is not None:
            server.close(close_connections=True)
            await server.wait_closed()

    async def restore(self) -> None:
        """Let in again, on the same port."""
        if self._server is None:
            await self.start(self._port)

    async def tell(self, entity: str, state: str | None = None, **attributes: Any) -> None:
        """An entity changes by itself. Attributes may be what no device should tell: NaN, a state of ten megabytes."""
        self.home.change(entity, state, **attributes)
        await self._changed(entity)

    async def gone(self, entity: str) -> None:
        """An entity disappears."""
        self.home.remove(entity)
        await self._changed(entity)
        await self.fire("entity_registry_updated", {"action": "remove", "entity_id": entity})

    async def renamed(self, entity: str, name: str, area: str | None = None) -> None:
        """Somebody gives an entity another name, and perhaps another area."""
        entry = self.home.entries[entity]
        changes = {"name": entry["name"], "area_id": entry["area_id"]}
        entry |= {"name": name, "area_id": area or entry["area_id"]}
        await self.fire("entity_registry_updated", {"action": "update", "entity_id": entity, "changes": changes})

    async def fire(self, kind: str, data: Mapping[str, Any]) -> None:
        """Send an event to all who subscribed to its kind."""
        event = {"event_type": kind, "data": data, "origin": "LOCAL"}
        for socket, subscriptions in list(self._clients.items()):
            for number, wanted in list(subscriptions.items()):
                if wanted == kind:
                    await _send(socket, {"id": number, "type": "event", "event": event})

    async def _changed(self, entity: str) -> None:
        await self.fire("state_changed", {"entity_id": entity, "new_state": self.home.states.get(entity)})

    async def _serve(self, socket: Any) -> None:
        from websockets.exceptions import ConnectionClosed

        self.connections += 1
        with suppress(ConnectionClosed):
            await self._talk(socket)

    async def _talk(self, socket: Any) -> None:
        await _send(socket, {"type": "auth_required", "ha_version": _VERSION})
        hello = json.loads(await socket.recv())
        user = self.tokens.get(hello.get("access_token", ""))
        if hello.get("type") != "auth" or user is None:
            await _send(socket, {"type": "auth_invalid", "message": "Invalid access token or password"})
            return
        await _send(socket, {"type": "auth_ok", "ha_version": _VERSION})
        self._clients[socket] = {}
        try:
            async for text in socket:
                await self._take(socket, user, json.loads(text))
        finally:
            self._clients.pop(socket, None)

    async def _take(self, socket: Any, user: str, message: Message) -> None:
        number = message["id"]
        if message["type"] == "ping":
            await _send(socket, {"id": number, "type": "pong"})
            return
        try:
            result, wait = await self._answer(socket, user, message)
        except Refused as error:
            failed = {"code": error.code, "message": str(error)}
            await _send(socket, {"id": number, "type": "result", "success": False, "error": failed})
            return
        answer = {"id": number, "type": "result", "success": True, "result": result}
        if not wait:
            await _send(socket, answer)
        elif wait != NEVER:
            late = asyncio.create_task(_send_late(socket, answer, wait))
            self._late.add(late)
            late.add_done_callback(self._late.discard)

    async def _answer(self, socket: Any, user: str, message: Message) -> tuple[Any, float]:
        """The result of a command, and the seconds after which it is told. Raises Refused."""
        home = self.home
        match message["type"]:
            case "get_config":
                config = {"version": _VERSION, "language": "en", "unit_system": {"temperature": "°C"}}
                return config, 0
            case "get_states":
                return list(home.states.values()), 0
            case "subscribe_events":
                self._clients[socket][message["id"]] = message.get("event_type", "")
                return None, 0
            case "config/area_registry/list":
                return home.areas, 0
            case "config/floor_registry/list":
                return home.floors, 0
            case "config/device_registry/list":
                return home.hardware, 0
            case "config/entity_registry/list":
                listed = [{key: one[key] for key in one if key != "aliases"} for one in home.entries.values()]
                return listed, 0
            case "config/entity_registry/get_entries":
                return {entity: home.entries.get(entity) for entity in message["entity_ids"]}, 0
            case "fire_event":
                if user not in self.admins:
                    raise Refused("unauthorized", "Unauthorized")
                home.fired.append((message["event_type"], message.get("event_data", {})))
                return {"context": {"user_id": user}}, 0
            case "call_service":
                return await self._call(user, message)
        raise Refused("unknown_command", "Unknown command.")

    async def _call(self, user: str, message: Message) -> tuple[Any, float]:
        entity = str(message.get("target", {}).get("entity_id", ""))
        waiting = self.fails.get(entity)
        trouble = waiting.pop(0) if waiting else 0.0
        if isinstance(trouble, str):
            raise Refused(trouble, f"{entity}: simulated {trouble}")
        domain, service, data = message["domain"], message["service"], message.get("service_data", {})
        before = self.home.states.get(entity)
        call(self.home, domain, service, entity, data)
        self.home.called.append(Called(user, domain, service, entity, data))
        if before is not None and self.home.states[entity] != before:
            await self._changed(entity)
        return {"context": {"id": "simulated", "parent_id": None, "user_id": user}}, trouble


async def _send(socket: Any, message: Message) -> None:
    """What is no number is sent as such, as a faulty server would."""
    from websockets.exceptions import ConnectionClosed

    try:
        await socket.send(json.dumps(message, ensure_ascii=False))
    except ConnectionClosed:
        return  # whoever is gone is told nothing


async def _send_late(socket: Any, message: Message, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await _send(socket, message)
