"""Reading what is written in a picture: labels, recipes, displays of appliances, in English and Korean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ogam.core import Box, Image, ModelCard, Observation, Signal
from ogam.vision.joined_readers import KoreanReader
from ogam.vision.lines import (
    LineFinder,
    LineReader,
    Pixels,
    Quadrilateral,
    Reading,
    brightened,
    cut_straight,
    in_order,
    lies_on_its_side,
    reading_order,
    scaled_down,
    shape,
    turned,
    turned_corners,
)
from ogam.vision.rapid import load_finder, load_reader
from ogam.vision.tesseract import load_tesseract, tesseract_folder

LANGUAGES = ("en", "ko")
LEAST = 8
"""Pixels: nothing can be read in a picture that is narrower or lower."""
FINE = 0.85
"""A picture whose lines score this on average is the right way up; labels upside down scored 0.76 at most."""
BETTER = 0.15
"""By this much more must it score upside down to be turned: some figures of displays read well both ways."""
SURE = 0.5
"""Score from which on something was read; what scores less is a pattern, a picture or a blur."""


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A picture, turned anticlockwise by so many quarters; its lines, and what is read in each."""

    pixels: Pixels
    lines: Sequence[Quadrilateral]
    readings: Sequence[Reading]
    quarters: int

    @property
    def sureness(self) -> float:
        """The mean score of its lines, by their lengths; of none 1."""
        lengths = [shape(line) for line in self.lines]
        scores = [reading.score for reading in self.readings]
        return float(np.average(scores, weights=lengths)) if lengths else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class TextReader:
    """A `Recognizer`: an observation of kind "text" for each line of an image, in reading order.

    Each has the line as its value, the box around it, and in `details` its four corners (in pixels, from the upper left
    of the line on, clockwise as it is read), and by how many degrees clockwise the picture was `turned` to be upright.
    Confidence: the reader's own score, 0 to 1, which is not calibrated. Sounds have no text.
    """

    finder: LineFinder
    reader: LineReader
    languages: tuple[str, ...]

    @property
    def card(self) -> ModelCard:
        return ModelCard(
            name=self.reader.name,
            version="1",
            task="text recognition",
            languages=self.languages,
            licence="Apache-2.0",
            attribution="PP-OCRv6, © PaddlePaddle authors; Tesseract's data, © Google and its contributors",
            inputs="an image: uint8 (height, width, 3), RGB",
            outputs="lines of text, with their corners and scores",
        )

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self.read(signal) if isinstance(signal, Image) else [] for signal in signals]

    def read(self, image: Image) -> list[Observation]:
        """The lines of one image, in reading order; of one without text an empty list."""
        if min(image.pixels.shape[:2]) < LEAST:
            return []
        scale, small = scaled_down(image.pixels)
        bright = brightened(small)
        seen = self._seen(bright, self.finder.find(bright))
        height, width = seen.pixels.shape[:2]
        observations = []
        for place in reading_order(seen.lines):
            reading, line = seen.readings[place], seen.lines[place]
            if reading.score >= SURE and re.search(r"\w", reading.text):
                corners = turned_corners(line, -seen.quarters, width, height) / scale
                observations.append(self._observation(image, corners, reading, seen.quarters))
        return observations

    def _seen(self, pixels: Pixels, found: Sequence[Quadrilateral]) -> "_Seen":
        """What is read when the picture is turned upright. Most pictures are; one that reads badly is turned over."""
        quarters = 1 if lies_on_its_side(found) else 0
        seen = self._turned(pixels, found, quarters)
        if seen.sureness >= FINE:
            return seen
        over = self._turned(pixels, found, quarters + 2)
        return over if over.sureness > seen.sureness + BETTER else seen

    def _turned(self, pixels: Pixels, found: Sequence[Quadrilateral], quarters: int) -> "_Seen":
        height, width = pixels.shape[:2]
        upright = turned(pixels, quarters)
        lines = [in_order(turned_corners(line, quarters, width, height)) for line in found]
        return _Seen(upright, lines, [self.reader.read(cut_straight(upright, line)) for line in lines], quarters)

    def _observation(self, image: Image, corners: Quadrilateral, reading: Reading, quarters: int) -> Observation:
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return Observation(
            kind="text",
            value=reading.text,
            confidence=reading.score,
            start=image.time,
            end=image.time,
            source=image.source,
            recognizer="text",
            model=self.card.label,
            box=Box(float(left), float(top), float(right - left), float(bottom - top)),
            details={
                "corners": [[round(float(x), 1), round(float(y), 1)] for x, y in corners],
                "turned": -90 * quarters % 360,
            },
        )


@dataclass(frozen=True, slots=True, eq=False)
class FakeTextReader:
    """Reads in an image from source S the lines `texts[S]`, none where there are none: for tests, without weights."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def card(self) -> ModelCard:
        return ModelCard("fake-text", "1", "text recognition", LANGUAGES)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self.read(signal) if isinstance(signal, Image) else [] for signal in signals]

    def read(self, image: Image) -> list[Observation]:
        height, width = image.pixels.shape[:2]
        lines = self.texts.get(image.source, ())
        step = height / max(len(lines), 1)
        return [
            Observation(
                kind="text",
                value=line,
                confidence=1.0,
                start=image.time,
                end=image.time,
                source=image.source,
                recognizer="text",
                model=self.card.label,
                box=Box(0.0, row * step, float(width), step),
                details={
                    "corners": [[x, y * step] for x, y in ((0, row), (width, row), (width, row + 1), (0, row + 1))],
                    "turned": 0,
                },
            )
            for row, line in enumerate(lines)
        ]


def load_text_reader(
    languages: Sequence[str] = LANGUAGES, *, tessdata: Path | None = None, threads: int = 1
) -> TextReader:
    """The reader of labels and displays, for English ("en"), Korean ("ko") or both.

    tessdata: a folder with kor.traineddata and eng.traineddata of your own, such as Debian's; else the catalogue's.
    Raises ModelError if the extra `text` is not installed or the weights cannot be had, ValueError for other languages.
    """
    strange = [language for language in languages if language not in LANGUAGES]
    if strange or not languages:
        raise ValueError(f"languages: {strange or 'none'}; what can be read is {', '.join(LANGUAGES)}")
    latin = load_reader(threads)
    finder = load_finder(threads)
    if "ko" not in languages:
        return TextReader(finder, latin, tuple(languages))
    folder = tessdata or tesseract_folder()
    korean = KoreanReader(latin, load_tesseract(folder, "kor+eng"), load_tesseract(folder, "kor"))
    return TextReader(finder, korean, tuple(languages))


def read_text(image: Image, languages: Sequence[str] = LANGUAGES) -> list[Observation]:
    """The lines of one image, in reading order. To read more than one image keep `load_text_reader()`."""
    return load_text_reader(languages).read(image)
