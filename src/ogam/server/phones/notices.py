"""What is worth a notification, for whom, and in which words: of the events of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ogam.core import Event
from ogam.devices.services import ANNOUNCER
from ogam.home import Home
from ogam.hub import House, ringing
from ogam.korean.hearsay import hearsay
from ogam.messages import say
from ogam.policy.entities import role_parents
from ogam.server.phones.web_push import Urgency

_ALARMS = frozenset({"carbon_monoxide", "gas", "moisture", "safety", "smoke"})
"""Kinds of sensor that warn of danger."""
_INSIST = frozenset({"alarm", "timer"})


@dataclass(frozen=True, slots=True)
class Notice:
    """kind: for the app, which knows an icon and what opens; tag: a later notice of the same takes its place.

    insists: it stays until somebody touches it, and the phone shakes. seconds: after which it is of no use any more.
    """

    kind: str
    title: str
    text: str = ""
    tag: str = ""
    insists: bool = False
    seconds: int = 3600
    urgency: Urgency = "high"

    @property
    def data(self) -> Mapping[str, Any]:
        """What the phone is sent."""
        return {"kind": self.kind, "title": self.title, "text": self.text, "tag": self.tag, "insists": self.insists}


def people_of(event: Event, home: Home) -> Sequence[str]:
    """Whom an event of the log concerns, by name; nobody for most."""
    data = event.data
    match event.kind:
        case "approval":
            return adults(home)
        case "ring":
            return [data["person"]] if data.get("person") else []
        case "action" if data.get("device") == ANNOUNCER.id and data.get("ok"):
            to = data["arguments"].get("to")
            return [str(to)] if to else []
        case "scene" if data.get("what") == "fall":
            return adults(home)
        case "device" if _warns(data, home):
            return [person.name for person in home.people]
    return []


def notice_of(event: Event, house: House, person: str, language: str) -> Notice:
    """The notice of an event that concerns somebody, in a language."""
    data, home = event.data, house.hub.home
    match event.kind:
        case "approval":
            return _approval(event, house, language)
        case "ring":
            insists = data["kind"] in _INSIST
            return Notice("ring", _rings(data, house, person, language), tag=f"ring-{data['id']}", insists=insists)
        case "action":
            return Notice(
                "announcement", say(language, "A message for you"), _announced(data, language), event.turn[:12]
            )
        case "scene":
            place = str(data.get("area") or data.get("camera") or "")
            title = say(language, "Somebody may have fallen: {place}", place=place)
            return Notice("fall", title, say(language, "Look, and see whether help is needed."), "fall", True)
    device = home.device(str(data["device"]))
    name = device.name if device else str(data["device"])
    return Notice("alarm", say(language, "Alarm: {device}", device=name), "", f"alarm-{data['device']}"[:32], True)


def adults(home: Home) -> list[str]:
    """Those who may answer for the household, by name."""
    parents = role_parents(home)
    return [person.name for person in home.people if _is("adult", person.role, parents)]


def _is(wanted: str, role: str, parents: Mapping[str, Sequence[str]]) -> bool:
    return role == wanted or any(_is(wanted, like, parents) for like in parents.get(role, ()))


def _approval(event: Event, house: House, language: str) -> Notice:
    identifier = str(event.data.get("id", ""))
    asked = next((one for one in house.approvals.pending if one.id == identifier), None)
    title = say(language, "Your yes is asked for")
    left = int(event.data.get("expires", 0) - event.data.get("asked", 0)) or 120
    if asked is None:
        return Notice("approval", title, tag=identifier[:32], insists=True, seconds=left)
    who = asked.who or say(language, "Somebody unknown")
    return Notice("approval", title, f"{who}: {asked.sentence}", identifier[:32], True, left)


def _rings(data: Mapping[str, Any], house: House, person: str, language: str) -> str:
    """As it is told to its person, where it still rings; else its kind."""
    entry = next((one for one in house.scheduler.shown(person)["ringing"] if one["id"] == data["id"]), None)
    if entry is not None:
        said = ringing.say({**entry, "language": language}, house.hub.home, house.scheduler.now, to_owner=True)
        return said[:1].upper() + said[1:]
    return say(language, {"alarm": "Alarm", "timer": "The timer is done"}.get(str(data["kind"]), "A reminder for you"))


def _announced(data: Mapping[str, Any], language: str) -> str:
    message = str(data["arguments"].get("message", ""))
    return hearsay(message) if language == "ko" else message


def _warns(data: Mapping[str, Any], home: Home) -> bool:
    """Whether a device tells of danger: smoke, gas, water, an alarm that goes off."""
    device, state = home.device(str(data.get("device", ""))), data.get("state", {})
    if device is None:
        return False
    if device.domain == "alarm_control_panel":
        return bool(state.get("state") == "triggered")
    return device.domain == "binary_sensor" and device.device_class in _ALARMS and state.get("state") in ("on", True)
