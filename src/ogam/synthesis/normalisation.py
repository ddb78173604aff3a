"""Written English to words that can be spoken: numbers, times, units and signs spelled out."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

UNITS = {
    "°c": "degrees celsius",
    "°f": "degrees fahrenheit",
    "°": "degrees",
    "%": "percent",
    "kwh": "kilowatt hours",
    "kw": "kilowatts",
    "km": "kilometers",
    "cm": "centimeters",
    "kg": "kilograms",
    "ms": "milliseconds",
}
SIGNS = {"&": " and ", "+": " plus ", "@": " at ", "=": " equals ", "/": " ", "_": " ", "’": "'", "‘": "'", "·": ", "}

LONGEST_NUMBER = 15
"""Digits; longer ones are read digit by digit."""

_TIME = re.compile(r"\b(\d{1,2}):(\d{2})(?!\d)")
_MONEY = re.compile(r"([$€£])\s?(\d+)(?:\.(\d{2}))?(?!\d)")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
_UNIT = re.compile(r"(?<=\d)\s?(" + "|".join(map(re.escape, UNITS)) + r")(?![a-z])", re.IGNORECASE)
_NUMBER = re.compile(r"((?<!\w)[-−])?(?:(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?|(\.\d+))")
_MONEY_NAMES = {"$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny")}


def spoken(text: str) -> str:
    """The text as words and punctuation: "7:30, 21.5°C" → "seven thirty, twenty one point five degrees celsius"."""
    text = _plain(text)
    text = _TIME.sub(lambda m: _time(int(m[1]), int(m[2])), text)
    text = _MONEY.sub(lambda m: _money(m[1], int(m[2]), int(m[3] or 0)), text)
    text = _ORDINAL.sub(lambda m: f" {_ordinal(int(m[1]))} ", text)
    text = _UNIT.sub(lambda m: f" {UNITS[m[1].lower()]} ", text)
    text = _NUMBER.sub(lambda m: f" {_number(m[1], (m[2] or '').replace(',', ''), m[3] or m[4])} ", text)
    for sign, words in SIGNS.items():
        text = text.replace(sign, words)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split()))


def cardinal(number: int) -> str:
    """21 → "twenty one"."""
    return str(_engine().format_number(number).text).replace("-", " ")


def _plain(text: str) -> str:
    """Without accents: é → e; the degree sign is kept."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


def _ordinal(number: int) -> str:
    from unicode_rbnf import FormatPurpose

    return str(_engine().format_number(number, FormatPurpose.ORDINAL).text).replace("-", " ")


def _number(sign: str | None, whole: str, fraction: str | None) -> str:
    words = ["minus"] if sign else []
    if whole:
        words += [cardinal(int(whole))] if len(whole) <= LONGEST_NUMBER else _digits(whole)
    if fraction:
        words += ["point", *_digits(fraction[1:])]
    return " ".join(words)


def _digits(digits: str) -> list[str]:
    return [cardinal(int(digit)) for digit in digits]


def _time(hour: int, minute: int) -> str:
    if minute == 0:
        return f"{cardinal(hour)} o'clock"
    return f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}"


def _money(sign: str, whole: int, part: int) -> str:
    unit, small = _MONEY_NAMES[sign]
    words = f"{cardinal(whole)} {unit}{'' if whole == 1 else 's'}"
    if not part:
        return words
    plural = {"penny": "pence"}.get(small, small + "s")
    return f"{words} {cardinal(part)} {small if part == 1 else plural}"


@cache
def _engine() -> "RbnfEngine":
    from unicode_rbnf import RbnfEngine

    return RbnfEngine.for_language("en")
