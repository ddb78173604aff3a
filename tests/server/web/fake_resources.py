"""The fake API's home, people, log and permissions."""

import time
from typing import Any

import made_up
from fake_house import Fake, Json, problem
from fastapi import FastAPI, Request, Response


def add_house(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/home")
    async def home() -> Json:
        return fake.home

    @app.post("/api/devices/{device}/act")
    async def act(device: str, body: Json) -> Any:
        chosen = next(one for one in fake.home["devices"] if one["id"] == device)
        if body["verb"] == "unlock":
            reply = made_up.WORDS[fake.language]["replies"][1]
            return {
                "ok": False,
                "state": {},
                "answer": "",
                "reply": reply,
                "error": reply,
                "decision": None,
                "approval": fake.approvals[0]["id"] if fake.approvals else None,
            }
        done = made_up.act(chosen, body["verb"])
        chosen["state"] = done["state"] | body["arguments"]
        return {
            "ok": True,
            "state": chosen["state"],
            "answer": "",
            "reply": "",
            "error": "",
            "decision": None,
            "approval": None,
        }

    @app.post("/api/home/devices", status_code=201)
    async def add_devices(body: list[Json]) -> Any:
        taken = {one["name"] for one in fake.home["devices"]}
        for number, one in enumerate(body):
            if one["name"] in taken:
                return problem(422, f"device '{one['name']}' can be called '{one['name']}', and so can another.")
            made = {
                "id": f"{one['domain']}.new{number}",
                "device_class": None,
                "state": {},
                "area": one["area"] or None,
            }
            fake.home["devices"].append({**one, **made, "actions": [], "examples": []})
        return fake.home

    @app.patch("/api/home/devices/{device}")
    async def change_device(device: str, body: Json) -> Json:
        chosen = next(one for one in fake.home["devices"] if one["id"] == device)
        chosen.update({**body, "area": body["area"] or None})
        return fake.home

    @app.delete("/api/home/devices/{device}")
    async def remove_device(device: str) -> Json:
        fake.home["devices"] = [one for one in fake.home["devices"] if one["id"] != device]
        return fake.home

    @app.get("/api/schedule")
    async def schedule() -> Json:
        return {"ringing": fake.ringing, "entries": fake.coming}

    @app.post("/api/schedule/{entry}/{verb}")
    async def silence(entry: str, verb: str) -> Json:
        fake.ringing = [one for one in fake.ringing if one["id"] != entry]
        return {"ringing": fake.ringing, "entries": fake.coming}

    @app.delete("/api/schedule/{entry}")
    async def cancel(entry: str) -> Json:
        fake.coming = [one for one in fake.coming if one["id"] != entry]
        return {"ringing": fake.ringing, "entries": fake.coming}

    @app.get("/api/routines")
    async def routines() -> Json:
        return {"routines": fake.routines, "editable": True}

    @app.put("/api/routines/{name}")
    async def put_routine(name: str, body: Json) -> Any:
        if any(step.get("sentence") == "nonsense" for step in body["do"]):
            return problem(422, "I don't understand the step 'nonsense'. Write it as you would say it.")
        fake.routines = [*(one for one in fake.routines if one["name"] != name), body]
        return {"routines": fake.routines, "editable": True}

    @app.delete("/api/routines/{name}")
    async def delete_routine(name: str) -> Json:
        fake.routines = [one for one in fake.routines if one["name"] != name]
        return {"routines": fake.routines, "editable": True}

    @app.post("/api/routines/{name}/run")
    async def run_routine(name: str) -> Json:
        return {"reply": f"{name}: done."}

    @app.get("/api/health")
    async def health() -> Json:
        return made_up.health()

    @app.get("/api/settings")
    async def settings() -> Json:
        return shown_settings()

    @app.put("/api/settings")
    async def change_settings(body: Json) -> Json:
        return shown_settings(**body["settings"])


def shown_settings(**changed: Any) -> Json:
    """The settings, with some changed for the next start."""
    known = {"name": ("Ogam", "What the server calls itself."), "tls": (True, "Whether pages come encrypted.")}
    known |= {"session_days": (180, "Days that a sign-in lasts."), "hosts": ([], "More names of this server.")}
    settings = [
        {"name": name, "value": value, "next": changed.get(name, value), "default": value, "meaning": meaning}
        for name, (value, meaning) in known.items()
    ]
    return {"settings": settings, "restart": bool(changed)}


def add_people(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/people")
    async def people() -> list[Json]:
        return fake.people

    @app.post("/api/people")
    async def add(body: Json) -> Json:
        made = {
            "id": f"p{len(fake.people)}",
            "name": body["name"],
            "role": "guest",
            "since": time.time(),
            "voice": 0,
            "face": 0,
            "pending": 0,
            "present": None,
        }
        fake.people = [*(one for one in fake.people if one["name"] != body["name"]), made]
        return made

    @app.delete("/api/people/{person}")
    async def forget(person: str) -> Json:
        fake.people = [one for one in fake.people if one["id"] != person]
        return {
            "forgotten": "?",
            "events": 31,
            "swept": True,
            "proof": {"templates_destroyed": 5, "older_copies_open": False, "left": 0},
        }

    @app.post("/api/people/{person}/{kind}")
    async def enrol(person: str, kind: str, request: Request) -> Any:
        size = len(await request.body())
        chosen = next(one for one in fake.people if one["id"] == person)
        if kind == "voice" and size < 64_000:
            return problem(
                422, "This recording can't be used.", advice=["Only 1.2 s of speech; 2 are needed. Speak longer."]
            )
        chosen[kind] += 1
        return {"enrolled": True, "quality": 0.8}

    @app.get("/api/people/{person}/pending")
    async def pending(person: str) -> list[Json]:
        return [{"id": "x1", "modality": "voice", "created": time.time() - 7200, "source": "kitchen"}]

    @app.post("/api/people/{person}/pending/{template}/confirm", status_code=204)
    @app.delete("/api/people/{person}/pending/{template}", status_code=204)
    async def settle(person: str, template: str) -> None:
        next(one for one in fake.people if one["id"] == person)["pending"] = 0


def add_cameras(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/cameras")
    async def cameras() -> list[Json]:
        may = fake.role in ("owner", "adult")
        return [camera | {"may_look": may} for camera in fake.cameras]

    @app.get("/api/cameras/{camera}/picture")
    async def picture(camera: str) -> Response:
        return Response(made_up.picture(), media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    @app.get("/api/cameras/{camera}/seen")
    async def seen(camera: str) -> Json:
        return made_up.seen(fake.language, fake.marked)

    @app.post("/api/see")
    async def see(request: Request) -> Json:
        assert (await request.body()).startswith(b"\xff\xd8")
        return {"width": 640, "height": 480, "boxes": made_up.seen(fake.language, fake.marked)["boxes"][:1]}

    @app.post("/api/cameras/{camera}/pause")
    async def pause(camera: str, body: Json) -> Json:
        return changed(camera, state="paused", watching=False, paused_for=body["seconds"])

    @app.post("/api/cameras/{camera}/resume")
    async def resume(camera: str) -> Json:
        return changed(camera, state="watching", watching=True, paused_for=0.0)

    @app.get("/api/snapshots")
    async def snapshots() -> list[Json]:
        return fake.snapshots

    @app.get("/api/snapshots/{snapshot}/picture")
    async def snapshot(snapshot: str) -> Response:
        return Response(made_up.picture(), media_type="image/jpeg")

    @app.delete("/api/snapshots")
    @app.delete("/api/snapshots/{snapshot}")
    async def delete_snapshots(snapshot: str = "") -> Json:
        before = len(fake.snapshots)
        fake.snapshots = [one for one in fake.snapshots if snapshot not in ("", one["id"])]
        return {"deleted": before - len(fake.snapshots), "keys_left": 0, "files_left": 0}

    def changed(camera: str, **what: Any) -> Json:
        chosen = next(one for one in fake.cameras if one["id"] == camera)
        chosen |= what
        fake.publish({"session": chosen["name"], "kind": "camera", "data": {"camera": chosen["name"]}})
        return chosen


def add_log(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/turns")
    async def turns(limit: int = 30, before: int = 0, text: str = "", who: str = "", effect: str = "") -> Json:
        fitting = [
            one
            for one in fake.turns
            if text in one["sentence"] + one["heard"]
            and who in ("", one["who"]["person"])
            and effect in ("", (one["decision"] or {}).get("effect"))
        ]
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

    def inside(since: float, until: float) -> list[Json]:
        return [one for one in fake.turns if since <= one["time"] < until]

    @app.get("/api/log/span")
    async def span(request: Request) -> Json:
        count = len(inside(*(float(request.query_params[name]) for name in ("from", "to"))))
        return {"turns": count, "events": 6 * count}

    @app.get("/api/log/deletions")
    async def deletions() -> list[Json]:
        return fake.deletions

    @app.post("/api/log/deletions")
    async def delete(body: Json) -> Json:
        gone = (
            [one for one in fake.turns if one["turn"] == body["turn"]]
            if "turn" in body
            else inside(body["from"], body["to"])
        )
        fake.turns = [one for one in fake.turns if one not in gone]
        events, now = 6 * len(gone), time.time()
        ends = {"from": body.get("from", now), "to": body.get("to", now), "events": events, "turns": len(gone)}
        by = made_up.WORDS[fake.language]["people"][0][0]
        fake.deletions.insert(0, {"id": 9000 + len(fake.deletions), "time": now, "by": by, **ends})
        fake.publish({"kind": "deleted", "session": "log", "turn": "", "data": {"by": by, **ends}})
        return {"events": events, "turns": len(gone), "left": 0, "swept": True}

    @app.post("/api/turns/{turn}/correction")
    async def correct(turn: str) -> Any:
        found = next(one for one in fake.turns if one["turn"] == turn)
        person, acts = found["who"]["person"], found["actions"]
        found["correction"] = {"person": person, "by": person, "withdrawn": 1}
        undo = [{"device": one["device"], "name": one["name"], "verb": "turn_off", "arguments": {}} for one in acts]
        return {"person": person, "withdrawn": 1, "kept": 0, "undo": undo}


def add_policy(app: FastAPI, fake: Fake) -> None:
    @app.get("/api/policy")
    async def policy() -> Json:
        return {
            "on": not fake.empty,
            "editable": True,
            "rules": fake.rules,
            "roles": ["owner", "adult", "child", "guest"],
            "groups": [],
        }

    @app.put("/api/policy/{rule}")
    async def change(rule: str, body: Json) -> Any:
        if "resource" not in body["text"]:
            return problem(422, "policies:1: 'resource' is missing.")
        fake.rules = [one for one in fake.rules if one["id"] != rule]
        fake.rules.append(
            made_up.rule(fake.language, rule, "forbid", "A new rule.", "새 규칙이에요.", "own") | {"text": body["text"]}
        )
        return {"id": rule}

    @app.delete("/api/policy/{rule}", status_code=204)
    async def remove(rule: str) -> None:
        fake.rules = [one for one in fake.rules if one["id"] != rule]

    @app.post("/api/policy/what-if")
    async def what_if(body: Json) -> Json:
        said = made_up.WORDS[fake.language]["said"]
        place = said.index(body["say"]) if body["say"] in said else len(said)
        return made_up.turn(fake.language, place, 0, time.time(), fake.marked) | {"actions": []}
