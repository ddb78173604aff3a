"""A FAKE of the server's API, with made-up data, to look at the web app and to drive it in tests.

It recognises nothing, decides nothing and checks no passkey. Run it and open what it prints:

    python tests/server/web/fake_api.py --language ko
"""

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import made_up
import uvicorn
from fake_house import Fake, Json, problem
from fake_phones import add_phones
from fake_resources import add_cameras, add_house, add_log, add_people, add_policy
from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import StreamingResponse
from fastapi.staticfiles import StaticFiles

WEB = Path(__file__).parents[3] / "src" / "ogam" / "server" / "web"
SILENCE = bytes(32_000)
"""The second of it with which the app ends what was said."""
POLICY = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
POLICY += "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def make_app(fake: Fake) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def protect(request: Request, call_next: Any) -> Response:
        path = request.url.path
        if path != "/fake":
            fake.asked.append(f"{request.method} {path}")
        if fake.broken and path.startswith("/api/"):
            return problem(503, "Out of order.")
        if (
            path != "/share"
            and request.method not in ("GET", "HEAD")
            and fake.signed_in
            and path != "/fake"
            and request.headers.get("x-ogam-csrf") != "fake"
        ):
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
    add_cameras(app, fake)
    add_people(app, fake)
    add_log(app, fake)
    add_policy(app, fake)
    add_phones(app, fake)

    @app.post("/share")
    async def share() -> Response:
        return Response(status_code=303, headers={"Location": "/#/share"})

    app.mount("/", StaticFiles(directory=WEB, html=True))
    return app


def add_accounts(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/session")
    async def session() -> Json:
        return fake.session()

    @app.post("/api/setup")
    @app.post("/api/invitations")
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
        return {
            "challenge": "Y2hhbGxlbmdl",
            "rp": {"name": "Ogam", "id": "localhost"},
            "user": user,
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
            "excludeCredentials": [],
        }

    @app.post("/api/passkeys/register")
    async def register(body: Json) -> Json:
        made = {
            "id": body["credential"]["id"],
            "label": body["label"],
            "host": "localhost",
            "created": time.time(),
            "used": None,
            "usable": True,
        }
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

    @app.post("/api/tokens", status_code=201)
    async def make_token() -> Json:
        return {"token": "ogam_fake_token_of_no_use"}

    @app.get("/api/accounts")
    async def accounts() -> list[Json]:
        return [
            {"name": person["name"], "person": person["name"], "role": person["role"]} for person in fake.people[:2]
        ]

    @app.post("/api/accounts", status_code=201)
    async def invite(body: Json) -> Json:
        return {"account": body, "invitation": "fake-invitation"}

    @app.post("/api/password")
    async def password() -> Json:
        return {"changed": True}


def add_talk(app: FastAPI, fake: Fake) -> None:
    @app.post("/api/say")
    async def say(body: Json) -> Json:
        return fake.say(body["text"], body.get("session") or "text", body.get("area"))

    @app.websocket("/api/listen")
    async def listen(socket: WebSocket, session: str = "web", area: str = "") -> None:
        """Whatever is sent is the first of the made-up sentences, as soon as there were 1.5 s of it, or silence."""
        await socket.accept()
        await socket.send_json({"type": "ready"})
        heard = 0
        while (message := await socket.receive())["type"] == "websocket.receive":
            sound = message.get("bytes") or b""
            if not heard:
                await socket.send_json({"type": "speech", "speaking": True})
            heard += len(sound)
            if sound == SILENCE or heard > 48_000:
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
