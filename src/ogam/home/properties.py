"""`properties:` of a device in the home file: what can be set and read of it, for devices whose driver cannot tell.

properties:
  mode: {choices: {cool: [냉방], dry: [제습]}, names: [모드], role: mode}
  target_temperature: {from: 18, to: 30, step: 0.5, unit: "°C", names: [온도], role: target_temperature}
  saver: {switch: true, names: [절전]}
  program: {commands: {START: [시작], STOP: [정지]}}
"""

from typing import Any, Literal

from yaml.nodes import MappingNode, Node, ScalarNode

from ogam.core import PROPERTY_ROLES, Choice, Property
from ogam.home import nodes
from ogam.home.names import suggestion
from ogam.home.nodes import Problems

_KEYS = (
    "names",
    "choices",
    "commands",
    "switch",
    "from",
    "to",
    "step",
    "unit",
    "role",
    "guard",
    "writable",
    "readable",
)
_LANGUAGES = ("en", "ko")

Kind = Literal["switch", "choice", "command", "number", "text"]


def properties(node: Node | None, device: str, problems: Problems) -> tuple[Property, ...]:
    """What is written about a device's properties; each is called in every language as it is written."""
    if node is None:
        return ()
    if not isinstance(node, MappingNode):
        problems.error(node, f"properties of device '{device}' must be written as `name: {{…}}`, one a line.")
        return ()
    found = [_property(key, value, device, problems) for key, value in node.value if isinstance(key, ScalarNode)]
    return tuple(one for one in found if one is not None)


def _property(key: ScalarNode, node: Node, device: str, problems: Problems) -> Property | None:
    what = f"property '{key.value}' of device '{device}'"
    found = nodes.entries(node, what, _KEYS, problems)
    kind = _kind(key, found, what, problems)
    if kind is None:
        return None
    numbers = {name: _number(found.get(name), f"{name} of {what}", problems) for name in ("from", "to", "step")}
    role = nodes.text(found.get("role"), f"role of {what}", problems)
    if role and role not in PROPERTY_ROLES:
        roles = ", ".join(sorted(PROPERTY_ROLES))
        hint = suggestion(role, PROPERTY_ROLES)
        problems.error(found["role"], f"{what} has role '{role}', which there is not.{hint} Roles: {roles}.")
    return Property(
        id=key.value,
        kind=kind,
        names=_names(found.get("names"), f"names of {what}", key.value, problems),
        choices=_choices(found.get("choices") or found.get("commands"), what, problems),
        least=numbers["from"],
        most=numbers["to"],
        step=numbers["step"] or 1,
        unit=nodes.text(found.get("unit"), f"unit of {what}", problems),
        readable=_flag(found.get("readable"), f"readable of {what}", kind != "command", problems),
        writable=_flag(found.get("writable"), f"writable of {what}", True, problems),
        role=role,
        guard=nodes.text(found.get("guard"), f"guard of {what}", problems),
    )


def _kind(key: ScalarNode, found: dict[str, Node], what: str, problems: Problems) -> Kind | None:
    kinds: dict[str, Kind] = {
        "choices": "choice", "commands": "command", "switch": "switch", "from": "number", "to": "number",
        "unit": "number",
    }  # fmt: skip
    said = list(dict.fromkeys(kinds[name] for name in found if name in kinds))
    if len(said) > 1:
        problems.error(key, f"{what} is a {said[0]} and a {said[1]} at the same time. Write one of them.")
        return None
    return said[0] if said else "text"


def _choices(node: Node | None, what: str, problems: Problems) -> tuple[Choice, ...]:
    if node is None:
        return ()
    if not isinstance(node, MappingNode):
        return tuple(
            Choice(text, _everywhere((text.replace("_", " "),))) for _, text in nodes.texts(node, what, problems)
        )
    return tuple(
        Choice(key.value, _names(value, f"'{key.value}' of {what}", key.value, problems))
        for key, value in node.value
        if isinstance(key, ScalarNode)
    )


def _names(node: Node | None, what: str, usual: str, problems: Problems) -> dict[str, tuple[str, ...]]:
    names = tuple(text for _, text in nodes.texts(node, what, problems) if text)
    return _everywhere(names or (usual.replace("_", " ").lower(),))


def _everywhere(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(_LANGUAGES, names)


def _number(node: Node | None, what: str, problems: Problems) -> float | None:
    value: Any = None if node is None else nodes.plain(node, what, problems)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if node is not None:
        problems.error(node, f"{what} must be a number, not '{value}'.")
    return None


def _flag(node: Node | None, what: str, usual: bool, problems: Problems) -> bool:
    value: Any = usual if node is None else nodes.plain(node, what, problems)
    if isinstance(value, bool):
        return value
    if node is not None:
        problems.error(node, f"{what} must be true or false, not '{value}'.")
    return usual
