"""A FAKE of the server's API, with made-up data, to look at the web app and to drive it in tests.

It recognises nothing, decides nothing and checks no passkey. Run it and open what it prints:

    python tests/server/web/fake_api.py --language ko
"""

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import made_up
import uvicorn
from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles

WEB = Path(__file__).parents[3] / "src" / "ogam" / "server" / "web"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
Json = dict[str, Any]


@dataclass
class Fake:
    """What the fake house knows. signed_in, first_run, empty: what a test wants to see; marked: before every name."""

    language: str = "en"
    signed_in: bool = True
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
    asked: list[str] = field(default_factory=list)
    broken: bool = False
    events: int = 1000

    def fill(self) -> "Fake":
        self.home = made_up.home(self.language, self.marked)
        self.turns = made_up.turns(self.language, 40, self.marked)
        self.people = made_up.people(self.language, self.marked)
        self.rules = made_up.rules()
        if self.empty:
            self.home |= {"devices": [], "areas": [], "people": []}
            self.turns, self.people = [], []
        return self

    def session(self) -> Json:
        name = self.marked + made_up.WORDS[self.language]["people"][0][0]
        scopes = ["devices", "listen", "log", "manage", "people", "say"]
        return {
            "authenticated": self.signed_in,
            "account": {"name": name, "person": name, "role": "owner", "scopes": scopes} if self.signed_in else None,
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
        made |= {"session": session, "area": area}
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


def make_app(fake: Fake) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def protect(request: Request, call_next: Any) -> Response:
        fake.asked.append(f"{request.method} {request.url.path}")
        path = request.url.path
        if fake.broken and path.startswith("/api/"):
            return problem(503, "Out of order.")
        if request.method not in ("GET", "HEAD") and fake.signed_in and path != "/fake" and request.headers.get("x-ogam-csrf") != "fake":
            return problem(403, "The CSRF token is missing.")
        response: Response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.post("/fake")
    async def change(body: Json) -> Json:
        """For tests: change what the fake knows, publish an event, or ask what was asked."""
        if "publish" in body:
            fake.publish(body["publish"])
        for name, value in body.get("set", {}).items():
            setattr(fake, name, value)
        if "set" in body and not body.get("keep"):
            fake.fill()
        return {"asked": fake.asked}

    add_accounts(app, fake)
    add_talk(app, fake)
    add_house(app, fake)
    add_people(app, fake)
    add_log(app, fake)
    add_policy(app, fake)
    app.mount("/", StaticFiles(directory=WEB, html=True))
    return app


def add_accounts(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/session")
    async def session() -> Json:
        return fake.session()

    @app.post("/api/setup")
    @app.post("/api/login")
    @app.post("/api/passkeys/login")
    async def sign_in(body: Json) -> Any:
        if body.get("password") == "wrong":
            return problem(401, "The name or the password is wrong.")
        fake.signed_in, fake.first_run = True, False
        return fake.session()

    @app.post("/api/logout", status_code=204)
    async def sign_out() -> None:
        fake.signed_in = False

    @app.post("/api/passkeys/register/options")
    async def creation() -> Json:
        user = {"id": "dXNlcg", "name": "Mina", "displayName": "Mina"}
        return {"challenge": "Y2hhbGxlbmdl", "rp": {"name": "Ogam", "id": "localhost"}, "user": user,
                "pubKeyCredParams": [{"type": "public-key", "alg": -7}], "excludeCredentials": []}  # fmt: skip

    @app.post("/api/passkeys/register")
    async def register(body: Json) -> Json:
        made = {"id": body["credential"]["id"], "label": body["label"], "created": time.time()}
        fake.passkeys.append(made)
        return made

    @app.post("/api/passkeys/login/options")
    @app.post("/api/approvals/{approval}/options")
    async def request_options() -> Json:
        allowed = [{"type": "public-key", "id": one["id"]} for one in fake.passkeys]
        return {"challenge": "Y2hhbGxlbmdl", "rpId": "localhost", "allowCredentials": allowed}

    @app.get("/api/passkeys")
    async def passkeys() -> list[Json]:
        return fake.passkeys

    @app.get("/api/tokens")
    async def tokens() -> list[Json]:
        return [{"id": "t1", "name": fake.marked + "Node-RED", "scopes": ["say", "devices"]}]

    @app.post("/api/tokens")
    async def make_token() -> Json:
        return {"token": "ogam_fake_token_of_no_use"}

    @app.get("/api/accounts")
    async def accounts() -> list[Json]:
        return [{"name": person["name"], "person": person["name"], "role": person["role"]} for person in fake.people[:2]]


def add_talk(app: FastAPI, fake: Fake) -> None:
    @app.post("/api/say")
    async def say(body: Json) -> Json:
        return fake.say(body["text"], body.get("session") or "text", body.get("area"))

    @app.websocket("/api/listen")
    async def listen(socket: WebSocket, session: str = "web", area: str = "") -> None:
        """Whatever is sent is the first of the made-up sentences, as soon as there were 1.5 s of it, or an end."""
        await socket.accept()
        await socket.send_json({"type": "ready"})
        heard = 0
        while (message := await socket.receive())["type"] == "websocket.receive":
            sound = message.get("bytes")
            if sound and not heard:
                await socket.send_json({"type": "speech", "speaking": True})
            heard += len(sound or b"")
            ended = message.get("text") and json.loads(message["text"])["type"] == "end"
            if heard and (ended or heard > 48_000):
                heard = 0
                await socket.send_json({"type": "speech", "speaking": False})
                said = made_up.WORDS[fake.language]["said"][0]
                await socket.send_json({"type": "turn", "turn": fake.say(said, session, area or None)})

    @app.get("/api/events")
    async def events() -> Any:
        if fake.broken:
            return problem(503, "Out of order.")
        return StreamingResponse(stream(fake), media_type="text/event-stream")

    @app.get("/api/approvals")
    async def approvals() -> list[Json]:
        return fake.approvals

    @app.post("/api/approvals/{approval}")
    async def approve(approval: str) -> Json:
        fake.approvals = [one for one in fake.approvals if one["id"] != approval]
        return fake.turns[1]

    @app.delete("/api/approvals/{approval}", status_code=204)
    async def decline(approval: str) -> None:
        fake.approvals = [one for one in fake.approvals if one["id"] != approval]


async def stream(fake: Fake) -> AsyncIterator[str]:
    watch: asyncio.Queue[Json] = asyncio.Queue()
    fake.watches.append(watch)
    yield ": begin\n\n"
    try:
        while not fake.broken:
            try:
                event = await asyncio.wait_for(watch.get(), 0.5)
            except TimeoutError:
                yield ": alive\n\n"
            else:
                yield f"id: {event['id']}\ndata: {json.dumps(event)}\n\n"
    finally:
        fake.watches.remove(watch)


def add_house(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/home")
    async def home() -> Json:
        return fake.home

    @app.post("/api/devices/{device}/act")
    async def act(device: str, body: Json) -> Any:
        chosen = next(one for one in fake.home["devices"] if one["id"] == device)
        if body["verb"] == "unlock":
            decision = {"effect": "ask", "rule": "adults-protected", "reason": made_up.RULES[1][2], "needs": ["approval"],
                        "reasons": {"ko": made_up.RULES[1][3]}}  # fmt: skip
            return {"ok": False, "state": {}, "answer": "", "error": "", "decision": decision}
        done = made_up.act(chosen, body["verb"])
        chosen["state"] = done["state"] | body["arguments"]
        return {"ok": True, "state": chosen["state"], "answer": "", "error": "", "decision": None}

    @app.get("/api/health")
    async def health() -> Json:
        return made_up.health()

    @app.get("/api/settings")
    async def settings() -> Any:
        return [
            {"name": "name", "value": "Ogam", "default": "Ogam", "label": "Name", "help": ""},
            {"name": "session_days", "value": 90, "default": 180, "label": "Days that a sign-in lasts", "help": ""},
        ]

    @app.put("/api/settings")
    async def change_settings(body: Json) -> Json:
        return body


def add_people(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/people")
    async def people() -> list[Json]:
        return fake.people

    @app.post("/api/people")
    async def add(body: Json) -> Json:
        made = {"id": f"p{len(fake.people)}", "name": body["name"], "role": "guest", "since": None, "voice": 0, "face": 0, "pending": 0, "present": None}
        fake.people.append(made)
        return made

    @app.delete("/api/people/{person}")
    async def forget(person: str) -> Json:
        fake.people = [one for one in fake.people if one["id"] != person]
        return {"forgotten": 5, "events": 31, "swept": True, "proof": "No file of the folder holds the templates or the key."}

    @app.post("/api/people/{person}/{kind}")
    async def enrol(person: str, kind: str, request: Request) -> Any:
        size = len(await request.body())
        chosen = next(one for one in fake.people if one["id"] == person)
        if kind == "voice" and size < 64_000:
            return problem(422, "This recording can't be used.", advice=["Only 1.2 s of speech; 2 are needed. Speak longer."])
        chosen[kind] += 1
        return {"enrolled": True, "quality": 0.8}

    @app.get("/api/people/{person}/pending")
    async def pending(person: str) -> list[Json]:
        return [{"template": "x1", "modality": "voice", "since": time.time() - 7200}]

    @app.post("/api/people/{person}/pending/{template}/confirm", status_code=204)
    @app.delete("/api/people/{person}/pending/{template}", status_code=204)
    async def settle(person: str, template: str) -> None:
        next(one for one in fake.people if one["id"] == person)["pending"] = 0


def add_log(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/turns")
    async def turns(limit: int = 30, before: int = 0, text: str = "", who: str = "", effect: str = "") -> Json:
        fitting = [
            one for one in fake.turns
            if text in one["sentence"] + one["heard"] and who in ("", one["who"]["person"]) and effect in ("", (one["decision"] or {}).get("effect"))
        ]  # fmt: skip
        rest = fitting[before:]
        return {"turns": rest[:limit], "next": before + limit if len(rest) > limit else None}

    @app.get("/api/turns/{turn}")
    async def turn(turn: str) -> Any:
        found = next((one for one in fake.turns if one["turn"] == turn), None)
        if found is None:
            return problem(404, "There is no such turn.")
        events = [{"id": 7, "time": found["time"], "kind": "observation", "data": found["observations"][0]}]
        return {**found, "events": events}

    @app.get("/api/turns/{turn}/explanation")
    async def explanation(turn: str) -> Json:
        return {"text": made_up.WORDS[fake.language]["explained"]}

    @app.post("/api/turns/{turn}/replay")
    async def replay(turn: str) -> Json:
        return {"same": False, "differences": [{"what": "decision", "then": "allow", "now": "ask"}]}

    @app.delete("/api/turns", status_code=204)
    async def delete() -> None:
        fake.turns = []


def add_policy(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/policy")
    async def policy() -> Json:
        return {"on": not fake.empty, "rules": fake.rules, "roles": ["owner", "adult", "child", "guest"], "groups": []}

    @app.put("/api/policy/{rule}")
    async def change(rule: str, body: Json) -> Any:
        if "resource" not in body["text"]:
            return problem(422, "policies:1: 'resource' is missing.")
        fake.rules = [one for one in fake.rules if one["id"] != rule]
        fake.rules.append(made_up.rule(rule, "forbid", "A new rule.", "새 규칙이에요.", "own") | {"text": body["text"]})
        return {"id": rule}

    @app.delete("/api/policy/{rule}", status_code=204)
    async def remove(rule: str) -> None:
        fake.rules = [one for one in fake.rules if one["id"] != rule]

    @app.post("/api/policy/what-if")
    async def what_if(body: Json) -> Json:
        said = made_up.WORDS[fake.language]["said"]
        place = said.index(body["say"]) if body["say"] in said else len(said)
        return made_up.turn(fake.language, place, 0, time.time(), fake.marked) | {"actions": []}


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake of the server's API, with made-up data.")
    parser.add_argument("--port", type=int, default=8799)
    parser.add_argument("--language", choices=("en", "ko"), default="en")
    options = parser.parse_args()
    app = make_app(Fake(options.language).fill())
    print(f"http://localhost:{options.port}/", flush=True)  # noqa: T201
    uvicorn.run(app, port=options.port, log_level="warning", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main()
