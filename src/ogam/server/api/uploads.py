"""Recordings and pictures that are sent: files for as long as they are read, and gone after it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ogam.core import OgamError

UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""What OpenAPI says of a route that takes a file as its body."""


@contextmanager
def uploaded(content: bytes, name: str) -> Iterator[Path]:
    """A file with what was sent. name: what errors call it, instead of its path."""
    with tempfile.TemporaryDirectory(prefix="ogam-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            yield path
        except OgamError as error:
            raise type(error)(str(error).replace(str(path), name)) from None
