"""The web app's files, as they lie in `web/`: whoever comes gets them, and only the API tells them anything."""

from os import PathLike, stat_result
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(__file__).with_name("web")


class Pages(StaticFiles):
    """Browsers ask each time whether a file has changed, so that nobody runs parts of two versions."""

    def __init__(self) -> None:
        super().__init__(directory=WEB, html=True)

    def file_response(
        self, full_path: PathLike[str] | str, stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response
