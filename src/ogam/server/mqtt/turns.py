"""From the events of the log to messages: each turn is gathered, and told when it has ended."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ogam.core import Event
from ogam.server.mqtt.messages import NOBODY, Message, Topics

TOLD = frozenset({"audio", "text"})
"""Media of turns that happened; not those of a replay or a question what if."""
MOST = 100
"""Turns that may go on at once."""


@dataclass(slots=True)
class _Turn:
    area: str | None
    person: str | None = None
    probability: float = 0.0
    heard: bool = False
    sentence: str = ""
    intent: str = ""
    effect: str = ""
    rule: str = ""


@dataclass(slots=True)
class Turns:
    """Gathers turns. people: whether names are told."""

    topics: Topics
    people: bool
    _open: dict[str, _Turn] = field(default_factory=dict)

    def accept(self, event: Event) -> list[Message]:
        """What is to be told after this event; most events end nothing."""
        data = event.data
        if event.kind == "turn":
            self._begin(event)
            return []
        turn = self._open.get(event.turn)
        if turn is None:
            return []
        match event.kind:
            case "observation" if data["kind"] == "sentence":
                turn.heard = data["recognizer"] != "typed"
                turn.sentence = str(data["value"] or data["details"].get("heard", ""))
            case "identity":
                turn.person, turn.probability = data["person"], float(data["probability"])
            case "command":
                turn.intent, turn.sentence = data["intent"], data["sentence"]
            case "decision":
                turn.effect, turn.rule = data["effect"], data["rule"]
            case "reply":
                del self._open[event.turn]
                return self._tell(turn, event.time, str(data["text"]))
        return []

    def _begin(self, event: Event) -> None:
        if event.data["medium"] not in TOLD:
            return
        if len(self._open) >= MOST:
            del self._open[next(iter(self._open))]
        self._open[event.turn] = _Turn(event.data["area"])

    def _tell(self, turn: _Turn, at: float, reply: str) -> list[Message]:
        when = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
        who = turn.person if self.people else None
        state = who or ("known" if turn.person else NOBODY)
        where = {"area": turn.area, "time": when}
        told = [
            Message(self.topics.who, state),
            _attributes(self.topics.who, {**where, "probability": round(turn.probability, 3)}),
            Message(self.topics.command, _json(self._command(turn, state, reply) | where), retain=False),
        ]
        if who is not None:
            topic = self.topics.person(who)
            told += [Message(topic, turn.area or NOBODY), _attributes(topic, where), Message(f"{topic}/seen", when)]
        if turn.area is not None and turn.heard:
            told.append(Message(self.topics.area(turn.area), "ON", retain=False))
        return told

    def _command(self, turn: _Turn, who: str, reply: str) -> dict[str, Any]:
        if not self.people:  # a sentence or a reply may name somebody
            return {"event_type": event_type(turn.intent, turn.effect), "intent": turn.intent, "who": who}
        return {
            "event_type": event_type(turn.intent, turn.effect),
            "sentence": turn.sentence,
            "intent": turn.intent,
            "who": who,
            "rule": turn.rule,
            "reply": reply,
        }


def event_type(intent: str, effect: str) -> str:
    """What came of a command: one of `EVENT_TYPES`."""
    if not intent:
        return "unknown"
    return {"allow": "allowed", "deny": "denied"}.get(effect, "asked")


def _attributes(topic: str, values: Mapping[str, Any]) -> Message:
    return Message(f"{topic}/attributes", _json(values))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
