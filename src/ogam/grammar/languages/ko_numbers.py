"""Korean numbers as they are said and written: 이십육, 스물여섯, 26, 1만6천."""

import re
from collections.abc import Callable
from itertools import product

from ogam.grammar.language import Pieces, unique
from ogam.korean import numbers
from ogam.korean.numbers import sino

DIGITS = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
ZERO = ("영", "공", "제로")
LARGEST = 99_999_999
_SCALES = ((10_000, "만"), (1000, "천"), (100, "백"), (10, "십"))
_NATIVE_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_NATIVE_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_COUNTING = ("", "하나", "둘", "셋", "넷")
"""One to four where nothing is counted."""

_UNITS = (
    ("%", "퍼센트", "프로"),
    ("cm", "센티미터", "센치미터", "쎈티미터", "센티", "센치"),
    ("mm", "밀리미터"),
    ("km", "킬로미터", "킬로"),
    ("m", "미터"),
    ("kg", "킬로그램", "킬로"),
    ("g", "그램"),
    ("ml", "밀리리터"),
    ("l", "리터"),
    ("°c", "°", "도"),
)
"""Signs of units, and how they are read."""

_COUNTERS = (
    "시", "분", "초", "월", "일", "년", "연", "개", "명", "번", "호", "층", "장", "권",
    "잔", "대", "마리", "살", "세", "곳", "건", "가지", "차", "원", "유로", "달러", "엔",
    "위", "등", "회", "종", "인", "퍼센트", "프로", "도", "쎈티", "센티", "센치", "미터",
    "밀리", "킬로", "그램", "리터", "주", "달", "배", "쌍", "벌", "켤레", "병", "봉", "판",
    "통", "단", "조각", "송이", "그루", "채", "편", "곡", "줄", "칸", "학년", "반", "점",
    "쩜", "이닝", "량", "평", "사람", "페이지", "쪽", "코", "골", "만", "천", "백", "억",
    "조", "에서", "부터", "까지", "%", "°",
)  # fmt: skip
"""What makes a syllable before it a number: 이 in 이층, not in 이 값."""

_DIGIT = "[일이삼사오육칠팔구]"
_BELOW_10000 = f"(?=[일이삼사오육칠팔구십백천])(?:{_DIGIT}?천)?(?:{_DIGIT}?백)?(?:{_DIGIT}?십)?{_DIGIT}?"
_SINO = re.compile(
    f"(?:(?:{_BELOW_10000})?만(?:(?: (?=[일이삼사오육칠팔구십백천]{{2}}))?{_BELOW_10000})?|{_BELOW_10000})"
)
_SINO_DIGITS = re.compile("[공영일이삼사오육칠팔구]{2,}")
_POINT = re.compile("[점쩜]")
_DECIMALS = re.compile("[점쩜]([공영일이삼사오육칠팔구]+)")
_NATIVE_TEN = "|".join((*_NATIVE_TENS[1:], "스무"))
_NATIVE_ONE = "|".join((*_COUNTING[1:], *_NATIVE_ONES[1:]))
_NATIVE = re.compile(f"(?:{_NATIVE_TEN})?(?:{_NATIVE_ONE})?")
_FIGURES = re.compile(r"\d+[만천백](?: ?\d+[만천백])*(?: ?\d+)?|\d+(?:\.\d+)?")
_VALUES = {name: value for value, name in enumerate(DIGITS) if name} | {"공": 0, "영": 0}


def native(number: int) -> tuple[str, ...]:
    """A whole number from 1 to 99 in the native series, as it stands before a counter: 20 → 스무, 24 → 스물네."""
    said = numbers.native(number)
    return (said, "스물") if number == 20 else (said,)


def whole_spellings(number: int) -> tuple[str, ...]:
    """A whole number in figures and in words of both series."""
    if number == 0:
        return ("0", *ZERO)
    with_one = (f"일{sino(number)}",) if sino(number)[0] in "백천만" else ()
    return (str(number), sino(number), *with_one, *(native(number) if number < 100 else ()))


_NATIVE_VALUES = {word: number for number in range(1, 100) for word in native(number)} | {
    _NATIVE_TENS[tens] + word: tens * 10 + ones for tens in range(10) for ones, word in enumerate(_COUNTING) if word
}
_NATIVE_COUNTING = {
    tens * 10 + ones: _NATIVE_TENS[tens] + _COUNTING[ones] for tens in range(10) for ones in range(1, 5)
}


def pieces(text: str) -> Pieces:
    """A normalised text cut up, each number with its other spellings: words in figures, figures in words.

    What only may be a number (이사) has figures too: it does no harm that a sentence can be written so.
    """
    found: list[tuple[str, ...]] = []
    at, plain, after_number = 0, "", False
    while at < len(text):
        said = _number(text, at) or (_unit(text, at) if after_number else ())
        if said:
            found += [(plain,), said] if plain else [said]
            at, plain, after_number = at + len(said[0]), "", True
        else:
            after_number = after_number and text[at] == " "
            plain += text[at]
            at += 1
    return (*found, (plain,)) if plain else tuple(found)


def _number(text: str, at: int) -> tuple[str, ...]:
    """The number that begins here and its other spellings, or nothing."""
    if figures := _FIGURES.match(text, at):
        return unique((figures[0], *_in_words(figures[0], text[figures.end() :])))
    candidates = (_sino_number(text, at), _digit_by_digit(text, at), _native_number(text, at))
    return max(candidates, key=lambda said: len(said[0]) if said else 0)


def _sino_number(text: str, at: int) -> tuple[str, ...]:
    found = _SINO.match(text, at)
    if not found or not found[0]:
        return ()
    words = found[0]
    if len(words) == 1 and not (_is_counted(text, found.end()) or text[:at].endswith("제")):
        return ()
    decimals = _DECIMALS.match(text, found.end())
    return _spelled(words + decimals[0] if decimals else words, _sino_figures)


def _digit_by_digit(text: str, at: int) -> tuple[str, ...]:
    found = _SINO_DIGITS.match(text, at)
    return _spelled(found[0], _digit_figures) if found else ()


def _spelled(words: str, figures: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Words and their figures; the last syllable may not belong to them: 십일 is 11, and the tenth day (10일)."""
    shorter = () if len(words) == 1 or words[-1] in "십백천만" or words[-2] in "점쩜 " else figures(words[:-1])
    return unique((words, *figures(words), *(number + words[-1] for number in shorter)))


def _sino_figures(words: str) -> tuple[str, ...]:
    whole, *decimals = _POINT.split(words, maxsplit=1)
    if not decimals:
        return _in_figures(_sino_value(whole))
    value, (tail,) = _sino_value(whole), _digit_figures(decimals[0])
    return (f"{whole}점{decimals[0]}", f"{whole}쩜{decimals[0]}", f"{value}.{tail}", f"{value}점{tail}")


def _digit_figures(words: str) -> tuple[str, ...]:
    return ("".join(str(_VALUES[digit]) for digit in words),)


def _is_counted(text: str, at: int) -> bool:
    return text[at:].lstrip().startswith(_COUNTERS)


def _native_number(text: str, at: int) -> tuple[str, ...]:
    found = _NATIVE.match(text, at)
    words = found[0] if found else ""
    if words not in _NATIVE_VALUES or (len(words) == 1 and not _is_counted(text, at + 1)):
        return ()
    return (words, str(_NATIVE_VALUES[words]))


def _unit(text: str, at: int) -> tuple[str, ...]:
    """A unit after a number and its other spellings, or nothing."""
    known = [(unit, names) for names in _UNITS for unit in names if text.startswith(unit, at)]
    if not known:
        return ()
    longest = max((unit for unit, _ in known), key=len)
    return unique((longest, *(name for unit, names in known if unit == longest for name in names)))


def _sino_value(words: str) -> int:
    """이천십육 → 2016."""
    total = part = digit = 0
    for letter in words.replace(" ", ""):
        if letter in _VALUES:
            digit = _VALUES[letter]
        elif letter == "만":
            total, part, digit = (part + digit or 1) * 10_000, 0, 0
        else:
            part += (digit or 1) * next(scale for scale, name in _SCALES if name == letter)
            digit = 0
    return total + part + digit


def _in_figures(number: int) -> tuple[str, ...]:
    """16000 → 16000, 1만6000, 1만6천, 만6000, 만6천."""
    high, low = divmod(number, 10_000)
    if not high:
        return (str(number), *_rounded(number))
    heads = (f"{high}만", "만") if high == 1 else (f"{high}만",)
    tails = (str(low), *_rounded(low)) if low else ("",)
    return (str(number), *(head + tail for head, tail in product(heads, tails)))


def _rounded(number: int) -> tuple[str, ...]:
    """6200 → 6천200; 600 → 6백."""
    for scale, name in ((1000, "천"), (100, "백")):
        count, rest = divmod(number, scale)
        if count:
            return (f"{count}{name}{rest or ''}",)
    return ()


def _in_words(figures: str, after: str) -> tuple[str, ...]:
    """Figures as they are read: in both series and digit by digit, with the names of months where one follows."""
    whole, _, decimals = figures.partition(".")
    value = _figures_value(whole)
    if value > LARGEST:
        return ()
    said = [*whole_spellings(value)[1:], *filter(None, (_NATIVE_COUNTING.get(value),))]
    if decimals:
        return tuple(f"{head}{mark}{tail}" for head, mark in product(said, "점쩜") for tail in _read_digits(decimals))
    if whole.isdigit() and len(whole) > 1:
        said += _read_digits(whole)
    if after.startswith("월") and value in (6, 10):
        said.append("유" if value == 6 else "시")
    return tuple(said)


def _read_digits(digits: str) -> list[str]:
    return [digits.translate({ord("0") + i: name or zero for i, name in enumerate(DIGITS)}) for zero in ("공", "영")]


def _figures_value(figures: str) -> int:
    """1만6천 → 16000."""
    scales = {name: scale for scale, name in _SCALES}
    parts = re.findall(r"(\d+)([만천백]?)", figures)
    return sum(int(count) * scales.get(name, 1) for count, name in parts)
