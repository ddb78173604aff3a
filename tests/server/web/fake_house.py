"""The fake house behind the fake API: made-up data, and whoever watches it."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import made_up
from fastapi.responses import JSONResponse

Json = dict[str, Any]


@dataclass
class Fake:
    """What the fake house knows. signed_in, first_run, empty: what a test wants to see; marked: before every name."""

    language: str = "en"
    signed_in: bool = True
    role: str = "owner"
    first_run: bool = False
    empty: bool = False
    marked: str = ""
    passkeys: list[Json] = field(default_factory=list)
    approvals: list[Json] = field(default_factory=list)
    watches: list["asyncio.Queue[Json]"] = field(default_factory=list)
    home: Json = field(default_factory=dict)
    turns: list[Json] = field(default_factory=list)
    people: list[Json] = field(default_factory=list)
    rules: list[Json] = field(default_factory=list)
    cameras: list[Json] = field(default_factory=list)
    snapshots: list[Json] = field(default_factory=list)
    deletions: list[Json] = field(default_factory=list)
    ringing: list[Json] = field(default_factory=list)
    coming: list[Json] = field(default_factory=list)
    routines: list[Json] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    phones: list[Json] = field(default_factory=list)
    pushed: Json | None = None
    drivers_found: list[Json] | None = None
    stops: bool = False
    broken: bool = False
    events: int = 1000

    def fill(self) -> "Fake":
        self.home = made_up.home(self.language, self.marked) | {"stops": self.stops}
        self.turns = made_up.turns(self.language, 40, self.marked)
        self.people = made_up.people(self.language, self.marked)
        self.rules = made_up.rules(self.language)
        self.cameras = made_up.cameras(self.language, self.marked)
        self.deletions = []
        self.snapshots = [] if self.empty else made_up.snapshots(self.language, self.marked)
        if self.empty:
            self.home |= {"devices": [], "areas": [], "people": []}
            self.turns, self.people, self.cameras = [], [], []
        return self

    def session(self) -> Json:
        name = self.marked + made_up.WORDS[self.language]["people"][0][0]
        scopes = (
            ["devices", "listen", "log", "manage", "people", "say", "see"]
            if self.role == "owner"
            else ["devices", "listen", "say"]
        )
        return {
            "authenticated": self.signed_in,
            "account": {"name": name, "person": name, "role": self.role, "scopes": scopes} if self.signed_in else None,
            "first_run": self.first_run,
            "csrf": "fake" if self.signed_in else None,
            "language": self.language,
            "passkeys": len(self.passkeys),
            "server": {"version": "0.1.0", "name": "Ogam"},
        }

    def say(self, text: str, session: str, area: str | None) -> Json:
        """A turn: of the sentence, if it is one of the made-up ones; else of something that was not understood."""
        said = made_up.WORDS[self.language]["said"]
        place = said.index(text) if text in said else len(said)
        made = made_up.turn(self.language, place, len(self.turns) + 1, time.time(), self.marked)
        made |= {
            "session": f"{self.home['people'][0]['name']}/{session}" if self.home["people"] else session,
            "area": area,
        }
        if place == len(said):
            made["heard"] = made["observations"][0]["details"]["heard"] = text
        self.turns.insert(0, made)
        self.tell(made)
        return made

    def tell(self, made: Json) -> None:
        """Everybody who watches is told of a turn, event by event."""
        kinds = [("turn", {"area": made["area"], "medium": "audio"}), ("observation", made["observations"][0])]
        kinds += [("identity", made["who"]), ("command", made["command"]), ("decision", made["decision"])]
        kinds += [("action", action) for action in made["actions"]]
        kinds += [("reply", {"text": made["reply"], "timings_ms": made["timings_ms"]})]
        for kind, data in kinds:
            if data is not None:
                self.publish({"session": made["session"], "turn": made["turn"], "kind": kind, "data": data})

    def publish(self, event: Json) -> None:
        self.events += 1
        for watch in self.watches:
            watch.put_nowait({"id": self.events, "time": time.time(), "turn": "", "session": "", **event})


def problem(status: int, detail: str, **more: Any) -> JSONResponse:
    return JSONResponse({"title": "No", "detail": detail, "status": status, "code": "fake", **more}, status)
