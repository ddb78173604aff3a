"""Ogam's own recognisers of pictures, as plugins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from ogam.core import ModelCard, Observation, Recognizer, Signal
from ogam.plugins import card_beside
from ogam.vision.objects import load_objects
from ogam.vision.recognizers import load_gestures, load_pose_recognizer
from ogam.vision.text import TextReader, load_text_reader


def open_nanodet(threads: int = 1) -> Recognizer:
    """Things, by NanoDet. Raises ModelError for missing weights."""
    return load_objects("nanodet", threads)


def open_centernet(threads: int = 1) -> Recognizer:
    """Things, by CenterNet. Raises ModelError for missing weights."""
    return load_objects("centernet", threads)


def open_gestures(threads: int = 1) -> Recognizer:
    """Shapes of hands. Raises ModelError for missing weights."""
    return load_gestures(threads=threads)


def open_poses(threads: int = 1) -> Recognizer:
    """The body in a picture. Raises ModelError for missing weights."""
    return load_pose_recognizer(threads)


@dataclass(frozen=True, slots=True, eq=False)
class PackagedTextReader:
    """A reader of text, which says which weights of the package rapidocr it was tried with."""

    reader: TextReader
    card: ModelCard

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return self.reader.recognize(signals)

    def weights(self) -> Mapping[str, Path]:
        spec = find_spec("rapidocr")
        folders = spec.submodule_search_locations if spec else None
        return {name: Path(folders[0]) / "models" / name for name in self.card.files} if folders else {}


def open_text(threads: int = 1) -> PackagedTextReader:
    """What is written, in English and Korean (the extra `text`). Raises ModelError for what is missing."""
    reader = load_text_reader(threads=threads)
    return PackagedTextReader(reader, replace(reader.card, files=card_beside(__file__, "ogam/text").files))
