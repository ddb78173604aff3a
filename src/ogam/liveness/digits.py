"""Digits said one by one: how they are spelled in a language, and read from a text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

Digits = tuple[int, ...]

WORDS = {
    "en": (
        ("zero", "oh", "o"), ("one", "won"), ("two", "to", "too"), ("three",), ("four", "for"), ("five",), ("six",),
        ("seven",), ("eight", "ate"), ("nine",),
    ),
    "ko": (
        ("공", "영", "제로"), ("일",), ("이",), ("삼",), ("사",), ("오",), ("육", "륙"), ("칠",), ("팔",), ("구",),
    ),
}  # fmt: skip
"""By language, for each digit its words, the usual one first. What sounds alike is the same word here."""
ENDINGS = {"en": ("",), "ko": ("", "요", "이요", "이에요", "예요", "입니다")}
"""What may be said after the last digit."""
SPACED = {"en": True, "ko": False}
"""Whether spaces tell words apart."""


def languages() -> tuple[str, ...]:
    """The languages in which digits can be asked for."""
    return tuple(WORDS)


def words_of(digits: Sequence[int], language: str) -> str:
    """Digits as they are said: (4, 7, 1, 9) → "four seven one nine", "사 칠 일 구"."""
    return " ".join(WORDS[language][digit][0] for digit in digits)


def readings(text: str, language: str) -> Iterator[Digits]:
    """The digits that a text is, nothing else being in it: "four, 7 one nine", "4719", "사칠일구요".

    More than one reading where an ending could be a digit too: 일이요 is 1 or 1, 2. None for other words.
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)).lower().strip(" .,!?")
    for ending in ENDINGS[language]:
        if plain.endswith(ending):
            read = _read(plain.removesuffix(ending) if ending else plain, language)
            if read:
                yield read


def _read(text: str, language: str) -> Digits | None:
    values = {word: digit for digit, words in enumerate(WORDS[language]) for word in words}
    word = "[a-z]+" if SPACED[language] else "|".join(sorted(values, key=len, reverse=True))
    tokens = re.findall(rf"{word}|[0-9]|\w", text)
    if any(token not in values and not token.isdecimal() for token in tokens):
        return None
    return tuple(values[token] if token in values else int(token) for token in tokens)
