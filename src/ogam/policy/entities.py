"""A home as Cedar sees it: its schema (what rules may speak of) and its entities (people, roles, areas, devices)."""

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from ogam.core import Device
from ogam.home import ROLES, Home
from ogam.policy.actions import GROUPS

_APPLIES = "appliesTo { principal: [Person, Unknown], resource: [Device], context: Context }"


def own_intents(home: Home) -> tuple[str, ...]:
    """Intents that the owner made up: rules may name each as an action."""
    named = (*(sentence.intent for sentence in home.sentences), *home.intents)
    return tuple(dict.fromkeys(name for name in named if not name.startswith("Hass")))


def role_parents(home: Home) -> dict[str, tuple[str, ...]]:
    """All roles of a home, each with those that it is at the same time."""
    return {**ROLES, **{role.name: role.like for role in home.roles}}


def schema_text(home: Home) -> str:
    """The Cedar schema of a home."""
    fixed = (resources.files("ogam.policy") / "home.cedarschema").read_text("utf-8")
    groups = [f"action {_quoted(group)};" for group in GROUPS]
    actions = [
        f"action {_quoted(name)} in [Action::{_quoted(group)}] {_APPLIES};"
        for group, names in GROUPS.items()
        for name in names
    ]
    taken = {*GROUPS, *(name for names in GROUPS.values() for name in names)}
    own = [f'action {_quoted(n)} in [Action::"own"] {_APPLIES};' for n in own_intents(home) if n not in taken]
    return "\n".join((fixed, *groups, *actions, *own))


def entities(home: Home, devices: Iterable[Device]) -> str:
    """The entities of a home as Cedar's JSON."""
    roles = role_parents(home)
    return json.dumps(
        [
            *(_entity("Role", name, [("Role", parent) for parent in parents]) for name, parents in roles.items()),
            *(_entity("Person", person.name, [("Role", person.role)]) for person in home.people),
            *(_entity("Area", area.name, []) for area in home.areas),
            *(_device(device) for device in devices),
        ]
    )


def reference(kind: str, name: str) -> dict[str, str]:
    """An entity's name as Cedar's JSON."""
    return {"type": kind, "id": name}


def _device(device: Device) -> dict[str, Any]:
    place = [("Area", device.area)] if device.area else []
    facts = {
        "name": device.name,
        "domain": device.domain,
        "device_class": device.device_class or "",
        "area": device.area or "",
    }
    return _entity("Device", device.id, [("Kind", device.domain), *place], facts)


def _entity(
    kind: str, name: str, parents: list[tuple[str, str]], facts: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """An entity of the home as Cedar's JSON."""
    return {"uid": reference(kind, name), "attrs": facts or {}, "parents": [reference(*parent) for parent in parents]}


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
