import re
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, WebSocket
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ogam.server import app as app_module
from ogam.server import create_app
from ogam.server.auth import Caller, signed_in, signed_in_socket

SOCKET = "ws://localhost:8765/api/socket"


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
        "scopes": ["devices", "listen", "log", "manage", "people", "say", "see"],
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


@pytest.fixture
def with_socket(server, monkeypatch):
    """Clients of an app that has a WebSocket which says who is signed in."""
    router = APIRouter()

    @router.websocket("/api/socket")
    async def socket(socket: WebSocket, caller: Annotated[Caller, Depends(signed_in_socket("listen"))]) -> None:
        await socket.send_text(caller.account)
        await socket.close()

    monkeypatch.setattr(app_module, "ROUTERS", (*app_module.ROUTERS, router))
    return create_app(server)


def test_a_websocket_is_opened_by_the_cookie(with_socket, people, server):
    client = type(people)(with_socket, server).client("joon", "Joon")
    with client.websocket_connect(SOCKET, headers={"Origin": "http://localhost:8765"}) as socket:
        assert socket.receive_text() == "joon"


def test_a_websocket_is_opened_by_a_token_in_its_first_message(with_socket, people, server):
    server.auth.accounts.add("program", "Joon")
    _, secret = server.auth.tokens.add("program", "test", ["listen"])
    with TestClient(with_socket).websocket_connect(SOCKET) as socket:
        socket.send_json({"type": "token", "token": secret})
        assert socket.receive_text() == "program"


@pytest.mark.parametrize("first", ["", "{", "[]", "null", '{"type": "token"}', '{"type": "token", "token": "ogam_x"}'])
def test_a_websocket_whose_first_message_is_no_token_is_closed(with_socket, first):
    with TestClient(with_socket).websocket_connect(SOCKET) as socket:
        socket.send_text(first)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
    assert (closed.value.code, closed.value.reason) == (1008, "not-signed-in")


def test_a_websocket_that_begins_with_sound_is_closed(with_socket):
    with TestClient(with_socket).websocket_connect(SOCKET) as socket:
        socket.send_bytes(b"1234")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


def test_a_websocket_needs_the_scope(with_socket, people, server):
    server.auth.accounts.add("program", "Joon")
    _, secret = server.auth.tokens.add("program", "test", ["say"])
    with TestClient(with_socket).websocket_connect(SOCKET) as socket:
        socket.send_json({"type": "token", "token": secret})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
    assert closed.value.reason == "not-allowed"


def test_another_sites_page_opens_no_websocket(with_socket, people, server):
    client = type(people)(with_socket, server).client("joon", "Joon")
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(SOCKET, headers={"Origin": "https://evil.example"}),
    ):
        pass


def test_the_web_app_is_there_for_everybody(stranger):
    page = stranger.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-cache"
    for path in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert stranger.get(f"/{path}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/../app.py", "/%2e%2e/app.py", "/js/%2e%2e/%2e%2e/app.py", "/..%2fapp.py", "//etc/passwd", "/js/"]
)
def test_nothing_but_the_web_app_is_served(stranger, path):
    assert stranger.get(path).status_code == 404
