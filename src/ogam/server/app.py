"""The application: its routers, its protection, its errors."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import BaseRoute

from ogam import __version__
from ogam.server.api import (
    approvals,
    cameras,
    devices,
    discovering,
    events,
    home,
    home_devices,
    listen,
    log,
    people,
    phones,
    policy,
    routines,
    say,
    schedule,
    settings,
    sharing,
    snapshots,
    stop,
    turns,
)
from ogam.server.api import health as health_routes
from ogam.server.api.running import Running
from ogam.server.auth import account_routes, passkey_routes
from ogam.server.auth import routes as auth_routes
from ogam.server.auth.callers import Caller
from ogam.server.auth.guards import SignedIn, signed_in
from ogam.server.context import Server
from ogam.server.errors import PROBLEMS, tell_errors
from ogam.server.openai import routes as openai_routes
from ogam.server.pages import add_pages
from ogam.server.protection import Protection

ROUTERS: tuple[APIRouter, ...] = (
    auth_routes.router,
    passkey_routes.router,
    account_routes.router,
    home.router,
    home_devices.router,
    discovering.router,
    devices.router,
    cameras.router,
    snapshots.router,
    say.router,
    stop.router,
    listen.router,
    events.router,
    people.router,
    turns.router,
    log.router,
    policy.router,
    approvals.router,
    schedule.router,
    routines.router,
    phones.router,
    sharing.router,
    health_routes.router,
    settings.router,
    openai_routes.router,
)
"""Every router, one a file. Add yours; a router here includes no other."""

OPEN = frozenset(
    {
        "/healthz",
        "/api/session",
        "/api/setup",
        "/api/login",
        "/api/passkeys/login/options",
        "/api/passkeys/login",
        "/api/invitations",
    }
)
"""What is reached without signing in. Every other route has a guard of `ogam.server.auth.guards`."""


def create_app(server: Server) -> FastAPI:
    """The application of one server; routes get it as `Context`. Raises TypeError for a route that has no guard."""
    app = FastAPI(title="Ogam", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.server = server
    app.state.running = Running(server)
    tell_errors(app)
    app.add_middleware(Protection, settings=server.settings)
    for route in unguarded(api_routes()):
        raise TypeError(f"{route} has no guard: give it one of ogam.server.auth.guards, or add it to OPEN.")
    for router in ROUTERS:
        app.include_router(router, responses=PROBLEMS)
    app.add_api_route("/healthz", health, methods=["GET"], include_in_schema=False)
    app.add_api_route("/api/openapi.json", schema, methods=["GET"], include_in_schema=False)
    add_pages(app)
    return app


async def health() -> dict[str, bool]:
    """That the server answers."""
    return {"ok": True}


async def schema(request: Request, _: Annotated[Caller, Depends(signed_in())]) -> JSONResponse:
    """The API as OpenAPI, for those who are signed in."""
    app: FastAPI = request.app
    return JSONResponse(app.openapi())


def api_routes() -> list[BaseRoute]:
    """Every route of `ROUTERS`."""
    return [route for router in ROUTERS for route in router.routes]


def unguarded(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    """The routes that anybody could reach and that are not `OPEN`; of a kind that is not known, every one."""
    for route in routes:
        if isinstance(route, APIRoute | APIWebSocketRoute) and (route.path in OPEN or guard_of(route.dependant)):
            continue
        yield route


def guard_of(dependant: Dependant) -> SignedIn | None:
    """The guard among a route's dependencies, at whatever depth."""
    if isinstance(dependant.call, SignedIn):
        return dependant.call
    return next((guard for one in dependant.dependencies if (guard := guard_of(one)) is not None), None)
