"""Reading YAML so that every value knows its line, and every problem is collected instead of stopping at the first."""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ogam.home.names import suggestion

_KINDS = {MappingNode: "a mapping of keys to values", SequenceNode: "a list", ScalarNode: "a single value"}


@dataclass(slots=True)
class Problems:
    """What is wrong with a file (errors) and what is worth knowing (notes), each as `file:line: text`."""

    path: str
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def where(self, node: Node) -> str:
        return f"{self.path}:{node.start_mark.line + 1}"

    def error(self, node: Node, text: str) -> None:
        self.errors.append(f"{self.where(node)}: {text}")

    def note(self, node: Node, text: str) -> None:
        self.notes.append(f"{self.where(node)}: {text}")

    def sorted_errors(self) -> list[str]:
        """The errors in the order of the file's lines."""
        return sorted(self.errors, key=_line)


def compose(text: str, problems: Problems) -> Node | None:
    """The root of the YAML document, or None where it is empty or not YAML (which is then among the problems)."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problems.errors.append(f"{problems.path}:{line}: this is not YAML: {error.problem or error.context}.")
        return None
    except yaml.YAMLError as error:
        problems.errors.append(f"{problems.path}:1: this is not YAML: {str(error).splitlines()[0]}.")
        return None
    except RecursionError:
        problems.errors.append(f"{problems.path}:1: lists and mappings are nested too deeply to be a home.")
        return None
    if root is not None and (looped := _contains_itself(root)) is not None:
        problems.error(looped, "this value contains itself (a YAML alias inside its own anchor). Remove the alias.")
        return None
    return root


def entries(node: Node, what: str, known: Collection[str] | None, problems: Problems) -> dict[str, Node]:
    """The entries of a mapping. Doubled keys and keys that are not known (where `known` says them) are problems."""
    if not isinstance(node, MappingNode):
        problems.error(node, f"{what} must be {_KINDS[MappingNode]}, not {_kind(node)}.")
        return {}
    found: dict[str, Node] = {}
    for key_node, value in node.value:
        if not isinstance(key_node, ScalarNode):
            problems.error(key_node, f"a key of {what} must be a word, not {_kind(key_node)}.")
            continue
        name = key_node.value
        if known is not None and name not in known:
            keys = ", ".join(known)
            problems.error(key_node, f"{what} has no key '{name}'. Keys: {keys}.{suggestion(name, known)}")
        elif name in found:
            problems.error(key_node, f"{what} says '{name}' twice. Keep one of them.")
        else:
            found[name] = value
    return found


def items(node: Node | None, what: str, problems: Problems) -> list[Node]:
    """The items of a list; an absent or empty value is an empty list."""
    if node is None or _is_null(node):
        return []
    if not isinstance(node, SequenceNode):
        problems.error(node, f"{what} must be {_KINDS[SequenceNode]}, not {_kind(node)}.")
        return []
    return list(node.value)


def text(node: Node | None, what: str, problems: Problems) -> str:
    """A single value as it stands in the file (`off` stays "off"); empty where it is absent or null."""
    if node is None or _is_null(node):
        return ""
    if not isinstance(node, ScalarNode):
        problems.error(node, f"{what} must be {_KINDS[ScalarNode]}, not {_kind(node)}.")
        return ""
    return " ".join(str(node.value).split())


def texts(node: Node | None, what: str, problems: Problems) -> list[tuple[Node, str]]:
    """A list of single values, each with its place; one value alone counts as a list of one."""
    if isinstance(node, ScalarNode) and not _is_null(node):
        return [(node, text(node, what, problems))]
    return [(item, text(item, f"each of {what}", problems)) for item in items(node, what, problems)]


def plain(node: Node | None, what: str, problems: Problems) -> Any:
    """Any value as plain Python data, but `on`, `off`, `yes` and `no` stay words."""
    if node is None:
        return None
    if isinstance(node, MappingNode):
        return {name: plain(value, what, problems) for name, value in entries(node, what, None, problems).items()}
    if isinstance(node, SequenceNode):
        return [plain(item, what, problems) for item in node.value]
    return _scalar(node, what, problems)


def number(node: Node | None, what: str, problems: Problems) -> float | None:
    """A finite number; None where it is absent."""
    value = None if node is None else plain(node, what, problems)
    if node is None or (isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)):
        return None if value is None else float(value)
    problems.error(node, f"{what} must be a number, not '{value}'.")
    return None


def flag(node: Node | None, what: str, problems: Problems) -> bool:
    """True or false; false where it is absent."""
    value = False if node is None else plain(node, what, problems)
    if isinstance(value, bool) or node is None:
        return bool(value)
    problems.error(node, f"{what} must be true or false, not '{value}'.")
    return False


def plain_mapping(node: Node | None, what: str, problems: Problems) -> dict[str, Any]:
    """A mapping as plain Python data; an absent or empty value is an empty mapping."""
    if node is None or _is_null(node):
        return {}
    return {name: plain(value, what, problems) for name, value in entries(node, what, None, problems).items()}


def _scalar(node: Node, what: str, problems: Problems) -> Any:
    if node.tag == "tag:yaml.org,2002:bool" and node.value.lower() not in ("true", "false"):
        return node.value
    construct: Callable[[Node], Any] = yaml.constructor.SafeConstructor().construct_object
    try:
        value = construct(node)
    except (yaml.YAMLError, ValueError):
        problems.error(node, f"'{node.value}' in {what} is not a value that can be read. Put it in quotes.")
        return None
    # Dates and byte strings are no JSON values, so they stay the words that were written.
    return value if isinstance(value, str | int | float | bool | None) else node.value


def _line(problem: str) -> int:
    number = re.match(r".*?:(\d+): ", problem)
    return int(number[1]) if number else 0


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _kind(node: Node) -> str:
    return "nothing" if _is_null(node) else _KINDS[type(node)]


def _contains_itself(node: Node) -> Node | None:
    """The first node that is its own descendant, or None."""
    open_nodes: set[int] = set()
    closed_nodes: set[int] = set()

    def visit(current: Node) -> Node | None:
        if id(current) in open_nodes:
            return current
        if id(current) in closed_nodes or isinstance(current, ScalarNode):
            return None
        open_nodes.add(id(current))
        children = current.value if isinstance(current, SequenceNode) else [n for pair in current.value for n in pair]
        looped = next((found for child in children if (found := visit(child)) is not None), None)
        open_nodes.discard(id(current))
        closed_nodes.add(id(current))
        return looped

    return visit(node)
