"""The fake API's phones, sharing, devices that are found, and the stop."""

import time
from typing import Any

from fake_house import Fake, Json
from fastapi import FastAPI, Request


def add_phones(app: FastAPI, fake: Fake) -> None:
    def shown() -> Json:
        return {
            "key": "BEl62iUYgUivxIkv69yViEuiBIa-Ib9-SkvMeAtA3LFgDzkrxZJjSgSnfckjBJuBkr3qBUYIHBQFLXYp5Nksh8U",
            "phones": fake.phones,
            "at_home_since": None,
        }

    @app.get("/api/phones")
    async def phones() -> Json:
        return shown()

    @app.put("/api/phones/this")
    async def put(body: Json) -> Json:
        this = {"id": "this", "name": body["name"], "created": time.time(), "current": True, "connected": True}
        this |= {"push": body["push"] is not None, "presence": body["presence"]}
        fake.pushed = body["push"]
        fake.phones = [this, *(one for one in fake.phones if not one["current"])]
        return shown()

    @app.delete("/api/phones/{phone}")
    async def remove(phone: str) -> Json:
        fake.phones = [one for one in fake.phones if one["id"] != phone]
        return shown()

    @app.post("/api/phones/this/test")
    async def test() -> Json:
        return {"sent": True, "detail": ""}

    @app.post("/api/phones/rings/{ring}/heard", status_code=204)
    async def heard(ring: str) -> None: ...

    @app.post("/api/phones/still", status_code=204)
    async def still() -> None: ...

    @app.post("/api/stop")
    async def stop() -> Json:
        return {"reply": "멈췄어요." if fake.language == "ko" else "Stopped."}

    @app.post("/api/share")
    async def share(body: Json) -> Json:
        return fake.say(body["text"], "share", None) | {"reply": f"{body['purpose']}: {body['text']}"}

    @app.post("/api/hear")
    async def hear(request: Request) -> list[Any]:
        assert await request.body()
        return []

    @app.post("/api/home/found")
    async def found() -> Json:
        areas = fake.home["areas"]
        kinds = [("hall lamp", "light", False), ("heater", "climate", False), ("old fan", "fan", True)]
        devices = [
            {"name": fake.marked + name, "domain": domain, "area": areas[0]["name"] if areas else "",
             "device_class": None, "driver": "homeassistant", "address": f"{domain}.{place}", "aliases": [],
             "properties": ["power"], "known": known}
            for place, (name, domain, known) in enumerate(kinds)
        ]  # fmt: skip
        one = {"driver": "homeassistant", "devices": devices, "left_out": ["sensor.uptime: hardly asked"], "error": ""}
        away = {"driver": "thinq", "devices": [], "left_out": [], "error": "ThinQ can't be reached."}
        return {"drivers": fake.drivers_found if fake.drivers_found is not None else [one, away], "others": ["mqtt"]}
