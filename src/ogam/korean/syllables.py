"""Hangul syllables taken apart into their letters and put together (Unicode, chapter 3.12)."""

from typing import NamedTuple

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST, _LAST = "가", "힣"


class Syllable(NamedTuple):
    """lead: one of `LEADS`, ㅇ for none; vowel: one of `VOWELS`; tail: one of `TAILS`, empty for none."""

    lead: str
    vowel: str
    tail: str

    def __str__(self) -> str:
        index = (LEADS.index(self.lead) * len(VOWELS) + VOWELS.index(self.vowel)) * len(TAILS) + TAILS.index(self.tail)
        return chr(ord(_FIRST) + index)


def is_syllable(character: str) -> bool:
    """Whether it is one composed Hangul syllable."""
    return _FIRST <= character <= _LAST


def take_apart(syllable: str) -> Syllable:
    """The letters of one composed syllable: 값 → ㄱ ㅏ ㅄ."""
    rest, tail = divmod(ord(syllable) - ord(_FIRST), len(TAILS))
    lead, vowel = divmod(rest, len(VOWELS))
    return Syllable(LEADS[lead], VOWELS[vowel], TAILS[tail])
