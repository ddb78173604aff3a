"""Korean particles, whose form depends on the sound before them: 불을, 텔레비전이, TV가, 24로."""

from ogam.korean.reading import last_syllable
from ogam.korean.syllables import take_apart

PAIRS = {
    "을": ("을", "를"), "이": ("이", "가"), "은": ("은", "는"), "과": ("과", "와"), "으로": ("으로", "로"),
    "이에요": ("이에요", "예요"), "이라": ("이라", "라"), "이라고": ("이라고", "라고"), "이나": ("이나", "나"),
    "아": ("아", "야"),
}  # fmt: skip
"""Each particle by its form after a consonant: that form, and the one after a vowel."""


def particle(word: str, after_consonant: str) -> str:
    """The form of a particle that goes with a word, which may end in digits, signs or Latin letters, as these are read.

    after_consonant: the particle in its form after a consonant, one of `PAIRS`. Where nothing can be read (emoji, other
    scripts) both are given: 을(를).
    """
    consonant, vowel = PAIRS[after_consonant]
    last = last_syllable(word)
    if not last:
        return f"{consonant}({vowel})"
    tail = take_apart(last).tail
    if after_consonant == "으로" and tail == "ㄹ":
        return vowel
    return consonant if tail else vowel


def with_particle(word: str, after_consonant: str) -> str:
    """A word with its particle: ("불", "을") → 불을, ("TV", "을") → TV를, ("24", "으로") → 24로."""
    return word + particle(word, after_consonant)
