"""What goes wrong, as the client is told: RFC 9457 problem JSON, its detail in the reader's language."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from ogam.core import AudioError, DeviceError, HomeError, ImageError, ModelError, OgamError, PolicyError, QualityError
from ogam.messages import say, translate
from ogam.server.language import language_of

MEDIA_TYPE = "application/problem+json"
_LOGGER = logging.getLogger("ogam.server")


class Refused(OgamError):
    """What a request asked cannot be had. status: of HTTP; code: for programs; more: further members of the problem.

    The text is for people, in English as everywhere; the client gets it in the language that it asked for.
    """

    def __init__(
        self, status: int, code: str, text: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.headers = headers or {}
        self.more = more


_STATUS: tuple[tuple[type[OgamError], int, str], ...] = (
    (QualityError, 422, "quality"),
    (AudioError, 422, "audio"),
    (ImageError, 422, "image"),
    (HomeError, 422, "home"),
    (PolicyError, 422, "policy"),
    (DeviceError, 409, "device"),
    (ModelError, 503, "model"),
    (OgamError, 500, "ogam"),
)
"""What errors of Ogam become that no route made a `Refused` of; the first that fits."""

_TITLES = {
    400: "Bad request", 401: "Not signed in", 403: "Not allowed", 404: "Not found", 405: "Not possible here",
    409: "Conflict", 413: "Too large", 421: "Another host", 422: "Not usable", 429: "Too many tries",
    500: "Something went wrong", 503: "Not now",
}  # fmt: skip

_CODES = {404: "not-found", 405: "method", 413: "too-large"}
"""Of errors that no route raises itself."""


class Problem(BaseModel):
    """RFC 9457. detail: for people, in their language; code: for programs. Some have more members."""

    title: str
    status: int
    code: str
    detail: str


_DESCRIBED = {"description": "Refused", "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {"4XX": _DESCRIBED, 422: _DESCRIBED, 503: _DESCRIBED}
"""What OpenAPI says of the answers of every route that are none."""


def problem(status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> JSONResponse:
    """The response to a request that failed."""
    title = _TITLES.get(status, "Something went wrong")
    content = {"title": title, "status": status, "code": code, "detail": detail, **more}
    return JSONResponse(content, status, dict(headers or {}), MEDIA_TYPE)


def _answer(
    request: Request, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """The problem of a request. Clients of OpenAI's API show of an error only what `error` says."""
    if request.url.path.startswith("/v1/"):
        kind = "server_error" if status >= 500 else "invalid_request_error"
        more = {**more, "error": {"message": detail, "type": kind, "code": code, "param": None}}
    return problem(status, code, detail, headers, **more)


def tell_errors(app: FastAPI) -> None:
    """Make every error of an app a problem."""
    app.add_exception_handler(OgamError, _ogam_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


async def _ogam_error(request: Request, error: Exception) -> JSONResponse:
    detail = translate(str(error), language_of(request))
    if isinstance(error, Refused):
        return _answer(request, error.status, error.code, detail, error.headers, **error.more)
    status, code = next((status, code) for kind, status, code in _STATUS if isinstance(error, kind))
    if status == 500:
        _LOGGER.error("%s %s: %s", request.method, request.url.path, error)
    return _answer(request, status, code, detail)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    detail = say(language_of(request), "What was sent cannot be used: {where}: {what}.", where=where, what=first["msg"])
    return _answer(request, 422, "invalid", detail)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    text = "There is nothing at this address." if error.status_code == 404 else str(error.detail)
    code = _CODES.get(error.status_code, "http")
    return _answer(request, error.status_code, code, translate(text, language_of(request)), error.headers)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    _LOGGER.error("%s %s failed", request.method, request.url.path, exc_info=error)
    text = "Something went wrong inside. The server's own output says what."
    return _answer(request, 500, "internal", translate(text, language_of(request)))
