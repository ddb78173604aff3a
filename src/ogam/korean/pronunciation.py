"""How Korean words sound: the rules of 표준 발음법 (Standard Pronunciation, 문화체육관광부고시 제2017-13호).

A word is pronounced by itself, as in careful speech, and written down in Hangul as the standard does: 국물 → 궁물.
What needs the parts of a word (compounds, Sino-Korean) is known for the words of `exceptions` only.
"""

import re
from collections.abc import Callable

from ogam.korean.exceptions import NOUNS_IN_LK, respelled
from ogam.korean.syllables import Syllable, take_apart

Pair = tuple[Syllable, Syllable]

_TENSE = dict(zip("ㄱㄷㅂㅅㅈ", "ㄲㄸㅃㅆㅉ", strict=True))
_ASPIRATED = dict(zip("ㄱㄷㅂㅈ", "ㅋㅌㅍㅊ", strict=True))
_CLUSTERS = {
    "ㄳ": ("ㄱ", "ㅅ"), "ㄵ": ("ㄴ", "ㅈ"), "ㄶ": ("ㄴ", "ㅎ"), "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"), "ㄽ": ("ㄹ", "ㅅ"), "ㄾ": ("ㄹ", "ㅌ"), "ㄿ": ("ㄹ", "ㅍ"), "ㅀ": ("ㄹ", "ㅎ"),
    "ㅄ": ("ㅂ", "ㅅ"),
}  # fmt: skip
_SPOKEN_TAIL = {
    **dict.fromkeys("ㄱㄲㅋㄳㄺ", "ㄱ"), **dict.fromkeys("ㄴㄵㄶ", "ㄴ"), **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    **dict.fromkeys("ㄹㄼㄽㄾㅀ", "ㄹ"), **dict.fromkeys("ㅁㄻ", "ㅁ"), **dict.fromkeys("ㅂㅍㄿㅄ", "ㅂ"), "ㅇ": "ㅇ",
    "": "",
}  # fmt: skip
_NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
_WORD = re.compile(r"[가-힣]+")


def pronounce(text: str) -> str:
    """The text as it sounds, in Hangul; what is not a composed syllable stays as it is: 꽃잎 위에 → 꼰닙 위에."""
    return _WORD.sub(lambda word: "".join(map(str, _pronounce_word(word[0]))), respelled(text))


def _pronounce_word(word: str) -> list[Syllable]:
    syllables = [_simple_vowel(take_apart(syllable)) for syllable in word]
    for at in range(len(syllables) - 1):
        pair = syllables[at], syllables[at + 1]
        for rule in RULES:
            pair = rule(*pair)
        syllables[at : at + 2] = pair
    syllables[-1] = syllables[-1]._replace(tail=_SPOKEN_TAIL[syllables[-1].tail])
    return [_without_glide(syllable) for syllable in syllables]


def palatalise(one: Syllable, two: Syllable) -> Pair:
    """제17항: ㄷ, ㅌ(ㄾ) before 이 are ㅈ, ㅊ; ㄷ before 히 is ㅊ. 굳이 → 구지, 같이 → 가치, 닫혀 → 다처."""
    if two.vowel not in "ㅣㅕ" or one.tail not in ("ㄷ", "ㅌ", "ㄾ"):
        return one, two
    if two.lead == "ㅇ":
        rest = "ㄹ" if one.tail == "ㄾ" else ""
        return one._replace(tail=rest), two._replace(lead="ㅈ" if one.tail == "ㄷ" else "ㅊ")
    is_hi = two.lead == "ㅎ" and (two.vowel == "ㅣ" or two.tail in ("", "ㅆ"))  # 히, 혀, 혔; not 형, as in 맏형
    return (one._replace(tail=""), two._replace(lead="ㅊ")) if one.tail == "ㄷ" and is_hi else (one, two)


def join_h_before(one: Syllable, two: Syllable) -> Pair:
    """제12항: ㅎ(ㄶ, ㅀ) with ㄱ, ㄷ, ㅈ is ㅋ, ㅌ, ㅊ; with ㅅ it is ㅆ; before ㄴ it is ㄴ; before a vowel silent.

    좋다 → 조타, 않소 → 안쏘, 놓는 → 논는, 많아 → 마나.
    """
    if one.tail not in ("ㅎ", "ㄶ", "ㅀ"):
        return one, two
    rest = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}[one.tail]
    if two.lead in "ㄱㄷㅈ":
        return one._replace(tail=rest), two._replace(lead=_ASPIRATED[two.lead])
    if two.lead == "ㅅ":
        return one._replace(tail=rest), two._replace(lead="ㅆ")
    if two.lead == "ㄴ":
        return one._replace(tail=rest or "ㄴ"), two
    return (one._replace(tail=rest), two) if two.lead == "ㅇ" else (one, two)


def join_h_after(one: Syllable, two: Syllable) -> Pair:
    """제12항 붙임 1, 2: ㄱ, ㄷ, ㅂ, ㅈ with a following ㅎ are ㅋ, ㅌ, ㅍ, ㅊ; ㅅ, ㅊ, ㅌ count as ㄷ.

    각하 → 가카, 넓히다 → 널피다, 앉히다 → 안치다, 못하다 → 모타다.
    """
    if two.lead != "ㅎ" or not one.tail:
        return one, two
    rest, last = _CLUSTERS.get(one.tail, ("", one.tail))
    last = "ㅈ" if last == "ㅈ" else _SPOKEN_TAIL[last]
    if last not in _ASPIRATED:
        return one, two
    return one._replace(tail=rest), two._replace(lead=_ASPIRATED[last])


def carry_over(one: Syllable, two: Syllable) -> Pair:
    """제13항, 제14항: before a vowel the final consonant, or the second of two, begins the next syllable.

    옷이 → 오시, 앉아 → 안자, 넋이 → 넉씨 (ㅅ becomes tense).
    """
    if two.lead != "ㅇ" or one.tail in ("", "ㅇ"):
        return one, two
    rest, last = _CLUSTERS.get(one.tail, ("", one.tail))
    return one._replace(tail=rest), two._replace(lead="ㅆ" if rest and last == "ㅅ" else last)


def tense(one: Syllable, two: Syllable) -> Pair:
    """제23–25항: ㄱ, ㄷ, ㅂ, ㅅ, ㅈ are tense after ㄱ, ㄷ, ㅂ of any spelling, and after the stems' ㄵ, ㄻ, ㄼ, ㄾ.

    국밥 → 국빱, 옆집 → 엽찝, 앉고 → 안꼬, 닮고 → 담꼬, 넓게 → 널께.
    """
    if two.lead in _TENSE and (_SPOKEN_TAIL[one.tail] in _NASAL or one.tail in ("ㄵ", "ㄻ", "ㄼ", "ㄾ")):
        return one, two._replace(lead=_TENSE[two.lead])
    return one, two


def neutralise(one: Syllable, two: Syllable) -> Pair:
    """제8–11항: only ㄱ, ㄴ, ㄷ, ㄹ, ㅁ, ㅂ, ㅇ end a syllable. 닦다 → 닥따, 값 → 갑, 삶 → 삼.

    밟- is 밥- before a consonant (제10항 다만); a stem's ㄺ is ㄹ before ㄱ (제11항: 맑게 → 말께), a noun's is not.
    """
    tail = _SPOKEN_TAIL[one.tail]
    if (one.lead, one.vowel, one.tail) == ("ㅂ", "ㅏ", "ㄼ"):
        tail = "ㅂ"
    if one.tail == "ㄺ" and two.lead == "ㄲ" and str(one) not in NOUNS_IN_LK:
        tail = "ㄹ"
    return one._replace(tail=tail), two


def nasalise_l(one: Syllable, two: Syllable) -> Pair:
    """제19항: ㄹ is ㄴ after ㅁ, ㅇ, ㄱ, ㅂ. 담력 → 담녁, 대통령 → 대통녕, 협력 → 혐녁 (with 제18항)."""
    return (one, two._replace(lead="ㄴ")) if two.lead == "ㄹ" and one.tail in tuple("ㅁㅇㄱㄷㅂ") else (one, two)


def nasalise(one: Syllable, two: Syllable) -> Pair:
    """제18항: ㄱ, ㄷ, ㅂ are ㅇ, ㄴ, ㅁ before ㄴ, ㅁ. 국물 → 궁물, 있는 → 인는, 밥물 → 밤물."""
    return (one._replace(tail=_NASAL[one.tail]), two) if two.lead in "ㄴㅁ" and one.tail in _NASAL else (one, two)


def liquidise(one: Syllable, two: Syllable) -> Pair:
    """제20항: ㄴ beside ㄹ is ㄹ, except in the words that are marked so. 신라 → 실라, 칼날 → 칼랄."""
    if (one.tail, two.lead) == ("ㄹ", "ㄴ"):
        return one, two._replace(lead="ㄹ")
    return (one._replace(tail="ㄹ"), two) if (one.tail, two.lead) == ("ㄴ", "ㄹ") else (one, two)


RULES: tuple[Callable[[Syllable, Syllable], Pair], ...] = (
    palatalise,
    join_h_before,
    join_h_after,
    carry_over,
    tense,
    neutralise,
    nasalise_l,
    nasalise,
    liquidise,
)
"""In this order, on each pair of neighbouring syllables from left to right."""


def _simple_vowel(syllable: Syllable) -> Syllable:
    """제5항 다만 2, 3: ㅢ after a consonant is ㅣ (희망 → 히망); ㅖ but in 예, 례 is ㅔ (시계 → 시게)."""
    if syllable.vowel == "ㅢ" and syllable.lead != "ㅇ":
        return syllable._replace(vowel="ㅣ")
    return syllable._replace(vowel="ㅔ") if syllable.vowel == "ㅖ" and syllable.lead not in "ㅇㄹㄴ" else syllable


def _without_glide(syllable: Syllable) -> Syllable:
    """제5항 다만 1: 져, 쪄, 쳐 are 저, 쩌, 처; other vowels with y likewise."""
    if syllable.lead in "ㅈㅉㅊ" and syllable.vowel in "ㅑㅕㅛㅠㅖㅒ":
        return syllable._replace(vowel="ㅏㅓㅗㅜㅔㅐ"["ㅑㅕㅛㅠㅖㅒ".index(syllable.vowel)])
    return syllable
