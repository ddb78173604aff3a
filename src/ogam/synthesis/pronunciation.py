"""Sentences to phonemes: words looked up, little words said as they sound between others."""

import re
from collections.abc import Callable

from ogam.synthesis.lexicon import VOWELS, Lexicon
from ogam.synthesis.normalisation import spoken

PUNCTUATION = frozenset(",.;:!?")
CONSONANTS = frozenset("bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ")
BEFORE_VERBS = frozenset(("to", "please", "and", "then", "can", "could", "will", "would", "you", "i", "we", "they"))

_TOKEN = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*'?|[,.;:!?]")


def phonemes(text: str, lexicon: Lexicon) -> str:
    """The phonemes of an English text, words parted by spaces; "" where there is nothing to say."""
    tokens = _TOKEN.findall(_unshouted(spoken(text)))
    said: list[str] = []
    following = ""
    for at in range(len(tokens) - 1, -1, -1):  # backwards: "the" and "to" depend on the sound that follows
        token = tokens[at]
        sounds = token if token in PUNCTUATION else _word(token, tokens[at - 1] if at else "", following, lexicon)
        said.append(sounds)
        following = sounds or following
    return _joined(said[::-1]).replace("ɾ", "T").replace("ʔ", "t")


def _word(word: str, before: str, following: str, lexicon: Lexicon) -> str:
    little = LITTLE_WORDS.get(word.lower()) if not (word.isupper() and len(word) > 1) else None
    if little is not None and not (word == "A" and before):
        return little(following)
    at_start = not before or before in PUNCTUATION
    return lexicon.pronounce(word.rstrip("'"), verb=at_start or before.lower() in BEFORE_VERBS)


def _before_vowel(following: str) -> bool:
    sound = next((c for c in following if c in VOWELS or c in CONSONANTS or c in PUNCTUATION), "")
    return sound in VOWELS


def _at_end(following: str) -> bool:
    return not following or following in PUNCTUATION


LITTLE_WORDS: dict[str, Callable[[str], str]] = {
    "a": lambda following: "ˈA" if _at_end(following) else "ɐ",
    "an": lambda _: "ɐn",
    "the": lambda following: "ði" if _before_vowel(following) else "ðə",
    "to": lambda following: "tu" if _at_end(following) else "tʊ" if _before_vowel(following) else "tə",
    "in": lambda following: "ˈɪn" if _at_end(following) else "ɪn",
    "i": lambda _: "ˌI",
    "am": lambda following: "æm" if _at_end(following) else "ɐm",
}
"""Words that change with what follows them (its phonemes are given), as misaki has them."""


def _joined(sounds: list[str]) -> str:
    text = ""
    for sound in sounds:
        text += sound if not text or sound in PUNCTUATION else f" {sound}"
    return text.lstrip(" ,.;:!?")


def _unshouted(text: str) -> str:
    """A text all in capitals is shouted, not a row of initialisms."""
    words = text.split()
    return text.lower() if text.isupper() and len(words) > 1 else text
