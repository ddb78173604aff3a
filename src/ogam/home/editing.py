"""Changing the home file's list of `policies`, and nothing else in it: comments, order and layout stay as they are."""

import os
import tempfile
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ogam.core import HomeError
from ogam.home import nodes
from ogam.home.nodes import Problems

_KEY = "policies"
_BLOCK = ("|", ">")


def with_policy(text: str, place: int | None, rule: str, path: str = "home.yaml") -> str:
    """The file's text with item `place` of `policies` replaced by a text, or with one more item where it is None.

    Raises HomeError where `policies` is written in a way in which that cannot be done.
    """
    node = _policies(text, path)
    if place is None:
        return _appended(text, node, rule, path)
    item = _item(node, place, path)
    return text[: item.start_mark.index] + _block(rule, item.start_mark.column) + text[_end(text, item) :]


def without_policy(text: str, place: int, path: str = "home.yaml") -> str:
    """The file's text without item `place` of `policies`. Raises HomeError as `with_policy` does."""
    item = _item(_policies(text, path), place, path)
    start = text.rindex("-", 0, item.start_mark.index)
    line = text.rfind("\n", 0, start) + 1
    return text[:line] + text[_end(text, item) :]


def replace_file(path: Path, before: str, after: str) -> None:
    """Put a new text in the place of a file, at once: whoever reads it finds the one or the other. It keeps its mode.

    before: what it must still hold. Raises HomeError where somebody else has changed it, or it cannot be written.
    """
    target = path.resolve()
    try:
        if target.read_text("utf-8-sig") != before:
            raise HomeError([f"{path}: somebody else has changed the file meanwhile. Reload, and try again."])
        raw = target.read_bytes()
        mark, ends = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else "", "\r\n" if b"\r\n" in raw else "\n"
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline=ends) as file:
                file.write(mark + after)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o777)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise HomeError([f"{path}: the file cannot be written: {error.strerror or error}."]) from error


def _policies(text: str, path: str) -> Node | None:
    """The value of `policies`, or None where the file has no such key."""
    problems = Problems(path)
    root = nodes.compose(text, problems)
    if problems.errors:
        raise HomeError(problems.sorted_errors())
    if root is None:
        return None
    if not isinstance(root, MappingNode) or root.flow_style:
        raise HomeError([f"{path}:1: rules can only be added to a home file with one key a line. Rewrite it so."])
    return next((value for key, value in root.value if key.value == _KEY), None)


def _item(node: Node | None, place: int, path: str) -> ScalarNode:
    if isinstance(node, SequenceNode) and not node.flow_style and place < len(node.value):
        item = node.value[place]
        if isinstance(item, ScalarNode):
            return item
    raise _not_a_list(path, node)


def _appended(text: str, node: Node | None, rule: str, path: str) -> str:
    if node is None:
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}{_KEY}:\n  - {_block(rule, 4)}"
    if isinstance(node, ScalarNode) and not node.value:
        end = _line_end(text, node.start_mark.index)
        return f"{_ended(text[:end])}  - {_block(rule, 4)}{text[end:]}"
    if not isinstance(node, SequenceNode) or node.flow_style or not node.value:
        raise _not_a_list(path, node)
    last = node.value[-1]
    end, column = _end(text, last), node.start_mark.column
    return f"{_ended(text[:end])}{' ' * column}- {_block(rule, column + 2)}{text[end:]}"


def _block(rule: str, column: int) -> str:
    """A text as a block of YAML, its lines indented to a column."""
    lines = rule.strip().splitlines()
    return "|\n" + "".join(f"{' ' * column}{line}\n" if line.strip() else "\n" for line in lines)


def _end(text: str, item: Node) -> int:
    """Where an item of the list ends: after its line's end. Empty lines after a block are left where they are."""
    if isinstance(item, ScalarNode) and item.style in _BLOCK:
        block = text[item.start_mark.index : item.end_mark.index]
        return item.start_mark.index + len(block.rstrip()) + (1 if block.rstrip() != block else 0)
    return _line_end(text, item.end_mark.index)


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _not_a_list(path: str, node: Node | None) -> HomeError:
    line = 1 if node is None else node.start_mark.line + 1
    return HomeError(
        [f"{path}:{line}: write policies as a list, one rule under a dash; then they can be changed here."]
    )
