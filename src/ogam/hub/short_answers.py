"""Recognisers of what answers a question, for a hub: with the acoustic models that hear its sentences already."""

from functools import lru_cache
from typing import Any

from ogam.core import Recognizer


class AnswerRecognizers:
    """Each is made when it is first asked for.

    sentences: the hub's recogniser, whose models are used again; where it shows none, the catalogue's are loaded.
    """

    def __init__(self, sentences: Recognizer, threads: int = 1) -> None:
        self._sentences = sentences
        self._threads = threads
        self.digits = lru_cache(4)(self._digits)
        self.among = lru_cache(16)(self._among)

    def _digits(self, language: str) -> Recognizer:
        from ogam.liveness import digit_recognizer

        return digit_recognizer(language, scorer=_scorer(self._sentences, language), threads=self._threads)

    def _among(self, language: str, answers: tuple[str, ...]) -> Recognizer:
        from ogam.asr import SentenceList, SentenceRecognizer, default_scorer
        from ogam.grammar import language as spoken

        scorer = _scorer(self._sentences, language) or default_scorer(self._threads, language)
        return SentenceRecognizer(SentenceList(answers, spoken(language)), scorer, self._threads)


def _scorer(sentences: Any, language: str) -> Any:
    """The acoustic model of a language, None where the recogniser shows none."""
    chosen = getattr(sentences, "by_language", {}).get(language, sentences)
    return getattr(chosen, "scorer", None)
