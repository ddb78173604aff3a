"""Sentences to a robot that do not name it: "go to the kitchen", "come here", "where are you"; and "stop", to all that
stops. Where a home has several robots, each is called by its name, and only "stop" means them all."""

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from ogam.core import Device
from ogam.home import Home

_TOLD = "robot_commands"


def robot_sentences(home: Home) -> dict[str, Any]:
    """In hassil's YAML form; nothing for a home without anything that stops."""
    robots = [device for device in home.devices if device.domain == "robot"]
    halts = bool(robots) or any(device.attributes.get("stops") is True for device in home.devices)
    templates = _templates(home.language) if halts else {}
    blocks: dict[str, list[Mapping[str, Any]]] = {}
    lists: dict[str, Any] = {}
    if templates:
        blocks["OgamHalt"] = [{"sentences": templates["halt"]}]
    if templates and len(robots) == 1 and robots[0].properties:
        for intent, block in _alone(robots[0], home, templates):
            blocks.setdefault(intent, []).append(block)
        lists[_TOLD] = {"values": list(_commands(robots[0], home.language))}
    return {"intents": {intent: {"data": data} for intent, data in blocks.items()}, "lists": lists}


def _alone(robot: Device, home: Home, templates: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What can be said to the only robot without its name."""
    named = {"name": robot.id}
    asked = [
        ("OgamGet", {"sentences": sentences, "slots": {**named, "property": identifier}})
        for identifier, sentences in templates["asked"].items()
    ]
    here = {"requires_context": {"area": {"slot": True}}}
    come = ("OgamRobotCome", {"sentences": templates["come"], "slots": named, **here}) if home.places else None
    return [("OgamSet", {"sentences": templates["told"], "slots": named}), *([come] if come else []), *asked]


def _commands(robot: Device, language: str) -> Iterator[dict[str, str]]:
    """All that it can be told, but for "stop", which means everything that stops."""
    for one in robot.properties:
        for choice in one.choices if one.kind == "command" else ():
            for said in choice.names.get(language, ()) if choice.verb != "stop" else ():
                yield {"in": said, "out": f"{one.id}={choice.value}"}


def _templates(language: str) -> dict[str, Any]:
    import yaml

    file = resources.files("ogam.grammar") / "templates" / f"{language}.robots.yaml"
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}
    return loaded
