"""Every route, tried by those who may not: made from the routes themselves, so that a new one is tried too."""

import re

import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.websockets import WebSocketDisconnect

from ogam.server.app import OPEN, api_routes, guard_of

ROUTES = [
    (method, route.path) for route in api_routes() if isinstance(route, APIRoute) for method in sorted(route.methods)
]
GUARDED = [(method, path) for method, path in ROUTES if path not in OPEN] + [("GET", "/api/openapi.json")]
CHANGING = [(method, path) for method, path in GUARDED if method not in ("GET", "HEAD")]
SCOPED = [
    (method, route.path)
    for route in api_routes()
    if isinstance(route, APIRoute) and route.path not in OPEN and (guard := guard_of(route.dependant))
    if guard.scope is not None or guard.in_person
    for method in sorted(route.methods)
]
SOCKETS = [route.path for route in api_routes() if isinstance(route, APIWebSocketRoute)]


def real(path: str) -> str:
    """A path with something for each parameter."""
    return re.sub(r"\{[^}]*\}", "1", path)


def status(client, method: str, path: str, **options) -> int:
    return client.request(method, real(path), **options).status_code


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_nobody_reaches_a_route_without_signing_in(stranger, method, path):
    assert status(stranger, method, path) == 401


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_nobody_reaches_a_route_from_this_computer_either(at_the_machine, method, path):
    assert status(at_the_machine, method, path) == 401


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_a_token_that_was_made_up_opens_nothing(stranger, method, path):
    assert status(stranger, method, path, headers={"Authorization": "Bearer ogam_" + "A" * 43}) == 401


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_a_cookie_that_was_made_up_opens_nothing(stranger, method, path):
    assert status(stranger, method, path, headers={"Cookie": "ogam_session=" + "A" * 43}) == 401


@pytest.mark.parametrize(("method", "path"), SCOPED)
def test_a_token_without_the_scope_is_refused(server, token, method, path):
    client = token("log", account="program", person="Joon")
    assert status(client, method, path) == 403


@pytest.mark.parametrize(("method", "path"), CHANGING)
def test_a_cookie_without_the_csrf_header_changes_nothing(owner, method, path):
    del owner.headers["X-Ogam-CSRF"]
    assert status(owner, method, path) == 403


@pytest.mark.parametrize(("method", "path"), CHANGING)
def test_the_csrf_header_of_another_session_changes_nothing(owner, child, method, path):
    owner.headers["X-Ogam-CSRF"] = child.headers["X-Ogam-CSRF"]
    assert status(owner, method, path) == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:9999", "https://localhost:8765", "null"])
@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("GET", "/healthz"), ("GET", "/api/openapi.json")])
def test_another_sites_page_reaches_nothing(owner, method, path, origin):
    assert status(owner, method, path, headers={"Origin": origin}) == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_request_that_a_foreign_page_made_the_browser_send_reaches_nothing(owner, method, path, site):
    assert status(owner, method, path, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}) == 403


@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("GET", "/healthz")])
def test_another_host_name_reaches_nothing(owner, method, path):
    assert status(owner, method, path, headers={"Host": "rebound.evil.example"}) == 421


@pytest.mark.parametrize("path", SOCKETS)
def test_a_websocket_needs_a_cookie_or_a_token(stranger, path):
    with stranger.websocket_connect(f"ws://localhost:8765{real(path)}") as socket:
        socket.send_text('{"type": "token", "token": "ogam_nobody"}')
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
    assert closed.value.code == 1008


@pytest.mark.parametrize("path", SOCKETS)
def test_another_sites_page_opens_no_websocket(owner, path):
    with (
        pytest.raises(WebSocketDisconnect),
        owner.websocket_connect(f"ws://localhost:8765{real(path)}", headers={"Origin": "https://evil.example"}),
    ):
        pass


def test_a_session_that_was_revoked_opens_nothing(server, owner):
    assert owner.get("/api/sessions").status_code == 200
    server.auth.sessions.end_all("mina")
    assert owner.get("/api/sessions").status_code == 401


@pytest.mark.parametrize(("column", "days"), [("used", 31), ("created", 181)])
def test_a_session_ends_after_idleness_and_after_all(server, owner, column, days):
    server.auth.store.rows(f"UPDATE sessions SET {column} = {column} - ?", days * 86_400)
    assert owner.get("/api/sessions").status_code == 401


def test_an_account_that_was_removed_opens_nothing(server, owner, token):
    program = token("say", account="mina")
    server.auth.accounts.remove("mina")
    assert owner.get("/api/sessions").status_code == 401
    assert program.get("/api/openapi.json").status_code == 401


def test_a_token_that_expired_or_was_revoked_opens_nothing(server, token):
    program = token("say")
    assert program.get("/api/openapi.json").status_code == 200
    server.auth.store.rows("UPDATE tokens SET expires = 1")
    assert program.get("/api/openapi.json").status_code == 401
    program = token("say")
    for one in server.auth.tokens.of("program"):
        server.auth.tokens.remove(one.id, "program")
    assert program.get("/api/openapi.json").status_code == 401


def test_a_token_can_do_no_more_than_its_account(server, token):
    program = token("manage", "say", account="joons", person="Joon")
    assert program.get("/api/session").json()["account"]["scopes"] == ["say"]
