"""Korean texts to the symbols that Kokoro knows. It never learned Korean: its other voices say these with an accent."""

from ogam.korean import pronounce, read_out
from ogam.korean.syllables import Syllable, is_syllable, take_apart

PLAIN = dict(zip("ㄱㄷㅂㅅㅈㅎ", ("k", "t", "p", "s", "ʧ", "h"), strict=True))
VOICED = dict(zip("ㄱㄷㅂㅈ", ("ɡ", "d", "b", "ʤ"), strict=True))
OTHERS = {
    "ㄲ": "k", "ㄸ": "t", "ㅃ": "p", "ㅆ": "s", "ㅉ": "ʧ", "ㅋ": "kʰ", "ㅌ": "tʰ", "ㅍ": "pʰ", "ㅊ": "ʧʰ",
    "ㄴ": "n", "ㄹ": "ɾ", "ㅁ": "m", "ㅇ": "",
}  # fmt: skip
VOWELS = {
    "ㅏ": "a", "ㅐ": "ɛ", "ㅑ": "ja", "ㅒ": "jɛ", "ㅓ": "ʌ", "ㅔ": "e", "ㅕ": "jʌ", "ㅖ": "je", "ㅗ": "o", "ㅘ": "wa",
    "ㅙ": "wɛ", "ㅚ": "we", "ㅛ": "jo", "ㅜ": "u", "ㅝ": "wʌ", "ㅞ": "we", "ㅟ": "wi", "ㅠ": "ju", "ㅡ": "ɯ",
    "ㅢ": "ɯi", "ㅣ": "i",
}  # fmt: skip
TAILS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ŋ"}
"""Of those that were tried, these symbols were understood best (docs/korean.md)."""
_VOICED_TAILS = frozenset(("", "ㄴ", "ㄹ", "ㅁ", "ㅇ"))


def phonemes(text: str) -> str:
    """The symbols of a Korean text, words parted by spaces; "" where there is nothing to say.

    Plain stops are voiced between voiced sounds; ㅅ is soft before 이 and y (Shin, Kiaer & Cha, The Sounds of Korean).
    """
    said = pronounce(read_out(text))
    return " ".join(_word(word) for word in said.split()).lstrip(" ,.;:!?")


def _word(word: str) -> str:
    sounds = ""
    before: Syllable | None = None
    for character in word:
        if is_syllable(character):
            syllable = take_apart(character)
            sounds += _lead(syllable, before) + VOWELS[syllable.vowel] + TAILS[syllable.tail]
            before = syllable
        else:
            sounds, before = sounds + character, None
    return sounds


def _lead(syllable: Syllable, before: Syllable | None) -> str:
    lead = syllable.lead
    if lead in "ㅅㅆ" and (syllable.vowel in "ㅣㅟ" or VOWELS[syllable.vowel].startswith("j")):
        return "ʃ"
    if lead == "ㄹ" and before is not None and before.tail == "ㄹ":
        return "l"
    if lead in VOICED and before is not None and before.tail in _VOICED_TAILS:
        return VOICED[lead]
    return PLAIN.get(lead) or OTHERS[lead]
