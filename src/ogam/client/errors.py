"""What the server refused, or that it could not be reached."""

from collections.abc import Mapping
from typing import Any

from ogam.core import OgamError


class ClientError(OgamError):
    """The text is the server's own, in the client's language.

    status: of HTTP, 0 where the server could not be reached; code: for programs; problem: all that the server said.
    """

    def __init__(self, text: str, status: int = 0, code: str = "unreachable", problem: Mapping[str, Any] = {}) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.problem = dict(problem)
