"""Changing entries and items of YAML in their text, so that comments, order and layout stay as they are.

Where something stands in a way that these do not know, what comes out is wrong YAML, or says something else: whoever
uses them reads it again, and compares.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ogam.core import HomeError

_PLAIN = re.compile(r"[^\W\d_](?:[\w .-]*\w)?")


def flow(value: Any) -> str:
    """A value in YAML's flow style: `{name: lamp, aliases: [light]}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(name)}: {flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and yaml.safe_load(value) == value else _quoted(value)
    return json.dumps(value)


def with_entry(text: str, item: Node, name: str, value: Any) -> str:
    """The text with one entry of a mapping set; "" or an empty list takes it out. A bare name becomes a mapping."""
    if isinstance(item, ScalarNode):
        entries = {"name": item.value, name: value}
        return text[: item.start_mark.index] + flow(_filled(entries)) + text[true_end(item) :]
    if not isinstance(item, MappingNode):
        return text
    found = next((place for place, (key, _) in enumerate(item.value) if key.value == name), None)
    if found is None:
        return text if value in ("", []) else _inserted(text, item, f"{name}: {flow(value)}")
    if value in ("", []):
        return _taken_out(text, item, found)
    key, old = item.value[found]
    colon = text.index(":", key.end_mark.index)
    return f"{text[: colon + 1]} {flow(value)}{text[true_end(old) :]}"


def appended(text: str, section: Node | None, name: str, item: str, path: str) -> str:
    """The text with one item more in a list of its top mapping, which is made where there is none."""
    if section is None:
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}{name}:\n  - {item}\n"
    if isinstance(section, ScalarNode) and not section.value:
        end = line_end(text, section.start_mark.index)
        return f"{_ended(text[:end])}  - {item}\n{text[end:]}"
    if not isinstance(section, SequenceNode):
        raise HomeError([f"{path}:{section.start_mark.line + 1}: write {name} as a list; then it can be changed here."])
    if section.flow_style:
        last = true_end(section.value[-1]) if section.value else section.start_mark.index + 1
        return f"{text[:last]}{', ' if section.value else ''}{item}{text[last:]}"
    end = line_end(text, true_end(section.value[-1]))
    return f"{_ended(text[:end])}{' ' * section.start_mark.column}- {item}\n{text[end:]}"


def without_item(text: str, section: SequenceNode, place: int) -> str:
    """The text without one item of a list. Comments before it stay."""
    item = section.value[place]
    if section.flow_style:
        return _cut(text, section.value, place)
    start = text.rindex("-", 0, item.start_mark.index)
    line = text.rfind("\n", 0, start) + 1
    return text[:line] + text[line_end(text, true_end(item)) :]


def true_end(node: Node) -> int:
    """Where a node ends; a block's own mark stands only where the next thing begins."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return true_end(last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    return end


def line_end(text: str, index: int) -> int:
    """Where the line of an index ends, its newline included."""
    if index and text[index - 1] == "\n":  # after a block of text, whose end is a line's end
        return index
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _filled(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entries.items() if value not in ("", [])}


def _inserted(text: str, item: MappingNode, entry: str) -> str:
    """After the first entry, which is the name in most files."""
    key, value = item.value[0]
    if item.flow_style:
        end = true_end(value)
        return f"{text[:end]}, {entry}{text[end:]}"
    end = line_end(text, true_end(value))
    return f"{_ended(text[:end])}{' ' * key.start_mark.column}{entry}\n{text[end:]}"


def _taken_out(text: str, item: MappingNode, place: int) -> str:
    if item.flow_style:
        return _cut(text, item.value, place)
    key, value = item.value[place]
    if place == 0 and len(item.value) > 1:  # it stands behind the dash
        return text[: key.start_mark.index] + text[item.value[1][0].start_mark.index :]
    line = text.rfind("\n", 0, key.start_mark.index) + 1
    return text[:line] + text[line_end(text, true_end(value)) :]


def _cut(text: str, inside: list[Any], place: int) -> str:
    """Without one of several things between brackets, and its comma."""
    first, last = [(_start(one), _end(one)) for one in inside][place]
    if place + 1 < len(inside):
        return text[:first] + text[_start(inside[place + 1]) :]
    return text[: _end(inside[place - 1]) if place else first] + text[last:]


def _start(one: Any) -> int:
    start: int = (one[0] if isinstance(one, tuple) else one).start_mark.index
    return start


def _end(one: Any) -> int:
    return true_end(one[1] if isinstance(one, tuple) else one)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
