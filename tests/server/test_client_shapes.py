"""The types of `ogam.client` say what the server answers: compared with its own description (OpenAPI)."""

import types
from typing import Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from ogam.client import shapes

SAME = {
    "Who": ["IdentityShown"],
    "Decision": ["DecisionShown"],
    "Deed": ["ActShown"],
    "Turn": ["TurnShown", "TurnLogged", "TurnWhole"],
    "Event": ["EventShown"],
    "Device": ["DeviceShown"],
    "Home": ["HomeShown"],
    "Acted": ["Acted"],
    "Known": ["PersonKnown"],
    "Rule": ["RuleShown"],
    "Policy": ["PolicyShown"],
    "Health": ["Health"],
    "Camera": ["CameraShown"],
    "Seen": ["SeenShown"],
}
"""Each shape, and what it is called in the description."""
JSON = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}


@pytest.fixture
def described(owner) -> dict[str, Any]:
    schemas: dict[str, Any] = owner.get("/api/openapi.json").json()["components"]["schemas"]
    return schemas


def test_every_shape_is_compared():
    assert {name for name, kind in vars(shapes).items() if is_typeddict(kind)} == set(SAME)


@pytest.mark.parametrize("name", SAME)
def test_the_client_knows_what_the_server_answers(described, name):
    shape = getattr(shapes, name)
    answers = [described[one]["properties"] for one in SAME[name]]
    assert set(shape.__annotations__) == set().union(*answers)
    assert shape.__required_keys__ == set(answers[0]).intersection(*answers)
    hints = get_type_hints(shape, include_extras=True)
    for answer in answers:
        for member, told in answer.items():
            assert kinds_of(hints[member]) >= kinds_in(told), (name, member)


def kinds_of(hint: Any) -> set[str]:
    """The JSON types that a type of the client allows."""
    if get_origin(hint) is NotRequired:
        return kinds_of(get_args(hint)[0])
    if get_origin(hint) is types.UnionType:
        return set().union(*map(kinds_of, get_args(hint)))
    if get_origin(hint) in (list, dict):
        return {"array" if get_origin(hint) is list else "object"}
    if is_typeddict(hint) or hint in (dict, list):
        return {"object"}
    if isinstance(hint, type):
        return {JSON[hint]}
    return {JSON[type(value)] for value in get_args(hint)}


def kinds_in(told: dict[str, Any]) -> set[str]:
    """The JSON types that the description allows."""
    if "anyOf" in told:
        return set().union(*map(kinds_in, told["anyOf"]))
    return {"object"} if "$ref" in told else {told["type"]}
