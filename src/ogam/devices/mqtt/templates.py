"""Templates of Home Assistant's discovery (Jinja), as far as they only read a value: no loops, calls or assignments.

They come from the network, so each is looked at before it is used, and then runs in Jinja's sandbox.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ogam.devices.mqtt.payloads import Payload, Unreadable, number

_LONGEST = 2000
_LONGEST_RESULT = 10_000
_DEEPEST = 60
_MOST_KEPT = 1000
_FILTERS = frozenset(
    {"abs", "bool", "d", "default", "float", "int", "is_defined", "lower", "round", "string", "to_json", "tojson",
     "trim", "upper"}
)  # fmt: skip
_TESTS = frozenset({"defined", "eq", "false", "ge", "gt", "in", "le", "lt", "ne", "none", "number", "string", "true"})
_NAMES = frozenset({"value", "value_json", "position", "percentage", "brightness"})
_ALLOWED = (
    nodes.Add, nodes.And, nodes.Compare, nodes.Concat, nodes.CondExpr, nodes.Const, nodes.Dict, nodes.Div,
    nodes.Filter, nodes.FloorDiv, nodes.Getattr, nodes.Getitem, nodes.If, nodes.Keyword, nodes.List, nodes.Mod,
    nodes.Mul, nodes.Name, nodes.Neg, nodes.Not, nodes.Operand, nodes.Or, nodes.Output, nodes.Pair, nodes.Pos,
    nodes.Sub, nodes.Template, nodes.TemplateData, nodes.Test, nodes.Tuple,
)  # fmt: skip


class _Sandbox(ImmutableSandboxedEnvironment):
    """Multiplies and takes remainders of numbers only: a text times a million fills the memory."""

    intercepted_binops = frozenset({"*", "%", "+"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        text = isinstance(left, str) and isinstance(right, str) and operator == "+"
        if not text and (number(left) is None or number(right) is None or isinstance(left, str)):
            raise TemplateError(f"'{operator}' is for numbers")
        return super().call_binop(context, operator, left, right)


Template = Callable[[dict[str, Any]], str]


def read_template(source: Any) -> Template:
    """What makes text of variables. Raises Unreadable for a template that does more than to read a value."""
    if not isinstance(source, str) or len(source) > _LONGEST:
        raise Unreadable("a template that is no text, or too long")
    return _compiled(source)


@lru_cache(_MOST_KEPT)
def _compiled(source: str) -> Template:
    """Devices of a kind have the same templates."""
    sandbox = _sandbox()
    try:
        _look_at(sandbox.parse(source), 0)
        template = sandbox.from_string(source)
    except (TemplateError, RecursionError, SyntaxError) as error:
        raise Unreadable(f"the template {source!r} cannot be read ({error})") from error

    def fill(variables: dict[str, Any]) -> str:
        try:
            return template.render(variables).strip()[:_LONGEST_RESULT]
        except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise Unreadable(f"the template {source!r} failed ({error})") from error

    return fill


def reader(source: Any) -> Callable[[Payload], str]:
    """A template of a state: from a message to text; the message itself where there is no template."""
    if source is None:
        return lambda payload: payload.text
    template = read_template(source)

    def read(payload: Payload) -> str:
        told = {} if payload.data is None else {"value_json": payload.data}
        return template({"value": payload.text, **told})

    return read


def writer(source: Any, name: str = "value") -> Callable[[Any], str]:
    """A template of a command: from a value to text. name: what the template may call the value, beside `value`."""
    if source is None:
        return str
    template = read_template(source)
    return lambda value: template({"value": value, name: value})


def _look_at(node: nodes.Node, depth: int) -> None:
    """Raises TemplateError for whatever is not on the lists."""
    if not isinstance(node, _ALLOWED) or depth > _DEEPEST:
        raise TemplateError(f"{type(node).__name__} is not supported")
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        raise TemplateError(f"the filter {node.name} is not supported")
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        raise TemplateError(f"the test {node.name} is not supported")
    if isinstance(node, nodes.Name) and node.name not in _NAMES:
        raise TemplateError(f"{node.name} is not known")
    for child in node.iter_child_nodes():
        _look_at(child, depth + 1)


def _sandbox() -> _Sandbox:
    sandbox = _Sandbox(autoescape=False)
    sandbox.filters |= {"bool": _bool, "is_defined": lambda value: value, "to_json": _to_json, "tojson": _to_json}
    return sandbox


def _bool(value: Any) -> bool:
    return str(value).casefold() in ("1", "enable", "on", "true", "yes")


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
