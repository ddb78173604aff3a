"""One reader of two: of each line the reading of the one that knows its script.

PP-OCRv6 reads Latin letters, figures and the segments of displays almost without error, and Hangul as nothing or as
Chinese characters. Tesseract reads Hangul well, and takes units and displays for Hangul.
"""

import re
from dataclasses import dataclass

from ogam.vision.lines import LineReader, Pixels, Reading

HANGUL = re.compile(r"[\u3131-\u318e\uac00-\ud7a3]")
CHINESE = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff]")
CERTAIN = 0.9
"""Score from which on the Latin reader is believed about a line that the Korean reader sees some Hangul in."""
WIDEST = 0.5
"""Widths of a letter, in heights of its line, up to which no Hangul is left out: where some was, they were 0.57."""
QUANTITY = re.compile(r"(\d+(?:[.,]\d+)?) ?(ml|mL|mg|kg|g|L|°C|%)$")


@dataclass(frozen=True, slots=True, eq=False)
class KoreanReader:
    """latin: knows no Hangul; both: knows Hangul and Latin letters; hangul: knows Hangul only."""

    latin: LineReader
    both: LineReader
    hangul: LineReader

    @property
    def name(self) -> str:
        return f"{self.latin.name}+{self.both.name}"

    def read(self, line: Pixels) -> Reading:
        latin = self.latin.read(line)
        korean = self._korean(line, latin)
        return latin if korean is None else Reading(with_unit_of(korean.text, latin.text), korean.score)

    def _korean(self, line: Pixels, latin: Reading) -> Reading | None:
        """The line in Korean; None if there is no Korean in it."""
        if fills(line, latin):
            return None
        both = self.both.read(line)
        if is_whole(latin, both):
            return None
        hangul = self.hangul.read(line)
        found = [reading for reading in (both, hangul) if HANGUL.search(reading.text)]
        return max(found, key=lambda reading: reading.score, default=None)


def fills(line: Pixels, latin: Reading) -> bool:
    """Whether what the Latin reader is sure of takes the whole length of a line, so that no Hangul can be left out."""
    height, width = line.shape[:2]
    return is_sure(latin) and width <= WIDEST * height * len(latin.text)


def is_sure(latin: Reading) -> bool:
    return latin.score >= CERTAIN and not CHINESE.search(latin.text)


def is_whole(latin: Reading, korean: Reading) -> bool:
    """Whether a line holds nothing but what the Latin reader reads: it is sure, and leaves nothing out."""
    return is_sure(latin) and (_length(latin.text) >= 0.9 * _length(korean.text) or not HANGUL.search(korean.text))


def with_unit_of(korean: str, latin: str) -> str:
    """A Korean line with the unit at its end as the Latin reader reads it: "김치 200 8" and "200g" are "김치 200 g"."""
    quantity = QUANTITY.search(latin)
    if quantity is None:
        return korean
    number, unit = quantity.groups()
    end = re.search(rf"(?<!\d){re.escape(number)}( ?)\S{{1,3}}$", korean)
    return korean if end is None else korean[: end.start()] + number + end.group(1) + unit


def _length(text: str) -> int:
    return len(text.replace(" ", ""))
