"""Korean verbs: from its dictionary form, a verb's every ending.

Six forms of a stem carry all endings of speech; what may follow each of them is written once, in templates/ko.yaml.
"""

import unicodedata

_LONE = ("ᅡ", "ᅥ", "ᅢ", "ᅦ", "ᅧ")
"""Vowels that swallow the ending 어: 켜 + 어 → 켜."""

_CONTRACTED = {"ᅩ": "ᅪ", "ᅮ": "ᅯ", "ᅵ": "ᅧ", "ᅬ": "ᅫ"}
"""Vowels that melt with it: 맞추 + 어 → 맞춰."""

_BRIGHT = ("ᅡ", "ᅩ")
"""Vowels after which the ending is 아 instead of 어."""

_SOFTENED = {"듣": "들", "싣": "실"}
"""Stems whose ㄷ becomes ㄹ before a vowel; most keep theirs (닫다)."""

_L, _B, _SS = "ᆯ", "ᆸ", "ᆻ"


def verb_rule(name: str) -> str | None:
    """The sentence template of a verb, 켜다: each form with the rule of its endings. None for what is no verb."""
    if len(name) < 2 or not name.endswith("다") or not all("가" <= letter <= "힣" for letter in name):
        return None
    stem = name[:-1]
    open_stem = _before_vowel(stem)
    linked = open_stem if _tail(open_stem) in ("", _L) and stem not in _SOFTENED else f"{open_stem}으"
    polite = _cut(linked) if _tail(linked) == _L else linked
    future = linked if _tail(linked) == _L else _with_tail(linked, _L)
    infinitive = infinitive_of(stem)
    past = _with_tail(infinitive, _SS)
    together = f"{_with_tail(polite, _B)}시다"
    return f"({infinitive}<줘>|{stem}<고>|{polite}<세요>|{linked}<면>|{future}<래>|{past}<으면>|{together})"


def infinitive_of(stem: str) -> str:
    """A stem with the ending 어: 켜 → 켜, 열 → 열어, 돌리 → 돌려, 끄 → 꺼, 누르 → 눌러, 하 → 해."""
    stem = _before_vowel(stem)
    head, (lead, vowel, tail) = stem[:-1], _letters(stem[-1])
    if stem.endswith("하"):
        return f"{head}해"
    if tail:
        return stem + ("아" if vowel in _BRIGHT else "어")
    if vowel in _LONE:
        return stem
    if vowel in _CONTRACTED:
        return head + _syllable(lead, _CONTRACTED[vowel])
    if vowel == "ᅳ":
        bright = bool(head) and _letters(head[-1])[1] in _BRIGHT
        if stem.endswith("르"):
            head = _with_tail(head, _L)
        return head + _syllable(lead, "ᅡ" if bright else "ᅥ")
    return f"{stem}어"


def _before_vowel(stem: str) -> str:
    return stem[:-1] + _SOFTENED.get(stem[-1], stem[-1])


def _letters(syllable: str) -> tuple[str, str, str]:
    jamo = unicodedata.normalize("NFD", syllable)
    return jamo[0], jamo[1], jamo[2:]


def _syllable(lead: str, vowel: str, tail: str = "") -> str:
    return unicodedata.normalize("NFC", lead + vowel + tail)


def _tail(text: str) -> str:
    return _letters(text[-1])[2]


def _cut(text: str) -> str:
    """Without the last consonant: 열 → 여."""
    lead, vowel, _ = _letters(text[-1])
    return text[:-1] + _syllable(lead, vowel)


def _with_tail(text: str, tail: str) -> str:
    """With a last consonant: 켜 + ㄹ → 켤."""
    lead, vowel, _ = _letters(text[-1])
    return text[:-1] + _syllable(lead, vowel, tail)
