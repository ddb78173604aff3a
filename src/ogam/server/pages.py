"""The web app's files, as they lie in `web/`: whoever comes gets them, and only the API tells them anything."""

from os import PathLike, stat_result
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(__file__).with_name("web")
SHARED = "/#/share"
"""The screen that says what was shared, or that it must be shared again."""
_FOLDERS = ("css", "icons", "js")
_FILES = {"/": "index.html", "/manifest.webmanifest": "manifest.webmanifest", "/service-worker.js": "service-worker.js"}


class Pages(StaticFiles):
    """Browsers ask each time whether a file has changed, so that nobody runs parts of two versions."""

    def file_response(
        self, full_path: PathLike[str] | str, stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


def add_pages(app: FastAPI) -> None:
    """Add them to an application, each at its own address: what else is asked for stays the API's to answer."""
    pages = Pages(directory=WEB)

    async def page(request: Request) -> Response:
        return await pages.get_response(_FILES[request.url.path], request.scope)

    async def share(_: Request) -> Response:
        """What other apps share is taken by the app's own service worker, and comes here only where that is not there
        yet. Nothing is read: without the app's own token nobody knows who sent it."""
        return RedirectResponse(SHARED, status_code=303)

    app.add_route("/share", share, methods=["POST"], include_in_schema=False)
    for path in _FILES:
        app.add_route(path, page, methods=["GET"], include_in_schema=False)
    for folder in _FOLDERS:
        app.mount(f"/{folder}", Pages(directory=WEB / folder))
