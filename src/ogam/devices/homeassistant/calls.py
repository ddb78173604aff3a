"""What no property says: items of lists, and the codes of alarms and locks."""

from collections.abc import Callable, Mapping
from typing import Any

from ogam.core import Action, Device, DeviceError
from ogam.devices.homeassistant.bindings import Call, Entity
from ogam.devices.homeassistant.errors import in_words

_LIST_VERBS = {"add_item": 1, "complete_item": 4, "remove_item": 2}
"""Verbs of lists, and the feature that each needs."""


def is_for_list(device: Device, action: Action) -> bool:
    """Whether an action is about an item of a list."""
    return device.domain == "todo" and action.verb in _LIST_VERBS


def calls_of(device: Device, entity: Entity, action: Action) -> list[Call]:
    """The service for an item of a list. Raises DeviceError for a list that cannot do that."""
    item = str(action.arguments.get("item", "")).strip()
    if not item or not entity.can(_LIST_VERBS[action.verb]):
        raise in_words(DeviceError, "The {device} can't do that.", "{device:으로}는 그렇게 할 수 없어요.", device.name)
    match action.verb:
        case "add_item":
            return [Call("todo", "add_item", {"item": item})]
        case "complete_item":
            return [Call("todo", "update_item", {"item": item, "status": "completed"})]
    return [Call("todo", "remove_item", {"item": [item]})]


def with_code(
    call: Call, entity: Entity, device: Device, codes: Mapping[str, str], secret: Callable[[str, str], str]
) -> Call:
    """The call with the code that an alarm or a lock wants. Raises DeviceError where it wants one that is not known."""
    if not _wants_code(call, entity):
        return call
    if entity.id not in codes:
        raise in_words(
            DeviceError,
            'The {device} wants its code. Write it into drivers.toml: codes = {{"{reason}" = "keyring:…"}}',
            '{device:은} 비밀번호가 있어야 해요. drivers.toml에 적어 주세요: codes = {{"{reason}" = "keyring:…"}}',
            device.name,
            entity.id,
        )
    return Call(call.domain, call.service, {**call.data, "code": secret(codes[entity.id], f"codes: {entity.id}")})


def _wants_code(call: Call, entity: Entity) -> bool:
    if call.domain not in ("alarm_control_panel", "lock") or not _is_set(entity.attributes.get("code_format")):
        return False
    return call.service in ("alarm_disarm", "unlock", "open", "lock") or bool(
        entity.attributes.get("code_arm_required")
    )


def _is_set(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
