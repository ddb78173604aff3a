from typing import Annotated

import pytest
from fastapi import APIRouter, Depends

from ogam.server import app as app_module
from ogam.server import create_app
from ogam.server.auth import Caller, signed_in


def test_that_it_answers_is_all_that_a_stranger_is_told(stranger):
    response = stranger.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_an_address_that_is_not_there_is_a_problem_in_the_readers_language(stranger):
    response = stranger.get("/nothing", headers={"Accept-Language": "ko-KR,ko;q=0.9"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"] == "이 주소에는 아무것도 없어요."


def test_who_is_signed_in(stranger, owner, child):
    assert stranger.get("/api/session").json()["authenticated"] is False
    said = owner.get("/api/session").json()
    assert said["account"] == {
        "name": "mina",
        "person": "Mina",
        "role": "owner",
        "scopes": ["devices", "listen", "log", "manage", "people", "say"],
    }
    assert child.get("/api/session").json()["account"]["scopes"] == ["devices", "listen", "say"]


def test_a_route_without_a_guard_makes_no_app(server, monkeypatch):
    router = APIRouter()

    @router.get("/api/left-open")
    async def left_open() -> None: ...

    monkeypatch.setattr(app_module, "ROUTERS", (*app_module.ROUTERS, router))
    with pytest.raises(TypeError, match=r"/api/left-open.* has no guard"):
        create_app(server)


def test_a_route_with_a_guard_knows_its_caller(server, people, monkeypatch):
    router = APIRouter()

    @router.post("/api/guarded")
    async def guarded(caller: Annotated[Caller, Depends(signed_in("log"))]) -> str:
        return caller.account

    monkeypatch.setattr(app_module, "ROUTERS", (*app_module.ROUTERS, router))
    people = type(people)(create_app(server), server)
    assert people.client("sora", "Sora").post("/api/guarded").json() == "sora"
    assert people.client("joon", "Joon").post("/api/guarded").status_code == 403
    assert people.token("log").post("/api/guarded").json() == "program"
    assert people.token("say").post("/api/guarded").json()["code"] == "not-allowed"
