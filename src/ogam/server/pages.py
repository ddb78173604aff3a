"""The web app's files, as they lie in `web/`: whoever comes gets them, and only the API tells them anything."""

from os import PathLike, stat_result
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(__file__).with_name("web")
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

    for path in _FILES:
        app.add_route(path, page, methods=["GET"], include_in_schema=False)
    for folder in _FOLDERS:
        app.mount(f"/{folder}", Pages(directory=WEB / folder))
