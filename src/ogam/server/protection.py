"""What protects every route alike, before any of them runs: hosts, origins, sizes; and what browsers are told."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ogam.messages import translate
from ogam.server.addresses import host_names, host_of, is_address, is_own_page
from ogam.server.errors import problem
from ogam.server.language import language_of
from ogam.server.settings import Settings

LARGE_BODIES = ("/api/hear", "/api/people/", "/v1/audio/")
"""Beginnings of the paths to which recordings and pictures are sent."""

_MEGABYTE = 1024 * 1024
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(self), geolocation=(), payment=(), usb=()",
}
"""No Strict-Transport-Security: it counts for every port of a host, and the others may well speak plain HTTP."""


class Protection:
    """Around the application. Refuses, as problem JSON or by not accepting a WebSocket:

    a Host that is none of this server's (421: DNS rebinding), a page that is none of its own (403: CSRF, WebSocket
    hijacking), a body that is too large (413). Every response gets the security headers.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = host_names(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        send = _with_headers(send, connection) if scope["type"] == "http" else send
        if refused := self._refused(connection):
            await _refuse(connection, *refused, receive=receive, send=send)
        elif scope["type"] == "http":
            await self._limited(connection, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refused(self, connection: HTTPConnection) -> tuple[int, str, str] | None:
        host = host_of(connection)
        if host not in self._hosts and not is_address(host):
            text = "This host name is not one of Ogam's. If it should be, add it to `hosts` in settings.toml."
            return 421, "wrong-host", text
        if not is_own_page(connection, self._settings) and not _is_visit(connection):
            return 403, "foreign-page", "This request comes from another site's page."
        return None

    async def _limited(self, connection: HTTPConnection, receive: Receive, send: Send) -> None:
        large = connection.url.path.startswith(LARGE_BODIES)
        megabytes = self._settings.largest_upload_mb if large else self._settings.largest_body_mb
        limit = int(megabytes * _MEGABYTE)
        text = f"That is too large: {megabytes:g} MB at most."
        declared = connection.headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > limit:
            await _refuse(connection, 413, "too-large", text, receive=receive, send=send)
            return
        await self._app(connection.scope, _counted(receive, limit, text), send)


def _counted(receive: Receive, limit: int, text: str) -> Receive:
    """The body as it comes in, whatever its headers said of it; an error once there is more than may be."""
    left = limit

    async def receive_some() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, text)
        return message

    return receive_some


def _is_visit(connection: HTTPConnection) -> bool:
    """Whether somebody followed a link from elsewhere to a page of the app: nothing that a script could read."""
    headers = connection.headers
    return (
        connection.scope.get("method") == "GET"
        and "origin" not in headers
        and headers.get("sec-fetch-mode") == "navigate"
        and not connection.url.path.startswith(("/api/", "/v1/"))
    )


def _with_headers(send: Send, connection: HTTPConnection) -> Send:
    private = connection.url.path.startswith(("/api/", "/v1/"))

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store" if private else "no-cache")
        await send(message)

    return send_with_headers


async def _refuse(
    connection: HTTPConnection, status: int, code: str, text: str, *, receive: Receive, send: Send
) -> None:
    """Answer with a problem; a WebSocket is closed before it is accepted, which its client sees as 403."""
    if connection.scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": code})
        return
    response = problem(status, code, translate(text, language_of(connection)))
    await response(connection.scope, receive, send)
