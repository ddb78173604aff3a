"""The cookie of a session."""

from fastapi import Request, Response

from ogam.server.auth.guards import COOKIE
from ogam.server.auth.secrets import csrf_of
from ogam.server.context import Server


def begin_session(request: Request, response: Response, server: Server, account: str) -> str:
    """Sign a browser in; the CSRF token of its session. The session that it had before ends."""
    end_session(request, response, server)
    address = request.client.host if request.client else ""
    _, secret = server.auth.sessions.begin(account, address, request.headers.get("user-agent", ""))
    age = int(server.settings.session_days * 86_400)
    secure = "https" in (request.url.scheme, request.headers.get("origin", "").partition(":")[0])
    response.set_cookie(COOKIE, secret, age, path="/", secure=secure, httponly=True, samesite="strict")
    return csrf_of(secret)


def end_session(request: Request, response: Response, server: Server) -> None:
    """Sign a browser out."""
    if secret := request.cookies.get(COOKIE):
        session = server.auth.sessions.find(secret)
        if session is not None:
            server.auth.sessions.end(session.id)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
