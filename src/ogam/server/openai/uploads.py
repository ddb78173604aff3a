"""A recording that was sent: kept in a file of its own while it is read, and no longer."""

import asyncio
import base64
import binascii
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from ogam.audio import read
from ogam.core import Audio, AudioError
from ogam.server.errors import Refused

LONGEST = 3600.0
"""Seconds of a recording."""


async def read_upload(file: BinaryIO, name: str) -> Audio:
    """The sound of an uploaded file as 16 kHz mono. name: as the client calls it. Raises AudioError."""
    return await asyncio.to_thread(_read, file, name)


def _read(file: BinaryIO, name: str) -> Audio:
    with tempfile.TemporaryDirectory(prefix="ogam-") as folder:
        path = Path(folder) / f"recording{Path(name).suffix[:8]}"
        with path.open("wb") as kept:
            shutil.copyfileobj(file, kept)
        try:
            audio = read(path, LONGEST)
        except AudioError as error:
            raise AudioError(str(error).replace(str(path), name or "the recording")) from None
    return Audio(audio.samples, 0.0, name)


async def read_references(names: Sequence[str], references: Sequence[str]) -> dict[str, Audio]:
    """The recordings of speakers that a caller knows, by name: data URLs, one for each name."""
    if len(names) != len(references):
        raise Refused(
            422, "known-speakers", "known_speaker_names and known_speaker_references belong together: one each."
        )
    return {name: await _reference(name, url) for name, url in zip(names, references, strict=True)}


async def _reference(name: str, url: str) -> Audio:
    import io

    head, comma, data = url.partition(",")
    if not comma or not head.startswith("data:") or not head.endswith(";base64"):
        raise Refused(422, "known-speakers", f"The recording of {name} must be a data URL in base64.")
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(422, "known-speakers", f"The recording of {name} must be a data URL in base64.") from None
    return await read_upload(io.BytesIO(content), name)
