"""Templates with placeholders, filled as a language shows things: "{devices:을} 켰어요." → "거실 불을 켰어요." """

from collections.abc import Callable
from string import Formatter
from typing import Any

Show = Callable[[Any, str], str]
"""A value and what its placeholder asks for after the colon (empty for nothing) → text."""


class _Filler(Formatter):
    def __init__(self, show: Show) -> None:
        self._show = show

    def format_field(self, value: Any, format_spec: str) -> str:
        return self._show(value, format_spec)


def fill(template: str, show: Show, /, **fields: Any) -> str:
    """The template with its placeholders filled. Raises KeyError where a field is missing."""
    return _Filler(show).vformat(template, (), fields)


def placeholders(template: str) -> frozenset[str]:
    """Names of the template's placeholders."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)
