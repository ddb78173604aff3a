"""In which language a client is answered: that of its `Accept-Language`, else English."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from ogam.messages import LANGUAGES


def language_of(connection: HTTPConnection) -> str:
    """The first language in `Accept-Language` that Ogam speaks, by weight (RFC 9110, 12.5.4)."""
    wanted = [_weighed(part) for part in connection.headers.get("accept-language", "").split(",")]
    for _, code in sorted(wanted, key=lambda one: -one[0]):
        if code in LANGUAGES:
            return code
    return "en"


Language = Annotated[str, Depends(language_of)]
"""A parameter of a route: `async def read(language: Language) -> …`."""


def _weighed(part: str) -> tuple[float, str]:
    name, _, rest = part.strip().partition(";")
    _, _, weight = rest.partition("q=")
    try:
        return float(weight or 1), name.partition("-")[0].lower()
    except ValueError:
        return 0.0, ""
