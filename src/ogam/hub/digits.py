"""Recognisers of spoken digits for a hub: with the acoustic models that hear its sentences already."""

from typing import Any

from ogam.core import Recognizer
from ogam.hub.ports import Digits


def digits_of(sentences: Recognizer, threads: int = 1) -> Digits:
    """A recogniser of digits for each language, made when it is first asked for.

    sentences: the hub's recogniser, whose models are used again; without any, those of the catalogue are loaded.
    """
    made: dict[str, Recognizer] = {}

    def recognizer(language: str) -> Recognizer:
        if language not in made:
            from ogam.liveness import digit_recognizer

            made[language] = digit_recognizer(language, scorer=_scorer(sentences, language), threads=threads)
        return made[language]

    return recognizer


def _scorer(sentences: Any, language: str) -> Any:
    """The acoustic model of a language, None where the recogniser shows none."""
    chosen = getattr(sentences, "by_language", {}).get(language, sentences)
    return getattr(chosen, "scorer", None)
