"""What the grammar must know of a language: how its text is normalised, its numbers read, its fillers said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Pieces = tuple[tuple[str, ...], ...]
"""A text cut up: of each piece its spellings, as it stands first. The first ones joined are the text."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language, as plain functions.

    code: ISO 639-1. normalise: text as written or transcribed → text as the automaton spells it.
    number_spellings: a number → every way it is written or said, normalised.
    spellings: a normalised text → that text and its other spellings (digits for number words and back).
    numbers: a normalised text → its pieces, numbers in digits and in words.
    writings: the same, with all else that a transcript may write in another way (letters that are read by name).
    fillers_before, fillers_after: what politeness puts around a command ("please", "for me"), as small templates.
    spaced: whether spaces tell words apart. Where they do not (Korean: 거실 불 켜줘, 거실불켜줘), a text is matched
    without its spaces, and free words may end at any character.
    rule: a rule that no one declared but that the language knows: its name → its template, or None (<켜다>: the verb's
    every form).
    """

    code: str
    normalise: Callable[[str], str]
    number_spellings: Callable[[float], tuple[str, ...]]
    spellings: Callable[[str], tuple[str, ...]]
    numbers: Callable[[str], Pieces]
    writings: Callable[[str], Pieces]
    fillers_before: tuple[str, ...] = ()
    fillers_after: tuple[str, ...] = ()
    spaced: bool = True
    rule: Callable[[str], str | None] = lambda _name: None


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without repetition, first come first."""
    return tuple(dict.fromkeys(texts))
