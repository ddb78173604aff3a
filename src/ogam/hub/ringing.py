"""What rings, in words; and who hears it. What belongs to one person is read out to nobody else."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ogam.devices.schedule import LATE, Entry
from ogam.devices.schedule_telling import english_time, korean_time
from ogam.devices.timers import Timer
from ogam.home import Home
from ogam.hub.languages import wording_in
from ogam.korean.hearsay import hearsay

if TYPE_CHECKING:
    from ogam.hub.sessions import Session


def of_timer(timer: Timer, now: float) -> Entry:
    """A timer that has ended, as it rings; or the command that it was put off for."""
    command = str(timer.get("command") or "")
    late = now - timer["ends"]
    return {
        "id": timer.get("id", ""),
        "kind": "command" if command else "timer",
        "text": command or str(timer["name"]),
        "person": timer.get("person"),
        "session": timer.get("session", ""),
        "area": timer.get("area") or None,
        "who": timer.get("who"),
        "rule": None,
        "due": timer["ends"],
        "arrival": False,
        "after": timer["ends"] - timer["seconds"],
        "language": timer.get("language", "en"),
        "seconds": timer["seconds"],
        "since": now,
        "late": late if late > LATE else 0.0,
    }


def say(entry: Entry, home: Home, now: float, to_owner: bool = False) -> str:
    """What is said when it rings. to_owner: whether only its person hears that."""
    words = wording_in(home, entry["language"])
    moment = datetime.fromtimestamp(entry["due"] if entry["due"] is not None else now)
    at = korean_time(moment) if words.code == "ko" else english_time(moment)
    private = entry["kind"] == "reminder" and entry["person"] is not None and not to_owner
    fields = {"text": told(entry), "name": entry["person"] or "", "seconds": entry.get("seconds", 0), "time": at}
    kind = f"{entry['kind']}_for" if private else entry["kind"]
    if entry["kind"] == "timer" and not entry["text"]:
        kind = "timer_of"
    said = words.say(f"ring.{kind}", **fields)
    return said if not entry["late"] or entry["kind"] == "command" else words.say("ring.late", said=said, time=at)


def told(entry: Entry) -> str:
    """What an entry is about, as it is told to its person: 약 먹으라고 → 약 먹으래요."""
    text = str(entry["text"])
    return hearsay(text.removesuffix("고")) if entry["language"] == "ko" and entry["kind"] == "reminder" else text


def data(entry: Entry) -> dict[str, Any]:
    """The event "ring", for whoever watches the house: without the words of what belongs to one person."""
    private = entry["kind"] == "reminder" and entry["person"] is not None
    shown = {name: entry[name] for name in ("id", "kind", "person", "session", "area", "due", "late", "language")}
    return {**shown, "text": "" if private else told(entry), "seconds": entry.get("seconds", 0)}


def places(entry: Entry, sessions: Sequence["Session"]) -> list["Session"]:
    """Where it is told: where it was set and where its person is signed in; else in the room, else everywhere."""
    listening = [session for session in sessions if session.on_turn is not None]
    here = [
        one
        for one in listening
        if one.name == entry["session"] or (one.person is not None and one.person == entry["person"])
    ]
    room = [one for one in listening if entry["area"] is not None and one.area == entry["area"]]
    return here or room or listening
