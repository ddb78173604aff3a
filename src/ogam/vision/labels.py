"""What stands on a label: dates, and what they are the dates of; amounts with their units. English and Korean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DateKind = Literal["expiry", "made", "other"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<word>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>20\d{2})"
_SHORT_YEAR = r"(?P<year>(?:20)?\d{2})"
_MARK = r"\s?[.,/-]\s?"
_FORMS = tuple(
    re.compile(rf"(?<![\d.,])(?:{form})(?!\d)", re.IGNORECASE)
    for form in (
        rf"{_SHORT_YEAR}\s?년\s?(?P<month>\d{{1,2}})\s?월(?:\s?(?P<day>\d{{1,2}})\s?일)?",
        rf"{_YEAR}{_MARK}(?P<month>\d{{1,2}}){_MARK}(?P<day>\d{{1,2}})",
        r"(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]?{_MONTH}[\s.,/-]{{0,2}}{_SHORT_YEAR}",
        rf"{_MONTH}\.?\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}",
        rf"(?P<day>\d{{1,2}}){_MARK}(?P<month>\d{{1,2}}){_MARK}{_YEAR}",
        r"(?P<year>\d{2})\s?\.\s?(?P<month>\d{1,2})\s?\.\s?(?P<day>\d{1,2})",
        rf"{_MONTH}[\s./-]{{0,2}}{_YEAR}",
        rf"(?P<month>\d{{1,2}}){_MARK}{_YEAR}",
        rf"{_YEAR}{_MARK}(?P<month>\d{{1,2}})",
    )
)
"""Tried in this order; what one has found is not looked at again."""

_EXPIRY = re.compile(
    r"(?:유통|소비|사용|유효|유지)\s?기한|\bexp(?:\b|ir)|\bexp(?=\d|$)|\bbbe?\b"
    r"|(?:best|use|sell|consume)\s?(?:before|by)|not\s?use\s?after",
    re.IGNORECASE,
)
_EXPIRY_AFTER = re.compile(r"\s?까지")
_MADE = re.compile(r"제조|생산|포장일|\bmfg\b|\bmfd\b|\bprod\b|manufactured|produced|packed|roasted", re.IGNORECASE)
_WORDS: dict[DateKind, re.Pattern[str]] = {"expiry": _EXPIRY, "made": _MADE}
NEAR = 24
"""Letters between a word such as "EXP" and its date, at most."""

_UNITS = {
    "ml": "ml", "㎖": "ml", "cl": "cl", "l": "l", "ℓ": "l", "리터": "l", "밀리리터": "ml",
    "mg": "mg", "㎎": "mg", "g": "g", "kg": "kg", "㎏": "kg", "그램": "g", "킬로그램": "kg", "oz": "oz", "lb": "lb",
    "°c": "°C", "℃": "°C", "도": "°C", "°f": "°F", "℉": "°F", "%": "%", "％": "%", "퍼센트": "%",
    "min": "min", "minutes": "min", "minute": "min", "분": "min", "h": "h", "hours": "h", "hour": "h", "시간": "h",
    "s": "s", "seconds": "s", "초": "s", "w": "W", "v": "V", "kwh": "kWh", "kcal": "kcal", "rpm": "rpm",
}  # fmt: skip
_NUMBER = r"(?P<number>[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:[.,]\d+)?)"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(rf"(?<![\w.,]){_NUMBER}\s?(?P<unit>{_UNIT})(?![A-Za-z0-9의])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LabelDate:
    """A date on a label. day: the last one that is meant, so the last of the month where no day is printed.

    kind: until when it can be used, when it was made, or unsaid. text: as it stands there.
    """

    day: date
    kind: DateKind
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount. unit: one spelling for each, such as ml, kg, °C, %, min. text: as it stands there."""

    value: float
    unit: str
    text: str


def find_dates(text: str) -> list[LabelDate]:
    """The dates of a text, in the order in which they stand there.

    Read: 2026.12.31, 26.12.31, 2026-12-31, 20261231, 2026년 12월 31일, 31 DEC 2026, 31.12.2026, DEC 2026, 12/2026.
    A year of two figures is of this century; between dots, 26.12.31, it comes first, as in Korea. Where day and month
    could be either, as in 03/04/2026, the day comes first. What is no day, as 31 FEB 2026, is no date.
    """
    left, found = text, []
    for form in _FORMS:
        for match in form.finditer(left):
            day = _day(match)
            if day is not None:
                found.append((match.start(), day, match.group()))
            left = left[: match.start()] + "\n" * len(match.group()) + left[match.end() :]
    return [LabelDate(day, _kind(text, start, start + len(said)), said) for start, day, said in sorted(found)]


def find_quantities(text: str) -> list[Quantity]:
    """The amounts of a text, in order: 500 ml, 1.2 kg, 1,000 g, 24.5 °C, -18°C, 100 %, 3분."""
    return list(_quantities(text))


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        number = match["number"].replace("−", "-")
        if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
            number = number.replace(",", "")
        yield Quantity(float(number.replace(",", ".")), _UNITS[match["unit"].lower()], match.group())


def _day(match: re.Match[str]) -> date | None:
    """The last day that is meant; None if there is no such day."""
    parts = match.groupdict()
    year = int(parts["year"]) % 100 + 2000
    word = parts.get("word")
    month = _MONTHS.index(word[:3].lower()) + 1 if word else int(parts["month"])
    day = int(parts["day"]) if parts.get("day") else None
    if day is not None and month > 12 >= day and not word:
        day, month = month, day
    try:
        return date(year, month, day) if day is not None else _last_of(year, month)
    except ValueError:
        return None


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if 1 <= month <= 12 else date(year, month, 1)


def _kind(text: str, start: int, end: int) -> DateKind:
    """By the nearest word before the date; else by the Korean "까지" after it."""
    before = text[max(0, start - NEAR) : start]
    said = [(match.end(), kind) for kind, word in _WORDS.items() for match in word.finditer(before)]
    if said:
        return max(said)[1]
    return "expiry" if _EXPIRY_AFTER.match(text, end) else "other"
