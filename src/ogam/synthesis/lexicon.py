"""English words to phonemes, in the symbols that Kokoro was trained on (those of misaki, American English).

The dictionaries and the rules for -s, -ed and -ing are misaki's (https://github.com/hexgrad/misaki, Apache-2.0).
"""

import json
from collections.abc import Mapping
from pathlib import Path

from ogam.synthesis.letters import letters_to_phonemes
from ogam.synthesis.stress import demoted, promoted

Entry = str | Mapping[str, str | None]

INITIALISMS = frozenset({"ac", "tv", "pc", "ai", "id", "usb", "ui", "ip", "ir", "iot", "eu", "uk", "usa", "uv"})
"""Short words that are said letter by letter in lower case too. Those without a vowel are found without a list."""

OWN = {"wifi": "wˈIfˌI", "roomba": "ɹˈumbə", "sonos": "sˈOnOs", "spotify": "spˈɑɾəfˌI", "ogam": "ˈOɡəm"}

VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻᵊ")
_FLAPPED_AFTER = frozenset("AIOWYiuæɑəɛɪɹʊʌ")


class Lexicon:
    """Finds the phonemes of any word: dictionary, endings, two words in one, letter by letter, and at last by rule."""

    def __init__(self, *dictionaries: Mapping[str, Entry]) -> None:
        """dictionaries: word → phonemes, or → {"DEFAULT": phonemes, "VERB": …}; the first that knows a word wins."""
        self._entries: dict[str, Entry] = dict(OWN)
        for dictionary in dictionaries:
            for word, entry in dictionary.items():
                self._entries.setdefault(word, entry)
        for word, entry in list(self._entries.items()):
            self._entries.setdefault(word.lower(), entry)

    def __contains__(self, word: str) -> bool:
        return word in self._entries

    def pronounce(self, word: str, verb: bool = False) -> str:
        """The phonemes of a word of Latin letters, apostrophes and hyphens.

        verb: it stands where a verb is likely, which decides words such as "close" and "live".
        """
        known = self._known(word, verb) or self._known(word.lower(), verb)
        if known is not None and not self._is_initialism(word):
            return known
        if "-" in word:
            return "".join(self.pronounce(part) for part in word.split("-") if part)
        if self._is_initialism(word):
            return self.spell(word)
        return self._compound(word.lower()) or letters_to_phonemes(word.lower())

    def spell(self, letters: str) -> str:
        """The names of the letters, with the stress on the last: "TV" → "tˌivˈi"."""
        names = [str(self._entries[c.upper()]) for c in letters if c.isalpha()]
        return "".join(demoted(name) for name in names[:-1]) + promoted(names[-1])

    def _known(self, word: str, verb: bool = False) -> str | None:
        entry = self._entries.get(word)
        if isinstance(entry, str):
            return entry
        if entry is not None:
            return (entry.get("VERB") if verb else None) or entry["DEFAULT"]
        return self._with_s(word) or self._with_ed(word) or self._with_ing(word)

    def _first(self, *stems: str) -> str | None:
        for stem in stems:
            entry = self._entries.get(stem) if len(stem) > 1 else None
            if entry is not None:
                return entry if isinstance(entry, str) else entry.get("VERB") or entry["DEFAULT"]
        return None

    def _with_s(self, word: str) -> str | None:
        if not word.endswith("s") or word.endswith("ss"):
            return None
        stems = [word[:-1], word.removesuffix("'s")]
        stems += [word[:-2]] * word.endswith("es") + [word[:-3] + "y"] * word.endswith("ies")
        stem = self._first(*(s for s in stems if s != word))
        if stem is None:
            return None
        return stem + ("s" if stem[-1] in "ptkfθ" else "ᵻz" if stem[-1] in "szʃʒʧʤ" else "z")

    def _with_ed(self, word: str) -> str | None:
        if not word.endswith("ed"):
            return None
        stem = self._first(word[:-1], word[:-2], *[word[:-3]] * _doubled(word[:-2]))
        if stem is None:
            return None
        if stem[-1] == "t":
            flapped = len(stem) > 1 and stem[-2] in _FLAPPED_AFTER
            return (stem[:-1] + "ɾ" if flapped else stem) + "ᵻd"
        return stem + ("t" if stem[-1] in "pkfθʃsʧ" else "ᵻd" if stem[-1] == "d" else "d")

    def _with_ing(self, word: str) -> str | None:
        if not word.endswith("ing"):
            return None
        stem = self._first(word[:-3], word[:-3] + "e", *[word[:-4]] * _doubled(word[:-3]))
        if stem is None:
            return None
        flapped = stem[-1] == "t" and len(stem) > 1 and stem[-2] in _FLAPPED_AFTER
        return (stem[:-1] + "ɾ" if flapped else stem) + "ɪŋ"

    def _is_initialism(self, word: str) -> bool:
        letters = word.replace("'", "")
        if not letters.isalpha() or "'" in word:
            return False
        if letters.lower() in INITIALISMS:
            return True
        if word in self._entries:
            return False
        if not set(letters.lower()) & set("aeiouy"):
            return len(letters) > 1 and word.lower() not in self._entries
        return 2 <= len(letters) <= 4 and letters.isupper() and letters.lower() not in self._entries

    def _compound(self, word: str) -> str | None:
        """Two known words written as one ("heatpump"): the split with the longest shorter part."""
        places = sorted(range(3, len(word) - 2), key=lambda at: abs(2 * at - len(word)))
        for at in places:
            first, second = self._known(word[:at]), self._known(word[at:])
            if first and second:
                return first + demoted(second)
        return None


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon from the folder of the catalogue's `pronunciations-en`."""
    names = ("us_gold.json", "us_silver.json")
    return Lexicon(*(json.loads((folder / name).read_text(encoding="utf-8")) for name in names))


def _doubled(stem: str) -> bool:
    return len(stem) > 2 and stem[-1] == stem[-2]
