"""Hangul letters: jamo typed one by one become syllables (ㄱㅓㅅㅣㄹ → 거실)."""

import re

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_CLUSTERS = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
}  # fmt: skip
_HALF_WIDTH_BLOCKS = ((0xFFA1, 0xFFBE), (0xFFC2, 0xFFC7), (0xFFCA, 0xFFCF), (0xFFD2, 0xFFD7), (0xFFDA, 0xFFDC))
_HALF_WIDTH = dict(
    zip(
        (code for first, last in _HALF_WIDTH_BLOCKS for code in range(first, last + 1)),
        map(chr, range(0x3131, 0x3164)),
        strict=True,
    )
)
_LEAD = f"[{_LEADS}]"
_VOWEL = f"(?:ㅗ[ㅏㅐㅣ]|ㅜ[ㅓㅔㅣ]|ㅡㅣ|[{_VOWELS}])"
_TAIL = f"(?:ㄱㅅ|ㄴ[ㅈㅎ]|ㄹ[ㄱㅁㅂㅎ]|ㅂㅅ|[{_TAILS.strip()}])"
_SYLLABLE = re.compile(f"({_LEAD})({_VOWEL})({_TAIL}(?!{_VOWEL}))?")
_LOOSE = re.compile("[ㄱ-ㆎ\u1100-\u11ff]+")


def compose(text: str) -> str:
    """Compose jamo into syllables; jamo that make none (ㅋㅋ, ㅠㅠ) are dropped, as emoji are."""
    return _LOOSE.sub("", _SYLLABLE.sub(_syllable, text.translate(_HALF_WIDTH)))


def _syllable(jamo: re.Match[str]) -> str:
    lead, vowel, tail = (_CLUSTERS.get(part, part) for part in jamo.groups(default=" "))
    index = (_LEADS.index(lead) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_TAILS) + _TAILS.index(tail)
    return chr(0xAC00 + index)
