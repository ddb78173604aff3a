"""Sound and pictures that are taken now: `mic` and `camera`, or a file and a folder in their place."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ogam.core import Audio, Image

MICROPHONE, CAMERA = "mic", "camera"
RATE = 5.0
"""Pictures a second, whether or not something moves: who is enrolled may well sit still."""


def is_live(source: str, kind: str) -> bool:
    """Whether a word means the microphone or the camera (`kind`): "mic", "mic:2", "camera:pictures/"."""
    return source == kind or source.startswith(f"{kind}:")


def sound_of(source: str) -> "Iterator[Audio]":
    """Chunks of the microphone ("mic", "mic:NAME"), or of a file: "mic:take.wav" is played as if it were spoken now."""
    from ogam.audio import microphone, read_chunks

    if source == MICROPHONE:
        return microphone()
    if not is_live(source, MICROPHONE):
        return read_chunks(source)
    which = source.partition(":")[2]
    if Path(which).exists():
        return read_chunks(which)
    return microphone(int(which) if which.isdigit() else which)


def pictures_of(source: str) -> "Iterator[Image]":
    """Pictures of the camera ("camera", "camera:1"), of any that has an address ("camera:rtsp://…"), of a film
    ("camera:film.mp4"), or of a folder, by name."""
    from ogam.vision import open_camera

    return open_camera(source.partition(":")[2] or 0, rate=RATE, still=RATE, patience=0)
