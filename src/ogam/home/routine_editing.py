"""Changing the routines of a home file, and nothing else in it, as `device_editing` does with devices."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ogam.core import HomeError
from ogam.home import nodes
from ogam.home.model import Home, Routine, RoutineAction
from ogam.home.names import key
from ogam.home.nodes import Problems
from ogam.home.parsing import parse_home
from ogam.home.yaml_editing import appended, flow, with_entry, without_item


def with_routine(text: str, routine: Routine, path: str = "home.yaml") -> tuple[str, Home]:
    """The file's text with one routine more, or with that of the same name as this one is; and the home then.

    Raises HomeError where that is no routine, or the file is written in a way that cannot be changed here.
    """
    before = parse_home(text, path)
    entries = _entries(routine)
    place = _place(before, routine.name)
    if place is None:
        changed = appended(text, _section(text, path), "routines", flow(_filled(entries)), path)
    else:
        changed = text
        for name, value in entries.items():
            item = _items(changed, path).value[place]
            changed = with_entry(changed, item, name, value)
    after = parse_home(changed, path)
    wanted = [*before.routines, routine] if place is None else list(before.routines)
    if place is not None:
        wanted[place] = routine
    _check(before, after, wanted, path)
    return changed, after


def without_routine(text: str, name: str, path: str = "home.yaml") -> tuple[str, Home]:
    """The file's text without a routine, and the home then. Raises HomeError as `with_routine`."""
    before = parse_home(text, path)
    place = _place(before, name)
    if place is None:
        raise HomeError([f"This home has no routine '{name}'."])
    section = _items(text, path)
    changed = without_item(text, section, place)
    if len(section.value) == 1 and not section.flow_style:
        changed = _without_section(changed, path)
    after = parse_home(changed, path)
    _check(before, after, [one for one in before.routines if one.name != before.routines[place].name], path)
    return changed, after


def _entries(routine: Routine) -> dict[str, Any]:
    when: Any = ""
    if routine.when is not None:
        at = "" if routine.when.at is None else "{:02}:{:02}".format(*routine.when.at)
        when = _filled({"at": at, "days": list(routine.when.days), "arrives": routine.when.arrives or ""})
    return {
        "name": routine.name,
        "say": list(routine.say),
        "do": [_step(step) for step in routine.do],
        "person": routine.person or "",
        "role": routine.role or "",
        "area": routine.area or "",
        "when": when,
        "reply": routine.reply,
    }


def _step(step: str | RoutineAction) -> Any:
    if isinstance(step, str):
        return step
    return {"device": step.device, "verb": step.verb, "arguments": dict(step.arguments)}


def _filled(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entries.items() if value not in ("", [])}


def _place(home: Home, name: str) -> int | None:
    return next((place for place, one in enumerate(home.routines) if key(one.name) == key(name)), None)


def _check(before: Home, after: Home, wanted: list[Routine], path: str) -> None:
    """That the routines are as they are to be, and that nothing else has become of the home."""
    same = list(after.routines) == wanted
    sentences = [[replace(one, where="") for one in home.sentences] for home in (before, after)]
    rules = [[one.text for one in home.policies] for home in (before, after)]
    rest = [replace(home, routines=(), sentences=(), policies=()) for home in (before, after)]
    if not (same and sentences[0] == sentences[1] and rules[0] == rules[1] and rest[0] == rest[1]):
        raise HomeError([f"{path}: this routine is written in a way that cannot be changed here. Change it by hand."])


def _section(text: str, path: str) -> Node | None:
    problems = Problems(path)
    root = nodes.compose(text, problems)
    if problems.errors:
        raise HomeError(problems.sorted_errors())
    if not isinstance(root, MappingNode) or root.flow_style:
        raise HomeError([f"{path}:1: routines can only be changed in a home file with one key a line. Rewrite it so."])
    return next(
        (value for name, value in root.value if isinstance(name, ScalarNode) and name.value == "routines"), None
    )


def _items(text: str, path: str) -> SequenceNode:
    section = _section(text, path)
    if not isinstance(section, SequenceNode):
        raise HomeError([f"{path}: write routines as a list; then they can be changed here."])
    return section


def _without_section(text: str, path: str) -> str:
    """Without the key of a list that is empty now: `routines:` alone means the same, but looks forgotten."""
    section = _section(text, path)
    if section is None:
        return text
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if line.rstrip() != "routines:")
