"""Home Assistant's WebSocket API: messages of JSON, each command with an id, each answered by a result of that id.

https://developers.home-assistant.io/docs/api/websocket
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ogam.core import DeviceError

Message = dict[str, Any]

LARGEST = 32 << 20
"""Bytes of a message: all states of a large home are a few million."""

REGISTRY_EVENTS = (
    "area_registry_updated",
    "device_registry_updated",
    "entity_registry_updated",
    "floor_registry_updated",
)


class ProtocolError(DeviceError):
    """Something that is no message of Home Assistant's."""


def encoded(message: Mapping[str, Any]) -> str:
    """A message as it is sent. Raises ProtocolError for what JSON cannot hold."""
    try:
        return json.dumps(message, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ProtocolError(f"A message to Home Assistant cannot be written ({error}).") from error


def decoded(text: str | bytes) -> Iterator[Message]:
    """The messages that came at once: one, or several in a list. What is no number (NaN) is null.

    Raises ProtocolError for what is none.
    """
    try:
        came = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"Home Assistant sent something that is not JSON ({error}).") from error
    for message in came if isinstance(came, list) else [came]:
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise ProtocolError('Home Assistant sent something without a "type".')
        yield message


def auth(token: str) -> Message:
    return {"type": "auth", "access_token": token}


def subscribe_events(kind: str) -> Message:
    return {"type": "subscribe_events", "event_type": kind}


def call_service(domain: str, service: str, data: Mapping[str, Any], entity: str, answered: bool = False) -> Message:
    """answered: whether the service gives something back, which is then asked for (`return_response`)."""
    message: Message = {
        "type": "call_service",
        "domain": domain,
        "service": service,
        "service_data": dict(data),
        "target": {"entity_id": entity},
    }
    return {**message, "return_response": True} if answered else message


def fire_event(kind: str, data: Mapping[str, Any]) -> Message:
    return {"type": "fire_event", "event_type": kind, "event_data": dict(data)}
